package register

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// outcome keeps what custody found cannot both be, for a person to settle.
func (t *turn) outcome(from origin, id office.SeatID, o custody.Outcome, about *contract.Appointment) {
	if o.Verdict != custody.Conflict {
		return
	}
	seat := View{t.w, t.m}.Seat(id)
	c := &contract.ConflictState{Site: string(from.site), Appointment: about, AtMs: t.atMS}
	if state := t.appointment(o.Booking); state != nil && about.AppointmentID() != o.Booking {
		c.Appointment = state.Appointment // the one a person must look at, whatever the record was about
	}
	if seat.Booking != (office.AppointmentID{}) && seat.Booking != o.Booking {
		c.Other = seat.Booking[:]
	}
	c.Say = fmt.Sprintf("%s, %s om %s, loket %d: twee afspraken op één plaats, of een afspraak van een loket dat vervangen is. Bel de bezoeker.",
		t.siteName(id.Site), calendar.SayDate(id.Date), id.Start, id.Desk)
	h := t.headquarters()
	h.Conflicts++
	save(t.w, keyHeadquarters, h)
	save(t.w, conflictKey(h.Conflicts), c)
	if !from.silent {
		t.tellConflict(h.Conflicts, c.Appointment.GetId(), c.Other)
	}
}

// settle writes down how a person settled a conflict.
func (t *turn) settle(s *contract.Settled) *contract.HQReply {
	c := new(contract.ConflictState)
	if !load(t.w, conflictKey(s.Number), c) {
		return refuse(fault.NotFound, "conflict", "Dit conflict bestaat niet.")
	}
	if s.By == "" || s.Outcome == "" {
		return refuse(fault.Invalid, "conflict", "Zeg wie het oploste en hoe.")
	}
	c.SettledBy, c.Outcome = s.By, s.Outcome
	save(t.w, conflictKey(s.Number), c)
	t.untellConflict(s.Number, c.Appointment.GetId(), c.Other)
	return done()
}
