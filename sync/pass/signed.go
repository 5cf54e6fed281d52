package pass

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Prefix is how the text of every pass begins.
const Prefix = "BL1."

// Why a text is no pass that counts. Each is told to people in other words.
const (
	NotPass    flaw = "no pass"                             // it does not begin as one
	Damaged    flaw = "a pass that is damaged"              // it begins as one: misread, mistyped, cut off
	UnknownKey flaw = "a pass under a key that is not here" // headquarters may have a newer key than was heard of here
	EndedKey   flaw = "a pass under a key that has ended"
	Forged     flaw = "a pass that headquarters did not sign"
)

type flaw string

// Error implements error.
func (f flaw) Error() string { return string(f) }

// KeyID names a key: the first four bytes of SHA-256 of its public half. It is a hint, not a proof.
type KeyID [4]byte

// IDOf is the name of a public key.
func IDOf(public ed25519.PublicKey) KeyID {
	sum := sha256.Sum256(public)
	return KeyID(sum[:4])
}

// Signed is a pass as it was signed, or says that it was.
type Signed struct {
	Pass
	Key       KeyID
	Signature [ed25519.SignatureSize]byte
}

// Sign signs a pass; the same pass under the same key is the same text, at whichever node. It fails when the pass cannot be.
func Sign(p Pass, key ed25519.PrivateKey) (Signed, error) {
	if err := p.Check(); err != nil {
		return Signed{}, err
	}
	s := Signed{Pass: p, Key: IDOf(key.Public().(ed25519.PublicKey))}
	copy(s.Signature[:], ed25519.Sign(key, s.message()))
	return s, nil
}

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text is what the QR code holds.
func (s Signed) Text() string { return Prefix + encoding.EncodeToString(s.Bytes()) }

// Is reports whether a text begins as a pass does. It says nothing of what follows.
func Is(text string) bool { return strings.HasPrefix(text, Prefix) }

// Parse reads the text of a pass, and believes nothing of it yet: see Keys.Verify. It fails with [NotPass] or [Damaged].
func Parse(text string) (Signed, error) {
	body, ok := strings.CutPrefix(text, Prefix)
	if !ok {
		return Signed{}, NotPass
	}
	b, err := encoding.DecodeString(body)
	if err != nil {
		return Signed{}, fmt.Errorf("%w: %w", Damaged, err)
	}
	s, err := Read(b)
	if err == nil && s.Text() != text { // line breaks, and bits behind the last byte, are read over
		err = fmt.Errorf("%w: it is not written as passes are", Damaged)
	}
	if err != nil {
		return Signed{}, err
	}
	return s, nil
}

// Key is a key by which headquarters signs, or signed.
type Key struct {
	Public ed25519.PublicKey
	Last   office.Date // it counts for appointments through this day; 0: it has not ended
}

// Keys are those that somebody knows to be headquarters'.
type Keys []Key

// Verify says whether headquarters signed the pass. It fails with [UnknownKey], [EndedKey] or [Forged].
func (k Keys) Verify(s Signed) error {
	verdict := error(UnknownKey)
	for _, one := range k { // two keys may have one name
		if len(one.Public) != ed25519.PublicKeySize || IDOf(one.Public) != s.Key {
			continue
		}
		switch {
		case !ed25519.Verify(one.Public, s.message(), s.Signature[:]):
			if verdict == UnknownKey {
				verdict = Forged
			}
		case one.Last != 0 && s.Date > one.Last:
			verdict = EndedKey
		default:
			return nil
		}
	}
	return verdict
}
