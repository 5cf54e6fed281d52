// Package pin turns the PIN of a member of staff into the hash that a roster carries, and compares with it. One side
// makes the hash at headquarters, the other compares at a counter that may be cut off, so both use this package.
//
// The hash is Argon2id (RFC 9106), version 1.3, two passes over 19 MiB in one lane, 32 bytes, over a salt of 16 random
// bytes. Those are the least that OWASP advises, chosen for the small memory of a counter; a comparison takes some tens
// of milliseconds. contract.Clerk carries hash and salt and no parameters, so these change only together with a new
// field. A PIN has few digits: the hash slows down who steals a roster, it does not stop them.
//
// It keeps no state and is safe for concurrent use; each call takes the memory named above.
package pin

import (
	"crypto/subtle"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// The parameters of every hash; see the package comment.
const (
	passes  = 2
	memory  = 19 * 1024 // KiB
	threads = 1

	// Length and SaltLength are the sizes of Clerk.pin and Clerk.pin_salt in bytes.
	Length     = 32
	SaltLength = 16

	// MinDigits and MaxDigits bound a PIN.
	MinDigits = 4
	MaxDigits = 12
)

// Check refuses what cannot be a PIN, as fault.Invalid: it has 4 to 12 digits.
func Check(pin string) error {
	ok := len(pin) >= MinDigits && len(pin) <= MaxDigits
	for _, c := range pin {
		ok = ok && c >= '0' && c <= '9'
	}
	if !ok {
		return fault.New("pin.Check", fault.Invalid).Tell("Een pincode heeft 4 tot 12 cijfers.", "Tik ze opnieuw.")
	}
	return nil
}

// Hash is the hash of a PIN under a salt.
func Hash(pin string, salt []byte) []byte {
	return argon2.IDKey([]byte(pin), salt, passes, memory, threads, Length)
}

// New draws a salt and hashes a PIN. Faults: Invalid for what is no PIN; Internal when random fails.
func New(pin string, random io.Reader) (hash, salt []byte, err error) {
	if err := Check(pin); err != nil {
		return nil, nil, err
	}
	salt = make([]byte, SaltLength)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, nil, fault.New("pin.New", fault.Internal).Because(fmt.Errorf("draw a salt: %w", err))
	}
	return Hash(pin, salt), salt, nil
}

// Verify reports whether pin is the one that hash was made of. It takes as long when it is not.
func Verify(pin string, hash, salt []byte) bool {
	return subtle.ConstantTimeCompare(Hash(pin, salt), hash) == 1
}
