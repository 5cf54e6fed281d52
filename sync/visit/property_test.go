package visit_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// drawQueue draws a day of visits in every state, and appointments still expected.
func drawQueue(t *rapid.T) visit.Queue {
	var q visit.Queue
	for n := range rapid.IntRange(0, 12).Draw(t, "visits") {
		v := visit.Visit{ID: id(n + 1), Ticket: visit.Ticket(n + 1), Date: day, Turn: uint64(n + 1), Persons: 1,
			State:   visit.State(rapid.IntRange(1, 6).Draw(t, "state")),
			Arrived: visit.StampOf(day.At(office.Minute(rapid.IntRange(540, 660).Draw(t, "arrived")), zone))}
		if rapid.Bool().Draw(t, "booked") {
			v.Appointment, v.Minutes = id(n+1), rapid.SampledFrom([]int{5, 10, 20}).Draw(t, "minutes")
			v.Planned, v.PlannedDesk = drawPlanned(t), office.Desk(rapid.IntRange(1, 2).Draw(t, "planned desk"))
		} else {
			v.Urgency = visit.Urgency(rapid.IntRange(0, 2).Draw(t, "urgency"))
		}
		if rapid.IntRange(0, 5).Draw(t, "missed") == 0 {
			v.Misses, v.LastCalled = 1, v.Arrived+60000
		}
		q.Visits = append(q.Visits, v)
	}
	for range rapid.IntRange(0, 3).Draw(t, "expected") {
		q.Expected = append(q.Expected, visit.Expected{Planned: drawPlanned(t), Desk: office.Desk(rapid.IntRange(1, 2).Draw(t, "expected desk"))})
	}
	return q
}

func drawPlanned(t *rapid.T) office.Minute {
	return office.Minute(540 + 5*rapid.IntRange(0, 24).Draw(t, "planned"))
}

func drawNow(t *rapid.T) time.Time {
	return day.At(office.Minute(rapid.IntRange(540, 680).Draw(t, "now")), zone)
}

// TestOrderIsTotal: the same visits give the same order however they come in, nobody who waits is left out, and
// every place has its reason.
func TestOrderIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, now, desk := drawQueue(t), drawNow(t), office.Desk(rapid.IntRange(0, 2).Draw(t, "desk"))
		first := visit.DefaultOrder.Arrange(q, now, desk)
		shuffled := visit.Queue{Visits: rapid.Permutation(q.Visits).Draw(t, "shuffled"), Expected: rapid.Permutation(q.Expected).Draw(t, "expected")}
		if again := visit.DefaultOrder.Arrange(shuffled, now, desk); !slices.Equal(lines(first), lines(again)) {
			t.Fatalf("order depends on the input's order:\n%q\n%q", lines(first), lines(again))
		}
		seen := map[office.VisitID]bool{}
		for _, p := range first {
			if p.Why == "" || p.Visit.State != visit.Waiting || seen[p.Visit.ID] {
				t.Fatalf("place %+v", p)
			}
			seen[p.Visit.ID] = true
		}
		for _, v := range q.Visits {
			if v.State == visit.Waiting && !seen[v.ID] {
				t.Fatalf("%s waits and stands nowhere", v.Ticket)
			}
		}
	})
}

// TestOrderRules holds every pair of neighbours, and the head, against the rules in words.
func TestOrderRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, now, desk := drawQueue(t), drawNow(t), office.Desk(rapid.IntRange(1, 2).Draw(t, "desk"))
		all := visit.DefaultOrder.Arrange(q, now, desk)
		for i, a := range all {
			for _, b := range all[i+1:] {
				checkPair(t, a, b, now)
			}
		}
		if next, ok := visit.DefaultOrder.Next(q, now, desk); ok {
			checkNobodyLate(t, q, next.Visit, now, desk)
		} else {
			for _, p := range all {
				if !p.Held {
					t.Fatalf("nobody is next, yet %s may be called", p.Visit.Ticket)
				}
			}
		}
	})
}

// checkPair fails when b has a better right than a, who stands before b.
func checkPair(t *rapid.T, a, b visit.Place, now time.Time) {
	fresh := func(v visit.Visit) bool { return v.Misses == 0 }
	isDue := func(v visit.Visit) bool {
		start, booked := v.Start(now.Location())
		return fresh(v) && booked && !start.After(now)
	}
	plain := func(v visit.Visit) bool { return !v.Booked() && v.Urgency == visit.Ordinary || !fresh(v) }
	switch x, y := a.Visit, b.Visit; {
	case fresh(y) && y.Urgency == visit.Urgent && (!fresh(x) || x.Urgency != visit.Urgent):
		t.Fatalf("urgent %s behind %s", y.Ticket, x.Ticket)
	case isDue(y) && plain(x):
		t.Fatalf("due %s behind walk-in %s", y.Ticket, x.Ticket)
	case isDue(x) && isDue(y) && y.Planned < x.Planned:
		t.Fatalf("%s of %s behind %s of %s", y.Ticket, y.Planned, x.Ticket, x.Planned)
	case plain(x) && plain(y) && y.Turn < x.Turn:
		t.Fatalf("walk-in %s came before %s and stands behind", y.Ticket, x.Ticket)
	case a.Held && !b.Held:
		t.Fatalf("held %s before %s", x.Ticket, y.Ticket)
	}
}

// checkNobodyLate fails when serving v, early, would keep a place planned at this desk before v from its time.
func checkNobodyLate(t *rapid.T, q visit.Queue, v visit.Visit, now time.Time, desk office.Desk) {
	start, booked := v.Start(now.Location())
	if !booked || v.Misses > 0 || !start.After(now) {
		return
	}
	for _, e := range q.Expected {
		other := day.At(e.Planned, now.Location())
		if e.Desk == desk && e.Planned < v.Planned && other.After(now) && other.Before(now.Add(time.Duration(v.Minutes)*time.Minute)) {
			t.Fatalf("%s called at %s makes the appointment of %s late", v.Ticket, now, e.Planned)
		}
	}
}

// TestDesksNeverShareAVisit runs a day with two desks at random and keeps count of everybody: no visit is at two
// desks, nobody who waits is lost, and everybody gets away once nobody arrives any more.
func TestDesksNeverShareAVisit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &room{t: t, visits: map[office.VisitID]visit.Visit{}, now: day.At(540, zone)}
		t.Repeat(map[string]func(*rapid.T){
			"arrive": func(t *rapid.T) { w.arrive(t) },
			"desk": func(t *rapid.T) {
				w.act(office.Desk(rapid.IntRange(1, 2).Draw(t, "desk")), rapid.IntRange(0, 3).Draw(t, "does"))
			},
			"wait": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute)
			},
			"": func(t *rapid.T) { w.check(t) },
		})
		for range 20 * (len(w.visits) + 1) {
			w.now = w.now.Add(time.Hour)
			w.act(1, 0)
			w.act(1, 1)
			w.act(1, 2)
			w.act(2, 3)
			w.act(2, 1)
			w.act(2, 2)
		}
		for _, v := range w.visits {
			if v.State.Open() {
				t.Fatalf("%s is still %s", v.Ticket, v.State)
			}
		}
	})
}

// room is a waiting room with desks, driven by the rules alone.
type room struct {
	t      *rapid.T
	visits map[office.VisitID]visit.Visit
	turn   uint64
	now    time.Time
}

func (w *room) arrive(t *rapid.T) {
	w.turn++
	v := visit.Visit{ID: id(len(w.visits) + 1), Ticket: visit.Ticket(len(w.visits) + 1), Date: day, State: visit.Waiting, Turn: w.turn, Arrived: visit.StampOf(w.now)}
	if rapid.Bool().Draw(t, "booked") {
		v.Appointment, v.Planned, v.PlannedDesk, v.Minutes = id(len(w.visits)+1), drawPlanned(t), 1, 10
	}
	w.visits[v.ID] = v
}

// act lets a desk do one thing: call, serve, finish or miss; what does not fit the moment is skipped.
func (w *room) act(desk office.Desk, does int) {
	var at visit.Visit
	var all []visit.Visit
	for _, v := range w.visits {
		all = append(all, v)
		if v.Desk == desk && v.State.Open() {
			at = v
		}
	}
	var err error
	switch now := visit.StampOf(w.now); {
	case does == 0 && at.State == 0:
		next, ok := visit.DefaultOrder.Next(visit.Queue{Visits: all}, w.now, desk)
		if !ok {
			return
		}
		at, err = next.Visit.Call(desk, now)
	case does == 1 && at.State == visit.Called:
		at, err = at.Serve(desk, now)
	case does == 2 && at.State == visit.Serving:
		at, err = at.Finish(desk, false, now)
	case does == 3 && at.State == visit.Called:
		w.turn++
		at, err = at.Miss(desk, w.turn, visit.DefaultOrder.LastCall(at), now)
	default:
		return
	}
	if err != nil {
		w.t.Fatalf("desk %d: %v", desk, err)
	}
	w.visits[at.ID] = at
}

// check holds the room against what must always be true.
func (w *room) check(t *rapid.T) {
	desks := map[office.Desk]visit.Ticket{}
	for _, v := range w.visits {
		if v.State == visit.Called || v.State == visit.Serving {
			if other, ok := desks[v.Desk]; ok || v.Desk == 0 {
				t.Fatalf("desk %d has %s and %s", v.Desk, other, v.Ticket)
			}
			desks[v.Desk] = v.Ticket
		}
	}
}
