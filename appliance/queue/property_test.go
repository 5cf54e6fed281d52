package queue_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestAnyDay taps at random — also at the wrong desk, twice, on visits that are over — and holds the room against a
// count of its own: whoever came in and is not out is in the room once, waiting or at one desk.
func TestAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newRoom(t)
		inside := map[office.VisitID]bool{}
		var all []office.VisitID
		desk := func(t *rapid.T) office.Desk { return office.Desk(rapid.IntRange(1, 3).Draw(t, "desk")) }
		tap := func(do func(id office.VisitID, d office.Desk) (*contract.Event, error)) func(*rapid.T) {
			return func(t *rapid.T) {
				if len(all) == 0 {
					return
				}
				e, err := do(rapid.SampledFrom(all).Draw(t, "visit"), desk(t))
				if err == nil {
					w.must(e, nil)
				} else if !fault.Is(err, fault.Taken) && !fault.Is(err, fault.Conflict) {
					t.Fatal(err)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"check in": func(t *rapid.T) {
				planned := office.Minute(600 + 5*rapid.IntRange(0, 20).Draw(t, "planned"))
				all = append(all, w.checkIn(w.book(planned.String())))
			},
			"issue": func(*rapid.T) { all = append(all, w.issue()) },
			"call": func(t *rapid.T) {
				e, err := queue.Hall{Order: w.order, Expected: w.expected}.Call(w.state, desk(t), w.now)
				if err == nil {
					w.must(e, nil)
				}
			},
			"recall": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				return queue.Recall(w.state, id, d, w.now)
			}),
			"miss": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				return queue.Miss(w.state, w.order, id, d, w.now)
			}),
			"serve": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				return queue.Serve(w.state, id, d, w.now)
			}),
			"finish": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				return queue.Finish(w.state, id, d, "", w.now)
			}),
			"leave": tap(func(id office.VisitID, _ office.Desk) (*contract.Event, error) {
				return queue.Leave(w.state, id, w.now)
			}),
			"park": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				return queue.Park(w.state, id, d, w.now)
			}),
			"return": tap(func(id office.VisitID, _ office.Desk) (*contract.Event, error) { return queue.Return(w.state, id) }),
			"transfer": tap(func(id office.VisitID, d office.Desk) (*contract.Event, error) {
				to := visit.Transfer{To: visit.Target{Desk: d%3 + 1}}
				return queue.Transfer(w.state, catalogue.Embedded(), id, d, to, w.now)
			}),
			"hasten": tap(func(id office.VisitID, _ office.Desk) (*contract.Event, error) {
				return queue.Hasten(w.state, id, visit.Urgent, "verlies")
			}),
			"straight": func(t *rapid.T) {
				walk := queue.Walk{Visit: w.id(), Products: []office.ProductID{"reispas-afhalen"}, Straight: desk(t)}
				if e, err := queue.Issue(w.state, catalogue.Embedded(), walk, w.now); err == nil {
					w.must(e, nil)
					all = append(all, walk.Visit)
				}
			},
			"undo": func(t *rapid.T) {
				if len(all) > 0 {
					undoAny(t, w, rapid.SampledFrom(all).Draw(t, "visit"), desk(t))
				}
			},
			"clock": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(-10, 20).Draw(t, "minutes")) * time.Minute)
			},
			"": func(t *rapid.T) {
				for _, id := range all {
					inside[id] = w.visit(id).State.Open()
				}
				checkRoom(t, w, inside)
			},
		})
		w.checkRefold()
	})
}

// undoAny tries to take the last step of a visit back. Where it may, the visit is what its trace says, to the letter.
func undoAny(t *rapid.T, w *room, id office.VisitID, desk office.Desk) {
	last, err := queue.LastStep(w.state, id)
	if err != nil {
		t.Fatal(err)
	}
	e, err := queue.Undo(w.state, w.order, id, last.Number, desk, w.now)
	if err != nil {
		return
	}
	w.must(e, nil)
	if !reflect.DeepEqual(w.visit(id), last.Before) {
		t.Fatalf("undone: %+v, it was %+v", w.visit(id), last.Before)
	}
	if again, err := queue.LastStep(w.state, id); err != nil || again.Number != 0 {
		t.Fatalf("something is left to undo: %+v, %v", again, err)
	}
}

// checkRoom holds the readings against who is inside.
func checkRoom(t *rapid.T, w *room, inside map[office.VisitID]bool) {
	now := w.look(queue.Hall{Order: w.order, Expected: w.expected})
	seen, desks := map[office.VisitID]bool{}, map[office.Desk]bool{}
	for _, v := range now.Parked() {
		seen[v.ID] = inside[v.ID]
	}
	both := now.AtDesks()
	for _, p := range now.List(0) {
		both = append(both, p.Visit)
	}
	for _, v := range both {
		if seen[v.ID] || !inside[v.ID] || v.State != visit.Waiting && (v.Desk == 0 || desks[v.Desk]) {
			t.Fatalf("%+v: twice in the room, gone, or one of two at a desk", v)
		}
		seen[v.ID] = true
		desks[v.Desk] = v.Desk != 0
	}
	for id, in := range inside {
		if in && !seen[id] {
			t.Fatalf("%s is lost", w.visit(id).Ticket)
		}
	}
}
