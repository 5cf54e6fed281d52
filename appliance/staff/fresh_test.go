package staff_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/fault"
)

const day = 24 * time.Hour

func TestSignInEndsWithoutHeadquarters(t *testing.T) {
	w := mustEntrance(t)
	start := w.now
	for _, c := range []struct {
		after time.Duration
		left  int
		warns bool
	}{
		{0, 14, false}, {7 * day, 7, false}, {11*day - time.Minute, 4, false}, {11 * day, 3, true},
		{13 * day, 1, true}, {14 * day, 0, true}, {15*day - time.Second, 0, true}, {15 * day, -1, false},
	} {
		now := start.Add(c.after)
		if left := staff.Left(w.state, start, now); left != c.left {
			t.Errorf("after %v: %d days left, want %d", c.after, left, c.left)
		}
		if say := staff.Warning(w.state, start, now); (say != "") != c.warns {
			t.Errorf("after %v: %q", c.after, say)
		}
		if err := staff.Fresh(w.state, start, now); (err != nil) != (c.left < 0) {
			t.Errorf("after %v: %v", c.after, err)
		}
	}
	late := start.Add(100 * day)
	w.mustRefuse(fault.Denied, staff.Fresh(w.state, start, late))
	if err := staff.Fresh(w.state, late.Add(-time.Hour), late); err != nil {
		t.Errorf("headquarters spoke an hour ago, without news: %v", err)
	}
}

func TestTheRosterSaysHowLong(t *testing.T) {
	w := mustEntrance(t)
	short := roster()
	short.OfflineDays = 2
	staff.FoldRoster(w.state, short)
	if left := staff.Left(w.state, w.now, w.now.Add(day)); left != 1 {
		t.Errorf("%d days left, want 1", left)
	}
	w.mustRefuse(fault.Denied, staff.Fresh(w.state, w.now, w.now.Add(3*day)))
	staff.FoldRoster(w.state, roster())
	if err := staff.Fresh(w.state, w.now, w.now.Add(3*day)); err != nil {
		t.Error(err)
	}
}

// TestAClockThatWentBackLocksNobodyOut: nor does a counter that never heard of headquarters.
func TestAClockThatWentBackLocksNobodyOut(t *testing.T) {
	w := mustEntrance(t)
	if err := staff.Fresh(w.state, time.Time{}, w.now); err != nil {
		t.Error(err)
	}
	if err := staff.Fresh(w.state, w.now, w.now.Add(-300*day)); err != nil {
		t.Error(err)
	}
}
