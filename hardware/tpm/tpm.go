package tpm

import (
	"context"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// MaxSecret is how long a secret may be, in bytes: every chip takes as much.
const MaxSecret = 64

// Sealer is one chip. This is its treaty.
//
// States: Ready; Attention never; Stopped when it answers and says that it fails or is locked; Absent when there is no chip, or this
// program may not use it; Unknown when what comes back means nothing.
//
// Concurrency: all calls may be made at any time from any goroutine; the chip does one after the other. It is slow: a call may take a second.
//
// Durability: none here. What Seal gives is the only copy. It opens for as long as the chip has its owner's seed: clearing the chip, in the
// firmware's menu or by its owner, makes it noise.
//
// Errors are *device.Error, all NotDone, with one of the reasons below, device.OutOfReach or device.NotAllowed.
type Sealer interface {
	device.Device

	// Seal seals a secret of 1 to MaxSecret bytes; the same secret gives other bytes each time.
	Seal(ctx context.Context, secret []byte) ([]byte, error)
	// Unseal gives the secret back. It is OtherChip when another chip sealed it, or this one before it was cleared; Damaged
	// when the bytes are not what was given. The result is the caller's, to be wiped.
	Unseal(ctx context.Context, sealed []byte) ([]byte, error)
}

// The reasons of chips alone.
const (
	OtherChip device.Reason = "other-chip" // this chip did not seal it
	Damaged   device.Reason = "damaged"    // these bytes were not sealed by any
	LockedOut device.Reason = "locked-out" // the chip's protection against guessing refuses everything for a while
	Failing   device.Reason = "failing"    // the chip says that it is broken
)

func failed(op string, reason device.Reason, err error) error {
	return &device.Error{Op: "tpm." + op, Outcome: device.NotDone, Reason: reason, Err: err}
}
