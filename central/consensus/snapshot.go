package consensus

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/raft"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Snapshot implements raft.FSM: it only opens a read transaction.
func (s *state) Snapshot() (raft.FSMSnapshot, error) {
	if err := s.brokenBy(); err != nil {
		return nil, err
	}
	tx, err := s.begin()
	if err != nil {
		return nil, err
	}
	return &still{tx: tx}, nil
}

// still is a state standing still while it is written out.
type still struct{ tx *bolt.Tx }

// Persist implements raft.FSMSnapshot. Raft cancels the sink when it gets an error.
func (p *still) Persist(sink raft.SnapshotSink) error { return writeImage(sink, p.tx, 0) }

// Release implements raft.FSMSnapshot. Rolling a read transaction back fails only when it is done already.
func (p *still) Release() { _ = ignoreDone(p.tx.Rollback()) }

// Restore implements raft.FSM: load into a new file, sync, rename, swap. Readers under way keep the old one.
func (s *state) Restore(from io.ReadCloser) error {
	path := s.nextFile()
	if err := loadImage(path+".tmp", from, s.mapSize); err != nil {
		return errors.Join(err, os.Remove(path+".tmp"))
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	db, err := openStore(path, s.mapSize)
	if err != nil {
		return err
	}
	var at position
	if err := db.View(func(tx *bolt.Tx) error { at = positionOf(tx); return nil }); err != nil {
		return closing(err, db)
	}
	old := s.db.Swap(db)
	s.closing.Go(func() { // Close waits for the old file's readers
		name := old.Path()
		if err := errors.Join(old.Close(), os.Remove(name)); err != nil {
			s.breakDown(fmt.Errorf("retire old state: %w", err))
		}
	})
	s.advance(at, true)
	return nil
}

// loadImage builds a state file from an image and syncs it; the checksum is right when it returns nil.
func loadImage(path string, from io.Reader, mapSize int) (err error) {
	in, _, err := openImage(from)
	if err != nil {
		return err
	}
	db, err := openStore(path, mapSize)
	if err != nil {
		return err
	}
	defer func() { err = closing(err, db) }()
	for done := false; !done; {
		err := db.Update(func(tx *bolt.Tx) (err error) {
			done, err = loadSome(tx, in)
			return err
		})
		if err != nil {
			return err
		}
	}
	return db.Sync()
}

// loadSome loads up to a few megabytes; done after the last record.
func loadSome(tx *bolt.Tx, in *imageReader) (done bool, err error) {
	for size := 0; size < 4<<20; {
		tag, key, value, err := in.next()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if tag == 0 || int(tag) > len(sections) {
			return false, fmt.Errorf("%w: section", errImage)
		}
		b := tx.Bucket(sections[tag-1].bucket)
		b.FillPercent = 0.9 // keys come in order
		if err := b.Put(key, value); err != nil {
			return false, err
		}
		size += len(key) + len(value)
	}
	return false, nil
}

// closing closes c after err and joins what that gives.
func closing(err error, c io.Closer) error { return errors.Join(err, c.Close()) }

// ignoreDone drops the error of ending a transaction that has ended.
func ignoreDone(err error) error {
	if errors.Is(err, bolterrors.ErrTxClosed) {
		return nil
	}
	return err
}
