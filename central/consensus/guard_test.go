package consensus_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/central/consensus"
)

// Guard #695: raft must not be able to install its heartbeat shortcut.
func TestGuard695HeartbeatsTakeTheMainPath(t *testing.T) {
	t.Parallel()
	net := newNetwork()
	trans, network := consensus.Transport(raftStream{net.listen("a")})
	defer network.Close()
	trans.SetHeartbeatHandler(func(raft.RPC) { t.Error("heartbeat beside the main goroutine") })
	if f := reflect.ValueOf(network).Elem().FieldByName("heartbeatFn"); !f.IsValid() || !f.IsNil() {
		t.Error("the network transport has a heartbeat handler")
	}
	if _, ok := trans.(raft.WithPreVote); !ok {
		t.Error("the transport lost pre-votes")
	}
}

// Guard #696: nobody calls for a leadership transfer.
func TestGuard696NoLeadershipTransfer(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), ".Leadership"+"Transfer") {
			t.Errorf("%s hands leadership over", name)
		}
	}
}

// Guard #697: a leader that was cut off with entries nobody else has gets a snapshot that ends before them.
// Without the guard it asks for that snapshot for ever, or the process panics.
func TestGuard697SnapshotOverLongerLog(t *testing.T) {
	t.Parallel()
	for _, stray := range []int{5, 200} { // the stray log ends at, or far past, the snapshot
		t.Run(fmt.Sprint(stray), func(t *testing.T) {
			t.Parallel()
			var hollow atomic.Int64
			c := mustCluster(t, 3, func(c *consensus.Config) {
				c.Trailing, c.BatchCommands = -1, 1
				c.Logger = slog.New(counting{slog.DiscardHandler, "hollow raft log", &hollow})
			})
			_, last := c.mustPropose("1 a X")
			c.converged(last)
			old := c.leader()
			c.stop(old)
			end, err := consensus.PlantTail(c.dirs[old], stray)
			if err != nil {
				t.Fatal(err)
			}
			lead := c.leader(old)
			for i := 0; c.nodes[lead].Status().Applied < end && i < 20; i++ {
				_, last = c.mustPropose(fmt.Sprintf("g%d seat%d X", i, i))
			}
			for i, n := range c.nodes {
				if i != old {
					c.eventually("all applied", func() bool { return n.Status().Index >= last })
					if err := n.TakeSnapshot(); err != nil {
						t.Fatal(err)
					}
				}
			}
			c.start(old)
			c.eventually("the old leader follows", func() bool { return c.nodes[old].Status().Index >= last })
			_, last = c.mustPropose("after seat X")
			c.converged(last)
			if s := c.nodes[old].Status(); s.Revivals != 1 || hollow.Load() != 1 || s.Failed != nil {
				t.Errorf("%d revivals, %d by the ledger, failed: %v", s.Revivals, hollow.Load(), s.Failed)
			} else {
				t.Logf("stray log to %d, snapshot to %d, %d revivals", end, s.Snapshot, s.Revivals)
			}
			if c.stale(old, "id/stray") != "" {
				t.Error("a stray entry was applied")
			}
		})
	}
}

// counting is a log handler that counts the records with this value.
type counting struct {
	slog.Handler
	value string
	n     *atomic.Int64
}

func (counting) Enabled(context.Context, slog.Level) bool { return true }

func (h counting) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h counting) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Value.String() == h.value {
			h.n.Add(1)
		}
		return true
	})
	return nil
}
