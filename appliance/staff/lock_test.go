package staff_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A lock is of who sits there, keeps the desk theirs, and goes when anybody signs in there.
func TestALockedDesk(t *testing.T) {
	w := mustEntrance(t)
	if _, err := staff.Lock(w.state, "anna", 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("no desk: %v", err)
	}
	lock := func() bool {
		t.Helper()
		e, err := staff.Lock(w.state, "anna", 1)
		if err != nil {
			t.Fatal(err)
		}
		if e != nil {
			w.fold(e)
		}
		return e != nil
	}
	if lock() {
		t.Error("locked a desk at which nobody sits")
	}
	for _, next := range []string{"anna", "bert"} { // the same clerk, and one who takes over
		if _, err := w.signIn("anna", 1, "246810"); err != nil {
			t.Fatal(err)
		}
		if !lock() || lock() {
			t.Error("not locked once")
		}
		if since, ok := staff.Locked(w.state, 1); !ok || !since.Equal(w.now) {
			t.Errorf("locked %v since %v", ok, since)
		}
		if who, _ := staff.At(w.state, 1); who != "anna" {
			t.Errorf("%q sits there", who)
		}
		pin := map[string]string{"anna": "246810", "bert": "135791"}[next]
		if _, err := w.signIn(office.ClerkID(next), 1, pin); err != nil {
			t.Fatal(err)
		}
		if _, ok := staff.Locked(w.state, 1); ok {
			t.Errorf("%s signed in and it is locked", next)
		}
	}
}
