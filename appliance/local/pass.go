package local

import (
	"context"
	"fmt"
	"strings"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// comes finds whose visit begins: by a booking code that was scanned, which is evidence where it is all there is, or by what
// appointmentOf goes by. The visit is the one that the check-in would begin.
func (s *Service) comes(t appliance.Turn, q *contract.CheckInRequest, id office.VisitID) (a *contract.Appointment, evidence []byte, err error) {
	text := strings.ToUpper(strings.TrimSpace(q.Code)) // a scanner that plays keyboard may have the shift key wrong
	if len(q.Appointment) > 0 || !pass.Is(text) {
		a, err = s.appointmentOf(t, q)
		return a, nil, err
	}
	shown, err := booking.Show(t.Desk, text)
	if err != nil {
		return nil, nil, err
	}
	if err := replayed(t, shown.Appointment.AppointmentID(), id); err != nil {
		return nil, nil, err
	}
	return shown.Appointment, shown.Pass, gone(t, shown.Appointment)
}

// replayed refuses a code that somebody checked in with today: what is printed can be copied, and whoever shows it a second
// time may be another. The tap that made the visit, repeated, finds it.
func replayed(t appliance.Turn, a office.AppointmentID, id office.VisitID) error {
	v, err := queue.OfAppointment(t.View, a)
	if fault.Is(err, fault.NotFound) || err == nil && (v.ID == id || v.Date != office.DateOf(t.Now) && !v.State.Open()) {
		return nil
	}
	if err != nil {
		return err
	}
	when := "eerder"
	if at := v.Arrived; at != 0 {
		when = "om " + time.UnixMilli(int64(at)).In(t.Now.Location()).Format("15:04")
	}
	if v.Date != office.DateOf(t.Now) {
		when = "op " + calendar.SayDate(v.Date) + " " + when
	}
	say := fmt.Sprintf("Met deze code is %s al aangemeld: volgnummer %s", when, v.Ticket)
	if !v.State.Open() {
		return fault.New("local.CheckIn", fault.Refused).On(v.Ticket.String()).
			Tell(say+", en dat bezoek is voorbij.", "Is dit iemand anders, geef dan een volgnummer zonder afspraak.")
	}
	return fault.New("local.CheckIn", fault.Conflict).On(v.Ticket.String()).
		Tell(say+".", "Is dit dezelfde bezoeker, dan hoeft er niets; anders geef je een volgnummer zonder afspraak.")
}

// gone refuses an appointment of which only the fact is left: who it was for is erased here, and its day is over.
func gone(t appliance.Turn, a *contract.Appointment) error {
	day := office.Date(a.GetPlace().GetRun().GetDate())
	if len(a.Person) == 0 || person(t, a.Person) != nil || day >= office.DateOf(t.Now) {
		return nil
	}
	return fault.New("local.CheckIn", fault.Refused).On(a.AppointmentID().String()).
		Tell(fmt.Sprintf("De afspraak van deze code was op %s; haar gegevens zijn gewist.", calendar.SayDate(day)),
			"Maak een nieuwe afspraak, of geef een volgnummer zonder afspraak.")
}

// fillShown tells of codes that were believed today and whose appointments stand otherwise by now.
func (s *Service) fillShown(t appliance.Turn, out *contract.View) error {
	for shown, k := range booking.Otherwise(t.View, office.DateOf(t.Now)) {
		v, err := queue.OfAppointment(t.View, shown.Appointment)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		now := "geannuleerd of naar een andere locatie verzet"
		if !k.Cancelled {
			now = "verzet naar " + sayPlace(t, k.Appointment.Place)
		}
		out.Notices = append(out.Notices, &contract.Notice{Code: "pass", Say: fmt.Sprintf(
			"%s kwam met een afspraakcode voor %s; bij het hoofdkantoor is die afspraak intussen %s. Vraag wat ermee moet gebeuren.",
			v.Ticket, shown.Start, now)})
	}
	return nil
}

// sign gets the booking code of an appointment that headquarters has, where there is a line: what a visitor takes along is
// then good at a counter without one. Without it the short code does, at a counter that knows the appointment.
func (s *Service) sign(ctx context.Context, a office.AppointmentID, leg uint32) string {
	hq := s.node.Headquarters()
	if hq == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, signing)
	defer cancel()
	res, err := hq.Pass(ctx, connect.NewRequest(&contract.PublicPassRequest{Appointment: a[:]}))
	if err != nil {
		s.node.Logger().Info("headquarters did not sign a booking code", "err", err)
		return ""
	}
	signed, err := pass.Parse(res.Msg.Pass)
	if err != nil || signed.Edition != int(leg) {
		return "" // it has not heard yet how the appointment stands
	}
	return res.Msg.Pass
}

// signing is how long an answer waits for a booking code.
const signing = 500 * time.Millisecond
