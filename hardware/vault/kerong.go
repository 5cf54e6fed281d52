package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// KerongCU16 is the dialect of Kerong's boards with sixteen locks, usually 19200 baud, 8N1. Unverified on hardware.
//
//	request   02 | board (4 bits) lock (4 bits) | command | 03 | sum
//	  30        how do the locks of this board stand; lock is 0
//	  31        pulse this lock
//	answer    02 | board, lock | 35 | locks 1-8 | locks 9-16 | sensors 1-8 | sensors 9-16 | 03 | sum
//
// A lock's number on the wire is one lower than on the board. Lock 1 is the lowest bit of its byte; a bit is on while the
// bolt is hooked. The sum is that of all bytes before it, its lowest eight bits. The sensors tell what lies behind the door
// and are not used.
//
// Where public code disagrees: whether a pulse is answered at all (some wait for the answer above, some read nothing), so
// after silence the locks are asked for, and the door that opened is the answer; whether the byte of locks 9 to 16 begins
// with its lowest or its highest bit (here: lowest). The boards CU12 and CU48 put the lock in a byte of its own and use other
// commands; no two programs agree on their answers, and they are not spoken here.
var KerongCU16 Dialect = kerong{}

type kerong struct{}

const (
	kerongStatus = 0x30
	kerongUnlock = 0x31
	kerongTells  = 0x35
)

// Name implements Dialect.
func (kerong) Name() string       { return "kerong-cu16" }
func (kerong) unverified() string { return "unverified on hardware, from public code" }

func (kerong) check(b Board) error {
	if b.Address > 15 {
		return errors.New("a board is 0 to 15")
	}
	return checkMaker(b, 16)
}

// checkMaker tells what is wrong with a board that ends its pulses itself and has no other contacts than its locks'.
func checkMaker(b Board, locks uint16) error {
	if b.Release != ByBoard || b.Supply != nil {
		return errors.New("it ends its pulses itself, and has no input for the supply")
	}
	for _, f := range b.Fittings {
		if f.Lock < 1 || f.Lock > locks {
			return fmt.Errorf("a lock is 1 to %d", locks)
		}
		if f.Lamp != nil {
			return errors.New("it has no coils for lamps")
		}
	}
	return nil
}

// kerongRequest is the bytes of a request.
func kerongRequest(board byte, lock uint16, command byte) []byte {
	b := []byte{0x02, board<<4 | byte(lock-1), command, 0x03}
	return append(b, kerongSum(b))
}

// kerongAnswer reads an answer of this board: one bit per lock, on while it is hooked.
func kerongAnswer(b []byte, board byte) (hooked uint16, n int, err error) {
	const size = 9
	for i, want := range []byte{0x02, board << 4, kerongTells} {
		mask := byte(0xFF)
		if i == 1 {
			mask = 0xF0 // the lock it was asked about, or none
		}
		if len(b) > i && b[i]&mask != want {
			return 0, 0, fmt.Errorf("kerong: % x is no answer of board %d", b[:min(len(b), size)], board)
		}
	}
	if len(b) < size {
		return 0, 0, nil
	}
	if b[7] != 0x03 || b[8] != kerongSum(b[:8]) {
		return 0, 0, fmt.Errorf("kerong: % x has another end or sum", b[:size])
	}
	return uint16(b[3]) | uint16(b[4])<<8, size, nil
}

func kerongSum(b []byte) (sum byte) {
	for _, c := range b {
		sum += c
	}
	return sum
}

func (k kerong) read(ctx context.Context, l *line, b Board, fs []Fitting) ([]State, error) {
	hooked, err := k.ask(ctx, l, b, kerongRequest(b.Address, 1, kerongStatus), nil)
	if err != nil {
		return nil, err
	}
	states := make([]State, len(fs))
	for i, f := range fs {
		states[i] = Open
		if f.Contact.good(hooked>>(f.Lock-1)&1 == 1) {
			states[i] = Closed
		}
	}
	return states, nil
}

func (kerong) ask(ctx context.Context, l *line, b Board, request []byte, may func() error) (hooked uint16, err error) {
	_, err = l.ask(ctx, request, func(got []byte) (n int, err error) {
		hooked, n, err = kerongAnswer(got, b.Address)
		return n, err
	}, may)
	return hooked, err
}

// pulse is confirmed by any answer of the board, or, when none comes, by a door that stood shut and is open now.
func (k kerong) pulse(ctx context.Context, l *line, b Board, f Fitting, stood State, may func() error) error {
	_, err := k.ask(ctx, l, b, kerongRequest(b.Address, f.Lock, kerongUnlock), may)
	var silent *failure
	if !errors.As(err, &silent) || !silent.maybe || silent.reason != device.OutOfReach || stood != Closed {
		return err
	}
	if states, again := k.read(ctx, l, b, []Fitting{f}); again == nil && states[0] == Open {
		return nil
	}
	return err
}

func (kerong) light(context.Context, *line, Board, func(Door) bool) error { return nil }

func (kerong) release(context.Context, *line, Board) error { return nil }

// obey is a board that answers a pulse.
func (kerong) obey(e *Emulator, boards []Board, bytes []byte) (reply, error) {
	const size = 5
	if len(bytes) < size {
		return reply{}, nil
	}
	q := bytes[:size]
	if q[0] != 0x02 || q[3] != 0x03 || q[4] != kerongSum(q[:4]) {
		return reply{}, errors.New("kerong: no request")
	}
	b, here := boardAt(boards, q[1]>>4)
	answers, _ := e.powered(b)
	if !here || !answers || e.has(Refusing) {
		return reply{used: size}, nil
	}
	var r reply
	if f, there := fittingAt(b, uint16(q[1]&0x0F)+1); q[2] == kerongUnlock && there {
		r = e.switchOn(b, f)
	}
	var hooked uint16
	for _, f := range b.Fittings {
		if f.Contact.good(e.contact(f.Door) == Closed) {
			hooked |= 1 << (f.Lock - 1)
		}
	}
	address := q[1]
	if e.has(WrongUnit) {
		address += 0x10
	}
	r.used = size
	r.answer = []byte{0x02, address, kerongTells, byte(hooked), byte(hooked >> 8), 0, 0, 0x03}
	r.answer = append(r.answer, kerongSum(r.answer))
	return r, nil
}
