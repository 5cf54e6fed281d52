// Package vaulttest is the treaty of vault.Vault as tests, for every vault there is: the emulator, the driver before
// emulated boards, and the driver before boards of others.
package vaulttest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

// Cabinet is what stands behind a vault under test: its doors, its locks and its faults. vault.Emulator is one.
type Cabinet interface {
	Shut(vault.Door)
	Force(vault.Door)
	Pulses(vault.Door) int
	Lit(vault.Door) bool // whether the lamp burns; a door without one is never lit
	Break(vault.Fault, ...vault.Door)
	Mend(vault.Fault)
}

// Stage sets up a new vault with its cabinet, all doors shut and nothing broken, plays, and takes it down again. A stage may
// put the play in a bubble of testing/synctest: plays take their time from the time package.
type Stage func(t *testing.T, play func(*testing.T, vault.Vault, Cabinet))

// Suite is one kind of vault.
type Suite struct {
	Doors  []vault.Door // at least three, by number
	Faults []vault.Fault
	Lamps  []vault.Door // those of the doors that have a lamp
	Stage  Stage
	// ByDoor says that the vault finds out by the door whether an order was done whose answer was lost.
	ByDoor bool
}

// soon is a deadline that is far enough for any vault.
const soon = time.Minute

// Run runs the suite, but for what needs a fault that the cabinet cannot have.
func (s Suite) Run(t *testing.T) {
	plays := map[string]func(*testing.T, vault.Vault, Cabinet){
		"every door is read":              s.everyDoor,
		"an order opens one door":         s.oneDoor,
		"an open door is pulsed again":    s.again,
		"no such door":                    s.noDoor,
		"an order is never late":          s.late,
		"an order is given up":            s.givenUp,
		"many at once":                    s.manyAtOnce,
		"closed for good":                 s.closed,
		"a forced door is seen":           s.forced,
		"health tells how it is":          s.health,
		"a reading changes nothing":       s.readOnly,
		"an order within a second's time": s.inTime,
		"lamps are set as a whole":        s.lamps,
	}
	for name, play := range plays {
		t.Run(name, func(t *testing.T) { s.Stage(t, play) })
	}
	for _, f := range s.Faults {
		t.Run(f.String(), func(t *testing.T) { s.Stage(t, s.broken(f)) })
	}
}

// order opens a door with a deadline that is far enough.
func order(v vault.Vault, d vault.Door) error {
	return v.Open(context.Background(), vault.Order{Door: d, Deadline: time.Now().Add(soon)})
}

func mustOpen(t *testing.T, v vault.Vault, d vault.Door) {
	t.Helper()
	if err := order(v, d); err != nil {
		t.Fatalf("door %d: %v", d, err)
	}
}

func mustRead(t *testing.T, v vault.Vault) vault.Reading {
	t.Helper()
	r, err := v.Doors(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wantStates reads the doors: those named stand open, the others are shut.
func (s Suite) wantStates(t *testing.T, v vault.Vault, open ...vault.Door) {
	t.Helper()
	r := mustRead(t, v)
	want := map[vault.Door]vault.State{}
	for _, d := range open {
		want[d] = vault.Open
	}
	for _, d := range s.Doors {
		if want[d] == vault.Unknown {
			want[d] = vault.Closed
		}
		if got := r.State(d); got != want[d] {
			t.Errorf("door %d is %s, want %s", d, got, want[d])
		}
	}
}

// wantPulses says how often the first doors' locks were pulsed; the others were not.
func (s Suite) wantPulses(t *testing.T, c Cabinet, want ...int) {
	t.Helper()
	for i, d := range s.Doors {
		n := 0
		if i < len(want) {
			n = want[i]
		}
		if got := c.Pulses(d); got != n {
			t.Errorf("lock %d was pulsed %d times, want %d", d, got, n)
		}
	}
}

// wantError says what is known of an order that failed.
func wantError(t *testing.T, err error, want device.Outcome) {
	t.Helper()
	var e *device.Error
	switch {
	case !errors.As(err, &e):
		t.Errorf("%v is no error of a device", err)
	case e.Outcome != want:
		t.Errorf("%v: outcome %d, want %d", err, e.Outcome, want)
	case e.Op != "vault.Open" && e.Op != "vault.Doors" && e.Op != "vault.Light":
		t.Errorf("%v names the act %q", err, e.Op)
	}
}
