package aloud

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/speech"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Source gives what is to be said: it calls take with each announcement after a number, in order, until ctx ends (then its error is
// nil) or the counter is gone, or has nothing for displays (Refused).
type Source interface {
	Listen(ctx context.Context, last uint64, take func(*contract.HallAnnouncement)) error
}

// Config is what calls visitors. Source is required.
type Config struct {
	Source Source
	Ring   speech.Ring                          // the chime; nil: none
	Voice  speech.Voice                         // nil: the chime alone
	Now    func() time.Time                     // only differences count; default time.Now
	Pause  func(context.Context, time.Duration) // waits, or until ctx ends; default with a timer
	Log    *slog.Logger                         // default discards
}

// Herald says what the counter has it say. Make it with New, give it life with Run.
type Herald struct {
	cfg  Config
	work chan struct{} // holds one when there may be something to say

	last uint64 // the last announcement that came; of the goroutine that listens

	mu    sync.Mutex // guards queue
	queue []words
}

// words are an announcement and until when it may begin.
type words struct {
	*contract.HallAnnouncement
	by time.Time
}

// New makes a herald that is silent.
func New(cfg Config) *Herald {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Pause == nil {
		cfg.Pause = pause
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Herald{cfg: cfg, work: make(chan struct{}, 1)}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// How long to wait before asking again a counter that is gone, and one that calls by itself: that is a matter of its configuration.
const (
	retry   = time.Second
	patient = time.Minute
)

// Run says what there is to say until ctx ends; then what sounds is cut off. It returns nil.
func (h *Herald) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { h.listen(ctx) })
	wg.Go(func() { h.say(ctx) })
	wg.Wait()
	return nil
}

// listen keeps a line to the counter, and tells the log when it is another than before.
func (h *Herald) listen(ctx context.Context) {
	told := "" // what the log has of this silence
	for ctx.Err() == nil {
		err := h.cfg.Source.Listen(ctx, h.last, func(a *contract.HallAnnouncement) {
			told = ""
			h.take(a)
		})
		if ctx.Err() != nil {
			return
		}
		wait := retry
		if fault.Is(err, fault.Refused) {
			wait = patient
		}
		if kind := fault.KindOf(err).String(); kind != told {
			told = kind
			h.cfg.Log.Warn("nobody is called aloud here: "+fault.Sentence(err), "error", err)
		}
		h.cfg.Pause(ctx, wait)
	}
}

// take puts an announcement down to be said. The one without words and chime is the first of a line and tells where the counter
// stands; a lower number is of a counter that began anew with another clock.
func (h *Herald) take(a *contract.HallAnnouncement) {
	if !a.Chime && a.Text == "" {
		if h.last == 0 || a.Id < h.last {
			h.last = a.Id
		}
		return
	}
	if a.Id <= h.last {
		return // had before
	}
	h.last = a.Id
	h.mu.Lock()
	h.queue = append(h.queue, words{a, h.cfg.Now().Add(time.Duration(a.WithinMs) * time.Millisecond)})
	h.mu.Unlock()
	select {
	case h.work <- struct{}{}:
	default:
	}
}

// say says what there is, one after the other.
func (h *Herald) say(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.work:
		}
		for a, ok := h.next(); ok && ctx.Err() == nil; a, ok = h.next() {
			h.utter(ctx, a)
		}
	}
}

// next is the oldest announcement that may still begin.
func (h *Herald) next() (a words, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.queue) > 0 {
		a, h.queue = h.queue[0], h.queue[1:]
		if h.cfg.Now().Before(a.by) {
			return a, true
		}
		h.cfg.Log.Info("a call waited too long to be said")
	}
	return words{}, false
}

// utter sounds one announcement. Where the chime cannot sound the words still may, and the other way about.
func (h *Herald) utter(ctx context.Context, a words) {
	if a.Chime && h.cfg.Ring != nil {
		if err := h.cfg.Ring(ctx, int(a.Volume)); err != nil && ctx.Err() == nil {
			h.cfg.Log.Warn("the chime was not heard", "error", err)
		}
	}
	if a.Text == "" || h.cfg.Voice == nil || ctx.Err() != nil {
		return
	}
	if err := h.cfg.Voice(ctx, a.Language, a.Text, int(a.Volume)); err != nil && ctx.Err() == nil {
		h.cfg.Log.Warn("a call was not said", "language", a.Language, "error", err)
	}
}
