package local_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// snapshotOf is how a view is shown.
func snapshotOf(t *testing.T, alter func(*contract.View)) state.Snapshot {
	t.Helper()
	w := mustWorld(t)
	w.daemon.change(alter)
	w.watch()
	return w.until("the view", func(state.Snapshot) bool { return true })
}

func TestTheDayIsRead(t *testing.T) {
	run := &contract.Run{Date: 20000, Desk: 1, Start: 600, Count: 2}
	id := func(b byte) []byte { return append(make([]byte, 15), b) }
	booked := func(b byte, visit string) *contract.AgendaRow {
		return &contract.AgendaRow{Run: run, Status: contract.AgendaRow_BOOKED, Name: "B. Maes", Phone: "0470", Visit: visit, Own: true,
			Appointment: &contract.Appointment{Id: id(b), Products: []string{"eid-aanvraag"}}}
	}
	moving := booked(1, "")
	moving.Moving = true
	seat := office.SeatID{Site: "buurtloket-berchem", Date: 20000, Desk: 1, Start: 600}
	at := func(b byte, s state.Slot) state.Slot {
		s.Seat, s.Minutes = seat, 20
		if b > 0 {
			s.Appointment, s.Product, s.Name, s.Phone = office.AppointmentID(id(b)), "eid-aanvraag", "B. Maes", "0470"
		}
		return s
	}
	for name, c := range map[string]struct {
		row  *contract.AgendaRow
		want []state.Slot
	}{
		"past, unbooked": {&contract.AgendaRow{Run: run, Status: contract.AgendaRow_PAST}, nil},
		"free here":      {&contract.AgendaRow{Run: run, Status: contract.AgendaRow_FREE_HERE, Own: true}, []state.Slot{at(0, state.Slot{State: state.FreeHere})}},
		"free elsewhere": {&contract.AgendaRow{Run: run, Status: contract.AgendaRow_FREE_AT_HQ}, []state.Slot{at(0, state.Slot{State: state.FreeAtHQ, Elsewhere: true})}},
		"under way":      {&contract.AgendaRow{Run: run, Status: contract.AgendaRow_IN_TRANSIT, Own: true}, []state.Slot{at(0, state.Slot{State: state.BlockedSlot})}},
		"expected":       {booked(1, ""), []state.Slot{at(1, state.Slot{State: state.Expected})}},
		"being moved":    {moving, []state.Slot{at(1, state.Slot{State: state.Moving})}},
		"waiting":        {booked(2, "waiting"), []state.Slot{at(2, state.Slot{State: state.Arrived, Ticket: "A002"})}},
		"called":         {booked(3, "called"), []state.Slot{at(3, state.Slot{State: state.AtDesk, Ticket: "A003", ServedAt: 2})}},
		"served":         {booked(3, "serving"), []state.Slot{at(3, state.Slot{State: state.AtDesk, Ticket: "A003", ServedAt: 2})}},
		"finished":       {booked(4, "finished"), []state.Slot{at(4, state.Slot{State: state.Finished})}},
		"missed":         {booked(4, "missed"), []state.Slot{at(4, state.Slot{State: state.Missed})}},
		"left":           {booked(4, "left"), []state.Slot{at(4, state.Slot{State: state.Left})}},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshotOf(t, func(v *contract.View) {
				v.Today.Rows = []*contract.AgendaRow{c.row}
				v.Waiting = []*contract.VisitRow{{Ticket: "A002", Appointment: id(2)}}
				v.AtDesks = []*contract.VisitRow{{Ticket: "A003", Appointment: id(3), Desk: 2}}
			})
			if !reflect.DeepEqual(s.Agenda, c.want) {
				t.Errorf("got  %+v\nwant %+v", s.Agenda, c.want)
			}
		})
	}
}

func TestTheQueueAndTheDesksAreRead(t *testing.T) {
	s := snapshotOf(t, func(v *contract.View) {
		now := v.NowMs
		v.Waiting = []*contract.VisitRow{
			{Visit: visit[:], Ticket: "A001", Products: []string{"a", "b"}, Persons: 2, Urgency: contract.Urgency_URGENCY_URGENT, ArrivedMs: now - 60_000, Why: "spoed"},
			{Visit: visit[:], Ticket: "A002", Appointment: appointment[:], Planned: 610, ArrivedMs: now - 16*60_000}}
		v.AtDesks = []*contract.VisitRow{{Visit: visit[:], Ticket: "A003", Desk: 1, Name: "B. Maes", CalledMs: now - 2000, ServingMs: now - 1000}}
		v.Vault, v.Stock, v.Demo, v.Plugged = true, 3, true, false
		v.Today.Closed = "Feestdag."
		v.Notices = []*contract.Notice{{Say: "Iets kleins."}, {Say: "Dit loket boekt niet.", Urgent: true}}
	})
	now := time.UnixMilli(1_800_000_000_000)
	queue := []state.Waiting{
		{Visit: visit, Ticket: "A001", Product: "a", Persons: 2, WalkIn: true, Urgency: 2, Since: now.Add(-time.Minute), Why: "spoed", Next: []office.ProductID{"b"}},
		{Visit: visit, Ticket: "A002", Planned: 610, Since: now.Add(-16 * time.Minute), Long: true}}
	if !reflect.DeepEqual(s.Queue, queue) {
		t.Errorf("queue %+v", s.Queue)
	}
	if want := []state.Visit{{ID: visit, Desk: 1, Ticket: "A003", Name: "B. Maes", Called: now.Add(-2 * time.Second), Served: now.Add(-time.Second)}}; !reflect.DeepEqual(s.Visits, want) {
		t.Errorf("visits %+v", s.Visits)
	}
	if s.Vault != (state.Vault{Present: true, Items: 3}) || s.Plug != (state.Plug{Present: true, Out: true}) || s.Closed != "Feestdag." || s.Alarm != "Dit loket boekt niet." {
		t.Errorf("%+v %+v %q %q", s.Vault, s.Plug, s.Closed, s.Alarm)
	}
	if s.Sequence != 7 || s.Name != "Buurtloket Berchem" || s.Today != 20000 || len(s.Staff) != 2 || len(s.Products) != 1 {
		t.Errorf("%d %q %v %v %v", s.Sequence, s.Name, s.Today, s.Staff, s.Products)
	}
}

func TestTheNormIsOfTheClusterVisitedMost(t *testing.T) {
	lateness := func(cluster string, n uint32, norm float64) *contract.Measure {
		return &contract.Measure{Name: "lateness", ClusterName: cluster, N: n, Norm: norm, Value: 0.6}
	}
	s := snapshotOf(t, func(v *contract.View) {
		v.Measures = []*contract.Measure{lateness("Rijbewijzen", 4, 5), lateness("Burgerzaken", 23, 1), lateness("Zonder norm", 99, 0),
			{Name: "wait_onsite", ClusterName: "Wachten", N: 99, Norm: 9}}
	})
	if s.Norm != (state.Norm{Cluster: "Burgerzaken", Limit: 1, Value: 0.6, Visits: 23, Known: true}) {
		t.Errorf("%+v", s.Norm)
	}
	s = snapshotOf(t, func(v *contract.View) { v.Measures = []*contract.Measure{lateness("Rijbewijzen", 4, 5)} })
	if s.Norm.Known {
		t.Error("a figure of four visits is shown")
	}
}

// Catching up counts what has been sent of what waited when the line came back.
func TestTheLineIsRead(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	for _, step := range []struct {
		line *contract.Line
		want state.Line
	}{
		{&contract.Line{State: contract.Line_OFFLINE, SinceMs: 5000, Waiting: 37, HeardMs: 4000},
			state.Line{State: state.Cut, Since: time.UnixMilli(5000), Waiting: 37, Data: time.UnixMilli(4000)}},
		{&contract.Line{State: contract.Line_CATCHING_UP, Waiting: 37}, state.Line{State: state.CatchingUp, Waiting: 37, Total: 37}},
		{&contract.Line{State: contract.Line_CATCHING_UP, Waiting: 34}, state.Line{State: state.CatchingUp, Waiting: 34, Total: 37, Sent: 3}},
		{&contract.Line{State: contract.Line_ONLINE}, state.Line{State: state.Connected}},
		{&contract.Line{State: contract.Line_CATCHING_UP, Waiting: 2}, state.Line{State: state.CatchingUp, Waiting: 2, Total: 2}},
	} {
		w.daemon.change(func(v *contract.View) { v.Line = step.line })
		w.until(step.line.String(), func(s state.Snapshot) bool { return s.Line == step.want })
	}
}

func TestLettersAreRead(t *testing.T) {
	book := &contract.Request{Wish: &contract.Request_Book{Book: &contract.Appointment{Products: []string{"eid-aanvraag"}, Persons: 2}}}
	other := &contract.Place{Site: "buurtloket-groenenhoek", Run: &contract.Run{Date: 20003, Desk: 1, Start: 540}}
	inbox := []*contract.InboxRow{
		{Request: []byte("p"), Wish: book, Pending: true, Say: "Wacht.", Name: "Ria", Phone: "0470", AtMs: 1000},
		{Request: []byte("a"), Wish: book, Answer: &contract.Answer{Accepted: &contract.Appointment{}}},
		{Request: []byte("r"), Wish: book, Answer: &contract.Answer{Refused: &contract.Refusal{Alternatives: []*contract.Place{other, other}}},
			AlternativeSites: []string{"Groenenhoek"}},
		{Request: []byte("m"), Wish: &contract.Request{Wish: &contract.Request_Move_{Move: &contract.Request_Move{Appointment: appointment[:],
			Frozen: &contract.Appointment{Products: []string{"eid-aanvraag"}}}}}, Answer: &contract.Answer{Refused: new(contract.Refusal)}}}
	for state1, way := range map[contract.Line_State]state.Way{contract.Line_ONLINE: state.Live, contract.Line_OFFLINE: state.Request} {
		s := snapshotOf(t, func(v *contract.View) { v.Inbox, v.Line.State = inbox, state1 })
		place := state.Place{Seats: other.Seats(), Minutes: 10, Way: way, SiteName: "Groenenhoek"}
		nameless := place
		nameless.SiteName = "buurtloket-groenenhoek"
		want := []state.Letter{
			{ID: "p", Kind: state.RequestPending, At: time.UnixMilli(1000), Say: "Wacht.", Product: "eid-aanvraag", Persons: 2, Visitor: "Ria", Phone: "0470"},
			{ID: "a", Kind: state.RequestAccepted, Product: "eid-aanvraag", Persons: 2},
			{ID: "r", Kind: state.RequestRefused, Product: "eid-aanvraag", Persons: 2, Alternatives: []state.Place{place, nameless}},
			{ID: "m", Kind: state.RequestRefused, Product: "eid-aanvraag", Moving: appointment}}
		if !reflect.DeepEqual(s.Inbox, want) {
			t.Errorf("got  %+v\nwant %+v", s.Inbox, want)
		}
	}
}
