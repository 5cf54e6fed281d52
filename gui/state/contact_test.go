package state_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// A question at the reception is two presses; it stands in the figures of the day, and the channel stays for the next one.
func TestAContactWithoutAVisit_A001_10(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ContactAct)
		s := c.Shown()
		if s.Sheet != state.ContactSheet || s.Contact.Channels[s.Contact.Channel] != "onthaal" || s.Contact.Subjects[0].ID != "way" {
			t.Fatalf("%v %+v", s.Sheet, s.Contact)
		}
		c.NoteContact(s.Contact.Subjects[0].ID)
		synctest.Wait()
		if s = c.Shown(); s.Sheet != state.NoSheet || s.Notice.Say != "Genoteerd bij onthaal: Waar moet ik zijn?" {
			t.Errorf("%v %+v", s.Sheet, s.Notice)
		}
		for range 2 {
			press(c, state.ContactAct)
			c.SetChannel(1)
			c.SetTook(2)
			c.FilterSubjects("reispas a")
			if rows := c.Shown().Contact.Subjects; len(rows) != 2 { // no subject of the reception is had by phone
				t.Fatalf("about %+v", rows)
			}
			c.NoteContact("reispas-aanvraag")
			synctest.Wait()
		}
		press(c, state.ContactAct)
		s = c.Shown()
		if s.Contact.Channel != 1 || s.Contact.Took != 0 || s.Contact.Filter != "" || s.Contact.Today != "Zonder bezoek · onthaal 1 · telefoon 2" {
			t.Errorf("the next one: %+v", s.Contact)
		}
		if i := slices.IndexFunc(s.Contact.Subjects, func(r state.Row) bool { return r.ID == "reispas-aanvraag" }); s.Contact.Subjects[i].State != "2× vandaag" {
			t.Errorf("%+v", s.Contact.Subjects[i])
		}
		c.Dismiss()
		press(c, state.FiguresAct)
		rows := c.Shown().Hall.Rows
		if got, want := rows[len(rows)-1], (state.Row{ID: "contacts", Main: "Zonder bezoek", Detail: "onthaal 1 · telefoon 2", State: "10 min"}); got != want {
			t.Errorf("figures %+v", got)
		}
	})
}

// What is refused leaves the sheet as it was.
func TestARefusedContact(t *testing.T) {
	inBubble(t, func(t *testing.T, c *state.Clerk, counter *statetest.Counter) {
		press(c, state.ContactAct)
		c.SetChannel(99)
		counter.Fail("NoteContact", fault.New("test", fault.Invalid).Tell("Dit onderwerp bestaat niet.", "Kies."))
		c.NoteContact("way")
		synctest.Wait()
		if s := c.Shown(); s.Sheet != state.ContactSheet || s.Contact.Channel != 4 || s.Notice.Tone != state.Bad {
			t.Errorf("%v %+v %+v", s.Sheet, s.Contact, s.Notice)
		}
	})
}
