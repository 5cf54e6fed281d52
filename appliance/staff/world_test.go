package staff_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// hashes are made once: each takes its time.
var (
	salt     = []byte("sixteen bytes of")
	annasPIN = pin.Hash("246810", salt)
	bertsPIN = pin.Hash("135791", salt)
)

// roster has Anna, a clerk and reception, and Bert, a lead.
func roster() *contract.Roster {
	return &contract.Roster{Version: 1, Clerks: []*contract.Clerk{
		{Id: "anna", Name: "Anna Maes", Roles: []string{"clerk", "reception"}, Pin: annasPIN, PinSalt: salt},
		{Id: "bert", Name: "Bert Claes", Roles: []string{"lead"}, Pin: bertsPIN, PinSalt: salt},
	}}
}

// entrance is a door without a journal: decisions are folded at once, as the node does, and kept.
type entrance struct {
	t      *testing.T
	state  *kv.Memory
	door   *staff.Door
	now    time.Time
	events []*contract.Event
}

func mustEntrance(t *testing.T) *entrance {
	t.Helper()
	e := &entrance{t: t, state: new(kv.Memory), door: staff.NewDoor(rand.NewChaCha8([32]byte{1}), 0), now: time.UnixMilli(1_795_683_600_000)}
	staff.FoldRoster(e.state, roster())
	t.Cleanup(e.checkRefold)
	return e
}

// fold stamps and folds an event.
func (w *entrance) fold(e *contract.Event) {
	w.t.Helper()
	e.AtMs = w.now.UnixMilli()
	w.events = append(w.events, e)
	if err := staff.Fold(w.state, e); err != nil {
		w.t.Fatal(err)
	}
}

// verify compares a PIN, which must get that far.
func (w *entrance) verify(clerk office.ClerkID, desk office.Desk, pin string) staff.Verdict {
	w.t.Helper()
	a, err := staff.Begin(w.state, clerk, desk, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	v, err := w.door.Verify(context.Background(), a, pin)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// signIn goes the whole way, and gives the session or what the person is told.
func (w *entrance) signIn(clerk office.ClerkID, desk office.Desk, pin string) (staff.Session, error) {
	w.t.Helper()
	a, err := staff.Begin(w.state, clerk, desk, w.now)
	if err != nil {
		return staff.Session{}, err
	}
	v, err := w.door.Verify(context.Background(), a, pin)
	if err != nil {
		return staff.Session{}, err
	}
	e, err := v.Decide(w.state, w.now)
	if err != nil {
		return staff.Session{}, err
	}
	w.fold(e)
	if err := staff.Refusal(e); err != nil {
		return staff.Session{}, err
	}
	return w.door.Open(w.state, v.Clerk(), desk, w.now)
}

// mustSignIn wants to be let in.
func (w *entrance) mustSignIn(clerk office.ClerkID, desk office.Desk, pin string) staff.Session {
	w.t.Helper()
	s, err := w.signIn(clerk, desk, pin)
	if err != nil {
		w.t.Fatalf("%s at desk %d: %v", clerk, desk, err)
	}
	return s
}

// mustRefuse wants a refusal, with words for a person.
func (w *entrance) mustRefuse(kind fault.Kind, err error) {
	w.t.Helper()
	if !fault.Is(err, kind) || fault.Sentence(err) == "" {
		w.t.Fatalf("got %v, want a fault: %s", err, kind)
	}
}

// checkRefold folds the first roster and all events again: with one roster, the state must come out the same.
func (w *entrance) checkRefold() {
	w.t.Helper()
	again := new(kv.Memory)
	for _, e := range w.events {
		if err := staff.Fold(again, e); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, roster := range []string{"s/c/", "s/r/", "s/o"} {
		for k, v := range w.state.Scan([]byte(roster), nil) {
			again.Put(k, v)
		}
	}
	if !again.Equal(w.state) {
		w.t.Fatal("the same events gave another state")
	}
}
