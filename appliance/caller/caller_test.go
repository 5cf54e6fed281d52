package caller_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/hardware/voice"
	"github.com/buurtloket/buurtloket/sync/office"
)

var ctx = context.Background()

const (
	one   = "nummer A een, loket een"
	two   = "nummer A twee, loket twee"
	three = "nummer A drie, loket een"
)

// TestEachCallIsSaidOnce: calls and recalls, in their order, and nothing else that happens to a visit.
func TestEachCallIsSaidOnce(t *testing.T) {
	r := newRoom(t)
	r.say()
	r.mustHear()
	r.call(1)
	r.pass(time.Millisecond)
	r.call(2)
	r.say()
	r.say()
	r.mustHear(one, two)
	r.pass(time.Second)
	r.recall(1)
	r.say()
	r.mustHear(one, two, one)
	r.serve(1)
	r.arrive()
	r.finish(1)
	r.say()
	r.mustHear(one, two, one)
	r.call(1)
	r.say()
	r.mustHear(one, two, one, three)
	if h := r.voice.Heard()[0]; h.Language != "nl" {
		t.Errorf("in %q", h.Language)
	}
}

// TestARestartRepeatsNothing: what was called before is over, what comes after is said.
func TestARestartRepeatsNothing(t *testing.T) {
	r := newRoom(t)
	r.call(1)
	r.restart()
	r.say()
	r.mustHear()
	r.pass(time.Second)
	r.recall(1)
	r.say()
	r.mustHear(one)
	// A journal that could not be read at the start is read later, and what it says then is not news either.
	r.broken = errors.New("no disk")
	r.restart()
	r.broken = nil
	r.say()
	r.mustHear(one)
}

// TestTooLateIsNeverSaid: while the voice is at work calls grow old, and only those that are young are said.
func TestTooLateIsNeverSaid(t *testing.T) {
	r := newRoom(t)
	r.call(1)
	r.look()
	r.pass(patience - time.Second)
	r.call(2)
	r.look()
	r.pass(2 * time.Second)
	r.say()
	r.mustHear(two)
	// One that is young enough to try and grows old at the voice is not said either: the voice holds it against By.
	r.recall(1)
	r.look()
	r.pass(patience - time.Millisecond)
	stop := r.voice.Hold()
	busy := make(chan error, 1)
	go func() { busy <- r.voice.Announce(ctx, voice.Announcement{Chime: voice.Gong, Volume: 10}) }()
	eventually(t, "the voice is at work", r.voice.Sounding)
	r.caller.Say(ctx)
	stop()
	if err := <-busy; err != nil {
		t.Error(err)
	}
	r.mustHear(two, "")
}

// TestWhoIsThereIsNotCalled: a call that waits is dropped when it has become pointless.
func TestWhoIsThereIsNotCalled(t *testing.T) {
	for name, happens := range map[string]func(r *room){
		"at the desk":   func(r *room) { r.serve(1) },
		"missed":        func(r *room) { r.miss(1) },
		"taken back":    func(r *room) { r.undo(1) },
		"already ended": func(r *room) { r.serve(1); r.finish(1) },
		"at the desk, which was taken back, when it was said": func(r *room) {
			r.voice.Break(voice.NoPlayer)
			r.say()
			r.voice.Mend(voice.NoPlayer)
			r.serve(1)
			r.say()
			r.undo(1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.call(1)
			r.look()
			happens(r)
			r.say()
			r.mustHear()
		})
	}
	r := newRoom(t) // a call that was taken back and made again is a call
	r.call(1)
	r.say()
	r.pass(time.Second)
	r.undo(1)
	r.look()
	r.call(1)
	r.say()
	r.mustHear(one, one)
}

// TestTheNewestCallCounts: of one visitor only the last call waits, behind the others.
func TestTheNewestCallCounts(t *testing.T) {
	r := newRoom(t)
	r.call(1)
	r.look()
	r.pass(time.Second)
	r.call(2)
	r.look()
	r.pass(time.Second)
	r.recall(1)
	r.say()
	r.mustHear(two, one)
}

// TestAClockSetBack: recalls are said while the visit's moments stand still.
func TestAClockSetBack(t *testing.T) {
	r := newRoom(t)
	r.call(1)
	r.say()
	r.set(-time.Hour)
	for range 2 {
		r.recall(1)
		r.say()
		r.say()
	}
	r.mustHear(one, one, one)
}

// TestAFailingVoiceHoldsNothingUp: what could not be said is not tried again, and the next call is.
func TestAFailingVoiceHoldsNothingUp(t *testing.T) {
	r := newRoom(t)
	r.voice.Break(voice.NoPlayer)
	r.call(1)
	r.say()
	r.voice.Mend(voice.NoPlayer)
	r.call(2)
	r.say()
	r.mustHear(two)
}

// TestRun: it says what comes, while something sounds it goes on looking, and it ends when it is told to.
func TestRun(t *testing.T) {
	r := newRoom(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.caller.Run(ctx) }()
	let := r.voice.Hold()
	r.call(1)
	eventually(t, "the first sounds", r.voice.Sounding)
	r.pass(time.Second)
	r.call(2)
	let()
	eventually(t, "both were heard", func() bool { return len(r.voice.Heard()) == 2 })
	r.mustHear(one, two)
	r.voice.Hold()
	r.recall(1)
	eventually(t, "it sounds again", r.voice.Sounding)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if last := r.voice.Heard()[2]; !last.Cut {
		t.Error("it sounded on after the end")
	}
}

// TestCallsProperty: whatever happens in the room, what is heard is exactly what was called, in that order, when the voice is
// free; and a subset of it, of visits that were still called, when it is not.
func TestCallsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRoom(t)
		var want []string
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			desk := office.Desk(rapid.IntRange(1, 2).Draw(t, "desk"))
			act := rapid.SampledFrom([]string{"arrive", "call", "call", "recall", "serve", "finish", "miss", "undo", "back", "restart"}).Draw(t, "act")
			if did := step(r, act, desk); did && (act == "call" || act == "recall") {
				want = append(want, calledAt(r, desk))
			}
			r.say()
			r.pass(time.Duration(rapid.IntRange(1, 30000).Draw(t, "ms")) * time.Millisecond)
		}
		r.mustHear(want...)
	})
}

func step(r *room, act string, desk office.Desk) bool {
	switch act {
	case "arrive":
		return r.arrive()
	case "call":
		return r.call(desk)
	case "recall":
		return r.recall(desk)
	case "serve":
		return r.serve(desk)
	case "finish":
		return r.finish(desk)
	case "miss":
		return r.miss(desk)
	case "undo":
		return r.undo(desk)
	case "back":
		r.set(-10 * time.Minute)
	case "restart":
		r.restart()
	}
	return true
}

// calledAt is the call of who is at a desk, for the numbers that a property meets.
func calledAt(r *room, desk office.Desk) string {
	v, err := queue.AtDesk(r.state, desk)
	if err != nil {
		r.t.Fatal(err)
	}
	return fmt.Sprintf("nummer A %s, loket %s", first[v.Ticket], first[desk])
}

var first = [...]string{"", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien",
	"zestien", "zeventien", "achttien", "negentien", "twintig", "eenentwintig", "tweeëntwintig", "drieëntwintig", "vierentwintig", "vijfentwintig",
	"zesentwintig", "zevenentwintig", "achtentwintig", "negenentwintig", "dertig", "eenendertig", "tweeëndertig", "drieëndertig", "vierendertig", "vijfendertig",
	"zesendertig", "zevenendertig", "achtendertig", "negenendertig", "veertig", "eenenveertig", "tweeënveertig", "drieënveertig", "vierenveertig"}

// TestTheVolumeGoesBack: after its time, or at the end of the day, by the clock that each goes by.
func TestTheVolumeGoesBack(t *testing.T) {
	r := newRoom(t)
	if v := r.caller.Volume(); v.Now != 60 || v.Usual != 60 || !v.Resets.IsZero() {
		t.Errorf("%+v", v)
	}
	changed := r.caller.Changed()
	r.caller.SetVolume(90)
	<-changed
	v := r.caller.Volume()
	if v.Now != 90 || !v.Resets.Equal(r.now.Add(30*time.Minute)) {
		t.Errorf("%+v", v)
	}
	r.set(5 * time.Hour) // the wall clock jumps: half an hour is half an hour
	if v := r.caller.Volume(); v.Now != 90 {
		t.Errorf("%+v", v)
	}
	r.pass(30 * time.Minute)
	if v := r.caller.Volume(); v.Now != 60 || !v.Resets.IsZero() {
		t.Errorf("%+v", v)
	}
	for set, want := range map[int]int{-3: 0, 0: 0, 150: 100, 60: 60} {
		r.caller.SetVolume(set)
		if v := r.caller.Volume(); v.Now != want || v.Resets.IsZero() != (want == 60) {
			t.Errorf("set to %d: %+v", set, v)
		}
	}
	r.caller.SetVolume(90)
	r.restart()
	if v := r.caller.Volume(); v.Now != 60 {
		t.Errorf("after a restart: %+v", v)
	}

	r.reset = 0 // at the end of the day
	r.restart()
	r.caller.SetVolume(20)
	r.pass(8*time.Hour + 29*time.Minute)
	if v := r.caller.Volume(); v.Now != 20 || v.Resets.Sub(r.now) > time.Hour+time.Minute {
		t.Errorf("before midnight: %+v", v)
	}
	r.pass(time.Minute)
	if v := r.caller.Volume(); v.Now != 60 {
		t.Errorf("after midnight: %+v", v)
	}
}

// TestTheVolumeIsHeard: in the sound itself; at nothing, nothing is said, and what was not said is not said later.
func TestTheVolumeIsHeard(t *testing.T) {
	r := newRoom(t)
	r.caller.SetVolume(0)
	r.call(1)
	r.say()
	r.caller.SetVolume(100)
	r.say()
	r.mustHear()
	r.call(2)
	r.say()
	r.caller.SetVolume(50)
	r.recall(2)
	r.say()
	loud := func(n int) (most float64) {
		for _, x := range r.voice.Heard()[n].Sound {
			most = max(most, math.Abs(float64(x)))
		}
		return most
	}
	if ratio := loud(0) / loud(1); math.Abs(ratio-4) > 0.1 {
		t.Errorf("half the volume is a %.2fth", ratio)
	}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	limit := time.After(10 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never came: %s", what)
		}
	}
}

// TestTakingBackAMissIsNoCall: who is called again because somebody took a step back was called before.
func TestTakingBackAMissIsNoCall(t *testing.T) {
	r := newRoom(t)
	r.call(1)
	r.say()
	v, err := queue.AtDesk(r.state, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.pass(time.Second)
	r.miss(1)
	r.say()
	if !r.undoOf(v.ID, 1) {
		t.Fatal("nothing was taken back")
	}
	r.say()
	r.mustHear(one)
}
