package doors

import (
	"encoding/binary"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

const (
	prefixDoors  = "d/d/"
	prefixOrders = "d/o/"
	prefixAlarms = "d/a/"
)

func two(n uint32) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }

func doorKey(d uint32) []byte            { return []byte(prefixDoors + two(d)) }
func orderKey(o []byte) []byte           { return append([]byte(prefixOrders), o...) }
func alarmKey(d uint32, k string) []byte { return []byte(prefixAlarms + two(d) + k) }

// The outcomes of an order.
const (
	Opened  = "opened"
	Missed  = "missed"   // its door stayed shut
	NotDone = "not-done" // no lock was pulsed, for certain
	Unknown = "unknown"  // nobody saw
)

// Fold brings an event into the projection; events of other areas change nothing. It fails, as Corrupt, on what no decision
// of this package made.
func Fold(w kv.Writer, e *contract.Event) error {
	switch k := e.Kind.(type) {
	case *contract.Event_DoorOrdered:
		if len(k.DoorOrdered.Order) != len(Order{}) {
			return corrupt(fmt.Errorf("an order named by %d bytes", len(k.DoorOrdered.Order)))
		}
		w.Put(orderKey(k.DoorOrdered.Order), []byte(two(k.DoorOrdered.Door)))
		return change(w, k.DoorOrdered.Door, func(s *contract.DoorState) {
			s.Order, s.OrderedMs, s.Clerk, s.Outcome, s.Compartment = k.DoorOrdered, e.AtMs, e.Clerk, "", k.DoorOrdered.Compartment
		})
	case *contract.Event_DoorEnded:
		return foldEnded(w, e, k.DoorEnded)
	case *contract.Event_DoorShut:
		return change(w, k.DoorShut.Door, func(s *contract.DoorState) { s.Open, s.OpenedMs, s.LastOpenMs = false, 0, e.AtMs })
	case *contract.Event_DoorAlarm:
		a := k.DoorAlarm
		w.Put(alarmKey(a.Door, a.Kind), contract.Encode(&contract.DoorAlarmState{Alarm: a, AtMs: e.AtMs}))
		return change(w, a.Door, func(s *contract.DoorState) {
			if a.Kind == locker.Forced.String() {
				s.Open, s.OpenedMs, s.LastOpenMs = true, e.AtMs, e.AtMs
			}
			if s.Compartment = a.Compartment; a.Kind != locker.Missed.String() {
				s.SuspectMs = e.AtMs
			}
		})
	case *contract.Event_DoorAlarmSettled:
		w.Delete(alarmKey(k.DoorAlarmSettled.Door, k.DoorAlarmSettled.Kind))
	case *contract.Event_DoorsSeen:
		return foldSeen(w, e, k.DoorsSeen)
	case *contract.Event_Counted:
		return foldCounted(w, k.Counted.Compartment)
	case *contract.Event_Began:
		return foldBegan(w, e)
	}
	return foldMoved(w, e)
}

// foldBegan begins a life that follows another, from a store that is older than what was done since: of no door it is known
// what it did meanwhile, and headquarters is told anew which cannot be seen.
func foldBegan(w kv.Writer, e *contract.Event) error {
	all, err := States(w)
	for _, s := range all {
		if err == nil {
			err = change(w, s.Door, func(s *contract.DoorState) { s.Lost, s.SuspectMs = false, e.AtMs })
		}
	}
	return err
}

// foldEnded ends an order. One that was unknown may turn out to have opened its door.
func foldEnded(w kv.Writer, e *contract.Event, ended *contract.DoorEnded) error {
	door, pending, err := pendingDoor(w, ended.Order)
	if err != nil {
		return err
	}
	if !pending { // later word of the last order of a door
		all, err := States(w)
		if err != nil {
			return err
		}
		for _, s := range all {
			if string(s.Order.GetOrder()) == string(ended.Order) {
				door = s.Door
			}
		}
	}
	if door == 0 {
		return corrupt(fmt.Errorf("an end of no order"))
	}
	w.Delete(orderKey(ended.Order))
	var odd error
	err = change(w, door, func(s *contract.DoorState) {
		last := string(s.Order.GetOrder()) == string(ended.Order)
		if last {
			s.Outcome = ended.Outcome
		}
		if ended.Outcome == Opened {
			s.Open, s.OpenedMs, s.LastOpenMs = true, e.AtMs, e.AtMs
		}
		if last && ended.Outcome == Opened {
			odd = explained(w, s, e.AtMs)
		}
	})
	return errors.Join(err, odd)
}

// foldSeen folds doors that went out of sight, and doors that came back or are seen for the first time. Whoever may have been
// in there while a door was out of sight, nobody saw.
func foldSeen(w kv.Writer, e *contract.Event, seen *contract.DoorsSeen) error {
	for i, d := range seen.Lost {
		if err := change(w, d, func(s *contract.DoorState) {
			if s.Lost = true; i < len(seen.LostCompartments) {
				s.Compartment = seen.LostCompartments[i]
			}
		}); err != nil {
			return err
		}
	}
	for i, d := range seen.Found {
		if err := change(w, d, func(s *contract.DoorState) {
			if s.Lost {
				s.SuspectMs = e.AtMs
			}
			if s.Lost = false; i < len(seen.Compartments) {
				s.Compartment = seen.Compartments[i]
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// foldCounted takes suspicion off what was counted; without a name the whole vault was.
func foldCounted(w kv.Writer, compartment string) error {
	counted(w, compartment)
	all, err := States(w)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.SuspectMs != 0 && (compartment == "" || s.Compartment == compartment) {
			if err := change(w, s.Door, func(s *contract.DoorState) { s.SuspectMs = 0 }); err != nil {
				return err
			}
		}
	}
	return nil
}

// change changes the state of a door, which begins with its first event.
func change(w kv.Writer, door uint32, f func(*contract.DoorState)) error {
	if door == 0 || door > 0xFFFF {
		return corrupt(fmt.Errorf("door %d", door))
	}
	s, err := stateOf(w, locker.Door(door))
	if err != nil {
		return err
	}
	f(s)
	w.Put(doorKey(door), contract.Encode(s))
	return nil
}

// stateOf is a door as the journal knows it; one of which it knows nothing has its number only.
func stateOf(r kv.Reader, door locker.Door) (*contract.DoorState, error) {
	s := &contract.DoorState{Door: uint32(door)}
	if b := r.Get(doorKey(uint32(door))); b != nil {
		var err error
		if s, err = contract.Decode(b, s); err != nil {
			return nil, corrupt(err)
		}
	}
	return s, nil
}

// pendingDoor is the door of an order that has no end yet.
func pendingDoor(r kv.Reader, order []byte) (uint32, bool, error) {
	b := r.Get(orderKey(order))
	if b == nil {
		return 0, false, nil
	}
	if len(b) != 2 {
		return 0, false, corrupt(fmt.Errorf("a door of %d bytes", len(b)))
	}
	return uint32(binary.BigEndian.Uint16(b)), true, nil
}

// Alarms are those that stand, by door and kind.
func Alarms(r kv.Reader) ([]*contract.DoorAlarmState, error) {
	return stored(r, prefixAlarms, func() *contract.DoorAlarmState { return new(contract.DoorAlarmState) })
}

// States are the doors that the journal knows something of, by number.
func States(r kv.Reader) ([]*contract.DoorState, error) {
	return stored(r, prefixDoors, func() *contract.DoorState { return new(contract.DoorState) })
}

// stored are the messages of a prefix, by key.
func stored[M proto.Message](r kv.Reader, prefix string, empty func() M) (out []M, err error) {
	for _, v := range r.Scan([]byte(prefix), nil) {
		m, err := contract.Decode(v, empty())
		if err != nil {
			return nil, corrupt(err)
		}
		out = append(out, m)
	}
	return out, nil
}

func corrupt(err error) error { return fault.New("doors.Fold", fault.Corrupt).Because(err) }
