package vault_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// open gives an order with a deadline that is far enough.
func open(v vault.Vault, d vault.Door) error {
	return v.Open(context.Background(), vault.Order{Door: d, Deadline: time.Now().Add(time.Minute)})
}

// bubble runs a test on a bench of Modbus over TCP.
func bubble(t *testing.T, r vault.Release, f func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(t, newBench(t, vault.ModbusTCP, modbusBoards(r))) })
}

// TestRefusedConnection: nothing has left, so nothing has happened.
func TestRefusedConnection(t *testing.T) {
	bubble(t, vault.ByMaster, func(t *testing.T, b *bench) {
		v := b.cabinet(t, func(c *vault.Config) {
			c.Line.Connect = func(context.Context) (io.ReadWriteCloser, error) { return nil, errors.New("connection refused") }
		})
		err := open(v, 1)
		if !device.Refused(err) || device.ReasonOf(err) != device.OutOfReach {
			t.Errorf("%v: %s", err, device.ReasonOf(err))
		}
		if h := v.Health(context.Background()); h.State != device.Absent || !strings.Contains(h.Detail, "connection refused") {
			t.Errorf("%s: %s", h, h.Detail)
		}
	})
}

// TestStaleConnection: one that ended while nobody used it costs a reading nothing, and never an order.
func TestStaleConnection(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t)
		for i, act := range []func() error{
			func() error { _, err := v.Doors(context.Background()); return err },
			func() error { return open(v, 1) },
			func() error { return open(v, 6) },
		} {
			if b.last != nil {
				b.last.Close()
			}
			if err := act(); err != nil {
				t.Errorf("act %d: %v", i, err)
			}
			if b.lines != i+1 {
				t.Errorf("%d connections after act %d", b.lines, i)
			}
		}
		if b.Pulses(1) != 1 || b.Pulses(6) != 1 {
			t.Errorf("pulses %d and %d", b.Pulses(1), b.Pulses(6))
		}
	})
}

// TestOneAtATime: no request leaves before the answer to the one before has come.
func TestOneAtATime(t *testing.T) {
	bubble(t, vault.ByMaster, func(t *testing.T, b *bench) {
		var mu sync.Mutex
		waiting := 0
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			if waiting += by; waiting < 0 || waiting > 1 {
				t.Errorf("%d requests are on their way", waiting)
			}
		}
		b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
			return &wire{ReadWriteCloser: conn, write: func(int, []byte) { count(1) }, read: func() {
				if t.Context().Err() == nil {
					count(-1)
				}
			}}
		}
		v := b.cabinet(t)
		var all sync.WaitGroup
		for _, d := range doors {
			all.Go(func() { _ = open(v, d) })
			all.Go(func() { _, _ = v.Doors(context.Background()) })
		}
		all.Wait()
	})
}

// TestBoardOutOfReach: a dead board takes its own doors away and nothing else.
func TestBoardOutOfReach(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t)
		b.boards = b.boards[:1]
		r, err := v.Doors(context.Background())
		if !device.Refused(err) || device.ReasonOf(err) != device.OutOfReach {
			t.Error(err)
		}
		for _, s := range r.Doors {
			if want := map[bool]vault.State{true: vault.Closed, false: vault.Unknown}[s.Door <= 5]; s.State != want {
				t.Errorf("door %d is %s, want %s", s.Door, s.State, want)
			}
		}
		if h := v.Health(context.Background()); h.State != device.Attention || !h.Has(device.OutOfReach) || !strings.Contains(h.Detail, "board 7") {
			t.Errorf("%s: %s", h, h.Detail)
		}
		if err := open(v, 1); err != nil {
			t.Error(err)
		}
		if err := open(v, 6); !device.Refused(err) {
			t.Error(err)
		}
	})
}

// TestCoilLeftOn: a program that ended in the middle of a pulse left a lock open; the next one lets it go before anything.
func TestCoilLeftOn(t *testing.T) {
	bubble(t, vault.ByMaster, func(t *testing.T, b *bench) {
		ended := b.cabinet(t, func(c *vault.Config) { c.Boards = modbusBoards(vault.ByBoard) }) // it never lets go
		for _, d := range []vault.Door{1, 2, 4, 7} {
			if err := open(ended, d); err != nil || !b.Held(d) {
				t.Fatalf("door %d: %v, held %v", d, err, b.Held(d))
			}
		}
		v := b.cabinet(t)
		if _, err := v.Doors(context.Background()); err != nil {
			t.Error(err)
		}
		began := time.Now()
		if err := open(v, 3); err != nil || time.Since(began) != 300*time.Millisecond {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		for _, d := range doors {
			if b.Held(d) {
				t.Errorf("lock %d is held", d)
			}
		}
	})
}

// TestGivenUpInThePulse: whoever gives up, and whoever closes, leaves no lock on.
func TestGivenUpInThePulse(t *testing.T) {
	bubble(t, vault.ByMaster, func(t *testing.T, b *bench) {
		v := b.cabinet(t)
		for d, end := range []func(context.CancelFunc){1: func(c context.CancelFunc) { c() }, 6: func(context.CancelFunc) { _ = v.Close() }} {
			if end == nil {
				continue
			}
			d := vault.Door(d)
			ctx, cancel := context.WithCancel(context.Background())
			var order sync.WaitGroup
			order.Go(func() {
				if err := v.Open(ctx, vault.Order{Door: d, Deadline: time.Now().Add(time.Minute)}); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
			if !b.Held(d) {
				t.Errorf("lock %d is not on", d)
			}
			end(cancel)
			order.Wait()
			cancel()
			if b.Held(d) {
				t.Errorf("lock %d is left on", d)
			}
		}
	})
}

// TestLockNotLetGo: a board that does not switch off a coil is found out, and asked again.
func TestLockNotLetGo(t *testing.T) {
	bubble(t, vault.ByMaster, func(t *testing.T, b *bench) {
		refuses := true
		v := b.cabinet(t, func(c *vault.Config) {
			c.Line.Connect = scripted(func(f modbus.Frame, q modbus.Request) modbus.Frame {
				if refuses && (q.Function == modbus.WriteCoils || q.Function == modbus.WriteCoil && !q.Values[0]) {
					f.Body = q.AppendRefusal(nil, modbus.BoardFailure)
				}
				return f
			})
		})
		if err := open(v, 1); err != nil {
			t.Error(err)
		}
		if h := v.Health(context.Background()); h.State != device.Attention || !h.Has(device.Unspecified) || !strings.Contains(h.Detail, "may hold a lock open") {
			t.Errorf("%s: %s", h, h.Detail)
		}
		refuses = false
		if h := v.Health(context.Background()); strings.Contains(h.Detail, "may hold a lock open") {
			t.Errorf("%s: %s", h, h.Detail)
		}
	})
}

// TestBusy: while an order holds the line, the vault is busy and not gone; Close ends what is under way.
func TestBusy(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t, func(c *vault.Config) { c.Line.Patience = time.Minute })
		b.Break(vault.SlowAnswer)
		var order sync.WaitGroup
		order.Go(func() {
			if err := open(v, 1); err == nil || device.Refused(err) || !errors.Is(err, vault.ErrClosed) {
				t.Errorf("an order under way when the vault is closed: %v", err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if h := v.Health(ctx); h.State != device.Busy {
			t.Errorf("%s: %s", h, h.Detail)
		}
		began := time.Now()
		_ = v.Close()
		order.Wait()
		if time.Since(began) != 0 {
			t.Errorf("closing took %s", time.Since(began))
		}
	})
}

// TestEchoIsConfigured: an adapter that echoes and a configuration that does not know it, or the other way round, never
// make an order look done: the reading before it fails.
func TestEchoIsConfigured(t *testing.T) {
	for name, echoes := range map[string]bool{"it echoes": true, "it does not": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, vault.ModbusRTU, modbusBoards(vault.ByBoard))
				if echoes {
					b.wrap = echoing
				}
				v := b.cabinet(t, func(c *vault.Config) { c.Line.Echo = !echoes })
				if err := open(v, 1); !device.Refused(err) {
					t.Error(err)
				}
				if b.Pulses(1) != 0 {
					t.Error("the lock was pulsed")
				}
			})
		})
	}
}

// TestEchoOfSomethingElse: somebody else spoke at the same time; nobody knows what the board has heard.
func TestEchoOfSomethingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, vault.ModbusRTU, modbusBoards(vault.ByBoard))
		b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
			e := echoing(conn).(*echo)
			e.spoil = func(b []byte) bool { return b[1] == byte(modbus.WriteCoil) }
			return e
		}
		v := b.cabinet(t, func(c *vault.Config) { c.Line.Echo = true })
		if err := open(v, 1); err == nil || device.Refused(err) || device.ReasonOf(err) != device.Unreadable {
			t.Errorf("%v: %s", err, device.ReasonOf(err))
		}
	})
}

// TestSupplyThatNobodyReads: without power a contact says what it happens to, and no lock is pulsed. That is why a
// configuration names the supply.
func TestSupplyThatNobodyReads(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t, func(c *vault.Config) {
			c.Boards = modbusBoards(vault.ByBoard)
			c.Boards[0].Supply = nil
		})
		b.Break(vault.PowerLost)
		if r, _ := v.Doors(context.Background()); r.State(1) != vault.Open || r.State(6) != vault.Unknown {
			t.Errorf("%v", r)
		}
		if err := open(v, 1); err != nil || b.Pulses(1) != 0 {
			t.Errorf("%v after %d pulses", err, b.Pulses(1))
		}
	})
}

// TestNoiseBeforeARequest: what comes while nobody was asked is thrown away, and the request waits until it ends.
func TestNoiseBeforeARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, vault.ModbusRTU, modbusBoards(vault.ByBoard))
		v := b.cabinet(t, func(c *vault.Config) {
			c.Line.Connect = func(ctx context.Context) (io.ReadWriteCloser, error) {
				conn, err := b.connect(ctx)
				return &noisy{ReadWriteCloser: conn, left: 20}, err
			}
		})
		began := time.Now()
		if err := open(v, 1); err != nil {
			t.Error(err)
		}
		// Twenty milliseconds of noise, and two of silence before each of three requests.
		if took := time.Since(began); took != 26*time.Millisecond {
			t.Errorf("it took %s", took)
		}
	})
}

// noisy gives some bytes that nobody sent, one a millisecond, before it gives what comes.
type noisy struct {
	io.ReadWriteCloser
	left int
}

func (n *noisy) Read(b []byte) (int, error) {
	if n.left == 0 {
		return n.ReadWriteCloser.Read(b)
	}
	n.left--
	<-time.After(time.Millisecond)
	b[0] = 0x01
	return 1, nil
}
