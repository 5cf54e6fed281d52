package consensus

import (
	"bytes"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// reader is one section of a state: the file below, and the overlay that has the last word.
type reader struct {
	below *bolt.Cursor
	over  *overlay
}

var _ kv.Reader = reader{}

// Get implements kv.Reader.
func (r reader) Get(key []byte) []byte {
	if c, ok := r.over.get(key); ok {
		return c.value
	}
	if k, v := r.below.Seek(key); bytes.Equal(k, key) {
		return v
	}
	return nil
}

// Scan implements kv.Reader. Scans may be nested, so each has a cursor of its own.
func (r reader) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		start := prefix
		if bytes.Compare(from, prefix) > 0 {
			start = from
		}
		file := r.below.Bucket().Cursor()
		k, v := file.Seek(start)
		// until yields what only the file has, up to a key; nil: to the end.
		until := func(key []byte) bool {
			for ; bytes.HasPrefix(k, prefix) && k != nil && (key == nil || bytes.Compare(k, key) < 0); k, v = file.Next() {
				if !yield(k, v) {
					return false
				}
			}
			return true
		}
		more := true
		r.over.from(start, func(c change) bool {
			if !bytes.HasPrefix(c.key, prefix) {
				return false
			}
			if more = until(c.key); !more {
				return false
			}
			if k != nil && bytes.Equal(k, c.key) {
				k, v = file.Next()
			}
			more = c.value == nil || yield(c.key, c.value)
			return more
		})
		if more {
			until(nil)
		}
	}
}

// writer is the same for writing; the first failure is kept and fails the batch.
type writer struct {
	reader
	edit *edit
	err  error
}

var _ kv.Writer = (*writer)(nil)

// Put implements kv.Writer.
func (w *writer) Put(key, value []byte) {
	if len(key) == 0 || len(key) > bolt.MaxKeySize || len(value) > imageMaxData {
		if w.err == nil {
			w.err = fmt.Errorf("a key of %d bytes with a value of %d", len(key), len(value))
		}
		return
	}
	both := append(append(make([]byte, 0, len(key)+len(value)), key...), value...)
	w.edit.put(change{both[:len(key):len(key)], both[len(key):]})
}

// Delete implements kv.Writer.
func (w *writer) Delete(key []byte) {
	if w.Get(key) != nil {
		w.edit.put(change{key: bytes.Clone(key)})
	}
}
