package staff_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestSignInAndOut(t *testing.T) {
	w := mustEntrance(t)
	s := w.mustSignIn("anna", 1, "246810")
	if s.ID != "anna" || s.Name != "Anna Maes" || s.Desk != 1 || !s.Has(staff.Reception) || s.Has(staff.Lead) {
		t.Errorf("session %+v", s)
	}
	if at, ok := staff.At(w.state, 1); at != "anna" || !ok {
		t.Errorf("at desk 1: %q %v", at, ok)
	}
	if e := w.events[0]; e.GetSignedIn() == nil || e.Clerk != "anna" || e.Desk != 1 {
		t.Errorf("event %v", e)
	}
	for n := range 2 { // a double tap
		e, err := staff.SignOut(w.state, "anna", 1)
		if err != nil || (e == nil) != (n == 1) {
			t.Fatalf("sign-out %d: %v, %v", n+1, e, err)
		}
		if e != nil {
			w.fold(e)
		}
	}
	if at, ok := staff.At(w.state, 1); ok {
		t.Errorf("at desk 1 after signing out: %q", at)
	}
}

func TestARefusedSignInIsJournaledAndTellsNothing(t *testing.T) {
	w := mustEntrance(t)
	_, wrong := w.signIn("anna", 1, "000000")
	_, nobody := w.signIn("2468", 1, "246810") // a PIN in the field of the name
	w.mustRefuse(fault.Denied, wrong)
	w.mustRefuse(fault.Denied, nobody)
	if fault.Sentence(wrong) != fault.Sentence(nobody) {
		t.Errorf("%q, but %q", fault.Sentence(wrong), fault.Sentence(nobody))
	}
	if len(w.events) != 2 || w.events[0].GetSignInRefused() == nil || w.events[0].Clerk != "anna" || w.events[1].GetSignInRefused() == nil || w.events[1].Clerk != "" {
		t.Errorf("events %v", w.events)
	}
}

func TestWhatIsNoPINCountsAsNoTry(t *testing.T) {
	w := mustEntrance(t)
	for _, pin := range []string{"", "123", "1234567890123", "24681o", "12 456", strings.Repeat("1", 1<<20), "１２３４"} {
		_, err := w.signIn("anna", 1, pin)
		w.mustRefuse(fault.Invalid, err)
	}
	if len(w.events) != 0 {
		t.Errorf("events %v", w.events)
	}
}

// TestWrongPINsLockOneClerkAtOneDesk: delays grow, end, and touch nobody else.
func TestWrongPINsLockOneClerkAtOneDesk(t *testing.T) {
	w := mustEntrance(t)
	for range 3 {
		_, err := w.signIn("anna", 1, "000000")
		w.mustRefuse(fault.Denied, err)
	}
	_, err := w.signIn("anna", 1, "246810")
	w.mustRefuse(fault.Denied, err)
	if !strings.Contains(fault.Sentence(err), "Wacht nog 10 seconden") || len(w.events) != 3 {
		t.Errorf("says %q after %d events", fault.Sentence(err), len(w.events))
	}
	w.mustSignIn("anna", 2, "246810") // elsewhere
	w.mustSignIn("bert", 1, "135791") // a colleague at the same desk
	w.now = w.now.Add(10 * time.Second)
	_, err = w.signIn("anna", 1, "000000")
	w.mustRefuse(fault.Denied, err)
	w.now = w.now.Add(19 * time.Second)
	if _, err = staff.Begin(w.state, "anna", 1, w.now); !strings.Contains(fault.Sentence(err), "Wacht nog 1 seconden") {
		t.Errorf("the second wait: %v", err)
	}
	w.now = w.now.Add(time.Second)
	w.mustSignIn("anna", 1, "246810")
	_, err = w.signIn("anna", 1, "000000") // counted anew
	w.mustRefuse(fault.Denied, err)
	w.mustSignIn("anna", 1, "246810")
}

func TestTheWaitGrowsToALimitAndSurvivesAClockSetBack(t *testing.T) {
	last := time.Duration(0)
	for n := range 100 {
		d := staff.Delay(n)
		if d < last || d > 15*time.Minute || n < 3 && d != 0 || n >= 3 && d == 0 {
			t.Fatalf("after %d wrong PINs: %v", n, d)
		}
		last = d
	}
	w := mustEntrance(t)
	for range 3 {
		_, err := w.signIn("anna", 1, "000000")
		w.mustRefuse(fault.Denied, err)
	}
	w.now = w.now.Add(-24 * time.Hour)
	w.mustSignIn("anna", 1, "246810")

	w.now = w.now.Add(time.Hour)
	for range 3 {
		_, err := w.signIn("bert", 1, "000000")
		w.mustRefuse(fault.Denied, err)
	}
	w.now = w.now.Add(25 * time.Hour)
	for range 2 { // the count of yesterday is forgotten
		_, err := w.signIn("bert", 1, "000000")
		w.mustRefuse(fault.Denied, err)
	}
	w.mustSignIn("bert", 1, "135791")
}

// TestManyTriesAtOnce: tries begun before the first was counted are not answered beyond the count.
func TestManyTriesAtOnce(t *testing.T) {
	w := mustEntrance(t)
	wrong, right := w.verify("anna", 1, "000000"), w.verify("anna", 1, "246810")
	for n := range 5 {
		e, err := wrong.Decide(w.state, w.now)
		if (err == nil) != (n < 3) {
			t.Fatalf("try %d: %v, %v", n+1, e, err)
		}
		if err == nil {
			w.fold(e)
		}
	}
	e, err := right.Decide(w.state, w.now)
	if !fault.Is(err, fault.Denied) || e != nil {
		t.Errorf("the right PIN behind a closed door: %v, %v", e, err)
	}
}

func TestARosterThatChangedMeanwhile(t *testing.T) {
	for name, change := range map[string]func(*contract.Roster){
		"gone":        func(r *contract.Roster) { r.Clerks = r.Clerks[1:] },
		"another PIN": func(r *contract.Roster) { r.Clerks[0].Pin = bertsPIN },
	} {
		t.Run(name, func(t *testing.T) {
			w := mustEntrance(t)
			v := w.verify("anna", 1, "246810")
			r := roster()
			change(r)
			staff.FoldRoster(w.state, r)
			e, err := v.Decide(w.state, w.now)
			w.mustRefuse(fault.Conflict, err)
			if e != nil {
				t.Errorf("event %v", e)
			}
		})
	}
}

func TestVerifyEndsWithItsCaller(t *testing.T) {
	w := mustEntrance(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a, err := staff.Begin(w.state, "anna", 1, w.now)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.door.Verify(ctx, a, "246810")
	w.mustRefuse(fault.Unreachable, err)
}

func TestRosterRefold(t *testing.T) {
	w := mustEntrance(t)
	staff.FoldRoster(w.state, nil)
	all, err := staff.All(w.state)
	if err != nil || len(all) != 2 || all[0].ID != "anna" || !all[1].Has(staff.Lead) {
		t.Errorf("roster %v, %v", all, err)
	}
	staff.FoldRoster(w.state, &contract.Roster{Clerks: []*contract.Clerk{{Name: "nobody"}, {Id: "cas"}}})
	if all, err = staff.All(w.state); err != nil || len(all) != 1 || all[0].ID != "cas" {
		t.Errorf("roster %v, %v", all, err)
	}
	for _, id := range []office.ClerkID{"", "anna"} {
		if _, err := staff.Get(w.state, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	_, err = w.signIn("cas", 1, "0000") // has no PIN: nothing opens for them
	w.mustRefuse(fault.Denied, err)
}
