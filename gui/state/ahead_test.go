package state_test

import (
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Days to come are read one by one and change nothing: today stays under them, and Escape goes back.
func TestTheAgendaOfComingDays(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		today := c.Shown()
		turn := func(by int) state.Shown {
			c.TurnAgenda(by)
			synctest.Wait()
			return c.Shown()
		}
		if s := turn(-1); s.AgendaTitle != "Vandaag" || counter.Calls("AgendaOf") != 0 {
			t.Errorf("yesterday: %q", s.AgendaTitle)
		}
		s := turn(1)
		if s.AgendaTitle != "vr 27 nov" || !s.AgendaAhead || len(s.Agenda) != 3 || s.AgendaNow != "" {
			t.Fatalf("tomorrow: %q %+v", s.AgendaTitle, s.Agenda)
		}
		if r := s.Agenda[1]; r.Main != "Wout Pauwels" || r.State != "geboekt" || r.Tone != state.Plain {
			t.Errorf("row %+v", r)
		}
		if r := s.Agenda[2]; r.Detail != "vrij tot 09:40" || r.State != "aanvraag mogelijk" {
			t.Errorf("row %+v", r)
		}
		c.OpenSlot(s.Agenda[1].ID)
		if c.Shown().Sheet != state.NoSheet {
			t.Error("a day to come is not only read")
		}
		if s = turn(2); s.AgendaTitle != "zo 29 nov" || s.AgendaEmpty != "Op zondag is dit loket gesloten." || len(s.Agenda) != 0 {
			t.Errorf("Sunday: %q %q", s.AgendaTitle, s.AgendaEmpty)
		}
		if s = turn(99); s.AgendaTitle != "do 24 dec" {
			t.Errorf("the last day: %q", s.AgendaTitle)
		}
		c.Dismiss()
		if s = c.Shown(); s.AgendaTitle != "Vandaag" || len(s.Agenda) != len(today.Agenda) || s.AgendaNow != today.AgendaNow {
			t.Errorf("back: %q, %d rows", s.AgendaTitle, len(s.Agenda))
		}
	})
}

// What is booked meanwhile is read again; a day that cannot be read says why in its place; who locks the desk leaves today.
func TestADayToComeIsKeptFresh(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		c.TurnAgenda(1)
		synctest.Wait()
		counter.Fail("AgendaOf", fault.New("test", fault.Unreachable).Tell("Het loket antwoordt niet.", ""))
		counter.Change(func(*state.Snapshot) {})
		synctest.Wait()
		if s := c.Shown(); counter.Calls("AgendaOf") != 2 || s.AgendaEmpty != "Het loket antwoordt niet." || len(s.Agenda) != 0 || s.Notice.Say != "" {
			t.Errorf("%d calls, %q, %+v", counter.Calls("AgendaOf"), s.AgendaEmpty, s.Notice)
		}
		press(c, state.LockAct)
		if s := c.Shown(); s.AgendaTitle != "Vandaag" || len(s.Agenda) != 0 {
			t.Errorf("locked: %q %d", s.AgendaTitle, len(s.Agenda))
		}
	})
}
