package staff_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestSessionsEndWhenNothingComes(t *testing.T) {
	w := mustEntrance(t)
	s := w.mustSignIn("anna", 1, "246810")
	for range 3 {
		w.now = w.now.Add(staff.DefaultIdle)
		if got, err := w.door.Find(s.Token, w.now); err != nil || got.ID != "anna" {
			t.Fatalf("session %v, %v", got, err)
		}
	}
	if _, err := w.door.Find(s.Token, w.now.Add(-24*time.Hour)); err != nil {
		t.Errorf("a clock set back ended it: %v", err)
	}
	_, err := w.door.Find(s.Token, w.now.Add(staff.DefaultIdle+time.Second))
	w.mustRefuse(fault.Denied, err)
	_, err = w.door.Find(s.Token, w.now)
	w.mustRefuse(fault.Denied, err)
	_, err = w.door.Find("", w.now)
	w.mustRefuse(fault.Denied, err)
}

func TestOneSessionPerDesk(t *testing.T) {
	w := mustEntrance(t)
	anna := w.mustSignIn("anna", 1, "246810")
	elsewhere := w.mustSignIn("anna", 2, "246810")
	nowhere := w.mustSignIn("anna", 0, "246810")
	bert := w.mustSignIn("bert", 1, "135791")
	w.mustSignIn("bert", 0, "135791")
	if _, err := w.door.Find(anna.Token, w.now); !fault.Is(err, fault.Denied) {
		t.Errorf("Anna is still at Bert's desk: %v", err)
	}
	for _, s := range []staff.Session{elsewhere, nowhere, bert} {
		if got, err := w.door.Find(s.Token, w.now); err != nil || got.ID != s.ID || got.Desk != s.Desk {
			t.Errorf("%s at desk %d: %v, %v", s.ID, s.Desk, got, err)
		}
	}
	if got, ok := w.door.End(bert.Token); !ok || got.ID != "bert" {
		t.Errorf("ended %v, %v", got, ok)
	}
	if _, ok := w.door.End(bert.Token); ok {
		t.Error("ended twice")
	}
}

func TestRefreshFollowsTheRoster(t *testing.T) {
	w := mustEntrance(t)
	anna, bert := w.mustSignIn("anna", 1, "246810"), w.mustSignIn("bert", 2, "135791")
	r := roster()
	r.Clerks[0].Roles = []string{"lead"}
	r.Clerks[1].Pin = annasPIN
	staff.FoldRoster(w.state, r)
	if ended := w.door.Refresh(w.state); len(ended) != 1 || ended[0].ID != "bert" {
		t.Errorf("ended %v", ended)
	}
	if s, err := w.door.Find(anna.Token, w.now); err != nil || !s.Has(staff.Lead) {
		t.Errorf("Anna, now a lead: %v, %v", s, err)
	}
	if _, err := w.door.Find(bert.Token, w.now); !fault.Is(err, fault.Denied) {
		t.Errorf("Bert, with a new PIN: %v", err)
	}
	r.Clerks = nil
	staff.FoldRoster(w.state, r)
	if ended := w.door.Refresh(w.state); len(ended) != 1 {
		t.Errorf("ended %v", ended)
	}
}

func TestOpenFails(t *testing.T) {
	w := mustEntrance(t)
	_, err := w.door.Open(w.state, "nobody", 1, w.now)
	w.mustRefuse(fault.NotFound, err)
	short := staff.NewDoor(bytes.NewReader(make([]byte, 31)), 0)
	_, err = short.Open(w.state, "anna", 1, w.now)
	w.mustRefuse(fault.Internal, err)
}

// TestDoorIsSafeForManyScreens is for the race detector.
func TestDoorIsSafeForManyScreens(t *testing.T) {
	w := mustEntrance(t)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for range 50 {
				s, err := w.door.Open(w.state, "anna", office.Desk(n%3), w.now)
				if err != nil {
					t.Error(err)
				}
				if _, err := w.door.Find(s.Token, w.now); err != nil && !fault.Is(err, fault.Denied) {
					t.Error(err)
				}
				w.door.Refresh(w.state)
				w.door.End(s.Token)
			}
		})
	}
	all.Wait()
}
