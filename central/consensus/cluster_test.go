package consensus_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// cluster is some nodes in one process over a network in memory.
type cluster struct {
	t       testing.TB
	net     *network
	peers   []consensus.Peer
	dirs    []string
	nodes   []*consensus.Node // nil: stopped
	change  func(*consensus.Config)
	machine consensus.Machine
}

// mustCluster founds a cluster of n nodes.
func mustCluster(t testing.TB, n int, change func(*consensus.Config)) *cluster {
	t.Helper()
	c := &cluster{t: t, net: newNetwork(), change: change, machine: logtest.Toy{}}
	dir := t.TempDir()
	for i := range n {
		id := fmt.Sprintf("n%d", i+1)
		c.peers = append(c.peers, consensus.Peer{ID: id, Addr: id + ":1"})
		c.dirs = append(c.dirs, filepath.Join(dir, id))
		c.nodes = append(c.nodes, nil)
	}
	t.Cleanup(func() {
		for i := range c.nodes {
			c.stop(i)
		}
	})
	for i := range n {
		c.start(i)
	}
	return c
}

// config is node i's, before change.
func (c *cluster) config(i int) consensus.Config {
	conf := consensus.Config{
		NodeID: c.peers[i].ID, Dir: c.dirs[i], Stream: c.net.listen(c.peers[i].Addr), Machine: c.machine,
		Bootstrap: c.peers, Heartbeat: 200 * time.Millisecond, RPCTimeout: 2 * time.Second,
		SegmentSize: 1 << 20, MapSize: 64 << 20,
	}
	if level := os.Getenv("CONSENSUS_LOG"); level != "" {
		conf.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	}
	if c.change != nil {
		c.change(&conf)
	}
	return conf
}

func (c *cluster) start(i int) *consensus.Node {
	c.t.Helper()
	n, err := consensus.Open(c.config(i))
	if err != nil {
		c.t.Fatalf("open node %d: %v", i, err)
	}
	c.nodes[i] = n
	return n
}

func (c *cluster) stop(i int) {
	c.t.Helper()
	if n := c.nodes[i]; n != nil {
		c.nodes[i] = nil
		if err := n.Close(); err != nil {
			c.t.Errorf("close node %d: %v", i, err)
		}
	}
}

// leader waits for a node that leads, and is not the one excluded.
func (c *cluster) leader(not ...int) (i int) {
	c.t.Helper()
	c.eventually("a leader", func() bool {
		for i = range c.nodes {
			if c.nodes[i] == nil || len(not) > 0 && not[0] == i {
				continue
			}
			if _, _, isMe := c.nodes[i].Leader(); isMe {
				return true
			}
		}
		return false
	})
	return i
}

// follower is a running node other than the leader.
func (c *cluster) follower() int {
	lead := c.leader()
	for i, n := range c.nodes {
		if n != nil && i != lead {
			return i
		}
	}
	c.t.Fatal("no follower")
	return -1
}

func (c *cluster) mustPropose(command string) (reply string, index uint64) {
	c.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		r, index, err := c.nodes[c.leader()].Propose(context.Background(), []byte(command))
		if err == nil {
			return string(r), index
		}
	}
	c.t.Fatalf("propose %q: no answer", command)
	return "", 0
}

// converged waits until all running nodes hold the same state at an index of at least this.
func (c *cluster) converged(index uint64) {
	c.t.Helper()
	c.eventually("the same state everywhere", func() bool {
		var at uint64
		var first [32]byte
		for i, n := range c.nodes {
			if n == nil {
				continue
			}
			index2, sum, err := n.Digest()
			if err != nil || index2 < index {
				return false
			}
			if at == 0 {
				at, first = index2, sum
			}
			if index2 != at {
				return false
			}
			if sum != first {
				c.t.Fatalf("node %d holds another state at %d", i, at)
			}
		}
		return true
	})
}

func (c *cluster) eventually(what string, ok func() bool) {
	c.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			for i, n := range c.nodes {
				if n != nil {
					c.t.Logf("node %d: %+v", i, n.Status())
				}
			}
			c.t.Fatalf("did not come: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// stale reads one key of one node's own state.
func (c *cluster) stale(i int, key string) (value string) {
	c.t.Helper()
	err := c.nodes[i].Stale(func(r kv.Reader, _ consensus.Freshness) error {
		value = string(r.Get([]byte(key)))
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return value
}
