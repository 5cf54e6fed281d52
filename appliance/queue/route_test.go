package queue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestParkedAndSentOn follows a visitor who goes aside, comes back, and is sent on with one of two products done.
func TestParkedAndSentOn_A000_29_A003_01(t *testing.T) {
	w := mustRoom(t)
	id := w.ask("eid-aanvraag", "woonadvies")
	w.issue()
	w.serve(1)
	w.pass(4)
	w.must(queue.Park(w.state, id, 1, w.now))
	if parked := w.look(w.hall()).Parked(); len(parked) != 1 || parked[0].ID != id {
		t.Fatalf("parked %v", parked)
	}
	if row := queue.Row(w.visit(id)); row.PausedMs != w.now.UnixMilli() {
		t.Errorf("parked since %d, want %d", row.PausedMs, w.now.UnixMilli())
	}
	other := w.serve(1) // the desk is free meanwhile
	e, err := queue.Serve(w.state, id, 1, w.now)
	w.refuse(fault.Conflict, e, err)
	if !strings.Contains(fault.Sentence(err), "A002") {
		t.Errorf("says %q", fault.Sentence(err))
	}
	w.must(queue.Finish(w.state, other, 1, "", w.now))
	w.must(queue.Serve(w.state, id, 1, w.now)) // back at the desk, without a call
	if row := queue.Row(w.visit(id)); row.PausedMs != 0 {
		t.Errorf("served, and away since %d", row.PausedMs)
	}
	w.pass(3)
	w.must(queue.Transfer(w.state, catalogue.Embedded(), id, 1,
		visit.Transfer{To: visit.Target{Theme: "wonen"}, Done: []office.ProductID{"eid-aanvraag"}}, w.now))
	if list := w.look(w.hall()).List(1); len(list) != 1 || list[0].Passed != "is doorverwezen naar wonen" {
		t.Fatalf("desk 1 sees %+v", list)
	}
	w.must(w.hall().Call(w.state, 2, w.now))
	w.must(queue.Serve(w.state, id, 2, w.now))
	w.pass(20)
	w.must(queue.Finish(w.state, id, 2, "", w.now))
	if d, ok := visit.TransactionTime(w.visit(id)); !ok || d.Minutes() != 27 {
		t.Errorf("transaction_time %v %v", d, ok)
	}
}

func TestReturnWaitsForTheDeskThatParked(t *testing.T) {
	w := mustRoom(t)
	first, second := w.issue(), w.issue()
	w.serve(1)
	w.must(queue.Park(w.state, first, 1, w.now))
	w.must(queue.Return(w.state, first))
	hall := w.hall()
	list := w.look(hall).List(3)
	if list[0].Visit.ID != first || list[0].Passed != "is voor loket 1" || list[1].Visit.ID != second || list[1].Passed != "" {
		t.Fatalf("desk 3 sees %+v", list)
	}
	e, err := hall.Call(w.state, 3, w.now)
	w.must(e, err)
	if called := e.GetCalled(); office.VisitID(called.Visit) != second || called.PassedCount != 1 || len(called.Passed) != 1 ||
		office.VisitID(called.Passed[0].Visit) != first || called.Passed[0].Why != "is voor loket 1" {
		t.Errorf("called %v", e)
	}
	e, err = hall.Call(w.state, 1, w.now)
	if w.must(e, err); office.VisitID(e.GetCalled().Visit) != first || !strings.Contains(e.GetCalled().Why, "terug voor loket 1") {
		t.Errorf("called %v", e)
	}
}

// TestCallTellsWhomItPassedOver: of a long list the record keeps the first few reasons and the whole number.
func TestCallTellsWhomItPassedOver_A002_54(t *testing.T) {
	w := mustRoom(t)
	for range 12 {
		w.ask("eid-aanvraag")
	}
	e, err := w.hall().Call(w.state, 2, w.now)
	w.refuse(fault.Refused, e, err)
	if say := fault.Sentence(err); !strings.Contains(say, "Voor jou wacht er niemand. A001: loket 2 behandelt geen") {
		t.Errorf("says %q", say)
	}
	if stranded := w.look(w.hall()).Stranded(); len(stranded) != 0 {
		t.Errorf("stranded %v", stranded)
	}
	advice := w.ask("woonadvies")
	e, err = w.hall().Call(w.state, 2, w.now)
	if w.must(e, err); office.VisitID(e.GetCalled().Visit) != advice || e.GetCalled().PassedCount != 12 || len(e.GetCalled().Passed) != 8 {
		t.Errorf("called %v", e)
	}
}

func TestTransferRefuses(t *testing.T) {
	w := mustRoom(t)
	id := w.ask("eid-aanvraag")
	w.serve(1)
	for name, row := range map[string]struct {
		to   visit.Transfer
		desk office.Desk
		kind fault.Kind
	}{
		"no such theme":        {visit.Transfer{To: visit.Target{Theme: "vrije-tijd"}}, 1, fault.Invalid},
		"no such product":      {visit.Transfer{Added: []office.ProductID{"koffie"}}, 1, fault.Invalid},
		"A002-47 not any more": {visit.Transfer{Added: []office.ProductID{"sociale-producten"}}, 1, fault.Invalid},
		"eleven products":      {visit.Transfer{Added: tenProducts()}, 1, fault.Invalid},
		"nothing left":         {visit.Transfer{To: visit.Target{Desk: 2}, Done: []office.ProductID{"eid-aanvraag"}}, 1, fault.Refused},
		"another desk's":       {visit.Transfer{To: visit.Target{Desk: 3}}, 2, fault.Taken},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := queue.Transfer(w.state, catalogue.Embedded(), id, row.desk, row.to, w.now)
			w.refuse(row.kind, e, err)
		})
	}
	e, err := queue.Transfer(w.state, catalogue.Embedded(), office.VisitID{}, 1, visit.Transfer{}, w.now)
	w.refuse(fault.NotFound, e, err)
}

// tenProducts are ten that are offered now, none of them an eID request.
func tenProducts() []office.ProductID {
	var out []office.ProductID
	for _, p := range catalogue.Products() {
		if p.ID != "eid-aanvraag" && p.Offered == (office.Period{}) && len(out) < 10 {
			out = append(out, p.ID)
		}
	}
	return out
}

// TestSecondTapsOfTheNewActs: the same tap again gives no event, whatever the act.
func TestSecondTapsOfTheNewActs(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	twice := func(name string, do func() (*contract.Event, error)) {
		t.Helper()
		if e, err := do(); !w.must(e, err) {
			t.Errorf("%s gave no event", name)
		}
		if e, err := do(); w.must(e, err) {
			t.Errorf("%s gave a second event", name)
		}
	}
	twice("hasten", func() (*contract.Event, error) { return queue.Hasten(w.state, id, visit.Urgent, "vertrek") })
	twice("calm", func() (*contract.Event, error) { return queue.Hasten(w.state, id, visit.Ordinary, "vertrek") })
	w.serve(1)
	twice("park", func() (*contract.Event, error) { return queue.Park(w.state, id, 1, w.now) })
	twice("return", func() (*contract.Event, error) { return queue.Return(w.state, id) })
	w.serve(1)
	to := visit.Transfer{To: visit.Target{Desk: 2}}
	twice("transfer", func() (*contract.Event, error) {
		return queue.Transfer(w.state, catalogue.Embedded(), id, 1, to, w.now)
	})
}

func TestHastenMovesTheVisitAndKeepsItsReason_A001_13_A001_15(t *testing.T) {
	w := mustRoom(t)
	w.issue()
	id := w.issue()
	e, err := queue.Hasten(w.state, id, visit.Urgent, "")
	w.refuse(fault.Invalid, e, err)
	w.must(queue.Hasten(w.state, id, visit.Urgent, "vertrek"))
	want := []string{"A002 spoed (vertrekt binnen enkele dagen op reis), 0 min", "A001 inloop, 0 min"}
	if got := w.tickets(); !slices.Equal(got, want) {
		t.Errorf("waiting %q", got)
	}
	w.call(1)
	e, err = queue.Hasten(w.state, id, visit.SemiUrgent, "vertrek")
	w.refuse(fault.Taken, e, err)
	walk := queue.Walk{Visit: w.id(), Products: []office.ProductID{"eid-aanvraag"}, Urgency: visit.SemiUrgent, Reason: "haast"}
	e, err = queue.Issue(w.state, catalogue.Embedded(), walk, w.now)
	w.refuse(fault.Invalid, e, err)
	walk.Reason = "termijn"
	w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now))
	if v := w.visit(walk.Visit); v.Reason != "termijn" {
		t.Errorf("%+v", v)
	}
}

// stripped is the state without the counters and without traces: what undoing leaves as it was.
func stripped(w *room) *kv.Memory {
	s := w.state.Clone()
	for _, prefix := range []string{"q/n", "q/s", "q/u/"} {
		kv.Clear(s, []byte(prefix))
	}
	return s
}

// TestUndoEveryStep takes each step of a life, takes it back, and wants the whole room as it was; then goes on.
func TestUndoEveryStep(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	to := visit.Transfer{To: visit.Target{Desk: 1}, Done: []office.ProductID{"reispas-afhalen"}, Added: []office.ProductID{"eid-aanvraag"}}
	steps := []struct {
		name string
		desk office.Desk
		do   func() (*contract.Event, error)
	}{
		{"hasten", 0, func() (*contract.Event, error) { return queue.Hasten(w.state, id, visit.SemiUrgent, "verlies") }},
		{"call", 1, func() (*contract.Event, error) { return queue.Hall{Order: w.order}.Call(w.state, 1, w.now) }},
		{"miss", 1, func() (*contract.Event, error) { return queue.Miss(w.state, w.order, id, 1, w.now) }},
		{"call again", 2, func() (*contract.Event, error) { return queue.Hall{Order: w.order}.Call(w.state, 2, w.now) }},
		{"serve", 2, func() (*contract.Event, error) { return queue.Serve(w.state, id, 2, w.now) }},
		{"park", 2, func() (*contract.Event, error) { return queue.Park(w.state, id, 2, w.now) }},
		{"return", 0, func() (*contract.Event, error) { return queue.Return(w.state, id) }},
		{"call back", 2, func() (*contract.Event, error) { return queue.Hall{Order: w.order}.Call(w.state, 2, w.now) }},
		{"serve again", 2, func() (*contract.Event, error) { return queue.Serve(w.state, id, 2, w.now) }},
		{"transfer", 2, func() (*contract.Event, error) {
			return queue.Transfer(w.state, catalogue.Embedded(), id, 2, to, w.now)
		}},
		{"leave", 0, func() (*contract.Event, error) { return queue.Leave(w.state, id, w.now) }},
	}
	for _, step := range steps {
		before := stripped(w)
		e, err := step.do()
		w.must(e, err)
		w.pass(1)
		w.must(w.undo(id, step.desk))
		if !stripped(w).Equal(before) {
			t.Errorf("%s is not wholly undone: %+v", step.name, w.visit(id))
		}
		e, err = w.undo(id, step.desk)
		w.refuse(fault.Conflict, e, err)
		e, err = step.do()
		w.must(e, err)
		w.pass(1)
	}
	if v := w.visit(id); v.State != visit.Left {
		t.Errorf("%+v", v)
	}
}

// TestUndoOnlyWhileNothingDependsOnIt: the desk has another, a document went out, another step came, the day ended.
func TestUndoOnlyWhileNothingDependsOnIt(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	w.serve(1)
	w.must(queue.Finish(w.state, id, 1, "", w.now))
	w.issue()
	next := w.call(1)
	e, err := w.undo(id, 1)
	w.refuse(fault.Conflict, e, err)
	w.must(w.undo(next, 1))
	w.must(w.undo(id, 1)) // the desk is free again
	old, err := queue.LastStep(w.state, id)
	if err != nil || old.Number != 0 {
		t.Fatalf("%+v, %v", old, err)
	}

	w.must(queue.Finish(w.state, id, 1, "", w.now))
	finished, _ := queue.LastStep(w.state, id)
	w.must(w.undo(id, 1))
	w.must(queue.Park(w.state, id, 1, w.now))
	e, err = queue.Undo(w.state, w.order, id, finished.Number, 1, w.now)
	w.refuse(fault.Conflict, e, err) // a tap on an old screen
	w.must(queue.Serve(w.state, id, 1, w.now))
	w.must(&contract.Event{Kind: &contract.Event_HandedOut{HandedOut: &contract.HandedOut{Document: "EH123456", Visit: id[:]}}}, nil)
	e, err = w.undo(id, 1)
	w.refuse(fault.Conflict, e, err)
	w.must(queue.Finish(w.state, id, 1, "", w.now))
	w.pass(11)
	e, err = w.undo(id, 1)
	w.refuse(fault.Refused, e, err)
	e, err = queue.Undo(w.state, w.order, office.VisitID{9}, 1, 1, w.now)
	w.refuse(fault.NotFound, e, err)

	w.must(queue.Hasten(w.state, next, visit.Urgent, "verlies"))
	w.now = w.now.AddDate(0, 0, 1)
	w.closeDay()
	if last, _ := queue.LastStep(w.state, next); last.Number != 0 {
		t.Errorf("what the day closed can be undone: %+v", last)
	}
	w.issue()
	if last, _ := queue.LastStep(w.state, id); last.Number != 0 {
		t.Errorf("yesterday's step can be undone: %+v", last)
	}
}

// TestARecallIsNoStep: after a call that was repeated, undo takes the call back.
func TestARecallIsNoStep(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	w.call(1)
	w.must(queue.Recall(w.state, id, 1, w.now))
	w.must(w.undo(id, 1))
	if v := w.visit(id); v.State != visit.Waiting || v.Called != 0 {
		t.Errorf("%+v", v)
	}
}

// TestFoldRefusesRoutesNoDecisionMade: a record that brings two visits to one desk, or takes back what is not there, does
// not belong to this state.
func TestFoldRefusesRoutesNoDecisionMade(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	w.serve(1)
	w.must(queue.Park(w.state, id, 1, w.now))
	last, err := queue.LastStep(w.state, id)
	if err != nil {
		t.Fatal(err)
	}
	w.issue()
	w.call(1)
	fresh := w.id()
	for name, e := range map[string]*contract.Event{
		"parked to a desk that has another": {Desk: 1, Kind: &contract.Event_Serving{Serving: &contract.Serving{Visit: id[:]}}},
		"straight to it": {Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{
			Visit: fresh[:], Ticket: 9, Date: int32(w.today()), StraightTo: 1}}},
		"an undo to a desk that has another": {Desk: 1, Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: id[:], Step: last.Number}}},
		"an undo of an older step":           {Desk: 1, Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: id[:], Step: 1}}},
		"an undo of nobody's":                {Kind: &contract.Event_Undone{Undone: &contract.Undone{Visit: fresh[:], Step: 1}}},
		"a code for who is parked":           {Kind: &contract.Event_Hastened{Hastened: &contract.Hastened{Visit: id[:], Urgency: 2}}},
	} {
		before := w.state.Clone()
		if err := queue.Fold(before, e); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
