package booking_test

import (
	"slices"
	"testing"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// known is an appointment of tomorrow with a person, which headquarters keeps for this site.
func (c *counter) known() *contract.Appointment {
	a := c.visit(seat(1, 0), short)
	a.Person = append(slices.Clone(a.Id[:15]), 0xff)
	c.hears(changed(a, false))
	return a
}

func (c *counter) leavers(delivered bool, before office.Date) int {
	return len(booking.Leavers(&c.w, here, delivered, before))
}

// TestWhoMovedAwayIsNotNeededHere: whichever way the appointment went, it is known until nobody here needs it, and then its
// person is on the list until erased, or back.
func TestWhoMovedAwayIsNotNeededHere(t *testing.T) {
	elsewherePlace := place(elsewhere(2, 0), short)
	for _, row := range []struct {
		title  string
		goes   func(*counter) *contract.Appointment
		atonce bool // once all is delivered; else by its day
	}{
		{"headquarters moved it", func(c *counter) *contract.Appointment {
			a := c.known()
			c.hears(changed(a.MovedTo(elsewherePlace), false))
			return a
		}, true},
		{"this site wished it, and a clerk dealt with the answer", func(c *counter) *contract.Appointment {
			a, ask := c.movedAway()
			c.decides(booking.Work(&c.w, ask, "gebeld"))
			return a
		}, true},
		{"this site wished it, and nobody dealt with the answer", func(c *counter) *contract.Appointment { a, _ := c.movedAway(); return a }, false},
		{"headquarters speaks of it no more", func(c *counter) *contract.Appointment {
			a := c.known()
			c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{}}})
			return a
		}, false},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			a := row.goes(c)
			if booking.Known(&c.w, a.AppointmentID()) != nil {
				t.Fatal("it is still known")
			}
			if got := c.leavers(true, today); (got == 1) != row.atonce {
				t.Errorf("all delivered: %d", got)
			}
			if got := c.leavers(false, today+1); got != 0 {
				t.Errorf("not delivered: %d", got)
			}
			if got := c.leavers(false, today+2); got != 1 {
				t.Errorf("its day is long past: %d", got)
			}
			c.rebuilt()
			back, gone := *c, *c
			back.w, gone.w = *c.w.Clone(), *c.w.Clone()
			home := a.MovedTo(place(seat(3, 0), short))
			home.Leg = 9
			back.hears(changed(home, false))
			gone.does(&contract.Event{Kind: &contract.Event_Erased{Erased: &contract.Erased{Subject: a.Id}}})
			if n := back.leavers(true, today+30); n != 0 {
				t.Errorf("back here, and on the list: %d", n)
			}
			if n := gone.leavers(true, today+30); n != 0 {
				t.Errorf("erased, and on the list: %d", n)
			}
		})
	}
}

// movedAway is an appointment of this site that headquarters moved elsewhere at its wish.
func (c *counter) movedAway() (*contract.Appointment, []byte) {
	c.Helper()
	c.holds(1, seat(1, 0))
	a := c.visit(seat(1, 0), short)
	a.Person = append(slices.Clone(a.Id[:15]), 0xff)
	c.decides(booking.Book(c.desk(), a))
	events, err := booking.Move(c.desk(), a.AppointmentID(), place(elsewhere(2, 0), short))
	if err != nil {
		c.Fatal(err)
	}
	c.does(events...)
	ask := events[0].GetRequested().Request.Id
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: ask, Era: 1, Accepted: a.MovedTo(place(elsewhere(2, 0), short))}}})
	return a, ask
}

// TestWhoWasBookedElsewhereIsNotNeededHere: once the clerk has dealt with the answer; a refused wish keeps its person by the day.
func TestWhoWasBookedElsewhereIsNotNeededHere(t *testing.T) {
	for _, accepted := range []bool{true, false} {
		for _, at := range []office.SeatID{elsewhere(1, 0), seat(2, 0)} {
			c := newCounter(t)
			a := c.visit(at, short)
			a.Person = []byte("a person's words")
			ask := c.decides(booking.Book(c.desk(), a)).GetRequested().Request.Id
			answer := no(ask, 1)
			if accepted {
				answer = &contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: ask, Era: 1, Accepted: a}}}
			}
			c.hears(answer)
			if n := c.leavers(true, today); n != 0 {
				t.Errorf("accepted %t at %s: %d before it was dealt with", accepted, at, n)
			}
			c.decides(booking.Work(&c.w, ask, "gebeld"))
			want := 0
			if accepted && at.Site == there {
				want = 1
			}
			if n := c.leavers(true, today); n != want {
				t.Errorf("accepted %t at %s: %d, want %d", accepted, at, n, want)
			}
			if n := c.leavers(false, today); n != 0 {
				t.Errorf("accepted %t at %s: %d though not delivered", accepted, at, n)
			}
		}
	}
}
