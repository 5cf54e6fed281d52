package register

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
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

// settle writes down how a conflict was settled, by who saw no more of it than that it is there. Who says the same again is answered the
// same; what another person settled stays.
func (t *turn) settle(s *contract.Settled) *contract.HQReply {
	c := new(contract.ConflictState)
	if load(t.w, conflictKey(s.Number), c) && c.SettledBy != "" && c.SettledBy == s.By && c.Outcome == s.Outcome {
		return done()
	}
	return t.decideConflict(&contract.ConflictDecided{Number: s.Number, Action: ActSettle, By: s.By, Why: s.Outcome, Seen: uint32(len(c.Steps))})
}
