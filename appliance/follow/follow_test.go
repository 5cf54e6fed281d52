package follow_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/appliance/follow"
)

// bell is a channel that is closed at each ring, and another after it.
type bell struct {
	mu sync.Mutex
	ch chan struct{}
}

func (b *bell) heard() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

func (b *bell) ring() {
	b.heard()
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.ch)
	b.ch = nil
}

type counter struct{ journal, line bell }

func (c *counter) Changed() (journal, line <-chan struct{}) { return c.journal.heard(), c.line.heard() }

// TestShownAgain: at once, after each change of the journal, the line and whatever a waker tells of, each once; a waker that
// has nothing wakes nobody. It ends with the context, with the server and with a screen that is gone.
func TestShownAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, devices, stop := new(counter), new(bell), make(chan struct{})
		f := follow.Follower{Counter: c, Stop: stop}
		ctx, cancel := context.WithCancel(t.Context())
		shown, done := 0, make(chan error, 1)
		var gone error
		show := func() (int64, error) { shown++; return 0, gone }
		begin := func() {
			go func() { done <- f.Run(ctx, show, func() <-chan struct{} { return nil }, devices.heard) }()
			synctest.Wait()
		}
		begin()
		for n, ring := range []func(){func() {}, c.journal.ring, c.line.ring, devices.ring, c.journal.ring} {
			ring()
			synctest.Wait()
			if shown != n+1 {
				t.Errorf("after %d changes it was shown %d times", n, shown)
			}
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the context ended: %v", err)
		}
		ctx = t.Context()
		begin()
		gone = errors.New("the screen is gone")
		c.journal.ring()
		if err := <-done; !errors.Is(err, gone) {
			t.Errorf("the screen is gone: %v", err)
		}
		gone = nil
		ctx, cancel = context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		begin()
		close(stop)
		if err := <-done; err != nil || ctx.Err() != nil {
			t.Errorf("the server ended: %v, %v", err, ctx.Err())
		}
	})
}

// TestShownAtTheMinute: the clock of the counter says when its next minute begins, whatever the machine's is.
func TestShownAtTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var at []time.Duration
		f := follow.Follower{Counter: new(counter)}
		ctx, cancel := context.WithCancel(t.Context())
		err := f.Run(ctx, func() (int64, error) {
			at = append(at, time.Since(begun))
			if len(at) == 4 {
				cancel()
			}
			return (40 * time.Second).Milliseconds() + time.Since(begun).Milliseconds(), nil
		})
		if want := []time.Duration{0, 20 * time.Second, 80 * time.Second, 140 * time.Second}; err != nil || len(at) != 4 || [4]time.Duration(at) != [4]time.Duration(want) {
			t.Errorf("shown at %v, %v", at, err)
		}
	})
}

// TestAChangeWhileShowing: what changes while a screen is being shown something is shown to it after that.
func TestAChangeWhileShowing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := new(counter)
		ctx, cancel := context.WithCancel(t.Context())
		shown := 0
		err := follow.Follower{Counter: c}.Run(ctx, func() (int64, error) {
			if shown++; shown == 1 {
				c.journal.ring()
			} else {
				cancel()
			}
			return 0, nil
		})
		if err != nil || shown != 2 {
			t.Errorf("shown %d times, %v", shown, err)
		}
	})
}
