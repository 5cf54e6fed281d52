package vault

import (
	"context"
	"errors"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Door is the number of a compartment's door, from 1, as it stands on the door.
type Door uint16

// Order asks for one door.
type Order struct {
	Door     Door
	Deadline time.Time // after this moment it is not executed any more
}

// Vault is a cabinet of locked compartments.
//
// Nothing here is durable: a vault remembers no order, and no order is tried twice. Who gives one has written it down
// before, and tells by the doors what came of it. All calls may be made at any time and from any goroutine; they wait for
// each other where one cable carries them all, no longer than their ctx.
type Vault interface {
	// Open pulses the lock of one door, once. It returns nil when the board has confirmed the order: that the door moved
	// is for Doors to tell. It pulses no other lock, and a door that stands open already all the same.
	//
	// An order never executes late: one whose deadline passes before its bytes leave is not done (ErrLate). Errors are
	// *device.Error with what is known: NotDone when no lock was pulsed, for certain — no such door, too late, nobody
	// answers, no power, refused by the board — and Uncertain when the order had left and was not confirmed.
	Open(ctx context.Context, o Order) error
	// Doors reads all doors. The reading has every door of this vault, in order, also when there is an error: a door that
	// could not be read, or whose board or locks have no power, is Unknown, never Closed. The error says of the first
	// trouble why. Reading changes nothing at the vault.
	Doors(ctx context.Context) (Reading, error)
	// Light has the lamps of these doors on and those of all others off. A door without a lamp, or that there is not, is
	// passed over. It may be called again with the same doors. After an error some lamps may be as they were; what Health
	// says of the vault names it until a Light succeeds. No lock is pulsed, whatever becomes of it.
	Light(ctx context.Context, doors ...Door) error
	device.Device
}

// Reasons beside those of device.
var (
	ErrLate   = errors.New("the deadline of the order has passed")
	ErrNoDoor = errors.New("no such door")
	ErrClosed = errors.New("closed")

	errNoPower = errors.New("the locks have no power")
)
