package calendar

import (
	"math/bits"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Occupancy tells which seats are free for whoever asks. Search calls Free for each day it looks at, from
// one goroutine; it only reads what it gets. Return the zero Free for a day without free seats.
type Occupancy interface {
	Free(d *Day) Free
}

// Free is the set of the free seats of one [Day], one bit per seat. Callers keep it between searches and
// change it as seats are taken and given; doing so while somebody reads needs a lock of theirs.
// A Free of another site, date or plan is not understood: nothing in it counts as free.
type Free struct {
	day  *Day
	bits []uint64
}

// AllFree is the set of all seats of the day, for the caller to take seats from.
func (d *Day) AllFree() Free {
	f := d.NoneFree()
	for i := range d.Openings {
		o := &d.Openings[i]
		for desk := range int(o.Desks) {
			lane := f.bits[o.at+desk*o.words:][:o.words]
			for k := range lane {
				lane[k] = ^uint64(0)
			}
			if rest := o.Slots % 64; rest > 0 {
				lane[o.words-1] = 1<<rest - 1
			}
		}
	}
	return f
}

// NoneFree is the empty set, for the caller to give seats to.
func (d *Day) NoneFree() Free { return Free{day: d, bits: make([]uint64, d.words)} }

// Take removes a seat and reports whether it was free.
func (f Free) Take(desk office.Desk, start office.Minute) bool {
	word, bit := f.at(desk, start)
	if word == nil || *word&bit == 0 {
		return false
	}
	*word &^= bit
	return true
}

// Give adds a seat and reports whether the day has it.
func (f Free) Give(desk office.Desk, start office.Minute) bool {
	word, bit := f.at(desk, start)
	if word == nil {
		return false
	}
	*word |= bit
	return true
}

// Has reports whether a seat is in the set.
func (f Free) Has(desk office.Desk, start office.Minute) bool {
	word, bit := f.at(desk, start)
	return word != nil && *word&bit != 0
}

// Len is the number of seats in the set.
func (f Free) Len() int {
	n := 0
	for _, w := range f.bits {
		n += bits.OnesCount64(w)
	}
	return n
}

// For reports whether f was made for exactly this day of this plan; if not, make a new one.
func (f Free) For(d *Day) bool {
	return f.day == d || f.day != nil && f.day.plan == d.plan && f.day.Date == d.Date && f.day.site == d.site
}

// at is the word and the bit of a seat; a nil word when the day has no such seat.
func (f Free) at(desk office.Desk, start office.Minute) (*uint64, uint64) {
	if f.day == nil {
		return nil, 0
	}
	o, slot := f.day.find(desk, start)
	if o == nil || slot < 0 {
		return nil, 0
	}
	return &f.bits[o.word(desk)+slot/64], 1 << (slot % 64)
}

// Everything is the occupancy of an empty calendar: all seats are free.
var Everything Occupancy = everything{}

type everything struct{}

func (everything) Free(d *Day) Free { return d.AllFree() }
