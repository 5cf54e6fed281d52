package custody_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

var gate = custody.Gate{Era: 2}

// begun is a station open in the gate's era, with a current incarnation that shipped ten records.
func begun(t *testing.T) custody.Station {
	t.Helper()
	st, _, err := custody.Enrol(gate).Begin(gate, custody.Arrival{Incarnation: me, Era: 2})
	if err != nil {
		t.Fatal(err)
	}
	if st, _, err = st.Ingest(gate, custody.Batch{Incarnation: me, First: 1, Count: 10}); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestBegin(t *testing.T) {
	st := begun(t)
	next := custody.Arrival{Incarnation: other, Era: 2, Through: 99}
	after, sweep, err := st.Begin(gate, next)
	if err != nil || sweep != (custody.Sweep{Of: me}) || after.Current.Incarnation != other || len(after.Closed) != 1 || !after.Open(gate) {
		t.Errorf("in the open era: %+v %+v %v", after, sweep, err)
	}
	if again, sweep, err := after.Begin(gate, next); err != nil || sweep != (custody.Sweep{}) || !reflect.DeepEqual(again, after) {
		t.Errorf("begun twice: %+v %v", sweep, err)
	}
	for why, a := range map[custody.Reason]custody.Arrival{
		custody.Invalid:           {Era: 2},
		custody.ClosedIncarnation: {Incarnation: me, Era: 2},
		custody.OldEra:            {Incarnation: 9, Era: 1},
	} {
		if _, _, err := after.Begin(gate, a); !errors.Is(err, why) {
			t.Errorf("%+v: %v, want %v", a, err, why)
		}
	}
	restored := gate.Restored(0)
	next.Era = restored.Era
	after, sweep, err = st.Begin(restored, next)
	if err != nil || sweep != (custody.Sweep{Of: me, All: true}) || after.BlockedThrough != 99 || after.Open(restored) {
		t.Errorf("in the gate: %+v %+v %v", after, sweep, err)
	}
	after, sweep, err = st.Begin(gate, custody.Arrival{Incarnation: other, Era: 2, Granted: true, Through: 99})
	if err != nil || !sweep.All || after.Check(gate) != custody.GateClosed {
		t.Errorf("one that HQ forgot: %+v %+v %v", after, sweep, err)
	}
}

func TestDeclareLost(t *testing.T) {
	st := begun(t)
	if _, _, err := st.DeclareLost(gate, custody.Planners{First: "an"}, 9); !errors.Is(err, custody.TwoPlanners) {
		t.Errorf("one planner: %v", err)
	}
	after, sweep, err := st.DeclareLost(gate, planners, 9)
	if err != nil || sweep != (custody.Sweep{Of: me}) || after.Current.Incarnation != 0 || after.BlockedThrough != 0 {
		t.Errorf("%+v %+v %v", after, sweep, err)
	}
	if _, _, err := after.DeclareLost(gate, planners, 9); !errors.Is(err, custody.UnknownIncarnation) {
		t.Errorf("twice: %v", err)
	}
	if _, sweep, err = st.DeclareLost(gate.Restored(0), planners, 9); err != nil || !sweep.All {
		t.Errorf("in the gate: %+v %v", sweep, err)
	}
}

func TestSweep(t *testing.T) {
	attendedBy := func(i office.Incarnation) seat {
		return seat{Owner: custody.Owner{Kind: custody.Blocked, By: i}, Booking: a}
	}
	of, all := custody.Sweep{Of: me}, custody.Sweep{All: true, But: me}
	for _, row := range []struct {
		name  string
		sweep custody.Sweep
		seat  seat
		hit   bool
	}{
		{"its own", of, heldSeat, true}, {"its own booked", of, bookedSeat, true}, {"what it attends", of, attendedBy(me), true},
		{"another's", of, seat{Owner: custody.SiteOwner(other)}, false}, {"HQ's", of, seat{Booking: a}, false},
		{"all: HQ's", all, seat{Booking: a}, true}, {"all: another's", all, attendedBy(other), true},
		{"all: the reporter's", all, heldSeat, false}, {"none", custody.Sweep{}, seat{}, false},
	} {
		got := row.sweep.Over(row.seat)
		if hit := got.Owner == blocked; hit != row.hit || got.Booking != row.seat.Booking {
			t.Errorf("%s: %+v", row.name, got)
		}
	}
}

func TestUntouchedSeatsAreBlockedThroughTheDay(t *testing.T) {
	st := custody.Station{BlockedThrough: 9}
	day := func(d office.Date) office.SeatID { return office.SeatID{Date: d} }
	if s := st.Seat(day(9), seat{}); s.Owner != blocked {
		t.Errorf("on the day: %+v", s)
	}
	if s := st.Seat(day(10), seat{}); s != (seat{}) {
		t.Errorf("after it: %+v", s)
	}
	freed, err := st.Seat(day(9), seat{}).Unblock(planners, 1)
	if err != nil || st.Seat(day(9), freed) != freed || !freed.Free() {
		t.Errorf("unblocked: %+v %v", freed, err)
	}
}

func TestReportOpensTheGate(t *testing.T) {
	st, g := begun(t), gate.Restored(0)
	good := custody.Report{Incarnation: me, Era: 3, Size: 12}
	sole := custody.Witness{Sole: planners, Through: 9}
	after, sweep, err := st.Report(g, good, sole)
	if err != nil || sweep != (custody.Sweep{}) || !after.Open(g) || after.Current.Settled != 12 {
		t.Errorf("signed: %+v %+v %v", after, sweep, err)
	}
	if _, _, err := after.Report(g, good, sole); !errors.Is(err, custody.GateOpen) {
		t.Errorf("twice: %v", err)
	}
	unsure, sweep, err := st.Report(g, good, custody.Witness{Through: 9})
	if err != nil || sweep != (custody.Sweep{All: true, But: me}) || unsure.BlockedThrough != 9 {
		t.Errorf("unsigned: %+v %+v %v", unsure, sweep, err)
	}
	lost, _, _ := st.DeclareLost(g, planners, 9)
	for name, row := range map[string]struct {
		st  custody.Station
		r   custody.Report
		why custody.Reason
	}{
		"old era":  {st, custody.Report{Incarnation: me, Era: 2, Size: 12}, custody.OldEra},
		"stranger": {st, custody.Report{Incarnation: other, Era: 3}, custody.UnknownIncarnation},
		"closed":   {lost, good, custody.ClosedIncarnation},
		"rewound":  {st, custody.Report{Incarnation: me, Era: 3, Size: 9}, custody.Fork},
	} {
		if after, _, err := row.st.Report(g, row.r, sole); !errors.Is(err, row.why) || after.Open(g) {
			t.Errorf("%s: %v, want %v", name, err, row.why)
		}
	}
}

func TestIngest(t *testing.T) {
	open := begun(t)
	settled := open
	settled.Current.Settled = 12
	late, _, _ := open.Begin(gate, custody.Arrival{Incarnation: other, Era: 2})
	batch := func(first, count uint64) custody.Batch {
		return custody.Batch{Incarnation: me, First: first, Count: count}
	}
	forked := batch(11, 1)
	forked.Forks = true
	for _, row := range []struct {
		name   string
		st     custody.Station
		gate   custody.Gate
		batch  custody.Batch
		in     custody.Intake
		cursor uint64
		why    error
	}{
		{"next", open, gate, batch(11, 3), custody.Intake{}, 13, nil},
		{"overlapping", open, gate, batch(8, 5), custody.Intake{Skip: 3}, 12, nil},
		{"known", open, gate, batch(8, 3), custody.Intake{}, 10, custody.Duplicate},
		{"empty", open, gate, batch(11, 0), custody.Intake{}, 10, custody.Duplicate},
		{"with a gap", open, gate, batch(12, 1), custody.Intake{}, 10, custody.Gap},
		{"before the first", open, gate, batch(0, 1), custody.Intake{}, 10, custody.Gap},
		{"overflowing", open, gate, batch(11, ^uint64(0)), custody.Intake{}, 10, custody.Duplicate},
		{"a stranger's", open, gate, custody.Batch{Incarnation: 9, First: 1, Count: 1}, custody.Intake{}, 10, custody.UnknownIncarnation},
		{"in the gate", open, custody.Gate{Era: 3}, batch(11, 1), custody.Intake{}, 10, custody.GateClosed},
		{"spoken for", settled, gate, batch(9, 6), custody.Intake{Skip: 2, Silent: 2}, 14, nil},
		{"all spoken for", settled, gate, batch(11, 1), custody.Intake{Silent: 1}, 11, nil},
		{"of a closed incarnation", late, gate, batch(11, 2), custody.Intake{}, 12, nil},
		{"a fork", open, gate, forked, custody.Intake{}, 10, custody.Fork},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := append([]custody.Life(nil), row.st.Closed...)
			after, in, err := row.st.Ingest(row.gate, row.batch)
			cursor := after.Current.Cursor
			if len(after.Closed) > 0 {
				cursor = after.Closed[0].Cursor
			}
			if in != row.in || cursor != row.cursor || !errors.Is(err, row.why) {
				t.Errorf("got %+v, cursor %d, %v", in, cursor, err)
			}
			if len(before) > 0 && !reflect.DeepEqual(before, row.st.Closed) {
				t.Error("the station it came from was changed")
			}
			if row.why == custody.Fork {
				if _, _, err := after.Ingest(gate, batch(11, 1)); !errors.Is(err, custody.Fork) {
					t.Errorf("after a fork: %v", err)
				}
			}
		})
	}
}

func TestErasOnlyGrow(t *testing.T) {
	if g := (custody.Gate{Era: 4}).Restored(9); g.Era != 10 {
		t.Errorf("beyond the backup: %d", g.Era)
	}
	if g := (custody.Gate{Era: 4}).Restored(0); g.Era != 5 {
		t.Errorf("by the backup: %d", g.Era)
	}
	if !id(0, 9).Less(id(1, 1)) || id(1, 1).Less(id(1, 1)) || !id(1, 1).Less(id(1, 2)) || !id(0, 0).IsZero() || id(1, 2).String() != "1.2" {
		t.Error("identities are ordered by era, then by number")
	}
}
