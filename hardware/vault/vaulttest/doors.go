package vaulttest

import (
	"context"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

func (s Suite) everyDoor(t *testing.T, v vault.Vault, c Cabinet) {
	before := time.Now()
	r := mustRead(t, v)
	if r.At.Before(before) || r.At.After(time.Now()) {
		t.Errorf("a reading of %s, made between %s and %s", r.At, before, time.Now())
	}
	s.wantComplete(t, r)
	s.wantStates(t, v)
	for _, d := range s.Doors {
		c.Force(d)
		s.wantStates(t, v, d)
		c.Shut(d)
	}
}

// wantComplete: every door, once, by number.
func (s Suite) wantComplete(t *testing.T, r vault.Reading) {
	t.Helper()
	if len(r.Doors) != len(s.Doors) {
		t.Fatalf("%d doors are read, want %d", len(r.Doors), len(s.Doors))
	}
	for i, d := range s.Doors {
		if r.Doors[i].Door != d {
			t.Errorf("door %d stands at the place of door %d", r.Doors[i].Door, d)
		}
	}
}

func (s Suite) wantUnknown(t *testing.T, r vault.Reading) {
	t.Helper()
	s.wantComplete(t, r)
	for _, d := range r.Doors {
		if d.State != vault.Unknown {
			t.Errorf("door %d is %s", d.Door, d.State)
		}
	}
}

func (s Suite) readOnly(t *testing.T, v vault.Vault, c Cabinet) {
	c.Force(s.Doors[1])
	for range 5 {
		s.wantStates(t, v, s.Doors[1])
		v.Health(context.Background())
	}
	s.wantPulses(t, c)
}

func (s Suite) health(t *testing.T, v vault.Vault, c Cabinet) {
	if h := v.Health(context.Background()); h.State != device.Ready || len(h.Reasons) != 0 {
		t.Errorf("all doors shut: %s: %s", h, h.Detail)
	}
	c.Force(s.Doors[0])
	if h := v.Health(context.Background()); h.State != device.Attention || !h.Has(device.DoorOpen) {
		t.Errorf("a door open: %s: %s", h, h.Detail)
	}
}

// forced: what a Monitor concludes from one reading to the next, from the first on.
func (s Suite) forced(t *testing.T, v vault.Vault, c Cabinet) {
	m := vault.NewMonitor(vault.Limits{OpenWithin: soon, CloseWithin: soon}, s.Doors...)
	step := func(want ...vault.Kind) {
		t.Helper()
		r, err := v.Doors(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		found := m.Read(r)
		if len(found) != len(want) {
			t.Fatalf("%v, want %v", found, want)
		}
		for i, f := range found {
			if f.Kind != want[i] || f.Door != s.Doors[1] {
				t.Errorf("%+v, want %s", f, want[i])
			}
		}
	}
	step()
	step()
	c.Force(s.Doors[1])
	step(vault.Forced)
	step()
	c.Shut(s.Doors[1])
	step(vault.Shut)
	m.Ordered(s.Doors[1], "hand-out", time.Now())
	mustOpen(t, v, s.Doors[1])
	step(vault.Opened)
}
