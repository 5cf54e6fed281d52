package consensus

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/raft"
	bolt "go.etcd.io/bbolt"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// state is raft's FSM: the machine's state in one bbolt file. Raft calls ApplyBatch, Snapshot and Restore
// from one goroutine; readers come from any.
type state struct {
	dir     string // of the state files; emptied at open
	mapSize int
	machine Machine
	disk    func(Write) error
	fail    func(error) // tells the node that it must stop

	// db is replaced as a whole by Restore. The old one is closed in the background once its last reader
	// has gone; closing counts those.
	db      atomic.Pointer[bolt.DB]
	files   int // numbers the state files; owned by raft's FSM goroutine
	closing sync.WaitGroup

	mu       sync.Mutex // guards what follows
	at       position
	changed  chan struct{} // closed and replaced at each advance
	broken   error         // set once; nothing is applied after it
	installs int           // restores since the last applied batch
}

// openState starts with an empty state: raft fills it from its snapshot and log.
func openState(dir string, c Config, fail func(error)) (*state, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &state{dir: dir, mapSize: c.MapSize, machine: c.Machine, disk: c.Disk, fail: fail,
		changed: make(chan struct{})}
	db, err := openStore(s.nextFile(), s.mapSize)
	if err != nil {
		return nil, err
	}
	s.db.Store(db)
	return s, nil
}

func (s *state) nextFile() string {
	s.files++
	return filepath.Join(s.dir, fmt.Sprintf("state-%06d.db", s.files))
}

// close waits for readers and closes the files. Raft must have stopped.
func (s *state) close() error {
	s.closing.Wait()
	return s.db.Load().Close()
}

// applied is what raft hands from the FSM to the proposer for one entry.
type applied struct {
	first   uint64 // index of the first command
	replies [][]byte
	err     error // the state broke: fate unknown
}

// Apply implements raft.FSM; raft prefers ApplyBatch.
func (s *state) Apply(l *raft.Log) any { return s.ApplyBatch([]*raft.Log{l})[0] }

// ApplyBatch implements raft.BatchingFSM: all entries in one transaction, their position in the same.
// Entries that the state already holds are skipped; that happens only after a revival, which keeps the state.
func (s *state) ApplyBatch(logs []*raft.Log) []any {
	out := make([]any, len(logs))
	at, err := s.applyAll(logs, out)
	if err != nil {
		s.breakDown(fmt.Errorf("apply: %w", err))
		for i := range out {
			out[i] = applied{err: err}
		}
		return out
	}
	s.advance(at, false)
	return out
}

func (s *state) applyAll(logs []*raft.Log, out []any) (at position, err error) {
	if err := s.brokenBy(); err != nil {
		return at, err
	}
	tx, err := s.db.Load().Begin(true)
	if err != nil {
		return at, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreDone(tx.Rollback()))
		}
	}()
	at = positionOf(tx)
	for i, l := range logs {
		if l.Index <= at.raft {
			out[i] = applied{err: errors.New("entry was applied before")}
			continue
		}
		if out[i], err = s.applyOne(tx, l, &at); err != nil {
			return at, err
		}
		at.raft, at.term = l.Index, l.Term
	}
	if err := tx.Bucket(metaSection.bucket).Put(keyPosition, at.bytes()); err != nil {
		return at, err
	}
	if s.disk != nil {
		if err := s.disk(WriteState); err != nil {
			return at, err
		}
	}
	return at, tx.Commit()
}

// applyOne applies one entry and advances at.index by its commands.
func (s *state) applyOne(tx *bolt.Tx, l *raft.Log, at *position) (applied, error) {
	meta := tx.Bucket(metaSection.bucket)
	if l.Type == raft.LogConfiguration {
		return applied{}, noteMembers(meta, l.Index, raft.DecodeConfiguration(l.Data))
	}
	if len(l.Data) > 0 && l.Data[0] == entryLife {
		id, who, err := openLife(l.Data)
		if err != nil {
			return applied{}, err
		}
		key := append(append([]byte{}, prefixLife...), id...)
		if meta.Get(key) != nil { // the first binding stands
			return applied{}, nil
		}
		return applied{}, meta.Put(key, who[:])
	}
	commands, err := openCommands(l.Data)
	if err != nil {
		return applied{}, err
	}
	w := &writer{reader: reader{tx.Bucket(stateSection.bucket)}}
	res := applied{first: at.index + 1, replies: make([][]byte, len(commands))}
	for i, c := range commands {
		at.index++
		res.replies[i] = s.machine.Apply(w, at.index, c)
	}
	return res, w.err
}

// noteMembers remembers every id that was ever in a configuration.
func noteMembers(meta *bolt.Bucket, index uint64, c raft.Configuration) error {
	for _, server := range c.Servers {
		key := append(append([]byte{}, prefixMember...), server.ID...)
		if meta.Get(key) != nil {
			continue
		}
		if err := meta.Put(key, position{raft: index}.bytes()[:8]); err != nil {
			return err
		}
	}
	return nil
}

// advance publishes a new position.
func (s *state) advance(at position, installed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = at
	s.installs++
	if !installed {
		s.installs = 0
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// breakDown stops the state for good: a node whose disk failed under an apply may not apply what follows.
func (s *state) breakDown(err error) {
	s.mu.Lock()
	first := s.broken == nil
	if first {
		s.broken = err
	}
	s.mu.Unlock()
	if first {
		s.fail(err)
	}
}

func (s *state) brokenBy() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// look returns the position and the channel that closes when it advances.
func (s *state) look() (position, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at, s.changed
}

// reach waits until the state has come to raft index i.
func (s *state) reach(ctx context.Context, i uint64) error {
	for {
		at, changed := s.look()
		if at.raft >= i {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return cause(ctx)
		}
	}
}

// view runs f on one consistent state.
func (s *state) view(f func(tx *bolt.Tx) error) (err error) {
	tx, err := s.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	return f(tx)
}

// begin opens a read transaction, again when the file was replaced in between.
func (s *state) begin() (*bolt.Tx, error) {
	for {
		db := s.db.Load()
		tx, err := db.Begin(false)
		if err == nil || s.db.Load() == db {
			return tx, err
		}
	}
}

// lifeOf is the life that the cluster has bound to id.
func (s *state) lifeOf(id string) (l life, ok bool) {
	err := s.view(func(tx *bolt.Tx) error {
		b := tx.Bucket(metaSection.bucket).Get(append(append([]byte{}, prefixLife...), id...))
		ok = copy(l[:], b) == len(l)
		return nil
	})
	return l, ok && err == nil
}

// everMember reports whether id was ever in a configuration.
func (s *state) everMember(id string) (known bool, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		known = tx.Bucket(metaSection.bucket).Get(append(append([]byte{}, prefixMember...), id...)) != nil
		return nil
	})
	return known, err
}

// digest is a hash of the machine's state, equal on all nodes at the same index.
func (s *state) digest() (index uint64, sum [32]byte, err error) {
	h := sha256.New()
	err = s.view(func(tx *bolt.Tx) error {
		index = positionOf(tx).index
		var r kv.Reader = reader{tx.Bucket(stateSection.bucket)}
		for k, v := range r.Scan(nil, nil) {
			fmt.Fprintf(h, "%d %d ", len(k), len(v))
			h.Write(k)
			h.Write(v)
		}
		return nil
	})
	return index, [32]byte(h.Sum(nil)), err
}
