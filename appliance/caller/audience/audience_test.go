package audience_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/voice"
)

const patience = 20 * time.Second

// call is an announcement that may begin for a while.
func call(text string) voice.Announcement {
	return voice.Announcement{Chime: voice.Gong, Text: text, Language: "nl", Volume: 60, By: time.Now().Add(patience)}
}

// ear is a display that listens.
type ear struct {
	heard <-chan audience.Spoken
	stop  func()
	last  uint64 // as a display keeps it
}

func listen(a *audience.Audience, last uint64) *ear {
	heard, newest, stop := a.Listen(last)
	if last == 0 || newest < last {
		last = newest
	}
	return &ear{heard, stop, last}
}

// all are the texts that came.
func (e *ear) all() (texts []string) {
	for {
		select {
		case s, ok := <-e.heard:
			if !ok {
				return append(texts, "closed")
			}
			texts, e.last = append(texts, s.Text), s.ID
		default:
			return texts
		}
	}
}

func mustAnnounce(t *testing.T, a *audience.Audience, text string) {
	t.Helper()
	if err := a.Announce(t.Context(), call(text)); err != nil {
		t.Fatal(err)
	}
}

func mustHear(t *testing.T, e *ear, want ...string) {
	t.Helper()
	if got := e.all(); !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

// TestEverybodyHearsItOnce: who listens has it; who comes later, or anew, does not.
func TestEverybodyHearsItOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := audience.New("", nil)
		one, two := listen(a, 0), listen(a, 0)
		mustAnnounce(t, a, "een")
		mustHear(t, one, "een")
		mustHear(t, two, "een")
		mustHear(t, listen(a, 0)) // a display that was just switched on
		one.stop()
		mustHear(t, listen(a, one.last)) // it had it
		two.stop()
		mustHear(t, one)
	})
}

// TestABrokenLineLosesNothing: what was made meanwhile comes when the line is back, unless its moment passed; and never twice.
func TestABrokenLineLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := audience.New("", nil)
		other, e := listen(a, 0), listen(a, 0)
		e.stop() // before it heard anything at all
		mustAnnounce(t, a, "oud")
		time.Sleep(patience) // invented time
		mustAnnounce(t, a, "jong")
		e = listen(a, e.last)
		mustHear(t, e, "jong")
		mustAnnounce(t, a, "nieuw")
		mustHear(t, e, "nieuw")
		e.stop()
		mustHear(t, listen(a, e.last))
		mustHear(t, other, "oud", "jong", "nieuw")
	})
}

// TestNobodyListens: a call waits for a display until its moment has passed; then nobody ever hears it, and the counter is told.
func TestNobodyListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := audience.New("scherm", nil)
		if h := a.Health(t.Context()); h.State != device.Absent || !h.Has(device.OutOfReach) || h.Model != "scherm" {
			t.Errorf("health %v", h)
		}
		before := listen(a, 0)
		before.stop()
		began := time.Now()
		if err := a.Announce(t.Context(), call("te laat")); device.ReasonOf(err) != voice.TooLate || time.Since(began) != patience {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		late := listen(a, before.last)
		mustHear(t, late)
		late.stop()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		back := listen(a, before.last)
		back.stop()
		go func() { done <- a.Announce(ctx, call("op tijd")) }()
		time.Sleep(patience / 2) // invented time
		again := listen(a, back.last)
		if err := <-done; err != nil {
			t.Error(err)
		}
		mustHear(t, again, "op tijd")
		if h := a.Health(t.Context()); h.State != device.Ready {
			t.Errorf("health %v", h)
		}
		again.stop()
		go func() { done <- a.Announce(ctx, call("opgegeven")) }()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
		now := voice.Announcement{Chime: voice.Gong, Volume: 10} // as a probe: now or not
		if err := a.Announce(t.Context(), now); device.ReasonOf(err) != device.OutOfReach {
			t.Errorf("nobody hears the probe: %v", err)
		}
		quiet := call("stil")
		quiet.Volume = 0
		if err := a.Announce(t.Context(), quiet); err != nil {
			t.Errorf("silence: %v", err)
		}
	})
}

// TestWhoStandsStill is told to listen anew, and misses nothing by it; the others are held up by nobody.
func TestWhoStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := audience.New("", nil)
		slow, quick := listen(a, 0), listen(a, 0)
		var want []string
		for i := range 20 {
			text := string(rune('a' + i))
			want = append(want, text)
			mustAnnounce(t, a, text)
			mustHear(t, quick, text)
		}
		first := slow.all()
		if len(first) != 17 || first[16] != "closed" {
			t.Fatalf("heard %q", first)
		}
		slow.stop()
		rest := listen(a, slow.last)
		if got := append(first[:16], rest.all()...); !slices.Equal(got, want) {
			t.Errorf("heard %q", got)
		}
	})
}

// TestRestarts: another process of the counter says nothing of before, and goes on with numbers that a display takes, also when its
// clock was set back.
func TestRestarts(t *testing.T) {
	for name, set := range map[string]time.Duration{"later": time.Hour, "set back": -time.Hour} {
		now := time.Now()
		clock := func() time.Time { return now }
		a := audience.New("", clock)
		e := listen(a, 0)
		say := func(a *audience.Audience, text string) {
			an := call(text)
			an.By = now.Add(patience)
			if err := a.Announce(t.Context(), an); err != nil {
				t.Fatal(err)
			}
		}
		say(a, "voor")
		mustHear(t, e, "voor")
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		mustHear(t, e, "closed")
		if err := a.Announce(t.Context(), call("na het einde")); device.ReasonOf(err) != device.OutOfReach {
			t.Error(err)
		}
		now = now.Add(set)
		b := audience.New("", clock)
		e = listen(b, e.last)
		mustHear(t, e)
		say(b, "na")
		if got := e.all(); !slices.Equal(got, []string{"na"}) {
			t.Errorf("%s: heard %q", name, got)
		}
		if got := listen(a, 0).all(); !slices.Equal(got, []string{"closed"}) {
			t.Errorf("the one that ended says %q", got)
		}
	}
}

// TestLines: whatever becomes of a display's line, it has each announcement at most once, in order, and all that were made while it
// was alive and that it came back for in time.
func TestLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1_800_000_000, 0)
		a := audience.New("", func() time.Time { return now })
		keeper := listen(a, 0) // so that nothing waits
		e := listen(a, 0)
		up := true
		var want, got []string
		made := map[string]time.Time{}
		t.Repeat(map[string]func(*rapid.T){
			"announce": func(t *rapid.T) {
				text := string(rune('0' + len(made)))
				an := call(text)
				an.By = now.Add(patience)
				if err := a.Announce(context.Background(), an); err != nil {
					t.Fatal(err)
				}
				made[text], want = an.By, append(want, text)
			},
			"time":  func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(1, 15).Draw(t, "s")) * time.Second) },
			"break": func(*rapid.T) { got = append(got, e.all()...); e.stop(); up = false },
			"back": func(*rapid.T) {
				if up {
					t.Skip("up")
				}
				want = slices.DeleteFunc(want, func(s string) bool { return !slices.Contains(got, s) && !now.Before(made[s]) })
				e, up = listen(a, e.last), true
			},
			"": func(t *rapid.T) {
				if len(keeper.all()) > 16 {
					t.Fatal("the keeper stood still")
				}
				if !up {
					return
				}
				if got = append(got, e.all()...); !slices.Equal(got, want) {
					t.Fatalf("heard %q, want %q", got, want)
				}
			},
		})
	})
}

// TestTogether: any number of callers and listeners at once.
func TestTogether(t *testing.T) {
	a := audience.New("", nil)
	var all sync.WaitGroup
	stay := listen(a, 0)
	for range 4 {
		all.Go(func() {
			for range 3 {
				if err := a.Announce(t.Context(), call("x")); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			e := listen(a, 0)
			e.all()
			e.stop()
		})
	}
	all.Wait()
	if got := stay.all(); len(got) != 12 {
		t.Errorf("heard %d", len(got))
	}
}
