package state_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// inBubble runs a story with a clerk's screen over an invented counter, in a bubble of invented time that
// begins on the invented morning.
func inBubble(t *testing.T, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		now := func() time.Time { return statetest.Morning.Add(time.Since(began)) }
		counter := statetest.Berchem(now)
		c := state.NewClerk(state.Config{Counter: counter, Desk: 1, Words: text.Dutch(), Now: now,
			Location: statetest.Morning.Location()})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- c.Run(ctx) }()
		synctest.Wait()
		story(t, c, counter)
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func press(c *state.Clerk, acts ...state.Act) {
	for _, a := range acts {
		c.Press(a)
		synctest.Wait()
	}
}

func TestTheLineIsSaidInWords(t *testing.T) {
	at := statetest.Morning.Add(-8 * time.Minute)
	for _, row := range []struct {
		line  state.Line
		words string
		shape state.Shape
		tone  state.Tone
	}{
		{state.Line{State: state.Cut, Since: at, Waiting: 37},
			"Geen verbinding sinds 10:04 — alles aan dit loket werkt; 37 gebeurtenissen wachten", state.Empty, state.Warn},
		{state.Line{State: state.Cut, Since: at, Waiting: 1},
			"Geen verbinding sinds 10:04 — alles aan dit loket werkt; 1 gebeurtenis wacht", state.Empty, state.Warn},
		{state.Line{State: state.Cut, Since: at},
			"Geen verbinding sinds 10:04 — alles aan dit loket werkt", state.Empty, state.Warn},
		{state.Line{State: state.Cut, Since: at.Add(-24 * time.Hour), Waiting: 2},
			"Geen verbinding sinds wo 25 nov 10:04 — alles aan dit loket werkt; 2 gebeurtenissen wachten", state.Empty, state.Warn},
		{state.Line{State: state.CatchingUp, Sent: 3, Total: 37},
			"Bezig met bijwerken — 3 van 37 gebeurtenissen verstuurd", state.Half, state.Warn},
		{state.Line{State: state.CatchingUp}, "Bezig met bijwerken", state.Half, state.Warn},
		{state.Line{State: state.Connected, Data: at}, "Verbonden", state.Full, state.Good},
	} {
		inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			counter.Change(func(s *state.Snapshot) { s.Line = row.line })
			synctest.Wait()
			if got := c.Shown().Line; got != (state.Mark{Shape: row.shape, Words: row.words, Tone: row.tone}) {
				t.Errorf("got %+v, want %q", got, row.words)
			}
		})
	}
}

func TestBottomRowTellsTheAgeOfHeadquartersData(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		last := func() state.Mark { f := c.Shown().Foot; return f[len(f)-1] }
		if got := last().Words; got != "Hoofdkantoor: stand van 10:04" {
			t.Errorf("got %q", got)
		}
		counter.Change(func(s *state.Snapshot) { s.Line.Data = time.Time{} })
		synctest.Wait()
		if got := last(); got.Words != "Nog geen gegevens van het hoofdkantoor" || got.Tone != state.Warn {
			t.Errorf("got %+v", got)
		}
	})
}

func TestAServiceFromCallToFinish(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		s := c.Shown()
		if s.Now.Empty == "" || s.Next != state.Call || !s.Can[state.Call] || s.Can[state.Finish] {
			t.Fatalf("after finishing: %+v next %v", s.Now, s.Next)
		}
		press(c, state.Call)
		s = c.Shown()
		if s.Now.Ticket != "A019" || s.Next != state.Serve || s.Can[state.Call] || !s.Can[state.Miss] || s.Now.Elapsed != "" {
			t.Fatalf("after calling: %+v next %v", s.Now, s.Next)
		}
		press(c, state.Recall, state.Serve)
		time.Sleep(3*time.Minute + 12*time.Second)
		synctest.Wait()
		if s = c.Shown(); s.Now.Elapsed != "00:03:12" || s.Next != state.Finish {
			t.Fatalf("while serving: %+v next %v", s.Now, s.Next)
		}
		press(c, state.Finish)
		if got := counter.Calls("Finish"); got != 2 {
			t.Errorf("finished %d times", got)
		}
	})
}

func TestADoubleTapDoesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		release := counter.Hold()
		c.Press(state.Call)
		synctest.Wait()
		if !c.Shown().Busy {
			t.Error("not busy while calling")
		}
		press(c, state.Call, state.Call)
		time.Sleep(time.Second)
		synctest.Wait()
		if got := c.Shown().Notice.Say; got != "Dit duurt langer dan gewoonlijk." {
			t.Errorf("a slow call is not named: %q", got)
		}
		release()
		synctest.Wait()
		press(c, state.Call)
		if got := counter.Calls("Call"); got != 1 {
			t.Errorf("called %d visitors", got)
		}
		if s := c.Shown(); s.Notice.Say != "" || len(s.Waiting) != 6 {
			t.Errorf("after the call: %+v, %d waiting", s.Notice, len(s.Waiting))
		}
	})
}

// After an act the screen waits for the picture that has it: pressing on an old picture would act twice.
func TestAPressOnAnOldPictureDoesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		release := counter.Stall()
		press(c, state.Call, state.Call)
		if got := counter.Calls("Call"); got != 1 || !c.Shown().Busy {
			t.Errorf("called %d visitors", got)
		}
		release()
		synctest.Wait()
		if s := c.Shown(); s.Busy || s.Now.Ticket != "A019" {
			t.Errorf("after the picture came: %+v", s.Now)
		}
		counter.Stall() // for ever: the screen must come free all the same
		press(c, state.Serve)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if c.Shown().Busy {
			t.Error("the screen is dead")
		}
	})
}

func TestARefusalIsSaidAndChangesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish)
		counter.Fail("Call", fault.New("queue.Call", fault.Conflict).Tell("Loket 2 was net sneller.", "Roep nog eens op."))
		press(c, state.Call)
		if got := c.Shown().Notice; got.Say != "Loket 2 was net sneller. Roep nog eens op." || got.Tone != state.Warn {
			t.Errorf("got %+v", got)
		}
		counter.Fail("Call", errors.New("disk on fire at 0x1234"))
		press(c, state.Call)
		if got := c.Shown().Notice; strings.Contains(got.Say, "0x1234") || got.Tone != state.Bad {
			t.Errorf("got %+v", got)
		}
		counter.Fail("Call", nil)
		press(c, state.Call)
		if got := c.Shown().Notice.Say; got != "" {
			t.Errorf("the notice stayed: %q", got)
		}
	})
}

func TestASilentServiceIsSaidAndTriedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Fail("Watch", fault.New("local.Watch", fault.Unreachable))
		counter.Change(func(*state.Snapshot) {})
		synctest.Wait()
		s := c.Shown()
		if s.Notice.Tone != state.Bad || s.Can[state.Finish] {
			t.Fatalf("a silent service is not shown: %+v", s.Notice)
		}
		counter.Fail("Watch", nil)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if s = c.Shown(); s.Notice.Say != "" || !s.Can[state.Finish] {
			t.Errorf("after it came back: %+v", s.Notice)
		}
	})
}

// Every act has at most one key and no key has two acts; the counter's screen offers only what it can do.
func TestKeysAreUnique(t *testing.T) {
	for _, key := range []string{"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"} {
		a := state.ActOf(key)
		if a == state.NoAct || a.Key() != key || a.Words(text.Dutch()) == "" {
			t.Errorf("%s: act %d, key %q", key, a, a.Key())
		}
	}
	if state.ActOf("Q") != state.NoAct || state.ActOf("") != state.NoAct {
		t.Error("a key without an act has one")
	}
}

// The clock costs one picture a minute when nobody is served, one a second while a service time runs.
func TestTheClockIsCheap(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		var pictures atomic.Int32
		count := func(d time.Duration) int32 {
			pictures.Store(0)
			time.Sleep(d)
			synctest.Wait()
			return pictures.Load()
		}
		c.OnChanged(func() { pictures.Add(1) })
		if got := count(10 * time.Second); got != 10 {
			t.Errorf("%d pictures in 10 s of service", got)
		}
		press(c, state.Finish)
		if got := count(10 * time.Minute); got != 10 {
			t.Errorf("%d pictures in 10 idle minutes", got)
		}
	})
}

func TestNothingIsOfferedBeforeTheFirstSnapshot(t *testing.T) {
	c := state.NewClerk(state.Config{Counter: statetest.Berchem(time.Now), Desk: office.Desk(1)})
	s := c.Shown()
	if s.Desk != "Het loket wordt geopend…" || s.Can != (state.Shown{}).Can {
		t.Errorf("%q %v", s.Desk, s.Can)
	}
	c.Press(state.Call) // must not block: nothing runs yet
}

// TestWhyNothingIsSeen: a service that is gone is tried again, and one that put this desk out is quoted.
func TestWhyNothingIsSeen(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		for _, row := range []struct {
			err  error
			says string
		}{
			{errors.New("connection refused"), "De dienst van dit loket antwoordt niet."},
			{fault.New("local.Watch", fault.Denied).Tell("Loket 2 is afgesloten.", "Vraag een nieuwe code."), "Loket 2 is afgesloten. Vraag een nieuwe code."},
		} {
			counter.Fail("Watch", row.err)
			counter.Change(func(*state.Snapshot) {})
			time.Sleep(time.Second) // of the bubble's own time
			if s := c.Shown(); s.Notice.Say != row.says || s.Line.Words != row.says || s.Can != ([len(s.Can)]bool{}) {
				t.Errorf("%v: %+v", row.err, s.Notice)
			}
			counter.Fail("Watch", nil)
			time.Sleep(time.Second)
			if s := c.Shown(); s.Notice.Say == row.says || s.Line.Words == row.says {
				t.Errorf("it came back, and the screen says %q", s.Notice.Say)
			}
		}
	})
}
