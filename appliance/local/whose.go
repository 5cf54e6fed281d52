package local

import (
	"fmt"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// appointmentOf finds the appointment that a visitor's code, a row of the agenda, or the beginning of a name stands for.
// A name finds those of today here only; code and row find any that this counter knows, so that who came to the wrong site
// or on the wrong day is told where and when.
func (s *Service) appointmentOf(t appliance.Turn, q *contract.CheckInRequest) (*contract.Appointment, error) {
	const op = "local.CheckIn"
	if id, err := contract.ID16[office.AppointmentID](q.Appointment); err == nil {
		if k := booking.Known(t.View, id); k != nil && !k.Cancelled {
			return k.Appointment, nil
		}
	}
	var found []*contract.Appointment
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled && s.asked(t, q, a) {
			found = append(found, a)
		}
	}
	if len(found) == 0 && q.Code != "" {
		found = s.elsewhere(t, func(a *contract.Appointment) bool { return sameCode(a.AppointmentID().Code(), q.Code) })
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fault.New(op, fault.NotFound).Tell("Geen afspraak van vandaag gevonden.", "Kijk de code na, zoek op naam, of geef een volgnummer zonder afspraak.")
	}
	return nil, fault.New(op, fault.Conflict).Tell(fmt.Sprintf("Er zijn vandaag %d afspraken die zo beginnen.", len(found)), "Kies de juiste in de agenda.")
}

// asked reports whether an appointment is the one that code or name stand for.
func (s *Service) asked(t appliance.Turn, q *contract.CheckInRequest, a *contract.Appointment) bool {
	switch {
	case len(q.Appointment) > 0:
		return false // it was looked up
	case q.Code != "":
		return sameCode(a.AppointmentID().Code(), q.Code)
	}
	return q.Name != "" && startsWith(name(t, a.Person), q.Name)
}

// lookBack is how many days back an appointment is looked for that somebody comes for on the wrong day.
const lookBack = 14

// elsewhere finds an appointment of another day here that is meant, the nearest day first, or one of another site that was
// asked for from here: of all others this counter knows nothing.
func (s *Service) elsewhere(t appliance.Turn, meant func(*contract.Appointment) bool) []*contract.Appointment {
	today := office.DateOf(t.Now)
	for far := office.Date(0); far <= calendar.Horizon; far++ {
		for _, d := range []office.Date{today + far, today - far} {
			if d < today-lookBack {
				continue
			}
			for k := range booking.OfDay(t.View, s.site.ID, d) {
				if !k.Cancelled && meant(k.Appointment) {
					return []*contract.Appointment{k.Appointment}
				}
			}
		}
	}
	for state := range booking.Requests(t.View) {
		if a := state.Answer.GetAccepted(); a != nil && state.Request.GetCancel() == nil && meant(a) {
			return []*contract.Appointment{a}
		}
	}
	return nil
}
