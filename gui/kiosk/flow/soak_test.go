package flow_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
)

// visits lets people come and go: each kind of visit in turn, some of which end with nobody there.
func (d *desk) visits(n int) {
	for i := range n {
		d.do(d.Touch)
		switch i % 5 {
		case 0:
			d.do(d.pick("Ik heb geen afspraak"), d.pick("Reispas aanvragen"), d.pick("2 personen"), d.Home)
		case 1:
			d.do(d.pick("Ik heb een afspraak"), d.write(flowtest.Known), d.Next, d.Home)
		case 2:
			d.do(d.Languages, d.pick("Українська"), d.Settings, func() { d.Choose(d.Shown(), 0) }, d.Home)
		case 3:
			d.do(d.pick("Een afspraak maken"), d.pick("Reispas aanvragen"), d.pick("1 persoon"), func() { d.Choose(d.Shown(), 1) }, d.write("Amélie Öz"), d.Next, d.Next, d.Next)
		case 4:
			d.do(d.pick("Een attest of akte"), d.pick("Attest van hoofdverblijfplaats"), d.counter.Insert, d.write(flowtest.PIN), d.Next, d.counter.Pull)
		}
		if d.Shown().Page != flow.Idle {
			time.Sleep(flow.Patience + flow.Warning + 2*time.Second) // invented time: the bubble's
			synctest.Wait()
		}
		d.on(flow.Idle)
		d.counter.Forget()
		d.said = nil
	}
}

// heap is how much memory is in use, in bytes, once what nobody needs is gone.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// mostGrowth is how much memory a day at the library may cost, in bytes: 10,000 visits.
const mostGrowth = 5 << 20

// TestVisitsLeaveNothing: what is in use after many visits is what was in use after the first.
func TestVisitsLeaveNothing(t *testing.T) {
	in(t, func(d *desk) {
		d.visits(200)
		before := heap()
		d.visits(2000)
		if grown := heap() - before; grown > mostGrowth {
			t.Errorf("2,000 visits left %d bytes", grown)
		}
	})
}

// BenchmarkVisits tells what 10,000 visits leave behind, and what one costs, the waiting in invented time aside.
func BenchmarkVisits(b *testing.B) {
	var grown int64
	for range b.N {
		now := flowtest.Morning
		var mu sync.Mutex
		clock := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return now
		}
		counter := flowtest.New()
		f := flow.New(flow.Config{Counter: counter, Location: time.UTC, Now: clock})
		changed := make(chan struct{}, 1)
		f.OnChanged(func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		})
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		wg.Go(func() { _ = f.Run(ctx) })
		on := func(p flow.Page) {
			for s := f.Shown(); s.Page != p || s.Busy != ""; s = f.Shown() {
				select {
				case <-changed:
				case <-time.After(5 * time.Second):
					panic(fmt.Sprintf("page %d and not %d", s.Page, p))
				}
			}
		}
		visit := func() {
			on(flow.Idle)
			f.Touch()
			f.Choose(f.Shown(), 1)
			on(flow.Product)
			f.Choose(f.Shown(), 2)
			f.Choose(f.Shown(), 1)
			on(flow.Ticket)
			f.Home()
			counter.Forget()
		}
		for range 500 {
			visit()
		}
		before := heap()
		for range 10_000 {
			visit()
		}
		grown = max(grown, heap()-before)
		cancel()
		wg.Wait()
	}
	b.ReportMetric(float64(grown), "B-left/10000-visits")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/10_500, "µs/visit")
}
