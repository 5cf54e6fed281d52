package virtual

import (
	"crypto/x509"
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// Emulator is a reader with a slot that cards can be put into by hand. What stands above the slot is the real driver.
type Emulator struct {
	*eid.Driver
	Slot      *Slot
	Authority *Authority

	wallet []Kept // set while it is made
}

// NewEmulator makes an empty reader that believes a new authority, valid from a moment, and nobody else.
func NewEmulator(generation Generation, from time.Time) (*Emulator, error) {
	authority, err := NewAuthority(generation, from)
	if err != nil {
		return nil, err
	}
	slot := NewSlot()
	trust := eid.Trust{Roots: []*x509.Certificate{authority.Root}}
	return &Emulator{Driver: eid.New(slot, trust), Slot: slot, Authority: authority}, nil
}
