package consensus

import (
	"context"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Solo is a [Log] of one node in memory, for unit tests of the floors above and for simulators: no disk, no
// network, no goroutine, every step deterministic. It passes the same contract as [Node], and its failures
// can be called up. Make it with [NewSolo]. Safe for concurrent use; the functions given to Read and Stale
// run under its lock.
type Solo struct {
	machine Machine

	mu      sync.Mutex
	state   kv.Memory
	index   uint64
	changed chan struct{}
	leader  *Peer // nil: this one leads
	forget  int
	lose    int
}

// NewSolo is a leading Solo with an empty state.
func NewSolo(m Machine) *Solo { return &Solo{machine: m, changed: make(chan struct{})} }

// Propose implements [Log].
func (s *Solo) Propose(ctx context.Context, command []byte) (reply []byte, index uint64, err error) {
	const op = "consensus.Propose"
	if ctx.Err() != nil {
		return nil, 0, unreachable(op, cause(ctx))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leader != nil {
		return nil, 0, s.refusal(op)
	}
	if s.lose > 0 {
		s.lose--
		return nil, 0, unknown(op, errLost)
	}
	w := &soloWriter{Memory: &s.state}
	s.index++
	reply = s.machine.Apply(w, s.index, append([]byte(nil), command...))
	if w.bad {
		panic("consensus: the machine wrote a key of 0 or more than 32,768 bytes, which a Node's store refuses")
	}
	close(s.changed)
	s.changed = make(chan struct{})
	if s.forget > 0 {
		s.forget--
		return nil, 0, unknown(op, errLost)
	}
	return reply, s.index, nil
}

// Read implements [Log].
func (s *Solo) Read(ctx context.Context, f func(kv.Reader) error) error {
	const op = "consensus.Read"
	if ctx.Err() != nil {
		return unreachable(op, cause(ctx))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leader != nil {
		return s.refusal(op)
	}
	return f(&s.state)
}

// Stale implements [Log]. A deposed Solo knows no leader that it heard, so its age is Forever.
func (s *Solo) Stale(f func(r kv.Reader, fresh Freshness) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := Freshness{Applied: s.index}
	if s.leader != nil {
		fresh.Age = Forever
	}
	return f(&s.state, fresh)
}

// Watch implements [Log].
func (s *Solo) Watch() (applied uint64, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.index, s.changed
}

// Leader implements [Log].
func (s *Solo) Leader() (id, addr string, isMe bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leader == nil {
		return "solo", "", true
	}
	return s.leader.ID, s.leader.Addr, false
}

// Depose makes another the leader, or nobody when p is zero: proposals and reads are refused.
func (s *Solo) Depose(p Peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leader = &p
}

// Elect makes this one the leader again.
func (s *Solo) Elect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leader = nil
}

// Forget has the next n proposals applied but answered as Unknown.
func (s *Solo) Forget(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget = n
}

// Lose has the next n proposals not applied and answered as Unknown.
func (s *Solo) Lose(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose = n
}

func (s *Solo) refusal(op string) error {
	return fault.New(op, fault.Unreachable).Because(&NotLeader{ID: s.leader.ID, Addr: s.leader.Addr})
}

// soloWriter holds a machine to the keys that a Node can store.
type soloWriter struct {
	*kv.Memory
	bad bool
}

// Put implements kv.Writer.
func (w *soloWriter) Put(key, value []byte) {
	if len(key) == 0 || len(key) > imageMaxKey {
		w.bad = true
		return
	}
	w.Memory.Put(key, value)
}
