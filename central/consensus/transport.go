package consensus

import (
	"sync"

	"github.com/hashicorp/raft"
)

// transport is raft's network transport with two changes.
//
// Guard #695. Raft offers the transport a handler for heartbeats that runs on the transport's goroutine,
// beside raft's main one. It may raise the term and depose the leader in the middle of an append that the
// main goroutine is busy with, so that the append is written under a term in which this node never led:
// logs diverge, silently. SetHeartbeatHandler therefore does nothing, and heartbeats queue behind other
// requests. Price: a follower busy with its disk answers heartbeats late; Config.Heartbeat has to allow that.
//
// Confirmation. Raft's VerifyLeader counts any answer that arrives after the question, also one to a request
// that was sent long before it, and also from nodes without a vote; with a paused process or a slow network
// that makes a stale read possible, and its safety a matter of time. So the transport itself notes, by a
// counter and no clock, which peers have accepted a request that was sent after a given moment.
type transport struct {
	*raft.NetworkTransport
	confirm *confirmation
}

var (
	_ raft.Transport   = (*transport)(nil)
	_ raft.WithPreVote = (*transport)(nil)
	_ raft.WithClose   = (*transport)(nil)
)

// SetHeartbeatHandler implements raft.Transport by ignoring the handler: guard #695.
func (*transport) SetHeartbeatHandler(func(raft.RPC)) {}

// AppendEntries implements raft.Transport. Heartbeats come through here; pipelined appends do not, and are
// not needed for confirmation.
func (t *transport) AppendEntries(id raft.ServerID, target raft.ServerAddress, args *raft.AppendEntriesRequest,
	resp *raft.AppendEntriesResponse) error {
	sent := t.confirm.moment()
	err := t.NetworkTransport.AppendEntries(id, target, args, resp)
	if err == nil && resp.Success && resp.Term == args.Term {
		t.confirm.accept(id, args.Term, sent)
	}
	return err
}

// confirmation knows which peers have accepted this node as leader of a term, by a request sent after when.
type confirmation struct {
	mu      sync.Mutex
	now     uint64 // counts moments
	peers   map[raft.ServerID]acceptance
	changed chan struct{}
}

// acceptance is the latest moment whose request a peer has accepted.
type acceptance struct{ term, sent uint64 }

func newConfirmation() *confirmation {
	return &confirmation{peers: map[raft.ServerID]acceptance{}, changed: make(chan struct{})}
}

// moment begins a new moment: requests sent from now on carry it or a later one.
func (c *confirmation) moment() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now++
	return c.now
}

func (c *confirmation) accept(id raft.ServerID, term, sent uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.peers[id]; a.term < term || a.term == term && a.sent < sent {
		c.peers[id] = acceptance{term, sent}
		close(c.changed)
		c.changed = make(chan struct{})
	}
}

// majority reports whether this node and the voters that accepted it in this term since the moment are more
// than half of all voters; changed closes when there is something new to know.
func (c *confirmation) majority(self raft.ServerID, conf raft.Configuration, term, since uint64,
) (yes bool, changed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	voters, with := 0, 0
	for _, s := range conf.Servers {
		if s.Suffrage != raft.Voter {
			continue
		}
		voters++
		a := c.peers[s.ID]
		if s.ID == self || a.term == term && a.sent >= since {
			with++
		}
	}
	return with > voters/2, c.changed
}
