package state

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a clerk's screen is made of. Counter and Desk must be given.
type Config struct {
	Counter  Counter
	Desk     office.Desk
	Words    *text.Words      // default Dutch
	Now      func() time.Time // default time.Now
	Location *time.Location   // of the site; default time.Local
	Log      *slog.Logger     // default discards; never gets personal data

	// Changed is called after every change of what is shown, from any goroutine and under no lock.
	Changed func()
	// Pictured is called for every new picture of the camera; see [Clerk.OnPictured].
	Pictured func()
}

// Clerk is the clerk's screen. Make it with NewClerk, give it life with Run.
type Clerk struct {
	cfg      Config
	jobs     chan job
	seen     chan struct{} // a snapshot arrived; one slot
	searches chan job      // the newest search that was asked for; one slot
	began    chan struct{} // a service began or ended: the clock must tick otherwise; one slot
	lens     chan struct{} // somebody wants to look through the camera, or no longer; one slot
	counts   chan struct{} // counting down to a photo began or stopped; one slot
	idle     chan struct{} // an act ended; one slot

	mu      sync.Mutex // guards everything below
	shown   Shown
	snap    Snapshot
	ready   bool   // a first snapshot arrived
	lost    Notice // why the service tells nothing; empty while it does
	busy    bool   // a job is under way: presses do nothing
	notice  Notice
	sheet   Sheet
	sign    signing
	book    booking
	hand    handing
	mail    mailing
	issue   issuing
	meet    meeting
	arrive  arriving
	leave   leaving
	vault   vaulting
	second  seconding
	day     dailing
	sending sending
	haste   hastening
	turn    turning
	room    looking
	use     useOf
	steps   map[office.VisitID]uint64 // the last step of a visit that was this window's own
	chosen  string                    // visit of the queue whose reason is shown
	tend    tending
	hands   staging
	note    noting
	read    reading
	ahead   aheading
	left    Person   // who locked this desk, until somebody signed in
	opening *opening // an act whose doors are opened now; nil: none
	slip    slip
	photo   photoing
	picture Picture            // of the camera, while it is looked through
	wanted  bool               // somebody looks through the camera
	unlook  context.CancelFunc // ends that; nil while nothing is seen
	drops   []PhotoID          // photos that the counter is still to be told to drop
}

// job is one piece of work: run without the lock, then told about with it.
type job struct {
	run  func(context.Context) (Receipt, error)
	then func(Receipt) // under the lock
	fail func(error)   // under the lock; nil shows the fault's sentence
}

// slow is after how long a job is called slow on the screen.
const slow = 700 * time.Millisecond

// NewClerk makes a screen that shows that it is opening.
func NewClerk(cfg Config) *Clerk {
	if cfg.Words == nil {
		cfg.Words = text.Dutch()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Location == nil {
		cfg.Location = time.Local
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	c := &Clerk{cfg: cfg, jobs: make(chan job, 1), seen: make(chan struct{}, 1), began: make(chan struct{}, 1),
		searches: make(chan job, 1), lens: make(chan struct{}, 1), counts: make(chan struct{}, 1), idle: make(chan struct{}, 1)}
	c.shown = c.build()
	return c
}

// Shown is the present picture.
func (c *Clerk) Shown() Shown {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown
}

// OnChanged replaces Config.Changed: the view is made after the state.
func (c *Clerk) OnChanged(changed func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cfg.Changed = changed
}

// Run watches the counter, does the work and keeps the clock until ctx ends; then it returns nil.
func (c *Clerk) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { c.watch(ctx) })
	wg.Go(func() { c.work(ctx) })
	wg.Go(func() { c.search(ctx) })
	wg.Go(func() { c.tick(ctx) })
	wg.Go(func() { c.camera(ctx) })
	wg.Go(func() { c.countDown(ctx) })
	wg.Go(func() { c.listen(ctx) })
	wg.Wait()
	return nil
}

// retry is how long to wait before asking a silent service again.
const retry = 250 * time.Millisecond

func (c *Clerk) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := c.cfg.Counter.Watch(ctx, c.take)
		if ctx.Err() != nil {
			return
		}
		c.cfg.Log.Warn("the counter's service is gone; trying again", "error", err)
		c.change(func() { c.lost = c.loss(err) })
		select {
		case <-ctx.Done():
		case <-time.After(retry):
		}
	}
}

// loss says why there is nothing to see: the service is gone, or it put this desk out, which it says itself.
func (c *Clerk) loss(err error) Notice {
	if fault.Is(err, fault.Denied) {
		return Notice{Say: fault.Sentence(err), Tone: Bad}
	}
	return Notice{Say: c.cfg.Words.Trouble.NoDaemonSay, Next: c.cfg.Words.Trouble.NoDaemonNext, Tone: Bad}
}

// take folds a snapshot in.
func (c *Clerk) take(s Snapshot) {
	was := c.serving()
	c.change(func() {
		first, worked := !c.ready, c.me() != nil
		before := c.snap
		c.snap, c.ready, c.lost = s, true, Notice{}
		c.sayLeft(before)
		c.sayComing(before)
		if s.Locked.ID != "" {
			c.left = s.Locked.Person
		}
		if c.me() == nil && (first || worked) {
			c.signAgain(worked)
		}
		c.follow()
		c.followAhead(before)
		c.followGear(before)
		c.watchDoor()
		c.gone()
		c.sent()
	})
	signal(c.seen)
	if was != c.serving() {
		signal(c.began)
	}
}

// signal wakes who waits on a channel of one slot.
func signal(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// work does one job at a time.
func (c *Clerk) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-c.jobs:
			c.perform(ctx, j)
		}
	}
}

// look asks for a search beside the work: it changes nothing, and a newer one takes the place of one that
// has not begun.
func (c *Clerk) look(j job) {
	for {
		select {
		case c.searches <- j:
			return
		case <-c.searches:
		}
	}
}

// search does one search at a time.
func (c *Clerk) search(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-c.searches:
			got, err := j.run(ctx)
			c.change(func() {
				if err != nil {
					c.refused(err)
					return
				}
				j.then(got)
			})
		}
	}
}

// perform runs a job and frees the screen once its effect can be seen: pressing the same button again
// before that would act on an old picture.
func (c *Clerk) perform(ctx context.Context, j job) {
	late := time.AfterFunc(slow, func() {
		c.change(func() {
			if c.busy {
				c.say(c.cfg.Words.Trouble.SlowSay, c.cfg.Words.Trouble.SlowNext, Plain)
			}
		})
	})
	got, err := j.run(ctx)
	late.Stop()
	if err == nil {
		c.await(ctx, got.Sequence)
	}
	c.change(func() {
		c.busy = false
		switch {
		case err == nil:
			c.notice = Notice{}
			c.remember(got)
			if j.then != nil {
				j.then(got)
			}
		case j.fail != nil:
			j.fail(err)
		default:
			c.refused(err)
		}
	})
	signal(c.idle)
}

// await waits until a snapshot has a sequence, two seconds at most: a stale picture is better than a dead one.
func (c *Clerk) await(ctx context.Context, sequence uint64) {
	limit := time.NewTimer(2 * time.Second)
	defer limit.Stop()
	for {
		c.mu.Lock()
		there := c.snap.Sequence >= sequence
		c.mu.Unlock()
		if there {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-limit.C:
			return
		case <-c.seen:
		}
	}
}

// do gives a job to Run, unless one is under way or the counter is not there. It reports whether it did.
func (c *Clerk) do(j job) bool {
	c.mu.Lock()
	free := !c.busy && c.ready
	if free {
		c.busy, c.shown.Busy = true, true
	}
	c.mu.Unlock()
	if free {
		c.jobs <- j // has room: busy allows one job at a time
	}
	return free
}

// change alters the state under the lock, builds the new picture and tells of it.
func (c *Clerk) change(alter func()) {
	c.mu.Lock()
	alter()
	c.tidyPhoto()
	c.tidyWay()
	c.shown = c.build()
	changed := c.cfg.Changed
	c.mu.Unlock()
	changed()
}

func (c *Clerk) say(say, next string, tone Tone) { c.notice = Notice{Say: say, Next: next, Tone: tone} }

// refused shows why something was not done. What only needs the line is amber; the rest is for the person.
func (c *Clerk) refused(err error) {
	tone := Bad
	switch fault.KindOf(err) {
	case fault.Unreachable, fault.NotHeld, fault.Conflict, fault.Taken, fault.NotFound:
		tone = Warn
	}
	c.say(fault.Sentence(err), "", tone)
	c.cfg.Log.Info("an act was refused", "kind", fault.KindOf(err).String())
}

// tick keeps the clock: every second while a service time runs or a door is waited for, else at every full minute.
func (c *Clerk) tick(ctx context.Context) {
	for {
		now := c.cfg.Now()
		wait := now.Truncate(time.Minute).Add(time.Minute).Sub(now)
		if c.serving() || c.waitsForDoor() {
			wait = now.Truncate(time.Second).Add(time.Second).Sub(now)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-c.began:
			timer.Stop()
		case <-timer.C:
		}
		c.change(func() {})
	}
}

func (c *Clerk) serving() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, here := c.visit()
	return here && !v.Served.IsZero()
}

// me is who works at this desk, or nil.
func (c *Clerk) me() *SignedIn {
	for i := range c.snap.Signed {
		if c.snap.Signed[i].Desk == c.cfg.Desk {
			return &c.snap.Signed[i]
		}
	}
	return nil
}

// visit is who is at this desk.
func (c *Clerk) visit() (Visit, bool) {
	for _, v := range c.snap.Visits {
		if v.Desk == c.cfg.Desk {
			return v, true
		}
	}
	return Visit{}, false
}

// product is a product of this site by its id; an unknown one has its id for a name.
func (c *Clerk) product(id office.ProductID) Product {
	for _, p := range c.snap.Products {
		if p.ID == id {
			return p
		}
	}
	return Product{ID: id, Name: string(id)}
}

// short is a product's name for a row.
func (c *Clerk) short(id office.ProductID) string {
	return c.cfg.Words.Product(string(id), c.product(id).Name)
}
