package state_test

import (
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// waiting is the row of a ticket in the queue.
func waiting(t *testing.T, c *state.Clerk, ticket string) string {
	t.Helper()
	for _, r := range c.Shown().Waiting {
		if r.Lead == ticket {
			return r.ID
		}
	}
	t.Fatalf("%s does not wait", ticket)
	return ""
}

// Going away closes a visit for good, so it is asked twice; no leads back.
func TestAVisitorLeaves(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.OpenVisitor(waiting(t, c, "A017"))
		if v := c.Shown().Visitor; v.Title != "A017 · Sofie Aerts" || v.CanCall {
			t.Fatalf("%+v", v)
		}
		c.LeaveVisitor()
		synctest.Wait()
		if v := c.Shown().Visitor; counter.Calls("Leave") != 0 || !v.Sure || v.Say != "Is A017 weggegaan?" {
			t.Fatalf("closed at the first press: %+v", v)
		}
		c.Dismiss()
		if s := c.Shown(); s.Visitor.Sure || s.Sheet != state.VisitorSheet {
			t.Error("no does not lead back")
		}
		c.LeaveVisitor()
		c.LeaveVisitor()
		if got := said(c); counter.Calls("Leave") != 1 || got != "A017 is weggegaan. Het bezoek is afgesloten." || len(c.Shown().Waiting) != 6 {
			t.Errorf("%q, %d waiting", got, len(c.Shown().Waiting))
		}
	})
}

// Only who is first can be called, and only from a desk that is free. Somebody whom another desk calls is gone.
func TestAVisitorIsCalledFromTheQueue(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.OpenVisitor(waiting(t, c, "A019"))
		c.CallVisitor()
		synctest.Wait()
		if counter.Calls("Call") != 0 {
			t.Fatal("called while somebody is served")
		}
		c.Dismiss()
		press(c, state.Finish)
		c.OpenVisitor(waiting(t, c, "A017"))
		c.CallVisitor()
		synctest.Wait()
		if counter.Calls("Call") != 0 {
			t.Fatal("called the second")
		}
		c.OpenVisitor(waiting(t, c, "A019"))
		c.CallVisitor()
		synctest.Wait()
		if s := c.Shown(); s.Now.Ticket != "A019" || s.Sheet != state.NoSheet {
			t.Errorf("%+v", s.Now)
		}
		c.OpenVisitor(waiting(t, c, "A017"))
		counter.Change(func(s *state.Snapshot) { s.Queue = s.Queue[1:] })
		synctest.Wait()
		if c.Shown().Sheet != state.NoSheet {
			t.Error("the sheet of somebody who is gone stays")
		}
	})
}

// A place for somebody who is here: for the same product, with what is known of them.
func TestBookingForAVisitorWhoIsHere(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.OpenVisitor(waiting(t, c, "A017"))
		c.BookForVisitor()
		synctest.Wait()
		b := c.Shown().Booking
		if b.Title != "Zoek een plaats voor A017 · Sofie Aerts" || b.Chosen != "eid-aanvraag" || b.Name != "Sofie Aerts" ||
			b.Phone != "0470 00 00 00" || len(b.Places) == 0 {
			t.Fatalf("%+v", b)
		}
		c.Book()
		if got := said(c); counter.Calls("Book") != 1 || c.Shown().Notice.Tone != state.Good {
			t.Errorf("%q", got)
		}
		if len(c.Shown().Waiting) != 7 {
			t.Error("booking took the visitor out of the queue")
		}
	})
}

// expected is the first row of the agenda whose visitor is not here yet.
func expected(t *testing.T, c *state.Clerk) string {
	t.Helper()
	for _, r := range c.Shown().Agenda {
		if r.State == "nog niet hier" {
			return r.ID
		}
	}
	t.Fatal("nobody is expected")
	return ""
}

func TestMovingAnAppointment(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		row := expected(t, c)
		c.OpenSlot(row)
		c.MoveMeeting()
		synctest.Wait()
		b := c.Shown().Booking
		if !b.Moving || b.Verb != "Verzet" || b.Now == "" || len(b.Places) == 0 || b.Title == "Verzet de afspraak van " {
			t.Fatalf("%+v", b)
		}
		counter.Fail("Move", fault.New("booking.Move", fault.Taken).Tell("De plaats is net geboekt.", "Kies een andere."))
		searched := counter.Calls("Find")
		c.Book()
		if got := said(c); got != "De plaats is net geboekt. Kies een andere." || counter.Calls("Find") != searched+1 || c.Shown().Sheet != state.BookingSheet {
			t.Fatalf("%q", got)
		}
		counter.Fail("Move", nil)
		c.Book()
		synctest.Wait()
		if s := c.Shown(); s.Notice.Tone != state.Good || s.Notice.Next != "De oude plaats is weer vrij." || counter.Calls("Book") != 0 ||
			counter.Moved().Seats[0].String() != b.Place {
			t.Errorf("%+v, to %v, want %v", s.Notice, counter.Moved().Seats, b.Place)
		}
	})
}

// Without a line a place that is not this site's is asked for, and the appointment stands until the answer.
func TestMovingIsAskedForWithoutALine(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		row := expected(t, c)
		c.OpenSlot(row)
		c.MoveMeeting()
		c.SetWide(true)
		synctest.Wait()
		places := c.Shown().Booking.Places
		c.ChoosePlace(places[len(places)-1].ID)
		if got := c.Shown().Booking.Verb; got != "Vraag aan" {
			t.Fatalf("the verb is %q", got)
		}
		c.Book()
		synctest.Wait()
		if s := c.Shown(); s.Notice.Tone != state.Main || s.Notice.Next != "Het antwoord komt in je postvak. Tot dan blijft de oude afspraak staan." {
			t.Errorf("%+v", s.Notice)
		}
		c.OpenSlot(row)
		if m := c.Shown().Meeting; m.CanMove || m.CanCancel || m.State != "wordt verzet" {
			t.Errorf("a frozen appointment: %+v", m)
		}
		c.MoveMeeting()
		if c.Shown().Sheet != state.MeetingSheet {
			t.Error("a frozen appointment is moved again")
		}
	})
}

// A refused wish to move offers places to move to: choosing one books nothing beside.
func TestAnAlternativeOfARefusedMove(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Inbox[0].Moving = office.AppointmentID{15: 10} })
		press(c, state.InboxAct)
		in := c.Shown().Inbox
		if in.Verb != "Verzet" {
			t.Fatalf("%+v", in)
		}
		c.BookAlternative(in.Alternatives[0].ID)
		synctest.Wait()
		if counter.Calls("Move") != 1 || counter.Calls("Book") != 0 || counter.Calls("Settle") != 1 {
			t.Errorf("moved %d, booked %d, settled %d", counter.Calls("Move"), counter.Calls("Book"), counter.Calls("Settle"))
		}
	})
}
