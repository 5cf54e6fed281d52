package tpm_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/tpm"
	"github.com/buurtloket/buurtloket/hardware/tpm/tpmtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench has an emulated chip.
type bench struct{ *tpm.Emulator }

func (b bench) Sealer() tpm.Sealer { return b.Emulator }
func (b bench) Unplug()            { b.Break(device.OutOfReach) }
func (b bench) Plug()              { b.Break("") }

func mustChip(t *testing.T) *tpm.Emulator {
	t.Helper()
	e, err := tpm.NewEmulator(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestEmulator: the emulator keeps the treaty.
func TestEmulator(t *testing.T) {
	tpmtest.Run(t, func(t *testing.T) tpmtest.Bench { return bench{mustChip(t)} })
}

// TestEmulatedFaults: each fault has its state and its reason, and goes by.
func TestEmulatedFaults(t *testing.T) {
	e := mustChip(t)
	sealed := tpmtest.MustSeal(t, e, tpmtest.Secret(32))
	for why, want := range map[device.Reason]device.State{tpm.LockedOut: device.Stopped, tpm.Failing: device.Stopped, device.NotAllowed: device.Absent} {
		e.Break(why)
		if h := e.Health(t.Context()); h.State != want || !h.Has(why) {
			t.Errorf("%s: %s", why, h)
		}
		if _, err := e.Unseal(t.Context(), sealed); device.ReasonOf(err) != why {
			t.Errorf("%s: %v", why, err)
		}
	}
	e.Break("")
	if _, err := e.Unseal(t.Context(), sealed); err != nil {
		t.Error(err)
	}
	if err := e.Clear(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Unseal(t.Context(), sealed); device.ReasonOf(err) != tpm.OtherChip {
		t.Errorf("after it was cleared: %v", err)
	}
}

// TestWhatAChipSays: the codes of a chip that refuses, as the reasons that they are. The line is a pipe; at its other end
// something answers every command with one code.
func TestWhatAChipSays(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer []byte
		reason device.Reason
		state  device.State
	}{
		{"locked out", answer(0x921), tpm.LockedOut, device.Stopped},
		{"broken", answer(0x101), tpm.Failing, device.Stopped},
		{"owner has a password", answer(0x9a2), device.NotAllowed, device.Absent},
		{"something else", answer(0x084), device.Unspecified, device.Unknown},
		{"no answer", nil, device.OutOfReach, device.Absent},
		{"half an answer", answer(0x921)[:7], device.OutOfReach, device.Absent},
		{"too long an answer", []byte{0x80, 1, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, device.OutOfReach, device.Absent},
		{"too short an answer", []byte{0x80, 1, 0, 0, 0, 2, 0, 0, 0, 0}, device.OutOfReach, device.Absent},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := tpm.New(func(context.Context) (io.ReadWriteCloser, error) {
				ours, theirs := net.Pipe()
				go func() {
					defer theirs.Close()
					command := make([]byte, 4096)
					if _, err := theirs.Read(command); err == nil {
						_, _ = theirs.Write(row.answer) // ours may have hung up
					}
				}()
				return ours, nil
			})
			defer c.Close()
			if sealed, err := c.Seal(t.Context(), tpmtest.Secret(32)); device.ReasonOf(err) != row.reason || !device.Refused(err) || sealed != nil {
				t.Errorf("%v, want %s", err, row.reason)
			}
			if h := c.Health(t.Context()); h.State != row.state {
				t.Errorf("%s, want %s", h, row.state)
			}
		})
	}
}

// answer is an answer without anything but its code.
func answer(code uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte{0x80, 0x01, 0, 0, 0, 10}, code)
}

// TestASilentChip: who waits for it gives up when told to, and Close does not wait for it either.
func TestASilentChip(t *testing.T) {
	asked := make(chan struct{}, 1)
	c := tpm.New(func(context.Context) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() { _, _ = io.Copy(tell(asked), theirs) }()
		return ours, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := c.Seal(ctx, tpmtest.Secret(32)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	done := make(chan error, 1)
	go func() { _, err := c.Seal(t.Context(), tpmtest.Secret(32)); done <- err }()
	<-asked
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; device.ReasonOf(err) != device.OutOfReach {
		t.Error(err)
	}
}

// tell tells of everything that is written.
type tell chan struct{}

func (w tell) Write(p []byte) (int, error) { w <- struct{}{}; return len(p), nil }

// TestNoChip: a machine without one, and a path that is none.
func TestNoChip(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{filepath.Join(t.TempDir(), "tpmrm0"), file, "unix:" + file, "tcp:127.0.0.1:1"} {
		c := tpm.New(tpm.Open(address))
		if h := c.Health(t.Context()); h.State != device.Absent || !h.Has(device.OutOfReach) {
			t.Errorf("%s: %s (%s)", address, h, h.Detail)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// FuzzSealed: no bytes make a chip panic, or open to anything.
func FuzzSealed(f *testing.F) {
	e, err := tpm.NewEmulator(bytes.NewReader(make([]byte, 64)))
	if err != nil {
		f.Fatal(err)
	}
	sealed, err := e.Seal(f.Context(), []byte("secret"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte("BLTPM\x01\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if got, err := e.Unseal(context.Background(), in); err == nil && !bytes.Equal(in, sealed) {
			t.Errorf("%x opens to %x", in, got)
		}
	})
}
