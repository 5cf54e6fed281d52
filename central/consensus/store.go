package consensus

import (
	"encoding/binary"
	"errors"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// section is a part of the state: its tag in images is its number plus one.
type section int

const (
	metaSection section = iota
	stateSection
	sections // how many there are
)

// bucketNames are the sections' buckets in the state file.
var bucketNames = [sections][]byte{[]byte("meta"), []byte("state")}

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

// positionOf reads the position in a state's meta section.
func positionOf(meta kv.Reader) position {
	b := meta.Get(keyPosition)
	if len(b) != 24 {
		return position{}
	}
	u := binary.BigEndian.Uint64
	return position{u(b), u(b[8:]), u(b[16:])}
}

// A store is the state as one node holds it: a bbolt file, and over it an overlay for each section with what was applied
// since the file was last written. That file needs no durability (see openFile), so the overlays are written to it only
// when they have grown to Config.Overlay bytes: one transaction then serves thousands of commands, and a page that was
// changed by many is written once.
//
// One goroutine writes: it begins a batch, puts, and publishes. Any goroutine reads, at any time, one whole state.
type store struct {
	limit int // of the overlays' size, in bytes
	now   atomic.Pointer[edition]

	// What follows is the writer's.
	file  *bolt.Tx // a read transaction on the present file; nil: begun at the next batch
	below [sections]*bolt.Cursor
}

// edition is one state: a file as of a number of flushes, and what stands over it.
type edition struct {
	db      *bolt.DB
	flushes uint64
	over    [sections]overlay
}

// batch is a change of the state at work.
type batch struct {
	from *edition
	part [sections]writer
}

// begin starts a batch. The batch before it must have been published or be forgotten.
func (s *store) begin() (*batch, error) {
	b := &batch{from: s.now.Load()}
	if s.file == nil {
		tx, err := b.from.db.Begin(false)
		if err != nil {
			return nil, err
		}
		s.file = tx
		for i, name := range bucketNames {
			s.below[i] = tx.Bucket(name).Cursor()
		}
	}
	for i := range b.part {
		e := b.from.over[i].edit()
		b.part[i] = writer{reader: reader{below: s.below[i], over: &e.overlay}, edit: e}
	}
	return b, nil
}

// publish makes the batch visible, and writes the overlays to the file when they have grown.
func (s *store) publish(b *batch) error {
	next := &edition{db: b.from.db, flushes: b.from.flushes}
	size := 0
	for i := range b.part {
		if err := b.part[i].err; err != nil {
			return err
		}
		next.over[i] = b.part[i].edit.publish()
		size += next.over[i].size
	}
	s.now.Store(next)
	if size < s.limit {
		return nil
	}
	return s.flush(next)
}

// flush writes an edition's overlays to its file and goes on with empty ones. While it runs, the edition reads the same
// from the old file and from the new one.
func (s *store) flush(e *edition) error {
	if err := s.letGo(); err != nil {
		return err
	}
	err := e.db.Update(func(tx *bolt.Tx) error {
		for i, name := range bucketNames {
			if err := e.over[i].pour(tx.Bucket(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.now.Store(&edition{db: e.db, flushes: e.flushes + 1})
	}
	return err
}

// pour writes the changes to a bucket.
func (o overlay) pour(to *bolt.Bucket) (err error) {
	o.from(nil, func(c change) bool {
		if c.value == nil {
			err = to.Delete(c.key)
		} else {
			err = to.Put(c.key, c.value)
		}
		return err == nil
	})
	return err
}

// letGo ends the writer's look at the file: bbolt cannot replace what is being read, nor close.
func (s *store) letGo() error {
	tx := s.file
	s.file = nil
	if tx == nil {
		return nil
	}
	return ignoreDone(tx.Rollback())
}

// replace goes on with another file and gives the old one, which readers may still hold.
func (s *store) replace(db *bolt.DB) (old *bolt.DB, err error) {
	if err := s.letGo(); err != nil {
		return nil, err
	}
	was := s.now.Load()
	s.now.Store(&edition{db: db, flushes: was.flushes + 1})
	return was.db, nil
}

// close waits for readers and closes the file.
func (s *store) close() error { return errors.Join(s.letGo(), s.now.Load().db.Close()) }

// view is one whole state, standing still until it is closed. One goroutine uses it.
type view struct {
	tx          *bolt.Tx
	meta, state reader
}

// view gives the present state.
func (s *store) view() (*view, error) {
	for {
		before := s.now.Load()
		tx, err := before.db.Begin(false)
		if err != nil {
			if s.now.Load().db == before.db {
				return nil, err
			}
			continue // the file was replaced, and closed
		}
		if v := s.over(before, tx); v != nil {
			return v, nil
		}
		if err := ignoreDone(tx.Rollback()); err != nil {
			return nil, err
		}
	}
}

// over lays the overlays of now over the file as tx sees it; nil when they do not belong together. An edition goes with
// the file before its own flush and with the file after it. So if no flush was completed since before, which was there
// before tx began, the edition of now either goes with tx or is the very one that is being flushed: the writer publishes
// nothing in between.
func (s *store) over(before *edition, tx *bolt.Tx) *view {
	now := s.now.Load()
	if now.flushes != before.flushes {
		return nil
	}
	v := &view{tx: tx}
	for i, r := range []*reader{&v.meta, &v.state} {
		*r = reader{below: tx.Bucket(bucketNames[i]).Cursor(), over: &now.over[i]}
	}
	return v
}

func (v *view) close() error { return ignoreDone(v.tx.Rollback()) }

func (v *view) position() position { return positionOf(v.meta) }

// openFile opens a state file. NoSync everywhere: raft's snapshot and log are what is durable, and the
// file is built anew from them at every start, so a torn page after a power cut is never read.
func openFile(path string, mapSize int) (*bolt.DB, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, NoSync: true, NoGrowSync: true, NoFreelistSync: true,
		FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize,
	})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range bucketNames {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
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
