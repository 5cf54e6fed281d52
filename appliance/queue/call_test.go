package queue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// TestAMorning follows a few visitors through the waiting room of a counter with two desks.
func TestAMorning(t *testing.T) {
	w := mustRoom(t)
	walk := w.issue() // A001
	w.pass(4)
	early, late := w.checkIn(w.book("10:30")), w.checkIn(w.book("10:05")) // A002, A003
	w.book("10:10")                                                       // not here yet
	w.pass(1)                                                             // 10:05

	want := []string{"A003 afspraak 10:05, aan de beurt", "A001 inloop, 5 min", "A002 afspraak 10:30, wacht: eerst de afspraak van 10:10"}
	if got := w.tickets(); !slices.Equal(got, want) {
		t.Fatalf("waiting %q, want %q", got, want)
	}
	if n := w.look(queue.Hall{Order: w.order, Expected: w.expected}).Ahead(early); n != 2 {
		t.Errorf("%d ahead", n)
	}
	if got := w.call(1); got != late {
		t.Errorf("desk 1 called %s", w.visit(got).Ticket)
	}
	if got := w.call(2); got != walk {
		t.Errorf("desk 2 called %s", w.visit(got).Ticket)
	}
	w.must(queue.Recall(w.state, late, 1, w.now))
	w.must(queue.Serve(w.state, late, 1, w.now))
	w.must(queue.Miss(w.state, w.order, walk, 2, w.now))
	at := w.look(queue.Hall{Order: w.order}).AtDesks()
	if len(at) != 1 {
		t.Fatalf("at desks %v", at)
	}
	if row := queue.Row(at[0]); row.Ticket != "A003" || row.State != "serving" || row.Desk != 1 || row.Planned != 605 {
		t.Errorf("at desks %v", at)
	}
	w.pass(7)
	w.must(queue.Finish(w.state, late, 1, "", w.now))
	want = []string{"A001 opgeroepen om 10:05 en niet verschenen, achteraan", "A002 afspraak 10:30, mag vroeger: niemand komt daardoor te laat"}
	if got := w.tickets(); !slices.Equal(got, want) {
		t.Errorf("waiting %q, want %q", got, want)
	}
	v := w.visit(late)
	if v.State != visit.Finished || v.Started == 0 || v.Ended-v.Started != 7*60_000 {
		t.Errorf("finished visit %+v", v)
	}
}

// TestWhoCameIsExpectedNoMore: an appointment that was served early keeps nobody from being served early.
func TestWhoCameIsExpectedNoMore(t *testing.T) {
	w := mustRoom(t)
	first := w.checkIn(w.book("10:20"))
	w.serve(1)
	w.pass(10)
	w.must(queue.Finish(w.state, first, 1, "", w.now))
	second := w.checkIn(w.book("10:40"))
	w.pass(5) // 10:15: the ten minutes of the second would reach past 10:20
	if got := w.call(1); got != second {
		t.Errorf("called %s", w.visit(got).Ticket)
	}
}

func TestCallTellsWhyNot(t *testing.T) {
	w := mustRoom(t)
	e, err := queue.Hall{Order: w.order}.Call(w.state, 1, w.now)
	w.refuse(fault.NotFound, e, err)
	e, err = queue.Hall{Order: w.order}.Call(w.state, 0, w.now)
	w.refuse(fault.Invalid, e, err)

	w.book("10:05")
	w.checkIn(w.book("10:30"))
	e, err = queue.Hall{Order: w.order, Expected: w.expected}.Call(w.state, 1, w.now)
	w.refuse(fault.Refused, e, err)
	if !strings.Contains(fault.Sentence(err), "10:05") {
		t.Errorf("says %q", fault.Sentence(err))
	}

	id := w.issue()
	if w.call(1) != id {
		t.Fatal("the walk-in was not called")
	}
	w.issue()
	e, err = queue.Hall{Order: w.order, Expected: w.expected}.Call(w.state, 1, w.now) // a double tap
	w.refuse(fault.Conflict, e, err)
	if !strings.Contains(fault.Sentence(err), "al opgeroepen") {
		t.Errorf("says %q", fault.Sentence(err))
	}
	w.must(queue.Serve(w.state, id, 1, w.now))
	e, err = queue.Hall{Order: w.order, Expected: w.expected}.Call(w.state, 1, w.now)
	w.refuse(fault.Conflict, e, err)
	if !strings.Contains(fault.Sentence(err), "in behandeling") {
		t.Errorf("says %q", fault.Sentence(err))
	}
}

// TestDoubleTaps: the same tap on the same state gives one event, whatever the tap.
func TestDoubleTaps(t *testing.T) {
	w := mustRoom(t)
	id, other := w.issue(), w.issue()
	w.call(1)
	for range 2 {
		w.must(queue.Serve(w.state, id, 1, w.now))
	}
	for range 2 {
		w.must(queue.Finish(w.state, id, 1, queue.Referred, w.now))
	}
	for range 2 {
		w.must(queue.Leave(w.state, other, w.now))
	}
	if len(w.events) != 6 {
		t.Errorf("%d events, want two tickets, a call, a start, an end and a leave", len(w.events))
	}
	third := w.issue()
	w.call(1)
	w.must(queue.Miss(w.state, w.order, third, 1, w.now))
	e, err := queue.Miss(w.state, w.order, third, 1, w.now)
	w.refuse(fault.Conflict, e, err)
}

func TestStepsOfAnotherDeskAreRefused(t *testing.T) {
	w := mustRoom(t)
	id := w.issue()
	w.call(2)
	e, err := queue.Serve(w.state, id, 1, w.now)
	w.refuse(fault.Taken, e, err)
	e, err = queue.Recall(w.state, id, 1, w.now)
	w.refuse(fault.Taken, e, err)
	e, err = queue.Miss(w.state, w.order, id, 1, w.now)
	w.refuse(fault.Taken, e, err)
	e, err = queue.Finish(w.state, id, 1, "", w.now)
	w.refuse(fault.Taken, e, err)
	e, err = queue.Finish(w.state, id, 2, "with a smile", w.now)
	w.refuse(fault.Invalid, e, err)
	for _, unknown := range []office.VisitID{{}, w.id()} {
		e, err = queue.Serve(w.state, unknown, 1, w.now)
		w.refuse(fault.NotFound, e, err)
		e, err = queue.Leave(w.state, unknown, w.now)
		w.refuse(fault.NotFound, e, err)
	}
}

func TestMissedTooOftenIsClosed(t *testing.T) {
	w := mustRoom(t)
	w.order.Calls = 2
	id := w.issue()
	for n := 1; n <= 2; n++ {
		w.call(1)
		w.must(queue.Miss(w.state, w.order, id, 1, w.now))
		if got := w.events[len(w.events)-1].GetMissed().GetClosed(); got != (n == 2) {
			t.Errorf("miss %d: closed %v", n, got)
		}
	}
	if v := w.visit(id); v.State != visit.Missed {
		t.Errorf("visit is %s", v.State)
	}
	w.order.Calls = 9 // the fold asks the event, not the rules of today
}

func TestTheDayIsClosedOnce(t *testing.T) {
	w := mustRoom(t)
	served, waiting := w.issue(), w.issue()
	w.call(1)
	w.must(queue.Serve(w.state, served, 1, w.now))
	closeDay := func() int {
		events, err := queue.CloseDay(w.state, always(w.order), w.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			w.must(e, nil)
		}
		return len(events)
	}
	if n := closeDay(); n != 0 {
		t.Errorf("%d visits of today closed", n)
	}
	w.now = w.now.Add(14 * time.Hour) // 00:00
	if got := w.tickets(); len(got) != 0 {
		t.Errorf("yesterday's visitors wait: %q", got)
	}
	if n, again := closeDay(), closeDay(); n != 2 || again != 0 {
		t.Errorf("closed %d, then %d", n, again)
	}
	if _, ok := visit.TransactionTime(w.visit(served)); ok {
		t.Error("a service cut off by the night has a transaction time")
	}
	if v := w.visit(waiting); v.State != visit.Left {
		t.Errorf("who waited is %s", v.State)
	}
	w.issue()
	w.now = w.now.AddDate(0, 0, -2)
	if n := closeDay(); n != 0 {
		t.Errorf("a clock set back closed %d visits", n)
	}
}

func TestMeasuresOfTheDay_A003_23_A004_06_A004_13(t *testing.T) {
	w := mustRoom(t)
	for n := range 11 {
		id := w.checkIn(w.book("10:00"))
		w.pass(2)
		w.call(1)
		w.must(queue.Serve(w.state, id, 1, w.now))
		w.pass(7)
		w.must(queue.Finish(w.state, id, 1, "", w.now))
		got := queue.Measures(catalogue.Embedded(), w.day(w.today()))
		if len(got) != 5 || got[0].Name != "lateness" || got[0].Cluster != "burgerzaken" || got[0].Norm != 1 || got[0].N != uint32(n+1) {
			t.Fatalf("measures %v", got)
		}
		for _, m := range got {
			if shown := n+1 >= visit.SmallestGroup; !shown && m.Value != 0 || shown && m.Name == "wait_onsite" && m.Value != 2 ||
				shown && m.Name == "transaction_time" && m.Value != 7 {
				t.Errorf("of %d visits: %v", n+1, m)
			}
		}
		w.now = w.now.Add(-8 * time.Minute) // everybody's service begins one minute later than the one before
	}
	if got := queue.Measures(catalogue.Embedded(), w.day(w.today()+1)); len(got) != 0 {
		t.Errorf("measures of a day without visits: %v", got)
	}
}

// TestFoldRefusesWhatNoDecisionMade: an event that does not fit is a damaged journal, never a silent skip.
func TestFoldRefusesWhatNoDecisionMade(t *testing.T) {
	id := office.VisitID{1}
	for name, e := range map[string]*contract.Event{
		"a step of nobody":       {Desk: 1, Kind: &contract.Event_Serving{Serving: &contract.Serving{Visit: id[:]}}},
		"an id of three bytes":   {Kind: &contract.Event_Left{Left: &contract.Left{Visit: []byte("abc")}}},
		"a ticket without id":    {Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{Ticket: 9}}},
		"a ticket without value": {Kind: &contract.Event_TicketIssued{TicketIssued: &contract.TicketIssued{Visit: id[:]}}},
	} {
		if err := queue.Fold(new(kv.Memory), e); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := mustRoom(t)
	w.issue()
	w.issue()
	w.call(1)
	second := w.visit(office.VisitID{7, 14: 0, 15: 2})
	e := &contract.Event{Desk: 1, Kind: &contract.Event_Called{Called: &contract.Called{Visit: second.ID[:]}}}
	if err := queue.Fold(w.state, e); !fault.Is(err, fault.Corrupt) {
		t.Errorf("a second call to one desk: %v", err)
	}
	if err := queue.Fold(w.state, &contract.Event{Kind: &contract.Event_Stored{}}); err != nil {
		t.Errorf("another area's event: %v", err)
	}
}
