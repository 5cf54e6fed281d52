package register_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestBook(t *testing.T) {
	for _, row := range []struct {
		title   string
		at      office.SeatID
		product string
		refused fault.Kind // Internal: it is not
	}{
		{"free", seat(2, 0), short, 0},
		{"two seats", seat(2, 0), long, 0},
		{"at a site nobody ever heard of", there(2, 0), short, 0},
		{"taken", seat(2, 30), short, fault.Taken},
		{"half taken", seat(2, 20), long, fault.Taken},
		{"held by the site", seat(1, 0), short, fault.NotHeld},
		{"today, by a citizen", seat(0, 60), short, fault.Refused},
		{"past", seat(-1, 0), short, fault.Refused},
		{"after closing", seat(2, 120), short, fault.Refused},
		{"wrong number of seats", seat(2, 0), "geboorte-erkenning", fault.Invalid},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := found(t)
			h.greet(berchem, 1)
			taken := h.books(seat(2, 30), short)
			h.now = today.At(20*60, h.plan.Zone())
			h.topUp(berchem) // tomorrow is the site's
			a := h.visit(row.at, row.product)
			reply := h.do(book(a))
			if row.refused != fault.Internal {
				h.refused(reply, row.refused)
				if h.view().Appointment(a.AppointmentID()) != nil {
					t.Error("it is kept all the same")
				}
				h.wants(seat(2, 30), h.view().Seat(seat(2, 30)).Owner, taken)
				return
			}
			for _, id := range a.Place.Seats() {
				h.wants(id, atHQ, a)
			}
		})
	}
}

func TestBookTwiceIsOnce(t *testing.T) {
	h := found(t)
	a := h.books(seat(2, 0), short)
	again := h.visit(seat(2, 10), short)
	again.Id = a.Id
	if r := h.must(book(again)); r.Appointment.Place.Run.Start != a.Place.Run.Start {
		t.Errorf("answered with %v", r.Appointment)
	}
	h.wants(seat(2, 10), atHQ, nil)
}

func TestARefusalNamesTheNearestPlaces(t *testing.T) {
	h := found(t)
	h.books(seat(2, 30), short)
	if r := h.do(book(h.visit(seat(2, 30), short))); len(r.Alternatives) == 0 {
		t.Fatal("no alternatives")
	}
}

func TestCancel(t *testing.T) {
	h := found(t)
	a := h.books(seat(2, 0), long)
	if r := h.cancel(a); r.Kind != 0 || r.Pending {
		t.Fatalf("got %v", r)
	}
	h.wants(seat(2, 0), atHQ, nil)
	h.wants(seat(2, 10), atHQ, nil)
	if r := h.cancel(a); r.Kind != 0 {
		t.Fatalf("cancelled again: %v", r)
	}
	h.refused(h.cancel(h.visit(seat(2, 0), short)), fault.NotFound)
}

// TestWhatASiteKeepsIsAskedOfIt: an appointment went to its site with its day.
func TestWhatASiteKeepsIsAskedOfIt(t *testing.T) {
	h := found(t)
	a := h.books(seat(1, 0), short)
	h.greet(berchem, 1)
	h.now = today.At(20*60, h.plan.Zone())
	h.topUp(berchem)
	h.wants(seat(1, 0), of(1), a)
	stood := h.stands(berchem)
	h.applied(berchem, stood)
	if r := h.cancel(a); !r.Pending {
		t.Fatalf("got %v", r)
	}
	if f := h.feed(berchem, stood); len(f) != 1 || string(f[0].GetAsk().GetCancel()) != string(a.Id) {
		t.Fatalf("the site hears %v", f)
	}
	h.wants(seat(1, 0), of(1), a)
	h.refused(h.move(a, seat(3, 0), short), fault.NotHeld)
}

func TestMove(t *testing.T) {
	h := found(t)
	a, other := h.books(seat(2, 0), long), h.books(seat(2, 40), short)
	h.refused(h.move(a, seat(2, 30), long), fault.Taken)
	h.wants(seat(2, 0), atHQ, a)
	h.wants(seat(2, 10), atHQ, a)
	h.wants(seat(2, 40), atHQ, other)
	if r := h.move(a, seat(2, 10), long); r.Kind != 0 || r.Appointment.Leg != 1 {
		t.Fatalf("onto its own second seat: %v", r)
	}
	h.wants(seat(2, 0), atHQ, nil)
	h.wants(seat(2, 10), atHQ, a)
	h.wants(seat(2, 20), atHQ, a)
	if r := h.move(a, there(3, 0), long); r.Kind != 0 || r.Appointment.Leg != 2 {
		t.Fatalf("to another site: %v", r)
	}
	h.wants(seat(2, 20), atHQ, nil)
	h.wants(there(3, 10), atHQ, a)
}

// TestNothingOfAClosedSite: until a site has reported to a new era, what headquarters believes of its seats is old.
func TestNothingOfAClosedSite(t *testing.T) {
	h := found(t)
	a, far := h.books(seat(2, 0), short), h.books(there(2, 0), short)
	h.greet(berchem, 1)
	h.greet(hoek, 2)
	h.restored()
	h.report(hoek, 2, &contract.Report{})
	h.refused(h.do(book(h.visit(seat(2, 10), short))), fault.Unreachable)
	h.refused(h.cancel(a), fault.Unreachable)
	h.refused(h.move(a, there(3, 0), short), fault.Unreachable)
	h.refused(h.move(far, seat(3, 0), short), fault.Unreachable)
	h.wants(there(2, 0), atHQ, far)
	h.wants(seat(2, 0), atHQ, a)
	h.wants(there(3, 0), atHQ, nil)
}
