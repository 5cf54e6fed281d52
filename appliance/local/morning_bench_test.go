package local_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// BenchmarkMorning opens a counter that has two months behind it — sixty visitors a day, two thousand documents in the
// vault — and asks for the first screen, as a desk that is switched on in the morning does. "first-ms" is from opening
// the journal to the whole view, "view-ms" the next view, "records" how long the journal was.
func BenchmarkMorning(b *testing.B) {
	c := mustCounter(b, nil)
	c.past(b, 60, 60)
	c.fillVault(b, 2000)
	today := monday + 60
	c.set(today.At(8*60+45, mustZone(b)))
	records := c.size()
	var first, next time.Duration
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		c.stop()
		b.StartTimer()
		began := time.Now()
		c.open(nil)
		v := c.mustView()
		first += time.Since(began)
		if v.Stock != 2000 {
			b.Fatalf("the first screen shows %d documents", v.Stock)
		}
		began = time.Now()
		c.mustView()
		next += time.Since(began)
	}
	b.ReportMetric(float64(first.Microseconds())/1000/float64(b.N), "first-ms")
	b.ReportMetric(float64(next.Microseconds())/1000/float64(b.N), "view-ms")
	b.ReportMetric(float64(records), "records")
}

// past lives through days with so many visitors each: a ticket, a call, served, done.
func (c *counter) past(tb testing.TB, days, visitors int) {
	tb.Helper()
	ctx := context.Background()
	for n := range days {
		c.set((monday + office.Date(n)).At(9*60, mustZone(tb)))
		c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: roster("ann", "bert")}}) // headquarters is heard each day
		for range visitors {
			v := c.mustCall()
			for _, step := range []func(context.Context, *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error){c.client.Serve, c.client.Finish} {
				if _, err := step(ctx, connect.NewRequest(&contract.VisitCommand{Command: c.command(), Visit: v.Visit})); err != nil {
					tb.Fatal(err)
				}
			}
		}
	}
}

// fillVault receives and stores documents.
func (c *counter) fillVault(tb testing.TB, n int) {
	tb.Helper()
	ctx := context.Background()
	for i := 0; i < n; i += 200 {
		q := &contract.ReceiveRequest{Command: c.command(), Consignment: fmt.Sprintf("K%d", i), From: "koerier", Second: bert()}
		for k := i; k < i+200; k++ {
			q.Items = append(q.Items, &contract.ReceiveRequest_NewItem{Document: fmt.Sprintf("B%08d", k), Kind: "rijbewijs-afhalen", Holder: &contract.Person{Name: "Bart Maes"}})
		}
		if _, err := c.client.Receive(ctx, connect.NewRequest(q)); err != nil {
			tb.Fatal(err)
		}
		for _, d := range q.Items {
			if _, err := c.client.Store(ctx, connect.NewRequest(&contract.StoreRequest{Command: c.command(), Document: d.Document, Compartment: "A1"})); err != nil {
				tb.Fatal(err)
			}
		}
	}
}
