package central_test

import (
	"context"
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// benchClients is how many citizens book at once, each with a connection of its own, the first to the first node, the
// next one to the next.
const benchClients = 64

// BenchmarkBookSeat has clients book random free seats of 100,000 through the plain door of three nodes in this process:
// a whole booking, with personal data, the calendar's rules and custody. Both protocols of that door are measured, and
// for comparison what it costs that two of three clients come to a node that must ask the leader.
func BenchmarkBookSeat(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(central.GCPercent))
	h := openHQ(b)
	seats := h.seats(b, 100_000)
	next := 0
	everywhere, leader := []int{0, 1, 2}, []int{h.leader(b)}
	for _, way := range []struct {
		name      string
		nodes     []int
		protocols func(*http.Protocols, bool)
	}{
		{"h2c", everywhere, (*http.Protocols).SetUnencryptedHTTP2},
		{"http1", everywhere, (*http.Protocols).SetHTTP1},
		{"http1-leader", leader, (*http.Protocols).SetHTTP1},
	} {
		b.Run(way.name, func(b *testing.B) {
			if next+b.N > len(seats) {
				b.Skip("no free seats are left")
			}
			bookSeats(b, h.clients(b, way.nodes, way.protocols), seats[next:next+b.N])
			next += b.N
		})
	}
}

// clients makes one for each citizen, with a connection of its own.
func (h *hq) clients(tb testing.TB, nodes []int, speak func(*http.Protocols, bool)) []contractconnect.BookingClient {
	tb.Helper()
	var clients []contractconnect.BookingClient
	for n := range benchClients {
		transport := &http.Transport{Protocols: new(http.Protocols)}
		speak(transport.Protocols, true)
		tb.Cleanup(transport.CloseIdleConnections)
		clients = append(clients, contractconnect.NewBookingClient(&http.Client{Transport: transport},
			"http://"+h.nodes[nodes[n%len(nodes)]].PublicAddr()))
	}
	return clients
}

// bookSeats deals the seats out to the clients and reports how quick that was.
func bookSeats(b *testing.B, clients []contractconnect.BookingClient, seats []office.SeatID) {
	took := make([][]time.Duration, benchClients)
	var taken atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	spent := processorTime(b)
	for n, client := range clients {
		all.Go(func() {
			for {
				i := int(taken.Add(1)) - 1
				if i >= len(seats) {
					return
				}
				began := time.Now()
				if err := bookSeat(b.Context(), client, seats[i]); err != nil {
					b.Errorf("%s: %v", seats[i], err)
					return
				}
				took[n] = append(took[n], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	reportPace(b, "bookings/s", took, spent)
}

// reportPace reports what the clients of a benchmark did, each with the time that every piece of its work took; spent is what the process
// had used before.
func reportPace(b *testing.B, unit string, took [][]time.Duration, spent time.Duration) {
	b.Helper()
	every := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(every) == 0 {
		return
	}
	b.ReportMetric(float64(len(every))/b.Elapsed().Seconds(), unit)
	b.ReportMetric(float64((processorTime(b)-spent).Microseconds())/float64(len(every)), "processor-µs")
	b.ReportMetric(float64(every[len(every)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(every[len(every)*99/100].Microseconds()), "p99-µs")
}

// processorTime is what this process has used of all cores: nodes and clients together. It depends less than the
// rate on what else the machine does.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// bookSeat books one seat as a citizen's web page would.
func bookSeat(ctx context.Context, client contractconnect.BookingClient, s office.SeatID) error {
	id, err := office.NewID(crand.Reader, time.Now().UnixMilli())
	if err != nil {
		return err
	}
	_, err = client.Book(ctx, connect.NewRequest(&contract.PublicBookRequest{Id: id[:], Products: []string{"eid-aanvraag"}, Persons: 1,
		Place:  &contract.Place{Site: string(s.Site), Run: contract.NewRun(s, 1, 10)},
		Person: &contract.Person{Name: "Voornaam Achternaam", Phone: "0470 00 00 00", Mail: "iemand@voorbeeld.be"}}))
	return err
}

// hq is three nodes in this process.
type hq struct{ nodes []*central.Node }

func openHQ(tb testing.TB) *hq {
	tb.Helper()
	return openHQWith(tb, longHours())
}

// openHQWith is openHQ with a plan.
func openHQWith(tb testing.TB, plan *contract.Plan) *hq {
	tb.Helper()
	authority, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	var founders []consensus.Peer
	for i := range 3 {
		founders = append(founders, consensus.Peer{ID: fmt.Sprintf("hq%d", i+1), Addr: linktest.FreeAddr(tb)})
	}
	h := new(hq)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	tb.Cleanup(func() { cancel(); running.Wait() })
	for _, f := range founders {
		n, err := central.Open(central.Config{Name: f.ID, Dir: tb.TempDir(), Listen: f.Addr, Public: "127.0.0.1:0",
			Founders: founders, Authority: authority, Plan: plan})
		if err != nil {
			tb.Fatal(err)
		}
		h.nodes = append(h.nodes, n)
		running.Go(func() {
			if err := n.Run(ctx); err != nil {
				tb.Error(err)
			}
			if err := n.Close(); err != nil {
				tb.Error(err)
			}
		})
	}
	for _, n := range h.nodes {
		for founded := false; !founded; {
			err := n.Log().Read(ctx, func(r kv.Reader) error { founded = r.Get([]byte("h")) != nil; return nil })
			if err != nil {
				tb.Fatal(err)
			}
		}
	}
	return h
}

func (h *hq) leader(tb testing.TB) int {
	tb.Helper()
	for i, n := range h.nodes {
		if _, _, me := n.Raft().Leader(); me {
			return i
		}
	}
	tb.Fatal("nobody leads")
	return 0
}

// longHours opens four desks of each site that has burgerzaken, every day from eight to eight.
func longHours() *contract.Plan {
	plan := &contract.Plan{Version: 1}
	for _, s := range rulebook.Default().Rules {
		if !slices.ContainsFunc(plan.Rules, func(r *contract.Rule) bool { return r.Site == s.Site }) {
			plan.Rules = append(plan.Rules, &contract.Rule{Id: s.Site, Site: s.Site, Weekdays: uint32(calendar.EveryDay), From: 480, To: 1200,
				Desks: 4, Mode: "appointment", Assumed: true})
		}
	}
	return plan
}

// seats lists that many seats that a citizen may book, in random order.
func (h *hq) seats(tb testing.TB, n int) []office.SeatID {
	tb.Helper()
	plan, err := rulebook.Compile(longHours())
	if err != nil {
		tb.Fatal(err)
	}
	first, last := plan.Window(office.ChannelWeb, time.Now())
	var all []office.SeatID
	for _, s := range plan.Sites() {
		for d := first; d <= last; d++ {
			all = append(all, plan.Day(s.ID, d).Seats()...)
		}
	}
	if len(all) < n {
		tb.Fatalf("%d seats", len(all))
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:n]
}
