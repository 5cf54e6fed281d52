package replica_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/replica"
)

const site office.SiteID = "buurtloket-berchem"

// chapter is one life of a counter's journal.
type chapter struct {
	life   office.Incarnation
	bodies [][]byte
	acked  uint64
}

func root(bodies [][]byte) []byte {
	_, r := journal.Edge{}.Extend(bodies)
	return r[:]
}

// counter is a journal in memory.
type counter struct {
	lives   []*chapter // the last is the present one
	feed    [][]byte   // entries applied
	number  uint64     // of the last entry applied
	era     uint64
	frozen  string
	applied int // calls
}

var _ replica.Counter = (*counter)(nil)

func newCounter() *counter { return &counter{lives: []*chapter{{life: 1}}, era: 1} }

func (c *counter) now() *chapter { return c.lives[len(c.lives)-1] }

func (c *counter) find(life office.Incarnation) *chapter {
	i := slices.IndexFunc(c.lives, func(l *chapter) bool { return l.life == life })
	if i < 0 {
		return nil
	}
	return c.lives[i]
}

// write adds a record of its own.
func (c *counter) write(n int) {
	l := c.now()
	for range n {
		l.bodies = append(l.bodies, fmt.Appendf(nil, "life %d record %d", l.life, len(l.bodies)+1))
	}
}

func (c *counter) Hello() (*contract.Hello, error) {
	l := c.now()
	return &contract.Hello{Incarnation: uint64(l.life), Size: uint64(len(l.bodies)), Feed: c.number, Era: c.era, Version: 1}, nil
}

func (c *counter) Batch(life office.Incarnation, first uint64, l replica.Limits) (*contract.Batch, error) {
	ch := c.find(life)
	if first > uint64(len(ch.bodies))+1 {
		return nil, fmt.Errorf("batch from %d of %d", first, len(ch.bodies))
	}
	bodies := ch.bodies[first-1:]
	if bodies = bodies[:min(len(bodies), l.Records)]; len(bodies) == 0 {
		return nil, nil
	}
	b := &contract.Batch{Incarnation: uint64(life), First: first}
	replica.Pack(b, bodies)
	return b, nil
}

func (c *counter) Acknowledge(a *contract.Ack) error {
	l := c.find(office.Incarnation(a.Incarnation))
	if l == nil || a.Size > uint64(len(l.bodies)) || !bytes.Equal(a.Root, root(l.bodies[:a.Size])) {
		return fault.New("test.Acknowledge", fault.Corrupt)
	}
	l.acked = max(l.acked, a.Size)
	return nil
}

func (c *counter) Earlier() (out []*contract.Ack, err error) {
	for _, l := range c.lives[:len(c.lives)-1] {
		out = append(out, &contract.Ack{Incarnation: uint64(l.life), Size: l.acked})
	}
	return out, nil
}

func (c *counter) Apply(_ context.Context, f *contract.Feed) error {
	c.applied++
	c.feed = append(c.feed, f.Entries...)
	c.number = f.First + uint64(len(f.Entries)) - 1
	return nil
}

func (c *counter) Report(_ context.Context, era uint64) (*contract.Report, error) {
	c.era = era
	c.write(1)
	return &contract.Report{Incarnation: uint64(c.now().life), Era: era, Size: uint64(len(c.now().bodies))}, nil
}

func (c *counter) Reborn(context.Context, string) error {
	c.lives = append(c.lives, &chapter{life: c.now().life + 1})
	c.write(1)
	return nil
}

func (c *counter) Freeze(say string) error { c.frozen = say; return nil }

// headquarters keeps what comes in memory.
type headquarters struct {
	lives   map[office.Incarnation]*chapter
	current office.Incarnation
	feed    [][]byte
	taken   uint64
	era     uint64
	open    bool
	fail    error // of the next Take
}

var _ replica.Headquarters = (*headquarters)(nil)

func newHQ() *headquarters {
	return &headquarters{lives: map[office.Incarnation]*chapter{}, era: 1, open: true}
}

// tell adds an entry to the feed.
func (h *headquarters) tell(n int) {
	for range n {
		h.feed = append(h.feed, fmt.Appendf(nil, "entry %d", len(h.feed)+1))
	}
}

func (h *headquarters) cursor(life office.Incarnation) *contract.Ack {
	l := h.lives[life]
	return &contract.Ack{Incarnation: uint64(life), Size: uint64(len(l.bodies)), Root: root(l.bodies)}
}

func (h *headquarters) Greet(_ context.Context, _ office.SiteID, m *contract.Hello) (*contract.Welcome, *contract.Frozen, error) {
	life := office.Incarnation(m.Incarnation)
	if h.lives[life] == nil {
		h.lives[life] = &chapter{life: life}
		h.current = life
	}
	if life != h.current {
		return nil, &contract.Frozen{Code: "closed", Say: "voorbij"}, nil
	}
	return &contract.Welcome{Era: h.era, Report: !h.open, Cursor: h.cursor(life)}, nil, nil
}

func (h *headquarters) Take(_ context.Context, _ office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error) {
	if err := h.fail; err != nil {
		h.fail = nil
		return nil, nil, err
	}
	bodies, err := replica.Unpack(b)
	if err != nil {
		return nil, nil, fault.New("test.Take", fault.Corrupt).Because(err)
	}
	life := office.Incarnation(b.Incarnation)
	if h.lives[life] == nil {
		h.lives[life] = &chapter{life: life}
	}
	l := h.lives[life]
	size := uint64(len(l.bodies))
	if b.First > size+1 {
		if life != h.current {
			return h.cursor(life), &contract.Frozen{Code: "closed"}, nil
		}
		return nil, nil, fault.New("test.Take", fault.Corrupt).Because(fmt.Errorf("a gap: %d after %d", b.First, size))
	}
	for i, body := range bodies {
		switch n := b.First + uint64(i); {
		case n <= size && !bytes.Equal(l.bodies[n-1], body):
			return nil, &contract.Frozen{Code: "fork", Say: "twee"}, nil
		case n > size:
			l.bodies = append(l.bodies, body)
		}
	}
	if life != h.current {
		return h.cursor(life), &contract.Frozen{Code: "closed"}, nil
	}
	return h.cursor(life), nil, nil
}

func (h *headquarters) Report(_ context.Context, _ office.SiteID, _ *contract.Hello, r *contract.Report) (*contract.Frozen, error) {
	if r.Era != h.era {
		return nil, fault.New("test.Report", fault.Corrupt)
	}
	h.open = true
	return nil, nil
}

func (h *headquarters) Feed(_ context.Context, _ office.SiteID, after uint64) (*contract.Feed, error) {
	if after >= uint64(len(h.feed)) {
		return nil, nil
	}
	entries := h.feed[after:]
	return &contract.Feed{First: after + 1, Entries: entries[:min(3, len(entries))]}, nil
}

func (h *headquarters) FeedTaken(_ context.Context, _ office.SiteID, through uint64) error {
	h.taken = max(h.taken, through)
	return nil
}

// wire is one exchange and what is on its way, as copies.
type wire struct {
	ctx  context.Context
	ship *replica.Shipper
	recv *replica.Receiver
	up   []*contract.Uplink
	down []*contract.Downlink
	err  error // why it ended; nil while it lives
}

func dial(c *counter, h *headquarters, l replica.Limits) *wire {
	w := &wire{ctx: context.Background(), ship: replica.NewShipper(c, l), recv: replica.NewReceiver(h, site)}
	w.sent(w.ship.Open())
	return w
}

func (w *wire) sent(out []*contract.Uplink, err error) {
	for _, m := range out {
		w.up = append(w.up, proto.CloneOf(m))
	}
	if w.err == nil {
		w.err = err
	}
}

func (w *wire) answered(out []*contract.Downlink, err error) {
	for _, m := range out {
		w.down = append(w.down, proto.CloneOf(m))
	}
	if w.err == nil {
		w.err = err
	}
}

// pump lets both ends send what they may.
func (w *wire) pump() {
	w.sent(w.ship.Pump())
	w.answered(w.recv.Pump(w.ctx))
}

// deliverUp gives HQ the next message; twice leaves it there, to come again.
func (w *wire) deliverUp(twice bool) {
	m := proto.CloneOf(w.up[0])
	if !twice {
		w.up = w.up[1:]
	}
	w.answered(w.recv.Receive(w.ctx, m))
}

func (w *wire) deliverDown(twice bool) {
	m := proto.CloneOf(w.down[0])
	if !twice {
		w.down = w.down[1:]
	}
	w.sent(w.ship.Receive(w.ctx, m))
}

// run delivers everything until nothing is on its way, or at most so many messages; it gives how many.
func (w *wire) run(most int) (n int) {
	for w.err == nil && n < most {
		w.pump()
		switch {
		case len(w.up) > 0:
			w.deliverUp(false)
		case len(w.down) > 0:
			w.deliverDown(false)
		default:
			return n
		}
		n++
	}
	return n
}

// check compares both ends, which have nothing left to say to each other.
func check(tb interface {
	Helper()
	Fatalf(string, ...any)
}, c *counter, h *headquarters) {
	tb.Helper()
	for _, l := range c.lives {
		if len(l.bodies) == 0 {
			continue
		}
		there := h.lives[l.life]
		if there == nil || !slices.EqualFunc(there.bodies, l.bodies, bytes.Equal) {
			tb.Fatalf("life %d: %d records here, at headquarters %v", l.life, len(l.bodies), there)
		}
		if l.acked != uint64(len(l.bodies)) {
			tb.Fatalf("life %d: %d of %d acknowledged", l.life, l.acked, len(l.bodies))
		}
	}
	if !slices.EqualFunc(c.feed, h.feed, bytes.Equal) || h.taken != uint64(len(h.feed)) {
		tb.Fatalf("feed: %d entries here, %d at headquarters, which knows of %d", len(c.feed), len(h.feed), h.taken)
	}
	if c.frozen != "" {
		tb.Fatalf("frozen: %s", c.frozen)
	}
}
