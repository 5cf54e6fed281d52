package state_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// inDay is inBubble on a morning after two missed nights, with nobody at the desk and the day not opened.
func inDay(t *testing.T, story func(t *testing.T, c *state.Clerk, counter *statetest.Counter)) {
	t.Helper()
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) {
			statetest.AfterMissedNights(s)
			s.Visits, s.Signed = nil, s.Signed[1:]
		})
		synctest.Wait()
		story(t, c, counter)
	})
}

func signIn(c *state.Clerk, who string) {
	c.ChoosePerson(who)
	c.SignIn(statetest.PIN)
	synctest.Wait()
}

// The first to sign in reads what the night brought, and goes from there to opening the day or to work. Later that day
// a key brings it back, and nobody who opened the day is shown it again.
func TestTheMorningIsReadOnce(t *testing.T) {
	inDay(t, func(t *testing.T, c *state.Clerk, _ *statetest.Counter) {
		signIn(c, "an")
		s := c.Shown()
		if s.Sheet != state.DailySheet || s.Daily.Page != state.MorningPage || len(s.Daily.Lines) != 5 || s.Daily.Heading != "Niet alles is bijgewerkt. Dit loket werkt." {
			t.Fatalf("%v, %+v", s.Sheet, s.Daily)
		}
		if l := s.Daily.Lines; l[0].Tone != state.Warn || l[4].Tone != state.Good || !strings.Contains(l[0].Words, "documenten uitreiken blijft mogelijk") {
			t.Errorf("%+v", l)
		}
		c.Dismiss()
		press(c, state.SignAct)
		signIn(c, "an")
		if s := c.Shown(); s.Sheet != state.NoSheet {
			t.Errorf("it is shown again: %v", s.Sheet)
		}
		press(c, state.DayAct)
		c.OpenDayPage(state.MorningPage)
		if s := c.Shown(); len(s.Daily.Lines) != 5 {
			t.Errorf("the key does not bring it back: %+v", s.Daily)
		}
	})
}

// Who has read the morning begins to work with the keys of the desk; from the other pages only the sheet's own key works.
func TestWorkBeginsFromTheMorning(t *testing.T) {
	inDay(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		signIn(c, "an")
		c.OpenDayPage(state.OpeningPage)
		press(c, state.Call)
		if counter.Calls("Call") != 0 {
			t.Error("called from the opening")
		}
		c.OpenDayPage(state.MorningPage)
		press(c, state.Call)
		if s := c.Shown(); counter.Calls("Call") != 1 || s.Sheet != state.NoSheet || s.Now.Ticket == "" {
			t.Errorf("called %d times, sheet %v", counter.Calls("Call"), s.Sheet)
		}
	})
}

// A morning with something that somebody must act on is red; one on which nothing is known says so.
func TestMorningsOfEverySort(t *testing.T) {
	for name, w := range map[string]struct {
		lines   []state.MorningLine
		heading string
		tone    state.Tone
	}{
		"fresh":    {[]state.MorningLine{{Say: "Alles.", Good: true}}, "Alles is bijgewerkt.", state.Good},
		"one":      {[]state.MorningLine{{Say: "Alles.", Good: true}, {Say: "Niet."}}, "Niet alles is bijgewerkt. Dit loket werkt.", state.Warn},
		"a week":   {[]state.MorningLine{{Say: "Bel.", Urgent: true}, {Say: "Niet."}}, "Hier moet vandaag iemand iets aan doen.", state.Bad},
		"no night": {nil, "Over deze nacht is nog niets bekend. Alles aan dit loket werkt zoals gisteren.", state.Plain},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
				counter.Change(func(s *state.Snapshot) { s.Morning = state.Morning{Date: s.Today, Lines: w.lines} })
				press(c, state.DayAct)
				c.OpenDayPage(state.MorningPage)
				if d := c.Shown().Daily; d.Heading != w.heading || d.Tone != w.tone || len(d.Lines) != len(w.lines) {
					t.Errorf("%+v", d)
				}
			})
		})
	}
}

// Opening says who is here and what was looked at; what nobody looked at is not written down.
func TestOpeningTheDay(t *testing.T) {
	inDay(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		signIn(c, "an")
		c.PressDaily()
		s := c.Shown().Daily
		if s.Page != state.OpeningPage || s.Here != "Bart Willems (loket 2), An Peeters (loket 1)" || len(s.Checks) != 4 || !s.Count || s.State != "De dag is nog niet geopend." {
			t.Fatalf("%+v", s)
		}
		c.Looked(0, 0)
		c.Looked(1, 1)
		c.Looked(2, 0)
		c.Looked(2, -1)
		c.PressDaily()
		if said(c) != "De dag is geopend om 10:12 door An Peeters." || c.Shown().Sheet != state.NoSheet {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		want := []state.DayCheck{{Code: "ticket-printer", Good: true, Say: "Ticketprinter: in orde"}, {Code: "printer", Say: "Printer en papier: niet in orde"}}
		if got := counter.DayAsked().Checks; !slices.Equal(got, want) {
			t.Errorf("%+v", got)
		}
		press(c, state.DayAct)
		if s := c.Shown().Daily; s.Page != state.MorningPage || s.Verb != "" {
			t.Errorf("%+v", s)
		}
	})
}

// From the opening the vault is counted.
func TestCountingFromTheDay(t *testing.T) {
	inDay(t, func(t *testing.T, c *state.Clerk, _ *statetest.Counter) {
		signIn(c, "an")
		c.CountNow()
		if s := c.Shown(); s.Sheet != state.VaultSheet || s.Vault.Page != state.CountPage {
			t.Errorf("%v", s.Sheet)
		}
	})
}

// Closing says how the day stands, wants to know of what is out and why the vault was not counted, and ends on paper.
func TestClosingTheDay(t *testing.T) {
	inDay(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Day.Opened, s.Day.OpenedBy = statetest.Morning.Add(-2*time.Hour), "bart" })
		signIn(c, "an")
		c.OpenDayPage(state.ClosingPage)
		s := c.Shown().Daily
		if s.State != "De dag is geopend om 08:12 door Bart Willems." || len(s.Lines) != 4 || !s.Reason || !s.Trips || s.Verb != "Sluit de dag" {
			t.Fatalf("%+v", s)
		}
		if c.PressDaily(); said(c) != "Er zijn nog documenten onderweg. Haal ze terug, of duid aan dat de verantwoordelijke het weet." || counter.Calls("CloseDay") != 0 {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		c.KnowTrips(true)
		c.SetUncounted(" kluis is geblokkeerd ")
		counter.Fail("CloseDay", fault.New("x", fault.Denied).Tell("Dit mag je hier niet: het is voor een teamverantwoordelijke.", ""))
		if c.PressDaily(); said(c) != "Dit mag je hier niet: het is voor een teamverantwoordelijke." || c.Shown().Daily.Why != " kluis is geblokkeerd " {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		counter.Fail("CloseDay", nil)
		if c.PressDaily(); said(c) != "Maak nu het dagblad, druk het af en teken het." || c.Shown().Daily.State != "De dag is gesloten om 10:12 door An Peeters." {
			t.Fatalf("%+v", c.Shown().Notice)
		}
		if got := counter.DayAsked(); got.Uncounted != "kluis is geblokkeerd" || !got.Trips {
			t.Errorf("%+v", got)
		}
		if s := c.Shown().Daily; s.Verb != "" || s.Lines[4].Words != "A016 is afgesloten: niet meer geholpen." {
			t.Errorf("%+v", s)
		}
		c.MakeSheet()
		if got := said(c); !strings.HasPrefix(got, "Het dagblad staat in /home/loket/") || c.Shown().Daily.Paper != "" {
			t.Errorf("%q, %+v", got, c.Shown().Daily)
		}
		c.OpenDayPage(state.ClosingPage) // what was said is gone: where it is stays
		if s := c.Shown().Daily; !strings.HasSuffix(s.Paper, ".pdf") {
			t.Errorf("%+v", s)
		}
		c.OpenDayPage(state.OpeningPage)
		if s := c.Shown().Daily; s.Verb != "Heropen de dag" {
			t.Errorf("%+v", s)
		}
	})
}

// In the evening documents that are not back are an alarm on the screen itself; what the counter says comes before it.
func TestTheAlarmOfTheEvening(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		late := "Rit G-1: 2 documenten zijn niet terug in de kluis."
		counter.Change(func(s *state.Snapshot) { s.Day.Checks = []state.DayCheck{{Code: "trip", Say: late}} })
		synctest.Wait()
		if n := c.Shown().Notice; n.Say != late || n.Tone != state.Bad || n.Next != "" {
			t.Fatalf("%+v", n)
		}
		counter.Change(func(s *state.Snapshot) {
			s.Alarm, s.Notices = "A.", []state.Notice{{Say: "A.", Tone: state.Bad}, {Say: "B."}, {Say: "C."}}
		})
		synctest.Wait()
		if n := c.Shown().Notice; n.Say != "A." || n.Next != "Nog 2 meldingen: zie Ctrl+D." {
			t.Errorf("%+v", n)
		}
		press(c, state.DayAct)
		c.OpenDayPage(state.MorningPage)
		if n := c.Shown().Notice; n.Say != "" {
			t.Errorf("a sheet is disturbed: %+v", n)
		}
		if d := c.Shown().Daily; len(d.Notices) != 3 || d.Notices[0].Tone != state.Bad || d.Notices[1].Tone != state.Warn {
			t.Errorf("%+v", d.Notices)
		}
	})
}
