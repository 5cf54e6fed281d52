package booking

import (
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Desk is where a decision is made: the state it sees, and what the world gives it.
type Desk struct {
	R    kv.Reader
	Site office.SiteID
	Life office.Incarnation
	Plan *calendar.Plan
	Now  time.Time
	// Request is the id a wish gets, should the decision make one.
	Request office.RequestID
}

// Book books a place: at once when this site holds every seat of it, else by asking HQ. It gives the event to
// journal: Booked, or Requested. The appointment's id and person are the caller's.
func Book(d Desk, a *contract.Appointment) (*contract.Event, error) { return Collect(d, a, "") }

// Collect is Book for who comes to collect a document; an empty number is none in particular. Whether it can be collected
// at this site the caller has looked at; of another site HQ decides, which the wish tells (A002-43).
func Collect(d Desk, a *contract.Appointment, document string) (*contract.Event, error) {
	const op = "booking.Book"
	if document != "" {
		n, err := office.ParseDocumentNumber(document)
		if err != nil {
			return nil, fault.New(op, fault.Invalid).Because(err).Tell("Dit is geen documentnummer.", "Scan het opnieuw of tik het over.")
		}
		document = string(n)
	}
	if err := a.Place.Check(); err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err).Tell("Deze plaats bestaat niet.", "Kies een plaats uit de agenda.")
	}
	if known := Known(d.R, a.AppointmentID()); known != nil {
		return nil, fault.New(op, fault.Conflict).On(a.AppointmentID().String()).Tell("Deze afspraak is al geboekt.", "Kijk in de agenda.")
	}
	wish := rulebook.WishOf(a, d.Now)
	wish.Named = document != ""
	if err := calendar.Check(d.Plan, wish); err != nil {
		return nil, fault.Wrap(op, err)
	}
	ids, hands := d.hands(a.Place)
	switch inHand(hands) {
	case all:
		for i := range hands {
			if _, err := hands[i].Book(a.AppointmentID()); err != nil {
				return nil, seatFault(op, ids[i], err)
			}
		}
		e := booked(a, hands)
		e.GetBooked().Document = document
		return e, nil
	case some:
		return nil, fault.New(op, fault.NotHeld).On(ids[0].String()).
			Tell("Een deel van deze plaats ligt bij het hoofdkantoor.", "Kies een plaats die helemaal van dit loket is, of een die helemaal bij het hoofdkantoor ligt.")
	}
	return d.ask(&contract.Request{Wish: &contract.Request_Book{Book: a}, Document: document}, nil), nil
}

func booked(a *contract.Appointment, hands []custody.Hand) *contract.Event {
	b := &contract.Booked{Appointment: a}
	for i, h := range hands {
		if i == 0 || h.Grant != hands[i-1].Grant {
			b.Grants = append(b.Grants, contract.NewIdentity(h.Grant))
		}
	}
	if len(b.Grants) > 1 { // not the same for all: one each
		b.Grants = b.Grants[:0]
		for _, h := range hands {
			b.Grants = append(b.Grants, contract.NewIdentity(h.Grant))
		}
	}
	return &contract.Event{Kind: &contract.Event_Booked{Booked: b}}
}

// Cancel ends an appointment: at once when this site keeps it, else by asking HQ.
func Cancel(d Desk, id office.AppointmentID, reason string) (*contract.Event, error) {
	const op = "booking.Cancel"
	k, err := d.live(op, id)
	if err != nil {
		return nil, err
	}
	if !k.KeptHere {
		return d.ask(&contract.Request{Wish: &contract.Request_Cancel_{Cancel: &contract.Request_Cancel{Appointment: id[:], Reason: reason}}}, nil), nil
	}
	seats, err := d.kept(op, k.Appointment)
	if err != nil {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{Appointment: id[:], Reason: reason, Seats: seats}}}, nil
}

// Move moves an appointment. Within this site's own seats it books there and then gives up here, as two events;
// anywhere else it asks HQ, and an appointment this site keeps is frozen until the answer.
func Move(d Desk, id office.AppointmentID, to *contract.Place) ([]*contract.Event, error) {
	const op = "booking.Move"
	k, err := d.live(op, id)
	if err != nil {
		return nil, err
	}
	if err := to.Check(); err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err).Tell("Deze plaats bestaat niet.", "Kies een plaats uit de agenda.")
	}
	moved := k.Appointment.MovedTo(to)
	if err := calendar.Check(d.Plan, rulebook.WishOf(moved, d.Now)); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if !k.KeptHere {
		return []*contract.Event{d.ask(move(id, to, nil), nil)}, nil
	}
	seats, err := d.kept(op, k.Appointment)
	if err != nil {
		return nil, err
	}
	if ids, hands := d.hands(to); inHand(hands) == all {
		for i := range hands { // also its own seats: the new place is booked before the old one is given up
			if _, err := hands[i].Book(id); err != nil {
				return nil, seatFault(op, ids[i], err)
			}
		}
		return []*contract.Event{booked(moved, hands), {Kind: &contract.Event_Cancelled{
			Cancelled: &contract.Cancelled{Appointment: id[:], MovedTo: to, Seats: seats}}}}, nil
	}
	return []*contract.Event{d.ask(move(id, to, k.Appointment), seats)}, nil
}

func move(id office.AppointmentID, to *contract.Place, frozen *contract.Appointment) *contract.Request {
	return &contract.Request{Wish: &contract.Request_Move_{Move: &contract.Request_Move{Appointment: id[:], To: to, Frozen: frozen}}}
}

// live finds an appointment that can be changed.
func (d Desk) live(op string, id office.AppointmentID) (*contract.KnownAppointment, error) {
	k := Known(d.R, id)
	if k == nil || k.Cancelled {
		return nil, fault.New(op, fault.NotFound).On(id.String()).Tell("Deze afspraak is niet gevonden of al geannuleerd.", "Zoek op naam of code.")
	}
	return k, nil
}

// kept is the seats of an appointment this site keeps, or why it may not change it now.
func (d Desk) kept(op string, a *contract.Appointment) ([]*contract.HeldRun, error) {
	ids, hands := d.hands(a.Place)
	for i := range hands {
		if err := hands[i].Keeps(a.AppointmentID()); err != nil {
			return nil, seatFault(op, ids[i], err)
		}
	}
	return held(ids, hands, a.Place.Run.Minutes()), nil
}

// ask is the event that sends a wish on its way.
func (d Desk) ask(w *contract.Request, frozen []*contract.HeldRun) *contract.Event {
	w.Id = d.Request[:]
	return &contract.Event{Kind: &contract.Event_Requested{Requested: &contract.Requested{Request: w, Frozen: frozen}}}
}

func (d Desk) hands(p *contract.Place) ([]office.SeatID, []custody.Hand) {
	ids := p.Seats()
	hands := make([]custody.Hand, len(ids))
	if p.Site == string(d.Site) {
		for i, id := range ids {
			hands[i] = Hand(d.R, id)
		}
	}
	return ids, hands
}

type extent uint8

const (
	none extent = iota
	some
	all
)

// inHand says how much of a run this site holds, free or booked.
func inHand(hands []custody.Hand) extent {
	n := 0
	for _, h := range hands {
		if h.State != custody.Empty {
			n++
		}
	}
	switch n {
	case 0:
		return none
	case len(hands):
		return all
	}
	return some
}

// seatFault says in words why custody forbids it.
func seatFault(op string, id office.SeatID, err error) error {
	switch {
	case errors.Is(err, custody.AlreadyBooked):
		return fault.New(op, fault.Taken).On(id.String()).Because(err).
			Tell(fmt.Sprintf("De plaats van %s is net geboekt.", id.Start), "Kies een andere.")
	case errors.Is(err, custody.Frozen):
		return fault.New(op, fault.Conflict).On(id.String()).Because(err).
			Tell("Voor deze afspraak loopt al een aanvraag om te verzetten.", "Wacht op het antwoord in je postvak.")
	}
	return fault.New(op, fault.NotHeld).On(id.String()).Because(err).
		Tell("Deze afspraak ligt niet bij dit loket.", "Kijk opnieuw in de agenda.")
}

// Work puts an answer away: a clerk has dealt with it.
func Work(r kv.Reader, request []byte, outcome string) (*contract.Event, error) {
	const op = "booking.Work"
	id, err := contract.ID16[office.RequestID](request)
	if err != nil {
		return nil, fault.New(op, fault.Invalid).Because(err)
	}
	switch s := RequestOf(r, id); {
	case s == nil:
		return nil, fault.New(op, fault.NotFound).On(id.String()).Tell("Dit antwoord is niet gevonden.", "Kijk opnieuw in het postvak.")
	case s.Answer == nil:
		return nil, fault.New(op, fault.Refused).On(id.String()).Tell("Deze aanvraag wacht nog op antwoord.", "Ze blijft in het postvak tot het antwoord er is.")
	case s.Worked:
		return nil, nil
	}
	return &contract.Event{Kind: &contract.Event_AnswerWorked{AnswerWorked: &contract.AnswerWorked{Request: id[:], Outcome: outcome}}}, nil
}
