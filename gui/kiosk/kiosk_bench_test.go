package kiosk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
)

// comers are who comes to a library in turn: for a number, with a code, for an appointment, for nothing, and one in large letters
// and in another language.
var comers = []func(*screen){
	func(s *screen) {
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Product)
		s.flow.Choose(s.flow.Shown(), 2)
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Ticket)
	},
	func(s *screen) {
		s.flow.Choose(s.flow.Shown(), 0)
		s.on(flow.Code)
		s.write(flowtest.Known)
		s.flow.Next()
		s.on(flow.Ticket)
	},
	func(s *screen) {
		s.flow.Choose(s.flow.Shown(), 2)
		s.on(flow.Product)
		s.flow.Choose(s.flow.Shown(), 2)
		s.flow.Choose(s.flow.Shown(), 0)
		s.on(flow.Places)
		s.flow.Choose(s.flow.Shown(), 1)
		s.on(flow.Name)
		s.write("Amélie Öz")
		s.flow.Next()
		s.on(flow.Reach)
		s.flow.Next()
		s.on(flow.Check)
		s.flow.Next()
		s.on(flow.Booked)
	},
	func(*screen) {},
	func(s *screen) {
		s.flow.Settings()
		s.flow.Choose(s.flow.Shown(), 0)
		s.flow.Back()
		s.flow.Languages()
		s.flow.Choose(s.flow.Shown(), 2)
		s.on(flow.Welcome)
	},
}

// soak lets so many people come and go.
func (s *screen) soak(visits int) {
	for i := range visits {
		s.flow.Touch()
		s.on(flow.Welcome)
		comers[i%len(comers)](s)
		s.flow.Home()
		s.on(flow.Idle)
		s.counter.Forget()
	}
}

// BenchmarkKioskSoak is 10,000 visits through the rules and the screen, its drawing aside: what they leave behind, and what one
// costs.
func BenchmarkKioskSoak(b *testing.B) {
	const visits = 10_000
	s := mustScreen(b, fyne.NewSize(1080, 1920))
	s.soak(200)
	before := heap()
	b.ResetTimer()
	for range b.N {
		s.soak(visits)
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before)/1024, "kB-left")
	b.ReportMetric(float64(visits*b.N)/b.Elapsed().Seconds(), "visits/s")
}

// BenchmarkPageTurn is the way from a touch to the widgets of the next page, and back: without the painting, which a real window
// leaves to the graphics library. With large text every line is broken anew.
func BenchmarkPageTurn(b *testing.B) {
	for name, large := range map[string]bool{"usual": false, "large": true} {
		b.Run(name, func(b *testing.B) {
			s := mustScreen(b, fyne.NewSize(1080, 1920))
			s.flow.Touch()
			s.on(flow.Welcome)
			if large {
				s.flow.Settings()
				s.flow.Choose(s.flow.Shown(), 0)
				s.flow.Back()
				s.on(flow.Welcome)
			}
			var longest time.Duration
			for b.Loop() {
				began := time.Now()
				s.flow.Choose(s.flow.Shown(), 1)
				s.on(flow.Product)
				longest = max(longest, time.Since(began))
				s.flow.Back()
				s.on(flow.Welcome)
			}
			b.ReportMetric(float64(longest.Nanoseconds()), "longest-ns")
		})
	}
}
