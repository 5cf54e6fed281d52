package register

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// FirstPassKey names the first key of booking codes that a new headquarters makes.
func FirstPassKey() *contract.Identity { return &contract.Identity{Era: firstEra, Number: 1} }

// foldShown holds a check-in on a booking code alone against the calendar. The counter had never heard of the appointment, or
// not so, and believed the code, as it should; the visit is a fact, and no seat follows from it. Where headquarters has the
// appointment otherwise, a person decides what becomes of that: nothing is cancelled or moved because somebody came.
func (t *turn) foldShown(from origin, e *contract.CheckedIn) {
	if len(e.Pass) == 0 {
		return
	}
	shown, err := pass.Read(e.Pass)
	if err != nil { // of a newer version of the format, or of a counter that believes too much
		t.shown(from, nil, fmt.Sprintf("%s: een bezoeker meldde zich op %s aan met een code die het hoofdkantoor niet kan lezen.",
			t.siteName(from.site), calendar.SayDate(office.Date(e.Date))))
		return
	}
	came := shown.AsAppointment()
	state := t.appointment(shown.Appointment)
	say := fmt.Sprintf("%s: een bezoeker kwam met een afspraakcode voor %s, ", t.siteName(from.site), t.sayWhen(came))
	switch unsigned := (View{t.w, t.m}).keys().Verify(shown); {
	case state == nil && unsigned != nil:
		t.shown(from, came, say+"getekend met een sleutel die het hoofdkantoor niet kent. Kijk na waar ze vandaan komt.")
	case state == nil:
		t.shown(from, came, say+"die het hoofdkantoor niet meer kent. Voor het bezoek is niets meer nodig; kijk na of iemand anders die plaats kreeg.")
	case state.Cancelled:
		t.shown(from, state.Appointment, say+"die intussen geannuleerd was. Kijk na of iemand anders die plaats kreeg.")
	case !proto.Equal(pass.Of(state.Appointment).AsAppointment().Place, came.Place):
		t.shown(from, state.Appointment, say+"maar ze staat nu op "+t.sayWhen(state.Appointment)+" in "+
			t.siteName(office.SiteID(state.Appointment.Place.Site))+". Vraag of die plaats nog nodig is.")
	}
}

// shown keeps what a code and the calendar say otherwise, for a person.
func (t *turn) shown(from origin, about *contract.Appointment, say string) {
	h := t.headquarters()
	h.Conflicts++
	save(t.w, keyHeadquarters, h)
	save(t.w, conflictKey(h.Conflicts), &contract.ConflictState{Site: string(from.site), Appointment: about, AtMs: t.atMS, Say: say})
}

// siteName is what people call a site.
func (t *turn) siteName(id office.SiteID) string {
	if s, ok := t.calendar().Site(id); ok {
		return s.Name
	}
	return string(id)
}

// sayWhen says when an appointment is.
func (t *turn) sayWhen(a *contract.Appointment) string {
	run := a.GetPlace().GetRun()
	return fmt.Sprintf("%s om %s", calendar.SayDate(office.Date(run.GetDate())), office.Minute(run.GetStart()))
}
