package consensus_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// register is a machine of registers: "ID KEY VALUE" writes, once per ID.
type register struct{}

func (register) Apply(w kv.Writer, _ uint64, command []byte) []byte {
	f := strings.Fields(string(command))
	id := []byte("id/" + f[0])
	if w.Get(id) == nil {
		w.Put(id, nil)
		w.Put([]byte(f[1]), []byte(f[2]))
	}
	return nil
}

// access is one operation for porcupine: a write, or a read and what it saw.
type access struct {
	key, value string
	write      bool
}

// model says what a register may answer. A write of unknown outcome is given no end, so it may have
// happened at any time after its start, or never.
var model = porcupine.Model{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		by := map[string][]porcupine.Operation{}
		for _, op := range history {
			key := op.Input.(access).key
			by[key] = append(by[key], op)
		}
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		if in := input.(access); in.write {
			return true, in.value
		}
		return output.(string) == state.(string), state
	},
}

// Writers and readers work on whichever node they believe leads, while leaders are cut off and come back.
func TestLinearizable(t *testing.T) {
	t.Parallel()
	c := mustCluster(t, 3, func(c *consensus.Config) { c.Machine = register{} })
	c.leader()
	var mu sync.Mutex
	var history []porcupine.Operation
	began := time.Now()
	note := func(client int, in access, out string, call time.Time, open bool) {
		end := time.Since(began).Nanoseconds()
		if open {
			end = int64(1) << 60
		}
		mu.Lock()
		defer mu.Unlock()
		history = append(history, porcupine.Operation{ClientId: client, Input: in, Output: out,
			Call: call.Sub(began).Nanoseconds(), Return: end})
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	var done, reads atomic.Int64
	for client := range 6 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				n := c.nodes[(client+i)%3]
				key, call := fmt.Sprintf("k%d", i%3), time.Now()
				if client%2 == 0 {
					in := access{key, fmt.Sprintf("%d-%d", client, i), true}
					_, _, err := n.Propose(ctx, fmt.Appendf(nil, "%d-%d %s %s", client, i, key, in.value))
					if err == nil || consensus.IsUnknown(err) {
						note(client, in, "", call, err != nil)
						done.Add(1)
					}
				} else {
					var got string
					err := n.Read(ctx, func(r kv.Reader) error { got = string(r.Get([]byte(key))); return nil })
					if err == nil {
						note(client, access{key: key}, got, call, false)
						done.Add(1)
						reads.Add(1)
					}
				}
				time.Sleep(500 * time.Microsecond)
			}
		})
	}
	for range 3 {
		target := done.Load() + 150
		c.eventually("progress", func() bool { return done.Load() >= target })
		lead := c.leader()
		c.net.isolate(c.peers[lead].Addr)
		c.leader(lead)
		target = done.Load() + 50
		c.eventually("progress", func() bool { return done.Load() >= target })
		c.net.heal(c.peers[lead].Addr)
	}
	cancel()
	wg.Wait()
	t.Logf("%d operations, %d of them reads", len(history), reads.Load())
	if reads.Load() == 0 {
		t.Error("no read succeeded")
	}
	if result := porcupine.CheckOperationsTimeout(model, history, 20*time.Second); result != porcupine.Ok {
		t.Errorf("the history is not linearizable: %v", result)
	}
}

// The kernel of a linearizable read: who counts as having confirmed.
func TestConfirmation(t *testing.T) {
	t.Parallel()
	conf := raft.Configuration{Servers: []raft.Server{{ID: "a"}, {ID: "b"}, {ID: "c"},
		{ID: "d", Suffrage: raft.Nonvoter}}}
	const term = 7
	for _, row := range []struct {
		name string
		do   func(c *consensus.Confirmation, before uint64, after func() uint64)
		want bool
	}{
		{"nobody answered", func(*consensus.Confirmation, uint64, func() uint64) {}, false},
		{"an answer to an older request", func(c *consensus.Confirmation, before uint64, _ func() uint64) {
			c.Accept("b", term, before)
			c.Accept("c", term, before)
		}, false},
		{"one voter answered", func(c *consensus.Confirmation, _ uint64, after func() uint64) { c.Accept("b", term, after()) }, true},
		{"in another term", func(c *consensus.Confirmation, _ uint64, after func() uint64) { c.Accept("b", term-1, after()) }, false},
		{"without a vote", func(c *consensus.Confirmation, _ uint64, after func() uint64) { c.Accept("d", term, after()) }, false},
		{"a late answer does not undo a newer", func(c *consensus.Confirmation, before uint64, after func() uint64) {
			c.Accept("b", term, after())
			c.Accept("b", term, before)
			c.Accept("b", term-1, after())
		}, true},
	} {
		c := consensus.NewConfirm()
		before := c.Moment()
		since := c.Moment()
		row.do(c, before, c.Moment)
		if got := c.Majority("a", conf, term, since); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	one := raft.Configuration{Servers: conf.Servers[:1]}
	if !consensus.NewConfirm().Majority("a", one, term, 1) {
		t.Error("a node alone is its own majority")
	}
}
