package vaulttest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

func (s Suite) oneDoor(t *testing.T, v vault.Vault, c Cabinet) {
	mustOpen(t, v, s.Doors[0])
	s.wantPulses(t, c, 1)
	s.wantStates(t, v, s.Doors[0])
	mustOpen(t, v, s.Doors[2])
	s.wantPulses(t, c, 1, 0, 1)
	s.wantStates(t, v, s.Doors[0], s.Doors[2])
	c.Shut(s.Doors[0])
	s.wantStates(t, v, s.Doors[2])
	mustOpen(t, v, s.Doors[0])
	s.wantPulses(t, c, 2, 0, 1)
}

func (s Suite) again(t *testing.T, v vault.Vault, c Cabinet) {
	mustOpen(t, v, s.Doors[0])
	mustOpen(t, v, s.Doors[0])
	s.wantPulses(t, c, 2)
	s.wantStates(t, v, s.Doors[0])
}

func (s Suite) noDoor(t *testing.T, v vault.Vault, c Cabinet) {
	for _, d := range []vault.Door{0, s.Doors[len(s.Doors)-1] + 1, 1<<16 - 1} {
		err := order(v, d)
		wantError(t, err, device.NotDone)
		if !errors.Is(err, vault.ErrNoDoor) {
			t.Errorf("door %d: %v", d, err)
		}
	}
	s.wantPulses(t, c)
}

func (s Suite) late(t *testing.T, v vault.Vault, c Cabinet) {
	for _, ago := range []time.Duration{0, time.Nanosecond, time.Hour} {
		err := v.Open(context.Background(), vault.Order{Door: s.Doors[0], Deadline: time.Now().Add(-ago)})
		wantError(t, err, device.NotDone)
		if !errors.Is(err, vault.ErrLate) {
			t.Errorf("%s late: %v", ago, err)
		}
	}
	wantError(t, v.Open(context.Background(), vault.Order{Door: s.Doors[0]}), device.NotDone)
	s.wantPulses(t, c)
}

func (s Suite) inTime(t *testing.T, v vault.Vault, c Cabinet) {
	if err := v.Open(context.Background(), vault.Order{Door: s.Doors[0], Deadline: time.Now().Add(time.Second)}); err != nil {
		t.Error(err)
	}
	s.wantPulses(t, c, 1)
}

func (s Suite) givenUp(t *testing.T, v vault.Vault, c Cabinet) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := v.Open(ctx, vault.Order{Door: s.Doors[0], Deadline: time.Now().Add(soon)})
	wantError(t, err, device.NotDone)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.wantPulses(t, c)
	mustOpen(t, v, s.Doors[0])
}

// manyAtOnce: each order is done once, and readings and questions in between neither fail nor harm.
func (s Suite) manyAtOnce(t *testing.T, v vault.Vault, c Cabinet) {
	var all sync.WaitGroup
	for _, d := range s.Doors {
		all.Go(func() {
			if err := order(v, d); err != nil {
				t.Errorf("door %d: %v", d, err)
			}
		})
		all.Go(func() {
			if r, err := v.Doors(context.Background()); err != nil || len(r.Doors) != len(s.Doors) {
				t.Errorf("%v, %v", r, err)
			}
		})
		all.Go(func() {
			if h := v.Health(context.Background()); !h.State.Usable() {
				t.Errorf("%s: %s", h, h.Detail)
			}
		})
	}
	all.Wait()
	s.wantStates(t, v, s.Doors...)
	for _, d := range s.Doors {
		if n := c.Pulses(d); n != 1 {
			t.Errorf("lock %d was pulsed %d times", d, n)
		}
	}
}

func (s Suite) closed(t *testing.T, v vault.Vault, c Cabinet) {
	mustOpen(t, v, s.Doors[0])
	for range 2 {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
	err := order(v, s.Doors[1])
	wantError(t, err, device.NotDone)
	if !errors.Is(err, vault.ErrClosed) {
		t.Error(err)
	}
	r, err := v.Doors(context.Background())
	wantError(t, err, device.NotDone)
	s.wantUnknown(t, r)
	if h := v.Health(context.Background()); h.State.Usable() {
		t.Errorf("a closed vault is %s", h)
	}
	s.wantPulses(t, c, 1)
}
