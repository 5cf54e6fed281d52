package staff_test

import (
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The hashes of two people's cards.
var annasCard, stolenCard = [32]byte{1, 2, 3}, [32]byte{9}

// bind binds a card, which must be allowed; it reports whether there was anything to write.
func (w *entrance) bind(clerk office.ClerkID, holder [32]byte) bool {
	w.t.Helper()
	e, err := staff.Bind(w.state, clerk, holder)
	if err != nil {
		w.t.Fatal(err)
	}
	if e != nil {
		w.fold(e)
	}
	return e != nil
}

// byCard goes the whole way with the PIN of a card.
func (w *entrance) byCard(holder [32]byte, desk office.Desk, right bool) (staff.Session, error) {
	w.t.Helper()
	a, err := staff.BeginByCard(w.state, holder, desk, w.now)
	if err != nil {
		return staff.Session{}, err
	}
	v := a.Refused()
	if right {
		v = a.Proved(holder)
	}
	e, err := v.Decide(w.state, w.now)
	if err != nil {
		return staff.Session{}, err
	}
	w.fold(e)
	if err := staff.Refusal(e); err != nil {
		return staff.Session{}, err
	}
	return w.door.OpenBy(w.state, staff.ByCard, v.Clerk(), desk, w.now)
}

// TestSignInByCard: a bound card opens the clerk's session, and the journal says which way they came.
func TestSignInByCard(t *testing.T) {
	w := mustEntrance(t)
	_, err := w.byCard(annasCard, 1, true)
	w.mustRefuse(fault.Denied, err)
	if len(w.events) != 0 {
		t.Errorf("a card that is nobody's is journaled: %v", w.events)
	}
	if !w.bind("anna", annasCard) || w.bind("anna", annasCard) {
		t.Error("binding, and binding once more")
	}
	s, err := w.byCard(annasCard, 1, true)
	if err != nil || s.ID != "anna" || s.Desk != 1 || s.By != staff.ByCard {
		t.Fatalf("%+v, %v", s, err)
	}
	if e := w.events[1].GetSignedIn(); e.GetBy() != staff.ByCard || w.events[1].Clerk != "anna" {
		t.Errorf("journaled %v", w.events[1])
	}
	if at, _ := staff.At(w.state, 1); at != "anna" {
		t.Errorf("at desk 1: %q", at)
	}
	if s := w.mustSignIn("anna", 1, "246810"); s.By != "" || w.events[2].GetSignedIn().By != "" {
		t.Error("a PIN is taken for a card")
	}
}

// TestOneCardOneClerk: a colleague's card is refused, another card takes the place of the first.
func TestOneCardOneClerk(t *testing.T) {
	w := mustEntrance(t)
	w.bind("anna", annasCard)
	_, err := staff.Bind(w.state, "bert", annasCard)
	w.mustRefuse(fault.Taken, err)
	_, err = staff.Bind(w.state, "nobody", stolenCard)
	w.mustRefuse(fault.NotFound, err)
	w.bind("anna", [32]byte{4})
	if _, bound := staff.Holder(w.state, annasCard); bound {
		t.Error("the card before still signs in")
	}
	w.bind("bert", annasCard)
	if clerk, _ := staff.Holder(w.state, annasCard); clerk != "bert" {
		t.Errorf("now it is %q's", clerk)
	}
}

// TestWrongPINsOfACardCountAsTheClerks: whichever way somebody comes, the desk waits as long.
func TestWrongPINsOfACardCountAsTheClerks(t *testing.T) {
	w := mustEntrance(t)
	w.bind("anna", annasCard)
	for n := range 3 {
		var err error
		if n == 1 {
			_, err = w.signIn("anna", 1, "000000")
		} else {
			_, err = w.byCard(annasCard, 1, false)
		}
		w.mustRefuse(fault.Denied, err)
	}
	if e := w.events[1].GetSignInRefused(); e.GetReason() != "wrong card pin" {
		t.Errorf("journaled %v", w.events[1])
	}
	_, err := w.signIn("anna", 1, "246810")
	w.mustRefuse(fault.Denied, err)
	_, err = staff.BeginByCard(w.state, annasCard, 1, w.now) // the card is not even asked
	w.mustRefuse(fault.Denied, err)
	if !strings.Contains(fault.Sentence(err), "Wacht nog 10 seconden") {
		t.Errorf("says %q", fault.Sentence(err))
	}
	if _, err := w.byCard(annasCard, 2, true); err != nil {
		t.Errorf("at another desk: %v", err)
	}
	w.now = w.now.Add(10 * time.Second)
	if _, err := w.byCard(annasCard, 1, true); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// TestACardThatIsNoLongerBound: what changed while the card was asked for its PIN counts.
func TestACardThatIsNoLongerBound(t *testing.T) {
	for name, change := range map[string]func(*entrance){
		"another card": func(w *entrance) { w.bind("anna", stolenCard) },
		"gone": func(w *entrance) {
			r := roster()
			r.Clerks = r.Clerks[1:]
			staff.FoldRoster(w.state, r)
		},
		"another PIN": func(w *entrance) {
			r := roster()
			r.Clerks[0].Pin = bertsPIN
			staff.FoldRoster(w.state, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := mustEntrance(t)
			w.bind("anna", annasCard)
			a, err := staff.BeginByCard(w.state, annasCard, 1, w.now)
			if err != nil {
				t.Fatal(err)
			}
			change(w)
			e, err := a.Proved(annasCard).Decide(w.state, w.now)
			if w.mustRefuse(fault.Conflict, err); e != nil {
				t.Errorf("event %v", e)
			}
			staff.FoldRoster(w.state, roster()) // as it was: who came back binds again
			if clerk, bound := staff.Holder(w.state, annasCard); bound {
				t.Errorf("it is %q's again", clerk)
			}
			w.events = nil // a roster that changed is no event of this test
			staff.FoldRoster(w.state, &contract.Roster{})
		})
	}
}

// TestARosterThatSaysTheSame unbinds nobody.
func TestARosterThatSaysTheSame(t *testing.T) {
	w := mustEntrance(t)
	w.bind("anna", annasCard)
	again := roster()
	again.Version, again.Clerks[0].Name = 2, "Anna Maes-Claes"
	staff.FoldRoster(w.state, again)
	if clerk, bound := staff.Holder(w.state, annasCard); !bound || clerk != "anna" {
		t.Errorf("after the same roster: %q", clerk)
	}
}

// TestTheCardOfAnotherIsNoProof: what the card proved must be what it said it was.
func TestTheCardOfAnotherIsNoProof(t *testing.T) {
	w := mustEntrance(t)
	w.bind("anna", annasCard)
	a, err := staff.BeginByCard(w.state, annasCard, 1, w.now)
	if err != nil {
		t.Fatal(err)
	}
	e, err := a.Proved(stolenCard).Decide(w.state, w.now)
	if err != nil || staff.Refusal(e) == nil {
		t.Errorf("%v, %v", e, err)
	}
}
