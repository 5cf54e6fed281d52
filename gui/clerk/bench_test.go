package clerk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/office"
)

// BenchmarkTapPainted is the way from a key to the whole window painted with its effect, at 1280 × 800: call, visitor
// here, done, in turns. The painter is the toolkit's in software, which paints every pixel each time, and the counter is
// in memory: a real window is painted by the graphics library, and the daemon's durable write comes on top; DESIGN.md
// tells how those were measured. "unpainted" is the part before painting: the act, its picture and its widgets.
func BenchmarkTapPainted(b *testing.B) { benchmarkTaps(b, mustOpen(b, look.Theme{}, "nl")) }

// BenchmarkTapPaintedCrowd is the same with 500 people waiting and 300 appointments in the agenda of the day.
func BenchmarkTapPaintedCrowd(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl")
	w.counter.Change(func(s *state.Snapshot) {
		for i := range 500 {
			s.Queue = append(s.Queue, state.Waiting{Visit: [16]byte{8, byte(i), byte(i >> 8)}, Ticket: fmt.Sprintf("B%03d", i), Product: "attest-bevolking", WalkIn: true, Persons: 1})
		}
		s.Agenda = nil
		for i := range 300 {
			at := office.SeatID{Site: s.Site, Date: s.Today, Desk: office.Desk(1 + i%6), Start: office.Minute(10*60 + 10*(i/6))}
			s.Agenda = append(s.Agenda, state.Slot{Seat: at, Minutes: 10, State: state.Expected, Appointment: [16]byte{7, byte(i), byte(i >> 8)},
				Product: "attest-bevolking", Persons: 1, Name: fmt.Sprintf("Klant %d", i)})
		}
	})
	w.eventually("the crowd", func(s state.Shown) bool { return len(s.Waiting) >= 500 && len(s.Agenda) >= 300 })
	benchmarkTaps(b, w)
}

func benchmarkTaps(b *testing.B, w *world) {
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
