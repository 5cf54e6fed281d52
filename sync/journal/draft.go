package journal

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"go.etcd.io/bbolt"
)

// maxKey and maxValue bound what a fold may put; bbolt's own limits are a little above.
const (
	maxKey   = 32 << 10
	maxValue = 16 << 20
)

// draft is a kv.Writer that keeps the writes of one decision apart until the decision is accepted; then
// flush puts them into the bucket. A refused decision's draft is dropped.
type draft struct {
	bucketReader
	writes map[string][]byte // nil: deleted
	keys   []string          // of writes, sorted; nil when stale
	err    error             // first write that the store would refuse
}

// newDraft is an empty draft over the bucket.
func newDraft(bucket *bbolt.Bucket) *draft {
	return &draft{bucketReader: bucketReader{bucket}, writes: map[string][]byte{}}
}

// Get implements kv.Reader.
func (d *draft) Get(key []byte) []byte {
	if v, ok := d.writes[string(key)]; ok {
		return v
	}
	return d.bucketReader.Get(key)
}

// Scan implements kv.Reader: the bucket's pairs with the writes merged in.
func (d *draft) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		own := d.drafted(prefix, from)
		for k, v := range d.bucketReader.Scan(prefix, from) {
			for len(own) > 0 && own[0] < string(k) {
				if w := d.writes[own[0]]; w != nil && !yield([]byte(own[0]), w) {
					return
				}
				own = own[1:]
			}
			if len(own) > 0 && own[0] == string(k) {
				v, own = d.writes[own[0]], own[1:]
			}
			if v != nil && !yield(k, v) {
				return
			}
		}
		for _, k := range own {
			if w := d.writes[k]; w != nil && !yield([]byte(k), w) {
				return
			}
		}
	}
}

// drafted are the sorted keys of writes with this prefix, from `from` on.
func (d *draft) drafted(prefix, from []byte) []string {
	if d.keys == nil {
		for k := range d.writes {
			d.keys = append(d.keys, k)
		}
		slices.Sort(d.keys)
	}
	start := prefix
	if bytes.Compare(from, prefix) > 0 {
		start = from
	}
	low, _ := slices.BinarySearch(d.keys, string(start))
	high := low
	for high < len(d.keys) && bytes.HasPrefix([]byte(d.keys[high]), prefix) {
		high++
	}
	return d.keys[low:high]
}

// Put implements kv.Writer.
func (d *draft) Put(key, value []byte) {
	if len(key) == 0 || len(key) > maxKey || len(value) > maxValue {
		if d.err == nil {
			d.err = fmt.Errorf("projection: key of %d bytes with %d bytes of value", len(key), len(value))
		}
		return
	}
	d.set(key, append([]byte{}, value...))
}

// Delete implements kv.Writer.
func (d *draft) Delete(key []byte) { d.set(key, nil) }

// set notes one write.
func (d *draft) set(key, value []byte) {
	if _, ok := d.writes[string(key)]; !ok {
		d.keys = nil
	}
	d.writes[string(key)] = value
}

// flush puts the writes into the bucket.
func (d *draft) flush() error {
	for _, k := range d.drafted(nil, nil) {
		var err error
		if v := d.writes[k]; v != nil {
			err = d.bucket.Put([]byte(k), v)
		} else if k != "" {
			err = d.bucket.Delete([]byte(k))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
