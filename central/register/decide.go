package register

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// What a person can do about a conflict, as ConflictStep.Action has it.
const (
	ActContact = "contact" // somebody was spoken to; it stays open
	ActRebook  = "rebook"  // one of the two appointments gets another place
	ActAccept  = "accept"  // both visitors come, and somebody will serve them
	ActSettle  = "settle"  // it was settled otherwise
)

// decideConflict does what a person decided about a conflict, and keeps who and why. A person decides on what a screen showed, so it
// holds only if nobody did anything since: of two people who decide at once the second is told.
func (t *turn) decideConflict(d *contract.ConflictDecided) *contract.HQReply {
	c := new(contract.ConflictState)
	switch {
	case !load(t.w, conflictKey(d.Number), c):
		return refuse(fault.NotFound, "conflict", "Dit geschil bestaat niet.")
	case d.By == "" || d.Why == "":
		return refuse(fault.Invalid, "conflict", "Zeg wie dit beslist en waarom.")
	case c.SettledBy != "":
		return refuse(fault.Conflict, "conflict", fmt.Sprintf("Dit geschil is al geregeld door %s.", c.SettledBy))
	case int(d.Seen) != len(c.Steps):
		return refuse(fault.Conflict, "conflict", "Intussen deed iemand anders iets met dit geschil. Kijk het na; er is niets gewijzigd.")
	}
	step := &contract.ConflictStep{AtMs: t.atMS, By: d.By, Action: d.Action, Why: d.Why}
	reply := done()
	switch d.Action {
	case ActContact:
	case ActSettle:
		c.Outcome = d.Why
	case ActAccept:
		if !t.overbooked(c) {
			return refuse(fault.Refused, "conflict", "Hier zijn geen twee afspraken meer die dezelfde plaats hebben.")
		}
		c.Outcome = "Beide bezoekers komen. " + d.Why
	case ActRebook:
		if reply = t.rebook(c, d, step); reply.Kind != 0 {
			return reply
		}
		c.Outcome = fmt.Sprintf("Verplaatst naar %s. %s", t.sayPlace(reply.Appointment), d.Why)
	default:
		return refuse(fault.Invalid, "conflict", "Dit kan niet met een geschil.")
	}
	c.Steps = append(c.Steps, step)
	if d.Action != ActContact {
		c.SettledBy = d.By
	}
	save(t.w, conflictKey(d.Number), c)
	if c.SettledBy != "" {
		t.untellConflict(d.Number, c.Appointment.GetId(), c.Other)
	}
	return reply
}

// sayPlace says where and when an appointment is.
func (t *turn) sayPlace(a *contract.Appointment) string {
	return t.siteName(office.SiteID(a.GetPlace().GetSite())) + ", " + t.sayWhen(a)
}

// overbooked reports whether both appointments of a conflict are known and have a seat in common. One of them may have lost its seat by
// a report, and is ended here then: its visitor was told nothing of that, and comes.
func (t *turn) overbooked(c *contract.ConflictState) bool {
	other, err := contract.ID16[office.AppointmentID](c.Other)
	a, b := t.appointment(c.Appointment.AppointmentID()), t.appointment(other)
	if err != nil || a == nil || b == nil {
		return false
	}
	seats := b.Appointment.Place.Seats()
	return slices.ContainsFunc(a.Appointment.Place.Seats(), func(id office.SeatID) bool { return slices.Contains(seats, id) })
}

// rebook gives one of a conflict's appointments another place, also one that a report ended. It gives up the seats that are its own;
// a seat that the other one has stays the other one's. One whose seats lie at its site is the site's to move.
func (t *turn) rebook(c *contract.ConflictState, d *contract.ConflictDecided, step *contract.ConflictStep) *contract.HQReply {
	id, err := contract.ID16[office.AppointmentID](d.Appointment)
	if err != nil || id != c.Appointment.AppointmentID() && !bytes.Equal(id[:], c.Other) {
		return refuse(fault.Invalid, "appointment", "Deze afspraak hoort niet bij dit geschil.")
	}
	state := t.appointment(id)
	if state == nil || state.Appointment.Place.Check() != nil {
		return refuse(fault.NotFound, id.String(), "Deze afspraak is niet gevonden.")
	}
	old, back := state.Appointment, func() {}
	if !state.Cancelled {
		var no *contract.HQReply
		if no, back = t.standUp(old); no != nil {
			return no
		}
	}
	moved := old.MovedTo(d.To)
	if no := t.take(moved, state.Document); no != nil {
		back()
		no.Alternatives = t.alternatives(moved, state.Document)
		return no
	}
	if !state.Cancelled {
		t.changed(old, true)
	}
	t.changed(moved, false)
	step.Appointment, step.From, step.To = id[:], old.Place, moved.Place
	return &contract.HQReply{Appointment: moved}
}

// standUp takes an appointment off the seats of its place that are its own, or refuses; the second result puts it back.
func (t *turn) standUp(a *contract.Appointment) (no *contract.HQReply, back func()) {
	id, site := a.AppointmentID(), office.SiteID(a.Place.Site)
	if no := t.shut(site); no != nil {
		return no, nil
	}
	ids, seats := t.seatsAt(site, a.Place.Run)
	before := slices.Clone(seats)
	for i, seat := range seats {
		if seat.Booking != id {
			continue
		}
		var err error
		if seats[i], err = seat.Cancel(id); err != nil {
			return refuse(fault.NotHeld, placeName(a.Place), "Deze afspraak ligt bij het loket; vraag het daar, of verplaats de andere."), nil
		}
	}
	t.putSeats(ids, seats)
	return nil, func() { t.putSeats(ids, before) }
}

// Movable reports whether headquarters can give an appointment another place: it was ended, or its site has reported and no seat of
// it is in the hands of the site.
func (v View) Movable(state *contract.AppointmentState) bool {
	if state.Cancelled {
		return true
	}
	if !v.Open(office.SiteID(state.Appointment.Place.GetSite())) {
		return false
	}
	id := state.Appointment.AppointmentID()
	return !slices.ContainsFunc(state.Appointment.Place.Seats(), func(at office.SeatID) bool {
		seat := v.Seat(at)
		_, err := seat.Cancel(id)
		return seat.Booking == id && err != nil
	})
}

// Seated reports whether an appointment is on every seat of its place.
func (v View) Seated(a *contract.Appointment) bool {
	return !slices.ContainsFunc(a.Place.Seats(), func(at office.SeatID) bool { return v.Seat(at).Booking != a.AppointmentID() })
}

// Conflict is one that people must settle, or settled; nil when there is none of that number.
func (v View) Conflict(number uint64) *contract.ConflictState {
	c := new(contract.ConflictState)
	if !load(v.r, conflictKey(number), c) {
		return nil
	}
	return c
}
