package journal

import (
	"bytes"
	"iter"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// View is one consistent state of the journal: what a decision decides on and a screen shows. Bytes it
// returns are valid only until the function it was given to returns. It belongs to that function's goroutine.
type View interface {
	kv.Reader // the projections
	Source    // the feed

	Life() office.Incarnation // the present life
	Size() uint64             // its records
	FeedSize() uint64         // feed entries stored
	// Last is the body of the newest record, also when that is of an earlier life; nil before the first.
	Last() []byte
	// Personal opens what a commitment stands for; false when it was erased or never stored here.
	Personal(Commitment) ([]byte, bool)
}

// view implements View over a transaction. In a decision, tip is that of the group so far.
type view struct {
	bucketReader
	j    *Journal
	tx   *bbolt.Tx
	life office.Incarnation
	size uint64
	fed  uint64
}

// newView makes a view of the transaction, which stands at life, size and fed.
func (j *Journal) newView(tx *bbolt.Tx, state *bbolt.Bucket, life office.Incarnation, size, fed uint64) *view {
	return &view{bucketReader{state}, j, tx, life, size, fed}
}

// stateBucket is the bucket of the projections.
func stateBucket(tx *bbolt.Tx) *bbolt.Bucket {
	return tx.Bucket(tx.Bucket(bucketMeta).Get(metaState))
}

func (v *view) Life() office.Incarnation { return v.life }
func (v *view) Size() uint64             { return v.size }
func (v *view) FeedSize() uint64         { return v.fed }

// Last implements View. Damage is shown as absence: Verify names it.
func (v *view) Last() []byte {
	life, size := v.life, v.size
	if size == 0 {
		life, size = v.before()
	}
	if size == 0 {
		return nil
	}
	s, _ := decodeRecord(size, v.tx.Bucket(recordsBucket(life)).Get(number(size))) // its body is nil when it fails
	return s.body
}

// before is the newest life that has records, and how many; the present one has none.
func (v *view) before() (office.Incarnation, uint64) {
	lives, _ := readLives(v.tx) // those that could be read
	for _, life := range slices.Backward(lives) {
		if n := lastNumber(v.tx.Bucket(recordsBucket(life))); n > 0 {
			return life, n
		}
	}
	return 0, 0
}

// Feed implements Source.
func (v *view) Feed(n uint64) []byte { return v.tx.Bucket(bucketFeed).Get(number(n)) }

// Personal implements View. Damage is logged and shown as absence: a screen can do nothing about it, and
// Verify names it.
func (v *view) Personal(c Commitment) ([]byte, bool) {
	s, ok, err := unseal(v.tx, c)
	if err != nil {
		v.j.o.Logger.Error("journal: sealed data is damaged", "commitment", s.String(), "cause", err)
	}
	return s.Plain, ok && err == nil
}

// View shows the journal's state, which is durable, to f; f must not keep anything of it. Errors: f's own;
// the latch's.
func (j *Journal) View(f func(View) error) error {
	return j.read("journal.View", func(tx *bbolt.Tx) error {
		lives, err := readLives(tx)
		if err != nil {
			return err
		}
		t, err := openTree(tx, lives[len(lives)-1])
		if err != nil {
			return err
		}
		return f(j.newView(tx, stateBucket(tx), t.life, t.size, lastNumber(tx.Bucket(bucketFeed))))
	})
}

// read runs f in a read transaction that shows nothing that is not flushed. f's error is returned as it is.
func (j *Journal) read(op string, f func(*bbolt.Tx) error) error {
	tx, err := j.begin(op)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // a read transaction has nothing to lose
	return f(tx)
}

// begin starts a read transaction. One that sees a commit whose flush is still on its way is put back and
// tried again after it.
func (j *Journal) begin(op string) (*bbolt.Tx, error) {
	for {
		if err := j.usable(op); err != nil {
			return nil, err
		}
		tx, err := j.db.Begin(false)
		if err != nil {
			return nil, closedFault(op)
		}
		if uint64(tx.ID()) <= j.durable.Load() {
			return tx, nil
		}
		if err := tx.Rollback(); err != nil {
			return nil, storeFault(op, j.path, err)
		}
		j.flush.RLock() // waits for the commit
		//lint:ignore SA2001 there is nothing to do but to have waited
		j.flush.RUnlock()
	}
}

// bucketReader reads the projections; it implements kv.Reader.
type bucketReader struct{ bucket *bbolt.Bucket }

// Get implements kv.Reader.
func (r bucketReader) Get(key []byte) []byte { return r.bucket.Get(key) }

// Scan implements kv.Reader.
func (r bucketReader) Scan(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		start := prefix
		if bytes.Compare(from, prefix) > 0 {
			start = from
		}
		c := r.bucket.Cursor()
		for k, v := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}
