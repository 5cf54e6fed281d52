package state_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// A001-13, A001-15: a code of urgency has a reason of the list; it can be taken away again.
func TestHasten_A001_13(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.ChooseWaiting(row(t, c, "A018").ID)
		press(c, state.HasteAct)
		h := c.Shown().Haste
		if h.Title != "Hoe dringend is A018?" || h.Urgency != 1 || len(h.Reasons) != len(visit.Reasons) || h.CanCalm {
			t.Fatalf("%+v", h)
		}
		c.SetHaste(0)
		c.Hasten("zomaar")
		synctest.Wait()
		if counter.Calls("Hasten") != 0 {
			t.Fatal("a reason that is none was taken")
		}
		c.Hasten("termijn")
		if got := said(c); got != "A018 heeft nu de code semi-spoed." || row(t, c, "A018").Detail != "semi-spoed" {
			t.Fatalf("%q", got)
		}
		press(c, state.HasteAct)
		if !c.Shown().Haste.CanCalm {
			t.Error("the code cannot be taken away")
		}
		c.Calm()
		if got := said(c); got != "A018 heeft geen code van spoed meer." || row(t, c, "A018").Detail != "inloop" {
			t.Errorf("%q", got)
		}
	})
}

// A001-15: 'zonder afspraak' needs a code, in a ticket and in a booking; an urgent ticket needs its reason.
func TestUrgentTickets_A001_15(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.TicketAct)
		c.IssueTicket("zonder-afspraak")
		if n := c.Shown().Notice; n.Say != "Voor Zonder afspraak is een code nodig." || counter.Calls("IssueTicket") != 0 {
			t.Fatalf("%+v", n)
		}
		c.MoveUrgency(1)
		c.IssueTicket("zonder-afspraak")
		if s := c.Shown(); s.Ticket.Chosen != "zonder-afspraak" || len(s.Ticket.Reasons) == 0 || counter.Calls("IssueTicket") != 0 {
			t.Fatalf("%+v", s.Ticket)
		}
		c.IssueUrgent("")
		c.IssueUrgent("verlies")
		synctest.Wait()
		if got := counter.Issued(); counter.Calls("IssueTicket") != 1 || got.Urgency != visit.SemiUrgent || got.Reason != "verlies" {
			t.Fatalf("%+v", got)
		}
		press(c, state.Search)
		c.ChooseProduct("zonder-afspraak")
		synctest.Wait()
		if b := c.Shown().Booking; !b.Coded || b.Urgency != 0 {
			t.Fatalf("%+v", b)
		}
		c.SetBookUrgency(1)
		synctest.Wait()
		c.SetVisitor("Ria", "")
		c.Book()
		synctest.Wait()
		if got := counter.Booked(); got.Urgency != visit.Urgent || got.Product != "zonder-afspraak" {
			t.Errorf("%+v", got)
		}
		press(c, state.Search)
		c.ChooseProduct("eid-aanvraag")
		synctest.Wait()
		c.SetVisitor("Ria", "")
		c.Book()
		synctest.Wait()
		if got := counter.Booked(); got.Urgency != visit.Ordinary || got.Product != "eid-aanvraag" {
			t.Errorf("an ordinary booking has a code: %+v", got)
		}
	})
}

// refuseAtDoor makes a ticket be refused by the rules.
func refuseAtDoor(counter *statetest.Counter) {
	counter.Fail("IssueTicket", fault.New("local.Issue", fault.Refused).Tell("Zonder afspraak kan dit vandaag alleen van 13:00 tot 16:00.", "Kom dan terug."))
}

// A001-16: who is not helped without appointment is told why, and offered places of which one is taken by one press.
func TestTheDoorOffersAPlace_A001_16(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		refuseAtDoor(counter)
		press(c, state.TicketAct)
		c.IssueTicket("reispas-aanvraag")
		synctest.Wait()
		s := c.Shown()
		if s.Sheet != state.DoorSheet || s.Door.Say != "Zonder afspraak kan dit vandaag alleen van 13:00 tot 16:00." || s.Door.Next != "Kom dan terug." ||
			len(s.Door.Places) != 3 || s.Door.Place != s.Door.Places[0].ID {
			t.Fatalf("%+v", s.Door)
		}
		c.ChooseOffer(s.Door.Places[1].ID)
		c.TakeOffer(c.Shown().Door.Place)
		b := c.Shown().Booking
		if !b.Offered || b.Chosen != "reispas-aanvraag" || b.Place != s.Door.Places[1].ID || !b.CanBook {
			t.Fatalf("%+v", b)
		}
		c.SetVisitor("Ria", "")
		c.Book()
		synctest.Wait()
		if got := counter.Booked(); got.Product != "reispas-aanvraag" || got.Name != "Ria" || got.Place.Seats[0].String() != b.Place {
			t.Errorf("%+v", got)
		}
	})
}

// What is urgent goes before the hours of the walk-in: the clerk gives the code, and why.
func TestUrgentAtTheDoor(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		refuseAtDoor(counter)
		press(c, state.TicketAct)
		c.IssueTicket("reispas-aanvraag")
		synctest.Wait()
		counter.Fail("IssueTicket", nil)
		c.UrgentAtDoor()
		if s := c.Shown(); s.Sheet != state.TicketSheet || s.Ticket.Chosen != "reispas-aanvraag" || s.Ticket.Urgency != 1 || len(s.Ticket.Products) != 1 {
			t.Fatalf("%+v", s.Ticket)
		}
		c.IssueUrgent("vertrek")
		synctest.Wait()
		if got := counter.Issued(); got.Product != "reispas-aanvraag" || got.Reason != "vertrek" || got.Urgency != visit.SemiUrgent {
			t.Errorf("%+v", got)
		}
	})
}

// Another refusal is said on the sheet of the ticket; a door without a free place searches.
func TestTheDoorWithoutAPlace(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Fail("IssueTicket", fault.New("queue.Issue", fault.Invalid).Tell("Dit product staat niet in de lijst.", ""))
		press(c, state.TicketAct)
		c.IssueTicket("reispas-aanvraag")
		if got := said(c); got != "Dit product staat niet in de lijst." || c.Shown().Sheet != state.TicketSheet {
			t.Fatalf("%q", got)
		}
		refuseAtDoor(counter)
		counter.Fail("Find", nil)
		c.IssueTicket("reispas-aanvraag")
		synctest.Wait()
		c.TakeOffer("")
		synctest.Wait()
		if b := c.Shown().Booking; c.Shown().Sheet != state.BookingSheet || b.Chosen != "reispas-aanvraag" || b.Offered {
			t.Errorf("%+v", b)
		}
	})
}

// A code that is not of today here says where and when its appointment is; one of today is announced.
func TestACodeAtTheDoor(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.CheckIn)
		c.ArriveByCode()
		c.FindArrival("elders")
		c.ArriveByCode()
		synctest.Wait()
		if s := c.Shown(); s.Sheet != state.DoorSheet || s.Door.Walk || s.Door.Say != "Deze afspraak is op dinsdag 1 december om 09:20 in Stadsloket Harmonie, niet hier." {
			t.Fatalf("%+v", s.Door)
		}
		press(c, state.CheckIn)
		c.FindArrival("nergens")
		c.ArriveByCode()
		if got := said(c); !strings.HasPrefix(got, "Geen afspraak van vandaag gevonden.") || c.Shown().Sheet != state.CheckInSheet {
			t.Fatalf("%q", got)
		}
		slot, _ := slotOf(counter)
		c.FindArrival(slot)
		c.ArriveByCode()
		synctest.Wait()
		if got := said(c); got != "Aangemeld met volgnummer A021." {
			t.Errorf("%q", got)
		}
	})
}

// slotOf is the code of an appointment that is expected.
func slotOf(counter *statetest.Counter) (code string, ok bool) {
	counter.Change(func(s *state.Snapshot) {
		for _, slot := range s.Agenda {
			if slot.State == state.Expected {
				code, ok = slot.Appointment.Code(), true
			}
		}
	})
	return code, ok
}
