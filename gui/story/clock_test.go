//go:build story

package story_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// TestStoryClockSetBack sets a counter's clock back a day in the middle of its work, as a machine with an empty battery
// does. The journal says so and goes on; nothing is lost, nothing is in another order, and headquarters takes it all.
func TestStoryClockSetBack(t *testing.T) {
	c := mustCity(t, at(tuesday, "08:50"))
	c.mustStaff()
	k := c.newCounter(berchem)
	k.clock = filepath.Join(c.dir, "clock-berchem")
	set := func(to time.Time) {
		t.Helper()
		if err := clock.Set(k.clock, to); err != nil {
			t.Fatal(err)
		}
	}
	set(c.now())
	k.start(c.mustTool("enroll", berchem, "--by", "ines"))
	k.mustBeOnline()
	an := k.signIn("an", 1)
	issue := func() *contract.TicketResponse {
		t.Helper()
		q := an.walkIn()
		q.Urgency = contract.Urgency_URGENCY_URGENT // by the clock it is a day on which nobody is helped without appointment
		return must(k, screen.Issue, q)
	}
	first := issue()
	set(c.now().AddDate(0, 0, -1))
	yesterday := issue()
	set(c.now())
	an = k.signIn("an", 1) // whoever signed in a day ago is not signed in any more
	last := issue()
	if first.Sequence >= yesterday.Sequence || yesterday.Sequence >= last.Sequence {
		t.Errorf("sequences %d, %d, %d", first.Sequence, yesterday.Sequence, last.Sequence)
	}
	if first.Ticket == last.Ticket {
		t.Errorf("ticket %s was given twice on one day", last.Ticket)
	}
	c.say("De klok van het loket stond een dag terug tussen %s en %s.", first.Ticket, last.Ticket)
	mustTellOfOneStep(t, k.mustAgree(tuesday, nextWeek))
}

// mustTellOfOneStep wants one step of the clock in the journal, of a day, and the three tickets.
func mustTellOfOneStep(t *testing.T, events []*contract.Event) {
	t.Helper()
	steps, tickets := 0, 0
	for _, e := range events {
		if s := e.GetClockStepped(); s != nil {
			steps++
			if back := s.FromMs - s.ToMs; back < 23*time.Hour.Milliseconds() {
				t.Errorf("it stepped back %d ms", back)
			}
		}
		if e.GetTicketIssued() != nil {
			tickets++
		}
	}
	if steps != 1 || tickets != 3 {
		t.Errorf("%d steps of the clock and %d tickets in the journal", steps, tickets)
	}
}
