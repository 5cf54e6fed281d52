package state_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func TestHandOutNeedsEveryStep(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.HandOutAct)
		if s := c.Shown(); s.Sheet != state.HandOutSheet || len(s.HandOut.Found) != 1 {
			t.Fatalf("the visitor's document was not found: %+v", s.HandOut)
		}
		c.ChooseItem("592-1234567-32")
		if n := c.Shown().Now; len(n.Steps) != 6 || strings.Join(n.Collectors, " ") != "Houder Voogd Gemachtigde" {
			t.Fatalf("for the holder: %+v", n)
		}
		c.Pick(2, 0) // the likeness, which nobody sees when a mandate is used
		c.Collects(2)
		steps := c.Shown().Now.Steps
		if len(steps) != 8 { // five of the card, three of the mandate
			t.Fatalf("%d steps", len(steps))
		}
		for i, step := range steps {
			if i < 5 { // after that one key may confirm the rest
				press(c, state.HandOutAct)
			}
			if counter.Calls("HandOut") != 0 || c.Shown().Can[state.HandOutAct] != (i >= 5) {
				t.Fatalf("given after %d of %d steps", i, len(steps))
			}
			c.Pick(i, 0)
			c.Pick(i, len(step.Choices)-1) // another choice takes the place of the first
		}
		press(c, state.HandOutAct)
		s := c.Shown()
		if counter.Calls("HandOut") != 1 || s.Notice.Say != "Identiteitskaart afgegeven aan Lotte Maes." || s.Foot[0].Words != "Kluis 40 stuks · 5 onderweg" {
			t.Errorf("notice %+v, foot %+v", s.Notice, s.Foot[0])
		}
		got := counter.Handed()
		if got.Collector != state.Proxy || strings.Join(got.Evidence, " ") != "letter-seen identity mandate copy medical none chip-tested later" {
			t.Errorf("evidence %+v", got)
		}
	})
}

// TestHandOutWithoutAVault: a counter without a vault hands out what came with a trip (A002-45), and nothing when nothing came.
func TestHandOutWithoutAVault_A002_45(t *testing.T) {
	for items, can := range map[int]bool{3: true, 0: false} {
		inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
			counter.Change(func(s *state.Snapshot) { s.Vault = state.Vault{Items: items} })
			synctest.Wait()
			if s := c.Shown(); s.Can[state.HandOutAct] != can || (s.Next == state.HandOutAct) != can {
				t.Errorf("with %d documents: can %v, next %v", items, s.Can[state.HandOutAct], s.Next)
			}
			press(c, state.HandOutAct)
			if got := c.Shown().Sheet == state.HandOutSheet; got != can {
				t.Errorf("with %d documents the sheet is open: %v", items, got)
			}
		})
	}
}

func TestABookingAndARequest(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Search)
		c.Book()
		if got := c.Shown().Notice.Say; got != "Kies eerst waarvoor de bezoeker komt." {
			t.Errorf("got %q", got)
		}
		c.FilterProducts("reis")
		if got := len(c.Shown().Booking.Products); got != 2 {
			t.Errorf("%d products have reis in their name", got)
		}
		c.ChooseProduct("reispas-aanvraag")
		synctest.Wait()
		c.SetWide(true)
		synctest.Wait()
		b := c.Shown().Booking
		if b.Verb != "Boek" || b.Remark != "Breng een pasfoto mee: hier is geen fotocabine." || len(b.Places) != 6 {
			t.Fatalf("first place: %+v", b)
		}
		c.SetVisitor(" ", "")
		c.Book()
		if got := c.Shown().Notice.Say; got != "Vul de naam van de bezoeker in." {
			t.Errorf("got %q", got)
		}
		c.SetVisitor("Ann Boons", "")
		c.ChoosePlace(b.Places[4].ID)
		if got := c.Shown().Booking.Verb; got != "Vraag aan" {
			t.Errorf("without a line a foreign place is asked for, not: %q", got)
		}
		c.Book()
		synctest.Wait()
		if got := c.Shown().Notice.Say; got != "Aangevraagd: Reispas aanvraag, vr 27 nov 17:00, Administratief centrum met snelbalie aan het Moorkensplein." {
			t.Errorf("got %q", got)
		}
	})
}

func TestATakenPlaceIsSearchedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Search)
		c.SetVisitor("Ann Boons", "")
		c.ChooseProduct("eid-aanvraag")
		synctest.Wait()
		counter.Fail("Book", fault.New("booking.Book", fault.Taken))
		searched := counter.Calls("Find")
		c.Book()
		synctest.Wait()
		s := c.Shown()
		if s.Sheet != state.BookingSheet || s.Notice.Tone != state.Warn || counter.Calls("Find") != searched+1 || s.Booking.Name != "Ann Boons" {
			t.Errorf("after a place was taken: sheet %v, %+v", s.Sheet, s.Notice)
		}
	})
}

func TestInboxBooksAnAlternativeAndPutsTheLetterAway(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.InboxAct)
		in := c.Shown().Inbox
		if len(in.Letters) != 2 || in.Tone != state.Warn || len(in.Alternatives) != 3 {
			t.Fatalf("%+v", in)
		}
		c.BookAlternative(in.Alternatives[1].ID)
		synctest.Wait()
		s := c.Shown()
		if counter.Calls("Book") != 1 || counter.Calls("Settle") != 1 || s.InboxWords != "Postvak 1" {
			t.Errorf("%+v %q", s.Notice, s.InboxWords)
		}
		press(c, state.InboxAct)
		c.Settle()
		synctest.Wait()
		if got := c.Shown(); len(got.Inbox.Letters) != 0 || got.InboxWords != "Postvak leeg" {
			t.Errorf("%+v", got.Inbox)
		}
	})
}

func TestAPendingRequestIsShownAndAsksForNobody(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) {
			s.Inbox = []state.Letter{{ID: "p", Kind: state.RequestPending, Visitor: "Ann Boons", Say: "Boeken: wacht op antwoord."}}
		})
		press(c, state.InboxAct)
		s := c.Shown()
		if s.InboxWords != "Postvak leeg" || len(s.Inbox.Letters) != 1 || s.Inbox.CanSettle || s.Inbox.Say == "" {
			t.Errorf("%q %+v", s.InboxWords, s.Inbox)
		}
		c.Settle()
		synctest.Wait()
		if counter.Calls("Settle") != 0 {
			t.Error("a pending request was put away")
		}
	})
}

func TestCancellingAsksTwice(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		var id string
		for _, r := range c.Shown().Agenda {
			if r.State == "nog niet hier" {
				id = r.ID
			}
		}
		c.OpenSlot(id)
		c.CancelMeeting()
		synctest.Wait()
		if counter.Calls("Cancel") != 0 || !c.Shown().Meeting.Sure {
			t.Fatal("cancelled at the first press")
		}
		c.Dismiss()
		if c.Shown().Meeting.Sure || c.Shown().Sheet != state.MeetingSheet {
			t.Error("no does not lead back")
		}
		c.CancelMeeting()
		c.CancelMeeting()
		synctest.Wait()
		if counter.Calls("Cancel") != 1 {
			t.Error("not cancelled")
		}
	})
}

func TestArrivals(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.CheckIn)
		c.FindArrival("emma")
		found := c.Shown().CheckIn.Found
		if len(found) != 1 {
			t.Fatalf("%+v", found)
		}
		c.CheckInSlot(found[0].ID)
		c.CheckInSlot(found[0].ID)
		synctest.Wait()
		if got := c.Shown(); got.Notice.Say != "Aangemeld met volgnummer A021." || len(got.Waiting) != 8 || counter.Calls("CheckIn") != 1 {
			t.Errorf("%+v, %d waiting", got.Notice, len(got.Waiting))
		}
		press(c, state.TicketAct)
		c.SetUrgency(2)
		c.IssueTicket("verlies-diefstal")
		c.IssueUrgent("verlies")
		synctest.Wait()
		if got := c.Shown(); got.Waiting[0].Detail != "spoed" || got.Sheet != state.NoSheet {
			t.Errorf("%+v", got.Waiting[0])
		}
	})
}

func TestSignInAndOut(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.Finish, state.SignAct)
		s := c.Shown()
		if s.Sheet != state.SignInSheet || s.Clerk != "niemand aangemeld" || s.Can[state.Call] {
			t.Fatalf("after signing out: %v %q", s.Sheet, s.Clerk)
		}
		c.Dismiss()
		if c.Shown().Sheet != state.SignInSheet {
			t.Error("the sheet to sign in was closed with nobody signed in")
		}
		c.ChoosePerson("zoe")
		c.SignIn("0000")
		synctest.Wait()
		if got := c.Shown().Notice; got.Tone != state.Bad {
			t.Errorf("a wrong PIN: %+v", got)
		}
		c.SignIn(statetest.PIN)
		synctest.Wait()
		if s = c.Shown(); s.Clerk != "Zoë Güçlü" || s.Sheet != state.NoSheet {
			t.Errorf("after signing in: %q", s.Clerk)
		}
	})
}
