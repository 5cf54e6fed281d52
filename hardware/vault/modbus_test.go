package vault_test

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// TestExceptions: what a board's refusal of an order says about the lock.
func TestExceptions(t *testing.T) {
	for e, want := range map[modbus.Exception]device.Error{
		modbus.IllegalFunction:  {Outcome: device.NotDone, Reason: device.Misfitted},
		modbus.IllegalAddress:   {Outcome: device.NotDone, Reason: device.Misfitted},
		modbus.IllegalValue:     {Outcome: device.NotDone, Reason: device.Misfitted},
		modbus.BoardFailure:     {Outcome: device.Uncertain, Reason: device.Unspecified},
		modbus.Acknowledged:     {Outcome: device.Uncertain, Reason: device.Unspecified},
		modbus.BoardBusy:        {Outcome: device.NotDone, Reason: device.Unspecified},
		modbus.NoPath:           {Outcome: device.NotDone, Reason: device.OutOfReach},
		modbus.NoAnswerToBridge: {Outcome: device.Uncertain, Reason: device.OutOfReach},
		99:                      {Outcome: device.Uncertain, Reason: device.Unspecified},
	} {
		t.Run(e.Error(), func(t *testing.T) {
			bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
				v := b.cabinet(t, func(c *vault.Config) {
					c.Line.Connect = scripted(func(f modbus.Frame, q modbus.Request) modbus.Frame {
						if q.Function == modbus.WriteCoil {
							f.Body = q.AppendRefusal(nil, e)
						}
						return f
					})
				})
				var got *device.Error
				if err := open(v, 1); !errors.As(err, &got) || got.Outcome != want.Outcome || got.Reason != want.Reason || !errors.Is(err, e) {
					t.Errorf("%v: %+v, want %+v", err, got, want)
				}
			})
		})
	}
}

// TestAnswersOfOthers: an answer that belongs to something else is none.
func TestAnswersOfOthers(t *testing.T) {
	for name, spoil := range map[string]func(modbus.Frame, modbus.Request) modbus.Frame{
		"another transaction": func(f modbus.Frame, _ modbus.Request) modbus.Frame { f.Transaction++; return f },
		"another unit":        func(f modbus.Frame, _ modbus.Request) modbus.Frame { f.Unit++; return f },
		"another function":    func(f modbus.Frame, _ modbus.Request) modbus.Frame { f.Body[0]++; return f },
		"another coil": func(f modbus.Frame, q modbus.Request) modbus.Frame {
			if q.Function == modbus.WriteCoil {
				f.Body[2]++
			}
			return f
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
				orders := 0
				v := b.cabinet(t, func(c *vault.Config) {
					c.Line.Connect = scripted(func(f modbus.Frame, q modbus.Request) modbus.Frame {
						if q.Function == modbus.WriteCoil {
							orders++
						}
						return spoil(f, q)
					})
				})
				err := open(v, 1)
				if err == nil || device.Refused(err) != (orders == 0) || device.ReasonOf(err) != device.Unreadable || orders > 1 {
					t.Errorf("%v, %s, after %d orders", err, device.ReasonOf(err), orders)
				}
			})
		})
	}
}

// TestContacts: on is shut, unless it is wired the other way round, and so it is with the supply.
func TestContacts(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t, func(c *vault.Config) {
			c.Boards[0].Fittings[1].Contact.Inverted = true
			c.Line.Connect = scripted(func(f modbus.Frame, _ modbus.Request) modbus.Frame { return f })
		})
		r, err := v.Doors(context.Background())
		if device.ReasonOf(err) != device.NoPower || r.State(1) != vault.Closed || r.State(2) != vault.Open || r.State(6) != vault.Unknown {
			t.Errorf("%v, %v", r, err)
		}
	})
}

// TestGravestFirst: of two boards with different troubles the graver one tells how the vault is.
func TestGravestFirst(t *testing.T) {
	bubble(t, vault.ByBoard, func(t *testing.T, b *bench) {
		v := b.cabinet(t, func(c *vault.Config) {
			c.Line.Connect = scripted(func(f modbus.Frame, q modbus.Request) modbus.Frame {
				if f.Body = q.AppendRefusal(nil, modbus.IllegalFunction); f.Unit == 7 {
					f.Unit = 8
				}
				return f
			})
		})
		if h := v.Health(context.Background()); h.State != device.Unknown || !slices.Equal(h.Reasons, []device.Reason{device.Unreadable, device.Misfitted}) {
			t.Errorf("%s: %s", h, h.Detail)
		}
	})
}

// scripted is a board where every input is on; it says what it wants.
func scripted(say func(modbus.Frame, modbus.Request) modbus.Frame) func(context.Context) (io.ReadWriteCloser, error) {
	return func(context.Context) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			buf := make([]byte, 300)
			for {
				n, err := theirs.Read(buf)
				if err != nil {
					return
				}
				f, _, err := modbus.SplitTCP(buf[:n])
				if err != nil {
					return
				}
				q, _ := modbus.ParseRequest(f.Body)
				on := make([]bool, q.Count)
				for i := range on {
					on[i] = true
				}
				f.Body = q.AppendAnswer(nil, on)
				if _, err := theirs.Write(say(f, q).AppendTCP(nil)); err != nil {
					return
				}
			}
		}()
		return ours, nil
	}
}
