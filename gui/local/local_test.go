package local_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// at is who works at a desk, as shown.
func at(s state.Snapshot, desk office.Desk) office.ClerkID {
	for _, p := range s.Signed {
		if p.Desk == desk {
			return p.ID
		}
	}
	return ""
}

func nobody(s state.Snapshot) bool { return at(s, 1) == "" }

// The journal says that An works at desk 1. Without her session this window cannot act for her, and says nobody.
func TestADeskIsSignedInOnlyWithASession(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	s := w.until("the first snapshot", func(state.Snapshot) bool { return true })
	if at(s, 1) != "" || at(s, 2) != "bart" {
		t.Fatalf("signed in: %v", s.Signed)
	}
	if _, err := w.counter.SignIn(t.Context(), "an", "9999"); !fault.Is(err, fault.Denied) || fault.Sentence(err) != "De naam of de pincode klopt niet." {
		t.Fatalf("a wrong PIN: %v", err)
	}
	w.signIn()
	w.daemon.change(func(v *contract.View) { v.Signed[0].Id = "bart" }) // another window took the desk
	w.until("that somebody else works here", nobody)
	w.daemon.change(func(v *contract.View) { v.Signed[0].Id = "an" })
	w.until("An again", func(s state.Snapshot) bool { return at(s, 1) == "an" })
	if _, err := w.counter.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.until("that An is gone", nobody)
}

// Every command that finds its session gone makes the sign-in sheet appear; another refusal does not.
func TestASessionThatIsGoneIsDropped(t *testing.T) {
	for name, do := range commands() {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			w.watch()
			w.signIn()
			w.daemon.answer(nil, fault.New("x", fault.Taken).Tell("Net te laat.", ""))
			if _, err := do(t.Context(), w.counter); !fault.Is(err, fault.Taken) || fault.Sentence(err) != "Net te laat." {
				t.Fatalf("a refusal: %v", err)
			}
			w.daemon.forget()
			if _, err := do(t.Context(), w.counter); !fault.Is(err, fault.Denied) {
				t.Fatalf("without a session: %v", err)
			}
			w.until("that nobody is signed in", nobody)
		})
	}
}

// When the daemon is gone its sessions are; when it is back a new watch works, over a new connection.
func TestWatchOutlivesTheDaemon(t *testing.T) {
	w := mustWorld(t)
	ended := w.watch()
	w.signIn()
	w.stop()
	if err := <-ended; !fault.Is(err, fault.Unreachable) {
		t.Fatalf("the watch ended with %v", err)
	}
	if err := w.counter.Watch(t.Context(), func(state.Snapshot) { t.Error("shown without a daemon") }); !fault.Is(err, fault.Unreachable) {
		t.Fatalf("without a daemon: %v", err)
	}
	w.daemon.forget()
	w.start()
	w.watch()
	w.until("the daemon that is back, with nobody", nobody)
	w.signIn()
}

func TestWatchEndsWithItsContext(t *testing.T) {
	w := mustWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	if err := w.counter.Watch(ctx, func(state.Snapshot) { cancel() }); err != nil {
		t.Errorf("%v", err)
	}
}

type counter = state.Counter

var (
	visit       = office.VisitID{1, 2, 3}
	appointment = office.AppointmentID{4, 5, 6}
	seats       = []office.SeatID{{Site: "buurtloket-berchem", Date: 20001, Desk: 2, Start: 600}, {Site: "buurtloket-berchem", Date: 20001, Desk: 2, Start: 615}}
)

// commands are all calls that need a session.
func commands() map[string]func(context.Context, counter) (state.Receipt, error) {
	return map[string]func(context.Context, counter) (state.Receipt, error){
		"Call":    func(ctx context.Context, c counter) (state.Receipt, error) { return c.Call(ctx) },
		"Recall":  func(ctx context.Context, c counter) (state.Receipt, error) { return c.Recall(ctx, visit) },
		"Miss":    func(ctx context.Context, c counter) (state.Receipt, error) { return c.Miss(ctx, visit) },
		"Serve":   func(ctx context.Context, c counter) (state.Receipt, error) { return c.Serve(ctx, visit) },
		"Finish":  func(ctx context.Context, c counter) (state.Receipt, error) { return c.Finish(ctx, visit) },
		"CheckIn": func(ctx context.Context, c counter) (state.Receipt, error) { return c.CheckIn(ctx, appointment) },
		"IssueTicket": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.IssueTicket(ctx, state.WalkIn{Product: "eid-aanvraag", Urgency: 2})
		},
		"Book": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Book(ctx, state.Booking{Place: state.Place{Seats: seats, Minutes: 15}, Product: "eid-aanvraag", Persons: 2, Name: "Zoë"})
		},
		"Cancel": func(ctx context.Context, c counter) (state.Receipt, error) { return c.Cancel(ctx, appointment) },
		"HandOut": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.HandOut(ctx, state.HandOver{Visit: visit, Item: "590-1", Collector: state.Proxy, Evidence: []string{"letter-seen"}})
		},
		"Settle": func(ctx context.Context, c counter) (state.Receipt, error) { return c.Settle(ctx, "r") },
		"Leave":  func(ctx context.Context, c counter) (state.Receipt, error) { return c.Leave(ctx, visit) },
		"Move": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Move(ctx, appointment, state.Place{Seats: seats, Minutes: 15})
		},
		"Receive": func(ctx context.Context, c counter) (state.Receipt, error) {
			return c.Receive(ctx, state.Delivery{ID: "Z-1", From: "bpost", Items: []state.Arrival{{Number: "590-1", Kind: "eid-afhalen", Holder: "Zoë"}, {Number: "590-2", Kind: "eid-afhalen"}}}, state.Second{ID: "bart", PIN: "5678"})
		},
		"Store": func(ctx context.Context, c counter) (state.Receipt, error) { return c.Store(ctx, "590-1", "B3") },
		"Count": func(ctx context.Context, c counter) (state.Receipt, error) {
			tally, err := c.Count(ctx, "B3", []string{"590-1"})
			if err == nil && (!slices.Equal(tally.Missing, []string{"590-2"}) || !slices.Equal(tally.Surplus, []string{"590-1"})) {
				err = fault.New("test", fault.Internal).On(fmt.Sprint(tally))
			}
			return state.Receipt{}, err
		},
	}
}

// What the daemon is asked by each command, and what the screen is told.
func TestCommands(t *testing.T) {
	called := state.Receipt{Sequence: 9, Ticket: "A007"}
	ofVisit := func(q any) bool { return string(q.(*contract.VisitCommand).Visit) == string(visit[:]) }
	want := map[string]struct {
		receipt state.Receipt
		asked   func(any) bool
	}{
		"Call":   {called, func(q any) bool { return q.(*contract.CallRequest).Desk == 1 }},
		"Recall": {called, ofVisit}, "Miss": {called, ofVisit}, "Serve": {called, ofVisit}, "Finish": {called, ofVisit},
		"CheckIn": {called, func(q any) bool { return string(q.(*contract.CheckInRequest).Appointment) == string(appointment[:]) }},
		"IssueTicket": {called, func(q any) bool {
			i := q.(*contract.IssueRequest)
			return i.Urgency == contract.Urgency_URGENCY_URGENT && slices.Equal(i.Products, []string{"eid-aanvraag"}) && i.Persons == 1
		}},
		"Book": {state.Receipt{Sequence: 9, Asked: true}, func(q any) bool {
			b := q.(*contract.BookRequest)
			return b.Person.Name == "Zoë" && b.Persons == 2 && reflect.DeepEqual(b.Place.Seats(), seats) && b.Place.Run.Minutes() == 15
		}},
		"Cancel": {state.Receipt{Sequence: 9, Asked: true}, func(q any) bool { return string(q.(*contract.CancelRequest).Appointment) == string(appointment[:]) }},
		"HandOut": {state.Receipt{Sequence: 9}, func(q any) bool {
			h := q.(*contract.HandOutRequest)
			return h.Document == "590-1" && h.Collector == "mandate" && slices.Equal(h.Evidence, []string{"letter-seen"}) && string(h.Visit) == string(visit[:])
		}},
		"Leave": {called, ofVisit},
		"Move": {state.Receipt{Sequence: 9, Asked: true}, func(q any) bool {
			m := q.(*contract.MoveRequest)
			return string(m.Appointment) == string(appointment[:]) && reflect.DeepEqual(m.To.Seats(), seats) && m.To.Run.Minutes() == 15
		}},
		"Receive": {state.Receipt{Sequence: 9}, func(q any) bool {
			r := q.(*contract.ReceiveRequest)
			return r.Consignment == "Z-1" && r.From == "bpost" && len(r.Items) == 2 && r.Items[0].Document == "590-1" &&
				r.Items[0].Kind == "eid-afhalen" && r.Items[0].Holder.GetName() == "Zoë" && r.Items[1].Holder == nil
		}},
		"Store": {state.Receipt{Sequence: 9}, func(q any) bool {
			s := q.(*contract.StoreRequest)
			return s.Document == "590-1" && s.Compartment == "B3"
		}},
		"Count": {state.Receipt{}, func(q any) bool { return slices.Equal(q.(*contract.CountRequest).Present, []string{"590-1"}) }},
		"Settle": {state.Receipt{Sequence: 10}, func(q any) bool {
			a := q.(*contract.WorkAnswerRequest)
			return string(a.Request) == "r" && a.Outcome == "seen"
		}},
	}
	w := mustWorld(t)
	w.watch()
	w.signIn()
	w.daemon.answer(&contract.BookResponse{Sequence: 9, Pending: true}, nil)
	for name, do := range commands() {
		got, err := do(t.Context(), w.counter)
		if err != nil || got != want[name].receipt {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want[name].receipt)
		}
		if q := w.daemon.last(); !want[name].asked(q) {
			t.Errorf("%s asked %v", name, q)
		}
	}
	if err := w.counter.Unplug(t.Context(), true); err != nil || w.daemon.last().(*contract.SetLineRequest).Plugged {
		t.Errorf("the plug: %v", err)
	}
}

// An answer that came while the clerk waited is told at once: an acceptance needs no letter, a refusal does.
func TestABookingThatIsAnsweredAtOnce(t *testing.T) {
	w := mustWorld(t)
	w.watch()
	w.signIn()
	book := commands()["Book"]
	w.daemon.answer(&contract.BookResponse{Sequence: 9, Request: []byte("r"), Answer: &contract.Answer{Accepted: &contract.Appointment{}}}, nil)
	got, err := book(t.Context(), w.counter)
	if q, ok := w.daemon.last().(*contract.WorkAnswerRequest); err != nil || got.Asked || got.Sequence != 10 || !ok || string(q.Request) != "r" {
		t.Errorf("accepted: %+v, %v; last asked %v", got, err, w.daemon.last())
	}
	w.daemon.answer(&contract.BookResponse{Sequence: 9, Request: []byte("r"), Answer: &contract.Answer{Refused: &contract.Refusal{Say: "Te laat."}}}, nil)
	_, err = book(t.Context(), w.counter)
	if _, ok := w.daemon.last().(*contract.BookRequest); !fault.Is(err, fault.Refused) || !ok ||
		fault.Sentence(err) != "Te laat. De dichtste alternatieven liggen in het postvak." {
		t.Errorf("refused: %v; last asked %v", err, w.daemon.last())
	}
}

func TestFind(t *testing.T) {
	w := mustWorld(t)
	found, err := w.counter.Find(t.Context(), state.Wish{Product: "eid-aanvraag", Here: true, Site: "buurtloket-berchem", From: 20000, Limit: 24})
	if err != nil || found.Scope != "alles" || len(found.Places) != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	for i, way := range []state.Way{state.Own, state.Live, state.Request} {
		p := found.Places[i]
		if p.Way != way || p.Minutes != 15 || len(p.Seats) != 2 || p.Seats[1].Start != 615 || (i == 0) != (len(p.Warnings) == 1) {
			t.Errorf("place %d: %+v", i, p)
		}
	}
	if q := w.daemon.last().(*contract.SearchRequest); !slices.Equal(q.Sites, []string{"buurtloket-berchem"}) || q.From != 20000 || q.Persons != 1 || q.Limit != 24 {
		t.Errorf("asked %v", q)
	}
	if _, err := w.counter.Find(t.Context(), state.Wish{Product: "eid-aanvraag", Persons: 3}); err != nil {
		t.Error(err)
	}
	if q := w.daemon.last().(*contract.SearchRequest); len(q.Sites) != 0 || q.Persons != 3 {
		t.Errorf("everywhere: %v", q)
	}
}

// Who this screen has no word for, and what would hold only for them, is left out.
func TestFindItems(t *testing.T) {
	w := mustWorld(t)
	items, err := w.counter.FindItems(t.Context(), "maes")
	want := []state.Item{{Number: "590-1", Kind: "Identiteitskaart", Holder: "Lotte Maes", Place: "B3",
		May: []state.Collector{state.HolderSelf, state.Proxy},
		Steps: []state.Step{{Choices: []state.StepChoice{{Code: "letter-seen", Words: "woorden van letter-seen"}}},
			{Only: []state.Collector{state.Proxy}, Choices: []state.StepChoice{{Code: "done", Words: "woorden van done"},
				{Code: "postponed", Words: "woorden van postponed"}}}}}}
	if err != nil || !reflect.DeepEqual(items, want) {
		t.Errorf("%+v, %v", items, err)
	}
	if q := w.daemon.last().(*contract.StockRequest); q.Find != "maes" {
		t.Errorf("asked %v", q)
	}
}

// What lies in the vault, and what is on its way with as much as headquarters told of it.
func TestStock(t *testing.T) {
	w := mustWorld(t)
	stock, err := w.counter.Stock(t.Context())
	want := []state.Delivery{{ID: "Z-1", Items: []state.Arrival{{Number: "590-7"}, {Number: "590-8", Kind: "eid-afhalen", Holder: "Noor"}}}}
	if err != nil || len(stock.Items) != 1 || stock.Items[0].Number != "590-1" || !reflect.DeepEqual(stock.Announced, want) {
		t.Errorf("%+v, %v", stock, err)
	}
}

// Without a daemon every call is unreachable, and says so in words.
func TestWithoutADaemon(t *testing.T) {
	w := mustWorld(t)
	w.stop()
	calls := commands()
	calls["SignIn"] = func(ctx context.Context, c counter) (state.Receipt, error) { return c.SignIn(ctx, "an", "1234") }
	calls["SignOut"] = func(ctx context.Context, c counter) (state.Receipt, error) { return c.SignOut(ctx) }
	calls["Unplug"] = func(ctx context.Context, c counter) (state.Receipt, error) {
		return state.Receipt{}, c.Unplug(ctx, true)
	}
	calls["Find"] = func(ctx context.Context, c counter) (r state.Receipt, err error) {
		_, err = c.Find(ctx, state.Wish{})
		return r, err
	}
	calls["FindItems"] = func(ctx context.Context, c counter) (r state.Receipt, err error) {
		_, err = c.FindItems(ctx, "x")
		return r, err
	}
	calls["Stock"] = func(ctx context.Context, c counter) (r state.Receipt, err error) {
		_, err = c.Stock(ctx)
		return r, err
	}
	for name, do := range calls {
		if _, err := do(t.Context(), w.counter); !fault.Is(err, fault.Unreachable) || fault.Sentence(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
