package queue

import (
	"encoding/binary"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on an
// event that no decision made on this state: then the journal and its projection do not belong together.
func Fold(w kv.Writer, e *contract.Event) error {
	var err error
	at := visit.Stamp(e.GetAtMs())
	desk := office.Desk(e.GetDesk())
	switch k := e.GetKind().(type) {
	case *contract.Event_CheckedIn:
		err = foldArrival(w, arrivalOf(k.CheckedIn), k.CheckedIn.GetVisit(), at)
	case *contract.Event_TicketIssued:
		err = foldArrival(w, issueOf(k.TicketIssued), k.TicketIssued.GetVisit(), at)
	case *contract.Event_Called:
		err = step(w, k.Called, func(v visit.Visit) (visit.Visit, error) { return foldCall(w, v, desk, at) })
	case *contract.Event_Recalled:
		err = step(w, k.Recalled, func(v visit.Visit) (visit.Visit, error) { return v.Recall(desk, at) })
	case *contract.Event_Missed:
		err = step(w, k.Missed, func(v visit.Visit) (visit.Visit, error) {
			return v.Miss(desk, nextTurn(w), k.Missed.GetClosed(), at)
		})
	case *contract.Event_Serving:
		err = step(w, k.Serving, func(v visit.Visit) (visit.Visit, error) { return v.Serve(desk, at) })
	case *contract.Event_Finished:
		err = step(w, k.Finished, func(v visit.Visit) (visit.Visit, error) {
			return v.Finish(desk, k.Finished.GetOutcome() == DayClosed, at)
		})
	case *contract.Event_Left:
		err = step(w, k.Left, func(v visit.Visit) (visit.Visit, error) {
			return v.Leave(k.Left.GetReason() == DayClosed, at)
		})
	}
	if err != nil {
		return fault.New("queue.Fold", fault.Corrupt).Because(err)
	}
	return nil
}

// step folds a step of the life of the visit that the event names.
func step(w kv.Writer, e interface{ GetVisit() []byte }, do func(visit.Visit) (visit.Visit, error)) error {
	id, err := contract.ID16[office.VisitID](e.GetVisit())
	if err != nil {
		return err
	}
	before, err := Get(w, id)
	if err != nil {
		return err
	}
	after, err := do(before)
	if err != nil {
		return err
	}
	put(w, before, after)
	return nil
}

// foldCall calls a visit to a desk that must be free.
func foldCall(r kv.Reader, v visit.Visit, desk office.Desk, at visit.Stamp) (visit.Visit, error) {
	switch other, err := AtDesk(r, desk); {
	case desk == 0:
		return v, fmt.Errorf("%s is called to no desk", v.Ticket)
	case err == nil:
		return v, fmt.Errorf("%s is called to desk %d, where %s is", v.Ticket, desk, other.Ticket)
	case !fault.Is(err, fault.NotFound):
		return v, err
	}
	return v.Call(desk, at)
}

// arrivalOf reads the visit that a check-in begins.
func arrivalOf(e *contract.CheckedIn) visit.Visit {
	v := visit.Visit{
		Ticket: visit.Ticket(e.Ticket), Date: office.Date(e.Date), Planned: office.Minute(e.Planned),
		PlannedDesk: office.Desk(e.PlannedDesk), Minutes: int(e.Minutes), Persons: int(max(e.Persons, 1)),
		Products: productIDs(e.Products),
	}
	v.Appointment, _ = contract.ID16[office.AppointmentID](e.Appointment) // the zero id is refused below
	return v
}

// issueOf reads the visit that a ticket begins.
func issueOf(e *contract.TicketIssued) visit.Visit {
	return visit.Visit{
		Ticket: visit.Ticket(e.Ticket), Date: office.Date(e.Date), Persons: int(max(e.Persons, 1)),
		Products: productIDs(e.Products), Urgency: visit.Urgency(e.Urgency),
	}
}

// foldArrival begins a visit.
func foldArrival(w kv.Writer, v visit.Visit, id []byte, at visit.Stamp) error {
	var err error
	if v.ID, err = contract.ID16[office.VisitID](id); err != nil {
		return err
	}
	if w.Get(key(visits, v.ID[:])) != nil || v.Ticket <= lastTicket(w, v.Date) {
		return fmt.Errorf("visit %s with ticket %s was begun before", v.ID, v.Ticket)
	}
	v.State, v.Arrived, v.Turn = visit.Waiting, at, nextTurn(w)
	w.Put(key(tickets, dayKey(v.Date)), binary.BigEndian.AppendUint32(nil, uint32(v.Ticket)))
	w.Put(key(days, dayKey(v.Date), v.ID[:]), nil)
	if v.Booked() {
		w.Put(key(appointments, v.Appointment[:]), v.ID[:])
	}
	put(w, visit.Visit{}, v)
	return nil
}

// productIDs types the products of an event.
func productIDs(in []string) []office.ProductID {
	var out []office.ProductID
	for _, p := range in {
		out = append(out, office.ProductID(p))
	}
	return out
}
