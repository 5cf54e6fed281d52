package devices

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Removed is the state of a device that is no longer configured.
const Removed = "removed"

const prefix = "h/"

func key(kind, id string) []byte { return []byte(prefix + kind + "\x00" + id) }

// Change is the event that a device is now as h says; none when the journal said so already. Withheld is how many changes
// were passed over since the last record.
func Change(r kv.Reader, kind Kind, id string, h device.Health, withheld int) (*contract.Event, error) {
	last, err := Last(r, kind, id)
	if err != nil || last != nil && same(last.Last, h) {
		return nil, err
	}
	c := &contract.DeviceChanged{Kind: string(kind), Id: id, State: h.State.String(), Reasons: codes(h), Withheld: uint32(withheld)}
	return &contract.Event{Kind: &contract.Event_DeviceChanged{DeviceChanged: c}}, nil
}

// Gone are the events for devices that the journal knows and that are no longer configured.
func Gone(r kv.Reader, configured []Device) (out []*contract.Event, err error) {
	for _, v := range r.Scan([]byte(prefix), nil) {
		s, err := contract.Decode(v, new(contract.DeviceState))
		if err != nil {
			return nil, corrupt(err)
		}
		if !slices.ContainsFunc(configured, func(d Device) bool { return string(d.Kind) == s.Last.GetKind() && d.ID == s.Last.GetId() }) {
			c := &contract.DeviceChanged{Kind: s.Last.GetKind(), Id: s.Last.GetId(), State: Removed}
			out = append(out, &contract.Event{Kind: &contract.Event_DeviceChanged{DeviceChanged: c}})
		}
	}
	return out, nil
}

// Fold brings an event into the projection; events of other areas change nothing. A life that follows another begins without
// a word about devices: of what the one before said, headquarters knows nothing any more.
func Fold(w kv.Writer, e *contract.Event) error {
	c := e.GetDeviceChanged()
	switch {
	case e.GetBegan() != nil:
		forget(w)
	case c == nil:
	case c.Kind == "" || c.Id == "" || strings.ContainsRune(c.Kind, 0):
		return corrupt(fmt.Errorf("a change of no device"))
	case c.State == Removed:
		w.Delete(key(c.Kind, c.Id))
	default:
		w.Put(key(c.Kind, c.Id), contract.Encode(&contract.DeviceState{Last: c, AtMs: e.AtMs}))
	}
	return nil
}

func forget(w kv.Writer) {
	var keys [][]byte
	for k := range w.Scan([]byte(prefix), nil) {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		w.Delete(k)
	}
}

// Last is what the journal said last of a device; nil: nothing.
func Last(r kv.Reader, kind Kind, id string) (*contract.DeviceState, error) {
	b := r.Get(key(string(kind), id))
	if b == nil {
		return nil, nil
	}
	s, err := contract.Decode(b, new(contract.DeviceState))
	if err != nil {
		return nil, corrupt(err)
	}
	return s, nil
}

func corrupt(err error) error { return fault.New("devices.Fold", fault.Corrupt).Because(err) }

// codes are the reasons that are journaled: of a code that a device made up no more than a word's length, and no more than
// a few, since a device may say anything.
func codes(h device.Health) (out []string) {
	for _, r := range h.Reasons[:min(len(h.Reasons), 5)] {
		out = append(out, strings.ToValidUTF8(string(r[:min(len(r), 40)]), ""))
	}
	return out
}

// same reports whether a health is what was journaled.
func same(c *contract.DeviceChanged, h device.Health) bool {
	return c.GetState() == h.State.String() && slices.Equal(c.GetReasons(), codes(h))
}
