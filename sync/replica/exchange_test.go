package replica_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/replica"
)

var small = replica.Limits{Records: 3, Bytes: 1 << 10}

// TestExchangeSurvivesAnyLine draws what both ends do and what befalls the line: cuts that lose all that is on its
// way, messages that come twice, a headquarters that fails, a counter that is put back or reborn, a new era.
func TestExchangeSurvivesAnyLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, h := newCounter(), newHQ()
		w := dial(c, h, small)
		redial := func() {
			w = dial(c, h, replica.Limits{Records: rapid.IntRange(1, 5).Draw(t, "records"), Bytes: 1 << 10})
		}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) { c.write(rapid.IntRange(1, 9).Draw(t, "n")) },
			"tell":  func(t *rapid.T) { h.tell(rapid.IntRange(1, 5).Draw(t, "n")) },
			"pump":  func(t *rapid.T) { w.pump() },
			"up": func(t *rapid.T) {
				if len(w.up) > 0 && w.err == nil {
					w.deliverUp(rapid.IntRange(0, 9).Draw(t, "twice") == 0)
				}
			},
			"down": func(t *rapid.T) {
				if len(w.down) > 0 && w.err == nil {
					w.deliverDown(rapid.IntRange(0, 9).Draw(t, "twice") == 0)
				}
			},
			"cut":    func(t *rapid.T) { redial() },
			"fail":   func(t *rapid.T) { h.fail = fault.New("test", fault.Unreachable) },
			"reborn": func(t *rapid.T) { _ = c.Reborn(context.Background(), "test"); redial() },
			"era":    func(t *rapid.T) { h.era++; h.open = false; redial() },
			"": func(t *rapid.T) {
				if w.err != nil {
					redial()
				}
				for _, l := range h.lives {
					if mine := c.find(l.life); mine == nil || len(l.bodies) > len(mine.bodies) {
						t.Fatalf("headquarters has %d records of life %d", len(l.bodies), l.life)
					}
				}
				for _, l := range c.lives {
					if there := h.lives[l.life]; l.acked > 0 && l.acked > uint64(len(there.bodies)) {
						t.Fatalf("life %d: %d acknowledged, headquarters has %d", l.life, l.acked, len(there.bodies))
					}
				}
			},
		})
		redial()
		h.fail = nil
		if w.run(math.MaxInt); w.err != nil {
			t.Fatalf("the quiet end: %v", w.err)
		}
		if !w.ship.CaughtUp() {
			t.Fatalf("nothing is on its way, and the counter still waits")
		}
		check(t, c, h)
	})
}

// TestResumesAtEveryPosition cuts one long exchange after each message, one run for each, and goes on.
func TestResumesAtEveryPosition(t *testing.T) {
	scene := func() (*counter, *headquarters) {
		c, h := newCounter(), newHQ()
		c.write(7)
		_ = c.Reborn(context.Background(), "put back")
		c.write(20)
		h.tell(8)
		h.era, h.open = 2, false
		return c, h
	}
	c, h := scene()
	total := dial(c, h, small).run(math.MaxInt)
	check(t, c, h)
	for cut := range total + 1 {
		c, h := scene()
		if w := dial(c, h, small); w.run(cut) != cut || w.err != nil {
			t.Fatalf("cut after %d: %v", cut, w.err)
		}
		applied := c.applied
		w := dial(c, h, small)
		if w.run(math.MaxInt); w.err != nil {
			t.Fatalf("cut after %d: %v", cut, w.err)
		}
		check(t, c, h)
		if cut == total && c.applied != applied {
			t.Errorf("what was applied before the cut was applied again")
		}
	}
}

// TestHeardIsAllThatHelloSaid: HQ has heard a site when the last record of its hello is taken, not before.
func TestHeardIsAllThatHelloSaid(t *testing.T) {
	c, h := newCounter(), newHQ()
	c.write(7)
	w := dial(c, h, small)
	for !w.recv.Heard() {
		if l := h.lives[1]; l != nil && len(l.bodies) >= 7 {
			t.Fatal("all is taken, and not heard")
		}
		if w.run(1) == 0 || w.err != nil {
			t.Fatalf("nothing more comes: %v", w.err)
		}
	}
	if len(h.lives[1].bodies) != 7 {
		t.Errorf("heard after %d records", len(h.lives[1].bodies))
	}
}

// TestAPutBackStoreBeginsANewLife: headquarters has more of the life than the store, so the store is an older image.
func TestAPutBackStoreBeginsANewLife(t *testing.T) {
	c, h := newCounter(), newHQ()
	c.write(10)
	dial(c, h, small).run(math.MaxInt)
	c.now().bodies, c.now().acked = c.now().bodies[:4], 4
	w := dial(c, h, small)
	if w.run(math.MaxInt); w.err != nil || len(c.lives) != 2 || h.current != c.now().life {
		t.Fatalf("%v; %d lives", w.err, len(c.lives))
	}
	if n := len(h.lives[1].bodies); n != 10 || len(h.lives[2].bodies) != 1 {
		t.Errorf("headquarters has %d records of the first life", n)
	}
}

// TestForksFreeze: the counter hears it, stops its custody, and ends the exchange with the words.
func TestForksFreeze(t *testing.T) {
	c, h := newCounter(), newHQ()
	c.write(10)
	dial(c, h, small).run(math.MaxInt)
	c.write(3)
	w := dial(c, h, small)
	w.run(2)
	h.lives[1].bodies = append(h.lives[1].bodies, []byte("another store wrote this"))
	w.run(math.MaxInt)
	if c.frozen != "twee" || !fault.Is(w.err, fault.Conflict) {
		t.Errorf("frozen %q, ended with %v", c.frozen, w.err)
	}
}

// TestAWelcomeToAnotherHistory: where the cursor's root is not the journal's, headquarters is sent the life from its
// beginning, so that it finds the difference and freezes it.
func TestAWelcomeToAnotherHistory(t *testing.T) {
	c, h := newCounter(), newHQ()
	c.write(10)
	dial(c, h, small).run(math.MaxInt)
	c.now().bodies[6] = []byte("written by a clone")
	c.now().acked = 0
	w := dial(c, h, small)
	w.run(math.MaxInt)
	if c.frozen != "twee" || !fault.Is(w.err, fault.Conflict) || len(h.lives[1].bodies) != 10 {
		t.Errorf("frozen %q, ended with %v", c.frozen, w.err)
	}
}

// TestMessagesThatCannotBe: each ends the exchange, and changes nothing.
func TestMessagesThatCannotBe(t *testing.T) {
	ctx := context.Background()
	fine := &contract.Batch{Incarnation: 1, First: 1}
	replica.Pack(fine, [][]byte{[]byte("a record")})
	for name, m := range map[string]*contract.Uplink{
		"nothing":              {},
		"a batch before hello": {Kind: &contract.Uplink_Batch{Batch: fine}},
		"a report unasked":     {Kind: &contract.Uplink_Report{Report: &contract.Report{Incarnation: 1}}},
		"a receipt of nothing": {Kind: &contract.Uplink_Feed{Feed: &contract.FeedReceipt{Through: 5}}},
	} {
		t.Run("up/"+name, func(t *testing.T) {
			h := newHQ()
			out, err := replica.NewReceiver(h, site).Receive(ctx, m)
			if k := fault.KindOf(err); err == nil || k != fault.Invalid && k != fault.Corrupt || len(out) != 0 || len(h.lives) != 0 {
				t.Errorf("got %v, %v", out, err)
			}
		})
	}
	for name, m := range map[string]*contract.Downlink{
		"nothing":                    {},
		"a feed that skips":          {Kind: &contract.Downlink_Feed{Feed: &contract.Feed{First: 7, Entries: [][]byte{{1}}}}},
		"an ack of what is not here": {Kind: &contract.Downlink_Ack{Ack: &contract.Ack{Incarnation: 1, Size: 99, Root: make([]byte, 32)}}},
		"an ack of another root":     {Kind: &contract.Downlink_Ack{Ack: &contract.Ack{Incarnation: 1, Size: 2, Root: make([]byte, 32)}}},
		"a welcome to another life":  {Kind: &contract.Downlink_Welcome{Welcome: &contract.Welcome{Era: 1, Cursor: &contract.Ack{Incarnation: 8, Size: 2, Root: make([]byte, 32)}}}},
	} {
		t.Run("down/"+name, func(t *testing.T) {
			c := newCounter()
			c.write(5)
			s := replica.NewShipper(c, small)
			if _, err := s.Open(); err != nil {
				t.Fatal(err)
			}
			out, err := s.Receive(ctx, m)
			if err == nil || len(out) != 0 || c.number != 0 || c.now().acked != 0 || s.Welcomed() {
				t.Errorf("got %v, %v", out, err)
			}
		})
	}
}

// TestNoBatchWhileTheGateIsClosed: a counter that was asked to report and ships instead is not heard.
func TestNoBatchWhileTheGateIsClosed(t *testing.T) {
	c, h := newCounter(), newHQ()
	c.write(3)
	h.era, h.open = 2, false
	w := dial(c, h, small)
	w.deliverUp(false)
	b, err := c.Batch(1, 1, small)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.recv.Receive(w.ctx, &contract.Uplink{Kind: &contract.Uplink_Batch{Batch: b}}); !fault.Is(err, fault.Invalid) || len(h.lives[1].bodies) != 0 {
		t.Errorf("got %v; headquarters has %d records", err, len(h.lives[1].bodies))
	}
}

// TestFeedEntriesComeOnce: what was applied before is left out, what comes again is passed over.
func TestFeedEntriesComeOnce(t *testing.T) {
	c := newCounter()
	s := replica.NewShipper(c, small)
	if _, err := s.Open(); err != nil {
		t.Fatal(err)
	}
	entries := [][]byte{[]byte("1"), []byte("2"), []byte("3"), []byte("4")}
	for _, span := range [][2]uint64{{1, 2}, {1, 2}, {1, 3}, {2, 4}, {4, 4}} {
		f := &contract.Feed{First: span[0], Entries: entries[span[0]-1 : span[1]]}
		if _, err := s.Receive(context.Background(), &contract.Downlink{Kind: &contract.Downlink_Feed{Feed: f}}); err != nil {
			t.Fatal(err)
		}
	}
	if got := string(bytes.Join(c.feed, nil)); got != "1234" || c.number != 4 {
		t.Errorf("applied %q, through %d", got, c.number)
	}
}

// pipe is one end of a stream in memory that breaks after some messages.
type pipe[In, Out any] struct {
	ctx context.Context
	in  <-chan In
	out chan<- Out
}

var errBroken = errors.New("the line is cut")

func (p pipe[In, Out]) Receive() (m In, err error) {
	select {
	case m, ok := <-p.in:
		if !ok {
			return m, io.EOF
		}
		return m, nil
	case <-p.ctx.Done():
		return m, errBroken
	}
}

func (p pipe[In, Out]) Send(m Out) error {
	select {
	case p.out <- m:
		return nil
	case <-p.ctx.Done():
		return errBroken
	}
}

// TestRunOverAStream drives both ends with Run, over a line that is cut once the counter was told so many messages,
// for every such number; nobody is left behind.
func TestRunOverAStream(t *testing.T) {
	for cut := 1; cut <= 20; cut++ {
		synctest.Test(t, func(t *testing.T) {
			c, h := newCounter(), newHQ()
			c.write(25)
			h.tell(7)
			runOver(t, c, h, cut)
			runOver(t, c, h, math.MaxInt)
			check(t, c, h)
		})
	}
}

func runOver(t *testing.T, c *counter, h *headquarters, cut int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	up, down := make(chan *contract.Uplink, 64), make(chan *contract.Downlink, 64)
	s, r := replica.NewShipper(c, small), replica.NewReceiver(h, site)
	first, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	never := make(chan struct{})
	ended := make(chan error, 2)
	go func() {
		ended <- replica.Run(ctx, pipe[*contract.Uplink, *contract.Downlink]{ctx: ctx, in: up, out: down},
			replica.Step[*contract.Uplink, *contract.Downlink]{Receive: r.Receive, Pump: r.Pump, Changed: func() <-chan struct{} { return never }})
	}()
	go func() {
		heard := 0
		step := replica.Step[*contract.Downlink, *contract.Uplink]{Receive: s.Receive,
			Pump:    func(context.Context) ([]*contract.Uplink, error) { return s.Pump() },
			Changed: func() <-chan struct{} { return never },
			After: func() {
				if heard++; heard == cut {
					cancel()
				}
			}}
		ended <- replica.Run(ctx, pipe[*contract.Downlink, *contract.Uplink]{ctx: ctx, in: down, out: up}, step, first...)
	}()
	synctest.Wait() // until all that can be said is said
	cancel()
	for range 2 {
		if err := <-ended; !errors.Is(err, errBroken) && !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	}
}

// TestAFailedStepEndsTheRun: who cannot go on says so at once, though the far end is silent.
func TestAFailedStepEndsTheRun(t *testing.T) {
	failed := errors.New("this cannot be")
	fail := func(context.Context, *contract.Uplink) ([]*contract.Downlink, error) { return nil, failed }
	quiet := func(context.Context) ([]*contract.Downlink, error) { return nil, nil }
	never := func() <-chan struct{} { return nil }
	for name, step := range map[string]replica.Step[*contract.Uplink, *contract.Downlink]{
		"at a message": {Receive: fail, Pump: quiet, Changed: never},
		"by itself":    {Receive: fail, Changed: never, Pump: func(context.Context) ([]*contract.Downlink, error) { return nil, failed }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				line, hangUp := context.WithCancel(t.Context())
				step.HangUp = func() { hangUp(); synctest.Wait() } // the reader says first what it ends with
				up := make(chan *contract.Uplink, 1)
				up <- &contract.Uplink{}
				if err := replica.Run(t.Context(), pipe[*contract.Uplink, *contract.Downlink]{ctx: line, in: up}, step); !errors.Is(err, failed) {
					t.Errorf("ended with %v", err)
				}
			})
		})
	}
}
