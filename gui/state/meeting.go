package state

import (
	"cmp"
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// meeting is the sheet of one appointment of the day.
type meeting struct {
	slot string
	sure bool // cancelling was asked once; it needs a second yes
}

// arriving is the sheet that checks a visitor in by name or code.
type arriving struct {
	query string
	done  bool // a whole code was typed and announced: the sheet says so, and the next key leaves it
}

// MeetingShown is one appointment in words.
type MeetingShown struct {
	Name, When, Product, Code, Phone, State string
	Remark                                  string
	Sure                                    bool
	CanCheckIn, CanCancel, CanMove          bool
	CanPrint                                bool
}

// CheckInShown is the check-in sheet in words.
type CheckInShown struct {
	Query   string
	Found   []Row
	Empty   string
	Card    Mark // what lies in the reader; without words nothing does
	CanCard bool // Enter announces who the card is of
	Done    bool // a code was announced: Enter closes
}

// slot is the slot of an agenda row.
func (c *Clerk) slot(id string) (Slot, bool) {
	for _, s := range c.snap.Agenda {
		if s.Seat.String() == id {
			return s, true
		}
	}
	return Slot{}, false
}

// OpenSlot acts on a row of the agenda: an appointment is opened, a free place starts a search for today.
func (c *Clerk) OpenSlot(id string) {
	c.mu.Lock()
	s, ok := c.slot(id)
	signed := c.me() != nil
	c.mu.Unlock()
	switch {
	case !ok || !signed || s.State == BlockedSlot:
	case s.Free():
		c.OpenSearch()
	default:
		c.change(func() {
			c.meet = meeting{slot: id}
			c.openLocked(MeetingSheet)
		})
	}
}

// CheckInSlot announces the appointment of an agenda row.
func (c *Clerk) CheckInSlot(id string) {
	c.mu.Lock()
	s, ok := c.slot(id)
	c.mu.Unlock()
	if !ok || s.State != Expected {
		return
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.CheckIn(ctx, s.Appointment) },
		then: c.arrived,
	})
}

// arrived says that an appointment was announced.
func (c *Clerk) arrived(r Receipt) {
	w := c.cfg.Words.Meeting
	c.sheet = NoSheet
	c.say(text.Fill(w.CheckedIn, "ticket", r.Ticket), w.CheckedNext, Good)
}

// CheckInMeeting announces the appointment that is open.
func (c *Clerk) CheckInMeeting() {
	c.mu.Lock()
	id := c.meet.slot
	c.mu.Unlock()
	c.CheckInSlot(id)
}

// FindArrival narrows the appointments of today to a name or code. The last character of a whole code announces its visitor,
// as scanning it does. The sheet stays with what it says: an Enter that was typed after the code only closes it.
func (c *Clerk) FindArrival(query string) {
	var whole office.AppointmentID
	c.change(func() {
		if query == c.arrive.query { // the field was emptied for the next code
			return
		}
		c.arrive = arriving{query: query}
		for _, s := range c.snap.Agenda {
			if code := bare(s.Appointment.Code()); s.State == Expected && strings.EqualFold(bare(strings.TrimSpace(query)), code) {
				whole = s.Appointment
			}
		}
	})
	if whole == (office.AppointmentID{}) {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.CheckIn(ctx, whole) },
		then: func(r Receipt) {
			open := c.sheet == CheckInSheet
			c.arrived(r)
			if open {
				c.sheet, c.arrive = CheckInSheet, arriving{done: true}
			}
		},
	})
}

// announced reports whether the sheet to check in only says who was announced: every key of the desk works from there.
func (c *Clerk) announced() bool { return c.sheet == CheckInSheet && c.arrive.done }

// CancelMeeting asks whether to cancel the open appointment; pressed again it does.
func (c *Clerk) CancelMeeting() {
	c.mu.Lock()
	s, ok := c.slot(c.meet.slot)
	sure := c.meet.sure
	c.mu.Unlock()
	if !ok {
		return
	}
	if !sure {
		c.change(func() { c.meet.sure = true })
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Cancel(ctx, s.Appointment) },
		then: func(r Receipt) {
			w := c.cfg.Words.Meeting
			c.sheet = NoSheet
			if r.Asked {
				c.say(w.CancelAsked, "", Main)
				return
			}
			c.say(w.Cancelled, "", Good)
		},
	})
}

// MoveMeeting searches another place for the appointment that is open.
func (c *Clerk) MoveMeeting() {
	c.mu.Lock()
	s, ok := c.slot(c.meet.slot)
	c.mu.Unlock()
	if !ok || s.State != Expected {
		return
	}
	c.change(func() {
		c.book = booking{product: s.Product, persons: max(s.Persons, 1), who: cmp.Or(s.Name, c.cfg.Words.Desk.Nameless),
			moving: s.Appointment, now: joined(c.cfg.Words.Day(s.Seat.Date.UTC())+" "+s.Seat.Start.String(), c.short(s.Product))}
		c.openLocked(BookingSheet)
		c.findLocked()
	})
}

// movePlace moves an appointment to a place, or asks for it; when it answers a letter, that is put away. It needs no second yes: it can be moved back.
func (c *Clerk) movePlace(id office.AppointmentID, to Place, letter string) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) {
			got, err := c.cfg.Counter.Move(ctx, id, to)
			return c.settled(ctx, letter, got, err)
		},
		then: func(r Receipt) {
			w := c.cfg.Words.Booking
			c.sheet = NoSheet
			if r.Asked {
				c.say(text.Fill(w.MoveAsked, "when", c.when(to)), w.MoveAskedNext, Main)
				return
			}
			c.say(text.Fill(w.Moved, "when", c.when(to)), w.MovedNext, Good)
			c.offerSlip(r, c.when(to))
		},
		fail: func(err error) {
			c.refused(err)
			c.findLocked() // what was found is old now
		},
	})
}

func (c *Clerk) showMeeting() MeetingShown {
	s, ok := c.slot(c.meet.slot)
	if !ok {
		return MeetingShown{}
	}
	row := c.slotRow(s)
	m := MeetingShown{Name: s.Name, When: c.cfg.Words.Day(s.Seat.Date.UTC()) + " " + s.Seat.Start.String(),
		Product: c.product(s.Product).Name, Code: s.Appointment.Code(), Phone: s.Phone, State: row.State, Sure: c.meet.sure,
		CanCheckIn: s.State == Expected, CanCancel: s.State == Expected, CanMove: s.State == Expected, CanPrint: c.canConfirm(s)}
	if s.Elsewhere {
		m.Remark = c.cfg.Words.Meeting.NotHeld
	}
	return m
}

func (c *Clerk) showCheckIn() CheckInShown {
	q := strings.ToLower(strings.TrimSpace(c.arrive.query))
	bare := strings.ReplaceAll(q, "-", "")
	s := CheckInShown{Query: c.arrive.query, Empty: c.cfg.Words.Meeting.FindEmpty, Done: c.arrive.done}
	s.Card, _ = c.cardMark()
	if k, ok := c.readCard(); ok {
		s.Card, s.CanCard = Mark{Full, text.Fill(c.cfg.Words.Card.Arrives, "who", joined(k.Name, k.Number)), Main}, true
	}
	for _, slot := range c.snap.Agenda {
		if slot.State != Expected {
			continue
		}
		code := strings.ToLower(strings.ReplaceAll(slot.Appointment.Code(), "-", ""))
		if strings.Contains(strings.ToLower(slot.Name), q) || bare != "" && strings.HasPrefix(code, bare) {
			s.Found = append(s.Found, Row{ID: slot.Seat.String(), Lead: slot.Seat.Start.String(), Main: slot.Name,
				Detail: c.short(slot.Product)})
		}
	}
	return s
}
