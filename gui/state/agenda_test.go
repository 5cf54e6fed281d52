package state_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// day writes slots of ten minutes from a line a desk: o free here, q free at headquarters, B booked, - none.
func day(from office.Minute, desks ...string) []state.Slot {
	var out []state.Slot
	for i := range desks[0] {
		for d, line := range desks {
			s := state.Slot{Minutes: 10, Seat: office.SeatID{Site: "x", Desk: office.Desk(d + 1), Start: from + office.Minute(10*i)}}
			switch line[i] {
			case 'o':
				s.State = state.FreeHere
			case 'q':
				s.State = state.FreeAtHQ
			case 'B':
				s.State, s.Name = state.Expected, "B. Maes"
			default:
				continue
			}
			out = append(out, s)
		}
	}
	return out
}

// Free time that can be had in one way is one row, whatever the desks and slots; visitors keep their own.
func TestTheAgendaIsCalm(t *testing.T) {
	for name, c := range map[string]struct {
		day  []state.Slot
		want []string
	}{
		"two desks":      {day(620, "ooo", "ooo"), []string{"10:20 vrij tot 10:50 dit loket"}},
		"one slot":       {day(620, "o"), []string{"10:20 vrij dit loket"}},
		"own goes first": {day(620, "oq", "qo"), []string{"10:20 vrij tot 10:40 dit loket"}},
		"two ways":       {day(620, "ooqq"), []string{"10:20 vrij tot 10:40 dit loket", "10:40 vrij tot 11:00 aanvraag mogelijk"}},
		"a visitor":      {day(620, "oBo", "ooo"), []string{"10:20 vrij dit loket", "10:30 B. Maes nog niet hier", "10:30 vrij tot 10:50 dit loket"}},
		"a pause":        {day(620, "o-o"), []string{"10:20 vrij dit loket", "10:40 vrij dit loket"}},
	} {
		inBubble(t, func(t *testing.T, k *state.Clerk, counter *statetest.Counter) {
			counter.Change(func(s *state.Snapshot) { s.Agenda = c.day })
			synctest.Wait()
			var got []string
			for _, r := range k.Shown().Agenda {
				got = append(got, r.Lead+" "+r.Main+r.Detail+" "+r.State)
			}
			if len(got) != len(c.want) {
				t.Fatalf("%s: %q, want %q", name, got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: %q, want %q", name, got[i], c.want[i])
				}
			}
		})
	}
}

// The agenda begins with what is not over yet; a visitor who should be here is marked.
func TestTheAgendaBeginsNow(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) { // at 10:12
		counter.Change(func(s *state.Snapshot) { s.Agenda = day(600, "BB-oo") })
		synctest.Wait()
		s := c.Shown()
		if s.AgendaNow != s.Agenda[1].ID || s.Agenda[0].Tone != state.Warn || s.Agenda[1].Tone != state.Warn {
			t.Errorf("now %q of %+v", s.AgendaNow, s.Agenda)
		}
		time.Sleep(9 * time.Minute)
		if s = c.Shown(); s.AgendaNow != s.Agenda[2].ID {
			t.Errorf("at 10:21: %q of %+v", s.AgendaNow, s.Agenda)
		}
		counter.Change(func(s *state.Snapshot) { s.Agenda, s.Closed = nil, "Vandaag is het loket dicht." })
		synctest.Wait()
		if got := c.Shown().AgendaEmpty; got != "Vandaag is het loket dicht." {
			t.Errorf("closed: %q", got)
		}
	})
}

// Whoever is no longer signed in is told, and asked to sign in again; so is what must be known before anything else.
func TestWhoIsNoLongerSignedInIsAskedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		counter.Change(func(s *state.Snapshot) { s.Signed = s.Signed[1:] })
		synctest.Wait()
		if s := c.Shown(); s.Sheet != state.SignInSheet || s.Notice.Say != "Je bent niet meer aangemeld." {
			t.Errorf("sheet %v, %+v", s.Sheet, s.Notice)
		}
		c.SignIn(statetest.PIN)
		counter.Change(func(s *state.Snapshot) { s.Alarm = "Dit loket boekt niet." })
		synctest.Wait()
		c.Dismiss()
		if s := c.Shown(); s.Notice != (state.Notice{Say: "Dit loket boekt niet.", Tone: state.Bad}) {
			t.Errorf("%v %+v", s.Sheet, s.Notice)
		}
		counter.Fail("Watch", fault.New("x", fault.Unreachable))
		counter.Change(func(*state.Snapshot) {})
		synctest.Wait()
		if s := c.Shown(); s.Line.Tone != state.Bad || s.Can != (state.Shown{}).Can {
			t.Errorf("without the service: %+v", s.Line)
		}
	})
}

// A call that nobody answers is told; the queue tells why somebody stands where he stands.
func TestCallingInVain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		if got := c.Shown().Why; got != "A019: spoed, wacht 1 min. Verwachte wachttijd: minder dan 5 min." {
			t.Errorf("why: %q", got)
		}
		c.ChooseWaiting(c.Shown().Waiting[1].ID)
		if got := c.Shown().Why; got != "A017: afspraak 10:10, aan de beurt. Verwachte wachttijd: minder dan 10 min." {
			t.Errorf("why: %q", got)
		}
		press(c, state.Finish, state.Call, state.Recall)
		if got := c.Shown().Notice.Say; got != "A019 is opnieuw opgeroepen." {
			t.Errorf("%q", got)
		}
		press(c, state.Miss)
		if got := c.Shown().Notice.Say; got != "A019 is niet verschenen. Het bezoek is afgesloten." {
			t.Errorf("%q", got)
		}
	})
}
