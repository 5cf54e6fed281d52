package visit_test

import (
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// steps are all steps of a life, at desk 1, as a table over the states.
var steps = map[string]func(visit.Visit) (visit.Visit, error){
	"call":        func(v visit.Visit) (visit.Visit, error) { return v.Call(1, later) },
	"recall":      func(v visit.Visit) (visit.Visit, error) { return v.Recall(1, later) },
	"miss":        func(v visit.Visit) (visit.Visit, error) { return v.Miss(1, 50, false, later) },
	"miss, last":  func(v visit.Visit) (visit.Visit, error) { return v.Miss(1, 50, true, later) },
	"serve":       func(v visit.Visit) (visit.Visit, error) { return v.Serve(1, later) },
	"finish":      func(v visit.Visit) (visit.Visit, error) { return v.Finish(1, false, later) },
	"finish, cut": func(v visit.Visit) (visit.Visit, error) { return v.Finish(0, true, later) },
	"leave":       func(v visit.Visit) (visit.Visit, error) { return v.Leave(false, later) },
	"park":        func(v visit.Visit) (visit.Visit, error) { return v.Park(1, later) },
	"return":      func(v visit.Visit) (visit.Visit, error) { return v.Return() },
	"transfer": func(v visit.Visit) (visit.Visit, error) {
		return v.Transfer(1, visit.Transfer{To: visit.Target{Desk: 3}}, later)
	},
	"hasten":   func(v visit.Visit) (visit.Visit, error) { return v.Hasten(visit.Urgent, "verlies") },
	"straight": func(v visit.Visit) (visit.Visit, error) { return v.Straight(1, later) },
}

// later is a moment after all others in these tests.
const later = visit.Stamp(2_000_000_000_000)

// TestLife holds every step against every state: what it leads to, or "" where it is refused.
func TestLife(t *testing.T) {
	type to map[string]visit.State
	for from, leads := range map[visit.State]to{
		visit.Waiting: {"call": visit.Called, "leave": visit.Left, "return": visit.Waiting, "transfer": visit.Waiting, "hasten": visit.Waiting,
			"straight": visit.Serving},
		visit.Called: {"recall": visit.Called, "miss": visit.Waiting, "miss, last": visit.Missed, "serve": visit.Serving, "leave": visit.Left,
			"transfer": visit.Waiting},
		visit.Serving: {"serve": visit.Serving, "finish": visit.Finished, "finish, cut": visit.Finished, "park": visit.Parked,
			"transfer": visit.Waiting},
		visit.Parked:   {"serve": visit.Serving, "park": visit.Parked, "return": visit.Waiting, "transfer": visit.Waiting, "leave": visit.Left},
		visit.Finished: {"finish": visit.Finished},
		visit.Missed:   {},
		visit.Left:     {"leave": visit.Left},
	} {
		for name, step := range steps {
			v := waiting(t, 1, "10:00")
			if v.State = from; from != visit.Waiting {
				v.Desk = 1
			}
			got, err := step(v)
			want, ok := leads[name]
			switch {
			case ok && (err != nil || got.State != want):
				t.Errorf("%s when %s: %s, %v; want %s", name, from, got.State, err, want)
			case !ok && err == nil:
				t.Errorf("%s when %s was allowed: %s", name, from, got.State)
			case !ok && (got.State != v.State || !strings.Contains(fault.Sentence(err), "A001")):
				t.Errorf("%s when %s: state %s, says %q", name, from, got.State, fault.Sentence(err))
			}
		}
	}
}

func TestAnotherDeskMayNotTouchIt(t *testing.T) {
	called, err := waiting(t, 1, "10:00").Call(2, later)
	if err != nil {
		t.Fatal(err)
	}
	serving, err := called.Serve(2, later)
	if err != nil {
		t.Fatal(err)
	}
	parked, err := serving.Park(2, later)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []visit.Visit{called, serving} {
		for _, name := range []string{"call", "recall", "miss", "serve", "finish", "park", "transfer", "hasten"} {
			if _, err := steps[name](v); !fault.Is(err, fault.Taken) || !strings.Contains(fault.Sentence(err), "loket 2") {
				t.Errorf("%s at desk 1 of a visit %s at desk 2: %v", name, v.State, err)
			}
		}
	}
	for _, name := range []string{"call", "serve", "finish", "park", "transfer"} {
		if _, err := steps[name](parked); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Sentence(err), "loket 2") {
			t.Errorf("%s at desk 1 of a visit parked by desk 2: %v", name, err)
		}
	}
}

func TestMissesCloseAVisitAtTheLimit(t *testing.T) {
	v, turn := waiting(t, 1, "10:00"), uint64(10)
	order := visit.Order{Calls: 3}
	for n := 1; n <= 3; n++ {
		called, err := v.Call(1, stamp(t, "10:00")+visit.Stamp(100*n))
		if err != nil {
			t.Fatal(err)
		}
		if v, err = called.Miss(1, turn+uint64(n), order.LastCall(called), stamp(t, "10:00")+visit.Stamp(100*n+50)); err != nil {
			t.Fatal(err)
		}
		if v.Misses != n || (v.State == visit.Missed) != (n == 3) {
			t.Fatalf("after miss %d: %d misses, %s", n, v.Misses, v.State)
		}
		if v.State == visit.Waiting && (v.Turn != turn+uint64(n) || v.Desk != 0) {
			t.Fatalf("after miss %d: turn %d, desk %d", n, v.Turn, v.Desk)
		}
	}
	if start := stamp(t, "10:00"); v.Called != start+100 || v.LastCalled != start+300 || v.Ended != start+350 {
		t.Errorf("first call %d, last %d, end %d", v.Called, v.LastCalled, v.Ended)
	}
	if !(visit.Order{}).LastCall(waiting(t, 1, "10:00")) {
		t.Error("the zero order allows a second call")
	}
}
