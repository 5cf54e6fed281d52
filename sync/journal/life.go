package journal

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// tip is where writing goes on: the present life, its tree, and the feed.
type tip struct {
	ordinal uint64 // of the life, from 1
	life    office.Incarnation
	edge    Edge
	feed    uint64 // entries stored
}

// beginLife writes a life and makes its bucket of records.
func beginLife(tx *bbolt.Tx, ordinal uint64, life office.Incarnation, at time.Time) error {
	v := binary.BigEndian.AppendUint64(nil, uint64(life))
	v = binary.BigEndian.AppendUint64(v, uint64(at.UnixMilli()))
	if err := tx.Bucket(bucketLives).Put(number(ordinal), v); err != nil {
		return err
	}
	_, err := tx.CreateBucket(recordsBucket(life))
	return err
}

// readLives are the lives in order, oldest first.
func readLives(tx *bbolt.Tx) ([]office.Incarnation, error) {
	var lives []office.Incarnation
	err := tx.Bucket(bucketLives).ForEach(func(k, v []byte) error {
		if len(k) != 8 || len(v) != 16 || binary.BigEndian.Uint64(k) != uint64(len(lives))+1 {
			return fault.New("journal.lives", fault.Corrupt).On(fmt.Sprintf("life %x", k))
		}
		lives = append(lives, office.Incarnation(binary.BigEndian.Uint64(v)))
		return nil
	})
	if err == nil && len(lives) == 0 {
		err = fault.New("journal.lives", fault.Corrupt).Because(fmt.Errorf("no life at all"))
	}
	return lives, err
}

// readTip reads where the last life stands.
func readTip(tx *bbolt.Tx) (tip, error) {
	lives, err := readLives(tx)
	if err != nil {
		return tip{}, err
	}
	t := tip{ordinal: uint64(len(lives)), life: lives[len(lives)-1], feed: lastNumber(tx.Bucket(bucketFeed))}
	tree, err := openTree(tx, t.life)
	if err != nil {
		return tip{}, err
	}
	t.edge, err = tree.edge()
	return t, err
}

// lastNumber is the highest key of a numbered bucket, 0 when it is empty.
func lastNumber(b *bbolt.Bucket) uint64 {
	if k, _ := b.Cursor().Last(); len(k) == 8 {
		return binary.BigEndian.Uint64(k)
	}
	return 0
}

// tree reads the records and hashes of one life.
type tree struct {
	life    office.Incarnation
	records *bbolt.Bucket
	size    uint64
}

// openTree finds a life; an unknown one is NotFound.
func openTree(tx *bbolt.Tx, life office.Incarnation) (tree, error) {
	b := tx.Bucket(recordsBucket(life))
	if b == nil {
		return tree{}, fault.New("journal.life", fault.NotFound).On("life " + life.String())
	}
	return tree{life: life, records: b, size: lastNumber(b)}, nil
}

// record reads one record; a missing or malformed one is Corrupt and is named.
func (t tree) record(sequence uint64) (stored, error) {
	s, err := decodeRecord(sequence, t.records.Get(number(sequence)))
	if err != nil {
		return stored{}, t.bad(sequence, err)
	}
	return s, nil
}

// bad is the fault that names a record.
func (t tree) bad(sequence uint64, cause error) error {
	return fault.New("journal.record", fault.Corrupt).On(fmt.Sprintf("life %s record %d", t.life, sequence)).Because(cause)
}

// ReadHashes implements [tlog.HashReader]: hash (level, n) lies with the record that completes it.
func (t tree) ReadHashes(indexes []int64) ([]Hash, error) {
	hashes := make([]Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		s, err := t.record(uint64(n+1) << level)
		if err != nil {
			return nil, err
		}
		hashes[i] = s.hash(level)
	}
	return hashes, nil
}

// head is the head of the tree when it had this size.
func (t tree) head(site office.SiteID, size uint64) (Head, error) {
	root, err := tlog.TreeHash(int64(size), t)
	return Head{Site: site, Life: t.life, Size: size, Root: root}, err
}

// edge reads the right edge of the whole tree.
func (t tree) edge() (Edge, error) {
	e := Edge{Size: t.size}
	for rest := t.size; rest != 0; rest &= rest - 1 {
		// The last record of the smallest complete subtree of the first `rest` records is record `rest`.
		s, err := t.record(rest)
		if err != nil {
			return Edge{}, err
		}
		e.Hashes = append(e.Hashes, s.hash(len(s.hashes)/tlog.HashSize-1))
	}
	slices.Reverse(e.Hashes)
	return e, nil
}

// Lives are the lives in order, oldest first; the last is the present one.
func (j *Journal) Lives() (lives []office.Incarnation, err error) {
	err = j.read("journal.Lives", func(tx *bbolt.Tx) error {
		lives, err = readLives(tx)
		return err
	})
	return lives, err
}

// Head is the head of a life as it stands. An unknown life is NotFound.
func (j *Journal) Head(life office.Incarnation) (head Head, err error) {
	err = j.read("journal.Head", func(tx *bbolt.Tx) error {
		t, err := openTree(tx, life)
		if err != nil {
			return err
		}
		head, err = t.head(j.o.Site, t.size)
		return err
	})
	return head, err
}
