package vault_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault"
)

// TestALampIsNoLock: a coil that is a lock's can be no lamp's, or a lamp would open a door; nor can two lamps have one coil.
func TestALampIsNoLock(t *testing.T) {
	for name, c := range map[string]struct {
		dialect vault.Dialect
		lamps   [2]*uint16
		ok      bool
	}{
		"coils of their own":      {vault.ModbusTCP, [2]*uint16{coil(8), coil(9)}, true},
		"one lamp":                {vault.ModbusTCP, [2]*uint16{nil, coil(9)}, true},
		"the lock of its door":    {vault.ModbusTCP, [2]*uint16{coil(0), nil}, false},
		"the lock of a neighbour": {vault.ModbusTCP, [2]*uint16{coil(1), nil}, false},
		"the lock of one before":  {vault.ModbusTCP, [2]*uint16{nil, coil(0)}, false},
		"twice the same":          {vault.ModbusTCP, [2]*uint16{coil(8), coil(8)}, false},
		"a board without coils":   {vault.KerongCU16, [2]*uint16{coil(8), nil}, false},
		"another without coils":   {vault.Winnsen, [2]*uint16{coil(8), nil}, false},
	} {
		b := vault.Board{Address: 1}
		for i := range 2 {
			lock := uint16(i)
			if c.dialect != vault.ModbusTCP {
				lock++
			}
			b.Fittings = append(b.Fittings, vault.Fitting{Door: vault.Door(i + 1), Lock: lock, Contact: vault.Contact{Input: uint16(i)}, Lamp: c.lamps[i]})
		}
		bench := newBench(t, c.dialect, []vault.Board{b})
		_, err := vault.New(vault.Config{Line: vault.Line{Connect: bench.connect}, Dialect: c.dialect, Boards: []vault.Board{b}})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestALampThatFails takes no door away, is told in the vault's health, and is forgotten once lamps can be switched again.
func TestALampThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boards := modbusBoards(vault.ByBoard)
		lying := modbusBoards(vault.ByBoard)
		lying[0].Fittings[0].Lamp = coil(999) // the board has no such coil
		b := newBench(t, vault.ModbusTCP, boards)
		v := b.cabinet(t, func(c *vault.Config) { c.Boards = lying })
		err := v.Light(context.Background(), 1, 6)
		if device.ReasonOf(err) != device.Misfitted || !device.Refused(err) {
			t.Errorf("a coil that is not there: %v", err)
		}
		if !b.Lit(6) || b.Lit(1) {
			t.Error("the other board's lamp does not burn, or one that cannot does")
		}
		if h := v.Health(context.Background()); h.State != device.Attention || !strings.Contains(h.Detail, "board 1 does not switch its lamps") {
			t.Errorf("%s: %s", h, h.Detail)
		}
		if err := v.Open(context.Background(), vault.Order{Door: 1, Deadline: time.Now().Add(time.Minute)}); err != nil || b.Pulses(1) != 1 {
			t.Errorf("its door: %v", err)
		}
		b.Shut(1)
		b.Break(vault.LineCut)
		if err := v.Light(context.Background()); device.ReasonOf(err) != device.OutOfReach {
			t.Errorf("a cut line: %v", err)
		}
		b.Mend(vault.LineCut)
		good := b.cabinet(t)
		if err := good.Light(context.Background(), 2); err != nil || b.Lit(6) || !b.Lit(2) {
			t.Errorf("what another program left burning: %v", err)
		}
		if h := good.Health(context.Background()); h.State != device.Ready {
			t.Errorf("%s: %s", h, h.Detail)
		}
	})
}

// TestALineThatEndedUnnoticed: lamps are switched over a new one.
func TestALampOverALineThatEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, vault.ModbusTCP, modbusBoards(vault.ByBoard))
		v := b.cabinet(t)
		if err := v.Light(context.Background(), 1); err != nil {
			t.Fatal(err)
		}
		_ = b.last.Close()
		synctest.Wait()
		if err := v.Light(context.Background(), 2); err != nil || b.lines != 2 || !b.Lit(2) || b.Lit(1) {
			t.Errorf("%v over %d lines", err, b.lines)
		}
	})
}
