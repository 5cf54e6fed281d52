package appliance_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

const site office.SiteID = "buurtloket-berchem"

// No test of this package may leave a goroutine behind.
func TestMain(m *testing.M) {
	os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true") // the test machine's kernel is as it is
	goleak.VerifyTestMain(m)
}

// headquarters keeps what one site sends, over a real line.
type headquarters struct {
	tb        testing.TB
	authority *link.Authority
	addr      string

	mu    sync.Mutex
	next  chan struct{} // closed when the feed grows
	lives map[uint64][][]byte
	heads map[uint64]string // the last signed head
	feed  [][]byte
	taken uint64
	gate  chan struct{} // until it is closed nothing is acknowledged; nil: all is
	last  int           // the last record that came

	shelf shelf
	press press

	personal []*contract.Sealed // what came beside the records
}

// silent keeps headquarters from acknowledging until the returned function is called.
func (h *headquarters) silent() (answer func()) {
	gate := make(chan struct{})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.gate = gate
	return sync.OnceFunc(func() { close(gate) })
}

// came is the last record that came, acknowledged or not.
func (h *headquarters) came() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

var _ replica.Headquarters = (*headquarters)(nil)

// mustHQ serves a headquarters until the test ends.
func mustHQ(tb testing.TB) *headquarters {
	tb.Helper()
	authority, err := link.NewAuthority(link.AuthorityOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	h := &headquarters{tb: tb, authority: authority, next: make(chan struct{}), lives: map[uint64][][]byte{}, heads: map[uint64]string{}}
	id, err := authority.NewNode("hq1", 0)
	if err != nil {
		tb.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewExchangeHandler(h))
	mux.Handle(contractconnect.NewBulkHandler(&h.shelf))
	mux.Handle(contractconnect.NewCertificatesHandler(&h.press))
	h.shelf.store = mustShelf(tb)
	server := &link.Server{Identity: id, Handler: mux, Limits: link.Limits{Grace: 100 * time.Millisecond}}
	if err := server.Listen("127.0.0.1:0"); err != nil {
		tb.Fatal(err)
	}
	h.addr = server.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	tb.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	})
	return h
}

// Sync implements the Exchange service.
func (h *headquarters) Sync(ctx context.Context, stream *connect.BidiStream[contract.Uplink, contract.Downlink]) error {
	peer, _ := link.PeerFrom(ctx)
	r := replica.NewReceiver(h, peer.Site())
	return replica.Run(ctx, stream, replica.Step[*contract.Uplink, *contract.Downlink]{Receive: r.Receive, Pump: r.Pump,
		Changed: func() <-chan struct{} { h.mu.Lock(); defer h.mu.Unlock(); return h.next }})
}

// tell adds an entry to the feed.
func (h *headquarters) tell(e *contract.FeedEntry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e.Number = uint64(len(h.feed) + 1)
	h.feed = append(h.feed, contract.Encode(e))
	close(h.next)
	h.next = make(chan struct{})
}

func (h *headquarters) size(life office.Incarnation) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.lives[uint64(life)])
}

func (h *headquarters) ack(life uint64) *contract.Ack {
	edge, root := journal.Edge{}.Extend(h.lives[life])
	return &contract.Ack{Incarnation: life, Size: edge.Size, Root: root[:]}
}

func (h *headquarters) Greet(_ context.Context, _ office.SiteID, m *contract.Hello) (*contract.Welcome, *contract.Frozen, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &contract.Welcome{Era: 1, Cursor: h.ack(m.Incarnation)}, nil, nil
}

func (h *headquarters) Take(ctx context.Context, _ office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	h.mu.Lock()
	gate := h.gate
	h.last = max(h.last, int(b.First-1)+int(b.Count))
	h.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	bodies, err := replica.Unpack(b)
	if err != nil {
		return nil, nil, err
	}
	h.personal = append(h.personal, b.Personal...)
	have := h.lives[b.Incarnation]
	if b.First > uint64(len(have))+1 {
		return nil, nil, fault.New("test", fault.Corrupt).Because(fmt.Errorf("a gap"))
	}
	for i, body := range bodies {
		if k := int(b.First) - 1 + i; k < len(have) && !bytes.Equal(have[k], body) {
			return nil, &contract.Frozen{Code: "fork", Say: "twee"}, nil
		} else if k >= len(have) {
			have = append(have, body)
		}
	}
	h.lives[b.Incarnation], h.heads[b.Incarnation] = have, string(b.Head)
	return h.ack(b.Incarnation), nil, nil
}

func (h *headquarters) Report(context.Context, office.SiteID, *contract.Hello, *contract.Report) (*contract.Frozen, error) {
	return nil, nil
}

func (h *headquarters) Feed(_ context.Context, _ office.SiteID, after uint64) (*contract.Feed, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if after >= uint64(len(h.feed)) {
		return nil, nil
	}
	return &contract.Feed{First: after + 1, Entries: h.feed[after:]}, nil
}

func (h *headquarters) FeedTaken(_ context.Context, _ office.SiteID, through uint64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.taken = through
	return nil
}

// admit puts a device's certificate into a counter's folder, as enrolment does.
func (h *headquarters) admit(dir string) {
	h.tb.Helper()
	id, err := h.authority.NewDevice(link.Device{Site: site}, 0)
	if err != nil {
		h.tb.Fatal(err)
	}
	chain, key, err := id.PEM()
	if err != nil {
		h.tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "device.pem"), slices.Concat(key, chain), 0o600); err != nil {
		h.tb.Fatal(err)
	}
}

// mustOpen opens a node that is closed, and its journal verified, when the test ends.
func mustOpen(tb testing.TB, cfg appliance.Config) *appliance.Node {
	tb.Helper()
	cfg.Site = site
	n, err := appliance.Open(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := n.Close(); err != nil {
			tb.Error(err)
		}
		if _, err := appliance.Verify(filepath.Join(cfg.Dir, "journal.db"), site); err != nil {
			tb.Error(err)
		}
	})
	return n
}

// run runs a node until the returned function is called or the test ends.
func run(tb testing.TB, n *appliance.Node) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	})
	tb.Cleanup(stop)
	return stop
}

// ticket journals one event.
func ticket(tb testing.TB, n *appliance.Node, visit string, number int) {
	tb.Helper()
	id := fmt.Appendf(nil, "%-16s", visit)[:16]
	_, err := n.Do(context.Background(), appliance.Who{Clerk: "ann"}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(&contract.Event{Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{
			Visit: id, Ticket: uint32(number), Products: []string{"eid-aanvraag"}, Persons: 1, Date: int32(office.DateOf(t.Now))}}}, nil)
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func look(tb testing.TB, n *appliance.Node, f func(appliance.Turn)) {
	tb.Helper()
	if err := n.Look(func(t appliance.Turn) error { f(t); return nil }); err != nil {
		tb.Fatal(err)
	}
}

func life(tb testing.TB, n *appliance.Node) (l office.Incarnation, size int) {
	tb.Helper()
	look(tb, n, func(t appliance.Turn) { l, size = t.View.Life(), int(t.View.Size()) })
	return l, size
}

func line(tb testing.TB, n *appliance.Node) (l *contract.Line) {
	tb.Helper()
	look(tb, n, func(t appliance.Turn) {
		var err error
		if l, err = n.Line(t); err != nil {
			tb.Fatal(err)
		}
	})
	return l
}

// eventually waits until something holds.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	deadline := time.After(15 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			tb.Fatalf("never came: %s", what)
		}
	}
}
