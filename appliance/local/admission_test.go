package local_test

import (
	"context"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// TestWithoutAppointment: the calendar says who is helped without one, when (A001-16); a clerk's code of urgency goes
// before it (A001-13 to 15). Who is refused hears why, and where there are places.
func TestWithoutAppointment(t *testing.T) {
	c := mustCounter(t, nil)
	plan := hours()
	plan.Version++
	plan.Rules = append(plan.Rules,
		rulebook.ToRule(calendar.Rule{ID: "walk", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 12 * 60, Mode: calendar.WalkIn,
			Products: []office.ProductID{"eid-aanvraag"}}),
		rulebook.ToRule(calendar.Rule{ID: "hall", Site: site, Days: calendar.EveryDay, From: 9 * 60, To: 16 * 60, Mode: calendar.Reception}))
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	for _, w := range []struct {
		what    string
		at      office.Minute
		product string
		urgency contract.Urgency
		says    string // "": a ticket
	}{
		{"at the door", 9*60 - 30, "eid-aanvraag", 0, ""},
		{"long before the walk-in", 9*60 - 31, "eid-aanvraag", 0, "Zonder afspraak kan dit vandaag alleen van 09:00 tot 12:00."},
		{"in the walk-in", 9*60 + 30, "eid-aanvraag", 0, ""},
		{"in its last minute", 12*60 - 1, "eid-aanvraag", 0, ""},
		{"after the walk-in", 12 * 60, "eid-aanvraag", 0, "Zonder afspraak kan dit vandaag alleen van 09:00 tot 12:00."},
		{"urgent, after the walk-in", 12 * 60, "eid-aanvraag", contract.Urgency_URGENCY_SEMI, ""},
		{"not in the walk-in", 9 * 60, "buitenlands-rijbewijs", 0, "buitenlands-rijbewijs"},
		{"not in the walk-in, urgent", 9 * 60, "buitenlands-rijbewijs", contract.Urgency_URGENCY_URGENT, ""},
		{"at the reception", 15 * 60, "attest-bevolking", 0, ""},
		{"the reception has closed", 16 * 60, "attest-bevolking", 0, "Zonder afspraak kan dit vandaag alleen van 09:00 tot 16:00."},
	} {
		t.Run(w.what, func(t *testing.T) {
			c.set(monday.At(w.at, mustZone(t)))
			before := c.size()
			q := &contract.IssueRequest{Command: c.command(), Products: []string{w.product}, Urgency: w.urgency}
			res, err := c.client.Issue(context.Background(), connect.NewRequest(q))
			if w.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				c.set(monday.At(17*60, mustZone(t))) // a tap repeated when all is closed finds its ticket
				if again, err := c.client.Issue(context.Background(), connect.NewRequest(q)); err != nil || again.Msg.Ticket != res.Msg.Ticket {
					t.Errorf("again: %v, %v", again, err)
				}
				return
			}
			c.mustRefuse(fault.Refused, before, err)
			say := fault.Sentence(fault.FromRPC("test", err))
			if !strings.Contains(say, w.says) && w.product != w.says {
				t.Errorf("says %q", say)
			}
			if w.product != "attest-bevolking" && !strings.Contains(say, "Eerste vrije plaatsen: ") {
				t.Errorf("offers nothing: %q", say)
			}
			t.Log(say)
		})
	}
}

// TestAfterClosing: what never takes an appointment is helped at the desks, in their hours; who comes after those hears when,
// and not that there is no walk-in. Hours of one day are said in order, each once.
func TestAfterClosing(t *testing.T) {
	c := mustCounter(t, nil)
	plan := hours()
	plan.Version++
	desks := func(id string, from, to office.Minute) *contract.Rule {
		return rulebook.ToRule(calendar.Rule{ID: id, Site: site, Days: calendar.EveryDay, From: from, To: to, Mode: calendar.Appointment,
			Desks: 1, FirstDesk: 3, Products: []office.ProductID{"attest-bevolking"}})
	}
	plan.Rules = append(plan.Rules, desks("late", 17*60, 19*60), desks("noon", 12*60, 13*60))
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	issue := func(at office.Minute, product string) (string, error) {
		c.set(monday.At(at, mustZone(t)))
		_, err := c.client.Issue(context.Background(), connect.NewRequest(&contract.IssueRequest{Command: c.command(), Products: []string{product}}))
		if err == nil {
			return "", nil
		}
		return fault.Sentence(fault.FromRPC("test", err)), err
	}
	if _, err := issue(18*60, "attest-bevolking"); err != nil {
		t.Errorf("in the evening: %v", err)
	}
	for _, at := range []office.Minute{14 * 60, 19*60 + 5} {
		if say, _ := issue(at, "attest-bevolking"); !strings.Contains(say, "Zonder afspraak kan dit vandaag alleen van 09:00 tot 13:00 en van 17:00 tot 19:00.") {
			t.Errorf("at %s says %q", at, say)
		}
	}
	if say, _ := issue(14*60, "eid-aanvraag"); strings.Contains(say, "Zonder afspraak kan dit vandaag") {
		t.Errorf("of what needs an appointment it says %q", say)
	}
}
