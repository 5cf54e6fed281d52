package local_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// BenchmarkBookLocal books a free seat through the socket, as a screen does: contract's client, HTTP/1.1, durable
// before the answer. With one caller each booking is followed by a bare append of a record of the same size to a
// journal of its own on the same disk; "append-ns" is its median, "times-append" how many of those a booking takes.
func BenchmarkBookLocal(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			c := mustCounter(b, func(cfg *appliance.Config) { cfg.Dir = b.TempDir() })
			seats := c.wide()
			yardstick := mustYardstick(b)
			bookAll(b, c, seats, callers, yardstick)
		})
	}
}

func bookAll(b *testing.B, c *counter, seats []office.SeatID, callers int, yardstick func() time.Duration) {
	if b.N > len(seats) {
		b.Fatalf("%d bookings, %d seats", b.N, len(seats))
	}
	took, appends := make([][]time.Duration, callers), []time.Duration(nil)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for w := range callers {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				q := c.wish(0, 0)
				q.Place.Run = contract.NewRun(seats[i-1], 1, 10)
				began := time.Now()
				if _, err := c.book(q); err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(began))
				if callers == 1 {
					b.StopTimer()
					appends = append(appends, yardstick())
					b.StartTimer()
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	times := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(times) == 0 {
		return
	}
	median := times[len(times)/2]
	b.ReportMetric(float64(median.Nanoseconds()), "median-ns")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
	if len(appends) > 0 {
		slices.Sort(appends)
		append := appends[len(appends)/2]
		b.ReportMetric(float64(append.Nanoseconds()), "append-ns")
		b.ReportMetric(float64(median)/float64(append), "times-append")
	}
}

// wide gives the counter a plan with more desks than any has, and all their seats of two months.
func (c *counter) wide() (seats []office.SeatID) {
	const desks, days, slots = 20, 50, 54
	rule := calendar.Rule{ID: "wide", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 18 * 60,
		Mode: calendar.Appointment, Desks: desks, FirstDesk: 1}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: &contract.Plan{Version: 2, Rules: []*contract.Rule{rulebook.ToRule(rule)}}}})
	c.look(func(t appliance.Turn) {
		for d := monday + 1; len(seats) < days*desks*slots && d < monday+80; d++ {
			seats = append(seats, t.Plan.Day(site, d).Seats()...)
		}
	})
	for n, day := range slices.Collect(slices.Chunk(seats, desks*slots)) {
		c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Grant{Grant: &contract.Grant{
			Identity: &contract.Identity{Era: 1, Number: uint64(n) + 10}, To: uint64(c.life), Free: contract.Runs(day, 10)}}})
	}
	return seats
}

// mustYardstick gives one durable append of 300 B with one pair of projection, timed.
func mustYardstick(tb testing.TB) func() time.Duration {
	tb.Helper()
	put := func(w kv.Writer, _ journal.Source, r journal.Record) error { w.Put(r.Body[:16], nil); return nil }
	j, err := journal.Open(filepath.Join(tb.TempDir(), "yardstick.db"), journal.Options{Site: site, Fold: put})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = j.Close() }) // nobody reads it again
	n := 0
	return func() time.Duration {
		body := make([]byte, 300)
		n++
		copy(body, fmt.Sprintf("%016d", n))
		began := time.Now()
		_, err := j.Append(context.Background(), func(journal.View) (journal.Commit, error) {
			return journal.Commit{Events: []journal.Event{{Body: body}}}, nil
		})
		if err != nil {
			tb.Fatal(err)
		}
		return time.Since(began)
	}
}
