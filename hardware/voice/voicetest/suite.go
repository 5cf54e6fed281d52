// Package voicetest is the suite that every voice must pass: the emulator, and the driver over programs.
package voicetest

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/voice"
)

// Room is where a voice sounds, and what can go wrong there.
type Room interface {
	// Heard is all that was played, silence left out, the oldest first.
	Heard() []voice.Sound
	// Overlapped reports whether two things ever sounded at once.
	Overlapped() bool
	Break(voice.Fault)
	Mend(voice.Fault)
}

// Loudest and Slack are what the voices of the suite are made with.
const (
	Loudest = 80
	Slack   = time.Second
)

// patience bounds one call; a voice that needs it has failed.
const patience = 20 * time.Second

// Run runs the suite on voices that were just made.
func Run(t *testing.T, open func(t *testing.T) (voice.Voice, Room)) {
	for name, test := range map[string]func(*testing.T, voice.Voice, Room){
		"Heard": testHeard, "Volume": testVolume, "Nonsense": testNonsense, "Late": testLate, "NoPlayer": testNoPlayer,
		"Mute": testMute, "Stuck": testStuck, "Dumb": testDumb, "Together": testTogether, "GivenUp": testGivenUp, "Closed": testClosed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, room := open(t)
			test(t, v, room)
		})
	}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

var (
	call = voice.Announcement{Chime: voice.Gong, Text: "nummer A zeventien, loket twee", Language: "nl", Volume: 60}
	bell = voice.Announcement{Chime: voice.Gong, Volume: 60}
	word = voice.Announcement{Text: "twee", Language: "nl", Volume: 60}
)

func mustAnnounce(t *testing.T, v voice.Voice, a voice.Announcement) {
	t.Helper()
	if err := v.Announce(within(t), a); err != nil {
		t.Fatal(err)
	}
}

// mustFail wants an error of a kind.
func mustFail(t *testing.T, err error, outcome device.Outcome, reason device.Reason) {
	t.Helper()
	if err == nil || device.Refused(err) != (outcome == device.NotDone) || reason != "" && device.ReasonOf(err) != reason {
		t.Errorf("%v, want outcome %d with %q", err, outcome, reason)
	}
}

func mustBe(t *testing.T, v voice.Voice, state device.State, reason device.Reason) {
	t.Helper()
	h := v.Health(within(t))
	if h.State != state || reason != "" && !h.Has(reason) {
		t.Errorf("%s (%s), want %s %s", h, h.Detail, state, reason)
	}
}

// mustHear wants so many announcements, and gives the last.
func mustHear(t *testing.T, room Room, n int) voice.Sound {
	t.Helper()
	all := room.Heard()
	if len(all) != n {
		t.Fatalf("%d announcements were heard, want %d", len(all), n)
	}
	if n == 0 {
		return nil
	}
	return all[n-1]
}

// Power is how much of a frequency is in a sound, by Goertzel, against all that is in it: from 0 to 1.
func Power(s voice.Sound, hertz float64) float64 {
	w := 2 * math.Pi * hertz / voice.Rate
	var a, b, all float64
	for _, x := range s {
		a, b = float64(x)+2*math.Cos(w)*a-b, a
		all += float64(x) * float64(x)
	}
	if all == 0 {
		return 0
	}
	return 2 * (a*a + b*b - 2*math.Cos(w)*a*b) / all / float64(len(s))
}

// Loud is the largest sample.
func Loud(s voice.Sound) (most int) {
	for _, x := range s {
		most = max(most, int(max(x, -x)))
	}
	return most
}

// Part is a sound from one moment to another.
func Part(s voice.Sound, from, to time.Duration) voice.Sound {
	at := func(d time.Duration) int { return min(int(d*voice.Rate/time.Second), len(s)) }
	return s[at(from):at(to)]
}

// testHeard: both tones, then words, in one piece that neither begins nor ends with a step.
func testHeard(t *testing.T, v voice.Voice, room Room) {
	mustBe(t, v, device.Ready, "")
	mustAnnounce(t, v, call)
	s := mustHear(t, room, 1)
	first, second := Part(s, 100*time.Millisecond, 400*time.Millisecond), Part(s, 900*time.Millisecond, 1200*time.Millisecond)
	if p := Power(first, voice.First); p < 0.6 {
		t.Errorf("%.2f of the first tone", p)
	}
	if p := Power(second, voice.Second); p < 0.5 {
		t.Errorf("%.2f of the second tone", p)
	}
	if words := Part(s, 1700*time.Millisecond, time.Minute); Loud(words) < 1000 {
		t.Errorf("the words are as loud as %d", Loud(words))
	}
	if Loud(s[:8])+Loud(s[len(s)-8:]) > 200 {
		t.Error("it clicks")
	}
	mustAnnounce(t, v, bell)
	if alone := mustHear(t, room, 2); alone.Length() > 1600*time.Millisecond || s.Length() < alone.Length()+time.Second/2 {
		t.Errorf("the gong takes %v, and with words %v", alone.Length(), s.Length())
	}
	mustAnnounce(t, v, word)
	if said := mustHear(t, room, 3); Power(Part(said, 0, 400*time.Millisecond), voice.First) > 0.3 {
		t.Error("words alone come with the gong")
	}
	mustBe(t, v, device.Ready, "")
}

// testVolume: the square of per cents, bounded by the loudest; nothing at nothing.
func testVolume(t *testing.T, v voice.Voice, room Room) {
	loud := func(volume, n int) float64 {
		a := bell
		a.Volume = volume
		mustAnnounce(t, v, a)
		return float64(Loud(mustHear(t, room, n)))
	}
	full, half := loud(Loudest, 1), loud(Loudest/2, 2)
	if math.Abs(full/half-4) > 0.1 {
		t.Errorf("half the volume is %.0f of %.0f", half, full)
	}
	if more := loud(100, 3); more != full {
		t.Errorf("above the loudest it is %.0f, not %.0f", more, full)
	}
	for _, volume := range []int{0, -5} {
		loud(volume, 3)
	}
}

// testNonsense: what cannot be said is refused, and nothing sounds.
func testNonsense(t *testing.T, v voice.Voice, room Room) {
	for _, a := range []voice.Announcement{
		{Chime: 9, Volume: 50}, {Text: strings.Repeat("a", voice.MaxText+1), Language: "nl", Volume: 50},
		{Text: "a", Language: "--help", Volume: 50}, {Text: "a", Volume: 50}, {Text: "a\xff", Language: "nl", Volume: 50},
	} {
		mustFail(t, v.Announce(within(t), a), device.NotDone, "")
	}
	mustAnnounce(t, v, voice.Announcement{Volume: 50}) // nothing was asked
	mustHear(t, room, 0)
}

// testLate: what cannot begin by its moment never does.
func testLate(t *testing.T, v voice.Voice, room Room) {
	a := bell
	a.By = time.Now().Add(-time.Millisecond)
	mustFail(t, v.Announce(within(t), a), device.NotDone, voice.TooLate)
	room.Break(voice.Stuck)
	ctx, cancel := context.WithCancel(within(t))
	first := make(chan error, 1)
	go func() { first <- v.Announce(ctx, bell) }()
	eventually(t, func() bool { return v.Health(ctx).State == device.Busy })
	a.By = time.Now().Add(30 * time.Millisecond)
	mustFail(t, v.Announce(within(t), a), device.NotDone, voice.TooLate)
	cancel()
	if err := <-first; err == nil {
		t.Error("what was given up came to its end")
	}
	room.Mend(voice.Stuck)
	if n := len(room.Heard()); n > 1 {
		t.Errorf("%d announcements were heard", n)
	}
	a.By = time.Now().Add(patience)
	mustAnnounce(t, v, a)
}

func testNoPlayer(t *testing.T, v voice.Voice, room Room) {
	room.Break(voice.NoPlayer)
	mustBe(t, v, device.Absent, voice.NoProgram)
	mustFail(t, v.Announce(within(t), call), device.NotDone, voice.NoProgram)
	room.Mend(voice.NoPlayer)
	mustBe(t, v, device.Ready, "")
	mustHear(t, room, 0)
	mustAnnounce(t, v, bell)
	mustHear(t, room, 1)
}

// testMute: what failed shows, and is found mended without a sound.
func testMute(t *testing.T, v voice.Voice, room Room) {
	room.Break(voice.Mute)
	mustFail(t, v.Announce(within(t), bell), device.Uncertain, voice.NoSound)
	mustBe(t, v, device.Stopped, voice.NoSound)
	room.Mend(voice.Mute)
	mustBe(t, v, device.Ready, "")
	mustHear(t, room, 0)
	mustAnnounce(t, v, bell)
}

// testStuck: a program that does not end is ended.
func testStuck(t *testing.T, v voice.Voice, room Room) {
	room.Break(voice.Stuck)
	mustFail(t, v.Announce(within(t), bell), device.Uncertain, voice.NoSound)
	room.Mend(voice.Stuck)
	mustBe(t, v, device.Ready, "")
}

// testDumb: the gong sounds without words, and says so.
func testDumb(t *testing.T, v voice.Voice, room Room) {
	room.Break(voice.Dumb)
	mustFail(t, v.Announce(within(t), call), device.Uncertain, voice.NoSpeech)
	if s := mustHear(t, room, 1); s.Length() > 1600*time.Millisecond {
		t.Error("there is more than the gong")
	}
	mustBe(t, v, device.Attention, voice.NoSpeech)
	mustFail(t, v.Announce(within(t), word), device.NotDone, voice.NoSpeech)
	mustHear(t, room, 1)
	mustAnnounce(t, v, bell)
	room.Mend(voice.Dumb)
	mustAnnounce(t, v, call)
	mustBe(t, v, device.Ready, "")
}

// testTogether: many at once come one after the other, all of them.
func testTogether(t *testing.T, v voice.Voice, room Room) {
	errs := make([]error, 4)
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() { errs[n] = v.Announce(within(t), word) })
	}
	all.Wait()
	if slices.ContainsFunc(errs, func(err error) bool { return err != nil }) || room.Overlapped() {
		t.Errorf("%v; at once: %v", errs, room.Overlapped())
	}
	mustHear(t, room, len(errs))
}

// testGivenUp: who gives up hears so, and it sounds no further.
func testGivenUp(t *testing.T, v voice.Voice, room Room) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	mustFail(t, v.Announce(ctx, bell), device.NotDone, "")
	mustHear(t, room, 0)
	mustBe(t, v, device.Ready, "")
}

func testClosed(t *testing.T, v voice.Voice, room Room) {
	room.Break(voice.Stuck)
	heard := make(chan error, 1)
	go func() { heard <- v.Announce(within(t), bell) }()
	eventually(t, func() bool { return v.Health(within(t)).State == device.Busy })
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if err := <-heard; device.ReasonOf(err) != device.OutOfReach { // cut off, or not begun yet
		t.Errorf("what sounded at the closing: %v", err)
	}
	mustFail(t, v.Announce(within(t), bell), device.NotDone, device.OutOfReach)
	mustBe(t, v, device.Absent, "")
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	limit := time.After(patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("never came")
		}
	}
}
