package kiosk_test

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
)

// visit is a person who takes a number in large letters and in another language.
func (s *screen) visit() {
	s.flow.Touch()
	s.on(flow.Welcome)
	s.flow.Settings()
	s.flow.Choose(s.flow.Shown(), 0)
	s.flow.Back()
	s.flow.Languages()
	s.flow.Choose(s.flow.Shown(), 2)
	s.on(flow.Welcome)
	s.flow.Choose(s.flow.Shown(), 1)
	s.on(flow.Product)
	s.flow.Choose(s.flow.Shown(), 2)
	s.flow.Choose(s.flow.Shown(), 1)
	s.on(flow.Ticket)
	s.flow.Home()
	s.on(flow.Idle)
	s.counter.Forget()
}

// heap is how much memory is in use, in bytes, once what nobody needs is gone.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// mostGrowth is how much memory many visits may cost, in bytes.
const mostGrowth = 5 << 20

// TestVisitsLeaveNothingOnTheScreen: the objects are the same after many visits, and what is in use is not more.
func TestVisitsLeaveNothingOnTheScreen(t *testing.T) {
	s := mustScreen(t, fyne.NewSize(1080, 1920))
	for range 5 {
		s.visit()
	}
	before, objects := heap(), len(s.win.Content().(*fyne.Container).Objects)
	for range 20 {
		s.visit()
	}
	if grown := heap() - before; grown > mostGrowth {
		t.Errorf("20 visits left %d bytes", grown)
	}
	if n := len(s.win.Content().(*fyne.Container).Objects); n != objects {
		t.Errorf("%d objects, there were %d", n, objects)
	}
	if got := s.flow.Shown(); got.Site == "" || got.Title != "Welkom in bibliotheek De Poort" || flowtest.Known == got.Big {
		t.Errorf("left on the screen: %+v", got)
	}
}

// BenchmarkVisitOnTheScreen is a visit through rules and screen, its drawing aside; with -benchtime 10000x it is the soak.
func BenchmarkVisitOnTheScreen(b *testing.B) {
	s := mustScreen(b, fyne.NewSize(1080, 1920))
	for range 20 {
		s.visit()
	}
	before := heap()
	b.ResetTimer()
	for range b.N {
		s.visit()
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before), "B-left")
}
