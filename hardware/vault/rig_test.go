package vault_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/hardware/vault/vaulttest"
)

// doors are those of every vault under test, on two boards.
var doors = []vault.Door{1, 2, 3, 4, 5, 6, 7, 8}

// lamps are the doors of modbusBoards that have one.
var lamps = doors[:7]

// modbusBoards has gaps between the inputs, one inverted contact, an input for the supply, and one door without a lamp.
func modbusBoards(r vault.Release) []vault.Board {
	b := []vault.Board{
		{Address: 1, Release: r, Pulse: 300 * time.Millisecond, Supply: &vault.Contact{Input: 15}},
		{Address: 7, Release: r, Pulse: 300 * time.Millisecond, Supply: &vault.Contact{Input: 3, Inverted: true}},
	}
	for i, d := range doors[:5] {
		b[0].Fittings = append(b[0].Fittings, vault.Fitting{Door: d, Lock: uint16(i), Contact: vault.Contact{Input: uint16(2 * i)}, Lamp: coil(20 + i)})
	}
	for i, d := range doors[5:] {
		b[1].Fittings = append(b[1].Fittings, vault.Fitting{Door: d, Lock: uint16(40 + i), Contact: vault.Contact{Input: uint16(i), Inverted: i == 1}})
		if d != 8 {
			b[1].Fittings[i].Lamp = coil(60 + 2*i)
		}
	}
	return b
}

func coil(n int) *uint16 { c := uint16(n); return &c }

// makerBoards are boards of a maker.
func makerBoards() []vault.Board {
	b := []vault.Board{{Address: 0}, {Address: 3}}
	for i, d := range doors {
		b[i%2].Fittings = append(b[i%2].Fittings, vault.Fitting{Door: d, Lock: uint16(i + 1)})
	}
	return b
}

// bench is an emulator behind lines in memory.
type bench struct {
	*vault.Emulator
	boards  []vault.Board
	dialect vault.Dialect
	wrap    func(io.ReadWriteCloser) io.ReadWriteCloser // what the driver sees of its end
	ctx     context.Context
	served  sync.WaitGroup
	lines   int       // connections so far
	last    io.Closer // the board's end of the latest
}

// newBench serves until the test ends.
func newBench(t *testing.T, d vault.Dialect, boards []vault.Board) *bench {
	ctx, cancel := context.WithCancel(context.Background())
	b := &bench{Emulator: vault.NewEmulator(nil, doors...), boards: boards, dialect: d, ctx: ctx}
	t.Cleanup(func() { cancel(); b.served.Wait() })
	return b
}

// connect is the Connect of a Line.
func (b *bench) connect(context.Context) (io.ReadWriteCloser, error) {
	ours, theirs := net.Pipe()
	b.lines++
	b.last = theirs
	b.served.Go(func() { _ = b.Serve(b.ctx, theirs, b.dialect, b.boards) })
	if b.wrap != nil {
		return b.wrap(ours), nil
	}
	return ours, nil
}

// cabinet is the driver before the bench.
func (b *bench) cabinet(t *testing.T, change ...func(*vault.Config)) *vault.Cabinet {
	t.Helper()
	c := vault.Config{Line: vault.Line{Connect: b.connect}, Dialect: b.dialect, Boards: b.boards}
	if b.dialect != vault.ModbusTCP {
		c.Line.Silence = 2 * time.Millisecond
	}
	for _, f := range change {
		f(&c)
	}
	v, err := vault.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

// TestEmulator is the treaty in memory.
func TestEmulator(t *testing.T) {
	vaulttest.Suite{Doors: doors, Lamps: doors, Faults: vault.Faults(), Stage: func(t *testing.T, play func(*testing.T, vault.Vault, vaulttest.Cabinet)) {
		synctest.Test(t, func(t *testing.T) {
			e := vault.NewEmulator(nil, doors...)
			play(t, e, e)
		})
	}}.Run(t)
}

// TestCabinet is the treaty over lines in memory, in every dialect. With makers the line that breaks instead of an answer
// and the answer that is late come to the same as with Modbus, but no exception and no supply is there to tell apart.
func TestCabinet(t *testing.T) {
	for name, c := range map[string]struct {
		dialect vault.Dialect
		boards  []vault.Board
		echo    bool
		wrap    func(io.ReadWriteCloser) io.ReadWriteCloser
	}{
		"modbus-tcp":         {dialect: vault.ModbusTCP, boards: modbusBoards(vault.ByBoard)},
		"modbus-tcp-coils":   {dialect: vault.ModbusTCP, boards: modbusBoards(vault.ByMaster)},
		"modbus-rtu":         {dialect: vault.ModbusRTU, boards: modbusBoards(vault.ByBoard)},
		"modbus-rtu-coils":   {dialect: vault.ModbusRTU, boards: modbusBoards(vault.ByMaster)},
		"modbus-rtu-echoes":  {dialect: vault.ModbusRTU, boards: modbusBoards(vault.ByBoard), echo: true, wrap: echoing},
		"modbus-tcp-chopped": {dialect: vault.ModbusTCP, boards: modbusBoards(vault.ByBoard), wrap: chopping},
		"modbus-rtu-chopped": {dialect: vault.ModbusRTU, boards: modbusBoards(vault.ByMaster), wrap: chopping},
		"kerong-cu16":        {dialect: vault.KerongCU16, boards: makerBoards()},
		"winnsen":            {dialect: vault.Winnsen, boards: makerBoards()},
	} {
		t.Run(name, func(t *testing.T) {
			var lit []vault.Door
			if c.dialect == vault.ModbusTCP || c.dialect == vault.ModbusRTU {
				lit = lamps
			}
			vaulttest.Suite{Doors: doors, Lamps: lit, Faults: vault.Faults(), ByDoor: c.dialect == vault.KerongCU16, Stage: func(t *testing.T, play func(*testing.T, vault.Vault, vaulttest.Cabinet)) {
				synctest.Test(t, func(t *testing.T) {
					b := newBench(t, c.dialect, c.boards)
					b.wrap = c.wrap
					play(t, b.cabinet(t, func(v *vault.Config) { v.Line.Echo = c.echo }), b)
				})
			}}.Run(t)
		})
	}
}

// echoing is a two-wire adapter: what is written comes back before the answer.
func echoing(conn io.ReadWriteCloser) io.ReadWriteCloser {
	r, w := io.Pipe()
	e := &echo{ReadWriteCloser: conn, r: r, w: w}
	e.on.Go(func() {
		defer w.Close()
		buf := make([]byte, 300)
		for {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			if _, err := w.Write(buf[:n]); err != nil {
				return
			}
		}
	})
	return e
}

type echo struct {
	io.ReadWriteCloser
	r  *io.PipeReader
	w  *io.PipeWriter
	on sync.WaitGroup

	spoil func([]byte) bool // whether the echo comes back otherwise
}

func (e *echo) Read(b []byte) (int, error) { return e.r.Read(b) }

func (e *echo) Write(b []byte) (int, error) {
	back := append([]byte(nil), b...)
	if e.spoil != nil && e.spoil(b) {
		back[0]++
	}
	if n, err := e.w.Write(back); err != nil {
		return n, err
	}
	return e.ReadWriteCloser.Write(b)
}

func (e *echo) Close() error {
	e.r.Close()
	err := e.ReadWriteCloser.Close()
	e.on.Wait()
	return err
}

// chopping is an adapter that passes on one byte at a time.
func chopping(conn io.ReadWriteCloser) io.ReadWriteCloser { return chopped{conn} }

type chopped struct{ io.ReadWriteCloser }

func (c chopped) Read(b []byte) (int, error) { return c.ReadWriteCloser.Read(b[:1]) }
