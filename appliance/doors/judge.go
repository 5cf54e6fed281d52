package doors

import (
	"slices"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Restarted is why an order's end is not known: the program ended between the order and its door.
const Restarted = "restarted"

// Judge gives the events that a finding of the vault's Monitor makes: what came of an order, that a door is shut, an alarm.
// before says of an order that it was given before this process began: nobody watched its door then, so a door that is shut
// proves nothing. Doors that are lost or found are judged all together: see Seen.
func (l Layout) Judge(r kv.Reader, f locker.Finding, before func(order string) bool) ([]*contract.Event, error) {
	s, err := stateOf(r, f.Door)
	if err != nil {
		return nil, err
	}
	switch f.Kind {
	case locker.Opened:
		return judgeOpened(r, s, f)
	case locker.Shut:
		if s.Open {
			return []*contract.Event{shut(f.Door, f.At.Sub(f.Since).Milliseconds())}, nil
		}
	case locker.Missed, locker.Unseen:
		return l.judgeMissing(r, s, f, before)
	case locker.Forced, locker.LeftOpen:
		var order []byte
		if f.Kind == locker.LeftOpen {
			order = s.Order.GetOrder()
		}
		return l.alarm(r, f, f.Kind, order), nil
	}
	return nil, nil
}

// judgeOpened ends the orders that a door opened on. A door that stood open already when this process began is no news.
func judgeOpened(r kv.Reader, s *contract.DoorState, f locker.Finding) (out []*contract.Event, err error) {
	for _, id := range f.Orders {
		_, pending, err := pendingDoor(r, []byte(id))
		if err != nil {
			return nil, err
		}
		late := s.Outcome == Unknown && string(s.Order.GetOrder()) == id
		if pending || late {
			out = append(out, ended([]byte(id), Opened, ""))
		}
	}
	return out, nil
}

// judgeMissing ends the orders whose door was not seen to open.
func (l Layout) judgeMissing(r kv.Reader, s *contract.DoorState, f locker.Finding, before func(string) bool) (out []*contract.Event, err error) {
	for _, id := range f.Orders {
		_, pending, err := pendingDoor(r, []byte(id))
		switch {
		case err != nil:
			return nil, err
		case pending && f.Kind == locker.Missed && !before(id):
			out = append(append(out, ended([]byte(id), Missed, "")), l.alarm(r, f, locker.Missed, []byte(id))...)
		case pending && before(id):
			out = append(append(out, ended([]byte(id), Unknown, Restarted)), l.alarm(r, f, locker.Unseen, []byte(id))...)
		case pending:
			out = append(append(out, ended([]byte(id), Unknown, locker.Unseen.String())), l.alarm(r, f, locker.Unseen, []byte(id))...)
		}
	}
	if s.Open && f.Kind == locker.Missed { // it stood open when this process began to watch, and is shut
		out = append(out, shut(f.Door, 0))
	}
	return out, nil
}

// alarm is the event of an alarm; none while the same stands.
func (l Layout) alarm(r kv.Reader, f locker.Finding, k locker.Kind, order []byte) []*contract.Event {
	if r.Get(alarmKey(uint32(f.Door), k.String())) != nil {
		return nil
	}
	a := &contract.DoorAlarm{Door: uint32(f.Door), Compartment: l.Compartment(f.Door), Kind: k.String(), Order: order}
	if !f.Since.IsZero() {
		a.SinceMs = f.Since.UnixMilli()
	}
	return []*contract.Event{{Kind: &contract.Event_DoorAlarm{DoorAlarm: a}}}
}

// End is the event that an order was not done, for certain; none when it has an end already.
func End(r kv.Reader, o Order, why string) (*contract.Event, error) {
	if _, pending, err := pendingDoor(r, o[:]); err != nil || !pending {
		return nil, err
	}
	return ended(o[:], NotDone, why), nil
}

func ended(order []byte, outcome, why string) *contract.Event {
	return &contract.Event{Kind: &contract.Event_DoorEnded{DoorEnded: &contract.DoorEnded{Order: order, Outcome: outcome, Why: why}}}
}

func shut(d locker.Door, open int64) *contract.Event {
	return &contract.Event{Kind: &contract.Event_DoorShut{DoorShut: &contract.DoorShut{Door: uint32(d), OpenMs: max(open, 0)}}}
}

// Seen are the events that doors cannot be seen any more, or can again or for the first time, against what the journal said
// last; none when that is as it was. So the journal knows which doors are watched, and what lies behind each. One that stood
// open and is seen shut was shut meanwhile.
func (l Layout) Seen(r kv.Reader, reading locker.Reading) (out []*contract.Event, err error) {
	seen := new(contract.DoorsSeen)
	for _, d := range l.Doors() {
		s, err := stateOf(r, d)
		if err != nil {
			return nil, err
		}
		switch lost := reading.State(d) == locker.Unknown; {
		case lost && !s.Lost:
			seen.Lost, seen.LostCompartments = append(seen.Lost, uint32(d)), append(seen.LostCompartments, l.Compartment(d))
		case !lost && (s.Lost || s.Compartment != l.Compartment(d)):
			seen.Found, seen.Compartments = append(seen.Found, uint32(d)), append(seen.Compartments, l.Compartment(d))
			if s.Lost && s.Open && reading.State(d) == locker.Closed {
				out = append(out, shut(d, 0))
			}
		}
	}
	if len(seen.Lost)+len(seen.Found) == 0 {
		return nil, nil
	}
	return append(out, &contract.Event{Kind: &contract.Event_DoorsSeen{DoorsSeen: seen}}), nil
}

// lostIn lists the doors that a reading does not show.
func (l Layout) lostIn(reading locker.Reading) (out []locker.Door) {
	for _, d := range l.Doors() {
		if reading.State(d) == locker.Unknown {
			out = append(out, d)
		}
	}
	return slices.Clip(out)
}
