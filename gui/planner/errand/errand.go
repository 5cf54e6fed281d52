// Package errand gives a page of the planner's screen a life: one piece of work at a time beside it, a lock around what it knows, and
// a word to the view after every change.
package errand

import (
	"context"
	"crypto/rand"
	"io"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
)

// Every is how long what headquarters told is believed before it is asked again.
const Every = 15 * time.Second

// Config is what all pages are made of. By must be given.
type Config struct {
	By       string           // who decides, as headquarters writes it down
	Words    *text.Words      // default Dutch
	Now      func() time.Time // default time.Now
	Location *time.Location   // of the city; default time.Local
	Random   io.Reader        // draws acts; default that of the machine
	Pause    func(context.Context, time.Duration)
}

// Filled is the configuration with what was not given.
func (c Config) Filled() Config {
	if c.Words == nil {
		c.Words = text.Dutch()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Location == nil {
		c.Location = time.Local
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Pause == nil {
		c.Pause = Pause
	}
	return c
}

// Pause waits for a while, or until ctx ends.
func Pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Job is one piece of work: run without the lock, then told about with it.
type Job struct {
	Run    func(context.Context) error
	Then   func()
	Failed func(error)
}

// Runner does the work of one page, which it belongs to. Make it with New. It is safe for concurrent use.
type Runner struct {
	build   func() // makes what is shown of what is known; called under the lock
	jobs    chan Job
	mu      sync.Mutex
	busy    bool
	changed func()
}

// New makes a runner of a page; build is called under the lock after every change.
func New(build func()) *Runner {
	return &Runner{build: build, jobs: make(chan Job, 1), changed: func() {}}
}

// OnChanged is called after every change, from any goroutine and under no lock. Set it before Run.
func (r *Runner) OnChanged(f func()) { r.changed = f }

// Look reads what the page knows.
func (r *Runner) Look(read func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	read()
}

// Change alters what the page knows, and tells of it.
func (r *Runner) Change(alter func()) {
	r.mu.Lock()
	alter()
	r.build()
	r.mu.Unlock()
	r.changed()
}

// Busy reports whether work is under way. It wants the lock held, as in build.
func (r *Runner) Busy() bool { return r.busy }

// Do hands work over, unless some is under way. It wants the lock held.
func (r *Runner) Do(j Job) {
	if r.busy {
		return
	}
	r.busy = true
	r.jobs <- j // there is room: one is under way at most
}

// Run works until ctx ends, and has the page read anew at its beginning and then every so often.
func (r *Runner) Run(ctx context.Context, wait func(context.Context, time.Duration), every time.Duration, refresh func()) {
	var wg sync.WaitGroup
	wg.Go(func() { r.work(ctx) })
	for refresh(); ctx.Err() == nil; refresh() {
		wait(ctx, every)
	}
	wg.Wait()
}

func (r *Runner) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-r.jobs:
			err := j.Run(ctx)
			if ctx.Err() != nil {
				return
			}
			r.Change(func() {
				r.busy = false
				if err != nil {
					j.Failed(err)
					return
				}
				j.Then()
			})
		}
	}
}
