// Package logtest holds the contract of consensus.Log as a test suite, and a small machine to run it on.
// Every implementation passes it: the replicated node, the one in memory, and any fake made later.
package logtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Toy is a booking machine: "ID SEAT WHO" books a seat once, the first time an ID comes; the same ID again
// gets the same answer. "ok" or "taken by X". The key "count" holds how many different IDs were executed,
// "index/…" the index at which.
type Toy struct{}

// Apply implements consensus.Machine.
func (Toy) Apply(w kv.Writer, index uint64, command []byte) []byte {
	f := strings.Fields(string(command))
	if len(f) != 3 {
		return []byte("malformed")
	}
	id, seat, who := []byte("id/"+f[0]), []byte("seat/"+f[1]), f[2]
	if answer := w.Get(id); answer != nil {
		return bytes.Clone(answer)
	}
	answer := "ok"
	if holder := w.Get(seat); holder != nil {
		answer = "taken by " + string(holder)
	} else {
		w.Put(seat, []byte(who))
	}
	w.Put(id, []byte(answer))
	w.Put([]byte("empty"), nil)
	w.Put(fmt.Appendf(nil, "index/%020d", index), []byte(f[0]))
	count := 0
	if _, err := fmt.Sscan(string(w.Get([]byte("count"))), &count); err != nil {
		count = 0 // the first
	}
	w.Put([]byte("count"), fmt.Append(nil, count+1))
	return []byte(answer)
}

// Run holds a Log to its contract. Open makes an empty one that leads, on a [Toy]; it cleans up by t.
func Run(t *testing.T, open func(t *testing.T) consensus.Log) {
	for name, test := range map[string]func(*testing.T, consensus.Log){
		"Propose": testPropose, "Concurrent": testConcurrent, "ReadsOwnWrites": testReadsOwnWrites,
		"Reader": testReader, "OwnError": testOwnError, "Watch": testWatch, "EndedContext": testEndedContext,
		"CommandIsCopied": testCommandIsCopied, "Stale": testStale,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, open(t)) })
	}
}

// MustPropose proposes until there is an answer: Unknown and NotLeader are tried again, as callers must.
func MustPropose(t testing.TB, l consensus.Log, command string) (reply string, index uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for {
		reply, index, err := l.Propose(ctx, []byte(command))
		if err == nil {
			return string(reply), index
		}
		if ctx.Err() != nil || !fault.Is(err, fault.Unreachable) {
			t.Fatalf("Propose(%q): %v", command, err)
		}
	}
}

// MustGet reads one key linearizably.
func MustGet(t testing.TB, l consensus.Log, key string) (value string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	get := func(r kv.Reader) error { value = string(r.Get([]byte(key))); return nil }
	for {
		err := l.Read(ctx, get)
		if err == nil {
			return value
		}
		if ctx.Err() != nil || !fault.Is(err, fault.Unreachable) {
			t.Fatalf("Read(%q): %v", key, err)
		}
	}
}

func testPropose(t *testing.T, l consensus.Log) {
	for i, c := range []struct{ command, want string }{
		{"1 a Ann", "ok"}, {"2 a Bob", "taken by Ann"}, {"2 a Bob", "taken by Ann"}, {"3 b Bob", "ok"}, {"?", "malformed"},
	} {
		reply, index := MustPropose(t, l, c.command)
		if reply != c.want || index != uint64(i+1) {
			t.Errorf("%q: got %q at %d, want %q at %d", c.command, reply, index, c.want, i+1)
		}
	}
}

func testConcurrent(t *testing.T, l consensus.Log) {
	const callers, each = 8, 20
	var mu sync.Mutex
	at := map[uint64]string{}
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for i := range each {
				id := fmt.Sprintf("%d-%d", c, i)
				reply, index := MustPropose(t, l, id+" seat"+id+" X")
				mu.Lock()
				if at[index] != "" || reply != "ok" {
					t.Errorf("%s: %q at %d, where %q was", id, reply, index, at[index])
				}
				at[index] = id
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for i := range uint64(callers * each) {
		if key := fmt.Sprintf("index/%020d", i+1); MustGet(t, l, key) != at[i+1] {
			t.Errorf("at %d: state has %q, its caller was told %q", i+1, MustGet(t, l, key), at[i+1])
		}
	}
}

func testReadsOwnWrites(t *testing.T, l consensus.Log) {
	for i := range 20 {
		MustPropose(t, l, fmt.Sprintf("%d seat%d Ann", i, i))
		if got := MustGet(t, l, fmt.Sprintf("seat/seat%d", i)); got != "Ann" {
			t.Fatalf("read %d does not see the write before it: %q", i, got)
		}
	}
}

func testReader(t *testing.T, l consensus.Log) {
	for _, c := range []string{"1 c X", "2 a X", "3 b X", "4 d X"} {
		MustPropose(t, l, c)
	}
	MustGet(t, l, "wait until the read below can succeed")
	err := l.Read(t.Context(), func(r kv.Reader) error {
		var seats string
		for k := range r.Scan([]byte("seat/"), []byte("seat/b")) {
			seats += string(k[len("seat/"):])
		}
		if seats != "bcd" {
			t.Errorf("scan from b: %q", seats)
		}
		if v := r.Get([]byte("empty")); v == nil || len(v) != 0 {
			t.Errorf("an empty value reads as %#v", v)
		}
		if v := r.Get([]byte("none")); v != nil {
			t.Errorf("no value reads as %#v", v)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func testOwnError(t *testing.T, l consensus.Log) {
	MustPropose(t, l, "1 a X")
	own := errors.New("own")
	MustGet(t, l, "count")
	if err := l.Read(t.Context(), func(kv.Reader) error { return own }); err != own {
		t.Errorf("Read: %v", err)
	}
	if err := l.Stale(func(kv.Reader, consensus.Freshness) error { return own }); err != own {
		t.Errorf("Stale: %v", err)
	}
}

func testWatch(t *testing.T, l consensus.Log) {
	before, changed := l.Watch()
	_, index := MustPropose(t, l, "1 a X")
	select {
	case <-changed:
	case <-time.After(10 * time.Second):
		t.Fatal("no notice of an applied command")
	}
	if after, _ := l.Watch(); before != index-1 || after < index {
		t.Errorf("index %d before and %d after command %d", before, after, index)
	}
	_, changed = l.Watch()
	select {
	case <-changed: // an opener or a change of members may still come by
	default:
	}
}

func testEndedContext(t *testing.T, l consensus.Log) {
	MustPropose(t, l, "1 a X")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := l.Propose(ctx, []byte("2 b X")); !fault.Is(err, fault.Unreachable) {
		t.Errorf("Propose: %v", err)
	}
	if err := l.Read(ctx, func(kv.Reader) error { return nil }); !fault.Is(err, fault.Unreachable) {
		t.Errorf("Read: %v", err)
	}
}

func testCommandIsCopied(t *testing.T, l consensus.Log) {
	MustPropose(t, l, "0 z X")
	command := []byte("1 a Ann")
	for {
		_, _, err := l.Propose(t.Context(), command)
		if err == nil {
			break
		}
		if !fault.Is(err, fault.Unreachable) {
			t.Fatal(err)
		}
	}
	copy(command, "9 q Eve")
	if got := MustGet(t, l, "seat/a"); got != "Ann" {
		t.Errorf("seat a: %q", got)
	}
}

func testStale(t *testing.T, l consensus.Log) {
	_, index := MustPropose(t, l, "1 a Ann")
	err := l.Stale(func(r kv.Reader, fresh consensus.Freshness) error {
		if fresh.Applied < index || fresh.Age != 0 || string(r.Get([]byte("seat/a"))) != "Ann" {
			t.Errorf("leader's stale read after command %d: %+v, %q", index, fresh, r.Get([]byte("seat/a")))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
