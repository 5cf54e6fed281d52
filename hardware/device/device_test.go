package device_test

import (
	"errors"
	"io"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// TestNothingIsReadyByDefault: who fills nothing in has promised nothing.
func TestNothingIsReadyByDefault(t *testing.T) {
	var h device.Health
	if h.State != device.Unknown || h.State.Usable() {
		t.Errorf("the zero health is %s", h)
	}
	if err := error(&device.Error{Op: "x"}); device.Refused(err) {
		t.Errorf("%v counts as not done", err)
	}
	for s := range device.Absent + 2 {
		if want := s == device.Ready || s == device.Busy || s == device.Attention; s.Usable() != want {
			t.Errorf("%s: usable is %v", s, s.Usable())
		}
	}
}

// TestErrorsSayWhatIsKnown: wrapped as deep as they come.
func TestErrorsSayWhatIsKnown(t *testing.T) {
	for want, err := range map[string]error{
		"vault.Open: no-answer: EOF":                                    &device.Error{Op: "vault.Open", Outcome: device.NotDone, Reason: device.OutOfReach, Err: io.EOF},
		"vault.Open: it is not known whether it happened: EOF":          &device.Error{Op: "vault.Open", Err: io.EOF},
		"receipt.Print: it is not known whether it happened: paper-out": &device.Error{Op: "receipt.Print", Reason: device.PaperOut},
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	}
	deep := errors.Join(io.ErrClosedPipe, &device.Error{Outcome: device.NotDone, Reason: device.PaperOut})
	if !device.Refused(deep) || device.ReasonOf(deep) != device.PaperOut {
		t.Errorf("%v: refused %v, reason %s", deep, device.Refused(deep), device.ReasonOf(deep))
	}
	if device.Refused(io.EOF) || device.Refused(nil) || device.ReasonOf(io.EOF) != device.Unspecified {
		t.Error("an error of others says more than it can know")
	}
}
