package journal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Limits, checked before anything is written. A commit is small by nature; a feed entry may be a snapshot of
// all that a site should know.
const (
	MaxRecord   = 64 << 10 // bytes of one record's body
	MaxEvents   = 1024     // records in one commit
	MaxSealed   = 255      // sealed items of one record; a feed entry may bring as many as MaxCommit holds
	MaxPersonal = 64 << 10 // bytes of one item of personal data
	MaxFeed     = 8 << 20  // bytes of one feed entry
	MaxCommit   = 32 << 20 // bytes of one commit, all together
)

// Record is one fact of one life. Its body is opaque here: hashed and shipped as stored.
type Record struct {
	Life     office.Incarnation
	Sequence uint64 // from 1, without gaps
	Body     []byte
}

// Event is a record to be, with the personal data that it commits to: the commitment of every sealed item
// must occur in the body.
type Event struct {
	Body     []byte
	Personal []Sealed
}

// FeedEntry is one step of HQ's downlink, stored as it came. The personal data that it brings is kept as a
// record's is, but is not shipped back.
type FeedEntry struct {
	Number   uint64 // from 1, without gaps
	Body     []byte
	Personal []Sealed
}

// Commit is what a decision wants done, wholly or not at all. An empty one writes nothing.
type Commit struct {
	Events []Event
	Feed   []FeedEntry        // must continue the feed that is stored
	Erase  []office.SubjectID // whose key and data go; done last
}

// empty reports whether there is nothing to write.
func (c Commit) empty() bool { return len(c.Events)+len(c.Feed)+len(c.Erase) == 0 }

// check refuses what breaks a limit, or a feed that does not continue at feed+1.
func (c Commit) check(op string, feed uint64) error {
	if len(c.Events) > MaxEvents {
		return tooLarge(op, fmt.Sprintf("%d records, at most %d", len(c.Events), MaxEvents))
	}
	total := 0
	for i, e := range c.Events {
		if err := checkPart(op, fmt.Sprintf("record %d", i+1), e.Body, e.Personal, MaxRecord, MaxSealed, &total); err != nil {
			return err
		}
	}
	for i, e := range c.Feed {
		if e.Number != feed+1+uint64(i) {
			return fault.New(op, fault.Conflict).On(fmt.Sprintf("feed entry %d", e.Number)).
				Because(fmt.Errorf("want entry %d", feed+1+uint64(i)))
		}
		if err := checkPart(op, fmt.Sprintf("feed entry %d", e.Number), e.Body, e.Personal, MaxFeed, MaxCommit, &total); err != nil {
			return err
		}
	}
	if total > MaxCommit {
		return tooLarge(op, fmt.Sprintf("%d bytes in one commit, at most %d", total, MaxCommit))
	}
	return nil
}

// checkPart checks one body with its personal data and adds their bytes to total.
func checkPart(op, what string, body []byte, personal []Sealed, limit, items int, total *int) error {
	if len(body) == 0 {
		return fault.New(op, fault.Invalid).On(what).Because(fmt.Errorf("empty body"))
	}
	if len(body) > limit || len(personal) > items {
		return tooLarge(op, fmt.Sprintf("%s has %d bytes and %d sealed items", what, len(body), len(personal)))
	}
	*total += len(body)
	for _, s := range personal {
		if len(s.Plain) > MaxPersonal {
			return tooLarge(op, fmt.Sprintf("%s has a sealed item of %d bytes", what, len(s.Plain)))
		}
		if err := s.Check(); err != nil {
			return fault.New(op, fault.Invalid).On(what).Because(err)
		}
		if !bytes.Contains(body, s.Commitment[:]) {
			return fault.New(op, fault.Invalid).On(what).Because(fmt.Errorf("%v is not in the body", s))
		}
		*total += len(s.Plain)
	}
	return nil
}

// tooLarge is the fault of a broken limit.
func tooLarge(op, what string) error {
	return fault.New(op, fault.Exhausted).Because(fmt.Errorf("too large: %s", what))
}

// number is a record number as a key: 8 bytes, big endian, so that keys sort as numbers do.
func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// stored is the value of a record in its bucket, taken apart. It shares the value's bytes.
type stored struct {
	hashes      []byte // 32 bytes each
	commitments []byte // 16 bytes each
	body        []byte
}

// encodeRecord makes the value of a record; see the package comment for its bytes.
func encodeRecord(hashes []Hash, personal []Sealed, body []byte) []byte {
	v := make([]byte, 0, 2+len(hashes)*tlog.HashSize+len(personal)*len(Commitment{})+len(body))
	v = append(v, byte(len(hashes)), byte(len(personal)))
	for _, h := range hashes {
		v = append(v, h[:]...)
	}
	for _, s := range personal {
		v = append(v, s.Commitment[:]...)
	}
	return append(v, body...)
}

// decodeRecord takes the value of record sequence apart.
func decodeRecord(sequence uint64, v []byte) (stored, error) {
	if len(v) < 2 {
		return stored{}, fmt.Errorf("%d bytes are no record", len(v))
	}
	h, p := int(v[0])*tlog.HashSize, int(v[1])*len(Commitment{})
	if int(v[0]) != 1+bits.TrailingZeros64(sequence) || len(v) <= 2+h+p || len(v) > 2+h+p+MaxRecord {
		return stored{}, fmt.Errorf("%d bytes with %d hashes and %d commitments are no record", len(v), v[0], v[1])
	}
	return stored{hashes: v[2 : 2+h], commitments: v[2+h : 2+h+p], body: v[2+h+p:]}, nil
}

// hash is the hash of the subtree of this level that the record completes.
func (s stored) hash(level int) Hash {
	return Hash(s.hashes[level*tlog.HashSize : (level+1)*tlog.HashSize])
}
