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

// Snapshot implements raft.FSM: it only opens a view.
func (s *state) Snapshot() (raft.FSMSnapshot, error) {
	if err := s.brokenBy(); err != nil {
		return nil, err
	}
	v, err := s.store.view()
	if err != nil {
		return nil, err
	}
	return still{v}, nil
}

// still is a state standing still while it is written out.
type still struct{ view *view }

// Persist implements raft.FSMSnapshot. Raft cancels the sink when it gets an error.
func (p still) Persist(sink raft.SnapshotSink) error { return writeImage(sink, p.view, 0) }

// Release implements raft.FSMSnapshot. Closing a view fails only when it is closed already.
func (p still) Release() { _ = p.view.close() }

// Restore implements raft.FSM: load into a new file, sync, rename, swap. Readers under way keep the old one.
func (s *state) Restore(from io.ReadCloser) error {
	path := s.nextFile()
	if err := loadImage(path+".tmp", from, s.mapSize); err != nil {
		return errors.Join(err, os.Remove(path+".tmp"))
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	db, err := openFile(path, s.mapSize)
	if err != nil {
		return err
	}
	old, err := s.store.replace(db)
	if err != nil {
		return closing(err, db)
	}
	s.closing.Go(func() { // Close waits for the old file's readers
		name := old.Path()
		if err := errors.Join(old.Close(), os.Remove(name)); err != nil {
			s.breakDown(fmt.Errorf("retire old state: %w", err))
		}
	})
	var at position
	if err := s.view(func(v *view) error { at = v.position(); return nil }); err != nil {
		return err
	}
	s.advance(at, true)
	return nil
}

// loadImage builds a state file from an image and syncs it; the checksum is right when it returns nil.
func loadImage(path string, from io.Reader, mapSize int) (err error) {
	in, _, err := openImage(from)
	if err != nil {
		return err
	}
	db, err := openFile(path, mapSize)
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
		if tag == 0 || section(tag) > sections {
			return false, fmt.Errorf("%w: section", errImage)
		}
		b := tx.Bucket(bucketNames[tag-1])
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
