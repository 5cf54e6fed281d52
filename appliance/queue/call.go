package queue

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

const (
	// Done is the outcome of a visit that was served to the end.
	Done = "done"
	// NotDone is the outcome of a visit that could not be helped: a paper was missing, the wrong counter.
	NotDone = "not done"
	// Referred is the outcome of a visit that was sent on.
	Referred = "referred"
	// DayClosed is outcome and reason of what the end of the day closed; measures of serving leave it out.
	DayClosed = "day closed"
	// WentAway is the reason of a visitor who left unserved.
	WentAway = "went away"
)

// toldPassed is of how many visits that were passed over a call keeps the reason; their number it keeps always.
const toldPassed = 8

// Call calls the next visit that the desk serves, and keeps why: why this one, and why not those that stood before it.
// now is in the site's zone. Faults: Conflict when the desk still has somebody; NotFound when nobody waits; Refused when
// only those wait whose turn has not come or whom this desk does not serve.
func (h Hall) Call(r kv.Reader, desk office.Desk, now time.Time) (*contract.Event, error) {
	const op = "queue.Call"
	if desk == 0 {
		return nil, fault.New(op, fault.Invalid).Tell("Alleen een loket kan oproepen.", "Meld je aan bij een loket.")
	}
	if err := free(r, op, desk); err != nil {
		return nil, err
	}
	room, err := h.Room(r, now)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	choice, ok := h.Order.Choose(room.queue, now, desk)
	switch {
	case !ok && choice.Before == 0:
		return nil, fault.New(op, fault.NotFound).Tell("Er wacht niemand.", "")
	case !ok:
		first := choice.Passed(1)[0]
		say := "Nog niemand is aan de beurt."
		if !first.Held {
			say = "Voor jou wacht er niemand."
		}
		return nil, fault.New(op, fault.Refused).On(first.Visit.Ticket.String()).
			Tell(fmt.Sprintf("%s %s: %s.", say, first.Visit.Ticket, first.Passed), "Wacht nog even.")
	}
	called := &contract.Called{Visit: choice.Visit.ID[:], Why: choice.Why, PassedCount: uint32(choice.Before)}
	for _, p := range choice.Passed(toldPassed) {
		called.Passed = append(called.Passed, &contract.PassedOver{Visit: p.Visit.ID[:], Why: p.Passed})
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Called{Called: called}}, nil
}

// free refuses, as Conflict, to bring somebody to a desk that has somebody.
func free(r kv.Reader, op string, desk office.Desk) error {
	switch at, err := AtDesk(r, desk); {
	case err == nil && at.State == visit.Called:
		return fault.New(op, fault.Conflict).On(at.Ticket.String()).
			Tell(fmt.Sprintf("Je hebt %s al opgeroepen.", at.Ticket), "Begin het bezoek, of geef aan dat niemand kwam.")
	case err == nil:
		return fault.New(op, fault.Conflict).On(at.Ticket.String()).
			Tell(fmt.Sprintf("%s is nog bij je in behandeling.", at.Ticket), "Rond dit bezoek eerst af.")
	case !fault.Is(err, fault.NotFound):
		return fault.Wrap(op, err)
	}
	return nil
}

// Recall shows the called visit once more. Faults: NotFound; Taken or Conflict when this desk does not have it
// called.
func Recall(r kv.Reader, id office.VisitID, desk office.Desk, now time.Time) (*contract.Event, error) {
	_, after, err := try(r, "queue.Recall", id, func(v visit.Visit) (visit.Visit, error) { return v.Recall(desk, visit.StampOf(now)) })
	if err != nil {
		return nil, err
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Recalled{Recalled: &contract.Recalled{Visit: after.ID[:]}}}, nil
}

// Miss notes that nobody came to the call. The visit waits again, behind the others, until the order's last
// call closes it. Faults as for Recall.
func Miss(r kv.Reader, o visit.Order, id office.VisitID, desk office.Desk, now time.Time) (*contract.Event, error) {
	before, _, err := try(r, "queue.Miss", id, func(v visit.Visit) (visit.Visit, error) { return v.Miss(desk, 0, false, visit.StampOf(now)) })
	if err != nil {
		return nil, err
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Missed{Missed: &contract.Missed{Visit: id[:], Closed: o.LastCall(before)}}}, nil
}

// Serve notes that the called visitor is at the desk, or that one parked by it is back there and goes on; no event when
// the service runs there already. Faults as for Recall, and Conflict when the desk of who was parked has somebody.
func Serve(r kv.Reader, id office.VisitID, desk office.Desk, now time.Time) (*contract.Event, error) {
	const op = "queue.Serve"
	before, after, err := try(r, op, id, func(v visit.Visit) (visit.Visit, error) { return v.Serve(desk, visit.StampOf(now)) })
	if err != nil || before.State == after.State {
		return nil, err
	}
	if before.State == visit.Parked {
		if err := free(r, op, desk); err != nil {
			return nil, err
		}
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Serving{Serving: &contract.Serving{Visit: id[:]}}}, nil
}

// Finish ends the service; an empty outcome is Done. No event when this desk finished it already. Faults as for
// Recall, and Invalid for an outcome that is none.
func Finish(r kv.Reader, id office.VisitID, desk office.Desk, outcome string, now time.Time) (*contract.Event, error) {
	const op = "queue.Finish"
	switch outcome {
	case "":
		outcome = Done
	case Done, NotDone, Referred:
	default:
		return nil, fault.New(op, fault.Invalid).On(id.String())
	}
	before, after, err := try(r, op, id, func(v visit.Visit) (visit.Visit, error) { return v.Finish(desk, false, visit.StampOf(now)) })
	if err != nil || before.State == after.State {
		return nil, err
	}
	return &contract.Event{Desk: uint32(desk), Kind: &contract.Event_Finished{Finished: &contract.Finished{Visit: id[:], Outcome: outcome}}}, nil
}

// Leave notes that a visitor went away unserved; no event when that is known. Faults: NotFound; Taken or
// Conflict when the service runs or the visit is over.
func Leave(r kv.Reader, id office.VisitID, now time.Time) (*contract.Event, error) {
	before, after, err := try(r, "queue.Leave", id, func(v visit.Visit) (visit.Visit, error) { return v.Leave(false, visit.StampOf(now)) })
	if err != nil || before.State == after.State {
		return nil, err
	}
	return &contract.Event{Kind: &contract.Event_Left{Left: &contract.Left{Visit: id[:], Reason: WentAway}}}, nil
}

// try takes a step of a visit's life on a copy: whether it is allowed, and what it leads to.
func try(r kv.Reader, op string, id office.VisitID, step func(visit.Visit) (visit.Visit, error)) (before, after visit.Visit, err error) {
	if before, err = Get(r, id); err != nil {
		return before, before, fault.Wrap(op, err)
	}
	after, err = step(before)
	return before, after, fault.Wrap(op, err)
}
