package visit_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// drawQueue draws a day of visits in every state until now, appointments still expected, and desks that serve not
// everything.
func drawQueue(t *rapid.T, now time.Time) visit.Queue {
	q := visit.Queue{Offer: offer, Posts: slices.Clone(posts)}
	if kind := visit.Kind(rapid.IntRange(0, int(visit.Room)).Draw(t, "kind")); kind != visit.Counter {
		q.Posts = append(q.Posts, visit.Post{Desk: 3, Kind: kind, Serves: visit.Scope{Themes: []office.ClusterID{"wonen", "ocmw"}}})
	}
	for n := range rapid.IntRange(0, 12).Draw(t, "visits") {
		q.Visits = append(q.Visits, drawVisit(t, n+1, now))
	}
	for range rapid.IntRange(0, 3).Draw(t, "expected") {
		q.Expected = append(q.Expected, visit.Expected{Planned: drawPlanned(t), Desk: drawDesk(t)})
	}
	return q
}

// drawVisit draws a visit that came as number n, in the two hours before now: any state, any history.
func drawVisit(t *rapid.T, n int, now time.Time) visit.Visit {
	v := visit.Visit{ID: id(n), Ticket: visit.Ticket(n), Date: day, Turn: uint64(n), Persons: 1,
		State:    visit.State(rapid.SampledFrom([]int{1, 1, 1, 2, 3, 4, 5, 6, 7}).Draw(t, "state")),
		Arrived:  visit.StampOf(now.Add(-time.Duration(rapid.IntRange(0, 120).Draw(t, "arrived")) * time.Minute)),
		Products: []office.ProductID{rapid.SampledFrom([]office.ProductID{"eid", "woonadvies", "pas", "steun", "onbekend"}).Draw(t, "product")}}
	if rapid.Bool().Draw(t, "booked") {
		v.Appointment, v.Minutes = id(n), rapid.SampledFrom([]int{5, 10, 20}).Draw(t, "minutes")
		v.Planned, v.PlannedDesk = drawPlanned(t), drawDesk(t)
	} else {
		v.Urgency = visit.Urgency(rapid.IntRange(0, 2).Draw(t, "urgency"))
	}
	switch rapid.IntRange(0, 5).Draw(t, "past") {
	case 0:
		v.Misses, v.MissedCall = 1, min(v.Arrived+60_000, visit.StampOf(now))
	case 1:
		v.For.Desk = drawDesk(t)
	case 2:
		v.For.Theme, v.Started, v.Transfers = "wonen", min(v.Arrived+60_000, visit.StampOf(now)), 1
	}
	if v.State != visit.Waiting {
		v.Desk = drawDesk(t)
	}
	return v
}

func drawDesk(t *rapid.T) office.Desk { return office.Desk(rapid.IntRange(1, 2).Draw(t, "desk")) }

func drawPlanned(t *rapid.T) office.Minute {
	return office.Minute(540 + 5*rapid.IntRange(0, 24).Draw(t, "planned"))
}

func drawNow(t *rapid.T) time.Time {
	return day.At(office.Minute(rapid.IntRange(540, 720).Draw(t, "now")), zone)
}

// drawOrder draws an order that a site may have.
func drawOrder(t *rapid.T) visit.Order {
	o := visit.DefaultOrder
	o.Sequence = rapid.SampledFrom([][]visit.Group{nil, {visit.GroupDue, visit.GroupUrgent}, {visit.GroupUrgent, visit.GroupSemi, visit.GroupDue, visit.GroupEarly}}).Draw(t, "sequence")
	o.Earliest = rapid.SampledFrom([]int{0, 15}).Draw(t, "earliest")
	o.Grace = rapid.SampledFrom([]int{0, 15}).Draw(t, "grace")
	o.Patience = rapid.SampledFrom([]int{0, 10, 30}).Draw(t, "patience")
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOrderIsTotal: the same visits give the same order and the same words however they come in, nobody who waits is
// left out, and every place has its reason.
func TestOrderIsTotal_A002_66(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		o, q, desk := drawOrder(t), drawQueue(t, now), office.Desk(rapid.IntRange(0, 3).Draw(t, "at"))
		first := o.Arrange(q, now, desk)
		shuffled := q
		shuffled.Visits, shuffled.Expected = rapid.Permutation(q.Visits).Draw(t, "shuffled"), rapid.Permutation(q.Expected).Draw(t, "expected")
		if again := o.Arrange(shuffled, now, desk); !slices.Equal(lines(first), lines(again)) {
			t.Fatalf("order depends on the input's order:\n%q\n%q", lines(first), lines(again))
		}
		seen := map[office.VisitID]bool{}
		for _, p := range first {
			if p.Why == "" || p.Visit.State != visit.Waiting || seen[p.Visit.ID] || p.Held && p.Passed == "" {
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

// TestChoiceIsTheFirstThatMayBeCalled: a desk calls the head of its list but for those with a reason against them, and
// every one of those is told.
func TestChoiceIsTheFirstThatMayBeCalled_A002_54(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		o, q, desk := drawOrder(t), drawQueue(t, now), office.Desk(rapid.IntRange(0, 3).Draw(t, "at"))
		all := o.Arrange(q, now, desk)
		first := slices.IndexFunc(all, func(p visit.Place) bool { return p.Passed == "" })
		c, ok := o.Choose(q, now, desk)
		if ok != (first >= 0) || ok && c.Visit.ID != all[first].Visit.ID {
			t.Fatalf("called %v %s, the list says %d of %q", ok, c.Visit.Ticket, first, lines(all))
		}
		if !ok {
			first = len(all)
		}
		if passed := c.Passed(99); c.Before != first || !slices.Equal(lines(passed), lines(all[:first])) {
			t.Fatalf("passed %q, before it stand %q", lines(passed), lines(all[:first]))
		}
	})
}

// TestOrderRules holds every pair of places, and who is next, against the rules in words.
func TestOrderRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		q, desk := drawQueue(t, now), drawDesk(t)
		q.Posts = nil
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
	o := visit.DefaultOrder
	start := func(v visit.Visit) visit.Stamp {
		s, _ := v.Start(zone)
		return visit.StampOf(s)
	}
	fresh := func(v visit.Visit) bool { return v.MissedCall == 0 }
	kept := func(v visit.Visit) bool {
		return fresh(v) && v.Booked() && v.Arrived <= start(v)+visit.Stamp(o.Grace)*60_000
	}
	isDue := func(v visit.Visit) bool { return kept(v) && start(v) <= visit.StampOf(now) }
	urgent := func(v visit.Visit) bool { return fresh(v) && v.Urgency == visit.Urgent }
	plain := func(v visit.Visit) bool { return !kept(v) && (v.Urgency == visit.Ordinary || !fresh(v)) }
	over := func(v visit.Visit) bool {
		return visit.StampOf(now) >= max(v.Arrived, v.MissedCall)+visit.Stamp(o.Patience)*60_000
	}
	switch x, y := a.Visit, b.Visit; {
	case urgent(y) && !urgent(x):
		t.Fatalf("urgent %s behind %s", y.Ticket, x.Ticket)
	case isDue(y) && plain(x) && a.Group == visit.GroupWalkIn:
		t.Fatalf("due %s behind walk-in %s", y.Ticket, x.Ticket)
	case isDue(x) && isDue(y) && x.Started == 0 && y.Started == 0 && y.Planned < x.Planned:
		t.Fatalf("%s of %s behind %s of %s", y.Ticket, y.Planned, x.Ticket, x.Planned)
	case plain(x) && plain(y) && y.Turn < x.Turn:
		t.Fatalf("walk-in %s came before %s and stands behind", y.Ticket, x.Ticket)
	case plain(y) && over(y) && b.Group != visit.GroupDue:
		t.Fatalf("walk-in %s is out of patience and is in group %d", y.Ticket, b.Group)
	case a.Held && !b.Held:
		t.Fatalf("held %s before %s", x.Ticket, y.Ticket)
	}
}

// checkNobodyLate fails when serving v, early, would keep a place planned at this desk before v from its time.
func checkNobodyLate(t *rapid.T, q visit.Queue, v visit.Visit, now time.Time, desk office.Desk) {
	start, booked := v.Start(now.Location())
	if !booked || v.MissedCall != 0 || v.Started != 0 || !start.After(now) {
		return
	}
	for _, e := range q.Expected {
		other := day.At(e.Planned, now.Location())
		if e.Desk == desk && e.Planned < v.Planned && other.After(now) && other.Before(now.Add(time.Duration(v.Minutes)*time.Minute)) {
			t.Fatalf("%s called at %s makes the appointment of %s late", v.Ticket, now, e.Planned)
		}
	}
}

// TestNobodyStarves: once patience and grace are over, whoever comes in without a code of spoed — by appointment, without,
// at whatever time — does not come before one who waits without appointment.
func TestNobodyStarves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		o, q, desk := drawOrder(t), drawQueue(t, now), office.Desk(rapid.IntRange(0, 2).Draw(t, "at"))
		o.Patience, o.Sequence = rapid.IntRange(1, 40).Draw(t, "minutes"), nil
		v := drawVisit(t, 20, now)
		v.State, v.Appointment = visit.Waiting, office.AppointmentID{}
		q.Visits = append(q.Visits, v)
		over := max(v.Arrived, v.MissedCall).Time().Add(time.Duration(o.Patience+o.Grace) * time.Minute)
		if now.Before(over) {
			now = over.In(zone)
		}
		before := position(o.Arrange(q, now, desk), v.ID)
		for n := range rapid.IntRange(1, 5).Draw(t, "new") {
			w := drawVisit(t, 21+n, now)
			w.State, w.Arrived, w.MissedCall, w.Started = visit.Waiting, visit.StampOf(now), 0, 0
			w.Urgency = min(w.Urgency, visit.SemiUrgent)
			q.Visits = append(q.Visits, w)
		}
		if after := position(o.Arrange(q, now, desk), v.ID); after > before {
			t.Fatalf("%s stood at %d, now at %d: %q", v.Ticket, before, after, lines(o.Arrange(q, now, desk)))
		}
	})
}

// position is where a visit stands.
func position(order []visit.Place, id office.VisitID) int {
	return slices.IndexFunc(order, func(p visit.Place) bool { return p.Visit.ID == id })
}

// TestTransfersKeepPlace: whoever stood behind a visit stands behind it still when it was called, served, and sent on or
// parked and back.
func TestTransfersKeepPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawNow(t)
		o, q := drawOrder(t), drawQueue(t, now)
		v := drawVisit(t, 6, now)
		v.State, v.Desk = visit.Waiting, 0
		q.Visits = append(slices.DeleteFunc(q.Visits, func(w visit.Visit) bool { return w.ID == v.ID }), v)
		order := o.Arrange(q, now, 0)
		behind := order[position(order, v.ID)+1:]

		sent := mustServe(t, v, 1, now)
		var err error
		if rapid.Bool().Draw(t, "park") {
			if sent, err = sent.Park(1, visit.StampOf(now)); err == nil {
				sent, err = sent.Return()
			}
		} else {
			to := rapid.SampledFrom([]visit.Target{{}, {Desk: 2}, {Theme: "wonen"}}).Draw(t, "to")
			sent, err = sent.Transfer(1, visit.Transfer{To: to}, visit.StampOf(now))
		}
		if err != nil || sent.Turn != v.Turn || sent.Planned != v.Planned {
			t.Fatalf("%+v, %v", sent, err)
		}
		q.Visits[len(q.Visits)-1] = sent
		after := o.Arrange(q, now, 0)
		at := position(after, v.ID)
		for _, p := range behind {
			if position(after, p.Visit.ID) < at {
				t.Fatalf("%s stood behind %s and stands before it now: %q, then %q", p.Visit.Ticket, v.Ticket, lines(order), lines(after))
			}
		}
	})
}

// mustServe calls a waiting visit to a desk and begins.
func mustServe(t *rapid.T, v visit.Visit, desk office.Desk, now time.Time) visit.Visit {
	t.Helper()
	called, err := v.Call(desk, visit.StampOf(now))
	if err != nil {
		t.Fatal(err)
	}
	serving, err := called.Serve(desk, visit.StampOf(now))
	if err != nil {
		t.Fatal(err)
	}
	return serving
}

// TestDesksNeverShareAVisit runs a day with two desks at random and keeps count of everybody: no visit is at two
// desks, nobody who waits is lost, and everybody gets away once nobody arrives any more.
func TestDesksNeverShareAVisit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &room{t: t, visits: map[office.VisitID]visit.Visit{}, now: day.At(540, zone)}
		t.Repeat(map[string]func(*rapid.T){
			"arrive": func(t *rapid.T) { w.arrive(t) },
			"desk": func(t *rapid.T) {
				w.act(office.Desk(rapid.IntRange(1, 2).Draw(t, "desk")), rapid.IntRange(0, 7).Draw(t, "does"))
			},
			"wait": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute)
			},
			"": func(t *rapid.T) { w.check(t) },
		})
		for range 20 * (len(w.visits) + 1) {
			if w.over() {
				break
			}
			w.now = w.now.Add(time.Hour)
			for _, desk := range []office.Desk{1, 2} {
				for _, does := range []int{7, 1, 2, 0, 1, 2} {
					w.act(desk, does)
				}
			}
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

// over reports whether everybody is gone.
func (w *room) over() bool {
	for _, v := range w.visits {
		if v.State.Open() {
			return false
		}
	}
	return true
}

func (w *room) arrive(t *rapid.T) {
	w.turn++
	v := visit.Visit{ID: id(len(w.visits) + 1), Ticket: visit.Ticket(len(w.visits) + 1), Date: day, State: visit.Waiting, Turn: w.turn, Arrived: visit.StampOf(w.now),
		Products: []office.ProductID{rapid.SampledFrom([]office.ProductID{"eid", "woonadvies", "pas"}).Draw(t, "product")}}
	if rapid.Bool().Draw(t, "booked") {
		v.Appointment, v.Planned, v.PlannedDesk, v.Minutes = id(len(w.visits)+1), drawPlanned(t), 1, 10
	}
	w.visits[v.ID] = v
}

// act lets a desk do one thing: call, serve, finish or miss; what does not fit the moment is skipped.
func (w *room) act(desk office.Desk, does int) {
	var at, parked visit.Visit
	var all []visit.Visit
	for _, v := range w.visits {
		all = append(all, v)
		if v.Desk == desk && v.State.AtDesk() {
			at = v
		}
		if v.Desk == desk && v.State == visit.Parked {
			parked = v
		}
	}
	var err error
	switch now := visit.StampOf(w.now); {
	case does == 0 && at.State == 0:
		next, ok := visit.DefaultOrder.Next(visit.Queue{Visits: all, Offer: offer, Posts: posts}, w.now, desk)
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
	case does == 4 && at.State == visit.Serving:
		at, err = at.Park(desk, now)
	case does == 5 && at.State == visit.Serving:
		at, err = at.Transfer(desk, visit.Transfer{To: visit.Target{Desk: 3 - desk}}, now)
	case does == 6 && at.State == 0 && parked.State != 0:
		at, err = parked.Serve(desk, now)
	case does == 7 && parked.State != 0:
		at, err = parked.Return()
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
		if v.State.AtDesk() {
			if other, ok := desks[v.Desk]; ok || v.Desk == 0 {
				t.Fatalf("desk %d has %s and %s", v.Desk, other, v.Ticket)
			}
			desks[v.Desk] = v.Ticket
		}
	}
}
