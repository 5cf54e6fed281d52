package local

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/card"
	names "github.com/buurtloket/buurtloket/appliance/card/name"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// seeking finds whose visit a check-in begins, inside its decision.
type seeking func(appliance.Turn, *contract.CheckInRequest, office.VisitID) (*contract.Appointment, []byte, error)

// seek is how a check-in finds its appointment: by the card in the reader of the desk, which is read before the decision, or
// by what was typed or scanned. A tap that is repeated finds its visit, also when the card is out by then.
func (s *Service) seek(ctx context.Context, who appliance.Who, q *contract.CheckInRequest) (seeking, error) {
	const op = "local.CheckIn"
	if q.Card == 0 {
		return s.comes, nil
	}
	before, err := s.visited(office.VisitID(who.Act))
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if before != nil {
		return func(appliance.Turn, *contract.CheckInRequest, office.VisitID) (*contract.Appointment, []byte, error) {
			return before, nil, nil
		}, nil
	}
	c, err := s.useCard(ctx, op, who.Desk, q.Card, eid.Names)
	defer c.Wipe()
	if err != nil {
		return nil, err
	}
	bearer := card.Name(c)
	return func(t appliance.Turn, _ *contract.CheckInRequest, _ office.VisitID) (*contract.Appointment, []byte, error) {
		a, err := s.appointmentOfBearer(t, bearer)
		return a, nil, err
	}, nil
}

// visited is the appointment of a visit that began before; nil: there is none.
func (s *Service) visited(id office.VisitID) (a *contract.Appointment, err error) {
	err = s.node.Look(func(t appliance.Turn) error {
		v, err := queue.Get(t.View, id)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			if k := booking.Known(t.View, v.Appointment); k != nil {
				a = k.Appointment
			}
		}
		return err
	})
	return a, err
}

// appointmentOfBearer finds the appointment of today whose person has the name on a card. One whose visit is over is left aside
// where there is another. Faults: Conflict for several, with their times, and for one of which only the surname is known;
// NotFound. Of what is on another day or at another site it gives that, and the queue says where and when.
func (s *Service) appointmentOfBearer(t appliance.Turn, bearer names.Name) (*contract.Appointment, error) {
	const op = "local.CheckIn"
	var whole, surname, over []*contract.Appointment
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		if k.Cancelled {
			continue
		}
		switch agrees := bearer.Agrees(name(t, k.Appointment.Person)); {
		case agrees == names.Whole && s.ended(t, k.Appointment):
			over = append(over, k.Appointment)
		case agrees == names.Whole:
			whole = append(whole, k.Appointment)
		case agrees == names.Surname:
			surname = append(surname, k.Appointment)
		}
	}
	if len(whole) == 0 {
		whole = over
	}
	switch {
	case len(whole) == 1:
		return whole[0], nil
	case len(whole) > 1:
		return nil, fault.New(op, fault.Conflict).
			Tell(fmt.Sprintf("Er zijn vandaag %d afspraken op deze naam: %s.", len(whole), times(whole)), "Kies de juiste in de agenda.")
	case len(surname) > 0:
		return nil, fault.New(op, fault.Conflict).
			Tell(fmt.Sprintf("Alleen de familienaam komt overeen, met de afspraak van %s.", times(surname)), "Vraag de voornaam, en kies de afspraak in de agenda als ze klopt.")
	}
	if found := s.elsewhere(t, func(a *contract.Appointment) bool { return bearer.Agrees(name(t, a.Person)) == names.Whole }); len(found) > 0 {
		return found[0], nil
	}
	return nil, fault.New(op, fault.NotFound).Tell("Op de naam van deze kaart is hier geen afspraak bekend.",
		"Vraag de code van de afspraak of zoek op naam, of geef een volgnummer zonder afspraak.")
}

// ended reports whether the visit of an appointment is over.
func (s *Service) ended(t appliance.Turn, a *contract.Appointment) bool {
	v, err := queue.OfAppointment(t.View, a.AppointmentID())
	return err == nil && !v.State.Open()
}

// times lists when appointments begin, in words.
func times(all []*contract.Appointment) string {
	var out []string
	for _, a := range all {
		out = append(out, office.Minute(a.GetPlace().GetRun().GetStart()).String())
	}
	slices.Sort(out)
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " en " + out[n-1]
	}
	return strings.Join(out, "")
}
