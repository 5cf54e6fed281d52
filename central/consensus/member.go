package consensus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// maxVoters is the largest cluster; more voters make writes slower and nothing safer here.
const maxVoters = 5

// pollEvery is how often founders and joiners are asked again how far they are.
const pollEvery = 50 * time.Millisecond

// found bootstraps the cluster once every founder was met. That all must be there is the point: a founder
// that comes back with an empty disk meets others that remember its first life, and is refused, instead of
// founding again and voting for what it has forgotten. Until then the relay keeps raft's streams out, so that
// nobody has a vote counted, or entries written, by a founder that has not met them all.
func (n *Node) found() {
	missing := slices.Clone(n.c.Bootstrap)
	for {
		missing = slices.DeleteFunc(missing, func(p Peer) bool {
			if p.ID == n.c.NodeID {
				return true
			}
			_, err := n.relay.probe(p)
			if errors.Is(err, errOtherLife) {
				n.fail(fmt.Errorf("founding with %s: %w", p.ID, err))
			}
			return err == nil
		})
		if len(missing) == 0 {
			break
		}
		select {
		case <-time.After(pollEvery):
		case <-n.ctx.Done():
			return
		}
	}
	c, err := n.serving("consensus.found")
	if err != nil {
		return
	}
	n.relay.gated.Store(false)
	var conf raft.Configuration
	for _, p := range n.c.Bootstrap {
		conf.Servers = append(conf.Servers, raft.Server{ID: raft.ServerID(p.ID), Address: addressOf(p)})
	}
	// Another founder may have been first and have written to this one already; that is as good.
	if err := c.await(c.raft.BootstrapCluster(conf)); err != nil && !errors.Is(err, raft.ErrCantBootstrap) {
		n.fail(fmt.Errorf("bootstrap: %w", err))
		return
	}
	if err := n.reg.markStarted(); err != nil {
		n.fail(err)
	}
}

func addressOf(p Peer) raft.ServerAddress { return raft.ServerAddress(raftAddr(p).String()) }

// Leader implements [Log].
func (n *Node) Leader() (id, addr string, isMe bool) {
	c, err := n.serving("consensus.Leader")
	if err != nil {
		return "", "", false
	}
	at, who := c.raft.LeaderWithID()
	return string(who), peerAt(at).Addr, c.raft.State() == raft.Leader
}

func (n *Node) notLeader(op string) error {
	id, addr, isMe := n.Leader()
	if isMe {
		id, addr = "", "" // only just: it resigned under the caller, or was elected meanwhile
	}
	return unreachable(op, &NotLeader{ID: id, Addr: addr})
}

// Status describes this node; on a closed node only what is still known.
func (n *Node) Status() Status {
	s := Status{ID: n.c.NodeID, State: raft.Shutdown.String(), Failed: n.failure(), Contact: Forever}
	at, _ := n.state.look()
	s.Applied, s.Index = at.raft, at.index
	n.mu.RLock()
	c := n.core
	s.Revivals = n.revivals
	n.mu.RUnlock()
	if c == nil {
		return s
	}
	stats := c.raft.Stats()
	number := func(key string) uint64 {
		v, err := strconv.ParseUint(stats[key], 10, 64)
		if err != nil {
			n.log.Warn("raft statistic", "key", key, "err", err)
		}
		return v
	}
	s.State, s.Term, s.Commit = c.raft.State().String(), c.raft.CurrentTerm(), c.raft.CommitIndex()
	s.Snapshot, s.LastEntry = number("last_snapshot_index"), c.raft.LastIndex()
	s.Leader, _, _ = n.Leader()
	s.Contact = n.age(c)
	if first, err := c.ledger.FirstIndex(); err == nil {
		s.FirstEntry = first
	}
	for _, server := range c.configuration().Servers {
		p := peerAt(server.Address)
		p.Voter = server.Suffrage == raft.Voter
		s.Peers = append(s.Peers, p)
	}
	return s
}

// Join adds a node that was opened with Config.Join: first without a vote, then, when it has caught up,
// with one. Called on the leader. An id that was ever used is refused: a node without its old disk is a new
// node. Joining again after an interruption goes on where it stopped. Faults: Refused, Taken (the id),
// Unreachable (no leader here; the node does not answer; ctx ended).
func (n *Node) Join(ctx context.Context, id, addr string) error {
	const op = "consensus.Join"
	n.joining.Lock()
	defer n.joining.Unlock()
	p := Peer{ID: id, Addr: addr}
	if !validPeer(p) {
		return fault.New(op, fault.Invalid).On(id)
	}
	c, err := n.serving(op)
	if err != nil {
		return err
	}
	if _, ok := c.leads(); !ok {
		return n.notLeader(op)
	}
	if err := n.admit(op, c, p); err != nil {
		return err
	}
	if err := n.change(ctx, op, c, func() raft.IndexFuture {
		return c.raft.AddNonvoter(raft.ServerID(id), addressOf(p), 0, enqueueTimeout)
	}); err != nil {
		return err
	}
	if err := n.caughtUp(ctx, op, p, c.raft.CommitIndex()); err != nil {
		return err
	}
	return n.change(ctx, op, c, func() raft.IndexFuture {
		return c.raft.AddVoter(raft.ServerID(id), addressOf(p), 0, enqueueTimeout)
	})
}

// admit refuses what may not join and binds the id to the life of the node that answers.
func (n *Node) admit(op string, c *core, p Peer) error {
	voters, member := 0, false
	for _, s := range c.configuration().Servers {
		if s.Suffrage == raft.Voter {
			voters++
		}
		member = member || string(s.ID) == p.ID && s.Address == addressOf(p)
	}
	known, err := n.state.everMember(p.ID)
	if err != nil {
		return fault.New(op, fault.Internal).Because(err)
	}
	if known && !member {
		return fault.New(op, fault.Taken).On(p.ID).Because(errOtherLife)
	}
	if voters >= maxVoters && !member {
		return fault.New(op, fault.Refused).On(p.ID).Because(errors.New("five voters are enough; let one leave first"))
	}
	w, err := n.relay.probe(p)
	if errors.Is(err, errOtherLife) {
		return fault.New(op, fault.Taken).On(p.ID).Because(err)
	}
	if err != nil {
		return unreachable(op, err)
	}
	if err := c.await(c.raft.Apply(sealLife(p.ID, w.life), enqueueTimeout)); err != nil {
		return unreachable(op, err)
	}
	return nil
}

// caughtUp waits until the node's state has reached the index.
func (n *Node) caughtUp(ctx context.Context, op string, p Peer, index uint64) error {
	for {
		if w, err := n.relay.probe(p); err == nil && w.applied >= index {
			return nil
		}
		select {
		case <-time.After(pollEvery):
		case <-ctx.Done():
			return unreachable(op, cause(ctx))
		case <-n.ctx.Done():
			return unreachable(op, cause(n.ctx))
		}
	}
}

// Leave removes a node, perhaps this one, for good: its id never returns. Called on the leader. When the
// leader itself leaves, it leads until that is committed and another is elected after it; leadership is
// never handed over (guard #696: raft's transfer can leave a flag behind that refuses every later proposal).
func (n *Node) Leave(ctx context.Context, id string) error {
	const op = "consensus.Leave"
	n.joining.Lock()
	defer n.joining.Unlock()
	c, err := n.serving(op)
	if err != nil {
		return err
	}
	return n.change(ctx, op, c, func() raft.IndexFuture {
		return c.raft.RemoveServer(raft.ServerID(id), 0, enqueueTimeout)
	})
}

// change makes one change of the configuration and waits for its commit.
func (n *Node) change(ctx context.Context, op string, c *core, start func() raft.IndexFuture) error {
	if _, ok := c.leads(); !ok {
		return n.notLeader(op)
	}
	if err := cause(ctx); err != nil {
		return unreachable(op, err)
	}
	err := c.await(start())
	switch {
	case err == nil:
		return nil
	case surelyNotApplied(err):
		return n.notLeader(op)
	default:
		return unknown(op, err)
	}
}

// Digest is a hash of the machine's state at an index: nodes at the same index must agree, or the machine
// is not deterministic.
func (n *Node) Digest() (index uint64, sum [32]byte, err error) { return n.state.digest() }
