package state

import (
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// turning is the sheet of a visitor who is not helped now: without appointment when there is none to be had, or with an
// appointment of another day or site.
type turning struct {
	say      string
	walk     WalkIn // Product is empty: an appointment was meant
	found    Found
	searched bool
	place    string
}

// DoorShown is that sheet in words.
type DoorShown struct {
	Title     string
	Say, Next string
	Walk      bool // without appointment: places are offered
	Places    []Row
	Place     string
	Empty     string
	Hint      string
}

// offers is how many places are offered at the door.
const offers = 3

// turnAway opens the sheet for a refusal of the rules, and looks for places to offer. It reports whether it did: any other
// refusal is for the sheet that is open.
func (c *Clerk) turnAway(walk WalkIn, err error) bool {
	if !fault.Is(err, fault.Refused) {
		return false
	}
	c.openLocked(DoorSheet)
	c.turn = turning{say: fault.Sentence(err), walk: walk}
	if walk.Product == "" {
		return true
	}
	wish := Wish{Product: walk.Product, Persons: max(walk.Persons, 1), Site: c.snap.Site, From: c.snap.Today, Limit: offers}
	var found Found
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			found, err = c.cfg.Counter.Find(ctx, wish)
			return r, err
		},
		then: func(Receipt) {
			if c.sheet != DoorSheet || c.turn.walk != walk {
				return
			}
			c.turn.found, c.turn.searched = found, true
			if len(found.Places) > 0 {
				c.turn.place = placeID(found.Places[0])
			}
		},
	})
	return true
}

// ChooseOffer chooses a place that is offered at the door.
func (c *Clerk) ChooseOffer(id string) { c.change(func() { c.turn.place = id }) }

// TakeOffer goes on to book an offered place: only who it is for is left to fill in. Without a place it searches.
func (c *Clerk) TakeOffer(id string) {
	c.mu.Lock()
	t := c.turn
	c.mu.Unlock()
	if !slices.ContainsFunc(t.found.Places, func(p Place) bool { return placeID(p) == id }) {
		c.SearchAtDoor()
		return
	}
	c.change(func() {
		c.book = booking{product: t.walk.Product, persons: max(t.walk.Persons, 1), wide: true, found: t.found, searched: true, place: id, offered: true}
		c.openLocked(BookingSheet)
	})
}

// SearchAtDoor searches a place for who is not helped now.
func (c *Clerk) SearchAtDoor() {
	c.mu.Lock()
	walk := c.turn.walk
	c.mu.Unlock()
	c.change(func() {
		c.book = booking{product: walk.Product, persons: max(walk.Persons, 1), wide: true}
		c.openLocked(BookingSheet)
		c.findLocked()
	})
}

// UrgentAtDoor goes back to the ticket, as urgent: a code of urgency goes before the hours of the walk-in, and is counted.
func (c *Clerk) UrgentAtDoor() {
	c.mu.Lock()
	walk := c.turn.walk
	c.mu.Unlock()
	c.change(func() {
		c.openLocked(TicketSheet)
		c.issue = issuing{filter: c.product(walk.Product).Name, chosen: walk.Product, urgency: visit.SemiUrgent}
	})
}

// ArriveByCode announces the appointment of the code that was typed: also one that is not of today here, so that its visitor
// is told where and when it is.
func (c *Clerk) ArriveByCode() {
	c.mu.Lock()
	code := strings.TrimSpace(c.arrive.query)
	c.mu.Unlock()
	if code != "" {
		c.arriveBy(code)
	}
}

// arriveBy announces the appointment of a code, and turns away who has none for here and now.
func (c *Clerk) arriveBy(code string) {
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.CheckInCode(ctx, code) },
		then: c.arrived,
		fail: func(err error) {
			if !c.turnAway(WalkIn{}, err) {
				c.refused(err)
			}
		},
	})
}

func (c *Clerk) showDoor() DoorShown {
	w, t := c.cfg.Words.Hall, &c.turn
	s := DoorShown{Title: w.DoorElsewhere, Walk: t.walk.Product != ""}
	s.Say, s.Next, _ = strings.Cut(t.say, ". ") // the first sentence stands out
	if s.Next != "" {
		s.Say += "."
	}
	if !s.Walk {
		return s
	}
	s.Title, s.Empty, s.Place = w.DoorTitle, w.DoorSearch, t.place
	if t.searched {
		s.Empty = w.DoorNone
	}
	for _, p := range t.found.Places {
		s.Places, s.Hint = append(s.Places, c.placeRow(p)), w.DoorNext
	}
	return s
}
