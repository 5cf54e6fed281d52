package booking_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestBook(t *testing.T) {
	for _, row := range []struct {
		title   string
		at      office.SeatID
		product string
		asked   bool
		refused fault.Kind // Internal: it is not
	}{
		{"a seat in hand", seat(1, 0), short, false, 0},
		{"two seats in hand", seat(1, 0), long, false, 0},
		{"seats of two grants", seat(1, 10), long, false, 0},
		{"a seat at headquarters", seat(2, 0), short, true, 0},
		{"a seat of another site", elsewhere(1, 0), short, true, 0},
		{"half in hand", seat(1, 20), long, false, fault.NotHeld},
		{"taken", seat(1, 40), short, false, fault.Taken},
		{"past", seat(-1, 0), short, false, fault.Refused},
		{"after closing", seat(1, 120), short, false, fault.Refused},
		{"over closing", seat(1, 110), long, false, fault.Refused},
		{"no such product", seat(1, 0), "toverij", false, fault.NotFound},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			c.holds(1, seat(1, 0), seat(1, 10), seat(1, 40))
			c.holds(2, seat(1, 20))
			c.books(seat(1, 40), short)
			a := c.visit(row.at, row.product)
			e, err := booking.Book(c.desk(), a)
			if row.refused != fault.Internal {
				if !fault.Is(err, row.refused) || fault.Sentence(err) == "" || e != nil {
					t.Fatalf("got %v, %v (%q)", e, err, fault.Sentence(err))
				}
				return
			}
			c.decides(e, err)
			if asked := e.GetRequested() != nil; asked != row.asked {
				t.Fatalf("asked = %t: %v", asked, e)
			}
			state := custody.Booked
			if row.asked {
				state = custody.Empty
			}
			for _, id := range a.Place.Seats() {
				if id.Site == here {
					c.wants(id, state, a)
				}
			}
			c.rebuilt()
		})
	}
}

func TestBookNamesEachGrant(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10))
	c.holds(2, seat(1, 20))
	for _, row := range []struct{ minute, grants int }{{0, 1}, {10, 2}} {
		e, err := booking.Book(c.desk(), c.visit(seat(1, row.minute), long))
		if err != nil || len(e.GetBooked().Grants) != row.grants {
			t.Errorf("from minute %d: %v, %v", row.minute, e, err)
		}
	}
}

func TestBookTwice(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10))
	a := c.books(seat(1, 0), short)
	a.Place = place(seat(1, 10), short)
	if _, err := booking.Book(c.desk(), a); !fault.Is(err, fault.Conflict) {
		t.Fatalf("got %v", err)
	}
}

func TestCancel(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10))
	a := c.books(seat(1, 0), long)
	e := c.decides(booking.Cancel(c.desk(), a.AppointmentID(), "ziek"))
	if e.GetCancelled() == nil {
		t.Fatalf("got %v", e)
	}
	c.wants(seat(1, 0), custody.Held, nil)
	c.wants(seat(1, 10), custody.Held, nil)
	if _, err := booking.Cancel(c.desk(), a.AppointmentID(), "ziek"); !fault.Is(err, fault.NotFound) {
		t.Fatalf("cancelled again: %v", err)
	}
	if _, err := booking.Cancel(c.desk(), office.AppointmentID{9}, ""); !fault.Is(err, fault.NotFound) {
		t.Fatalf("an unknown one: %v", err)
	}
	c.rebuilt()
}

func TestCancelAsksWhatHeadquartersKeeps(t *testing.T) {
	c := newCounter(t)
	a := c.visit(seat(3, 0), short)
	c.hears(changed(a, false))
	e := c.decides(booking.Cancel(c.desk(), a.AppointmentID(), ""))
	if e.GetRequested().GetRequest().GetCancel() == nil {
		t.Fatalf("got %v", e)
	}
	if k := booking.Known(&c.w, a.AppointmentID()); k.Cancelled {
		t.Fatal("what was asked is shown as done")
	}
}

func TestMoveWithinOwnSeats(t *testing.T) {
	for _, row := range []struct {
		title   string
		to      office.SeatID
		refused fault.Kind
	}{
		{"to a free seat", seat(1, 20), 0},
		{"to a taken seat", seat(1, 30), fault.Taken},
		{"to its own seat", seat(1, 0), fault.Taken},
		{"to the past", seat(-1, 0), fault.Refused},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			c.holds(1, seat(1, 0), seat(1, 20), seat(1, 30))
			a := c.books(seat(1, 0), short)
			c.books(seat(1, 30), short)
			events, err := booking.Move(c.desk(), a.AppointmentID(), place(row.to, short))
			if row.refused != fault.Internal {
				if !fault.Is(err, row.refused) || fault.Sentence(err) == "" {
					t.Fatalf("got %v, %v", events, err)
				}
				c.wants(seat(1, 0), custody.Booked, a)
				return
			}
			if err != nil || len(events) != 2 || events[0].GetBooked() == nil || events[1].GetCancelled() == nil {
				t.Fatalf("want: book there, then give up here; got %v, %v", events, err)
			}
			c.does(events...)
			c.wants(seat(1, 0), custody.Held, nil)
			c.wants(row.to, custody.Booked, a)
			k := booking.Known(&c.w, a.AppointmentID())
			if k.Appointment.Leg != 1 || !k.KeptHere || k.Cancelled {
				t.Fatalf("known as %v", k)
			}
			c.rebuilt()
		})
	}
}

// frozen is a counter whose appointment waits for the answer to a move.
func frozen(t *testing.T) (*counter, *contract.Appointment, []byte) {
	t.Helper()
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10))
	a := c.books(seat(1, 0), short)
	events, err := booking.Move(c.desk(), a.AppointmentID(), place(elsewhere(2, 0), short))
	if err != nil || len(events) != 1 || events[0].GetRequested().GetRequest().GetMove().GetFrozen() == nil {
		t.Fatalf("got %v, %v", events, err)
	}
	c.does(events...)
	return c, a, events[0].GetRequested().Request.Id
}

func TestFrozenIsLeftAlone(t *testing.T) {
	c, a, _ := frozen(t)
	if _, err := booking.Cancel(c.desk(), a.AppointmentID(), ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := booking.Move(c.desk(), a.AppointmentID(), place(seat(1, 10), short)); !fault.Is(err, fault.Conflict) {
		t.Errorf("moved: %v", err)
	}
	if e := booking.Tidy(c.desk(), today); e != nil {
		t.Errorf("given back: %v", e)
	}
	if _, err := booking.Work(&c.w, []byte("0123456789abcdef"), ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown answer worked: %v", err)
	}
}

func TestWork(t *testing.T) {
	c, a, ask := frozen(t)
	if _, err := booking.Work(&c.w, ask, ""); !fault.Is(err, fault.Refused) {
		t.Fatalf("worked before it was answered: %v", err)
	}
	c.hears(no(ask, 1))
	c.wants(seat(1, 0), custody.Booked, a)
	c.decides(booking.Work(&c.w, ask, "gebeld"))
	if e, err := booking.Work(&c.w, ask, "gebeld"); e != nil || err != nil {
		t.Fatalf("worked twice: %v, %v", e, err)
	}
	c.rebuilt()
}

// TestWhatIsCollectedGoesAlong (A002-43): with what this site books itself, and with a wish, in a later life too.
func TestWhatIsCollectedGoesAlong_A002_43(t *testing.T) {
	for _, at := range []office.SeatID{seat(1, 0), seat(2, 0), elsewhere(1, 0)} {
		c := newCounter(t)
		c.holds(1, seat(1, 0))
		e := c.decides(booking.Collect(c.desk(), c.visit(at, short), " en 810006 "))
		if got := e.GetBooked().GetDocument() + e.GetRequested().GetRequest().GetDocument(); got != "EN810006" {
			t.Errorf("%s: %v", at, e)
		}
		for _, again := range booking.Again(&c.w) {
			if again.GetRequested().Request.Document != "EN810006" {
				t.Errorf("asked again: %v", again)
			}
		}
		if e, err := booking.Collect(c.desk(), c.visit(seat(1, 0), short), "?"); e != nil || !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("what is no number: %v, %v", e, err)
		}
		c.rebuilt()
	}
}
