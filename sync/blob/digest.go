package blob

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Digest names a blob: the SHA-256 of its bytes.
type Digest [sha256.Size]byte

// Of is the digest of bytes.
func Of(b []byte) Digest { return sha256.Sum256(b) }

// String is 64 hex digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// ParseDigest reads what String wrote; anything else is Invalid.
func ParseDigest(s string) (d Digest, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(d) || hex.EncodeToString(b) != s {
		return d, fault.New("blob.ParseDigest", fault.Invalid).On(s).Because(err)
	}
	return Digest(b), nil
}

// DigestOf takes a digest from a message; a wrong length is Invalid.
func DigestOf(b []byte) (d Digest, err error) {
	if len(b) != len(d) {
		return d, fault.New("blob.DigestOf", fault.Invalid)
	}
	return Digest(b), nil
}
