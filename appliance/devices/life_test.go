package devices_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// TestALifeThatFollowsAnother tells of all devices anew, also when it begins while the program runs: headquarters forgot with
// the life before what that one said.
func TestALifeThatFollowsAnother(t *testing.T) {
	b := new(book)
	f, c, _ := one(b)
	set := &devices.Set{All: []devices.Device{{Kind: devices.Receipt, ID: "kiosk", Device: f}}}
	s := devices.NewSteward(set, devices.Options{Note: b.note, Now: c.read, Steady: c.read,
		Look: func(look func(kv.Reader) error) error { b.mu.Lock(); defer b.mu.Unlock(); return look(&b.state) }})
	f.is(device.Ready)
	mustAsk(t, s)
	c.pass(time.Hour)
	mustAsk(t, s)
	wantSaid(t, b, "kiosk ready")
	if err := devices.Fold(&b.state, &contract.Event{Kind: &contract.Event_Began{Began: &contract.Began{Previous: 1}}}); err != nil {
		t.Fatal(err)
	}
	if last, err := devices.Last(&b.state, devices.Receipt, "kiosk"); last != nil || err != nil {
		t.Errorf("the new life knows %v, %v", last, err)
	}
	mustAsk(t, s)
	mustAsk(t, s)
	wantSaid(t, b, "kiosk ready", "kiosk ready")
}
