package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// The two ways to speak Modbus. RTU may go over a serial line and over a gateway that passes bytes on.
var (
	ModbusTCP Dialect = modbusDialect{serial: false}
	ModbusRTU Dialect = modbusDialect{serial: true}
)

// modbusDialect: a coil pulses a lock, a discrete input reads a door.
type modbusDialect struct{ serial bool }

// Name implements Dialect.
func (d modbusDialect) Name() string {
	if d.serial {
		return "modbus-rtu"
	}
	return "modbus-tcp"
}

func (modbusDialect) unverified() string { return "" }

func (d modbusDialect) check(b Board) error {
	if d.serial && (b.Address < 1 || b.Address > 247) {
		return errors.New("an address on a serial line is 1 to 247")
	}
	inputs := map[uint16]Door{}
	for _, f := range b.Fittings {
		if other, taken := inputs[f.Contact.Input]; taken || b.Supply != nil && b.Supply.Input == f.Contact.Input {
			return fmt.Errorf("input %d of door %d is that of door %d or of the supply", f.Contact.Input, f.Door, other)
		}
		inputs[f.Contact.Input] = f.Door
	}
	return nil
}

// request sends one request to a board and gives the bits of its answer.
func (d modbusDialect) request(ctx context.Context, l *line, b Board, r modbus.Request, may func() error) ([]bool, error) {
	body, err := r.Append(nil)
	if err != nil {
		return nil, &failure{err: err}
	}
	l.asked++
	f := modbus.Frame{Transaction: uint16(l.asked), Unit: b.Address, Body: body}
	bytes, split := f.AppendTCP(nil), modbus.SplitTCP
	if d.serial {
		bytes = f.AppendRTU(nil)
		split = func(b []byte) (modbus.Frame, int, error) { return modbus.SplitRTU(b, modbus.FromBoard) }
	}
	var answer modbus.Frame
	_, err = l.ask(ctx, bytes, func(got []byte) (n int, err error) {
		answer, n, err = split(got)
		if n > 0 && (answer.Unit != b.Address || !d.serial && answer.Transaction != f.Transaction) {
			err = fmt.Errorf("%w: unit %d answers for unit %d", modbus.ErrMalformed, answer.Unit, b.Address)
		}
		return n, err
	}, may)
	if err != nil {
		return nil, err
	}
	bits, err := r.Answer(answer.Body)
	var no modbus.Exception
	if errors.As(err, &no) {
		return nil, exceptional(no)
	}
	if err != nil {
		l.drop() // what was answered belongs to something else
		return nil, &failure{maybe: true, reason: device.Unreadable, err: err}
	}
	return bits, nil
}

// exceptional is what an exception says about what happened.
func exceptional(e modbus.Exception) error {
	f := &failure{maybe: true, reason: device.Unspecified, err: e}
	switch e {
	case modbus.IllegalFunction, modbus.IllegalAddress, modbus.IllegalValue:
		f.maybe, f.reason = false, device.Misfitted // the board is another than the configuration says
	case modbus.BoardBusy:
		f.maybe = false
	case modbus.NoPath:
		f.maybe, f.reason = false, device.OutOfReach
	case modbus.NoAnswerToBridge:
		f.reason = device.OutOfReach
	}
	return f
}

// read asks for the inputs of the doors, and of the supply first: without power the contacts say nothing.
func (d modbusDialect) read(ctx context.Context, l *line, b Board, fs []Fitting) ([]State, error) {
	inputs := make([]uint16, 0, len(fs)+1)
	for _, f := range fs {
		inputs = append(inputs, f.Contact.Input)
	}
	if b.Supply != nil {
		inputs = append(inputs, b.Supply.Input)
	}
	on, err := d.bits(ctx, l, b, modbus.ReadInputs, inputs)
	if err != nil {
		return nil, err
	}
	states := make([]State, len(fs))
	if b.Supply != nil && !b.Supply.good(on[b.Supply.Input]) {
		return states, &failure{reason: device.NoPower, err: errNoPower}
	}
	for i, f := range fs {
		states[i] = Open
		if f.Contact.good(on[f.Contact.Input]) {
			states[i] = Closed
		}
	}
	return states, nil
}

// bits reads bits, in as few requests as there are runs of numbers: a board refuses a read with a gap in it.
func (d modbusDialect) bits(ctx context.Context, l *line, b Board, fn modbus.Function, at []uint16) (map[uint16]bool, error) {
	on := make(map[uint16]bool, len(at))
	for first, n := range runs(at, modbus.MaxRead) {
		bits, err := d.request(ctx, l, b, modbus.Request{Function: fn, Address: first, Count: uint16(n)}, nil)
		if err != nil {
			return nil, err
		}
		for i, bit := range bits {
			on[first+uint16(i)] = bit
		}
	}
	return on, nil
}

// runs cuts numbers into runs without gaps, none longer than most.
func runs(numbers []uint16, most int) func(yield func(first uint16, n int) bool) {
	sorted := slices.Compact(slices.SortedFunc(slices.Values(numbers), cmp.Compare))
	return func(yield func(uint16, int) bool) {
		for len(sorted) > 0 {
			n := 1
			for n < min(len(sorted), most) && sorted[n]-sorted[n-1] == 1 {
				n++
			}
			if !yield(sorted[0], n) {
				return
			}
			sorted = sorted[n:]
		}
	}
}

func (d modbusDialect) pulse(ctx context.Context, l *line, b Board, f Fitting, _ State, may func() error) error {
	_, err := d.request(ctx, l, b, modbus.Request{Function: modbus.WriteCoil, Address: f.Lock, Values: []bool{true}}, may)
	return err
}

// light switches the lamps that are not as they should be.
func (d modbusDialect) light(ctx context.Context, l *line, b Board, lit func(Door) bool) error {
	var lamps []uint16
	want := map[uint16]bool{}
	for _, f := range b.Fittings {
		if f.Lamp != nil {
			lamps = append(lamps, *f.Lamp)
			want[*f.Lamp] = lit(f.Door)
		}
	}
	if len(lamps) == 0 {
		return nil
	}
	on, err := d.bits(ctx, l, b, modbus.ReadCoils, lamps)
	if err != nil {
		return err
	}
	for _, lamp := range slices.DeleteFunc(lamps, func(c uint16) bool { return on[c] == want[c] }) {
		if _, err := d.request(ctx, l, b, modbus.Request{Function: modbus.WriteCoil, Address: lamp, Values: []bool{want[lamp]}}, nil); err != nil {
			return err
		}
	}
	return nil
}

// release switches off the locks' coils that are on.
func (d modbusDialect) release(ctx context.Context, l *line, b Board) error {
	coils := make([]uint16, 0, len(b.Fittings))
	for _, f := range b.Fittings {
		coils = append(coils, f.Lock)
	}
	on, err := d.bits(ctx, l, b, modbus.ReadCoils, coils)
	if err != nil {
		return err
	}
	for first, n := range runs(slices.DeleteFunc(coils, func(c uint16) bool { return !on[c] }), modbus.MaxWrite) {
		off := modbus.Request{Function: modbus.WriteCoils, Address: first, Values: make([]bool, n)}
		if n == 1 {
			off.Function = modbus.WriteCoil
		}
		if _, err := d.request(ctx, l, b, off, nil); err != nil {
			return err
		}
	}
	return nil
}
