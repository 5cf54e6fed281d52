package flow

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// How long somebody may do nothing before they are asked, and then before they have gone.
const (
	Patience = 60 * time.Second
	Warning  = 20 * time.Second
)

// The volumes of the voice, in per cent.
const (
	Usual = 100
	Loud  = 180
)

// Config is what a kiosk is made of. Counter must be given.
type Config struct {
	Counter  Counter
	Now      func() time.Time // default time.Now
	Location *time.Location   // of the site; default time.Local
	Random   io.Reader        // of the ids of wishes; default crypto/rand

	Languages []*text.Kiosk // the first is the usual one; default text.Kiosks
	Looks     Looks         // the usual ones
	Log       *slog.Logger  // default discards; never gets personal data

	// Say reads words aloud in a language, at a volume in per cent of the usual; nil: there is no voice. It returns at once, and
	// ends what it said before; without words it only ends that.
	Say func(tag, words string, volume int)
}

// Flow is the kiosk. Make it with New, give it life with Run.
type Flow struct {
	cfg  Config
	jobs chan job
	wake chan struct{} // a visit began: the clock ticks; one slot

	mu      sync.Mutex // guards everything below
	view    *contract.KioskView
	lost    bool // the daemon tells nothing
	visit   visit
	visits  uint64 // how many there were: an answer to another one is dropped
	shown   Shown
	changed func()
}

// job is one piece of work for a visit: run without the lock, then told about with it.
type job struct {
	visit uint64
	run   func(context.Context) (then func(), err error)
}

// New makes a kiosk at which nobody stands.
func New(cfg Config) *Flow {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Location == nil {
		cfg.Location = time.Local
	}
	if len(cfg.Languages) == 0 {
		cfg.Languages = text.Kiosks()
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	f := &Flow{cfg: cfg, jobs: make(chan job, 8), wake: make(chan struct{}, 1), changed: func() {}}
	f.lost = true // until the daemon has told something
	f.visit = f.nobody()
	f.shown = f.build()
	return f
}

// OnChanged is called after every change of what is shown, from any goroutine and under no lock. Set it before Run.
func (f *Flow) OnChanged(changed func()) { f.changed = changed }

// Shown is what is shown now.
func (f *Flow) Shown() Shown {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.shown
}

// Run gives the kiosk life until ctx ends.
func (f *Flow) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { f.watch(ctx) })
	wg.Go(func() { f.listen(ctx) })
	wg.Go(func() { f.work(ctx) })
	wg.Go(func() { f.tick(ctx) })
	wg.Wait()
	return nil
}

// retry is how long to wait before asking a silent daemon again.
const retry = 500 * time.Millisecond

func (f *Flow) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := f.cfg.Counter.Watch(ctx, f.take)
		if ctx.Err() != nil {
			return
		}
		f.cfg.Log.Warn("the counter's service is gone; trying again", "error", err)
		f.change(func() { f.lost = true })
		pause(ctx, retry)
	}
}

// listen takes what the scanner reads.
func (f *Flow) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if err := f.cfg.Counter.Scans(ctx, f.Scan); err != nil && ctx.Err() == nil {
			f.cfg.Log.Debug("no scanner to listen to", "error", err)
		}
		pause(ctx, retry)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// take folds a view in. A card that was pulled ends what was done with it.
func (f *Flow) take(v *contract.KioskView) {
	f.change(func() {
		before := f.card()
		f.view, f.lost = v, false
		f.cardChanged(before)
	})
}

// work does one job at a time. What it brings for a visit that is over is dropped.
func (f *Flow) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-f.jobs:
			then, err := j.run(ctx)
			f.change(func() {
				if f.visits != j.visit || ctx.Err() != nil {
					return
				}
				f.visit.busy = ""
				if f.visit.page != Idle { // what counts a visit that is over touches nothing
					f.visit.touched = f.cfg.Now()
				}
				if err != nil {
					f.fail(err)
					return
				}
				then()
			})
		}
	}
}

// do hands a job to the goroutine that works. It is called with the lock held; presses do nothing until it is done.
func (f *Flow) do(waiting string, run func(context.Context) (func(), error)) {
	f.visit.busy = waiting
	select {
	case f.jobs <- job{f.visits, run}:
	default: // never more than one is under way
		f.visit.busy = ""
	}
}

// tick counts the seconds of a visit, and keeps the clock of the page that nobody touches.
func (f *Flow) tick(ctx context.Context) {
	for ctx.Err() == nil {
		wait := time.Second
		if now := f.cfg.Now(); f.Shown().Page == Idle {
			wait = min(now.Truncate(time.Minute).Add(time.Minute).Sub(now), f.nextTurn(now))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-f.wake:
		}
		timer.Stop()
		f.change(f.age)
	}
}

// age ends a visit of somebody who has gone.
func (f *Flow) age() {
	v := &f.visit
	switch idle := f.cfg.Now().Sub(v.touched); {
	case v.page == Idle:
	case v.busy != "":
		v.touched = f.cfg.Now()
	case idle >= Patience+Warning, v.page == Age && idle >= AgePatience:
		f.end(v.outcome())
	}
}

// change alters what is known, and tells when that is to be seen.
func (f *Flow) change(alter func()) {
	say := f.alter(alter)
	f.changed()
	if say != nil && f.cfg.Say != nil {
		say()
	}
}

// alter does so under the lock, and tells what is to be read aloud now; nil: nothing. Who comes next hears nothing of the
// visit before, and at the usual volume (EN 301 549, 5.1.3.8).
func (f *Flow) alter(alter func()) (say func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	before, visit := f.shown.Speak, f.visits
	alter()
	f.shown = f.build()
	tag, words, volume := f.visit.words.Tag, f.shown.Speak, f.visit.volume()
	switch {
	case f.visits != visit:
		return func() { f.cfg.Say(tag, "", Usual) }
	case f.visit.spoken && words != before && f.shown.Page != Idle:
		return func() { f.cfg.Say(tag, words, volume) }
	}
	return nil
}

// newAct draws the id of a wish.
func (f *Flow) newAct() ([]byte, error) {
	id, err := office.NewID(f.cfg.Random, f.cfg.Now().UnixMilli())
	return id[:], err
}

// words are those of the visit's language.
func (f *Flow) words() *text.Kiosk { return f.visit.words }
