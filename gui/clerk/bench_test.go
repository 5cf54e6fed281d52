package clerk_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// BenchmarkTapPainted is the way from a key to the whole window painted with its effect, at 1280 × 800: call, visitor
// here, done, in turns. The painter is the toolkit's in software, which paints every pixel each time, and the counter is
// in memory: a real window is painted by the graphics library, and the daemon's durable write comes on top; DESIGN.md
// tells how those were measured. "unpainted" is the part before painting: the act, its picture and its widgets.
func BenchmarkTapPainted(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl")
	w.key(fyne.KeyF4)
	w.eventually("an empty desk", func(s state.Shown) bool { return s.Now.Empty != "" })
	taps := []struct {
		key  fyne.KeyName
		seen func(state.Shown) bool
	}{
		{fyne.KeyF2, func(s state.Shown) bool { return s.Can[state.Serve] }},
		{fyne.KeyF5, func(s state.Shown) bool { return s.Can[state.Finish] }},
		{fyne.KeyF4, func(s state.Shown) bool { return s.Now.Empty != "" }},
	}
	var drawn, took []time.Duration
	for i := 0; b.Loop(); i++ {
		tap := taps[i%len(taps)]
		if tap.key == fyne.KeyF2 {
			b.StopTimer()
			w.queueAgain()
			b.StartTimer()
		}
		began := time.Now()
		w.key(tap.key)
		w.eventually("the effect", tap.seen)
		drawn = append(drawn, time.Since(began))
		w.win.Canvas().Capture()
		took = append(took, time.Since(began))
	}
	slices.Sort(drawn)
	slices.Sort(took)
	at := func(share float64) float64 { return float64(took[int(share*float64(len(took)-1))].Microseconds()) }
	b.ReportMetric(float64(drawn[len(drawn)/2]), "unpainted-ns")
	b.ReportMetric(at(0.5), "p50-µs")
	b.ReportMetric(at(0.99), "p99-µs")
}

// queueAgain fills the queue, so that there is always somebody to call.
func (w *world) queueAgain() {
	w.counter.Change(func(s *state.Snapshot) {
		s.Queue = append(s.Queue, state.Waiting{Visit: [16]byte{9, byte(s.Sequence), byte(s.Sequence >> 8)}, Ticket: "A099",
			Product: "attest-bevolking", WalkIn: true, Persons: 1})
	})
	w.eventually("somebody to call", func(s state.Shown) bool { return s.Can[state.Call] })
}

// BenchmarkFirstFrame is from nothing to the first picture of the counter, painted in software, without the time the
// system takes to start a program and open a window.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		w := mustOpen(b, look.Theme{}, "nl")
		w.win.Canvas().Capture()
	}
}

// BenchmarkUpdate is the cost of drawing again a picture that did not change: what the running service time
// costs every second, and the least that a press costs before it is painted.
func BenchmarkUpdate(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl")
	for b.Loop() {
		w.view.Update()
	}
}

// BenchmarkUpdateBooking is the same with the booking sheet open.
func BenchmarkUpdateBooking(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl")
	w.findPlaces()
	for b.Loop() {
		w.view.Update()
	}
}
