package consensus

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/raft"
)

// maxInstalls is how many snapshots a node may take in without applying one entry between them before the
// watchdog takes it for a loop. The guard of the ledger catches the loop that is known; this one is for
// those that are not. A healthy follower needs one, and another when the leader changes meanwhile.
const maxInstalls = 4

// hollow is called by the ledger, in raft's main goroutine.
func (n *Node) hollow() { n.callWatchdog("hollow raft log") }

func (n *Node) callWatchdog(why string) {
	select {
	case n.sick <- why:
	default: // it has been called already
	}
}

// watchdog is the goroutine that reopens raft when it cannot recover by itself, and shuts it down when the
// node has failed, so that a leader with a broken disk makes way.
func (n *Node) watchdog() {
	tick := time.NewTicker(n.c.Heartbeat)
	defer tick.Stop()
	for {
		select {
		case why := <-n.sick:
			if err := n.revive(why); err != nil {
				n.fail(fmt.Errorf("revive: %w", err))
			}
		case <-tick.C:
			n.inspect()
		case <-n.ctx.Done():
			n.mu.RLock()
			if n.core != nil && n.failure() != nil {
				n.core.shutdown()
			}
			n.mu.RUnlock()
			return
		}
	}
}

// inspect is one look at the node's health.
func (n *Node) inspect() {
	n.state.mu.Lock()
	installs := n.state.installs
	n.state.mu.Unlock()
	if installs >= maxInstalls {
		n.callWatchdog(fmt.Sprintf("%d snapshots in a row without an entry", installs))
	}
	c, err := n.serving("consensus.inspect")
	if err != nil {
		return
	}
	if c.raft.LastIndex() > 0 {
		if err := n.reg.markStarted(); err != nil {
			n.fail(err)
		}
	}
	servers := c.configuration().Servers
	member := slices.ContainsFunc(servers, func(s raft.Server) bool { return string(s.ID) == n.c.NodeID })
	if len(servers) > 0 && !member && !n.outcast {
		n.log.Warn("this node was removed from the cluster; its id is spent")
	}
	n.outcast = len(servers) > 0 && !member
}

// revive closes raft and opens it anew on the same files and the same state.
func (n *Node) revive(why string) error {
	n.mu.Lock()
	c := n.core
	n.core = nil
	n.mu.Unlock()
	if c == nil {
		return nil
	}
	n.log.Warn("raft is reopened", "why", why)
	if err := c.close(); err != nil {
		return err
	}
	n.state.mu.Lock()
	n.state.installs = 0
	n.state.mu.Unlock()
	next, err := n.openCore(true)
	if err != nil {
		return err
	}
	n.mu.Lock()
	if n.ctx.Err() == nil {
		n.core, next = next, nil
		n.revivals++
	}
	n.mu.Unlock()
	if next != nil {
		return next.close()
	}
	return nil
}
