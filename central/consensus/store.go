package consensus

import (
	"bytes"
	"encoding/binary"
	"iter"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// section is one bucket of the state file and its tag in images.
type section struct {
	tag    byte
	bucket []byte
}

var (
	metaSection  = section{1, []byte("meta")}
	stateSection = section{2, []byte("state")}
	sections     = []section{metaSection, stateSection}
)

// Keys of the meta bucket.
var (
	keyPosition  = []byte("position") // raft index, raft term, index: 3 × 8 bytes big endian
	prefixMember = []byte("member/")  // + node id → raft index of the configuration that first named it
	prefixLife   = []byte("life/")    // + node id → its life, 16 bytes
)

// position is how far a state has come.
type position struct {
	raft  uint64 // raft index of the last entry applied
	term  uint64 // its term
	index uint64 // commands applied
}

func (p position) bytes() []byte {
	b := binary.BigEndian.AppendUint64(nil, p.raft)
	b = binary.BigEndian.AppendUint64(b, p.term)
	return binary.BigEndian.AppendUint64(b, p.index)
}

// positionOf reads the position in tx's state.
func positionOf(tx *bolt.Tx) position {
	b := tx.Bucket(metaSection.bucket).Get(keyPosition)
	if len(b) != 24 {
		return position{}
	}
	u := binary.BigEndian.Uint64
	return position{u(b), u(b[8:]), u(b[16:])}
}

// openStore opens a state file. NoSync everywhere: raft's snapshot and log are what is durable, and the
// file is built anew from them at every start, so a torn page after a power cut is never read.
func openStore(path string, mapSize int) (*bolt.DB, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, NoSync: true, NoGrowSync: true, NoFreelistSync: true,
		FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize,
	})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, s := range sections {
			if _, err := tx.CreateBucketIfNotExists(s.bucket); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, closing(err, db)
	}
	return db, nil
}

// reader is the state bucket of a transaction as kv.Reader.
type reader struct{ b *bolt.Bucket }

// Get implements kv.Reader.
func (r reader) Get(key []byte) []byte { return r.b.Get(key) }

// Scan implements kv.Reader.
func (r reader) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		start := prefix
		if bytes.Compare(from, prefix) > 0 {
			start = from
		}
		c := r.b.Cursor()
		for k, v := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// writer is the same for writing; the first failure is kept and fails the batch.
type writer struct {
	reader
	err error
}

var _ kv.Writer = (*writer)(nil)

// Put implements kv.Writer. The store keeps the value's bytes until the commit, hence the copy.
func (w *writer) Put(key, value []byte) {
	if err := w.b.Put(key, append([]byte{}, value...)); err != nil && w.err == nil {
		w.err = err
	}
}

// Delete implements kv.Writer.
func (w *writer) Delete(key []byte) {
	if err := w.b.Delete(key); err != nil && w.err == nil {
		w.err = err
	}
}
