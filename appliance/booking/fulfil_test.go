package booking_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// notHeld is HQ's answer to a wish for a place that is a site's own.
func notHeld(request []byte, era uint64) *contract.FeedEntry {
	e := no(request, era)
	e.GetAnswer().Refused.Code = fault.NotHeld.String()
	e.GetAnswer().Refused.Alternatives = []*contract.Place{place(seat(4, 0), short)}
	return e
}

func cancelAsked(a *contract.Appointment) *contract.FeedEntry {
	return &contract.FeedEntry{Kind: &contract.FeedEntry_Ask{Ask: &contract.Ask{Cancel: a.Id}}}
}

// asks has the counter ask for a place that it does not hold.
func (c *counter) asks(at office.SeatID, product, document string) (a *contract.Appointment, ask []byte) {
	c.Helper()
	a = c.visit(at, product)
	e := c.decides(booking.Collect(c.desk(), a, document))
	if e.GetRequested() == nil {
		c.Fatalf("%s was not asked for: %v", at, e)
	}
	return a, e.GetRequested().Request.Id
}

func (c *counter) answer(ask []byte) *contract.RequestState {
	return booking.RequestOf(&c.w, office.RequestID(ask))
}

// TestAWishThatCrossedItsGrant: HQ gave this site the place before it heard the wish for it, and refuses. The place is
// here, so the wish comes true here: once, whatever is heard after it.
func TestAWishThatCrossedItsGrant(t *testing.T) {
	for _, together := range []bool{true, false} {
		c := newCounter(t)
		a, ask := c.asks(seat(2, 0), long, "EN 123")
		give, refuse := grant(1, 1, seat(2, 0), seat(2, 10)), notHeld(ask, 1)
		var got []*contract.Event
		if together {
			got = c.hears(give, refuse)[1:]
		} else {
			c.hears(give)
			got = c.hears(refuse)
		}
		if len(got) != 1 || got[0].GetBooked().GetDocument() != "EN123" || len(got[0].GetBooked().GetGrants()) != 1 {
			t.Fatalf("together %t: got %v", together, got)
		}
		c.wants(seat(2, 0), custody.Booked, a)
		c.wants(seat(2, 10), custody.Booked, a)
		for _, later := range []*contract.FeedEntry{refuse, notHeld(ask, 1), notHeld(ask, 2), no(ask, 3), yes(ask, 3, a)} {
			if again := c.hears(later); len(again) != 0 {
				t.Fatalf("heard %v, did %v", later, again)
			}
			if s := c.answer(ask); s.Answer.GetAccepted().AppointmentID() != a.AppointmentID() {
				t.Fatalf("after %v the wish stands as %v", later, s)
			}
		}
		if k := booking.Known(&c.w, a.AppointmentID()); !k.GetKeptHere() {
			t.Errorf("known as %v", k)
		}
		c.rebuilt()
	}
}

// TestARefusalStands: where this site cannot do it either, and where HQ refused for another reason.
func TestARefusalStands(t *testing.T) {
	for _, row := range []struct {
		title   string
		at      office.SeatID
		product string
		before  func(c *counter) // after the wish, before its answer
		answer  func([]byte, uint64) *contract.FeedEntry
	}{
		{"not here yet", seat(2, 0), short, func(*counter) {}, notHeld},
		{"half of it here", seat(2, 0), long, func(c *counter) { c.holds(1, seat(2, 0)) }, notHeld},
		{"taken meanwhile", seat(2, 0), short, func(c *counter) { c.holds(1, seat(2, 0)); c.books(seat(2, 0), short) }, notHeld},
		{"over meanwhile", seat(0, 70), short, func(c *counter) { c.holds(1, seat(0, 70)); c.now = c.now.Add(3 * 60 * 60e9) }, notHeld},
		{"given back meanwhile", seat(2, 0), short, func(c *counter) { c.holds(1, seat(2, 0)); c.hears(recall(seat(2, 0))) }, notHeld},
		{"refused by the rules", seat(2, 0), short, func(c *counter) { c.holds(1, seat(2, 0)) }, no},
		{"of another site", elsewhere(2, 0), short, func(c *counter) { c.holds(1, seat(2, 0)) }, notHeld},
	} {
		t.Run(row.title, func(t *testing.T) {
			c := newCounter(t)
			a, ask := c.asks(row.at, row.product, "")
			row.before(c)
			said := row.answer(ask, 1)
			if got := c.hears(said); len(got) != 0 {
				t.Fatalf("did %v", got)
			}
			s := c.answer(ask)
			if s.GetHere() || len(s.Answer.GetRefused().GetAlternatives()) != len(said.GetAnswer().Refused.Alternatives) {
				t.Errorf("the wish stands as %v", s)
			}
			if booking.Known(&c.w, a.AppointmentID()) != nil {
				t.Error("an appointment is known")
			}
			c.rebuilt()
		})
	}
}

// TestTwoAnswersBookOnce: HQ says it twice in one breath, and asks to end what came of it in between.
func TestTwoAnswersBookOnce(t *testing.T) {
	c := newCounter(t)
	a, ask := c.asks(seat(2, 0), short, "")
	got := c.hears(grant(1, 1, seat(2, 0)), notHeld(ask, 1), cancelAsked(a), notHeld(ask, 1), notHeld(ask, 2))
	if len(got) != 3 || got[1].GetBooked() == nil || got[2].GetCancelled() == nil {
		t.Fatalf("did %v", got)
	}
	c.wants(seat(2, 0), custody.Held, nil)
	c.rebuilt()
}

// TestAMoveThatCrossedItsGrant: both places are this site's, so it moves the appointment itself.
func TestAMoveThatCrossedItsGrant(t *testing.T) {
	c := newCounter(t)
	c.holds(1, seat(1, 0))
	a := c.books(seat(1, 0), short)
	events, err := booking.Move(c.desk(), a.AppointmentID(), place(seat(2, 0), short))
	if err != nil {
		t.Fatal(err)
	}
	c.does(events...)
	ask := events[0].GetRequested().Request.Id
	got := c.hears(grant(1, 2, seat(2, 0)), notHeld(ask, 1))
	if len(got) != 4 || got[1].GetThawed() == nil || got[2].GetBooked() == nil || got[3].GetCancelled().GetMovedTo() == nil {
		t.Fatalf("did %v", got)
	}
	c.wants(seat(1, 0), custody.Held, nil)
	c.wants(seat(2, 0), custody.Booked, a)
	if k := booking.Known(&c.w, a.AppointmentID()); !k.GetKeptHere() || k.Cancelled || k.Appointment.Leg != a.Leg+1 {
		t.Errorf("known as %v", k)
	}
	if s := c.answer(ask); !s.GetHere() || s.Answer.GetAccepted() == nil {
		t.Errorf("the wish stands as %v", s)
	}
	c.rebuilt()
}

// TestAMoveOfWhatHQKeeps: the place is here, the appointment is not. Nobody but HQ moves it.
func TestAMoveOfWhatHQKeeps(t *testing.T) {
	c := newCounter(t)
	a := c.visit(seat(1, 0), short)
	c.hears(changed(a, false))
	events, err := booking.Move(c.desk(), a.AppointmentID(), place(seat(2, 0), short))
	if err != nil {
		t.Fatal(err)
	}
	c.does(events...)
	if got := c.hears(grant(1, 1, seat(2, 0)), notHeld(events[0].GetRequested().Request.Id, 1)); len(got) != 1 {
		t.Fatalf("did %v", got)
	}
	c.wants(seat(2, 0), custody.Held, nil)
}

// TestAWishAskedAgainByANewLife: the former life did it, which is lost here and known at HQ. The refusal that HQ repeats
// is not shown to anybody.
func TestAWishAskedAgainByANewLife(t *testing.T) {
	c := newCounter(t)
	a, ask := c.asks(seat(2, 0), short, "")
	again := booking.Again(&c.w)
	c.life++
	c.does(&contract.Event{Kind: &contract.Event_Began{Began: &contract.Began{Previous: uint64(mine)}}})
	c.does(again...)
	c.hears(&contract.FeedEntry{Kind: &contract.FeedEntry_Snapshot{Snapshot: &contract.Snapshot{
		Appointments: []*contract.Appointment{a}, Answers: []*contract.Answer{notHeld(ask, 1).GetAnswer()}}}})
	if s := c.answer(ask); s.Answer.GetAccepted() == nil {
		t.Errorf("the wish stands as %v", s)
	}
	c.rebuilt()
}

// TestWhateverCrosses: grants, recalls, answers and asks in any order and number: a seat is in one state, an appointment of
// a wish is booked at most once, and it is never said to be refused while it stands.
func TestWhateverCrosses(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newCounter(t)
		type wish struct {
			a   *contract.Appointment
			ask []byte
		}
		var wishes []wish
		for n := range 3 {
			a, ask := c.asks(seat(2, 10*(n/2)), short, "") // two of them want the same seat
			wishes = append(wishes, wish{a, ask})
		}
		booked := map[office.AppointmentID]int{}
		for n := range uint64(rapid.IntRange(1, 8).Draw(rt, "breaths")) {
			var entries []*contract.FeedEntry
			for k := range uint64(rapid.IntRange(1, 4).Draw(rt, "entries")) {
				w := rapid.SampledFrom(wishes).Draw(rt, "wish")
				at := seat(2, 10*rapid.IntRange(0, 1).Draw(rt, "seat"))
				switch rapid.IntRange(0, 4).Draw(rt, "entry") {
				case 0:
					entries = append(entries, grant(1, 1+10*n+k, at))
				case 1:
					entries = append(entries, recall(at))
				case 2:
					entries = append(entries, cancelAsked(w.a))
				default:
					entries = append(entries, notHeld(w.ask, 1+n/4))
				}
			}
			for _, e := range c.hears(entries...) {
				if b := e.GetBooked(); b != nil {
					booked[b.Appointment.AppointmentID()]++
				}
			}
		}
		c.rebuilt()
		for _, w := range wishes {
			k, s := booking.Known(&c.w, w.a.AppointmentID()), c.answer(w.ask)
			if booked[w.a.AppointmentID()] > 1 || (k != nil) != (booked[w.a.AppointmentID()] == 1) {
				rt.Fatalf("booked %d times, known as %v", booked[w.a.AppointmentID()], k)
			}
			if k != nil && s.Answer.GetAccepted() == nil {
				rt.Fatalf("it was booked, and the wish stands as %v", s)
			}
			if k.GetKeptHere() && c.hand(w.a.Place.Seats()[0]).Booking != w.a.AppointmentID() {
				rt.Fatalf("kept here, and not on its seat: %v", k)
			}
		}
	})
}
