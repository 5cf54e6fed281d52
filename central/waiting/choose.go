package waiting

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Waiter is an appointment whose visitor would rather come sooner.
type Waiter struct {
	ID     office.AppointmentID
	Number uint64 // place in the order: the lower asked before
	Date   office.Date
	Sites  []office.SiteID // any of these; empty: any
	From   office.Date     // not before this day; 0: as soon as possible
	Passed bool            // is offered something already, or cannot be moved just now
}

// Suits reports whether a day at a site is one that the waiter would come to, as far as their wish says.
func (w Waiter) Suits(site office.SiteID, on office.Date) bool {
	return on < w.Date && on >= w.From && (len(w.Sites) == 0 || slices.Contains(w.Sites, site))
}

// Freed is a seat that came free.
type Freed struct {
	Seat office.SeatID
	Told []office.AppointmentID // who was offered it since it came free
}

// Places lists the places that could be booked for a waiter and that take a freed seat, the soonest first; each is its seats. It is
// asked for seats on days that suit the waiter only.
type Places func(w Waiter, freed office.SeatID) [][]office.SeatID

// Offer is a place for one waiter.
type Offer struct {
	To    office.AppointmentID
	Seats []office.SeatID
}

// Choose says who is offered what of the seats that came free: see the package comment. No two offers share a seat. Over are the freed
// seats that nobody is offered: they are open to everybody. The same input gives the same answer, in whatever order it comes.
func Choose(waiters []Waiter, freed []Freed, places Places) (offers []Offer, over []office.SeatID) {
	waiters, freed = slices.Clone(waiters), slices.Clone(freed)
	slices.SortFunc(waiters, func(a, b Waiter) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortFunc(freed, func(a, b Freed) int { return soonest(a.Seat, b.Seat) })
	c := choice{told: map[office.SeatID][]office.AppointmentID{}, taken: map[office.SeatID]bool{}, places: places}
	for _, f := range freed {
		c.told[f.Seat] = f.Told
	}
	for _, w := range waiters {
		if w.Passed {
			continue
		}
		if seats := c.first(w, freed); seats != nil {
			offers = append(offers, Offer{w.ID, seats})
			for _, s := range seats {
				c.taken[s] = true
			}
		}
	}
	for _, f := range freed {
		if !c.taken[f.Seat] {
			over = append(over, f.Seat)
		}
	}
	return offers, over
}

// soonest orders seats by when they are, then by where.
func soonest(a, b office.SeatID) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Desk, b.Desk))
}

// choice is one call of Choose at work.
type choice struct {
	told   map[office.SeatID][]office.AppointmentID // of the freed seats
	taken  map[office.SeatID]bool                   // offered to somebody in this very choice
	places Places
}

// first is the soonest place that a waiter can be offered; nil: none.
func (c choice) first(w Waiter, freed []Freed) []office.SeatID {
	for _, f := range freed {
		if c.taken[f.Seat] || !w.Suits(f.Seat.Site, f.Seat.Date) || slices.Contains(f.Told, w.ID) {
			continue
		}
		for _, seats := range c.places(w, f.Seat) {
			if !slices.ContainsFunc(seats, func(s office.SeatID) bool { return c.taken[s] || slices.Contains(c.told[s], w.ID) }) {
				return seats
			}
		}
	}
	return nil
}
