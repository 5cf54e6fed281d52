package queue_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// tester is what both testing.T and rapid.T are.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// room is a counter without a journal: decisions are folded at once, as the node does, and kept.
type room struct {
	t        tester
	state    *kv.Memory
	now      time.Time
	order    visit.Order
	expected []visit.Expected
	events   []*contract.Event
	ids      int
}

// newRoom opens on Thursday 26 November 2026 at 10:00.
func newRoom(t tester) *room {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return &room{t: t, state: new(kv.Memory), now: time.Date(2026, 11, 26, 10, 0, 0, 0, zone), order: visit.DefaultOrder}
}

func (w *room) today() office.Date { return office.DateOf(w.now) }

// pass lets minutes go by.
func (w *room) pass(minutes int) { w.now = w.now.Add(time.Duration(minutes) * time.Minute) }

// id draws a fresh id.
func (w *room) id() (id [16]byte) {
	w.ids++
	id[0], id[14], id[15] = 7, byte(w.ids>>8), byte(w.ids)
	return id
}

// must folds what a decision gave, which must not be an error; it reports whether there was an event.
func (w *room) must(e *contract.Event, err error) bool {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("refused: %v", err)
	}
	if e == nil {
		return false
	}
	e.AtMs = w.now.UnixMilli()
	e.Clerk = "anna"
	if err := queue.Fold(w.state, e); err != nil {
		w.t.Fatalf("fold: %v", err)
	}
	w.events = append(w.events, e)
	return true
}

// refuse wants a fault of this kind, with words for a person, and nothing written.
func (w *room) refuse(kind fault.Kind, e *contract.Event, err error) {
	w.t.Helper()
	if !fault.Is(err, kind) || e != nil {
		w.t.Fatalf("got %v, %v; want a fault: %s", e, err, kind)
	}
	if fault.Sentence(err) == "" {
		w.t.Fatalf("%v says nothing", err)
	}
}

// book makes an appointment of today at desk 1, of ten minutes.
func (w *room) book(planned string) queue.Arrival {
	w.t.Helper()
	m, err := office.ParseMinute(planned)
	if err != nil {
		w.t.Fatal(err)
	}
	a := queue.Arrival{Appointment: w.id(), Date: w.today(), Planned: m, Desk: 1, Minutes: 10,
		Products: []office.ProductID{"eid-aanvraag"}, Persons: 1}
	w.expected = append(w.expected, visit.Expected{Appointment: a.Appointment, Planned: m, Desk: 1})
	return a
}

// checkIn announces an appointment and gives the visit.
func (w *room) checkIn(a queue.Arrival) office.VisitID {
	w.t.Helper()
	a.Visit = w.id()
	w.must(queue.CheckIn(w.state, a, w.now))
	v, err := queue.OfAppointment(w.state, a.Appointment)
	if err != nil {
		w.t.Fatal(err)
	}
	return v.ID
}

// issue gives a walk-in a ticket and gives the visit.
func (w *room) issue() office.VisitID {
	w.t.Helper()
	walk := queue.Walk{Visit: w.id(), Products: []office.ProductID{"reispas-afhalen"}}
	w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now))
	return walk.Visit
}

// call calls the next visit to a desk and gives it.
func (w *room) call(desk office.Desk) office.VisitID {
	w.t.Helper()
	e, err := queue.Hall{Order: w.order, Expected: w.expected}.Call(w.state, desk, w.now)
	w.must(e, err)
	return office.VisitID(e.GetCalled().GetVisit())
}

// hall is the room with desks that serve not everything.
func (w *room) hall() queue.Hall {
	return queue.Hall{Order: w.order, Offer: visit.OfferOf(catalogue.Products()), Expected: w.expected, Posts: []visit.Post{
		{Desk: 1, Serves: visit.Scope{Themes: []office.ClusterID{"burgerzaken"}}}, {Desk: 2, Serves: visit.Scope{Themes: []office.ClusterID{"wonen"}}},
		{Desk: 3, Kind: visit.Snelbalie}}}
}

// ask gives a walk-in a ticket for products and gives the visit.
func (w *room) ask(products ...office.ProductID) office.VisitID {
	w.t.Helper()
	walk := queue.Walk{Visit: w.id(), Products: products}
	w.must(queue.Issue(w.state, catalogue.Embedded(), walk, w.now))
	return walk.Visit
}

// serve begins the service of who is called next to a desk.
func (w *room) serve(desk office.Desk) office.VisitID {
	w.t.Helper()
	id := w.call(desk)
	w.must(queue.Serve(w.state, id, desk, w.now))
	return id
}

// undo takes the last step of a visit back.
func (w *room) undo(id office.VisitID, desk office.Desk) (*contract.Event, error) {
	w.t.Helper()
	last, err := queue.LastStep(w.state, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return queue.Undo(w.state, w.order, id, last.Number, desk, w.now)
}

// closeDay ends what days before today left open, and says how many visits that were.
func (w *room) closeDay() int {
	w.t.Helper()
	events, err := queue.Close(w.state, always(w.order), w.today())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range events {
		w.must(e, nil)
	}
	return len(events)
}

// visit gives a visit as it stands.
func (w *room) visit(id office.VisitID) visit.Visit {
	w.t.Helper()
	v, err := queue.Get(w.state, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// tickets writes the waiting rows as desk 1 sees them, "A001 why".
func (w *room) tickets() []string {
	w.t.Helper()
	var out []string
	for _, p := range w.look(queue.Hall{Order: w.order, Expected: w.expected}).List(1) {
		out = append(out, p.Visit.Ticket.String()+" "+p.Why)
	}
	return out
}

// look reads the room as it is now.
func (w *room) look(h queue.Hall) queue.Room {
	w.t.Helper()
	r, err := h.Room(w.state, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// day folds a day of the room into its figures.
func (w *room) day(d office.Date, booked ...queue.Booked) *visit.Day {
	w.t.Helper()
	visits, err := queue.Day(w.state, d)
	if err != nil {
		w.t.Fatal(err)
	}
	return queue.Today(visits, w.hall().Offer, booked, w.now)
}

// checkRefold folds all events again into an empty state, which must come out the same.
func (w *room) checkRefold() {
	w.t.Helper()
	again := new(kv.Memory)
	for _, e := range w.events {
		if err := queue.Fold(again, e); err != nil {
			w.t.Fatalf("fold again: %v", err)
		}
	}
	if !again.Equal(w.state) {
		w.t.Fatal("the same events gave another state")
	}
}

func mustRoom(t *testing.T) *room {
	t.Helper()
	w := newRoom(t)
	t.Cleanup(w.checkRefold)
	return w
}

// always is the rule of a site whose order never changes.
func always(o visit.Order) queue.Rule { return func(office.Date) visit.Order { return o } }
