package visit_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestTimesNeverGoBack takes steps at random, by a clock that may be set back: the times of a visit stay in order, no
// step moves one that happened, no measure is negative, and a visit over which the clock went back has no measure.
func TestTimesNeverGoBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := visit.Visit{ID: id(1), Ticket: 1, Date: day, State: visit.Waiting, Turn: 1, Arrived: visit.StampOf(day.At(600, zone)), Products: []office.ProductID{"eid", "pas"}}
		at, back := v.Arrived, false
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			clock := at + visit.Stamp(rapid.IntRange(-90_000, 600_000).Draw(t, "clock"))
			before := v
			v = drawStep(t, v, clock)
			back = back || v.Skewed && !before.Skewed
			checkTimes(t, before, v)
			at = max(at, v.Called, v.LastCalled, v.Started, v.Again, v.Paused, v.Ended)
		}
		if v.Skewed != back {
			t.Fatal("the mark came or went by itself")
		}
		for name, measure := range map[string]func(visit.Visit) (time.Duration, bool){"wait": visit.WaitOnsite, "transaction": visit.TransactionTime} {
			if d, ok := measure(v); ok && (v.Skewed || d < 0) || v.Earlier < 0 {
				t.Fatalf("%s %v of %+v", name, d, v)
			}
		}
	})
}

// drawStep takes a step at random; one that the state refuses changes nothing.
func drawStep(t *rapid.T, v visit.Visit, at visit.Stamp) visit.Visit {
	steps := map[string]func() (visit.Visit, error){
		"call": func() (visit.Visit, error) { return v.Call(1, at) }, "recall": func() (visit.Visit, error) { return v.Recall(1, at) },
		"miss":  func() (visit.Visit, error) { return v.Miss(1, v.Turn+1, rapid.Bool().Draw(t, "closed"), at) },
		"serve": func() (visit.Visit, error) { return v.Serve(1, at) }, "finish": func() (visit.Visit, error) { return v.Finish(1, false, at) },
		"leave": func() (visit.Visit, error) { return v.Leave(false, at) }, "park": func() (visit.Visit, error) { return v.Park(1, at) },
		"return":   func() (visit.Visit, error) { return v.Return() },
		"transfer": func() (visit.Visit, error) { return v.Transfer(1, visit.Transfer{}, at) },
	}
	after, err := steps[rapid.SampledFrom([]string{"call", "call", "serve", "serve", "serve", "recall", "miss", "finish", "leave", "park", "return", "transfer"}).Draw(t, "step")]()
	if err != nil {
		return v
	}
	return after
}

// checkTimes fails when a step moved what had happened, or put times out of order.
func checkTimes(t *rapid.T, before, after visit.Visit) {
	for name, pair := range map[string][2]visit.Stamp{
		"arrived, moved": {before.Arrived, after.Arrived}, "called, moved": {before.Called, after.Called}, "started, moved": {before.Started, after.Started},
	} {
		if pair[0] != 0 && pair[0] != pair[1] {
			t.Fatalf("%s: %+v, then %+v", name, before, after)
		}
	}
	ordered := func(stamps ...visit.Stamp) bool {
		stamps = slices.DeleteFunc(stamps, func(s visit.Stamp) bool { return s == 0 })
		return slices.IsSorted(stamps)
	}
	for _, row := range [][]visit.Stamp{
		{after.Arrived, after.Called, after.Started, after.Again, after.Ended}, {after.Called, after.LastCalled, after.Ended},
		{after.Started, after.Paused, after.Ended}, {before.LastCalled, after.LastCalled}, {before.Paused, after.Paused}, {before.Again, after.Again},
	} {
		if !ordered(row...) {
			t.Fatalf("out of order: %+v, then %+v", before, after)
		}
	}
}
