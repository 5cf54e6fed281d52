package vaulttest

import (
	"context"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

// broken is the play of one fault: what it does, and that all is well when it is mended, over the same vault.
func (s Suite) broken(f vault.Fault) func(*testing.T, vault.Vault, Cabinet) {
	plays := map[vault.Fault]func(*testing.T, vault.Vault, Cabinet){
		vault.PowerLost:  s.blind(f),
		vault.LineCut:    s.blind(f),
		vault.WrongUnit:  s.blind(f),
		vault.Refusing:   s.blind(f),
		vault.StuckShut:  s.stuck,
		vault.LostBefore: s.lost(f, 0),
		vault.LostAfter:  s.lost(f, 1),
		vault.SlowAnswer: s.slow,
		vault.Bouncing:   s.bouncing,
	}
	return plays[f]
}

// blind: nothing can be known and nothing is done.
func (s Suite) blind(f vault.Fault) func(*testing.T, vault.Vault, Cabinet) {
	return func(t *testing.T, v vault.Vault, c Cabinet) {
		s.wantStates(t, v)
		c.Break(f)
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		r, err := v.Doors(ctx)
		wantError(t, err, device.NotDone)
		s.wantUnknown(t, r)
		if device.ReasonOf(err) == device.Unspecified {
			t.Errorf("%v gives no reason", err)
		}
		wantError(t, v.Open(ctx, vault.Order{Door: s.Doors[0], Deadline: time.Now().Add(soon)}), device.NotDone)
		if h := v.Health(ctx); h.State.Usable() || len(h.Reasons) == 0 || h.Detail == "" {
			t.Errorf("health is %s: %q", h, h.Detail)
		}
		c.Mend(f)
		s.wantPulses(t, c)
		s.wantStates(t, v)
		mustOpen(t, v, s.Doors[0])
		s.wantPulses(t, c, 1)
	}
}

func (s Suite) stuck(t *testing.T, v vault.Vault, c Cabinet) {
	c.Break(vault.StuckShut, s.Doors[0])
	mustOpen(t, v, s.Doors[0])
	mustOpen(t, v, s.Doors[1])
	s.wantPulses(t, c, 1, 1)
	s.wantStates(t, v, s.Doors[1])
	c.Mend(vault.StuckShut)
	s.wantStates(t, v, s.Doors[1])
	mustOpen(t, v, s.Doors[0])
	s.wantStates(t, v, s.Doors[0], s.Doors[1])
}

// lost: it is not known whether it happened, and it is never tried again.
func (s Suite) lost(f vault.Fault, pulses int) func(*testing.T, vault.Vault, Cabinet) {
	return func(t *testing.T, v vault.Vault, c Cabinet) {
		c.Break(f)
		if err := order(v, s.Doors[0]); err != nil || pulses == 0 || !s.ByDoor {
			wantError(t, err, device.Uncertain)
		}
		s.wantPulses(t, c, pulses)
		c.Mend(f)
		s.wantStates(t, v, s.Doors[:pulses]...)
		mustOpen(t, v, s.Doors[1])
		s.wantPulses(t, c, pulses, 1)
	}
}

// slow: whoever does not wait does not know.
func (s Suite) slow(t *testing.T, v vault.Vault, c Cabinet) {
	c.Break(vault.SlowAnswer)
	ctx, cancel := context.WithTimeout(context.Background(), vault.Slowness/2)
	defer cancel()
	err := v.Open(ctx, vault.Order{Door: s.Doors[0], Deadline: time.Now().Add(soon)})
	if err != nil || !s.ByDoor {
		wantError(t, err, device.Uncertain)
	}
	s.wantPulses(t, c, 1)
	c.Mend(vault.SlowAnswer)
	s.wantStates(t, v, s.Doors[0])
	mustOpen(t, v, s.Doors[1])
	s.wantPulses(t, c, 1, 1)
}

// bouncing: a Monitor that gives contacts time to settle finds one opening and one shutting.
func (s Suite) bouncing(t *testing.T, v vault.Vault, c Cabinet) {
	c.Break(vault.Bouncing)
	m := vault.NewMonitor(vault.Limits{OpenWithin: soon, CloseWithin: time.Hour, Settle: 20 * time.Second}, s.Doors...)
	at, opened, shut, moves, stood := time.Now(), 0, 0, 0, vault.Closed
	look := func() {
		r, err := v.Doors(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if stands := r.State(s.Doors[0]); stands != stood {
			moves, stood = moves+1, stands
		}
		at = at.Add(10 * time.Second)
		r.At = at
		for _, f := range m.Read(r) {
			switch f.Kind {
			case vault.Opened:
				opened++
			case vault.Shut:
				shut++
			default:
				t.Errorf("%+v", f)
			}
		}
	}
	look()
	m.Ordered(s.Doors[0], "hand-out", at)
	mustOpen(t, v, s.Doors[0])
	for range 6 {
		look()
	}
	c.Shut(s.Doors[0])
	for range 6 {
		look()
	}
	if opened != 1 || shut != 1 || moves <= 2 {
		t.Errorf("%d openings and %d shuttings, of %d moves of the contact", opened, shut, moves)
	}
}
