package vault

import (
	"context"
	"errors"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Winnsen is the dialect of Winnsen's locker boards, usually 9600 baud, 8N1. Unverified on hardware.
//
//	request   90 | 06 | function | station | lock | 03
//	  05        pulse this lock
//	  12        how does this lock stand
//	answer    90 | 07 | function + 80 | station | lock | status | 03
//	  85        status 01 done, 00 failed
//	  92        status 01 open, 00 closed
//
// Locks count from 1. Frames carry no sum: on a bad cable a wrong byte is not found out.
//
// Where public code disagrees: some boards put the status before the lock in the answer to 12. Both are taken; with the
// lock that was asked for known, no answer can be read in two ways. Whether the first station is 0 or 1 is a matter of its
// switches, so the configuration says it. One program knows a third status of 05, refused because the coil is still hot;
// everything but 01 is taken as uncertain.
var Winnsen Dialect = winnsen{}

type winnsen struct{}

const (
	winnsenUnlock = 0x05
	winnsenStatus = 0x12
	winnsenLocks  = 24
)

// Name implements Dialect.
func (winnsen) Name() string        { return "winnsen" }
func (winnsen) unverified() string  { return "unverified on hardware, from public code" }
func (winnsen) check(b Board) error { return checkMaker(b, winnsenLocks) }

// winnsenRequest is the bytes of a request.
func winnsenRequest(station byte, lock uint16, function byte) []byte {
	return []byte{0x90, 0x06, function, station, byte(lock), 0x03}
}

// winnsenAnswer reads the status in the answer to a request.
func winnsenAnswer(b, request []byte) (status byte, n int, err error) {
	const size = 7
	for i, want := range []byte{0x90, size, request[2] | 0x80, request[3]} {
		if len(b) > i && b[i] != want {
			return 0, 0, fmt.Errorf("winnsen: % x does not answer % x", b[:min(len(b), size)], request)
		}
	}
	if len(b) < size {
		return 0, 0, nil
	}
	lock := request[4]
	switch {
	case b[6] != 0x03:
	case b[4] == lock && b[5] <= 2:
		return b[5], size, nil
	case b[5] == lock && b[4] <= 1 && request[2] == winnsenStatus:
		return b[4], size, nil
	}
	return 0, 0, fmt.Errorf("winnsen: % x does not answer % x", b[:size], request)
}

func (winnsen) ask(ctx context.Context, l *line, request []byte, may func() error) (status byte, err error) {
	_, err = l.ask(ctx, request, func(got []byte) (n int, err error) {
		status, n, err = winnsenAnswer(got, request)
		return n, err
	}, may)
	return status, err
}

// read asks lock by lock: the boards do not agree on a question about all.
func (w winnsen) read(ctx context.Context, l *line, b Board, fs []Fitting) ([]State, error) {
	states := make([]State, len(fs))
	for i, f := range fs {
		status, err := w.ask(ctx, l, winnsenRequest(b.Address, f.Lock, winnsenStatus), nil)
		if err != nil {
			return nil, err
		}
		switch {
		case status > 1:
		case f.Contact.good(status == 0):
			states[i] = Closed
		default:
			states[i] = Open
		}
	}
	return states, nil
}

func (w winnsen) pulse(ctx context.Context, l *line, b Board, f Fitting, _ State, may func() error) error {
	status, err := w.ask(ctx, l, winnsenRequest(b.Address, f.Lock, winnsenUnlock), may)
	if err == nil && status != 1 {
		return &failure{maybe: true, reason: device.Unspecified, err: fmt.Errorf("winnsen: the board answers %d", status)}
	}
	return err
}

func (winnsen) light(context.Context, *line, Board, func(Door) bool) error { return nil }

func (winnsen) release(context.Context, *line, Board) error { return nil }

// obey is a board that puts the lock before the status.
func (winnsen) obey(e *Emulator, boards []Board, bytes []byte) (reply, error) {
	const size = 6
	if len(bytes) < size {
		return reply{}, nil
	}
	q := bytes[:size]
	if q[0] != 0x90 || q[1] != size || q[5] != 0x03 {
		return reply{}, errors.New("winnsen: no request")
	}
	r := reply{}
	b, here := boardAt(boards, q[3])
	f, there := fittingAt(b, uint16(q[4]))
	if answers, _ := e.powered(b); !here || !there || !answers || e.has(Refusing) {
		return reply{used: size}, nil
	}
	status := byte(0)
	switch q[2] {
	case winnsenUnlock:
		r, status = e.switchOn(b, f), 1
	case winnsenStatus:
		if !f.Contact.good(e.contact(f.Door) == Closed) {
			status = 1
		}
	default:
		return reply{used: size}, nil
	}
	station := q[3]
	if e.has(WrongUnit) {
		station++
	}
	r.used = size
	r.answer = []byte{0x90, 7, q[2] | 0x80, station, q[4], status, 0x03}
	return r, nil
}
