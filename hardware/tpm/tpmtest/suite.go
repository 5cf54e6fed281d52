// Package tpmtest is the suite that every chip must pass: the emulator, and the driver with a chip that others emulate.
package tpmtest

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/tpm"
)

// Bench is a machine with a chip in it.
type Bench interface {
	Sealer() tpm.Sealer
	Unplug()
	Plug() // the chip starts again, and is the same
}

// patience bounds one call.
const patience = 20 * time.Second

// Run runs the suite; open gives a machine with a chip of its own.
func Run(t *testing.T, open func(t *testing.T) Bench) {
	for name, test := range map[string]func(*testing.T, Bench){
		"RoundTrip": testRoundTrip, "Sizes": testSizes, "Damaged": testDamaged, "Gone": testGone, "Together": testTogether, "Closed": testClosed,
		"OtherChip": func(t *testing.T, b Bench) { testOtherChip(t, b, open(t)) },
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// Secret is a secret of n bytes.
func Secret(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i*7 + 3)
	}
	return out
}

// MustSeal seals a secret.
func MustSeal(t *testing.T, s tpm.Sealer, secret []byte) []byte {
	t.Helper()
	sealed, err := s.Seal(within(t), secret)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// mustFail wants one of these reasons, and that nothing was given.
func mustFail(t *testing.T, got []byte, err error, reasons ...device.Reason) {
	t.Helper()
	if err == nil || !device.Refused(err) || got != nil {
		t.Errorf("%d bytes came, and %v", len(got), err)
		return
	}
	for _, r := range reasons {
		if device.ReasonOf(err) == r {
			return
		}
	}
	t.Errorf("%v, want one of %v", err, reasons)
}

func testRoundTrip(t *testing.T, b Bench) {
	s, secret := b.Sealer(), Secret(32)
	if h := s.Health(within(t)); h.State != device.Ready || h.Model == "" {
		t.Errorf("%s %q (%s)", h, h.Model, h.Detail)
	}
	first, second := MustSeal(t, s, secret), MustSeal(t, s, secret)
	if bytes.Equal(first, second) || bytes.Contains(first, secret[:8]) {
		t.Error("what is sealed shows what it is")
	}
	b.Unplug()
	b.Plug()
	for _, sealed := range [][]byte{first, second, first} {
		if got, err := s.Unseal(within(t), sealed); err != nil || !bytes.Equal(got, secret) {
			t.Errorf("%x: %v", got, err)
		}
	}
}

func testSizes(t *testing.T, b Bench) {
	s := b.Sealer()
	for _, n := range []int{1, 16, 32, tpm.MaxSecret} {
		if got, err := s.Unseal(within(t), MustSeal(t, s, Secret(n))); err != nil || !bytes.Equal(got, Secret(n)) {
			t.Errorf("%d bytes: %x: %v", n, got, err)
		}
	}
	for _, n := range []int{0, tpm.MaxSecret + 1} {
		sealed, err := s.Seal(within(t), Secret(n))
		mustFail(t, sealed, err, device.Unspecified)
	}
}

// testDamaged: no byte of what was sealed can be another, and none be missing.
func testDamaged(t *testing.T, b Bench) {
	s := b.Sealer()
	sealed := MustSeal(t, s, Secret(32))
	for i := 0; i < len(sealed); i += 1 + len(sealed)/40 {
		bent := bytes.Clone(sealed)
		bent[i] ^= 1 << (i % 8)
		got, err := s.Unseal(within(t), bent)
		mustFail(t, got, err, tpm.Damaged, tpm.OtherChip)
	}
	for _, bad := range [][]byte{nil, {1}, sealed[:len(sealed)-1], append(bytes.Clone(sealed), 0), make([]byte, 5000)} {
		got, err := s.Unseal(within(t), bad)
		mustFail(t, got, err, tpm.Damaged)
	}
	if _, err := s.Unseal(within(t), sealed); err != nil {
		t.Error(err)
	}
}

// testOtherChip: a disk that was carried to another machine opens nothing there.
func testOtherChip(t *testing.T, b, other Bench) {
	got, err := other.Sealer().Unseal(within(t), MustSeal(t, b.Sealer(), Secret(32)))
	mustFail(t, got, err, tpm.OtherChip)
}

func testGone(t *testing.T, b Bench) {
	s := b.Sealer()
	sealed := MustSeal(t, s, Secret(32))
	b.Unplug()
	if h := s.Health(within(t)); h.State != device.Absent || !h.Has(device.OutOfReach) {
		t.Errorf("a chip that is gone is %s (%s)", h, h.Detail)
	}
	got, err := s.Unseal(within(t), sealed)
	mustFail(t, got, err, device.OutOfReach)
	got, err = s.Seal(within(t), Secret(32))
	mustFail(t, got, err, device.OutOfReach)
	b.Plug()
	if _, err := s.Unseal(within(t), sealed); err != nil {
		t.Error(err)
	}
}

func testTogether(t *testing.T, b Bench) {
	s := b.Sealer()
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			secret := Secret(20 + n)
			sealed, err := s.Seal(within(t), secret)
			if err == nil {
				var got []byte
				if got, err = s.Unseal(within(t), sealed); !bytes.Equal(got, secret) {
					t.Errorf("%x is not %x", got, secret)
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func testClosed(t *testing.T, b Bench) {
	s := b.Sealer()
	sealed := MustSeal(t, s, Secret(32))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := s.Unseal(ctx, sealed)
	mustFail(t, got, err, device.OutOfReach)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	got, err = s.Unseal(within(t), sealed)
	mustFail(t, got, err, device.OutOfReach)
	if h := s.Health(within(t)); h.State != device.Absent {
		t.Errorf("after the closing: %s", h)
	}
}
