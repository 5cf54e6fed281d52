package consensus_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// add opens a node with Join that is not yet a member.
func (c *cluster) add(id string) (i int) {
	c.t.Helper()
	c.peers = append(c.peers[:len(c.peers):len(c.peers)], consensus.Peer{ID: id, Addr: id + ":1"})
	c.dirs = append(c.dirs, filepath.Join(c.t.TempDir(), id))
	c.nodes = append(c.nodes, nil)
	i = len(c.nodes) - 1
	conf := c.config(i)
	conf.Bootstrap, conf.Join = nil, true
	n, err := consensus.Open(conf)
	if err != nil {
		c.t.Fatal(err)
	}
	c.nodes[i] = n
	return i
}

// mustChange repeats a change of membership on whoever leads until it is done.
func (c *cluster) mustChange(f func(ctx context.Context, n *consensus.Node) error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 20*time.Second)
	defer cancel()
	for {
		err := f(ctx, c.nodes[c.leader()])
		if err == nil {
			return
		}
		if ctx.Err() != nil || !fault.Is(err, fault.Unreachable) {
			c.t.Fatal(err)
		}
	}
}

func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 1, nil)
	for i := range 20 {
		c.mustPropose(fmt.Sprintf("%d seat%d X", i, i))
	}
	for _, id := range []string{"m2", "m3"} {
		i := c.add(id)
		c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Join(ctx, id, c.peers[i].Addr) })
	}
	_, last := c.mustPropose("with three X")
	c.converged(last)
	// Joining what has joined changes nothing.
	c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Join(ctx, "m2", "m2:1") })
	peers := c.nodes[c.leader()].Status().Peers
	if len(peers) != 3 || !peers[0].Voter || !peers[1].Voter || !peers[2].Voter {
		t.Errorf("peers %+v", peers)
	}
	// The leader itself may leave; the others go on.
	old := c.leader()
	gone := c.peers[old].ID
	c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Leave(ctx, gone) })
	c.leader(old)
	c.stop(old)
	_, last = c.mustPropose("without it X")
	c.converged(last)
	// Its id is spent, also for a node with an empty disk.
	if err := os.RemoveAll(c.dirs[old]); err != nil {
		t.Fatal(err)
	}
	again := c.add(gone)
	err := c.nodes[c.leader(again)].Join(t.Context(), gone, c.peers[again].Addr)
	if !fault.Is(err, fault.Taken) {
		t.Errorf("an id was used again: %v", err)
	}
	if err := c.nodes[c.leader(again)].Join(t.Context(), "bad id", "x"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a bad id: %v", err)
	}
}

func TestEmptyDirectoryIsRefused(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 1, nil)
	c.mustPropose("1 a X")
	c.stop(0)
	conf := c.config(0)
	conf.NodeID = "other"
	conf.Bootstrap = nil
	if _, err := consensus.Open(conf); !fault.Is(err, fault.Invalid) {
		t.Errorf("another id on this directory: %v", err)
	}
	conf = c.config(0)
	conf.Dir, conf.Bootstrap = t.TempDir(), nil
	if _, err := consensus.Open(conf); !fault.Is(err, fault.Refused) {
		t.Errorf("an empty directory: %v", err)
	}
	// Raft's files lost, identity kept.
	for _, name := range []string{"raft", "snapshots"} {
		if err := os.RemoveAll(filepath.Join(c.dirs[0], name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := consensus.Open(c.config(0)); !fault.Is(err, fault.Corrupt) {
		t.Errorf("lost raft files: %v", err)
	}
}

// A founder whose disk was wiped still has Bootstrap in its configuration. It must neither found nor vote.
func TestWipedFounderIsRefused(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, nil)
	_, last := c.mustPropose("1 a X")
	c.converged(last)
	victim := c.follower()
	c.stop(victim)
	if err := os.RemoveAll(c.dirs[victim]); err != nil {
		t.Fatal(err)
	}
	n := c.start(victim)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := n.Run(ctx); err == nil {
		t.Fatal("a wiped founder runs on")
	}
	// With one more node down there is no majority: the wiped one does not count.
	other := 3 - victim - c.leader()
	c.stop(other)
	lead := -1
	for i, n := range c.nodes {
		if n != nil && i != victim {
			lead = i
		}
	}
	c.eventually("no majority", func() bool { _, _, isMe := c.nodes[lead].Leader(); return !isMe })
	c.stop(victim)
	c.start(other)
	// The replacement comes under a new id.
	gone := c.peers[victim].ID
	i := c.add("n9")
	c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Leave(ctx, gone) })
	c.mustChange(func(ctx context.Context, n *consensus.Node) error { return n.Join(ctx, "n9", c.peers[i].Addr) })
	_, last = c.mustPropose("2 b X")
	c.converged(last)
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	p := func(ids ...string) (out []consensus.Peer) {
		for _, id := range ids {
			out = append(out, consensus.Peer{ID: id, Addr: id + ":1"})
		}
		return out
	}
	for name, change := range map[string]func(*consensus.Config){
		"no id":          func(c *consensus.Config) { c.NodeID = "" },
		"at in id":       func(c *consensus.Config) { c.NodeID = "a@b" },
		"two founders":   func(c *consensus.Config) { c.Bootstrap = p("n1", "n2") },
		"founders twice": func(c *consensus.Config) { c.Bootstrap = p("n1", "n2", "n2") },
		"not a founder":  func(c *consensus.Config) { c.Bootstrap = p("n2", "n3", "n4") },
		"no machine":     func(c *consensus.Config) { c.Machine = nil },
	} {
		c := &cluster{t: t, net: newNetwork(), peers: p("n1"), dirs: []string{t.TempDir()}, nodes: make([]*consensus.Node, 1)}
		c.machine = nopMachine{}
		conf := c.config(0)
		change(&conf)
		if n, err := consensus.Open(conf); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
			if n != nil {
				n.Close()
			}
		}
	}
}
