package visit_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/visit"
)

// ms is a stamp so many milliseconds after noon.
func ms(n int) visit.Stamp { return visit.StampOf(day.At(720, zone)) + visit.Stamp(n) }

// TestSpeedCategories: the six categories with their edges; fractions of a second are cut off (C3).
func TestSpeedCategories_A004_16_A004_18(t *testing.T) {
	for _, row := range []struct{ ms, band int }{{0, 0}, {30_999, 0}, {31_000, 1}, {60_000, 1}, {61_000, 2}, {90_500, 2}, {91_000, 3}, {120_000, 3},
		{121_000, 4}, {300_000, 4}, {300_999, 4}, {301_000, 5}, {3_600_000, 5}} {
		wait, ok := visit.PhoneWait(visit.PhoneCall{Dialled: ms(0), Answered: ms(row.ms)})
		if got := visit.Band(wait); !ok || got != row.band {
			t.Errorf("%d ms: category %d, want %d", row.ms, got, row.band)
		}
	}
	if wait, ok := visit.PhoneWait(visit.PhoneCall{Dialled: ms(0), Answered: ms(45_900)}); wait != 45*time.Second || !ok {
		t.Errorf("phone_wait %v %v", wait, ok)
	}
	for _, c := range []visit.PhoneCall{{Dialled: ms(0)}, {Answered: ms(0)}, {Dialled: ms(10), Answered: ms(0)}} {
		if wait, ok := visit.PhoneWait(c); ok {
			t.Errorf("%+v: phone_wait %v", c, wait)
		}
	}
}

// TestMissedCalls: only calls inside the hours then valid count; the raw figure, over all calls, stands beside.
func TestMissedCalls_A004_21_A004_22(t *testing.T) {
	open := func(at time.Time) bool { return at.In(zone).Hour() < 17 }
	var p visit.Phone
	for n := range 16 {
		c := visit.PhoneCall{Dialled: ms(n * 60_000), Answered: ms(n*60_000 + 20_000)}
		if n < 4 {
			c.Answered = 0
		}
		p.Add(c, open)
	}
	for range 4 {
		p.Add(visit.PhoneCall{Dialled: visit.StampOf(day.At(20*60, zone))}, open)
	}
	if share, ok := p.Missed.Share(); share != 0.25 || !ok {
		t.Errorf("missed_calls %v %v, want 4 of 16", share, ok)
	}
	if share, ok := p.MissedRaw.Share(); share != 0.4 || !ok {
		t.Errorf("raw %v %v, want 8 of 20", share, ok)
	}
	if mean, ok := p.Wait.Mean(); mean != 20*time.Second || !ok || p.Speed[0] != 12 {
		t.Errorf("answered: mean %v, speed %v", mean, p.Speed)
	}
	if share, ok := (visit.Tally{Yes: 3, N: 9}).Share(); ok || share != 0 {
		t.Errorf("a share of nine is shown: %v", share)
	}
}
