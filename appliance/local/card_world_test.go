package local_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	cards "github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// authority issues the cards of these tests; it is made once, since keys take their time.
var authority = sync.OnceValue(func() *virtual.Authority {
	a, err := virtual.NewAuthority(virtual.Curve, time.Date(2025, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		panic(err)
	}
	return a
})

// reading is a counter with a reader at each of its desks, Ann signed in at the first.
type reading struct {
	*counter
	slots [2]*virtual.Slot
	log   *logged
}

// logged is what a counter logs.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.text.Bytes())
}

func mustReading(t *testing.T) *reading {
	t.Helper()
	log := new(logged)
	r := &reading{log: log, counter: mustCounter(t, func(c *appliance.Config) {
		c.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})}
	o := cards.Options{Key: cards.Key{1}, Random: rand.Reader, Now: r.clock}
	for n := range r.slots {
		r.slots[n] = virtual.NewSlot()
		o.Readers = append(o.Readers, cards.Reader{Name: []string{"links", "rechts"}[n], Desk: deskOf(n + 1),
			Reader: eid.New(r.slots[n], eid.Trust{Roots: []*x509.Certificate{authority().Root}})})
	}
	w, err := cards.NewWatch(o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder(t), "cards.sock")
	server, err := local.Listen(path, r.node, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server.EquipCards(w)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.Run(ctx) }()
	go func() { done <- w.Run(ctx) }()
	client := socket.Client(path)
	t.Cleanup(func() { // before the node closes
		client.CloseIdleConnections()
		cancel()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
	r.client = contractconnect.NewCounterClient(client, "http://counter")
	r.session = r.mustSignIn("ann", 1)
	return r
}

func mustCard(t *testing.T, p virtual.Person) *virtual.Card {
	t.Helper()
	c, err := authority().Issue(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// put puts a card into the reader of a desk and waits until the screens of that desk show it.
func (r *reading) put(desk int, c *virtual.Card) *contract.CardRow {
	r.tb.Helper()
	r.pull(desk)
	r.slots[desk-1].Insert(c)
	return r.shows(desk, func(row *contract.CardRow) bool { return row.Stage >= contract.CardStage_CARD_STAGE_READ })
}

func (r *reading) pull(desk int) {
	r.tb.Helper()
	r.slots[desk-1].Pull()
	r.shows(desk, func(row *contract.CardRow) bool { return row.Stage == contract.CardStage_CARD_STAGE_NONE })
}

// shows follows the view of a desk until its one card is as wanted. Nothing else changes meanwhile: the card itself must send it.
func (r *reading) shows(desk int, wanted func(*contract.CardRow) bool) *contract.CardRow {
	r.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream, err := r.client.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: uint32(desk)}))
	if err != nil {
		r.tb.Fatal(err)
	}
	defer func() { _ = stream.Close() }() // it is cut off on purpose
	for stream.Receive() {
		rows := stream.Msg().Cards
		if len(rows) != 1 || rows[0].Desk != uint32(desk) {
			r.tb.Fatalf("desk %d sees %v", desk, rows)
		}
		if wanted(rows[0]) {
			return rows[0]
		}
	}
	r.tb.Fatalf("desk %d never shows it: %v", desk, stream.Err())
	return nil
}

func (r *reading) bind(insertion uint64) error {
	_, err := r.client.BindCard(context.Background(), connect.NewRequest(&contract.BindCardRequest{Command: r.command(), Insertion: insertion}))
	return err
}

func (r *reading) byCard(desk int, insertion uint64, pin string) (*contract.SignInResponse, error) {
	res, err := r.client.SignInByCard(context.Background(), connect.NewRequest(&contract.SignInByCardRequest{Desk: uint32(desk), Insertion: insertion, Pin: pin}))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (r *reading) checkIn(q *contract.CheckInRequest) (*contract.TicketResponse, error) {
	if q.Command == nil {
		q.Command = r.command()
	}
	res, err := r.client.CheckIn(context.Background(), connect.NewRequest(q))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

func (r *reading) check(insertion uint64, document, collector string) (*contract.CheckHolderResponse, error) {
	res, err := r.client.CheckHolder(context.Background(), connect.NewRequest(&contract.CheckHolderRequest{Command: r.command(),
		Insertion: insertion, Document: document, Collector: collector}))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

// says wants a refusal of a kind, with nothing journaled, and gives its words.
func (r *reading) says(kind fault.Kind, before uint64, err error) string {
	r.tb.Helper()
	r.mustRefuse(kind, before, err)
	return fault.Sentence(fault.FromRPC("test", err))
}
