package state_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// nobodyHere leaves the desk without a visitor and without a clerk.
func nobodyHere(c *state.Clerk, counter *statetest.Counter) {
	counter.Change(func(s *state.Snapshot) { s.Visits, s.Signed = nil, nil })
	synctest.Wait()
	c.Press(state.SignAct)
	synctest.Wait()
}

// Whose card is in the reader signs in by it: it is the choice that comes first, and its PIN is asked. A wrong one says how
// many tries are left.
func TestSignInByCard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		nobodyHere(c, counter)
		counter.Bind("An Peeters", "an")
		counter.PutCard("An Peeters")
		synctest.Wait()
		s := c.Shown().SignIn
		if !s.Card || s.PIN != "Pincode van je kaart" || s.Staff[0].ID != s.Who || s.Staff[0].Detail != "A. Peeters" || len(s.Staff) != 4 {
			t.Fatalf("%+v", s)
		}
		c.SignIn("1111")
		if said(c) != "Deze pincode klopt niet. Je kunt nog 2 keer proberen." || c.Shown().Notice.Tone != state.Bad || c.Shown().Sheet != state.SignInSheet {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.SignIn(statetest.CardPIN)
		if said(c) != "Welkom, An Peeters." || c.Shown().Sheet != state.NoSheet || counter.Calls("SignIn") != 0 {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// Who chooses a name signs in by name, card or not; a card that is pulled out takes its row along.
func TestSignInBesideACard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		nobodyHere(c, counter)
		counter.PutCard("An Peeters")
		synctest.Wait()
		c.ChoosePerson("bart")
		if s := c.Shown().SignIn; s.Card || s.Who != "bart" || s.PIN != "Je pincode" {
			t.Fatalf("%+v", s)
		}
		c.ChoosePerson(c.Shown().SignIn.Staff[0].ID)
		if !c.Shown().SignIn.Card {
			t.Error("the card cannot be chosen")
		}
		counter.PullCard()
		if synctest.Wait(); c.Shown().SignIn.Card || len(c.Shown().SignIn.Staff) != 3 || c.Shown().SignIn.Who != "an" {
			t.Fatalf("%+v", c.Shown().SignIn)
		}
		c.SignIn(statetest.PIN)
		if said(c) != "Welkom, An Peeters." || counter.Calls("SignInByCard") != 0 {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// A reader of another desk is none of ours; one that is read, refused or that stands for all is told of.
func TestWhichCard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.CheckIn)
		for _, row := range []struct {
			cards []state.Card
			say   string
			can   bool
		}{
			{nil, "", false},
			{[]state.Card{{Desk: 2, Stage: state.CardRead, Name: "B. Maes"}}, "", false},
			{[]state.Card{{Desk: 1, Stage: state.CardReading}}, "De kaart wordt gelezen…", false},
			{[]state.Card{{Desk: 1, Stage: state.CardRefused, Say: "Deze kaart is verlopen."}}, "Deze kaart is verlopen.", false},
			{[]state.Card{{Desk: 1, Stage: state.CardRefused}, {Stage: state.CardRead, Name: "B. Maes", Number: "85.07.30-***.**"}},
				"Kaart van B. Maes · 85.07.30-***.**: Enter meldt aan", true},
			{[]state.Card{{Stage: state.CardRead, Name: "X"}, {Desk: 1, Stage: state.CardRead, Name: "Y"}}, "Kaart van Y: Enter meldt aan", true},
		} {
			counter.Change(func(s *state.Snapshot) { s.Cards = row.cards })
			synctest.Wait()
			if s := c.Shown().CheckIn; s.Card.Words != row.say || s.CanCard != row.can {
				t.Errorf("%+v: %+v", row.cards, s)
			}
		}
	})
}

// A card is bound to who is signed in.
func TestBindingACard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if press(c, state.Help); c.Shown().Bind != "" {
			t.Error("no card, and it can be bound")
		}
		counter.PutCard("An Peeters")
		if synctest.Wait(); c.Shown().Bind != "Koppel mijn kaart" {
			t.Errorf("%q", c.Shown().Bind)
		}
		if c.BindCard(); said(c) != "De kaart van A. Peeters is nu jouw kaart." {
			t.Errorf("%+v", c.Shown().Notice)
		}
		c.Dismiss()
		nobodyHere(c, counter)
		c.SignIn(statetest.CardPIN)
		if said(c) != "Welkom, An Peeters." {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// Who the card is of is announced; a card that was pulled meanwhile is ordinary, and amber.
func TestCheckInByCard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.CheckIn)
		name := c.Shown().CheckIn.Found[0].Main
		counter.PutCard("Niemand Hier")
		synctest.Wait()
		if c.ArriveByCard(); said(c) != "Op deze kaart staat vandaag geen afspraak. Zoek op naam, of geef een volgnummer." || c.Shown().Notice.Tone != state.Warn {
			t.Errorf("%+v", c.Shown().Notice)
		}
		counter.PutCard(name)
		synctest.Wait()
		release := counter.Hold()
		c.ArriveByCard()
		counter.PullCard()
		release()
		if said(c) != "De kaart is uit de lezer genomen. Steek ze er opnieuw in." || c.Shown().Notice.Tone != state.Warn {
			t.Errorf("pulled: %+v", c.Shown().Notice)
		}
		c.ArriveByCard() // there is none
		counter.PutCard(name)
		synctest.Wait()
		if c.ArriveByCard(); said(c) != "Aangemeld met volgnummer A021." || c.Shown().Sheet != state.NoSheet {
			t.Errorf("%+v", c.Shown().Notice)
		}
	})
}

// chooseDocument begins the hand-out of the visitor's document.
func chooseDocument(t *testing.T, c *state.Clerk) {
	t.Helper()
	press(c, state.HandOutAct)
	c.ChooseItem("592-1234567-32")
	if synctest.Wait(); !c.Shown().Now.Chosen {
		t.Fatal("no checklist")
	}
}

// The card of the holder proves who collects and when they were born; another card proves nothing, is red, and takes back
// what was proved.
func TestTheCardAtTheHandOut(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		chooseDocument(t, c)
		if c.Shown().Can[state.CardAct] || len(c.Shown().Now.Proofs) != 0 {
			t.Error("a card is compared that is not there")
		}
		counter.PutCard("Lotte Maes")
		synctest.Wait()
		if s := c.Shown(); !s.Can[state.CardAct] || s.Now.Proofs[0].Words != "Kaart in de lezer: L. Maes · 85.07.30-***.**" || s.Now.Steps[1].Picked != -1 {
			t.Fatalf("%+v", s.Now)
		}
		press(c, state.CardAct)
		same := state.Mark{Shape: state.Full, Words: "De kaart is van Lotte Maes, de houder · geboren 30/07/1985", Tone: state.Good}
		if n := c.Shown().Now; n.Proofs[0] != same || n.Steps[1].Picked != 0 {
			t.Fatalf("%+v", n)
		}
		counter.PutCard("Iemand Anders")
		synctest.Wait()
		press(c, state.CardAct)
		if n := c.Shown().Now; n.Proofs[0].Tone != state.Bad || n.Proofs[0].Words != "De kaart is van Iemand Anders. Dat is niet de houder." || n.Steps[1].Picked != -1 {
			t.Fatalf("%+v", n)
		}
		counter.PutCard("Lotte Maes")
		synctest.Wait()
		press(c, state.CardAct)
		counter.PullCard() // what it proved stays
		synctest.Wait()
		for i, s := range c.Shown().Now.Steps {
			if s.Picked < 0 {
				c.Pick(i, 0)
			}
		}
		press(c, state.HandOutAct)
		if h := counter.Handed(); h.Born != statetest.Born || !slices.Contains(h.Evidence, "identity") {
			t.Errorf("%+v", h)
		}
	})
}

// Another collector is another person: what the card proved is gone, and so is the date of birth.
func TestAnotherCollectorAfterTheCard(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		chooseDocument(t, c)
		counter.PutCard("Lotte Maes")
		synctest.Wait()
		press(c, state.CardAct)
		c.Collects(2)
		if n := c.Shown().Now; n.Steps[1].Picked != -1 || n.Proofs[0].Tone != state.Plain {
			t.Errorf("%+v", n)
		}
	})
}
