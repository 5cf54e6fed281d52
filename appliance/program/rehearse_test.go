package program_test

import (
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestEmulate: a hand at an emulated device is seen on the screens at once, in the switches, in the devices and at the doors.
func TestEmulate(t *testing.T) {
	q := mustEquip(t, func(c *appliance.Config) { c.Demo = true })
	do := func(kind, device, code string, on bool, choice string) error {
		_, err := q.client.Emulate(t.Context(), connect.NewRequest(&contract.EmulateRequest{Kind: kind, Device: device, Code: code, On: on, Choice: choice}))
		return fault.FromRPC("test", err)
	}
	is := func(code string, on bool) func(*contract.View) bool {
		return func(v *contract.View) bool {
			for _, s := range v.Switches {
				if s.Code == code && s.Device == "kiosk" {
					return s.On == on
				}
			}
			return false
		}
	}
	device := func(id, state string) func(*contract.View) bool {
		return func(v *contract.View) bool {
			for _, d := range v.Devices {
				if d.Id == id {
					return d.State == state
				}
			}
			return false
		}
	}
	q.until("all ready", device("kiosk", "ready"))
	for _, row := range []struct {
		on    bool
		state string
	}{{true, "stopped"}, {false, "ready"}, {true, "stopped"}} { // also while the journal is told nothing: it is damped
		if err := do("", "kiosk", "cover-open", row.on, ""); err != nil {
			t.Fatal(err)
		}
		q.until("the cover", func(v *contract.View) bool { return is("cover-open", row.on)(v) && device("kiosk", row.state)(v) })
	}
	if err := do("vault", "kluis", "force", true, "vak B3 (deur 2)"); err != nil {
		t.Fatal(err)
	}
	q.until("the forced door", func(v *contract.View) bool { return len(v.DoorAlarms) == 1 && v.DoorAlarms[0].Compartment == "B3" })
	for name, err := range map[string]error{"another device": do("", "niets", "cover-open", true, ""), "another switch": do("", "kiosk", "force", true, "x")} {
		if !fault.Is(err, fault.NotFound) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoHandsButInADemonstration: elsewhere there are no switches, and a wish is refused in words.
func TestNoHandsButInADemonstration(t *testing.T) {
	q := mustEquip(t)
	_, err := q.client.Emulate(t.Context(), connect.NewRequest(&contract.EmulateRequest{Device: "kiosk", Code: "cover-open", On: true}))
	if err = fault.FromRPC("test", err); !fault.Is(err, fault.Refused) || fault.Sentence(err) == "" {
		t.Errorf("%v", err)
	}
	q.until("no switches", func(v *contract.View) bool { return len(v.Devices) == 3 && len(v.Switches) == 0 })
}
