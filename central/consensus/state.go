package consensus

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/kv"
)

// state is raft's FSM: the machine's state in a store. Raft calls ApplyBatch, Snapshot and Restore from one
// goroutine; readers come from any.
type state struct {
	dir     string // of the state files; emptied at open
	mapSize int
	machine Machine
	disk    func(Write) error
	fail    func(error) // tells the node that it must stop

	// The store's file is replaced as a whole by Restore. The old one is closed in the background once its
	// last reader has gone; closing counts those.
	store   store
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
		changed: make(chan struct{}), store: store{limit: c.Overlay}}
	db, err := openFile(s.nextFile(), s.mapSize)
	if err != nil {
		return nil, err
	}
	s.store.now.Store(&edition{db: db})
	return s, nil
}

func (s *state) nextFile() string {
	s.files++
	return filepath.Join(s.dir, fmt.Sprintf("state-%06d.db", s.files))
}

// close waits for readers and closes the files. Raft must have stopped.
func (s *state) close() error {
	s.closing.Wait()
	return s.store.close()
}

// applied is what raft hands from the FSM to the proposer for one entry.
type applied struct {
	first   uint64 // index of the first command
	replies [][]byte
	err     error // the state broke: fate unknown
}

// Apply implements raft.FSM; raft prefers ApplyBatch.
func (s *state) Apply(l *raft.Log) any { return s.ApplyBatch([]*raft.Log{l})[0] }

// ApplyBatch implements raft.BatchingFSM: all entries in one batch of the store, their position in the same.
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
	b, err := s.store.begin()
	if err != nil {
		return at, err
	}
	meta := &b.part[metaSection]
	at = positionOf(meta)
	for i, l := range logs {
		if l.Index <= at.raft {
			out[i] = applied{err: errors.New("entry was applied before")}
			continue
		}
		if out[i], err = s.applyOne(b, l, &at); err != nil {
			return at, err
		}
		at.raft, at.term = l.Index, l.Term
	}
	meta.Put(keyPosition, at.bytes())
	if s.disk != nil {
		if err := s.disk(WriteState); err != nil {
			return at, err
		}
	}
	return at, s.store.publish(b)
}

// applyOne applies one entry and advances at.index by its commands.
func (s *state) applyOne(b *batch, l *raft.Log, at *position) (applied, error) {
	meta := &b.part[metaSection]
	if l.Type == raft.LogConfiguration {
		noteMembers(meta, l.Index, raft.DecodeConfiguration(l.Data))
		return applied{}, nil
	}
	if len(l.Data) > 0 && l.Data[0] == entryLife {
		id, who, err := openLife(l.Data)
		if err != nil {
			return applied{}, err
		}
		if key := slices.Concat(prefixLife, []byte(id)); meta.Get(key) == nil { // the first binding stands
			meta.Put(key, who[:])
		}
		return applied{}, nil
	}
	commands, err := openCommands(l.Data)
	if err != nil {
		return applied{}, err
	}
	w := &b.part[stateSection]
	res := applied{first: at.index + 1, replies: make([][]byte, len(commands))}
	for i, c := range commands {
		at.index++
		res.replies[i] = s.machine.Apply(w, at.index, c)
	}
	return res, w.err
}

// noteMembers remembers every id that was ever in a configuration.
func noteMembers(meta kv.Writer, index uint64, c raft.Configuration) {
	for _, server := range c.Servers {
		if key := slices.Concat(prefixMember, []byte(server.ID)); meta.Get(key) == nil {
			meta.Put(key, position{raft: index}.bytes()[:8])
		}
	}
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
func (s *state) view(f func(v *view) error) (err error) {
	v, err := s.store.view()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.close()) }()
	return f(v)
}

// lifeOf is the life that the cluster has bound to id.
func (s *state) lifeOf(id string) (l life, ok bool) {
	err := s.view(func(v *view) error {
		ok = copy(l[:], v.meta.Get(slices.Concat(prefixLife, []byte(id)))) == len(l)
		return nil
	})
	return l, ok && err == nil
}

// everMember reports whether id was ever in a configuration.
func (s *state) everMember(id string) (known bool, err error) {
	err = s.view(func(v *view) error {
		known = v.meta.Get(slices.Concat(prefixMember, []byte(id))) != nil
		return nil
	})
	return known, err
}

// digest is a hash of the machine's state, equal on all nodes at the same index.
func (s *state) digest() (index uint64, sum [32]byte, err error) {
	h := sha256.New()
	err = s.view(func(v *view) error {
		index = v.position().index
		for k, v := range v.state.Scan(nil, nil) {
			fmt.Fprintf(h, "%d %d ", len(k), len(v))
			h.Write(k)
			h.Write(v)
		}
		return nil
	})
	return index, [32]byte(h.Sum(nil)), err
}
