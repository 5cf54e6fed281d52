package consensus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/consensus/logtest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

func TestReplication(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, nil)
	var last uint64
	for i := range 50 {
		_, last = c.mustPropose(fmt.Sprintf("%d seat%d X", i, i%30))
	}
	c.converged(last)
	for i := range c.nodes {
		if got := c.stale(i, "count"); got != "50" {
			t.Errorf("node %d: count %q", i, got)
		}
	}
	s := c.nodes[c.leader()].Status()
	if s.State != "Leader" || s.Leader != s.ID || len(s.Peers) != 3 || !s.Peers[0].Voter || s.Index != last || s.Commit < s.Applied {
		t.Errorf("status %+v", s)
	}
}

func TestFollowerRefusesAndNamesLeader(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, nil)
	c.mustPropose("1 a X")
	f, lead := c.follower(), c.leader()
	c.eventually("the follower knows its leader", func() bool { id, _, _ := c.nodes[f].Leader(); return id != "" })
	_, _, err := c.nodes[f].Propose(t.Context(), []byte("2 b X"))
	id, addr, ok := consensus.LeaderOf(err)
	if !fault.Is(err, fault.Unreachable) || consensus.IsUnknown(err) || !ok || id != c.peers[lead].ID || addr != c.peers[lead].Addr {
		t.Errorf("Propose on a follower: %v, leader %q at %q", err, id, addr)
	}
	err = c.nodes[f].Read(t.Context(), func(kv.Reader) error { return nil })
	if _, _, ok := consensus.LeaderOf(err); !ok || !fault.Is(err, fault.Unreachable) {
		t.Errorf("Read on a follower: %v", err)
	}
}

// Callers keep proposing while leaders are cut off and killed; each id must be executed exactly once.
func TestLeaderLostMidPropose(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, nil)
	c.leader()
	var nodes [3]atomic.Pointer[consensus.Node] // what the callers see; c.nodes belongs to the test
	for i, n := range c.nodes {
		nodes[i].Store(n)
	}
	const callers, each = 8, 40
	var unknowns atomic.Int64
	var wg sync.WaitGroup
	var done atomic.Int64
	for caller := range callers {
		wg.Go(func() {
			for i := range each {
				command := fmt.Appendf(nil, "%d-%d seat%d-%d X", caller, i, caller, i)
				for try := 0; ; try++ {
					reply, _, err := nodes[try%3].Load().Propose(context.Background(), command)
					if err == nil {
						if string(reply) != "ok" {
							t.Errorf("%s: %s", command, reply)
						}
						break
					}
					if consensus.IsUnknown(err) {
						unknowns.Add(1)
					}
					time.Sleep(time.Millisecond)
				}
				done.Add(1)
			}
		})
	}
	for round := range 3 {
		target := int64(callers * each / 4 * (round + 1))
		c.eventually("progress", func() bool { return done.Load() >= target })
		lead := c.leader()
		c.net.isolate(c.peers[lead].Addr)
		c.stop(lead)
		c.net.heal(c.peers[lead].Addr)
		nodes[lead].Store(c.start(lead))
	}
	wg.Wait()
	_, last := c.mustPropose("end end X")
	c.converged(last)
	if got := c.stale(0, "count"); got != fmt.Sprint(callers*each+1) {
		t.Errorf("%s commands executed, want %d", got, callers*each+1)
	}
	t.Logf("%d outcomes were unknown, %d commands applied", unknowns.Load(), last)
}

func TestMinorityRefusesInBoundedTime(t *testing.T) {
	t.Parallel()
	// Half of this heartbeat passes before a leader without majority resigns: enough to propose to it.
	c := mustCluster(t, 3, func(c *consensus.Config) { c.Heartbeat = time.Second })
	c.mustPropose("1 a Ann")
	old := c.leader()
	logtest.MustGet(t, c.nodes[old], "count")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c.net.isolate(c.peers[old].Addr)

	var wg sync.WaitGroup
	wg.Go(func() {
		err := c.nodes[old].Read(ctx, func(kv.Reader) error { t.Error("a minority read"); return nil })
		if !fault.Is(err, fault.Unreachable) {
			t.Errorf("Read: %v", err)
		}
	})
	_, _, err := c.nodes[old].Propose(ctx, []byte("2 b Bob"))
	if !fault.Is(err, fault.Unreachable) || !consensus.IsUnknown(err) {
		t.Errorf("Propose to a leader that does not know yet: %v", err)
	}
	wg.Wait()
	c.eventually("the old leader resigns", func() bool { _, _, isMe := c.nodes[old].Leader(); return !isMe })
	_, _, err = c.nodes[old].Propose(ctx, []byte("3 c Cas"))
	var no *consensus.NotLeader
	if !errors.As(err, &no) || consensus.IsUnknown(err) || fault.Sentence(err) == "" {
		t.Errorf("Propose after it resigned: %v", err)
	}
	if ctx.Err() != nil {
		t.Error("refusals came only with the deadline")
	}
	c.leader(old) // the majority goes on
	c.nodes[old].Stale(func(r kv.Reader, fresh consensus.Freshness) error {
		if string(r.Get([]byte("seat/a"))) != "Ann" || fresh.Applied < 1 {
			t.Errorf("stale read on the minority: %+v", fresh)
		}
		return nil
	})
	first := c.nodes[old].Status().Contact
	c.eventually("the age grows", func() bool { return c.nodes[old].Status().Contact > first+50*time.Millisecond })
	c.net.heal(c.peers[old].Addr)
	_, last := c.mustPropose("4 d Dirk")
	c.converged(last)
}

func TestRestart(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, nil)
	var last uint64
	for i := range 30 {
		_, last = c.mustPropose(fmt.Sprintf("%d seat%d X", i, i))
		if i == 15 {
			if err := c.nodes[c.leader()].TakeSnapshot(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range c.nodes {
		c.stop(i)
	}
	for i := range c.nodes {
		c.start(i)
	}
	if got := logtest.MustGet(t, c.nodes[c.leader()], "count"); got != "30" {
		t.Errorf("count %q after restart", got)
	}
	if _, index := c.mustPropose("30 seat30 X"); index != last+1 {
		t.Errorf("index %d after %d", index, last)
	}
	c.converged(last + 1)
}

func TestLaggingFollowerTakesSnapshot(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, func(c *consensus.Config) { c.Trailing = -1 })
	c.mustPropose("first seat X")
	f := c.follower()
	c.converged(1)
	c.net.isolate(c.peers[f].Addr)
	var last uint64
	for i := range 40 {
		_, last = c.mustPropose(fmt.Sprintf("%d seat%d X", i, i))
	}
	for i, n := range c.nodes {
		if i != f {
			if err := n.TakeSnapshot(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, last = c.mustPropose("after the snapshot")

	// A reader that is inside the old state while the new one comes in keeps what it began with.
	inside, leave := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := c.nodes[f].Stale(func(r kv.Reader, fresh consensus.Freshness) error {
			close(inside)
			<-leave
			if string(r.Get([]byte("count"))) != "1" || fresh.Applied != 1 {
				t.Errorf("the state changed under a reader: %q, %+v", r.Get([]byte("count")), fresh)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	c.net.heal(c.peers[f].Addr)
	c.eventually("the snapshot is in", func() bool { return c.nodes[f].Status().Index >= last })
	close(leave)
	wg.Wait()
	c.converged(last)
	if s := c.nodes[f].Status(); s.Snapshot == 0 {
		t.Errorf("it came without a snapshot: %+v", s)
	}
	c.stop(f)
	c.start(f)
	_, last = c.mustPropose("40 seat40 X")
	c.converged(last)
}

func TestFailingDiskStopsNode(t *testing.T) {
	t.Parallel()
	for _, what := range []consensus.Write{consensus.WriteEntries, consensus.WriteState} {
		t.Run(string(what), func(t *testing.T) {
			t.Parallel()
			var broken [3]atomic.Bool
			full := errors.New("no space left")
			c := mustCluster(t, 3, func(c *consensus.Config) {
				i := int(c.NodeID[1] - '1')
				c.Disk = func(w consensus.Write) error {
					if w == what && broken[i].Load() {
						return full
					}
					return nil
				}
			})
			c.mustPropose("1 a X")
			old := c.leader()
			broken[old].Store(true)
			_, _, err := c.nodes[old].Propose(t.Context(), []byte("2 b X"))
			if !consensus.IsUnknown(err) {
				t.Errorf("proposal on a failing disk: %v", err)
			}
			if err := c.nodes[old].Run(t.Context()); !errors.Is(err, full) {
				t.Errorf("Run: %v", err)
			}
			if s := c.nodes[old].Status(); !errors.Is(s.Failed, full) {
				t.Errorf("status: %v", s.Failed)
			}
			c.leader(old)
			broken[old].Store(false)
			c.stop(old)
			c.start(old)
			_, last := c.mustPropose("2 b X")
			c.converged(last)
			if got := c.stale(old, "count"); got != "2" {
				t.Errorf("count %q", got)
			}
		})
	}
}

func TestClosedNode(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 1, nil)
	c.mustPropose("1 a X")
	n := c.nodes[0]
	c.stop(0)
	if err := n.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	_, _, err := n.Propose(t.Context(), []byte("2 b X"))
	if !fault.Is(err, fault.Unreachable) || consensus.IsUnknown(err) {
		t.Errorf("Propose: %v", err)
	}
	for name, err := range map[string]error{
		"Read":  n.Read(t.Context(), func(kv.Reader) error { return nil }),
		"Stale": n.Stale(func(kv.Reader, consensus.Freshness) error { return nil }),
		"Join":  n.Join(t.Context(), "x", "x:1"),
		"Leave": n.Leave(t.Context(), "x"),
	} {
		if !fault.Is(err, fault.Unreachable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := n.Run(t.Context()); err != nil {
		t.Errorf("Run: %v", err)
	}
	if _, err := n.Backup(t.Context(), &bytes.Buffer{}); !fault.Is(err, fault.Unreachable) {
		t.Errorf("Backup: %v", err)
	}
	n.Status()
	if _, _, err := c.start(0).Propose(t.Context(), make([]byte, 5<<20)); !fault.Is(err, fault.Exhausted) {
		t.Errorf("too large: %v", err)
	}
}
