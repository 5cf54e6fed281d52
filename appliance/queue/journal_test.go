package queue_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// counter is a waiting room on a real journal, that several desks use at once.
type counter struct {
	t   testing.TB
	log *journal.Journal
	now time.Time
}

// newCounter opens an empty one.
func newCounter(t testing.TB) *counter {
	t.Helper()
	w := newRoom(t)
	log, err := journal.Open(filepath.Join(t.TempDir(), "journal"), journal.Options{Site: "antwerpen-berchem", FoldVersion: "1",
		Fold: func(w kv.Writer, _ journal.Source, r journal.Record) error {
			e, err := contract.Decode(r.Body, new(contract.Event))
			if err != nil {
				return err
			}
			return queue.Fold(w, e)
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	return &counter{t: t, log: log, now: w.now}
}

// do journals what a decision gives, and gives the event.
func (c *counter) do(decide func(kv.Reader) (*contract.Event, error)) (out *contract.Event, err error) {
	_, err = c.log.Append(context.Background(), func(v journal.View) (journal.Commit, error) {
		e, err := decide(v)
		if err != nil || e == nil {
			return journal.Commit{}, err
		}
		e.AtMs, out = c.now.UnixMilli(), e
		return journal.Commit{Events: []journal.Event{{Body: contract.Encode(e)}}}, nil
	})
	return out, err
}

// issue gives so many walk-ins a ticket.
func (c *counter) issue(n int) {
	c.t.Helper()
	for i := range n {
		walk := queue.Walk{Visit: office.VisitID{7, 14: byte(i >> 8), 15: byte(i)}, Products: []office.ProductID{"reispas-afhalen"}}
		if _, err := c.do(func(r kv.Reader) (*contract.Event, error) {
			return queue.Issue(r, catalogue.Embedded(), walk, c.now)
		}); err != nil {
			c.t.Fatal(err)
		}
	}
}

// desk calls, serves, sends on or finishes until nobody waits, each tap twice; it gives whom it called.
func (c *counter) desk(desk office.Desk) (called []office.VisitID, err error) {
	for turn := 0; ; turn++ {
		e, err := c.do(func(r kv.Reader) (*contract.Event, error) {
			return queue.Hall{Order: visit.DefaultOrder}.Call(r, desk, c.now)
		})
		if fault.Is(err, fault.NotFound) {
			return called, nil
		}
		if err != nil {
			return called, err
		}
		if _, err := c.do(func(r kv.Reader) (*contract.Event, error) {
			return queue.Hall{Order: visit.DefaultOrder}.Call(r, desk, c.now)
		}); !fault.Is(err, fault.Conflict) {
			return called, err
		}
		id := office.VisitID(e.GetCalled().GetVisit())
		called = append(called, id)
		acts := []func(kv.Reader) (*contract.Event, error){
			func(r kv.Reader) (*contract.Event, error) { return queue.Serve(r, id, desk, c.now) },
			func(r kv.Reader) (*contract.Event, error) { return queue.Park(r, id, desk, c.now) },
			func(r kv.Reader) (*contract.Event, error) { return queue.Serve(r, id, desk, c.now) },
			func(r kv.Reader) (*contract.Event, error) { return queue.Finish(r, id, desk, "", c.now) },
		}
		for _, act := range acts {
			for range 2 {
				if _, err := c.do(act); err != nil {
					return called, err
				}
			}
		}
	}
}

// state copies the projection.
func (c *counter) state() *kv.Memory {
	c.t.Helper()
	out := new(kv.Memory)
	if err := c.log.View(func(v journal.View) error {
		for k, value := range v.Scan([]byte("q/"), nil) {
			out.Put(k, value)
		}
		return nil
	}); err != nil {
		c.t.Fatal(err)
	}
	return out
}

// TestDesksAtOnce: desks that tap at the same moment, and twice each time, call everybody once and nobody twice; and the
// projection that the journal rebuilds is the one that stood.
func TestDesksAtOnce(t *testing.T) {
	c := newCounter(t)
	c.issue(40)
	var (
		wait sync.WaitGroup
		mu   sync.Mutex
		by   = map[office.VisitID]int{}
	)
	for desk := office.Desk(1); desk <= 4; desk++ {
		wait.Go(func() {
			called, err := c.desk(desk)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("desk %d: %v", desk, err)
			}
			for _, id := range called {
				by[id]++
			}
		})
	}
	wait.Wait()
	for id, n := range by {
		if n != 1 {
			t.Errorf("%s was called %d times", id, n)
		}
	}
	if len(by) != 40 {
		t.Errorf("%d of 40 were called", len(by))
	}
	live := c.state()
	if err := c.log.Rebuild(); err != nil {
		t.Fatal(err)
	}
	if !c.state().Equal(live) {
		t.Error("the rebuilt projection is another")
	}
}

// BenchmarkCallFromDisk is the whole decision with 500 waiting, as the node runs it: read from the journal's projection,
// ranked, and the event with its reasons; without the commit.
func BenchmarkCallFromDisk(b *testing.B) {
	c := newCounter(b)
	c.issue(500)
	if err := c.log.View(func(v journal.View) error {
		for b.Loop() {
			if _, err := (queue.Hall{Order: visit.DefaultOrder}).Call(v, 1, c.now); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}
