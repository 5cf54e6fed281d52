package eid

import (
	"context"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// The reasons that only cards have; see package device for the others. A card that was taken out, before or during a call,
// is [device.NoCard]; a daemon or reader that is not there [device.OutOfReach].
const (
	WrongPIN   device.Reason = "pin-wrong"    // the error holds a PINError
	BlockedPIN device.Reason = "pin-blocked"  // likewise; only the municipality can help, with the PUK
	Forged     device.Reason = "signature"    // a file is not as the register signed it
	Untrusted  device.Reason = "untrusted"    // who signed is not known here, or was not valid at the time given
	OtherCard  device.Reason = "unknown-card" // a card, but no Belgian identity card, or one without that certificate
	InUse      device.Reason = "in-use"       // another program on this machine holds the card
	UpsideDown device.Reason = "mute"         // something is in the slot that does not answer: turn it round
)

// Reader reads cards in one slot. This is its treaty.
//
// States: Ready with or without a card in the slot; Attention when what is in the slot does not answer; Absent when the
// daemon or the reader is not there; Unknown until it has answered. Readers and cards come and go at any time: every call
// begins anew and none needs the one before it.
//
// Concurrency: all methods may be called at any time from any goroutine. Read and Authenticate take turns; a call that waits
// for its turn ends with its context.
//
// Durability: nothing is kept after a call, on disk or in memory. At the card, only a wrong PIN leaves a trace: one try less.
//
// Errors are *device.Error. All mean that nothing happened, but for one: when the line breaks after a PIN has left,
// the outcome is uncertain, for a try may be gone. None has personal data in it.
type Reader interface {
	device.Device

	// Wait returns when a card is in the slot, at once if there is one. Whether it is an identity card is not looked at.
	// A reader that is not there is waited for too.
	Wait(ctx context.Context) error

	// WaitGone returns when the card that Wait told of last is gone: the slot is empty, another card lies in it, or the
	// reader is gone. So two cards that were changed by a quick hand are never taken for one.
	WaitGone(ctx context.Context) error

	// Read returns what was asked of the card in the slot, every byte of it under a signature that was found right.
	// It does not wait for a card. A card whose validity has run out is read all the same: see Card.ValidOn.
	Read(ctx context.Context, ask Ask) (Card, error)

	// Authenticate has the card sign a challenge with its authentication key, which it does for the right PIN only, and
	// checks the signature. It is never tried again by itself: three wrong PINs block the card.
	Authenticate(ctx context.Context, login Login) (Proof, error)
}

// Ask is what a task wants to know.
type Ask struct {
	What What
	At   time.Time // when certificates must be valid, and what today is; zero is refused
}

// Login is an authentication. The caller wipes PIN and challenge; this package wipes its own copies.
type Login struct {
	Challenge []byte    // at least 16 bytes that were never used before
	PIN       []byte    // 4 to 12 digits, in ASCII
	At        time.Time // when certificates must be valid; zero is refused
}

// Proof is who authenticated.
type Proof struct {
	Key    [32]byte       // SHA-256 of the public key: the same for as long as this card lives, and no personal datum by itself
	Number NationalNumber // of the holder, from the certificate
}

// PINError is a PIN that the card did not take.
type PINError struct {
	TriesLeft int // zero: blocked
}

// Error implements error.
func (e *PINError) Error() string { return fmt.Sprintf("PIN refused, %d tries left", e.TriesLeft) }

// Terminal is a slot that cards go into, as a driver needs it. Its errors are *device.Error with a reason; the driver
// puts the name of the act to them. All methods may be called at any time from any goroutine.
type Terminal interface {
	// Inserted returns when a card is in the slot, Removed when none is, or another than Inserted told of last; a missing
	// reader has no card.
	Inserted(ctx context.Context) error
	Removed(ctx context.Context) error
	// Connect takes the card for the caller alone.
	Connect(ctx context.Context) (Channel, error)
	Health(ctx context.Context) device.Health
	// Close ends all calls that are under way.
	Close() error
}

// Channel is a card that was taken. It is for one goroutine.
type Channel interface {
	// Transmit sends one command as it stands, and returns the response with its two status bytes.
	Transmit(ctx context.Context, command []byte) ([]byte, error)
	// Close lets the card go and has it forget a verified PIN.
	Close() error
}
