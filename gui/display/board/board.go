package board

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// Source tells what the room looks like: it calls show with the present picture and every later one, in order, until ctx ends
// (then its error is nil) or the daemon is gone (then it returns why).
type Source interface {
	Watch(ctx context.Context, show func(*contract.HallView)) error
}

// Config is what a display is made of. Source must be given.
type Config struct {
	Source   Source
	Words    *text.Words                          // default Dutch
	Now      func() time.Time                     // default time.Now
	Location *time.Location                       // of the site; default time.Local
	Pause    func(context.Context, time.Duration) // waits, or until ctx ends; default with a timer
	Log      *slog.Logger                         // default discards
}

// Board is the display. Make it with New.
type Board struct {
	cfg Config

	mu      sync.Mutex
	view    *contract.HallView // the last one; nil: none came yet
	lost    time.Time          // since when nothing is heard; zero: the daemon is there
	pulse   uint64             // how many calls were made while we looked
	shown   Shown
	changed func()
}

// New makes a display that shows that it is opening.
func New(cfg Config) *Board {
	if cfg.Words == nil {
		cfg.Words = text.Dutch()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Location == nil {
		cfg.Location = time.Local
	}
	if cfg.Pause == nil {
		cfg.Pause = pause
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	b := &Board{cfg: cfg, changed: func() {}}
	b.shown = b.build()
	return b
}

// OnChanged is called after every change of what is shown, from any goroutine and under no lock. Set it before Run.
func (b *Board) OnChanged(f func()) { b.changed = f }

// Shown is what is shown now.
func (b *Board) Shown() Shown {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shown
}

// retry is how long to wait before asking a silent daemon again.
const retry = time.Second

// Run gives the display life until ctx ends.
func (b *Board) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { b.watch(ctx) })
	wg.Go(func() { b.tick(ctx) })
	wg.Wait()
	return nil
}

func (b *Board) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := b.cfg.Source.Watch(ctx, b.take)
		if ctx.Err() != nil {
			return
		}
		b.change(func() {
			if b.lost.IsZero() {
				b.lost = b.cfg.Now()
				b.cfg.Log.Warn("the counter's service is gone; trying again", "error", err)
			}
		})
		b.cfg.Pause(ctx, retry)
	}
}

// tick keeps the clock on the screen.
func (b *Board) tick(ctx context.Context) {
	for ctx.Err() == nil {
		now := b.cfg.Now()
		b.cfg.Pause(ctx, b.untilNext(now))
		b.change(func() {})
	}
}

// pause waits on a timer.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// take shows a picture that arrived. A call that was not there before is one to look at, but for the first picture: who turns
// a display on has called nobody.
func (b *Board) take(v *contract.HallView) {
	b.change(func() {
		if b.view != nil && len(v.Calls) > 0 && newer(v.Calls[0], b.view.Calls) {
			b.pulse++
		}
		b.view, b.lost = v, time.Time{}
	})
}

// newer reports whether a call was made after all of those.
func newer(call *contract.HallCall, than []*contract.HallCall) bool {
	if call.Serving {
		return false
	}
	for _, c := range than {
		if c.AtMs >= call.AtMs && !c.Serving {
			return false
		}
	}
	return true
}

// change alters what is known, and tells when that is to be seen.
func (b *Board) change(alter func()) {
	b.mu.Lock()
	alter()
	before := b.shown
	b.shown = b.build()
	same := before == b.shown
	b.mu.Unlock()
	if !same {
		b.changed()
	}
}
