package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kiosk/flow/flowtest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// letters has the daemon take letters.
func letters(_ *flowtest.Counter, v *contract.KioskView) { v.Letters = true }

// TestALetterByCard: the card says whose it is, without a PIN; pulled, it ends the visit. The promise is the daemon's, with a line and
// without one.
func TestALetterByCard_A002_24(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(letters)
		d.do(d.Touch)
		if s := d.on(flow.Welcome, "Pin- of pukcode"); len(s.Choices) != flow.MostChoices {
			t.Errorf("%d choices", len(s.Choices))
		}
		d.do(d.pick("Pin- of pukcode"))
		d.on(flow.Letter, "Bent u de code van uw identiteitskaart kwijt?", "U krijgt bericht als de brief bij een loket ligt.", "Bij een medewerker")
		d.do(d.pick("Met mijn identiteitskaart"))
		d.on(flow.Card)
		d.do(d.counter.Insert)
		d.on(flow.LetterCheck, "Voor A. Peeters")
		d.do(d.Next)
		d.on(flow.LetterAsked, "Uw brief is aangevraagd.", "Vergeet uw kaart niet in de lezer.")
		d.do(d.counter.Pull)
		d.on(flow.Idle)
		d.counter.Look(func(c *flowtest.Counter) {
			if l := c.Letters; len(l) != 1 || l[0].Card != c.Insertions || l[0].Name != "" {
				t.Errorf("asked %v", l)
			}
			if u := c.Uses; len(u) != 1 || u[0].What != "pin-letter" || u[0].Outcome != "done" || u[0].Product != "" {
				t.Errorf("counted %v", u)
			}
		})
	})
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, v *contract.KioskView) {
			c.Offline, v.Letters, v.LetterHome = true, true, true
		})
		d.do(d.counter.Insert, d.Touch, d.pick("Pin- of pukcode"), d.pick("Met mijn identiteitskaart"), d.Next)
		d.on(flow.LetterAsked, "Uw aanvraag is bewaard en vertrekt vanzelf.")
	})
}

// TestALetterByName: where no reader stands; a date that is none is not taken.
func TestALetterByName(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.Letters, v.Cards = true, nil })
		d.do(d.Touch, d.pick("Pin- of pukcode"), d.pick("Met mijn naam"), d.write("Zoë Peeters"), d.Next, d.write("3102198"))
		if s := d.on(flow.Born, "31-02-198"); s.Can {
			t.Error("seven digits go on")
		}
		d.do(d.write("59"), d.Next)
		d.on(flow.Born, "Dit is geen geboortedatum.")
		for range 8 {
			d.do(d.Erase)
		}
		d.do(d.write("30071985"), d.Next)
		d.on(flow.LetterCheck, "Voor Zoë Peeters", "Geboren op 30 juli 1985")
		d.do(d.Next)
		d.on(flow.LetterAsked)
		d.counter.Look(func(c *flowtest.Counter) {
			if l := c.Letters[0]; l.Card != 0 || l.Name != "Zoë Peeters" || office.Date(l.Born) != office.NewDate(1985, time.July, 30) {
				t.Errorf("asked %v", l)
			}
		})
	})
	in(t, func(d *desk) { // the rules want a card, and there is no reader: a clerk it is
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
			v.Letters, v.Cards, v.LetterCardOnly = true, nil, true
		})
		d.do(d.Touch, d.pick("Pin- of pukcode"))
		if s := d.on(flow.Letter); len(s.Choices) != 1 {
			t.Errorf("%+v", s.Choices)
		}
		d.do(d.pick("Bij een medewerker"))
		d.on(flow.Ticket, "A001")
	})
}

// TestACardThatNeedsNoLetter: the reason, and a number for who can help; in another language too.
func TestACardThatNeedsNoLetter(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, v *contract.KioskView) { c.NewCard, v.Letters = true, true })
		d.do(d.counter.Insert, d.Touch, d.Languages, d.pick("English"), d.pick("PIN or PUK code"), d.pick("With my identity card"), d.Next)
		d.on(flow.LetterRefused, "Your card needs no letter")
		d.do(d.pick("With a clerk"))
		d.on(flow.Ticket)
		d.do(d.Home)
		d.counter.Look(func(c *flowtest.Counter) {
			if u := c.Uses[0]; u.What != "ticket" || u.Product != "pinpuk-aanvraag" || u.Outcome != "done" || len(c.Letters) != 0 {
				t.Errorf("counted %v, asked %v", u, c.Letters)
			}
		})
	})
}

// TestADeedIsStillCollectedByItsCode: where letters take the place of collecting on the first page.
func TestADeedIsStillCollectedByItsCode(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
			v.Letters = true
			v.Abilities = []*contract.KioskAbility{{Code: "certificate", Say: "Hier is geen kaartlezer.", Told: told.Of(told.NoReader).Contract()}}
		})
		d.do(d.Touch, d.pick("Een attest of akte"))
		if s := d.on(flow.Certificate, "Hier is geen kaartlezer."); !s.Choices[0].Off {
			t.Errorf("%+v", s.Choices)
		}
		d.do(d.pick("Een attest, met een code"), d.write("k7m2"), d.Next)
		d.on(flow.Paper)
	})
}

// TestTheAge: asked only where the site asks, after what somebody came for is done and forgotten; one touch, or none: it goes away by
// itself, and counts all the same.
func TestTheAge_A002_23(t *testing.T) {
	age := func(d *desk) {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.AskAge, v.Cards = true, nil })
		d.do(d.Touch, d.pick("Een afspraak maken"), d.pick("Reispas ophalen"), d.pick("1 persoon"), func() { d.Choose(d.Shown(), 0) }, d.write("Bo Maes"), d.Next, d.Next, d.Next)
		d.on(flow.Booked)
		d.do(d.Next)
		s := d.on(flow.Age, "Hoe oud bent u?", "U hoeft dit niet te zeggen.")
		if all := fmt.Sprintf("%+v", s); strings.Contains(all, "Maes") || strings.Contains(all, flowtest.Known) || s.Still != nil || s.Back != "" {
			t.Errorf("%s", all)
		}
	}
	counted := func(d *desk, want string) {
		t.Helper()
		d.on(flow.Idle)
		d.counter.Look(func(c *flowtest.Counter) {
			if u := c.Uses; len(u) != 1 || u[0].Age != want || u[0].What != "book" || u[0].Outcome != "done" {
				t.Errorf("counted %v, want age %q", u, want)
			}
		})
	}
	for words, want := range map[string]string{"Jonger dan 25": "-25", "25 tot en met 64": "25-64", "65 of ouder": "65-", "Liever niet": ""} {
		in(t, func(d *desk) { age(d); d.do(d.pick(words)); counted(d, want) })
	}
	in(t, func(d *desk) {
		age(d)
		time.Sleep(flow.AgePatience + time.Second) // invented time: the bubble's
		synctest.Wait()
		counted(d, "")
	})
	in(t, func(d *desk) { // who holds a code before the scanner is the next
		age(d)
		d.do(func() { d.counter.Read("booking", flowtest.Known) })
		d.on(flow.Ticket)
	})
	in(t, func(d *desk) { // nobody who went away is asked
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) { v.AskAge = true })
		d.do(d.Touch, d.pick("Ik heb geen afspraak"), d.Home)
		d.on(flow.Idle)
	})
}

// TestHowAVisitEndedIsCounted: refused is not failed, and who reads their number and goes has been helped.
func TestHowAVisitEndedIsCounted(t *testing.T) {
	outcome := func(want string, acts func(*desk)) {
		t.Helper()
		in(t, func(d *desk) {
			acts(d)
			time.Sleep(flow.Patience + flow.Warning + time.Second) // invented time: the bubble's
			synctest.Wait()
			d.counter.Look(func(c *flowtest.Counter) {
				if len(c.Uses) != 1 || c.Uses[0].Outcome != want {
					t.Errorf("counted %v, want %s", c.Uses, want)
				}
			})
		})
	}
	number := func(d *desk) {
		d.do(d.Touch, d.pick("Ik heb geen afspraak"), d.pick("Reispas aanvragen"), d.pick("1 persoon"))
	}
	outcome("done", number)
	outcome("left", func(d *desk) { d.do(d.Touch, d.pick("Ik heb geen afspraak")) })
	outcome("refused", func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.NoWalkIn = true })
		number(d)
	})
	outcome("failed", func(d *desk) {
		d.counter.Set(func(c *flowtest.Counter, _ *contract.KioskView) { c.Broken = true })
		d.do(d.Touch, d.pick("Ik heb geen afspraak"))
	})
}

// TestWhatTheDaemonSaysIsInTheVisitorsLanguage: as a code where there is one, in Dutch where this program does not know it.
func TestWhatTheDaemonSaysIsInTheVisitorsLanguage(t *testing.T) {
	in(t, func(d *desk) {
		d.counter.Set(func(_ *flowtest.Counter, v *contract.KioskView) {
			v.Abilities = []*contract.KioskAbility{{Code: "certificate", Say: "Het papier is op.", Told: told.Of(told.SheetsOut).Contract()},
				{Code: "book", Say: "Iets nieuws.", Told: []*contract.Told{{Code: "of-later"}}}}
		})
		d.do(d.Touch)
		d.on(flow.Welcome, "Het papier is op.", "Iets nieuws.")
		d.do(d.Languages, d.pick("Deutsch"))
		d.on(flow.Welcome, "Der Drucker für Dokumente hat kein Papier.", "Iets nieuws.")
	})
}
