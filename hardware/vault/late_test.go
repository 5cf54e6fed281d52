package vault_test

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

// wire is what a driver sees of its end, with something to do before and after.
type wire struct {
	io.ReadWriteCloser
	write  func(n int, b []byte) // before the nth write
	read   func()                // before a read is handed on
	mu     sync.Mutex
	writes int
	calls  []string // of what only some connections can do
}

func (w *wire) Write(b []byte) (int, error) {
	w.mu.Lock()
	w.writes++
	n := w.writes
	w.mu.Unlock()
	if w.write != nil {
		w.write(n, b)
	}
	return w.ReadWriteCloser.Write(b)
}

func (w *wire) Read(b []byte) (int, error) {
	n, err := w.ReadWriteCloser.Read(b)
	if w.read != nil {
		w.read()
	}
	return n, err
}

func (w *wire) call(name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, name)
	return nil
}

func (w *wire) SetLinger(seconds int) error {
	if seconds != 0 {
		return errors.New("it lingers")
	}
	return w.call("linger")
}

func (w *wire) ResetOutputBuffer() error { return w.call("flush") }
func (w *wire) Close() error             { _ = w.call("close"); return w.ReadWriteCloser.Close() }

// wantLate: the order was not done, for the reason that its time is over.
func wantLate(t *testing.T, err error) {
	t.Helper()
	if !device.Refused(err) || !errors.Is(err, vault.ErrLate) {
		t.Errorf("%v, want an order that is too late and not done", err)
	}
}

// TestOrdersAreNeverLate: wherever the time is lost, no lock is pulsed after the deadline.
func TestOrdersAreNeverLate(t *testing.T) {
	for name, play := range map[string]func(*testing.T, *bench){
		"the clock has moved on when the bytes should leave": clockMovesOn,
		"the way there takes longer than what is left":       longWay,
		"the line is at something else":                      lineInUse,
		"nobody takes the connection":                        noConnection,
		"nobody takes the bytes":                             noTaker,
	} {
		t.Run(name, func(t *testing.T) { bubble(t, vault.ByBoard, play) })
	}
}

// within gives an order with this much time.
func within(v vault.Vault, d vault.Door, left time.Duration) error {
	return v.Open(context.Background(), vault.Order{Door: d, Deadline: time.Now().Add(left)})
}

func clockMovesOn(t *testing.T, b *bench) {
	var moved time.Duration
	v := b.cabinet(t, func(c *vault.Config) { c.Now = func() time.Time { return time.Now().Add(moved) } })
	b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
		return &wire{ReadWriteCloser: conn, write: func(n int, _ []byte) { moved = time.Hour }}
	}
	wantLate(t, within(v, 1, time.Minute))
	if b.Pulses(1) != 0 {
		t.Error("the lock was pulsed")
	}
}

func longWay(t *testing.T, b *bench) {
	v := b.cabinet(t, func(c *vault.Config) { c.Line.Patience = 10 * time.Second })
	b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
		return &wire{ReadWriteCloser: conn, read: func() { <-time.After(3 * time.Second) }}
	}
	wantLate(t, within(v, 1, 11*time.Second)) // two readings of three seconds leave five: not enough for the same again
	if b.Pulses(1) != 0 {
		t.Error("the lock was pulsed")
	}
	if err := within(v, 1, 13*time.Second); err != nil {
		t.Error(err)
	}
}

func lineInUse(t *testing.T, b *bench) {
	v := b.cabinet(t, func(c *vault.Config) { c.Line.Patience = 10 * time.Second })
	b.Break(vault.SlowAnswer)
	var other sync.WaitGroup
	other.Go(func() { _ = within(v, 1, time.Minute) })
	synctest.Wait()
	wantLate(t, within(v, 2, vault.Slowness/2))
	other.Wait()
	if b.Pulses(1) != 1 || b.Pulses(2) != 0 {
		t.Errorf("pulses %d and %d", b.Pulses(1), b.Pulses(2))
	}
}

func noConnection(t *testing.T, b *bench) {
	v := b.cabinet(t, func(c *vault.Config) {
		c.Line.Patience = time.Hour
		c.Line.Connect = func(ctx context.Context) (io.ReadWriteCloser, error) { <-ctx.Done(); return nil, ctx.Err() }
	})
	began := time.Now()
	if err := within(v, 1, 2*time.Second); !device.Refused(err) || time.Since(began) != 2*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}

func noTaker(t *testing.T, b *bench) {
	v := b.cabinet(t, func(c *vault.Config) { c.Line.Patience = time.Hour })
	b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
		stuck, nobody := net.Pipe()
		t.Cleanup(func() { nobody.Close() })
		return &stalling{ReadWriteCloser: conn, stuck: stuck, takes: 2}
	}
	began := time.Now()
	if err := within(v, 1, 2*time.Second); !device.Refused(err) || time.Since(began) != 2*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	if b.Pulses(1) != 0 {
		t.Error("the lock was pulsed")
	}
}

// stalling is a connection that takes some writes, and then none.
type stalling struct {
	io.ReadWriteCloser
	stuck io.WriteCloser
	takes int
}

func (s *stalling) Write(b []byte) (int, error) {
	if s.takes--; s.takes < 0 {
		return s.stuck.Write(b)
	}
	return s.ReadWriteCloser.Write(b)
}

func (s *stalling) Close() error { return errors.Join(s.stuck.Close(), s.ReadWriteCloser.Close()) }

// TestNoAnswerByTheDeadline: the order may have been done; the connection is cut then and keeps nothing back to send.
func TestNoAnswerByTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, vault.ModbusTCP, modbusBoards(vault.ByBoard))
		var w *wire
		b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser { w = &wire{ReadWriteCloser: conn}; return w }
		v := b.cabinet(t, func(c *vault.Config) { c.Line.Patience = time.Hour })
		b.Break(vault.SlowAnswer)
		began := time.Now()
		err := v.Open(context.Background(), vault.Order{Door: 1, Deadline: began.Add(2 * time.Second)})
		if err == nil || device.Refused(err) || !errors.Is(err, vault.ErrLate) || time.Since(began) != 2*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		if want := []string{"linger", "flush", "close"}; !slices.Equal(w.calls, want) {
			t.Errorf("the connection was asked %v, want %v", w.calls, want)
		}
		if b.Pulses(1) != 1 {
			t.Errorf("%d pulses", b.Pulses(1))
		}
	})
}
