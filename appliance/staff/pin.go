package staff

import (
	"context"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// The parameters of Argon2id (RFC 9106), version 1.3, for every PIN. Clerk.pin carries none, so they change
// only together with a new field. 19 MiB and two passes are the least that OWASP advises, chosen for the
// small memory of a counter; the time is some tens of milliseconds.
const (
	pinTime    = 2         // passes
	pinMemory  = 19 * 1024 // KiB
	pinThreads = 1
	pinLength  = 32 // bytes of hash

	// SaltLength is the length of Clerk.pin_salt in bytes, drawn at random for each PIN.
	SaltLength = 16
)

// HashPIN is the hash of a PIN as the roster carries it.
func HashPIN(pin string, salt []byte) []byte {
	return argon2.IDKey([]byte(pin), salt, pinTime, pinMemory, pinThreads, pinLength)
}

// CheckPIN refuses what cannot be a PIN: it has 4 to 12 digits.
func CheckPIN(pin string) error {
	ok := len(pin) >= 4 && len(pin) <= 12
	for _, c := range pin {
		ok = ok && c >= '0' && c <= '9'
	}
	if !ok {
		return fault.New("staff.CheckPIN", fault.Invalid).Tell("Een pincode heeft 4 tot 12 cijfers.", "Tik je pincode opnieuw.")
	}
	return nil
}

// Verify compares a PIN with that of the attempt's clerk. It takes as long for a clerk who does not exist. One
// comparison runs at a time, so that a rush of them cannot take the counter's memory; ctx bounds the wait for
// its turn. Faults: Invalid for what is no PIN, which counts as no try; Unreachable when ctx ends.
func (d *Door) Verify(ctx context.Context, a Attempt, pin string) (Verdict, error) {
	const op = "staff.Verify"
	if err := CheckPIN(pin); err != nil {
		return Verdict{}, fault.Wrap(op, err)
	}
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return Verdict{}, fault.New(op, fault.Unreachable).Because(err)
	}
	salt, want := make([]byte, SaltLength), make([]byte, pinLength)
	if a.stored != nil {
		salt, want = a.stored.GetPinSalt(), a.stored.GetPin()
	}
	same := subtle.ConstantTimeCompare(HashPIN(pin, salt), want) == 1
	return Verdict{attempt: a, right: same}, nil
}
