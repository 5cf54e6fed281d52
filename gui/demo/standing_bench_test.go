package demo_test

import (
	"slices"
	"testing"
	"time"
)

// The screens that people stand before, as real programs on the display of [BenchmarkWindow] and at the same counter: "first" is
// from starting the program until the counter's name is painted, "idle" the share of one core over a minute in which nothing happens.

// BenchmarkKioskWindow is the self-service desk. "turn" is from a key, of the four that do everything, until the next page is
// painted: into a visit, to the products, and back again.
func BenchmarkKioskWindow(b *testing.B) {
	w := mustWindow(b)
	w.measureStanding(b, "kiosk", "--silent")
	b.Run("turn", func(b *testing.B) {
		var took []time.Duration
		for b.Loop() {
			all, err := w.turns()
			if err != nil {
				b.Fatal(err)
			}
			took = append(took, all...)
		}
		slices.Sort(took)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
		b.ReportMetric(float64(took[len(took)-1].Microseconds()), "p99-µs")
	})
}

// BenchmarkDisplayWindow is the display of the waiting room.
func BenchmarkDisplayWindow(b *testing.B) { mustWindow(b).measureStanding(b, "display") }

func (w *window) measureStanding(b *testing.B, what string, args ...string) {
	first, err := w.show(area{20, 8, 400, 50}, append([]string{what}, args...)...)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(first.Microseconds()), "p50-µs")
	})
	b.Run("idle", func(b *testing.B) {
		<-time.After(5 * time.Second) // what belongs to the beginning is over
		share, err := w.idle(time.Minute)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(100*share, "%-of-a-core")
	})
}

// turns goes from the page that nobody touched to the products and back, and tells how long each page took.
func (w *window) turns() (took []time.Duration, err error) {
	title := area{20, 60, 500, 100}
	for _, keys := range [][]byte{{keyReturn}, {keyDown, keyDown, keyReturn}, {keyEscape}, {keyEscape}} {
		for _, key := range keys[:len(keys)-1] {
			if err := w.x.key(key); err != nil {
				return nil, err
			}
			<-time.After(300 * time.Millisecond) // the ring is painted
		}
		before, err := w.x.pixels(title.left, title.top, title.wide, title.high)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if err := w.x.key(keys[len(keys)-1]); err != nil {
			return nil, err
		}
		if _, err := w.x.until(title.left, title.top, title.wide, title.high, func(now string) bool { return now != before }); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
		<-time.After(500 * time.Millisecond) // a person reads before the next key
	}
	return took, nil
}
