package busy

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// hall is one site's day as its journal tells it.
type hall struct {
	life   office.Incarnation
	next   uint64      // record to read
	date   office.Date // the day that is kept
	whole  bool        // read to the end of what headquarters has
	lastMS int64       // wall time of the last record
	visits map[office.VisitID]stay
	desks  map[office.Desk]visit.Stamp // when each took a step last
	known  figures                     // what it added up to when somebody asked last
}

// stay is a visit, and how it was before its last step: a step can be taken back.
type stay struct{ now, before visit.Visit }

// reset begins a day, or a life, with nothing.
func (h *hall) reset(life office.Incarnation, next uint64, date office.Date) {
	*h = hall{life: life, next: next, date: date, visits: map[office.VisitID]stay{}, desks: map[office.Desk]visit.Stamp{}}
}

// fold takes one event. The counter decided it; what does not fit what is known here — of a visit that began before the day, or that a
// newer program tells otherwise — is left out.
func (h *hall) fold(e *contract.Event) {
	h.lastMS = e.GetAtMs()
	at, desk := visit.Stamp(e.GetAtMs()), office.Desk(e.GetDesk())
	switch k := e.GetKind().(type) {
	case *contract.Event_CheckedIn:
		v := visit.Visit{Date: office.Date(k.CheckedIn.Date), Planned: office.Minute(k.CheckedIn.Planned), Products: products(k.CheckedIn.Products), Persons: int(max(k.CheckedIn.Persons, 1))}
		v.Appointment, _ = contract.ID16[office.AppointmentID](k.CheckedIn.Appointment)
		h.arrive(v, k.CheckedIn.Visit, office.Desk(k.CheckedIn.StraightTo), at)
	case *contract.Event_TicketIssued:
		v := visit.Visit{Date: office.Date(k.TicketIssued.Date), Products: products(k.TicketIssued.Products), Persons: int(max(k.TicketIssued.Persons, 1))}
		h.arrive(v, k.TicketIssued.Visit, office.Desk(k.TicketIssued.StraightTo), at)
	case *contract.Event_Called:
		h.step(k.Called.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Call(desk, at) })
	case *contract.Event_Missed:
		h.step(k.Missed.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Miss(desk, uint64(at), k.Missed.Closed, at) })
	case *contract.Event_Serving:
		h.step(k.Serving.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Serve(desk, at) })
	case *contract.Event_Finished:
		h.step(k.Finished.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Finish(desk, k.Finished.Outcome == dayClosed, at) })
	case *contract.Event_Left:
		h.step(k.Left.Visit, 0, at, func(v visit.Visit) (visit.Visit, error) { return v.Leave(k.Left.Reason == dayClosed, at) })
	case *contract.Event_SignedOut:
		delete(h.desks, desk)
	default:
		h.sentOn(e, desk, at)
	}
}

// dayClosed is the outcome and the reason of what the end of a day closed, as counters write it.
const dayClosed = "day closed"

// sentOn takes the steps that send a visit elsewhere, and the one that takes the last step back.
func (h *hall) sentOn(e *contract.Event, desk office.Desk, at visit.Stamp) {
	switch k := e.GetKind().(type) {
	case *contract.Event_Parked:
		h.step(k.Parked.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Park(desk, at) })
	case *contract.Event_CameBack:
		h.step(k.CameBack.Visit, 0, at, visit.Visit.Return)
	case *contract.Event_Transferred:
		t := visit.Transfer{To: visit.Target{Desk: office.Desk(k.Transferred.ToDesk), Theme: office.ClusterID(k.Transferred.ToTheme)},
			Done: products(k.Transferred.Done), Added: products(k.Transferred.Added)}
		h.step(k.Transferred.Visit, desk, at, func(v visit.Visit) (visit.Visit, error) { return v.Transfer(desk, t, at) })
	case *contract.Event_Undone:
		id, _ := contract.ID16[office.VisitID](k.Undone.Visit)
		if s, ok := h.visits[id]; ok {
			h.visits[id] = stay{s.before, s.before}
		}
	}
}

// arrive begins a visit of the day, in the queue or straight at a desk.
func (h *hall) arrive(v visit.Visit, id []byte, straight office.Desk, at visit.Stamp) {
	var err error
	if v.ID, err = contract.ID16[office.VisitID](id); err != nil || v.Date != h.date {
		return
	}
	v.State, v.Arrived = visit.Waiting, at
	if straight != 0 {
		if v, err = v.Straight(straight, at); err != nil {
			return
		}
		h.desks[straight] = at
	}
	h.visits[v.ID] = stay{v, v}
}

// step takes a step of a visit that is known here. Whatever became of it, the desk works.
func (h *hall) step(id []byte, desk office.Desk, at visit.Stamp, do func(visit.Visit) (visit.Visit, error)) {
	if desk != 0 {
		h.desks[desk] = max(h.desks[desk], at)
	}
	key, _ := contract.ID16[office.VisitID](id)
	s, ok := h.visits[key]
	if !ok {
		return
	}
	if after, err := do(s.now); err == nil {
		h.visits[key] = stay{after, s.now}
	}
}

func products(ids []string) []office.ProductID {
	out := make([]office.ProductID, len(ids))
	for i, id := range ids {
		out[i] = office.ProductID(id)
	}
	return out
}
