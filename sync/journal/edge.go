package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a hash of the tree: of a record, of a subtree, or the root.
type Hash = tlog.Hash

// Edge is the right edge of a tree: the roots of its complete subtrees, the largest first, one for each one
// bit of Size. It is all that is needed to add records and to know the root, so a receiver stores only this.
// The zero value is the empty tree. An Edge is a value: Extend makes a new one and changes nothing.
type Edge struct {
	Size   uint64
	Hashes []Hash
}

// Extend is the edge after these records, in order, and its root.
func (e Edge) Extend(bodies [][]byte) (Edge, Hash) {
	next := Edge{Size: e.Size, Hashes: slices.Grow(slices.Clone(e.Hashes), 2)}
	for _, body := range bodies {
		next.push(body)
	}
	return next, next.Root()
}

// push adds one record to e itself and returns the hashes that it completes: its own, then those of the
// subtrees that it fills, the smallest first.
func (e *Edge) push(body []byte) []Hash {
	h := tlog.RecordHash(body)
	completed := append(make([]Hash, 0, 1+bits.TrailingZeros64(e.Size+1)), h)
	for rest := e.Size; rest&1 == 1; rest >>= 1 {
		last := len(e.Hashes) - 1
		h = tlog.NodeHash(e.Hashes[last], h)
		e.Hashes = e.Hashes[:last]
		completed = append(completed, h)
	}
	e.Hashes = append(e.Hashes, h)
	e.Size++
	return completed
}

// Root is the root of the tree. That of the empty tree is the hash of nothing (RFC 6962, section 2.1).
func (e Edge) Root() Hash {
	if len(e.Hashes) == 0 {
		return sha256.Sum256(nil)
	}
	last := len(e.Hashes) - 1
	h := e.Hashes[last]
	for _, left := range slices.Backward(e.Hashes[:last]) {
		h = tlog.NodeHash(left, h)
	}
	return h
}

// AppendBinary appends the stored form: size (8 bytes, big endian), then the hashes.
func (e Edge) AppendBinary(b []byte) ([]byte, error) {
	if len(e.Hashes) != bits.OnesCount64(e.Size) {
		return b, fmt.Errorf("edge of size %d has %d hashes", e.Size, len(e.Hashes))
	}
	b = binary.BigEndian.AppendUint64(b, e.Size)
	for _, h := range e.Hashes {
		b = append(b, h[:]...)
	}
	return b, nil
}

// ParseEdge reads what AppendBinary wrote, and nothing else.
func ParseEdge(b []byte) (Edge, error) {
	if len(b) < 8 {
		return Edge{}, fmt.Errorf("edge of %d bytes is too short", len(b))
	}
	e := Edge{Size: binary.BigEndian.Uint64(b)}
	if b = b[8:]; len(b) != tlog.HashSize*bits.OnesCount64(e.Size) {
		return Edge{}, fmt.Errorf("edge of size %d has %d bytes of hashes", e.Size, len(b))
	}
	for ; len(b) > 0; b = b[tlog.HashSize:] {
		e.Hashes = append(e.Hashes, Hash(b[:tlog.HashSize]))
	}
	return e, nil
}
