package journal

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// rebuildChunk is how many records are folded in one transaction: bbolt keeps a transaction's pages in
// memory, and one huge page of unsorted keys is slow.
const rebuildChunk = 2048

// Rebuild makes the projections again from the records and the feed. Views see the old ones until it is
// done; decisions wait. A crash on the way leaves the old ones.
func (j *Journal) Rebuild() error {
	_, err := j.submit(context.Background(), "journal.Rebuild", &job{alone: func() error {
		if err := j.rebuild("journal.Rebuild"); err != nil {
			return err
		}
		j.broadcast()
		return nil
	}})
	return err
}

// rebuild folds everything into the other bucket and then makes that the one that counts.
func (j *Journal) rebuild(op string) error {
	var fresh []byte
	if err := j.step(op, func(tx *bbolt.Tx) error {
		fresh = []byte(stateNames[0])
		if string(tx.Bucket(bucketMeta).Get(metaState)) == stateNames[0] {
			fresh = []byte(stateNames[1])
		}
		if tx.Bucket(fresh) != nil { // of a rebuild that did not end
			if err := tx.DeleteBucket(fresh); err != nil {
				return err
			}
		}
		_, err := tx.CreateBucket(fresh)
		return err
	}); err != nil {
		return err
	}
	at := place{sequence: 1}
	for done := false; !done; {
		if err := j.step(op, func(tx *bbolt.Tx) (err error) {
			done, err = j.foldChunk(tx, tx.Bucket(fresh), &at)
			return err
		}); err != nil {
			return err
		}
	}
	return j.step(op, func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		if err := tx.DeleteBucket(append([]byte(nil), meta.Get(metaState)...)); err != nil {
			return err
		}
		if err := meta.Put(metaState, fresh); err != nil {
			return err
		}
		return meta.Put(metaFold, []byte(j.o.FoldVersion))
	})
}

// place is how far a rebuild has come: the next record to fold.
type place struct {
	life     int // index in the order of lives
	sequence uint64
}

// foldChunk folds the next records into bucket and reports whether they were the last.
func (j *Journal) foldChunk(tx *bbolt.Tx, bucket *bbolt.Bucket, at *place) (bool, error) {
	lives, err := readLives(tx)
	if err != nil {
		return false, err
	}
	for count := 0; at.life < len(lives); at.life, at.sequence = at.life+1, 1 {
		t, err := openTree(tx, lives[at.life])
		if err != nil {
			return false, err
		}
		for ; at.sequence <= t.size; at.sequence++ {
			if count++; count > rebuildChunk {
				return false, nil
			}
			if err := j.refold(tx, bucket, t, at.sequence); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// refold folds one stored record.
func (j *Journal) refold(tx *bbolt.Tx, bucket *bbolt.Bucket, t tree, sequence uint64) error {
	s, err := t.record(sequence)
	if err != nil {
		return err
	}
	d := newDraft(bucket)
	record := Record{Life: t.life, Sequence: sequence, Body: s.body}
	if err := j.o.Fold(d, feedSource{tx.Bucket(bucketFeed)}, record); err != nil {
		return fmt.Errorf("fold life %s record %d: %w", t.life, sequence, err)
	}
	if d.err != nil {
		return d.err
	}
	return d.flush()
}

// step runs f in a write transaction of its own.
func (j *Journal) step(op string, f func(*bbolt.Tx) error) error {
	if err := j.usable(op); err != nil {
		return err
	}
	tx, err := j.db.Begin(true)
	if err != nil {
		return storeFault(op, j.path, err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // f's error is what counts
		return fault.Wrap(op, err)
	}
	return j.commit(tx)
}

// feedSource is the stored feed as a Source.
type feedSource struct{ bucket *bbolt.Bucket }

// Feed implements Source.
func (s feedSource) Feed(n uint64) []byte { return s.bucket.Get(number(n)) }
