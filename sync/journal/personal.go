package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Commitment stands in a record for personal data that lies beside it: the first 16 bytes of
// HMAC-SHA256(salt, plain). Without the salt it tells nothing about the data, so it may stay for ever.
type Commitment [16]byte

// Sealed is personal data about one subject on its way: into a journal, or from a journal to HQ. Its
// commitment stands in the record it belongs to. Never log it.
type Sealed struct {
	Commitment Commitment
	Subject    office.SubjectID
	Salt       [16]byte
	Plain      []byte
}

// Seal draws a salt and commits to plain, which it keeps without copying. It fails only when random does.
func Seal(random io.Reader, subject office.SubjectID, plain []byte) (Sealed, error) {
	s := Sealed{Subject: subject, Plain: plain}
	if _, err := io.ReadFull(random, s.Salt[:]); err != nil {
		return Sealed{}, fmt.Errorf("draw a salt: %w", err)
	}
	s.Commitment = commit(s.Salt, plain)
	return s, nil
}

// Check is what a receiver does before believing: nil when the data is what the commitment stands for,
// else Corrupt.
func (s Sealed) Check() error {
	if got := commit(s.Salt, s.Plain); !hmac.Equal(got[:], s.Commitment[:]) {
		return fault.New("journal.Sealed.Check", fault.Corrupt).On(fmt.Sprintf("%x", s.Commitment))
	}
	return nil
}

// GoString and String keep personal data out of logs and test output.
func (s Sealed) GoString() string { return s.String() }

// String names the commitment only.
func (s Sealed) String() string { return fmt.Sprintf("sealed %x", s.Commitment[:]) }

// commit computes a commitment.
func commit(salt [16]byte, plain []byte) Commitment {
	mac := hmac.New(sha256.New, salt[:])
	mac.Write(plain)
	return Commitment(mac.Sum(nil)[:16])
}
