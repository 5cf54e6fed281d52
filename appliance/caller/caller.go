package caller

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Sight is the journal at one moment.
type Sight struct {
	R      kv.Reader
	Size   uint64 // its records
	Newest []byte // the body of the last of them
}

// Book is the journal as a caller needs it.
type Book interface {
	// Look shows one consistent state that is durable.
	Look(f func(Sight) error) error
	// Changed gives a channel that is closed at the next change.
	Changed() <-chan struct{}
}

// Options are what a caller is made of. Voice, Book, Desks, Now and Steady are required.
type Options struct {
	Voice    voice.Voice // somebody else closes it
	Book     Book
	Desks    int              // of the site
	Language string           // of the words
	Usual    int              // volume, per cent of Loudest
	Loudest  int              // per cent of the voice; 0: 100
	Reset    time.Duration    // after which a changed volume goes back; 0: at the end of the day
	Patience time.Duration    // for how long after a call it may begin to be said
	Now      func() time.Time // wall time in the site's zone, and the clock that Voice has
	Steady   func() time.Time // only differences count, and nobody sets it
	Logger   *slog.Logger     // nil: discards
}

// Caller says who is called. Run, or Look and Say, are for one caller at a time each; everything else may be called at any time.
type Caller struct {
	o    Options
	knob knob
	work chan struct{} // holds one when there may be something to say

	mu    sync.Mutex
	begun bool                     // known holds what the journal says
	known map[office.VisitID]calls // who was called, of today
	queue []calls                  // to be said, the oldest first
}

// calls is the latest call of one visitor.
type calls struct {
	visit  office.VisitID
	ticket visit.Ticket
	date   office.Date
	desk   office.Desk
	open   bool // nobody came yet
	at     visit.Stamp
	record uint64    // the record that was seen to call them; 0: it was not the newest when looked at
	seen   time.Time // steady
}

// New makes a caller and looks once, so that calls from before are not said. It starts nothing.
func New(o Options) *Caller {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Loudest = cmp.Or(o.Loudest, 100)
	c := &Caller{o: o, knob: knob{usual: o.Usual, reset: o.Reset}, work: make(chan struct{}, 1), known: map[office.VisitID]calls{}}
	if err := c.Look(); err != nil {
		o.Logger.Warn("who is called already cannot be read", "err", err)
	}
	return c
}

// Look finds who is called, and puts down what is to be said. The first Look that succeeds says nothing.
func (c *Caller) Look() error {
	found := map[office.VisitID]calls{}
	if err := c.o.Book.Look(func(s Sight) error { return c.read(s, found) }); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	fresh := c.learn(found)
	if !c.begun {
		c.begun = true
		return nil
	}
	slices.SortFunc(fresh, func(a, b calls) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.desk, b.desk)) })
	c.queue = slices.DeleteFunc(c.queue, func(q calls) bool { // at the desk, taken back, or called anew
		return !found[q.visit].open || slices.ContainsFunc(fresh, func(f calls) bool { return f.visit == q.visit })
	})
	if c.queue = append(c.queue, fresh...); len(c.queue) > 0 {
		c.wake()
	}
	return nil
}

// learn gives the calls that are new. What was known of who left a desk is kept for the day: taking back that somebody came, or that
// nobody did, is no call.
func (c *Caller) learn(found map[office.VisitID]calls) (fresh []calls) {
	for id, now := range found {
		before, known := c.known[id]
		again := now.record != 0 && now.record != before.record
		if now.record == 0 {
			now.record = before.record
			found[id] = now
		}
		if now.open && (!known || again || now.at != before.at) {
			fresh = append(fresh, now)
		}
	}
	today := office.DateOf(c.o.Now())
	maps.DeleteFunc(c.known, func(_ office.VisitID, k calls) bool { return k.date < today })
	maps.Copy(c.known, found)
	return fresh
}

// read collects the visits that are called or served. While the clock stands behind a visit's last step its calls all bear the same moment:
// then the newest record tells that it was called again.
func (c *Caller) read(s Sight, into map[office.VisitID]calls) error {
	newest, _ := contract.Decode(s.Newest, new(contract.Event)) // nil: a newer version's, or none
	again, err := contract.ID16[office.VisitID](newest.GetRecalled().GetVisit())
	if err != nil {
		again, _ = contract.ID16[office.VisitID](newest.GetCalled().GetVisit())
	}
	for d := office.Desk(1); int(d) <= c.o.Desks; d++ {
		v, err := queue.AtDesk(s.R, d)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		one := calls{visit: v.ID, ticket: v.Ticket, date: v.Date, desk: v.Desk, open: v.State == visit.Called, at: v.LastCalled, seen: c.o.Steady()}
		if v.ID == again {
			one.record = s.Size
		}
		into[v.ID] = one
	}
	return nil
}

func (c *Caller) wake() {
	select {
	case c.work <- struct{}{}:
	default:
	}
}

// Say says the oldest call that waits, and returns when it was said. It reports whether there was one; those that are too old are
// dropped first.
func (c *Caller) Say(ctx context.Context) bool {
	one, left, ok := c.next()
	if !ok {
		return false
	}
	v := c.Volume()
	err := c.o.Voice.Announce(ctx, voice.Announcement{Chime: voice.Gong, Text: Spoken(c.o.Language, one.ticket, one.desk), Language: c.o.Language,
		Volume: (v.Now*c.o.Loudest + 99) / 100, By: c.o.Now().Add(left)})
	if err != nil && ctx.Err() == nil {
		c.o.Logger.Warn("a call was not heard as it should", "ticket", one.ticket.String(), "desk", int(one.desk), "reason", string(device.ReasonOf(err)), "err", err)
	}
	return true
}

// next takes the oldest call that may still be said, and for how long it may.
func (c *Caller) next() (one calls, left time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue) > 0 {
		one, c.queue = c.queue[0], c.queue[1:]
		if left = c.o.Patience - c.o.Steady().Sub(one.seen); left > 0 {
			return one, left, true
		}
		c.o.Logger.Info("a call waited too long to be said", "ticket", one.ticket.String(), "desk", int(one.desk))
	}
	return calls{}, 0, false
}

// Run says calls until ctx ends; what sounds then is cut off. While the journal cannot be read nothing is said.
func (c *Caller) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var saying sync.WaitGroup
	saying.Go(func() { c.say(ctx) })
	defer saying.Wait()
	defer cancel() // before the wait
	for {
		changed := c.o.Book.Changed()
		if err := c.Look(); err != nil && ctx.Err() == nil {
			c.o.Logger.Warn("who is called cannot be read", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}

// say says what there is whenever there is something.
func (c *Caller) say(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.work:
		}
		for ctx.Err() == nil && c.Say(ctx) {
		}
	}
}

// SetVolume makes calling louder or softer for a while, in per cent of the loudest.
func (c *Caller) SetVolume(volume int) { c.knob.turn(volume, c.o.Now(), c.o.Steady()) }

// Volume is how loud calls are now.
func (c *Caller) Volume() Volume { return c.knob.look(c.o.Now(), c.o.Steady()) }

// Changed gives a channel that is closed when next somebody sets the volume.
func (c *Caller) Changed() <-chan struct{} { return c.knob.changed() }
