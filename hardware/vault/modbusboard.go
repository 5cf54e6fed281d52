package vault

import (
	"errors"

	"github.com/buurtloket/buurtloket/hardware/vault/modbus"
)

// obey is a Modbus board.
func (d modbusDialect) obey(e *Emulator, boards []Board, bytes []byte) (reply, error) {
	split := modbus.SplitTCP
	if d.serial {
		split = func(b []byte) (modbus.Frame, int, error) { return modbus.SplitRTU(b, modbus.FromMaster) }
	}
	f, n, err := split(bytes)
	if err != nil || n == 0 {
		return reply{}, err
	}
	b, here := boardAt(boards, f.Unit)
	if answers, _ := e.powered(b); !here || !answers {
		return reply{used: n}, nil
	}
	q, err := modbus.ParseRequest(f.Body)
	r, body := reply{}, []byte(nil)
	var no modbus.Exception
	switch {
	case e.has(Refusing):
		body = q.AppendRefusal(nil, modbus.IllegalAddress)
	case errors.As(err, &no):
		body = q.AppendRefusal(nil, no)
	case err != nil:
		return reply{used: n}, nil
	default:
		body, r = d.execute(e, b, q)
	}
	r.used = n
	f.Body = body
	if e.has(WrongUnit) {
		f.Unit++
	}
	if d.serial {
		r.answer = f.AppendRTU(nil)
	} else {
		r.answer = f.AppendTCP(nil)
	}
	return r, nil
}

// execute gives the answer to a request, and what becomes of it.
func (d modbusDialect) execute(e *Emulator, b Board, q modbus.Request) ([]byte, reply) {
	var r reply
	if q.Function == modbus.ReadCoils || q.Function == modbus.ReadInputs {
		bits := make([]bool, q.Count)
		for i := range bits {
			on, there := d.bit(e, b, q.Function, q.Address+uint16(i))
			if !there {
				return q.AppendRefusal(nil, modbus.IllegalAddress), r
			}
			bits[i] = on
		}
		return q.AppendAnswer(nil, bits), r
	}
	for i := range q.Values {
		if _, there := d.bit(e, b, modbus.ReadCoils, q.Address+uint16(i)); !there {
			return q.AppendRefusal(nil, modbus.IllegalAddress), r
		}
	}
	for i, on := range q.Values {
		at := q.Address + uint16(i)
		f, lock := fittingAt(b, at)
		switch lamp, _ := lampAt(b, at); {
		case !lock:
			e.doors[lamp.Door].lit = on
		case on:
			r = e.switchOn(b, f)
		default:
			e.doors[f.Door].held = false
		}
	}
	return q.AppendAnswer(nil, nil), r
}

// bit is one coil or input, if the board has it.
func (modbusDialect) bit(e *Emulator, b Board, fn modbus.Function, at uint16) (on, there bool) {
	if fn == modbus.ReadCoils {
		if f, there := lampAt(b, at); there {
			return e.doors[f.Door].lit, true
		}
		f, there := fittingAt(b, at)
		return there && e.doors[f.Door].held, there
	}
	_, locks := e.powered(b)
	if b.Supply != nil && b.Supply.Input == at {
		return b.Supply.good(locks), true
	}
	for _, f := range b.Fittings {
		if f.Contact.Input == at {
			return locks && f.Contact.good(e.contact(f.Door) == Closed), true
		}
	}
	return false, false
}

// lampAt finds a fitting by the coil of its lamp.
func lampAt(b Board, coil uint16) (Fitting, bool) {
	for _, f := range b.Fittings {
		if f.Lamp != nil && *f.Lamp == coil {
			return f, true
		}
	}
	return Fitting{}, false
}
