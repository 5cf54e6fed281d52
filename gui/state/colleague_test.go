package state_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// A call of another desk is before anything else, under any work, and one key answers it without touching that work.
func TestAColleagueCalls(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Search)
		c.FilterProducts("reis")
		counter.Change(statetest.Calling(2, statetest.Morning))
		synctest.Wait()
		s := c.Shown()
		if s.Notice.Say != "Loket 2 roept collega's: daar is nu hulp nodig." || s.Notice.Tone != state.Bad || s.Next != state.ComeAct {
			t.Fatalf("said %+v, next %v", s.Notice, s.Next)
		}
		press(c, state.ComeAct)
		s = c.Shown()
		if counter.Calls("AnswerCall") != 1 || s.Notice.Say != "Loket 2 ziet dat je komt." || s.Can[state.ComeAct] {
			t.Errorf("answered: %+v", s.Notice)
		}
		if s.Sheet != state.BookingSheet || len(s.Booking.Products) != 2 {
			t.Errorf("the work is gone: %v, %d products", s.Sheet, len(s.Booking.Products))
		}
		press(c, state.ComeAct)
		if counter.Calls("AnswerCall") != 1 {
			t.Error("answered twice")
		}
	})
}

// This desk calls, hears once who comes, and can say that it is over. Calling needs nobody signed in.
func TestThisDeskCalls(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ColleaguesAct)
		if n := c.Shown().Notice; !strings.HasPrefix(n.Say, "Je riep je collega's om 10:12.") || n.Tone != state.Warn || !c.Shown().Asked {
			t.Fatalf("said %+v", n)
		}
		counter.Change(statetest.Comes(1, 2, "Bart Willems"))
		synctest.Wait()
		if n := c.Shown().Notice; n.Say != "Bart Willems komt, van loket 2." || n.Tone != state.Good {
			t.Errorf("said %+v", n)
		}
		c.Dismiss()
		counter.Change(func(s *state.Snapshot) { s.Sequence++ })
		synctest.Wait()
		if n := c.Shown().Notice; n.Say != "" {
			t.Errorf("said again: %+v", n)
		}
	})
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ColleaguesAct, state.ColleaguesAct)
		if n := c.Shown().Notice; counter.Calls("AnswerCall") != 1 || n.Say != "Je collega's zien dat het opgelost is." || c.Shown().Asked {
			t.Errorf("said %+v", n)
		}
	})
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.LockAct, state.ColleaguesAct)
		if counter.Calls("CallColleagues") != 1 || c.Shown().Sheet != state.SignInSheet {
			t.Error("nobody can be called from a locked desk")
		}
	})
}

// A locked desk names nobody, keeps its visitor, and goes on with who signs in.
func TestALockedDesk(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.HandOutAct)
		c.ChooseItem("592-1234567-32")
		c.Pick(0, 0)
		press(c, state.LockAct)
		s := c.Shown()
		if s.Sheet != state.SignInSheet || s.SignIn.Who != "an" || s.Notice.Say != "Dit loket is vergrendeld sinds 10:12. A014 blijft hier." ||
			!strings.HasPrefix(s.Notice.Next, "An Peeters werkt verder na aanmelden.") {
			t.Fatalf("locked: %v %q %+v", s.Sheet, s.SignIn.Who, s.Notice)
		}
		if s.Now.Ticket != "A014" || s.Now.Name != "" || s.Now.Item != "" || len(s.Now.Steps) != 0 || len(s.Agenda) != 0 {
			t.Errorf("shows %+v and %d rows", s.Now, len(s.Agenda))
		}
		for _, row := range s.Waiting {
			if strings.Contains(row.Detail+row.Main, "Aerts") {
				t.Errorf("names %+v", row)
			}
		}
		c.Dismiss()
		if c.Shown().Sheet != state.SignInSheet {
			t.Error("the lock can be dismissed")
		}
		c.SignIn(statetest.PIN)
		synctest.Wait()
		s = c.Shown()
		if s.Sheet != state.NoSheet || s.Notice.Say != "Welkom terug, An Peeters. A014 is nog hier." || s.Now.Steps[0].Picked != 0 {
			t.Errorf("back: %v %+v %+v", s.Sheet, s.Notice, s.Now.Steps)
		}
		press(c, state.LockAct)
		c.ChoosePerson("zoe")
		c.SignIn(statetest.PIN)
		synctest.Wait()
		s = c.Shown()
		if s.Clerk != "Zoë Güçlü" || s.Notice.Say != "Je neemt A014 over van An Peeters." || s.Now.Ticket != "A014" || !s.Now.Chosen {
			t.Errorf("taken over: %q %+v %+v", s.Clerk, s.Notice, s.Now)
		}
		if s.Now.Steps[0].Picked != -1 {
			t.Error("what a colleague ticked is ticked")
		}
	})
}

// A visitor at the self-service desk is told of on the resting screen only, after any desk that calls, and the same key answers.
func TestTheKioskAsksForAPerson(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(statetest.AskedAtTheKiosk)
		synctest.Wait()
		s := c.Shown()
		if s.Notice.Say != "Hulp gevraagd aan het zelfbedieningsloket, om 10:12." || s.Notice.Next != "Zeg met Ctrl+J dat je gaat." || s.Next == state.ComeAct {
			t.Errorf("said %+v, next %v", s.Notice, s.Next)
		}
		press(c, state.Search)
		if n := c.Shown().Notice; n.Say != "" {
			t.Errorf("the work is disturbed: %+v", n)
		}
		counter.Change(statetest.Calling(2, statetest.Morning))
		synctest.Wait()
		if n := c.Shown().Notice; n.Tone != state.Bad {
			t.Errorf("the desk comes after the kiosk: %+v", n)
		}
		press(c, state.ComeAct, state.ComeAct)
		if s := c.Shown(); counter.Calls("AnswerCall") != 2 || s.Can[state.ComeAct] || s.Notice.Say != "Je collega's zien dat iemand naar het zelfbedieningsloket gaat." {
			t.Errorf("%d answers, %+v", counter.Calls("AnswerCall"), s.Notice)
		}
	})
}
