package staff_test

import (
	"context"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// attest has a colleague show a PIN at the desk of the first.
func (w *entrance) attest(second office.ClerkID, pin string, first staff.Session) (staff.Witness, error) {
	w.t.Helper()
	a, err := staff.Begin(w.state, second, first.Desk, w.now)
	if err != nil {
		return staff.Witness{}, err
	}
	v, err := w.door.Verify(context.Background(), a, pin)
	if err != nil {
		return staff.Witness{}, err
	}
	e, err := v.Attest(w.state, first.ID, w.now)
	if err != nil {
		return staff.Witness{}, err
	}
	w.fold(e)
	if err := staff.Refusal(e); err != nil {
		return staff.Witness{}, err
	}
	return w.door.Witness(w.state, v.Clerk(), first, w.now)
}

func (w *entrance) mustAttest(second office.ClerkID, pin string, first staff.Session) staff.Witness {
	w.t.Helper()
	got, err := w.attest(second, pin, first)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func TestTwoPeople(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	_, err := w.door.Second("", anna, w.now)
	w.mustRefuse(fault.Denied, err)
	_, err = w.attest("anna", "246810", anna)
	w.mustRefuse(fault.Invalid, err)
	_, err = w.attest("bert", "000000", anna)
	w.mustRefuse(fault.Denied, err)

	bert := w.mustAttest("bert", "135791", anna)
	if at, _ := staff.At(w.state, 1); at != "anna" {
		t.Errorf("at the desk sits %s", at)
	}
	if p, err := w.door.Second(bert.Token, anna, w.now.Add(staff.AttestFor)); err != nil || p.ID != "bert" {
		t.Fatalf("%v, %v", p, err)
	}
	_, err = w.door.Second(bert.Token, anna, w.now)
	w.mustRefuse(fault.Denied, err) // it counts once
}

func TestAWordCountsForOneActAtOneDesk(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	word := w.mustAttest("bert", "135791", anna)
	bert := w.mustSignIn("bert", 2, "135791")
	_, err := w.door.Second(word.Token, bert, w.now)
	w.mustRefuse(fault.Denied, err)
	elsewhere := w.mustSignIn("anna", 2, "246810")
	_, err = w.door.Second(word.Token, elsewhere, w.now)
	w.mustRefuse(fault.Denied, err)

	_, err = w.door.Second(word.Token, anna, w.now.Add(staff.AttestFor+time.Second))
	w.mustRefuse(fault.Denied, err)
	later := w.mustAttest("bert", "135791", anna)
	if _, err := w.door.Second(word.Token, anna, w.now); err == nil {
		t.Error("the word before the last still counts")
	}
	if _, err := w.door.Second(later.Token, anna, w.now.Add(-time.Hour)); err == nil {
		t.Error("a word from the future counts")
	}
}

// TestWrongPINsOfASecondCount: a door beside the door would be one without a lock.
func TestWrongPINsOfASecondCount(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	for range 3 {
		_, err := w.attest("bert", "000000", anna)
		w.mustRefuse(fault.Denied, err)
	}
	_, err := w.attest("bert", "135791", anna)
	w.mustRefuse(fault.Denied, err)
	_, err = w.signIn("bert", 1, "135791")
	w.mustRefuse(fault.Denied, err)
	w.now = w.now.Add(time.Hour)
	w.mustAttest("bert", "135791", anna)
	if _, err := w.signIn("bert", 1, "000000"); !fault.Is(err, fault.Denied) {
		t.Error(err)
	}
	w.mustAttest("bert", "135791", anna) // the right PIN set the count back
}
