package display_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
)

// BenchmarkDisplaySoak is 10,000 calls through the rules and the screen, its drawing aside: what they leave behind, and what one
// costs. Each fiftieth time the counter closes and opens again.
func BenchmarkDisplaySoak(b *testing.B) {
	const calls = 10_000
	s := mustScreen(b, look.Theme{Mode: look.Dark}, nil, fyne.NewSize(1280, 720))
	for i := range 1000 {
		s.call(i)
	}
	before := heap()
	b.ResetTimer()
	for range b.N {
		for i := range calls {
			s.call(i)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before)/1024, "kB-left")
	b.ReportMetric(float64(calls*b.N)/b.Elapsed().Seconds(), "calls/s")
}
