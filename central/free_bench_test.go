package central_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/api"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// manySeats is how many seats a citizen may choose from, and fullDays how many of the first days are booked out at every site.
const (
	manySeats = 200_000
	fullDays  = 2
)

// wishes are what clients look for in turn: one and two persons, any time, after noon and after work.
var wishes = []string{"", "&persons=2", "&part=afternoon", "&part=after-work&persons=2"}

// BenchmarkFirstFree has clients ask the public API of three nodes for the first free place of 200,000 seats, of which the first days are
// booked out: over HTTP/1.1, each with a connection of its own, client and nodes on the same cores. "alone" is with nobody else there;
// "booking" while one more client books without pause, so that days are looked at anew.
func BenchmarkFirstFree(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(central.GCPercent))
	plan := longHours()
	for _, r := range plan.Rules {
		r.Desks = manyDesks
	}
	h := openHQWith(b, plan)
	spare := h.fill(b, plan)
	clients := h.clients(b, []int{0, 1, 2}, (*http.Protocols).SetHTTP1)
	for _, way := range []string{"alone", "booking"} {
		b.Run(way, func(b *testing.B) {
			ctx, stop := context.WithCancel(b.Context())
			var other sync.WaitGroup
			booked := 0
			if way == "booking" {
				other.Go(func() {
					for ; ctx.Err() == nil && len(spare) > 0; spare = spare[1:] {
						if err := bookSeat(ctx, clients[0], spare[0]); err != nil && ctx.Err() == nil {
							b.Error(err)
							return
						}
						booked++
					}
				})
			}
			h.findFree(b)
			stop()
			other.Wait()
			if way == "booking" {
				b.ReportMetric(float64(booked), "booked-meanwhile")
			}
		})
	}
}

// manyDesks is how many desks each site has, so that there are as many seats as that.
const manyDesks = 5

// fill books out the first days, and gives seats of later days.
func (h *hq) fill(b *testing.B, of *contract.Plan) (spare []office.SeatID) {
	b.Helper()
	plan, err := rulebook.Compile(of)
	if err != nil {
		b.Fatal(err)
	}
	first, last := plan.Window(office.ChannelWeb, time.Now())
	var full []office.SeatID
	all := 0
	for d := first; d <= last; d++ {
		for _, s := range plan.Sites() {
			seats := plan.Day(s.ID, d).Seats()
			all += len(seats)
			if d < first+fullDays {
				full = append(full, seats...)
			} else if d > first+fullDays {
				spare = append(spare, seats...)
			}
		}
	}
	if all < manySeats {
		b.Fatalf("%d seats", all)
	}
	var next atomic.Int64
	var clients sync.WaitGroup
	for _, client := range h.clients(b, []int{h.leader(b)}, (*http.Protocols).SetHTTP1) {
		clients.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(full); i = int(next.Add(1)) - 1 {
				if err := bookSeat(b.Context(), client, full[i]); err != nil {
					b.Errorf("%s: %v", full[i], err)
					return
				}
			}
		})
	}
	clients.Wait()
	return spare
}

// findFree has the clients ask b.N times and reports how quick that was.
func (h *hq) findFree(b *testing.B) {
	took := make([][]time.Duration, benchClients)
	var asked atomic.Int64
	var all sync.WaitGroup
	var conns []*http.Transport
	for range benchClients {
		conns = append(conns, &http.Transport{})
	}
	b.ResetTimer()
	spent := processorTime(b)
	for n, transport := range conns {
		client, base := &http.Client{Transport: transport}, "http://"+h.nodes[n%len(h.nodes)].PublicAddr()+api.Path+"/free?limit=1&product=eid-aanvraag"
		all.Go(func() {
			defer transport.CloseIdleConnections()
			for i := int(asked.Add(1)) - 1; i < b.N; i = int(asked.Add(1)) - 1 {
				began := time.Now()
				if err := findFirst(client, base+wishes[i%len(wishes)]); err != nil {
					b.Error(err)
					return
				}
				took[n] = append(took[n], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	reportPace(b, "searches/s", took, spent)
}

// findFirst asks once, and wants one place.
func findFirst(client *http.Client, address string) error {
	res, err := client.Get(address)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close() // it was read to its end
	if err != nil {
		return err
	}
	var found struct{ Places []struct{ Place string } }
	if err := json.Unmarshal(body, &found); err != nil || res.StatusCode != http.StatusOK || len(found.Places) != 1 {
		return fmt.Errorf("%s: %d %s: %v", address, res.StatusCode, body, err)
	}
	return nil
}
