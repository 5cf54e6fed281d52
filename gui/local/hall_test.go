package local_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func (d *daemon) Park(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Return(_ context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Transfer(_ context.Context, r *connect.Request[contract.TransferRequest]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

func (d *daemon) Hasten(_ context.Context, r *connect.Request[contract.HastenRequest]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, func() *contract.VisitResponse {
		return &contract.VisitResponse{Sequence: 9, Visit: &contract.VisitRow{Visit: visit[:], Ticket: "A007", UndoStep: 41}}
	})
}

func (d *daemon) Undo(_ context.Context, r *connect.Request[contract.UndoRequest]) (*connect.Response[contract.VisitResponse], error) {
	return command(d, r.Msg, r.Msg.Command, called)
}

// hallCommands are the calls of the waiting room with what the daemon must be asked.
func hallCommands() map[string]struct {
	do    func(context.Context, counter) (state.Receipt, error)
	asked func(any) bool
} {
	type entry = struct {
		do    func(context.Context, counter) (state.Receipt, error)
		asked func(any) bool
	}
	ofVisit := func(q any) bool { return string(q.(*contract.VisitCommand).Visit) == string(visit[:]) }
	return map[string]entry{
		"Park":   {func(ctx context.Context, c counter) (state.Receipt, error) { return c.Park(ctx, visit) }, ofVisit},
		"Return": {func(ctx context.Context, c counter) (state.Receipt, error) { return c.Return(ctx, visit) }, ofVisit},
		"Transfer": {func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Transfer(ctx, visit, state.Onward{Desk: 2, Done: []office.ProductID{"a"}, Added: []office.ProductID{"b"}})
		}, func(q any) bool {
			t := q.(*contract.TransferRequest)
			return string(t.Visit) == string(visit[:]) && t.ToDesk == 2 && t.ToTheme == "" && slices.Equal(t.Done, []string{"a"}) && slices.Equal(t.Added, []string{"b"})
		}},
		"Theme": {func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Transfer(ctx, visit, state.Onward{Theme: "wonen"})
		}, func(q any) bool {
			t := q.(*contract.TransferRequest)
			return t.ToDesk == 0 && t.ToTheme == "wonen" && len(t.Done)+len(t.Added) == 0
		}},
		"Hasten": {func(ctx context.Context, c counter) (state.Receipt, error) { return c.Hasten(ctx, visit, 2, "verlies") }, func(q any) bool {
			h := q.(*contract.HastenRequest)
			return string(h.Visit) == string(visit[:]) && h.Urgency == contract.Urgency_URGENCY_URGENT && h.Reason == "verlies"
		}},
		"Undo": {func(ctx context.Context, c counter) (state.Receipt, error) { return c.Undo(ctx, visit, 41) }, func(q any) bool {
			u := q.(*contract.UndoRequest)
			return string(u.Visit) == string(visit[:]) && u.Step == 41
		}},
		"CheckInCode": {func(ctx context.Context, c counter) (state.Receipt, error) { return c.CheckInCode(ctx, "K7-M2") }, func(q any) bool {
			i := q.(*contract.CheckInRequest)
			return i.Code == "K7-M2" && len(i.Appointment) == 0
		}},
		"Urgent": {func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.IssueTicket(ctx, state.WalkIn{Product: "eid-aanvraag", Urgency: 1, Reason: "termijn"})
		}, func(q any) bool {
			i := q.(*contract.IssueRequest)
			return i.Urgency == contract.Urgency_URGENCY_SEMI && i.Reason == "termijn"
		}},
	}
}

// What the daemon is asked by each act of the waiting room; a session that is gone and a daemon that is gone are told.
func TestHallCommands(t *testing.T) {
	for name, c := range hallCommands() {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			w.watch()
			w.signIn()
			got, err := c.do(t.Context(), w.counter)
			if err != nil || got.Sequence != 9 || got.Ticket != "A007" {
				t.Errorf("%+v, %v", got, err)
			}
			if !c.asked(w.daemon.last()) {
				t.Errorf("asked %v", w.daemon.last())
			}
			w.daemon.answer(nil, fault.New("x", fault.Refused).Tell("Kan niet.", "Kies een ander loket."))
			if _, err := c.do(t.Context(), w.counter); !fault.Is(err, fault.Refused) || fault.Sentence(err) != "Kan niet. Kies een ander loket." {
				t.Errorf("a refusal: %v", err)
			}
			w.daemon.forget()
			if _, err := c.do(t.Context(), w.counter); !fault.Is(err, fault.Denied) {
				t.Errorf("without a session: %v", err)
			}
			w.until("that nobody is signed in", nobody)
			w.stop()
			if _, err := c.do(t.Context(), w.counter); !fault.Is(err, fault.Unreachable) || fault.Sentence(err) == "" {
				t.Errorf("without a daemon: %v", err)
			}
		})
	}
}

// The receipt of a step tells which it was, so that this window knows its own when it can be taken back.
func TestAReceiptTellsTheStep(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	got, err := w.counter.Hasten(t.Context(), visit, 1, "verlies")
	if err != nil || got.Step != 41 || got.Visit != visit {
		t.Errorf("%+v, %v", got, err)
	}
}

// A search and a booking for what fills the free moments of the day carry the code.
func TestTheCodeOfABooking_A001_15(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	if _, err := w.counter.Find(t.Context(), state.Wish{Product: "zonder-afspraak", Urgency: 2}); err != nil {
		t.Fatal(err)
	}
	if q := w.daemon.last().(*contract.SearchRequest); q.Urgency != contract.Urgency_URGENCY_URGENT {
		t.Errorf("%v", q)
	}
	w.daemon.answer(&contract.BookResponse{Sequence: 9}, nil)
	if _, err := w.counter.Book(t.Context(), state.Booking{Place: state.Place{Seats: seats, Minutes: 15}, Product: "zonder-afspraak", Urgency: 1}); err != nil {
		t.Fatal(err)
	}
	if q := w.daemon.last().(*contract.BookRequest); q.Urgency != contract.Urgency_URGENCY_SEMI {
		t.Errorf("%v", q)
	}
}

func TestTheHallIsRead(t *testing.T) {
	s := snapshotOf(t, func(v *contract.View) {
		v.Desks, v.Order = 2, []string{"1. Wie een code spoed heeft."}
		v.Waiting = []*contract.VisitRow{{Visit: visit[:], Ticket: "A001", Products: []string{"a", "b", "c"}, Done: []string{"a"}, Expect: "5 tot 10 min",
			Passed: []string{"is voor loket 2"}, UndoStep: 8, Undo: "terugkeer aan loket 1"}}
		v.AtDesks = []*contract.VisitRow{{Visit: visit[:], Ticket: "A003", State: "called", Desk: 1, Products: []string{"a", "b"}, CalledMs: v.NowMs, ServingMs: v.NowMs - 5000,
			Passed: []string{"A001: is voor loket 2"}, UndoStep: 9, Undo: "oproep aan loket 1"}}
		v.Parked = []*contract.VisitRow{{Visit: visit[:], Ticket: "A002", Desk: 2, Products: []string{"a"}, Name: "B. Maes", UndoStep: 7, Undo: "pauze aan loket 2"}}
		v.Ended = []*contract.VisitRow{{Visit: visit[:], Ticket: "A004", Desk: 1, Products: []string{"a"}, Done: []string{"a"}, UndoStep: 6, Undo: "afronding aan loket 1"}}
		v.Alarms = []*contract.Alarm{{Cluster: "burgerzaken", Say: "Te laat.", Missed: true}}
		v.Measures = []*contract.Measure{{Cluster: "burgerzaken", ClusterName: "Burgerzaken", Name: "lateness", N: 23, Value: 1.6, Norm: 1},
			{Cluster: "burgerzaken", Name: "lateness_fair", N: 23, Value: 0.4}, {Cluster: "wonen", ClusterName: "Wonen", Name: "wait_onsite", N: 9, Value: 7},
			{Cluster: "burgerzaken", Name: "transaction_time", N: 10, Value: 7}, {Cluster: "burgerzaken", Name: "early_service", N: 12, Value: 3}}
	})
	q := s.Queue[0]
	if q.Product != "b" || !slices.Equal(q.Next, []office.ProductID{"c"}) || q.Expect != "5 tot 10 min" || q.Passed != "is voor loket 2" || q.Undo.Step != 8 {
		t.Errorf("waiting %+v", q)
	}
	v := s.Visits[0]
	if v.Product != "a" || !slices.Equal(v.Next, []office.ProductID{"b"}) || v.Of != 2 || !v.Served.IsZero() || len(v.Passed) != 1 || v.Undo != (state.Undoable{Step: 9, Words: "oproep aan loket 1"}) {
		t.Errorf("at the desk %+v", v)
	}
	if want := (state.Aside{Visit: visit, Desk: 2, Ticket: "A002", Product: "a", Name: "B. Maes", Undo: state.Undoable{Step: 7, Words: "pauze aan loket 2"}}); !reflect.DeepEqual(s.Parked, []state.Aside{want}) {
		t.Errorf("aside %+v", s.Parked)
	}
	if want := (state.Ended{Visit: visit, Desk: 1, Ticket: "A004", Product: "a", Undo: state.Undoable{Step: 6, Words: "afronding aan loket 1"}}); !reflect.DeepEqual(s.Ended, []state.Ended{want}) {
		t.Errorf("ended %+v", s.Ended)
	}
	figures := []state.Figures{
		{Cluster: "burgerzaken", Name: "Burgerzaken", Norm: 1, Missed: true, Lateness: state.Mean{Minutes: 1.6, Visits: 23, Known: true},
			LatenessFair: state.Mean{Minutes: 0.4, Visits: 23, Known: true}, Transaction: state.Mean{Minutes: 7, Visits: 10, Known: true}, Early: 3},
		{Cluster: "wonen", Name: "Wonen", Norm: 5, Wait: state.Mean{Minutes: 7, Visits: 9}}}
	if !reflect.DeepEqual(s.Figures, figures) {
		t.Errorf("figures %+v", s.Figures)
	}
	if s.Desks != 2 || len(s.Order) != 1 || len(s.Themes) < 6 || !reflect.DeepEqual(s.Alarms, []state.Alarm{{Say: "Te laat.", Missed: true}}) {
		t.Errorf("%d %v %v %v", s.Desks, s.Order, s.Themes, s.Alarms)
	}
}

// Since when somebody is aside is what the journal says, also to a window that was opened later.
func TestSinceWhenTheyAreAside(t *testing.T) {
	w := mustWorld(t)
	other := office.VisitID{9}
	went := time.UnixMilli(1_790_000_000_000)
	w.daemon.change(func(v *contract.View) {
		v.Parked = []*contract.VisitRow{{Visit: visit[:], Ticket: "A001", PausedMs: went.UnixMilli()}, {Visit: other[:], Ticket: "A002"}}
	})
	w.watch()
	s := w.until("who is aside", func(s state.Snapshot) bool { return len(s.Parked) == 2 })
	if !s.Parked[0].Since.Equal(went) || !s.Parked[1].Since.IsZero() {
		t.Errorf("%v, %v; want %v and none", s.Parked[0].Since, s.Parked[1].Since, went)
	}
}

// Who stepped aside is in the agenda neither awaited nor gone.
func TestSteppedAsideInTheAgenda(t *testing.T) {
	s := snapshotOf(t, func(v *contract.View) {
		v.Today.Rows = []*contract.AgendaRow{{Run: &contract.Run{Date: 20000, Desk: 1, Start: 600, Count: 1}, Status: contract.AgendaRow_BOOKED, Visit: "parked",
			Appointment: &contract.Appointment{Id: appointment[:]}}}
		v.Parked = []*contract.VisitRow{{Ticket: "A002", Appointment: appointment[:]}}
	})
	if len(s.Agenda) != 1 || s.Agenda[0].State != state.SteppedAside || s.Agenda[0].Ticket != "A002" {
		t.Errorf("%+v", s.Agenda)
	}
}
