package aloud_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/gui/display/aloud"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// counter is one that a test has say things, and whose line it breaks. It keeps what is young, as a counter does.
type counter struct {
	mu      sync.Mutex
	said    []*contract.HallAnnouncement
	by      map[uint64]time.Time
	next    uint64
	down    error
	changed chan struct{}
	tries   int
}

func newCounter(from uint64) *counter {
	return &counter{next: from, by: map[uint64]time.Time{}, changed: make(chan struct{})}
}

// Listen implements aloud.Source.
func (c *counter) Listen(ctx context.Context, last uint64, take func(*contract.HallAnnouncement)) error {
	c.mu.Lock()
	c.tries++
	if c.down != nil {
		defer c.mu.Unlock()
		return c.down
	}
	given := len(c.said)
	if last != 0 && last <= c.next {
		given = slices.IndexFunc(c.said, func(a *contract.HallAnnouncement) bool { return a.Id > last })
		if given < 0 {
			given = len(c.said)
		}
	}
	hello := &contract.HallAnnouncement{Id: c.next}
	c.mu.Unlock()
	take(hello)
	for {
		c.mu.Lock()
		down, fresh, changed := c.down, c.said[given:], c.changed
		c.mu.Unlock()
		for _, a := range fresh {
			given++
			if left := time.Until(c.by[a.Id]); left > 0 {
				take(&contract.HallAnnouncement{Id: a.Id, Chime: a.Chime, Text: a.Text, Language: a.Language, Volume: a.Volume, WithinMs: uint32(left.Milliseconds())})
			}
		}
		if down != nil {
			return down
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}

func (c *counter) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
}

const patience = 20 * time.Second

func (c *counter) say(text string) {
	c.change(func() {
		c.next++
		c.by[c.next] = time.Now().Add(patience)
		c.said = append(c.said, &contract.HallAnnouncement{Id: c.next, Chime: true, Text: text, Language: "nl", Volume: 60})
	})
}

// room hears; a chime takes one second and words two, of invented time.
type room struct {
	mu    sync.Mutex
	all   []string
	noise int
	mute  error
}

func (r *room) sound(ctx context.Context, what string, d time.Duration) error {
	r.mu.Lock()
	if r.noise++; r.noise > 1 {
		what = "AT ONCE " + what
	}
	mute := r.mute
	r.mu.Unlock()
	select {
	case <-ctx.Done():
		what += " cut"
	case <-time.After(d):
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.noise--
	r.all = append(r.all, what)
	return errors.Join(mute, ctx.Err())
}

func (r *room) ring(ctx context.Context, volume int) error {
	return r.sound(ctx, fmt.Sprintf("ding %d", volume), time.Second)
}

func (r *room) voice(ctx context.Context, tag, words string, volume int) error {
	return r.sound(ctx, fmt.Sprintf("%s: %s %d", tag, words, volume), 2*time.Second)
}

// heard takes what was heard since it was asked last.
func (r *room) heard() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := strings.Join(r.all, "; ")
	r.all = nil
	return out
}

// in runs a herald in invented time.
func in(t *testing.T, f func(t *testing.T, c *counter, r *room, stop func())) {
	synctest.Test(t, func(t *testing.T) {
		c, r := newCounter(1000), new(room)
		ctx, cancel := context.WithCancel(context.Background())
		h := aloud.New(aloud.Config{Source: c, Ring: r.ring, Voice: r.voice})
		var wg sync.WaitGroup
		wg.Go(func() { _ = h.Run(ctx) })
		stop := func() { cancel(); wg.Wait() }
		synctest.Wait()
		f(t, c, r, stop)
		stop()
	})
}

func mustHear(t *testing.T, r *room, want string) {
	t.Helper()
	if got := r.heard(); got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

// TestOneAfterTheOther: chime and words, at the volume that is asked, and never two at once; what is old by then is left out.
func TestOneAfterTheOther(t *testing.T) {
	in(t, func(t *testing.T, c *counter, r *room, stop func()) {
		c.say("A een")
		c.say("A twee")
		time.Sleep(time.Minute) // invented time
		mustHear(t, r, "ding 60; nl: A een 60; ding 60; nl: A twee 60")
		for i := range 9 { // three seconds each
			c.say(fmt.Sprint(i))
		}
		time.Sleep(time.Minute)
		if got := r.heard(); strings.Count(got, "ding") != 7 || !strings.HasSuffix(got, "nl: 6 60") {
			t.Errorf("heard %q", got)
		}
		c.say("A tien")
		time.Sleep(1500 * time.Millisecond)
		stop()
		mustHear(t, r, "ding 60; nl: A tien 60 cut")
	})
}

// TestABrokenLine: what was had is not said again, what was missed is said while it is young, and nothing of before the beginning.
func TestABrokenLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, r := newCounter(1000), new(room)
		c.say("voor het begin")
		ctx, cancel := context.WithCancel(context.Background())
		h := aloud.New(aloud.Config{Source: c, Ring: r.ring, Voice: r.voice})
		var wg sync.WaitGroup
		wg.Go(func() { _ = h.Run(ctx) })
		defer func() { cancel(); wg.Wait() }()
		synctest.Wait()
		broken := fault.New("test", fault.Unreachable)
		c.change(func() { c.down = broken }) // before it heard anything
		synctest.Wait()
		c.say("oud")
		time.Sleep(patience)
		c.say("jong")
		c.change(func() { c.down = nil })
		time.Sleep(10 * time.Second)
		mustHear(t, r, "ding 60; nl: jong 60")
		c.say("nieuw")
		synctest.Wait()
		c.change(func() { c.down = broken }) // it is had, and being said
		time.Sleep(10 * time.Second)
		c.change(func() { c.down = nil })
		time.Sleep(10 * time.Second)
		mustHear(t, r, "ding 60; nl: nieuw 60")
		c.change(func() { c.down = broken })
		synctest.Wait()
		c.change(func() { c.next, c.said = 10, nil }) // another process, whose clock was set back
		c.change(func() { c.down = nil })
		time.Sleep(2 * time.Second)
		c.say("ander")
		time.Sleep(10 * time.Second)
		mustHear(t, r, "ding 60; nl: ander 60")
	})
}

// TestWhatFails: without words there is the chime, without the chime the words; the next call is tried all the same.
func TestWhatFails(t *testing.T) {
	in(t, func(t *testing.T, c *counter, r *room, _ func()) {
		r.mute = errors.New("no sound card")
		c.say("A een")
		c.say("A twee")
		time.Sleep(time.Minute) // invented time
		if got := r.heard(); strings.Count(got, "ding") != 2 || strings.Count(got, "nl:") != 2 {
			t.Errorf("tried %q", got)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c, r := newCounter(1), new(room)
		ctx, cancel := context.WithCancel(context.Background())
		h := aloud.New(aloud.Config{Source: c, Ring: r.ring})
		var wg sync.WaitGroup
		wg.Go(func() { _ = h.Run(ctx) })
		synctest.Wait()
		c.say("A een")
		time.Sleep(10 * time.Second) // invented time
		mustHear(t, r, "ding 60")
		cancel()
		wg.Wait()
	})
}

// TestACounterThatCallsItself is asked once a minute, and the log has it once; one that is gone is asked each second.
func TestACounterThatCallsItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		c := newCounter(1)
		c.down = fault.New("test", fault.Refused).Tell("Dit loket roept zelf op.", "")
		ctx, cancel := context.WithCancel(context.Background())
		h := aloud.New(aloud.Config{Source: c, Log: slog.New(slog.NewTextHandler(&log, nil))})
		var wg sync.WaitGroup
		wg.Go(func() { _ = h.Run(ctx) })
		time.Sleep(10*time.Minute - time.Second) // invented time
		synctest.Wait()
		if c.tries != 10 || strings.Count(log.String(), "level=WARN") != 1 {
			t.Errorf("asked %d times; the log has %s", c.tries, log.String())
		}
		c.change(func() { c.down = fault.New("test", fault.Unreachable) })
		time.Sleep(2*time.Minute + time.Millisecond)
		synctest.Wait()
		if c.tries < 60 || strings.Count(log.String(), "level=WARN") != 2 {
			t.Errorf("asked %d times; the log has %s", c.tries, log.String())
		}
		cancel()
		wg.Wait()
	})
}

// TestNeverTwice: however the line comes and goes, nothing is heard twice and nothing out of its order.
func TestNeverTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"say", "say", "down", "up", "wait", "moment"}), 1, 30).Draw(rt, "steps")
		synctest.Test(t, func(t *testing.T) {
			c, r := newCounter(1000), new(room)
			ctx, cancel := context.WithCancel(context.Background())
			h := aloud.New(aloud.Config{Source: c, Voice: r.voice})
			var wg sync.WaitGroup
			wg.Go(func() { _ = h.Run(ctx) })
			synctest.Wait()
			n := 0
			for _, s := range steps {
				switch s {
				case "say":
					n++
					c.say(fmt.Sprintf("%03d", n))
				case "down":
					c.change(func() { c.down = fault.New("test", fault.Unreachable) })
				case "up":
					c.change(func() { c.down = nil })
				case "wait":
					time.Sleep(7 * time.Second) // invented time
				}
				synctest.Wait()
			}
			time.Sleep(time.Minute)
			cancel()
			wg.Wait()
			heard := r.all
			if !slices.IsSorted(heard) || len(slices.Compact(slices.Clone(heard))) != len(heard) || slices.ContainsFunc(heard, func(s string) bool { return strings.Contains(s, "AT ONCE") }) {
				t.Errorf("%v: heard %q", steps, heard)
			}
			if !slices.Contains(steps, "down") && n <= 6 && len(heard) != n {
				t.Errorf("%v: heard %d of %d", steps, len(heard), n)
			}
		})
	})
}
