package staff_test

import (
	"context"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// attest has a colleague show a PIN at the desk of the first.
func (w *entrance) attest(second office.ClerkID, pin string, first staff.Session) error {
	w.t.Helper()
	a, err := staff.Begin(w.state, second, first.Desk, w.now)
	if err != nil {
		return err
	}
	v, err := w.door.Verify(context.Background(), a, pin)
	if err != nil {
		return err
	}
	e, err := v.Attest(w.state, first.ID, w.now)
	if err != nil {
		return err
	}
	w.fold(e)
	return staff.Refusal(e)
}

func TestTwoPeople(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	w.mustRefuse(fault.Invalid, w.attest("anna", "246810", anna)) // nobody is their own second
	w.mustRefuse(fault.Denied, w.attest("bert", "000000", anna))
	w.mustRefuse(fault.Denied, w.attest("nobody", "135791", anna))
	if err := w.attest("bert", "135791", anna); err != nil {
		t.Fatal(err)
	}
	last := w.events[len(w.events)-1]
	if got := last.GetKind().(*contract.Event_Attested); got.Attested.First != "anna" || last.Clerk != "bert" || last.Desk != 1 {
		t.Errorf("journaled %v", last)
	}
	if at, _ := staff.At(w.state, 1); at != "anna" {
		t.Errorf("at the desk sits %s", at)
	}
}

// TestWrongPINsOfASecondCount: a door beside the door would be one without a lock.
func TestWrongPINsOfASecondCount(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	for range 3 {
		w.mustRefuse(fault.Denied, w.attest("bert", "000000", anna))
	}
	w.mustRefuse(fault.Denied, w.attest("bert", "135791", anna))
	_, err := w.signIn("bert", 1, "135791")
	w.mustRefuse(fault.Denied, err)
	w.now = w.now.Add(time.Hour)
	for range 2 { // the right PIN sets the count back
		if err := w.attest("bert", "135791", anna); err != nil {
			t.Fatal(err)
		}
		w.mustRefuse(fault.Denied, w.attest("bert", "000000", anna))
	}
}
