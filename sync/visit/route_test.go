package visit_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// step takes a step that must be allowed.
func step(t testing.TB) func(visit.Visit, error) visit.Visit {
	return func(v visit.Visit, err error) visit.Visit {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestTimesOfAVisitSentOn: a visit is called, parked, back, sent on and finished; each time is kept, and the time at the
// desks is the sum of the stretches (A000-29), not the time between.
func TestTimesOfAVisitSentOn_A000_29_A003_01(t *testing.T) {
	must := step(t)
	v := waiting(t, 1, "10:00")
	v.Products = []office.ProductID{"eid", "woonadvies"}
	v = must(v.Call(1, stamp(t, "10:05")))
	v = must(v.Serve(1, stamp(t, "10:06")))
	v = must(v.Park(1, stamp(t, "10:10"))) // 4 min
	if v.State != visit.Parked || v.Desk != 1 {
		t.Fatalf("parked: %+v", v)
	}
	v = must(v.Return())
	if v.State != visit.Waiting || v.Desk != 0 || v.For.Desk != 1 || v.Turn != 1 {
		t.Fatalf("back: %+v", v)
	}
	v = must(v.Call(1, stamp(t, "10:20")))
	v = must(v.Serve(1, stamp(t, "10:21")))
	v = must(v.Transfer(1, visit.Transfer{To: visit.Target{Theme: "wonen"}, Done: []office.ProductID{"eid"}}, stamp(t, "10:24"))) // 3 min
	if !slices.Equal(v.Pending(), []office.ProductID{"woonadvies"}) || v.For.Theme != "wonen" || v.Turn != 1 || v.Transfers != 1 {
		t.Fatalf("sent on: %+v", v)
	}
	v = must(v.Call(2, stamp(t, "10:30")))
	v = must(v.Serve(2, stamp(t, "10:30")))
	v = must(v.Finish(2, false, stamp(t, "10:50"))) // 20 min
	if got := figureOf(visit.TransactionTime(v)); got != minutes(27) {
		t.Errorf("transaction_time %v", got)
	}
	if got := figureOf(visit.WaitOnsite(v)); got != minutes(5) {
		t.Errorf("wait_onsite %v: it ends at the first call", got)
	}
	if v.Called != stamp(t, "10:05") || v.LastCalled != stamp(t, "10:30") || v.Started != stamp(t, "10:06") || v.Again != stamp(t, "10:30") || v.Ended != stamp(t, "10:50") {
		t.Errorf("times %+v", v)
	}
	if bounced, ok := visit.Bounced(v); !bounced || !ok {
		t.Errorf("bounced %v %v", bounced, ok)
	}
}

func TestTransferRefusesWhatLeadsNowhere(t *testing.T) {
	must := step(t)
	v := waiting(t, 1, "10:00")
	v.Products = []office.ProductID{"eid"}
	v = must(must(v.Call(1, later)).Serve(1, later))
	for name, row := range map[string]struct {
		to   visit.Transfer
		kind fault.Kind
	}{
		"all is done":           {visit.Transfer{To: visit.Target{Desk: 2}, Done: []office.ProductID{"eid"}}, fault.Refused},
		"to the desk it is at":  {visit.Transfer{To: visit.Target{Desk: 1}}, fault.Invalid},
		"to a desk and a theme": {visit.Transfer{To: visit.Target{Desk: 2, Theme: "wonen"}}, fault.Invalid},
	} {
		after, err := v.Transfer(1, row.to, later)
		if !fault.Is(err, row.kind) || fault.Sentence(err) == "" || !reflect.DeepEqual(after, v) {
			t.Errorf("%s: %v", name, err)
		}
	}
	after := must(v.Transfer(1, visit.Transfer{To: visit.Target{Desk: 2}, Done: []office.ProductID{"eid", "koffie"}, Added: []office.ProductID{"woonadvies"}}, later))
	if !slices.Equal(after.Products, []office.ProductID{"eid", "woonadvies"}) || !slices.Equal(after.Done, []office.ProductID{"eid"}) {
		t.Errorf("products %v, done %v", after.Products, after.Done)
	}
	if len(v.Products) != 1 || v.Done != nil {
		t.Errorf("the visit before was changed: %+v", v)
	}
	if mine := must(after.Transfer(3, visit.Transfer{To: visit.Target{Desk: 3}}, later)); mine.For.Desk != 3 || mine.Transfers != 1 {
		t.Errorf("a desk may take who waits for another: %+v", mine)
	}
	if again := must(after.Transfer(0, visit.Transfer{To: visit.Target{Desk: 2}}, later)); !reflect.DeepEqual(again, after) {
		t.Errorf("the same transfer again: %+v", again)
	}
}

func TestAMissIsForgottenOnceSomebodyAppeared(t *testing.T) {
	must := step(t)
	v := must(waiting(t, 1, "10:00").Call(1, stamp(t, "10:01")))
	v = must(v.Miss(1, 9, false, stamp(t, "10:03")))
	if v.MissedCall != stamp(t, "10:01") || v.Misses != 1 {
		t.Fatalf("missed: %+v", v)
	}
	v = must(must(v.Call(1, stamp(t, "10:10"))).Serve(1, stamp(t, "10:10")))
	v = must(v.Transfer(1, visit.Transfer{To: visit.Target{Desk: 2}}, stamp(t, "10:12")))
	if v.Misses != 0 || v.Turn != 9 || v.MissedCall == 0 {
		t.Errorf("sent on: %+v: the limit counts anew, the place stays", v)
	}
}

func TestUrgencyNeedsAReason_A001_15(t *testing.T) {
	v := waiting(t, 1, "10:00")
	for _, row := range []struct {
		urgency visit.Urgency
		reason  visit.ReasonCode
	}{{visit.Urgent, ""}, {visit.SemiUrgent, "haast"}, {9, "verlies"}} {
		after, err := v.Hasten(row.urgency, row.reason)
		if !fault.Is(err, fault.Invalid) || after.Urgency != visit.Ordinary || fault.Sentence(err) == "" {
			t.Errorf("%v %q: %v", row.urgency, row.reason, err)
		}
	}
	after := step(t)(v.Hasten(visit.SemiUrgent, "termijn"))
	if after.Urgency != visit.SemiUrgent || after.Reason != "termijn" {
		t.Errorf("%+v", after)
	}
	if calm := step(t)(after.Hasten(visit.Ordinary, "termijn")); calm.Urgency != visit.Ordinary || calm.Reason != "" {
		t.Errorf("taken away: %+v", calm)
	}
	for _, r := range visit.Reasons {
		if r.Dutch == "" || r.Code.Words() != r.Dutch || !r.Code.Known() {
			t.Errorf("reason %+v", r)
		}
	}
	if c := visit.ReasonCode("nieuwer"); c.Words() != "nieuwer" || c.Known() {
		t.Errorf("a code of a newer version: %q", c.Words())
	}
}

func TestStraightToTheDesk_A002_52(t *testing.T) {
	v := booked(t, 1, "09:55", "10:00")
	v = step(t)(v.Straight(2, stamp(t, "09:55")))
	if v.State != visit.Serving || v.Desk != 2 || v.Arrived != 0 || v.Started != stamp(t, "09:55") {
		t.Fatalf("%+v", v)
	}
	v = step(t)(v.Finish(2, false, stamp(t, "10:05")))
	if got := figureOf(visit.WaitOnsite(v)); got != none {
		t.Errorf("wait_onsite %v of one who never checked in", got)
	}
	if got := figureOf(visit.LatenessFair(v, zone)); got != none {
		t.Errorf("lateness_fair %v", got)
	}
	if got := figureOf(visit.Lateness(v, zone)); got != minutes(0) {
		t.Errorf("lateness %v: it does not ask for the check-in", got)
	}
	if early, ok := visit.EarlyService(v, zone); !early || !ok {
		t.Errorf("early_service %v %v", early, ok)
	}
	if got := figureOf(visit.TransactionTime(v)); got != minutes(10) {
		t.Errorf("transaction_time %v", got)
	}
}

func TestAClockSetBackLeavesNoFigure(t *testing.T) {
	must := step(t)
	for name, back := range map[string]struct {
		by   time.Duration
		want figure
	}{"a breath": {4 * time.Second, minutes(0)}, "an hour": {time.Hour, none}} {
		v := must(waiting(t, 1, "10:00").Call(1, stamp(t, "10:00")-visit.Stamp(back.by.Milliseconds())))
		if v.Called != v.Arrived {
			t.Errorf("%s: called %d, arrived %d", name, v.Called, v.Arrived)
		}
		if got := figureOf(visit.WaitOnsite(v)); got != back.want {
			t.Errorf("%s: wait_onsite %v", name, got)
		}
	}
}

// TestUndoRestoresExactly takes any step of any visit and takes it back.
func TestUndoRestoresExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawVisit(t, 1, day.At(600, zone))
		at := v.Arrived + visit.Stamp(rapid.IntRange(0, 3_600_000).Draw(t, "at"))
		after := drawStep(t, v, at)
		trace := visit.Trace{Number: 7, Step: visit.StepCall, Desk: 1, At: at, Before: v}
		back, err := visit.DefaultOrder.Undo(trace, 7, 1, visit.Visit{}, at+599_000)
		if err != nil || !reflect.DeepEqual(back, v) {
			t.Fatalf("%+v, then %+v, then %+v, %v", v, after, back, err)
		}
	})
}

func TestUndoOnlyWhileNothingDependsOnIt(t *testing.T) {
	before := waiting(t, 1, "10:00")
	before.State, before.Desk = visit.Serving, 1
	trace := visit.Trace{Number: 7, Step: visit.StepFinish, Desk: 1, At: stamp(t, "10:10"), Before: before}
	other := waiting(t, 2, "10:05")
	other.State, other.Desk = visit.Called, 1
	for _, row := range []struct {
		name   string
		trace  visit.Trace
		number uint64
		desk   office.Desk
		other  visit.Visit
		at     string
		kind   fault.Kind
		say    string
	}{
		{"nothing was done", visit.Trace{}, 0, 1, visit.Visit{}, "10:11", fault.Conflict, "niets meer"},
		{"a step since", trace, 6, 1, visit.Visit{}, "10:11", fault.Conflict, "intussen iets anders"},
		{"another desk's step", trace, 7, 2, visit.Visit{}, "10:11", fault.Taken, "loket 1"},
		{"the desk has another", trace, 7, 1, other, "10:11", fault.Conflict, "A002"},
		{"too long ago", trace, 7, 1, visit.Visit{}, "10:21", fault.Refused, "10 minuten"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := visit.DefaultOrder.Undo(row.trace, row.number, row.desk, row.other, stamp(t, row.at))
			if !fault.Is(err, row.kind) || !strings.Contains(fault.Sentence(err), row.say) {
				t.Errorf("%v: %q", err, fault.Sentence(err))
			}
		})
	}
	if _, err := visit.DefaultOrder.Undo(trace, 7, 1, visit.Visit{}, stamp(t, "10:20")); err != nil {
		t.Error(err)
	}
}
