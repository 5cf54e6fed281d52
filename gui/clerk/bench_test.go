package clerk_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/gui/look"
)

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
