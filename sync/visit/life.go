package visit

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The steps of a life. Each gives the visit after the step and leaves the receiver alone; a step that the
// state does not allow is a fault that says what the state is. Doing again what was just done — the same
// step, at the same desk — is no fault and changes nothing but the time of a call.
//
// A step at a wall time before the visit's last one is kept at the time of that one: see Visit.Skewed.

// Call shows a waiting visit for a desk.
func (v Visit) Call(desk office.Desk, at Stamp) (Visit, error) {
	if v.State != Waiting {
		return v, v.not("visit.Call", "")
	}
	at = v.at(at)
	v.State, v.Desk, v.LastCalled, v.Recalled = Called, desk, at, false
	if v.Called == 0 {
		v.Called = at
	}
	return v, nil
}

// Recall shows a called visit once more, for the same desk.
func (v Visit) Recall(desk office.Desk, at Stamp) (Visit, error) {
	if v.State != Called || v.Desk != desk {
		return v, v.not("visit.Recall", "Roep eerst een bezoeker op.")
	}
	v.LastCalled, v.Recalled = v.at(at), true
	return v, nil
}

// Miss ends a call to which nobody came. The visit waits again, behind all others by its new turn; with
// closed it ends, since it was the last call the order allows (see Order.LastCall).
func (v Visit) Miss(desk office.Desk, turn uint64, closed bool, at Stamp) (Visit, error) {
	if v.State != Called || v.Desk != desk {
		return v, v.not("visit.Miss", "")
	}
	at = v.at(at)
	v.Misses, v.MissedCall = v.Misses+1, v.LastCalled
	if closed {
		v.State, v.Ended = Missed, at
		return v, nil
	}
	v.State, v.Desk, v.Turn = Waiting, 0, turn
	return v, nil
}

// Serve notes that the visitor is at the desk: who was called to it, or who was parked by it and goes on. The
// desk must be free for who was parked, which the caller sees to.
func (v Visit) Serve(desk office.Desk, at Stamp) (Visit, error) {
	switch {
	case v.State == Serving && v.Desk == desk:
		return v, nil
	case v.State != Called && v.State != Parked || v.Desk != desk:
		return v, v.not("visit.Serve", "Roep de bezoeker eerst op.")
	}
	at = v.at(at)
	v.State, v.Misses, v.For = Serving, 0, Target{}
	if v.Started == 0 {
		v.Started = at
	} else {
		v.Again = at
	}
	return v, nil
}

// Straight begins a service without a call: the visitor never announced themself and stands at the desk. The
// arrival is unknown, so that no wait is measured.
func (v Visit) Straight(desk office.Desk, at Stamp) (Visit, error) {
	if v.State != Waiting || v.Called != 0 {
		return v, v.not("visit.Straight", "")
	}
	v.State, v.Desk, v.Arrived, v.Called, v.LastCalled, v.Started = Serving, desk, 0, at, at, at
	return v, nil
}

// Finish ends the service. With cut the system does it, because the day is over.
func (v Visit) Finish(desk office.Desk, cut bool, at Stamp) (Visit, error) {
	switch {
	case v.State == Finished && v.Desk == desk:
		return v, nil
	case v.State != Serving || v.Desk != desk && !cut:
		return v, v.not("visit.Finish", "")
	}
	v.Ended = v.at(at)
	v.State, v.Cut = Finished, cut
	return v, nil
}

// Leave ends a visit that is not at a desk in service: the visitor went away, or the day is over.
func (v Visit) Leave(cut bool, at Stamp) (Visit, error) {
	switch v.State {
	case Left:
		return v, nil
	case Waiting, Called, Parked:
		v.Ended = v.at(at)
		v.State, v.Cut = Left, cut
		return v, nil
	}
	return v, v.not("visit.Leave", "")
}

// not is the fault of a step that does not fit the state.
func (v Visit) not(op, next string) error {
	kind := fault.Conflict
	if v.State.AtDesk() {
		kind = fault.Taken
	}
	if next == "" {
		next = "Kijk opnieuw in de wachtrij."
	}
	return fault.New(op, kind).On(v.Ticket.String()).Tell(v.where(), next)
}

// where says in Dutch how the visit stands.
func (v Visit) where() string {
	switch v.State {
	case Waiting:
		return fmt.Sprintf("%s wacht in de wachtzaal.", v.Ticket)
	case Called:
		return fmt.Sprintf("%s is opgeroepen door loket %d.", v.Ticket, v.Desk)
	case Serving:
		return fmt.Sprintf("%s is in behandeling bij loket %d.", v.Ticket, v.Desk)
	case Parked:
		return fmt.Sprintf("%s wacht even opzij voor loket %d.", v.Ticket, v.Desk)
	case Finished:
		return fmt.Sprintf("%s is al afgehandeld.", v.Ticket)
	case Missed:
		return fmt.Sprintf("%s is afgesloten: %d keer opgeroepen en niet verschenen.", v.Ticket, v.Misses)
	case Left:
		return fmt.Sprintf("%s is al weggegaan.", v.Ticket)
	}
	return fmt.Sprintf("%s is onbekend.", v.Ticket)
}
