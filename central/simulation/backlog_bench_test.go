package simulation_test

import (
	"context"
	crand "crypto/rand"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// weeksEvents is about what a busy counter writes down in a week.
const weeksEvents = 5000

// BenchmarkBacklog has a counter that was without a line for a week deliver what it wrote down meanwhile to a
// headquarters of three nodes with disks, over HTTP/3 on the loopback: from the opening of the exchange to the
// acknowledgement of the last event by a quorum. The events are made by the counter's own decisions, in the mix of a
// counter: visits from ticket to finish, bookings, cancellations, documents, sign-ins. "B/event" are the batches as
// sent, heads included; personal data travels beside the events and is shown apart.
func BenchmarkBacklog(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(central.GCPercent))
	s := newStage(b)
	s.deliver(b) // the first hello: hours, quota
	var events, wire, personal, rounds int
	var took time.Duration
	for b.Loop() {
		b.StopTimer()
		s.week(b)
		b.StartTimer()
		d := s.deliver(b)
		events, wire, personal, rounds, took = events+d.events, wire+d.wire, personal+d.personal, rounds+1, took+d.took
	}
	if events == 0 {
		b.Fatal("nothing was delivered")
	}
	b.ReportMetric(float64(events)/took.Seconds(), "events/s")
	b.ReportMetric(float64(took.Milliseconds())/float64(rounds), "ms/week")
	b.ReportMetric(float64(wire)/float64(events), "B/event")
	b.ReportMetric(float64(personal)/float64(events), "personal-B/event")
}

// stage is a headquarters of three nodes and one counter with a device's certificate, whose clock shows a Monday
// morning.
type stage struct {
	node   *appliance.Node
	client *link.Client

	products *catalogue.Catalogue
	register vault.Register
	seats    []office.SeatID // held and not booked
	documents,
	visits int
	booked []office.AppointmentID
	stored []string
	rng    *rand.Rand
}

const backlogSite office.SiteID = "buurtloket-berchem"

func newStage(tb testing.TB) *stage {
	tb.Helper()
	s := &stage{products: catalogue.Embedded(), rng: rand.New(rand.NewPCG(1, 2)), register: vault.Register{Vault: true, Procedures: vault.DefaultProcedures}}
	zone, err := calendar.Zone()
	if err != nil {
		tb.Fatal(err)
	}
	ahead := time.Until(office.NewDate(2026, time.November, 23).At(8*60, zone))
	now := func() time.Time { return time.Now().Add(ahead) }
	authority, err := link.NewAuthority(link.AuthorityOptions{Now: now})
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	tb.Cleanup(func() { cancel(); running.Wait() })
	var founders []consensus.Peer
	for i := range 3 {
		founders = append(founders, consensus.Peer{ID: fmt.Sprintf("hq%d", i+1), Addr: linktest.FreeAddr(tb)})
	}
	var addresses []string
	var first *central.Node
	for _, f := range founders {
		n, err := central.Open(central.Config{Name: f.ID, Dir: tb.TempDir(), Listen: f.Addr, Founders: founders, Authority: authority,
			Plan: backlogHours(), Quota: register.Quota{Days: 7, Share: 1, AtLeast: 1, Hands: 20 * 60}, Now: now})
		if err != nil {
			tb.Fatal(err)
		}
		if first == nil {
			first = n
		}
		addresses = append(addresses, n.Addr())
		running.Go(func() {
			if err := n.Run(ctx); err != nil {
				tb.Error(err)
			}
		})
	}
	device, err := authority.NewDevice(link.Device{Site: backlogSite}, 0)
	if err != nil {
		tb.Fatal(err)
	}
	if s.client, err = link.NewClient(link.ClientOptions{Identity: device, Nodes: addresses, Now: now, Logger: slog.New(slog.DiscardHandler)}); err != nil {
		tb.Fatal(err)
	}
	running.Go(func() {
		if err := s.client.Run(ctx); err != nil {
			tb.Error(err)
		}
	})
	if s.node, err = appliance.Open(appliance.Config{Site: backlogSite, Dir: memory(tb), Now: now}); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.node.Close(); err != nil {
			tb.Error(err)
		}
	})
	for state, changed := s.client.Watch(); !state.Up; state, changed = s.client.Watch() {
		<-changed
	}
	for founded := false; !founded; {
		if err := first.Log().Read(ctx, func(r kv.Reader) error { founded = r.Get([]byte("h")) != nil; return nil }); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// memory is a folder for the counter's journal, in memory where the machine has that: writing a week down is not what
// is measured, and delivering it only reads.
func memory(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp(shm(), "backlog")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) }) // a left-over does no harm
	return dir
}

// backlogHours opens twenty desks every day, more than any counter has, so that there are seats for many weeks.
func backlogHours() *contract.Plan {
	return &contract.Plan{Version: 1, Rules: []*contract.Rule{rulebook.ToRule(calendar.Rule{ID: "week", Site: backlogSite,
		Days: calendar.EveryDay, From: 9 * 60, To: 18 * 60, Mode: calendar.Appointment, Desks: 20, FirstDesk: 1})}}
}

// delivery is what one exchange carried.
type delivery struct {
	events, wire, personal int
	took                   time.Duration
}

// weighed counts what goes up.
type weighed struct {
	replica.Stream[*contract.Downlink, *contract.Uplink]
	sum *delivery
}

// Send implements replica.Stream.
func (w weighed) Send(m *contract.Uplink) error {
	if b := m.GetBatch(); b != nil {
		w.sum.events += int(b.Count)
		for _, p := range b.Personal {
			w.sum.personal += proto.Size(p) + 2
		}
		bare := &contract.Batch{Incarnation: b.Incarnation, First: b.First, Count: b.Count, Records: b.Records, RawSize: b.RawSize, Head: b.Head}
		w.sum.wire += proto.Size(&contract.Uplink{Kind: &contract.Uplink_Batch{Batch: bare}}) + 5 // and the frame's head
	}
	return w.Stream.Send(m)
}

// deliver runs one exchange until all that the counter had is acknowledged.
func (s *stage) deliver(tb testing.TB) (d delivery) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	began := time.Now()
	stream := contractconnect.NewExchangeClient(s.client.HTTPClient(), link.URL).Sync(ctx)
	shipper := replica.NewShipper(s.node.Shipping(), replica.DefaultLimits)
	first, err := shipper.Open()
	if err != nil {
		tb.Fatal(err)
	}
	done := false
	step := replica.Step[*contract.Downlink, *contract.Uplink]{Receive: shipper.Receive,
		Pump: func(context.Context) ([]*contract.Uplink, error) { return shipper.Pump() },
		Changed: func() <-chan struct{} {
			changed, _ := s.node.Changed()
			return changed
		},
		After: func() {
			if !shipper.CaughtUp() || s.waiting(tb) > 0 {
				return
			}
			if d.took == 0 {
				d.took = time.Since(began)
			}
			if done = s.granted(tb); done {
				cancel()
			}
		}}
	if err := replica.Run(ctx, weighed{stream, &d}, step, first...); !done {
		tb.Fatal(err)
	}
	return d
}

func (s *stage) look(tb testing.TB, f func(appliance.Turn)) {
	tb.Helper()
	if err := s.node.Look(func(t appliance.Turn) error { f(t); return nil }); err != nil {
		tb.Fatal(err)
	}
}

// waiting is how many events headquarters has not acknowledged.
func (s *stage) waiting(tb testing.TB) (n uint64) {
	s.look(tb, func(t appliance.Turn) {
		l, err := s.node.Line(t)
		if err != nil {
			tb.Fatal(err)
		}
		n = l.Waiting
	})
	return n
}

// granted reports whether the counter has seats.
func (s *stage) granted(tb testing.TB) (yes bool) {
	s.look(tb, func(t appliance.Turn) { yes = booking.OwnPlaces(t.View, backlogSite, office.DateOf(t.Now), 0) > 0 })
	return yes
}

// do journals one decision of a clerk.
func (s *stage) do(tb testing.TB, desk office.Desk, once bool, sealed []journal.Sealed, decide func(appliance.Turn, appliance.Who) (*contract.Event, error)) {
	tb.Helper()
	who := appliance.Who{Clerk: "an.peeters", Desk: desk, Act: s.id(tb), Once: once}
	_, err := s.node.Do(context.Background(), who, func(t appliance.Turn) (appliance.Decision, error) {
		e, err := decide(t, who)
		return appliance.Decision{Events: []*contract.Event{e}, Sealed: sealed}, err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (s *stage) id(tb testing.TB) [16]byte {
	id, err := office.NewID(crand.Reader, s.node.Now().UnixMilli())
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// week writes down a week without a line.
func (s *stage) week(tb testing.TB) {
	tb.Helper()
	var begin uint64
	s.look(tb, func(t appliance.Turn) {
		begin = t.View.Size()
		s.seats = s.seats[:0]
		for d := office.DateOf(t.Now); d < office.DateOf(t.Now)+8; d++ {
			day := t.Plan.Day(backlogSite, d)
			free := booking.Held(t.View, backlogSite).Free(day)
			for _, id := range day.Seats() {
				if free.Has(id.Desk, id.Start) && (d > office.DateOf(t.Now) || id.Start > 10*60) {
					s.seats = append(s.seats, id)
				}
			}
		}
	})
	s.rng.Shuffle(len(s.seats), func(i, j int) { s.seats[i], s.seats[j] = s.seats[j], s.seats[i] })
	s.consignment(tb)
	for n := 0; ; n++ {
		var size uint64
		if s.look(tb, func(t appliance.Turn) { size = t.View.Size() }); size-begin >= weeksEvents {
			return
		}
		desk := office.Desk(1 + n%2)
		s.visit(tb, desk)
		if n%2 == 0 {
			s.book(tb, desk)
		}
		if n%12 == 0 && len(s.booked) > 0 {
			id := s.booked[0]
			s.booked = s.booked[1:]
			s.do(tb, desk, true, nil, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) {
				return booking.Cancel(t.Desk, id, "ziek")
			})
		}
		if n%60 == 0 {
			s.do(tb, desk, false, nil, func(appliance.Turn, appliance.Who) (*contract.Event, error) {
				return &contract.Event{Kind: &contract.Event_SignedIn{SignedIn: new(contract.SignedIn)}}, nil
			})
		}
	}
}

func (s *stage) visit(tb testing.TB, desk office.Desk) {
	var id office.VisitID
	s.do(tb, desk, false, nil, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		id = office.VisitID(who.Act)
		return queue.Issue(t.View, s.products, queue.Walk{Visit: id, Persons: 1, Products: []office.ProductID{s.product()}}, t.Now)
	})
	for _, step := range []func(appliance.Turn) (*contract.Event, error){
		func(t appliance.Turn) (*contract.Event, error) {
			return queue.Hall{Order: visit.DefaultOrder}.Call(t.View, desk, t.Now)
		},
		func(t appliance.Turn) (*contract.Event, error) { return queue.Serve(t.View, id, desk, t.Now) },
		func(t appliance.Turn) (*contract.Event, error) {
			return queue.Finish(t.View, id, desk, queue.Done, t.Now)
		},
	} {
		s.do(tb, desk, true, nil, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) { return step(t) })
	}
	if s.visits++; s.visits%4 == 0 {
		s.handOut(tb, desk, id)
	}
}

func (s *stage) product() office.ProductID {
	return []office.ProductID{"eid-aanvraag", "reispas-aanvraag", "rijbewijs-aanvraag", "adreswijziging-aangifte", "attest-bevolking"}[s.rng.IntN(5)]
}

func (s *stage) book(tb testing.TB, desk office.Desk) {
	tb.Helper()
	if len(s.seats) == 0 { // after very many weeks
		return
	}
	seat := s.seats[0]
	s.seats = s.seats[1:]
	name := fmt.Sprintf("Voornaam%d Achternaam%d", s.rng.IntN(500), s.rng.IntN(5000))
	person := contract.Encode(&contract.Person{Name: name, Phone: fmt.Sprintf("04%08d", s.rng.IntN(1e8)), Mail: "iemand@voorbeeld.be"})
	act := s.id(tb)
	sealed, err := journal.Seal(crand.Reader, office.SubjectID(act), person)
	if err != nil {
		tb.Fatal(err)
	}
	a := &contract.Appointment{Id: act[:], Place: &contract.Place{Site: string(backlogSite), Run: contract.NewRun(seat, 1, 10)},
		Products: []string{string(s.product())}, Persons: 1, Channel: contract.Channel_CHANNEL_DESK, Person: sealed.Commitment[:],
		BookedAtMs: s.node.Now().UnixMilli()}
	s.do(tb, desk, false, []journal.Sealed{sealed}, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) { return booking.Book(t.Desk, a) })
	s.booked = append(s.booked, office.AppointmentID(act))
}

// consignment receives and stores the documents of a week, as they come.
func (s *stage) consignment(tb testing.TB) {
	var items []*contract.Item
	for range 300 {
		s.documents++
		items = append(items, &contract.Item{Document: fmt.Sprintf("592-%07d-%02d", s.documents, s.documents%97), Kind: "eid-afhalen"})
	}
	for part := range slices.Chunk(items, 30) {
		s.do(tb, 1, true, nil, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
			return s.register.Receive(t.View, who.Clerk, vault.Delivery{Consignment: fmt.Sprintf("K%d", s.documents), From: "koerier", Items: part})
		})
		for _, i := range part {
			s.stored = append(s.stored, i.Document)
			s.do(tb, 1, true, nil, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
				return s.register.Store(t.View, who.Clerk, i.Document, fmt.Sprintf("A%d", s.rng.IntN(40)))
			})
		}
	}
}

// handOut hands the oldest document out.
func (s *stage) handOut(tb testing.TB, desk office.Desk, to office.VisitID) {
	document := s.stored[0]
	s.stored = s.stored[1:]
	s.do(tb, desk, true, nil, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		var evidence []string
		for _, step := range vault.DefaultProcedures["eid-afhalen"].For(vault.Holder) {
			evidence = append(evidence, step.Choices[0].Code)
		}
		return s.register.HandOut(t.View, who.Clerk, vault.Handing{Document: document, Collector: vault.Holder, Evidence: evidence, Visit: to})
	})
}
