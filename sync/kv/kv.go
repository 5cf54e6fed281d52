// Package kv is the view of a store that rules are written against: ordered keys and values inside one
// transaction. The journal's projections and headquarters' state both stand on it, so the code that folds
// events into state runs unchanged over a file, over memory and in a simulator.
package kv

import "iter"

// Reader reads one consistent state. The bytes it returns belong to the store and are valid only until
// the transaction ends; callers copy what they keep and change nothing.
type Reader interface {
	// Get returns the value of key, or nil when there is none.
	Get(key []byte) []byte
	// Scan yields the pairs whose key begins with prefix, in ascending order of key, starting at the
	// first key not below from (nil: at the first). The state must not be written during the scan.
	Scan(prefix, from []byte) iter.Seq2[[]byte, []byte]
}

// Writer changes the state of one transaction. A failure of the store is kept by the implementation and
// fails the transaction as a whole, so rules need not look at it. Keys and values are copied.
type Writer interface {
	Reader
	// Put sets the value of key. A nil value is stored as an empty one.
	Put(key, value []byte)
	// Delete removes key; removing what is not there does nothing.
	Delete(key []byte)
}

// Clear deletes every key that begins with prefix.
func Clear(w Writer, prefix []byte) {
	var keys [][]byte
	for k := range w.Scan(prefix, nil) {
		keys = append(keys, append([]byte(nil), k...))
	}
	for _, k := range keys {
		w.Delete(k)
	}
}
