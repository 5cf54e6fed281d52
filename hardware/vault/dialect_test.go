package vault_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

// TestConfigurationsThatMakeNoSense are refused before anything is connected.
func TestConfigurationsThatMakeNoSense(t *testing.T) {
	never := vault.Line{Connect: func(context.Context) (io.ReadWriteCloser, error) { panic("connected") }}
	one := func(f vault.Fitting) []vault.Board { return []vault.Board{{Address: 1, Fittings: []vault.Fitting{f}}} }
	two := func(a, b vault.Fitting) []vault.Board {
		return []vault.Board{{Address: 1, Fittings: []vault.Fitting{a, b}}}
	}
	input := func(n uint16) vault.Contact { return vault.Contact{Input: n} }
	for name, c := range map[string]vault.Config{
		"no line":               {Dialect: vault.ModbusTCP, Boards: one(vault.Fitting{Door: 1})},
		"no dialect":            {Line: never, Boards: one(vault.Fitting{Door: 1})},
		"no boards":             {Line: never, Dialect: vault.ModbusTCP},
		"no doors":              {Line: never, Dialect: vault.ModbusTCP, Boards: []vault.Board{{Address: 1}}},
		"door 0":                {Line: never, Dialect: vault.ModbusTCP, Boards: one(vault.Fitting{})},
		"a door twice":          {Line: never, Dialect: vault.ModbusTCP, Boards: two(vault.Fitting{Door: 1}, vault.Fitting{Door: 1, Lock: 1, Contact: input(1)})},
		"a lock twice":          {Line: never, Dialect: vault.ModbusTCP, Boards: two(vault.Fitting{Door: 1}, vault.Fitting{Door: 2, Contact: input(1)})},
		"an input twice":        {Line: never, Dialect: vault.ModbusTCP, Boards: two(vault.Fitting{Door: 1}, vault.Fitting{Door: 2, Lock: 1})},
		"the supply is a door":  {Line: never, Dialect: vault.ModbusTCP, Boards: []vault.Board{{Address: 1, Supply: &vault.Contact{}, Fittings: []vault.Fitting{{Door: 1}}}}},
		"an address twice":      {Line: never, Dialect: vault.ModbusTCP, Boards: append(one(vault.Fitting{Door: 1}), one(vault.Fitting{Door: 2})...)},
		"a pulse of no length":  {Line: never, Dialect: vault.ModbusTCP, Boards: []vault.Board{{Release: vault.ByMaster, Fittings: []vault.Fitting{{Door: 1}}}}},
		"everybody's address":   {Line: never, Dialect: vault.ModbusRTU, Boards: []vault.Board{{Fittings: []vault.Fitting{{Door: 1}}}}},
		"an address of nobody":  {Line: never, Dialect: vault.ModbusRTU, Boards: []vault.Board{{Address: 248, Fittings: []vault.Fitting{{Door: 1}}}}},
		"lock 0 of a maker":     {Line: never, Dialect: vault.Winnsen, Boards: one(vault.Fitting{Door: 1})},
		"lock 17 of sixteen":    {Line: never, Dialect: vault.KerongCU16, Boards: one(vault.Fitting{Door: 1, Lock: 17})},
		"board 16 of sixteen":   {Line: never, Dialect: vault.KerongCU16, Boards: []vault.Board{{Address: 16, Fittings: []vault.Fitting{{Door: 1, Lock: 1}}}}},
		"the supply of a maker": {Line: never, Dialect: vault.Winnsen, Boards: []vault.Board{{Supply: &vault.Contact{}, Fittings: []vault.Fitting{{Door: 1, Lock: 1}}}}},
	} {
		if v, err := vault.New(c); err == nil || v != nil || !strings.HasPrefix(err.Error(), "vault: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNames: what a configuration calls a dialect and a fault.
func TestNames(t *testing.T) {
	for _, name := range []string{"modbus-tcp", "modbus-rtu", "kerong-cu16", "winnsen"} {
		if d, err := vault.ParseDialect(name); err != nil || d.Name() != name {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
	if _, err := vault.ParseDialect("morse"); err == nil {
		t.Error("morse is spoken")
	}
	for _, f := range vault.Faults() {
		if got, err := vault.ParseFault(f.String()); err != nil || got != f {
			t.Errorf("%s: %s, %v", f, got, err)
		}
	}
	if _, err := vault.ParseFault("none"); err == nil {
		t.Error("nothing is a fault")
	}
	e := vault.NewEmulator(nil, 1)
	e.Break(vault.Bouncing)
	e.Break(vault.PowerLost)
	if got := e.Broken(); len(got) != 2 || got[0] != vault.PowerLost || got[1] != vault.Bouncing {
		t.Errorf("%v is broken", got)
	}
}

// TestMakersAreUnverified: what nobody has tried on hardware says so.
func TestMakersAreUnverified(t *testing.T) {
	for name, boards := range map[string][]vault.Board{"modbus-tcp": modbusBoards(vault.ByBoard), "kerong-cu16": makerBoards(), "winnsen": makerBoards()} {
		synctest.Test(t, func(t *testing.T) {
			d, err := vault.ParseDialect(name)
			if err != nil {
				t.Fatal(err)
			}
			h := newBench(t, d, boards).cabinet(t).Health(context.Background())
			if !strings.HasPrefix(h.Detail, name) || strings.Contains(h.Detail, "unverified on hardware") != (name != "modbus-tcp") {
				t.Errorf("%s: %s", name, h.Detail)
			}
		})
	}
}

// TestMakersBytes: what leaves for lock 3 of board 2, and for the state of it.
func TestMakersBytes(t *testing.T) {
	for name, want := range map[string][]string{
		"kerong-cu16": {"0220300355", "0222310358"},
		"winnsen":     {"900612020303", "900605020303"},
	} {
		synctest.Test(t, func(t *testing.T) {
			d, _ := vault.ParseDialect(name)
			b := newBench(t, d, []vault.Board{{Address: 2, Fittings: []vault.Fitting{{Door: 1, Lock: 3}}}})
			var sent []string
			b.wrap = func(conn io.ReadWriteCloser) io.ReadWriteCloser {
				return &wire{ReadWriteCloser: conn, write: func(_ int, p []byte) { sent = append(sent, hex.EncodeToString(p)) }}
			}
			if err := open(b.cabinet(t), 1); err != nil {
				t.Fatal(err)
			}
			if strings.Join(sent, " ") != strings.Join(want, " ") {
				t.Errorf("%s sends %v, want %v", name, sent, want)
			}
		})
	}
}

// TestKerongBits: lock 1 is the lowest bit of the first byte, lock 9 that of the second; the sensors do not matter.
func TestKerongBits(t *testing.T) {
	b := []byte{0x02, 0x25, 0x35, 0x81, 0x01, 0xFF, 0xFF, 0x03, 0}
	for _, c := range b[:8] {
		b[8] += c
	}
	if hooked, n, err := vault.KerongAnswer(b, 2); hooked != 0x0181 || n != 9 || err != nil {
		t.Errorf("%016b, %d, %v", hooked, n, err)
	}
	for i := range b {
		spoilt := bytes.Clone(b)
		spoilt[i] ^= 0x10
		if _, n, err := vault.KerongAnswer(spoilt, 2); err == nil {
			t.Errorf("byte %d: %d bytes are taken", i, n)
		}
	}
}

// TestWinnsenIsReadInOneWay: both orders of lock and status are taken, and no answer could mean two things.
func TestWinnsenIsReadInOneWay(t *testing.T) {
	for _, lock := range []byte{1, 2, 3, 24} {
		request := []byte{0x90, 6, 0x12, 1, lock, 3}
		for fourth := range 256 {
			for fifth := range 256 {
				b := []byte{0x90, 7, 0x92, 1, byte(fourth), byte(fifth), 3}
				status, n, err := vault.WinnsenAnswer(b, request)
				meanings := map[byte]bool{}
				if byte(fourth) == lock && fifth <= 1 {
					meanings[byte(fifth)] = true
				}
				if byte(fifth) == lock && fourth <= 1 {
					meanings[byte(fourth)] = true
				}
				if len(meanings) > 1 {
					t.Fatalf("% x has two meanings", b)
				}
				if len(meanings) == 1 && (err != nil || n != 7 || !meanings[status]) {
					t.Fatalf("% x is read as %d, %v", b, status, err)
				}
				if len(meanings) == 0 && err == nil && status <= 1 {
					t.Fatalf("% x is read as %d", b, status)
				}
			}
		}
	}
}

// TestKerongSilent: a board that pulses and does not answer is believed by its door, but not a door that stood open.
func TestKerongSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, vault.KerongCU16, makerBoards())
		v := b.cabinet(t)
		b.Break(vault.SlowAnswer)
		if err := open(v, 1); err != nil || b.Pulses(1) != 1 {
			t.Errorf("%v after %d pulses", err, b.Pulses(1))
		}
		if err := open(v, 1); err == nil || device.Refused(err) || b.Pulses(1) != 2 {
			t.Errorf("a door that stood open: %v after %d pulses", err, b.Pulses(1))
		}
		b.Break(vault.StuckShut)
		if err := open(v, 2); err == nil || device.Refused(err) || b.Pulses(2) != 1 {
			t.Errorf("a door that does not open: %v after %d pulses", err, b.Pulses(2))
		}
	})
}

// FuzzMakers: no bytes break a decoder, and none waits for more than a frame.
func FuzzMakers(f *testing.F) {
	f.Add([]byte{0x02, 0x20, 0x35, 0x81, 0x01, 0, 0, 0x03, 0xDC})
	f.Add([]byte{0x90, 7, 0x92, 1, 2, 1, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		if hooked, n, err := vault.KerongAnswer(b, 2); n == 0 && err == nil && len(b) >= 9 || n > len(b) || err != nil && hooked != 0 {
			t.Errorf("% x: %d, %v", b, n, err)
		}
		if _, n, err := vault.WinnsenAnswer(b, []byte{0x90, 6, 0x12, 1, 2, 3}); n == 0 && err == nil && len(b) >= 7 || n > len(b) {
			t.Errorf("% x: %d, %v", b, n, err)
		}
	})
}
