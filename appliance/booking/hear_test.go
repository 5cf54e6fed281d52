package booking_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

func TestHearGrant(t *testing.T) {
	foreign := grant(1, 5, seat(1, 0))
	foreign.GetGrant().To = uint64(mine) + 1
	for _, row := range []struct {
		title string
		then  *contract.FeedEntry
		heard bool
	}{
		{"another seat", grant(1, 5, seat(1, 10)), true},
		{"the same seat again", grant(1, 1, seat(1, 0)), false},
		{"to another life", foreign, false},
		{"given back, and delivered again", grant(1, 2, seat(1, 20)), false},
		{"given back, and given anew", grant(1, 3, seat(1, 20)), true},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			c.holds(1, seat(1, 0))
			c.holds(2, seat(1, 20))
			c.hears(recall(seat(1, 20)))
			if got := c.hears(row.then); (len(got) > 0) != row.heard {
				t.Fatalf("got %v", got)
			}
			c.rebuilt()
		})
	}
}

func recall(seats ...office.SeatID) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Recall{Recall: &contract.Recall{Seats: contract.Runs(seats, 10)}}}
}

func TestHearGrantOfAnOldEra(t *testing.T) {
	c := newCounter(t)
	c.does(&contract.Event{Kind: &contract.Event_Reported{Reported: &contract.Reported{Era: 2}}})
	if got := c.hears(grant(1, 9, seat(1, 0))); len(got) != 0 {
		t.Fatalf("got %v", got)
	}
}

func TestHearRecall(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10))
	a := c.books(seat(1, 10), short)
	got := c.hears(recall(seat(1, 0), seat(1, 10), seat(1, 20)))
	if len(got) != 1 || len(got[0].GetReleased().GetFree()) != 1 {
		t.Fatalf("got %v", got)
	}
	c.wants(seat(1, 0), custody.Empty, nil)
	c.wants(seat(1, 10), custody.Booked, a)
}

// TestHearAskWithItsGrant has the wish to end an appointment come in the same breath as the appointment.
func TestHearAskWithItsGrant(t *testing.T) {
	for _, together := range []bool{true, false} {
		c := newCounter(t)
		a := c.visit(seat(1, 0), long)
		give, end := gives(1, 1, a), &contract.FeedEntry{Kind: &contract.FeedEntry_Ask{Ask: &contract.Ask{Cancel: a.Id}}}
		if together {
			c.hears(give, end)
		} else {
			c.hears(give)
			c.hears(end)
		}
		c.wants(seat(1, 0), custody.Held, nil)
		c.wants(seat(1, 10), custody.Held, nil)
		if !booking.Known(&c.w, a.AppointmentID()).Cancelled {
			t.Errorf("together: %t: it is shown as live", together)
		}
		c.rebuilt()
	}
}

func TestHearYesToAMove(t *testing.T) {
	c, a, ask := frozen(t)
	moved := a.MovedTo(place(elsewhere(2, 0), short))
	c.hears(yes(ask, 1, moved))
	c.wants(seat(1, 0), custody.Held, nil)
	if k := booking.Known(&c.w, a.AppointmentID()); k != nil {
		t.Errorf("it left for another site, and is shown: %v", k)
	}
	if got := c.hears(yes(ask, 1, moved)); len(got) != 0 {
		t.Errorf("heard twice: %v", got)
	}
	c.rebuilt()
}

// TestHearWhereItWentAndThatItEnded: the place headquarters moved it to, the answer, and its end, in one breath.
func TestHearWhereItWentAndThatItEnded(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0))
	a := c.books(seat(1, 0), short)
	events, err := booking.Move(c.desk(), a.AppointmentID(), place(seat(2, 0), short))
	if err != nil {
		t.Fatal(err)
	}
	c.does(events...)
	moved := a.MovedTo(place(seat(2, 0), short))
	c.hears(changed(moved, false), yes(events[0].GetRequested().Request.Id, 1, moved), changed(moved, true))
	c.wants(seat(1, 0), custody.Held, nil)
	if k := booking.Known(&c.w, a.AppointmentID()); k == nil || !k.Cancelled || k.Appointment.Leg != 1 {
		t.Errorf("known as %v", k)
	}
	c.rebuilt()
}

// TestHearAnswerOfAnOldEra: what a forgotten headquarters answered does not close the wish; the one that we reported
// to answers again.
func TestHearAnswerOfAnOldEra(t *testing.T) {
	c, a, ask := frozen(t)
	c.does(&contract.Event{Kind: &contract.Event_Reported{Reported: &contract.Reported{Era: 2}}})
	if got := c.hears(no(ask, 1)); len(got) != 0 {
		t.Fatalf("got %v", got)
	}
	if s := booking.RequestOf(&c.w, office.RequestID(ask)); s.Answer != nil {
		t.Fatal("the old answer is shown, and the appointment frozen for ever")
	}
	c.hears(no(ask, 2))
	if h := c.hand(seat(1, 0)); h.Ask != (office.RequestID{}) || h.Booking != a.AppointmentID() {
		t.Fatalf("after the new answer: %+v", h)
	}
}

// TestHearAnotherAnswerOfALaterEra: headquarters forgot its no, and says yes: that is how things are.
func TestHearAnotherAnswerOfALaterEra(t *testing.T) {
	c := newCounter(t)
	a := c.visit(elsewhere(1, 0), short)
	ask := c.decides(booking.Book(c.desk(), a)).GetRequested().Request.Id
	c.hears(no(ask, 1))
	c.decides(booking.Work(&c.w, ask, "gebeld"))
	c.hears(yes(ask, 1, a))
	if s := booking.RequestOf(&c.w, office.RequestID(ask)); s.Answer.Accepted != nil || !s.Worked {
		t.Fatal("an answer changed within one era")
	}
	c.hears(yes(ask, 2, a))
	if s := booking.RequestOf(&c.w, office.RequestID(ask)); s.Answer.Accepted == nil || s.Worked {
		t.Fatalf("got %v", s)
	}
}

func TestSnapshotReplacesTheMirror(t *testing.T) {
	c := newCounter(t)
	gone, back, own := c.visit(seat(3, 0), short), c.visit(seat(3, 10), short), c.visit(seat(1, 0), short)
	c.hears(changed(gone, false), changed(back.MovedTo(place(seat(4, 0), short)), true), gives(1, 1, own))
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{
		Appointments: []*contract.Appointment{back, own}}}})
	if k := booking.Known(&c.w, own.AppointmentID()); !k.GetKeptHere() {
		t.Errorf("what this counter keeps is known as %v", k)
	}
	if booking.Known(&c.w, gone.AppointmentID()) != nil {
		t.Error("what headquarters no longer has is shown")
	}
	if k := booking.Known(&c.w, back.AppointmentID()); k == nil || k.Cancelled || k.Appointment.Leg != 0 {
		t.Errorf("what a restored headquarters has on an earlier leg is known as %v", k)
	}
}

func TestTidy(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(0, 0), seat(2, 0), seat(2, 10))
	soon, later := c.books(seat(0, 0), short), c.books(seat(2, 0), short)
	e := booking.Tidy(c.desk(), today)
	c.does(e)
	c.wants(seat(0, 0), custody.Booked, soon)
	c.wants(seat(2, 0), custody.Empty, nil)
	c.wants(seat(2, 10), custody.Held, nil)
	if k := booking.Known(&c.w, later.AppointmentID()); k.KeptHere || k.Cancelled {
		t.Errorf("known as %v", k)
	}
	if again := booking.Tidy(c.desk(), today); again != nil {
		t.Errorf("given back twice: %v", again)
	}
	c.rebuilt()
}

func TestANewLifeHoldsNothingAndAsksAgain(t *testing.T) {
	c, a, ask := frozen(t)
	again := booking.Again(&c.w)
	c.life++
	c.does(&contract.Event{Kind: &contract.Event_Began{Began: &contract.Began{Previous: uint64(mine)}}})
	c.does(again...)
	c.wants(seat(1, 0), custody.Empty, nil)
	c.wants(seat(1, 10), custody.Empty, nil)
	if k := booking.Known(&c.w, a.AppointmentID()); k == nil || k.KeptHere || k.Cancelled {
		t.Errorf("known as %v", k)
	}
	s := booking.RequestOf(&c.w, office.RequestID(ask))
	if len(again) != 1 || s == nil || s.Request.GetMove() == nil || s.Request.GetMove().Frozen != nil {
		t.Errorf("asked again: %v, kept as %v", again, s)
	}
	c.rebuilt()
}

func TestReport(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0), seat(1, 10), seat(2, 0), seat(2, 10))
	booked, ended, back := c.books(seat(1, 0), short), c.books(seat(2, 0), short), c.books(seat(2, 10), short)
	c.does(booking.Tidy(c.desk(), today+1))
	c.hears(changed(ended, true))
	r := booking.Report(&c.w, here, mine, 2, 9)
	want := map[string]string{ // by start: state and appointment
		"1/09:00": "held " + string(booked.Id), "1/09:10": "held ",
		"2/09:00": "empty ", "2/09:10": "empty " + string(back.Id),
	}
	for _, h := range r.Hands {
		id := h.Seats.Run.First(here)
		key, state := string(rune('0'+id.Date-today))+"/"+id.Start.String(), "held "
		if h.Empty {
			state = "empty "
		}
		if got := state + string(h.Appointment); want[key] != got {
			t.Errorf("%s: got %q, want %q", key, got, want[key])
		}
		delete(want, key)
	}
	if len(want) != 0 || len(r.Appointments) != 2 {
		t.Errorf("not reported: %v; appointments: %v", want, r.Appointments)
	}
}

// TestASnapshotThatCrossesARelease: HQ gives what we have given back, because it has not seen the record yet. Known it
// stays: it is HQ's until HQ says otherwise.
func TestASnapshotThatCrossesARelease(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(2, 0))
	a := c.books(seat(2, 0), short)
	c.does(booking.Tidy(c.desk(), today))
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{
		Grants: []*contract.Grant{gives(1, 1, a).GetGrant()}}}})
	c.wants(seat(2, 0), custody.Empty, nil)
	if k := booking.Known(&c.w, a.AppointmentID()); k == nil || k.KeptHere || k.Cancelled {
		t.Errorf("known as %v", k)
	}
	c.rebuilt()
}
