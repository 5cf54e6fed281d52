package vault

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Board is one lock board on a line.
type Board struct {
	Address  byte      // unit of Modbus, or what the maker calls station
	Fittings []Fitting // the doors at this board
	Release  Release
	Pulse    time.Duration // how long a coil stays on when ByMaster
	Supply   *Contact      // tells whether the locks have power; nil when nothing tells. Modbus only
}

// Fitting is one door at a board.
type Fitting struct {
	Door    Door
	Lock    uint16  // number of the coil, from 0 as on the wire; with makers the number of the lock, from 1
	Contact Contact // of the door; Input is not used with makers, whose contact is part of the lock
	Lamp    *uint16 // number of the coil of the door's lamp, from 0; nil: it has none. Modbus only
}

// Contact is one discrete input. Not inverted, it is on while the door is shut, or while there is power. That is the safer
// way to wire: a cut wire looks like an open door.
type Contact struct {
	Input    uint16 // from 0, as on the wire
	Inverted bool
}

// good reports what an input that is on or off says: shut, or powered.
func (c Contact) good(on bool) bool { return on != c.Inverted }

// Release says who ends the pulse.
type Release uint8

// The ways to end a pulse.
const (
	ByBoard  Release = iota // the board switches its coil off by itself
	ByMaster                // this side does, after Pulse; a coil found on when a line opens is switched off too
)

// Dialect is a language of boards. There are ModbusTCP, ModbusRTU, KerongCU16 and Winnsen. Its methods speak over a line
// whose turn the caller holds, and give their errors as *failure.
type Dialect interface {
	// Name is what a configuration calls it.
	Name() string
	// unverified is "" or says why it may not work.
	unverified() string
	// check tells what is wrong with a board.
	check(b Board) error
	// read gives the states of these fittings of a board, Unknown where the locks have no power.
	read(ctx context.Context, l *line, b Board, fs []Fitting) ([]State, error)
	// pulse pulses one lock, whose door has just been read; may has the last word before the bytes leave.
	pulse(ctx context.Context, l *line, b Board, f Fitting, stood State, may func() error) error
	// light switches the lamps of a board, of those doors on and of the others off.
	light(ctx context.Context, l *line, b Board, lit func(Door) bool) error
	// release switches off the locks that a board holds on, if it holds any.
	release(ctx context.Context, l *line, b Board) error
	// obey is the board's side, for an emulator: what becomes of the request that these bytes begin with.
	obey(e *Emulator, boards []Board, bytes []byte) (reply, error)
}

// ParseDialect finds a dialect by its name.
func ParseDialect(name string) (Dialect, error) {
	for _, d := range []Dialect{ModbusTCP, ModbusRTU, KerongCU16, Winnsen} {
		if d.Name() == name {
			return d, nil
		}
	}
	return nil, fmt.Errorf("vault: no dialect %q", name)
}

// checkBoards tells what is wrong with the boards of a line: each door hangs at one lock, and each lock has one door.
func checkBoards(d Dialect, boards []Board) error {
	type lock struct {
		board byte
		lock  uint16
	}
	doors, locks, addresses := map[Door]bool{}, map[lock]bool{}, map[byte]bool{}
	for _, b := range boards {
		if addresses[b.Address] {
			return fmt.Errorf("vault: two boards at address %d", b.Address)
		}
		addresses[b.Address] = true
		if b.Release == ByMaster && b.Pulse <= 0 {
			return fmt.Errorf("vault: board %d has no length for its pulse", b.Address)
		}
		for _, f := range b.Fittings {
			l := lock{b.Address, f.Lock}
			if f.Door == 0 || doors[f.Door] {
				return fmt.Errorf("vault: door %d is there twice, or has no number", f.Door)
			}
			if locks[l] {
				return fmt.Errorf("vault: two doors at lock %d of board %d", f.Lock, b.Address)
			}
			doors[f.Door], locks[l] = true, true
		}
		if err := checkLamps(b); err != nil {
			return err
		}
		if err := d.check(b); err != nil {
			return fmt.Errorf("vault: board %d: %w", b.Address, err)
		}
	}
	if len(doors) == 0 {
		return errors.New("vault: a vault without doors")
	}
	return nil
}

// checkLamps tells which lamp of a board hangs at the coil of a lock, which it would pulse, or at that of another lamp.
func checkLamps(b Board) error {
	taken := map[uint16]bool{}
	for _, f := range b.Fittings {
		taken[f.Lock] = true
	}
	for _, f := range b.Fittings {
		if f.Lamp == nil {
			continue
		}
		if taken[*f.Lamp] {
			return fmt.Errorf("vault: the lamp of door %d is coil %d of board %d, which is a lock's or another lamp's", f.Door, *f.Lamp, b.Address)
		}
		taken[*f.Lamp] = true
	}
	return nil
}
