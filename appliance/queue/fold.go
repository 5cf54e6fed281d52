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

// Fold brings an event into the projection; events of other areas change nothing, but for a document that was handed
// out during a visit: the steps of that visit before it cannot be taken back any more. It fails, as Corrupt, on an
// event that no decision made on this state: then the journal and its projection do not belong together.
func Fold(w kv.Writer, e *contract.Event) error {
	var err error
	at := visit.Stamp(e.GetAtMs())
	switch k := e.GetKind().(type) {
	case *contract.Event_CheckedIn:
		err = foldArrival(w, arrivalOf(k.CheckedIn), k.CheckedIn.GetVisit(), office.Desk(k.CheckedIn.GetStraightTo()), at)
	case *contract.Event_TicketIssued:
		err = foldArrival(w, issueOf(k.TicketIssued), k.TicketIssued.GetVisit(), office.Desk(k.TicketIssued.GetStraightTo()), at)
	case *contract.Event_Undone:
		err = foldUndo(w, k.Undone)
	case *contract.Event_HandedOut:
		if id, bad := contract.ID16[office.VisitID](k.HandedOut.GetVisit()); bad == nil {
			w.Delete(key(traces, id[:]))
		}
	default:
		if s, ok := stepOf(w, e); ok {
			err = s.fold(w, office.Desk(e.GetDesk()), at)
		}
	}
	if err != nil {
		return fault.New("queue.Fold", fault.Corrupt).Because(err)
	}
	return nil
}

// taken is a step of a visit's life as an event tells it. A step without a name leaves the trace of the one before: it
// is no step to take back.
type taken struct {
	visit []byte
	step  visit.Step
	final bool // nothing is to be taken back after it
	do    func(visit.Visit) (visit.Visit, error)
}

// stepOf reads the step that an event tells; false for events that are none.
func stepOf(w kv.Writer, e *contract.Event) (taken, bool) {
	at, desk := visit.Stamp(e.GetAtMs()), office.Desk(e.GetDesk())
	switch k := e.GetKind().(type) {
	case *contract.Event_Called:
		return taken{k.Called.GetVisit(), visit.StepCall, false, func(v visit.Visit) (visit.Visit, error) {
			if desk == 0 {
				return v, fmt.Errorf("%s is called to no desk", v.Ticket)
			}
			return v.Call(desk, at)
		}}, true
	case *contract.Event_Recalled:
		return taken{k.Recalled.GetVisit(), 0, false, func(v visit.Visit) (visit.Visit, error) { return v.Recall(desk, at) }}, true
	case *contract.Event_Missed:
		return taken{k.Missed.GetVisit(), visit.StepMiss, false, func(v visit.Visit) (visit.Visit, error) {
			return v.Miss(desk, next(w, turns), k.Missed.GetClosed(), at)
		}}, true
	case *contract.Event_Serving:
		return taken{k.Serving.GetVisit(), visit.StepServe, false, func(v visit.Visit) (visit.Visit, error) { return v.Serve(desk, at) }}, true
	case *contract.Event_Finished:
		cut := k.Finished.GetOutcome() == DayClosed
		return taken{k.Finished.GetVisit(), visit.StepFinish, cut, func(v visit.Visit) (visit.Visit, error) { return v.Finish(desk, cut, at) }}, true
	case *contract.Event_Left:
		cut := k.Left.GetReason() == DayClosed
		return taken{k.Left.GetVisit(), visit.StepLeave, cut, func(v visit.Visit) (visit.Visit, error) { return v.Leave(cut, at) }}, true
	}
	return routeOf(e, desk, at)
}

// routeOf reads the steps that send a visit elsewhere or change its place.
func routeOf(e *contract.Event, desk office.Desk, at visit.Stamp) (taken, bool) {
	switch k := e.GetKind().(type) {
	case *contract.Event_Parked:
		return taken{k.Parked.GetVisit(), visit.StepPark, false, func(v visit.Visit) (visit.Visit, error) { return v.Park(desk, at) }}, true
	case *contract.Event_CameBack:
		return taken{k.CameBack.GetVisit(), visit.StepReturn, false, func(v visit.Visit) (visit.Visit, error) { return v.Return() }}, true
	case *contract.Event_Transferred:
		return taken{k.Transferred.GetVisit(), visit.StepTransfer, false, func(v visit.Visit) (visit.Visit, error) {
			return v.Transfer(desk, transferOf(k.Transferred), at)
		}}, true
	case *contract.Event_Hastened:
		return taken{k.Hastened.GetVisit(), visit.StepHasten, false, func(v visit.Visit) (visit.Visit, error) {
			return hasten(v, visit.Urgency(k.Hastened.GetUrgency()), visit.ReasonCode(k.Hastened.GetReason()))
		}}, true
	}
	return taken{}, false
}

// hasten folds a code of urgency. A reason that a newer version journaled is taken as it is.
func hasten(v visit.Visit, u visit.Urgency, reason visit.ReasonCode) (visit.Visit, error) {
	if v.State != visit.Waiting || u > visit.Urgent {
		return v, fmt.Errorf("%s cannot be hastened", v.Ticket)
	}
	v.Urgency, v.Reason = u, reason
	return v, nil
}

// fold takes the step and keeps its trace.
func (s taken) fold(w kv.Writer, desk office.Desk, at visit.Stamp) error {
	id, err := contract.ID16[office.VisitID](s.visit)
	if err != nil {
		return err
	}
	before, err := Get(w, id)
	if err != nil {
		return err
	}
	after, err := s.do(before)
	if err != nil {
		return err
	}
	if err := deskIsFree(w, before, after); err != nil {
		return err
	}
	put(w, before, after)
	switch {
	case s.final:
		w.Delete(key(traces, id[:]))
	case s.step != 0:
		w.Put(key(traces, id[:]), encodeTrace(visit.Trace{Number: next(w, steps), Step: s.step, Desk: desk, At: at, Before: before}))
	}
	return nil
}

// deskIsFree refuses to bring a visit to a desk where another is.
func deskIsFree(r kv.Reader, before, after visit.Visit) error {
	if !after.State.AtDesk() || before.State.AtDesk() && before.Desk == after.Desk {
		return nil
	}
	switch other, err := AtDesk(r, after.Desk); {
	case err == nil:
		return fmt.Errorf("%s comes to desk %d, where %s is", after.Ticket, after.Desk, other.Ticket)
	case !fault.Is(err, fault.NotFound):
		return err
	}
	return nil
}

// foldUndo takes the last step of a visit back, exactly.
func foldUndo(w kv.Writer, e *contract.Undone) error {
	id, err := contract.ID16[office.VisitID](e.GetVisit())
	if err != nil {
		return err
	}
	t, err := LastStep(w, id)
	if err != nil {
		return err
	}
	if t.Number == 0 || t.Number != e.GetStep() {
		return fmt.Errorf("step %d of visit %s is not its last", e.GetStep(), id)
	}
	now, err := Get(w, id)
	if err != nil {
		return err
	}
	if err := deskIsFree(w, now, t.Before); err != nil {
		return err
	}
	put(w, now, t.Before)
	w.Delete(key(traces, id[:]))
	return nil
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
		Products: productIDs(e.Products), Urgency: visit.Urgency(e.Urgency), Reason: visit.ReasonCode(e.Reason),
	}
}

// foldArrival begins a visit, in the queue or straight at a desk. The first of a day drops the traces of earlier days:
// nobody takes back what was done then.
func foldArrival(w kv.Writer, v visit.Visit, id []byte, straight office.Desk, at visit.Stamp) error {
	var err error
	if v.ID, err = contract.ID16[office.VisitID](id); err != nil {
		return err
	}
	last := lastTicket(w, v.Date)
	if w.Get(key(visits, v.ID[:])) != nil || v.Ticket <= last {
		return fmt.Errorf("visit %s with ticket %s was begun before", v.ID, v.Ticket)
	}
	v.State, v.Arrived, v.Turn = visit.Waiting, at, next(w, turns)
	if straight != 0 {
		if v, err = v.Straight(straight, at); err != nil {
			return err
		}
		if err := deskIsFree(w, visit.Visit{}, v); err != nil {
			return err
		}
	}
	if last == 0 {
		kv.Clear(w, []byte(traces))
	}
	w.Put(key(tickets, dayKey(v.Date)), binary.BigEndian.AppendUint32(nil, uint32(v.Ticket)))
	w.Put(key(days, dayKey(v.Date), v.ID[:]), nil)
	if v.Booked() {
		w.Put(key(appointments, v.Appointment[:]), v.ID[:])
	}
	put(w, visit.Visit{}, v)
	return nil
}

// transferOf reads where a transfer goes.
func transferOf(e *contract.Transferred) visit.Transfer {
	return visit.Transfer{
		To:   visit.Target{Desk: office.Desk(e.GetToDesk()), Theme: office.ClusterID(e.GetToTheme())},
		Done: productIDs(e.GetDone()), Added: productIDs(e.GetAdded()),
	}
}

// productIDs types the products of an event.
func productIDs(in []string) []office.ProductID {
	var out []office.ProductID
	for _, p := range in {
		out = append(out, office.ProductID(p))
	}
	return out
}
