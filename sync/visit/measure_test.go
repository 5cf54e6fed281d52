package visit_test

import (
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// figure is a measure with its "no data".
type figure struct {
	minutes float64
	ok      bool
}

var none = figure{}

func minutes(m float64) figure { return figure{m, true} }

func figureOf(d time.Duration, ok bool) figure { return figure{d.Minutes(), ok} }

// TestWorkedExamples holds the table of the requirements, section 1.7, row by row; service begins at the call.
func TestWorkedExamples(t *testing.T) {
	for _, row := range []struct {
		name, planned, checkIn, call string
		wait, lateness, fair         figure
		early, earlyKnown            bool
	}{
		{"A000-24 A000-26 A004-14 called before the planned start", "10:00", "09:50", "09:55", minutes(5), minutes(0), minutes(0), true, true},
		{"A000-24 A004-13 called after the planned start", "10:00", "09:50", "10:04", minutes(14), minutes(4), minutes(4), false, true},
		{"A000-24 A004-13 late visitor: the norm counts on, the fair figure does not", "10:00", "10:12", "10:14", minutes(2), minutes(14), minutes(2), false, true},
		{"A000-24 walk-in: lateness does not apply", "", "10:00", "10:09", minutes(9), none, none, false, false},
		{"A004-13 no-show: excluded", "10:00", "", "", none, none, none, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := visit.Visit{Date: day, Arrived: stamp(t, row.checkIn), Called: stamp(t, row.call), Started: stamp(t, row.call)}
			if row.planned != "" {
				v.Appointment, v.Planned = id(1), minute(t, row.planned)
			}
			if got := figureOf(visit.WaitOnsite(v)); got != row.wait {
				t.Errorf("wait_onsite %v, want %v", got, row.wait)
			}
			if got := figureOf(visit.Lateness(v, zone)); got != row.lateness {
				t.Errorf("lateness %v, want %v", got, row.lateness)
			}
			if got := figureOf(visit.LatenessFair(v, zone)); got != row.fair {
				t.Errorf("lateness_fair %v, want %v", got, row.fair)
			}
			if early, ok := visit.EarlyService(v, zone); early != row.early || ok != row.earlyKnown {
				t.Errorf("early_service %v %v, want %v %v", early, ok, row.early, row.earlyKnown)
			}
		})
	}
}

func TestNoShowIsCountedOnceItsTimeIsOver_A004_13(t *testing.T) {
	planned := minute(t, "10:00")
	for _, row := range []struct {
		now       string
		checkedIn bool
		want      bool
	}{{"09:59", false, false}, {"10:00", false, false}, {"10:01", false, true}, {"10:01", true, false}} {
		if got := visit.NoShow(row.checkedIn, day, planned, clock(t, row.now)); got != row.want {
			t.Errorf("at %s, checked in %v: no-show %v", row.now, row.checkedIn, got)
		}
	}
}

// TestStartAndCallAreKeptApart: where service begins after the call, wait ends at the call, lateness at the start.
func TestStartAndCallAreKeptApart_A000_24_A004_13(t *testing.T) {
	v := booked(t, 1, "09:50", "10:00")
	v.Called, v.Started, v.Ended, v.State = stamp(t, "09:58"), stamp(t, "10:03"), stamp(t, "10:10"), visit.Finished
	if got := figureOf(visit.WaitOnsite(v)); got != minutes(8) {
		t.Errorf("wait_onsite %v", got)
	}
	if got := figureOf(visit.Lateness(v, zone)); got != minutes(3) {
		t.Errorf("lateness %v", got)
	}
	if got := figureOf(visit.TransactionTime(v)); got != minutes(7) {
		t.Errorf("A000-29 transaction_time %v", got)
	}
	if early, ok := visit.EarlyService(v, zone); !early || !ok {
		t.Errorf("early_service %v %v: called before its time", early, ok)
	}
}

func TestNoDataIsNotZero(t *testing.T) {
	v := booked(t, 1, "09:50", "10:00")
	if _, ok := visit.TransactionTime(v); ok {
		t.Error("transaction_time of a visit not served")
	}
	v.State, v.Started, v.Ended = visit.Finished, stamp(t, "10:00"), stamp(t, "17:00")
	v.Cut = true
	if _, ok := visit.TransactionTime(v); ok {
		t.Error("transaction_time of a service that the end of the day closed")
	}
	v.Called = stamp(t, "09:40")
	if d, ok := visit.WaitOnsite(v); ok {
		t.Errorf("wait_onsite %v over a clock that was set back", d)
	}
}

func TestLatenessOnTheDayTheClockGoesBack(t *testing.T) {
	v := booked(t, 1, "09:50", "10:00")
	v.Date = office.NewDate(2026, time.October, 25)
	v.Started = visit.StampOf(time.Date(2026, 10, 25, 9, 7, 0, 0, time.UTC)) // 10:07 winter time
	if got := figureOf(visit.Lateness(v, zone)); got != minutes(7) {
		t.Errorf("lateness %v", got)
	}
}

func TestLeadTime(t *testing.T) {
	holiday := office.NewDate(2026, time.November, 11)
	working := func(d office.Date) bool {
		return d != holiday && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	}
	for _, row := range []struct {
		name              string
		from, to          office.Date
		calendar, working int
		ok                bool
	}{
		{"A000-33 the same day", day, day, 0, 0, true},
		{"A000-31 four days on, over a weekend", day, day + 4, 4, 2, true},
		{"A004-05 five working days over a holiday", office.NewDate(2026, time.November, 9), office.NewDate(2026, time.November, 17), 8, 5, true},
		{"C9 Friday to Monday", office.NewDate(2026, time.November, 27), office.NewDate(2026, time.November, 30), 3, 1, true},
		{"booked after its day", day, day - 1, 0, 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if n, ok := visit.LeadDays(row.from, row.to); n != row.calendar || ok != row.ok {
				t.Errorf("calendar days %d %v, want %d %v", n, ok, row.calendar, row.ok)
			}
			if n, ok := visit.LeadWorkingDays(row.from, row.to, working); n != row.working || ok != row.ok {
				t.Errorf("working days %d %v, want %d %v", n, ok, row.working, row.ok)
			}
			if n, ok := visit.FirstFree(row.from, row.to, true, working); n != row.working || ok != row.ok {
				t.Errorf("first_free %d %v, want %d %v", n, ok, row.working, row.ok)
			}
		})
	}
	if n, ok := visit.FirstFree(day, 0, false, working); ok {
		t.Errorf("first_free %d without a free slot", n)
	}
}

func TestGroupsUnderTenAreSuppressed_C12(t *testing.T) {
	var totals visit.Totals
	v := booked(t, 1, "09:50", "10:00")
	v.State, v.Called, v.Started, v.Ended = visit.Finished, stamp(t, "10:04"), stamp(t, "10:04"), stamp(t, "10:11")
	totals.Add(waiting(t, 2, "10:00"), zone) // without data it does not count
	for n := 1; n <= 12; n++ {
		totals.Add(v, zone)
		mean, ok := totals.Lateness.Mean()
		if totals.Lateness.N != n || ok != (n >= 10) {
			t.Fatalf("of %d visits: n %d, shown %v", n, totals.Lateness.N, ok)
		}
		if ok && mean != 4*time.Minute || !ok && mean != 0 {
			t.Fatalf("mean of %d visits: %v", n, mean)
		}
		if _, ok := totals.EarlyService.Count(); ok != (n >= 10) {
			t.Fatalf("early_service of %d visits: shown %v", n, ok)
		}
	}
	if got, want := totals.Bounced, (visit.Tally{N: 12}); got != want {
		t.Errorf("A003-01 bounced %+v: who was not served counts neither way", got)
	}
	if got, want := totals.Unbooked, (visit.Tally{Yes: 1, N: 13}); got != want || totals.Persons != 12 {
		t.Errorf("A003-35 without appointment %+v, A000-17 persons %d", got, totals.Persons)
	}
	if mean, ok := totals.TransactionTime.Mean(); mean != 7*time.Minute || !ok {
		t.Errorf("A000-30 transaction_time %v %v", mean, ok)
	}
	if mean, ok := (visit.Figure{}).Mean(); mean != 0 || ok {
		t.Errorf("mean of nothing: %v %v", mean, ok)
	}
}
