package devices_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// TestScannersKnowTheCodesOfHeadquarters: what begins as a pass is a booking to every scanner, whatever stands in the file; a
// scanner stands at a desk, or is everybody's.
func TestScannersKnowTheCodesOfHeadquarters(t *testing.T) {
	if scanner.DefaultRules().Booking != pass.Prefix {
		t.Error("the driver's own rules know another prefix")
	}
	c, err := devices.Read([]byte("scanner:\n  - {id: a, desk: 2, emulator: true}\n  - {id: b, emulator: true, booking: BL1.}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for n, desk := range []int{2, 0} {
		if s := c.Scanners[n]; s.Rules.Booking != pass.Prefix || s.Desk != desk {
			t.Errorf("%+v", s)
		}
	}
	for _, text := range []string{"scanner: {id: a, emulator: true, booking: XX}", "scanner: {id: a, emulator: true, desk: 100}", "scanner: {id: a, emulator: true, desk: balie}"} {
		if _, err := devices.Read([]byte(text)); len(devices.Flaws(err)) != 1 {
			t.Errorf("%s: %v", text, err)
		}
	}
}
