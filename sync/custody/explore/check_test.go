package explore_test

import (
	"math/bits"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// check names the first invariant that does not hold, or nothing. I4 and I5 are checked by the steps
// themselves, I6 of items by its own test.
func (m *model) check(w *world) string {
	if w.broken != "" {
		return w.broken
	}
	for s := range w.seats {
		seat, open := m.seat(w, s), w.stations[m.seatSite[s]].Open(w.gate)
		if bits.OnesCount32(uint32(w.promises[s]&^w.conflicts[s])) > 1 {
			return "I1: a seat has two live bookings and no conflict"
		}
		if bad := w.hands(s, seat, open); bad != "" {
			return bad
		}
		if w.promises[s]&w.acked[s]&^(bit(seat.Booking)|w.conflicts[s]) != 0 {
			return "I3: a booking that HQ acknowledged is neither a booking nor a conflict at HQ"
		}
	}
	return m.custodians(w)
}

// hands checks I2, in its wide form: nobody but the owner has anything of the seat in a living hand, and
// whoever may book it may do so without doubling a booking.
func (w *world) hands(s int, seat custody.Seat, open bool) string {
	bookers := 0
	if open && seat.Free() {
		bookers++
	}
	for _, x := range w.boxes {
		h := x.hands[s]
		if !x.alive || h.State == custody.Empty {
			continue
		}
		if h.State == custody.Held {
			bookers++
		}
		if h.Blocked && w.stations[x.site].Current.Incarnation != x.me {
			continue // it cannot book, and is not known to live
		}
		if open && (seat.Owner.Kind == custody.HQ || seat.Owner.Kind == custody.Site && seat.Owner.By != x.me) {
			return "I2: a living hand has a seat that HQ counts as another's"
		}
	}
	if bookers > 1 {
		return "I2: two parties may book one seat"
	}
	if bookers == 1 && w.promises[s]&^w.conflicts[s] != 0 {
		return "I2: a booked seat may be booked"
	}
	return ""
}

// custodians checks that no appointment has two: HQ, and the incarnations that HQ knows to be living.
func (m *model) custodians(w *world) string {
	var seen, twice, settled mask
	keep := func(of mask) { twice, seen = twice|seen&of, seen|of }
	var atHQ mask
	for s := range w.seats {
		settled |= w.conflicts[s]
		if seat := m.seat(w, s); w.stations[m.seatSite[s]].Open(w.gate) && seat.Keeps(seat.Booking) == nil {
			atHQ |= bit(seat.Booking)
		}
	}
	keep(atHQ)
	for _, x := range w.boxes {
		st := w.stations[x.site]
		if !x.alive || x.me != st.Current.Incarnation || !st.Open(w.gate) {
			continue
		}
		var mine mask
		for _, h := range x.hands {
			if h.Booking != (office.AppointmentID{}) && h.Keeps(h.Booking) == nil {
				mine |= bit(h.Booking)
			}
		}
		keep(mine)
	}
	if twice&^settled != 0 {
		return "I2: an appointment has two custodians"
	}
	return ""
}

// hqKeeps tells whether HQ counts itself custodian of an appointment that it has not set apart as a conflict.
func (m *model) hqKeeps(w *world, a office.AppointmentID) bool {
	kept := false
	for s := range w.seats {
		if w.conflicts[s]&bit(a) != 0 {
			return false
		}
		kept = kept || w.stations[m.seatSite[s]].Open(w.gate) && m.seat(w, s).Keeps(a) == nil
	}
	return kept
}
