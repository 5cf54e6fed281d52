package vaulttest

import (
	"context"
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/vault"
)

// lamps: those that are named burn and no others, again and again; a door without one, or that there is not, is passed over;
// and no lock is pulsed by it.
func (s Suite) lamps(t *testing.T, v vault.Vault, c Cabinet) {
	none := vault.Door(60000)
	for _, want := range [][]vault.Door{{s.Doors[0]}, {s.Doors[0]}, {s.Doors[1], s.Doors[2], none}, s.Doors, nil, {s.Doors[len(s.Doors)-1]}, nil} {
		if err := v.Light(context.Background(), want...); err != nil {
			t.Fatalf("%v: %v", want, err)
		}
		for _, d := range s.Doors {
			if lit := slices.Contains(want, d) && slices.Contains(s.Lamps, d); c.Lit(d) != lit {
				t.Errorf("of %v the lamp of door %d burns: %v", want, d, !lit)
			}
		}
	}
	s.wantPulses(t, c)
	s.wantStates(t, v)
	if err := v.Light(context.Background(), s.Doors[1]); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, v, s.Doors[0])
	if c.Lit(s.Doors[1]) != slices.Contains(s.Lamps, s.Doors[1]) {
		t.Error("an order changed a lamp")
	}
	s.wantPulses(t, c, 1)
}
