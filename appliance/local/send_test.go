package local_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// called issues a ticket and calls it to desk 1.
func (c *counter) mustCall() *contract.VisitRow {
	c.tb.Helper()
	c.mustIssue()
	res, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command()}))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg.Visit
}

// TestAVisitIsSentOn: each act once and tapped twice, and what the screen shows after it.
func TestAVisitIsSentOn(t *testing.T) {
	c := mustCounter(t, nil)
	ann := c.session
	c.mustSignIn("bert", 2) // so that desk 2 can be sent to
	c.session = ann
	v := c.mustCall()
	visit := func() *contract.VisitCommand { return &contract.VisitCommand{Command: c.command(), Visit: v.Visit} }
	tap(t, c, c.client.Serve, visit())
	parked := tap(t, c, c.client.Park, visit())
	if view := c.mustView(); parked.Visit.State != "parked" || len(view.Parked) != 1 || len(view.AtDesks) != 0 || view.Parked[0].Undo != "pauze aan loket 1" {
		t.Errorf("parked %v, view %v", parked, view.Parked)
	}
	back := tap(t, c, c.client.Return, visit())
	if back.Visit.State != "waiting" || back.Visit.ForDesk != 1 {
		t.Errorf("back: %v", back)
	}
	if _, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command()})); err != nil {
		t.Fatal(err)
	}
	tap(t, c, c.client.Serve, visit())
	sent := tap(t, c, c.client.Transfer, &contract.TransferRequest{Command: c.command(), Visit: v.Visit, ToDesk: 2,
		Added: []string{"buitenlands-rijbewijs"}, Done: []string{"eid-aanvraag"}})
	if r := sent.Visit; r.ForDesk != 2 || len(r.Done) != 1 || len(r.Products) != 2 {
		t.Errorf("sent %v", r)
	}
	hastened := tap(t, c, c.client.Hasten, &contract.HastenRequest{Command: c.command(), Visit: v.Visit, Urgency: contract.Urgency_URGENCY_SEMI, Reason: "verlies"})
	if hastened.Visit.Reason != "document verloren of gestolen" {
		t.Errorf("hastened %v", hastened)
	}
	undone := tap(t, c, c.client.Undo, &contract.UndoRequest{Command: c.command(), Visit: v.Visit, Step: hastened.Visit.UndoStep})
	if undone.Visit.Urgency == contract.Urgency_URGENCY_SEMI || undone.Visit.UndoStep != 0 {
		t.Errorf("undone %v", undone)
	}
	view := c.mustView()
	if len(view.Waiting) != 1 || len(view.Waiting[0].Passed) != 1 || view.Waiting[0].Expect != "geen gegevens" || len(view.Order) == 0 {
		t.Errorf("view %v", view)
	}
}

// TestWhatCannotBeSentOn: each refusal in its words.
func TestWhatCannotBeSentOn(t *testing.T) {
	c := mustCounter(t, nil)
	v := c.mustCall()
	ctx, before := context.Background(), c.size()
	for say, err := range map[string]error{
		"": second(c.client.Park(ctx, connect.NewRequest(&contract.VisitCommand{Command: c.command(), Visit: make([]byte, 16)}))),
		"Dit loket bestaat hier niet.": second(c.client.Transfer(ctx, connect.NewRequest(&contract.TransferRequest{
			Command: c.command(), Visit: v.Visit, ToDesk: 9}))),
		"Dit thema bestaat niet.": second(c.client.Transfer(ctx, connect.NewRequest(&contract.TransferRequest{
			Command: c.command(), Visit: v.Visit, ToTheme: "circus"}))),
		"Er is niets meer om ongedaan te maken": second(c.client.Undo(ctx, connect.NewRequest(&contract.UndoRequest{
			Command: c.command(), Visit: v.Visit, Step: 999}))),
		"alleen aan je eigen loket": second(c.client.Issue(ctx, connect.NewRequest(&contract.IssueRequest{
			Command: c.command(), Products: []string{"eid-aanvraag"}, Urgency: 2, StraightTo: 2}))),
		"Deze reden hoort niet bij een code van spoed.": second(c.client.Issue(ctx, connect.NewRequest(&contract.IssueRequest{
			Command: c.command(), Products: []string{"eid-aanvraag"}, Urgency: 2, Reason: "zomaar"}))),
	} {
		if err == nil || !strings.Contains(fault.Sentence(fault.FromRPC("test", err)), say) {
			t.Errorf("wanted %q, got %v", say, err)
		}
	}
	if c.size() != before {
		t.Errorf("written: %v", c.events()[before:])
	}
	c.set(c.clock().Add(11 * time.Minute))
	_, err := c.client.Undo(ctx, connect.NewRequest(&contract.UndoRequest{Command: c.command(), Visit: v.Visit, Step: v.UndoStep}))
	if c.mustRefuse(fault.Refused, before, err); v.UndoStep == 0 {
		t.Error("the call could not be taken back at all")
	}
}

// TestAnEndIsTakenBack: who was finished a moment ago is shown, and comes back to the desk.
func TestAnEndIsTakenBack(t *testing.T) {
	c := mustCounter(t, nil)
	v := c.mustCall()
	visit := func() *contract.VisitCommand { return &contract.VisitCommand{Command: c.command(), Visit: v.Visit} }
	tap(t, c, c.client.Serve, visit())
	tap(t, c, c.client.Finish, visit())
	ended := c.mustView().Ended
	if len(ended) != 1 || ended[0].Undo != "afronding aan loket 1" {
		t.Fatalf("ended: %v", ended)
	}
	tap(t, c, c.client.Undo, &contract.UndoRequest{Command: c.command(), Visit: v.Visit, Step: ended[0].UndoStep})
	if view := c.mustView(); len(view.Ended) != 0 || len(view.AtDesks) != 1 || view.AtDesks[0].State != "serving" {
		t.Errorf("view: %v", view)
	}
}

// TestADeskPassesOver: a clerk calls what they are skilled in, the screen says whom that passed over, and who has nobody
// is told (A002-54).
func TestADeskPassesOver(t *testing.T) {
	c := mustCounter(t, nil)
	r := roster("ann", "bert")
	r.Clerks[0].Skills = []string{"buitenlands-rijbewijs"}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: r}})
	first := c.mustIssue()
	_, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command()}))
	c.mustRefuse(fault.Refused, c.size(), err)
	if view := c.mustView(); len(view.Notices) != 1 || view.Notices[0].Code != "stranded" || !strings.HasPrefix(view.Notices[0].Say, first.Ticket) {
		t.Errorf("notices: %v", view.Notices)
	}
	q := &contract.IssueRequest{Command: c.command(), Products: []string{"buitenlands-rijbewijs"}, Urgency: contract.Urgency_URGENCY_URGENT}
	licence, err := c.client.Issue(context.Background(), connect.NewRequest(q))
	if err != nil {
		t.Fatal(err)
	}
	called := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()})
	if called.Visit.Ticket != licence.Msg.Ticket || len(called.Visit.Passed) != 1 || !strings.HasPrefix(called.Visit.Passed[0], first.Ticket+": ") {
		t.Errorf("called %v", called)
	}
	if at := c.mustView().AtDesks; len(at) != 1 || len(at[0].Passed) != 1 {
		t.Errorf("at desks: %v", at)
	}
}

// TestTheWrongSiteOrDay: who is here and has an appointment elsewhere, or another day, is told where and when.
func TestTheWrongSiteOrDay(t *testing.T) {
	c := mustCounter(t, nil)
	c.grant(2, monday+2, 1)
	booked := c.mustBook(c.wish(monday+2, 9*60))
	before := c.size()
	for _, q := range []*contract.CheckInRequest{{Code: booked.Code}, {Appointment: booked.Appointment.Id}} {
		q.Command = c.command()
		_, err := c.client.CheckIn(context.Background(), connect.NewRequest(q))
		c.mustRefuse(fault.Refused, before, err)
		if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "op woensdag 25 november 2026 om 09:00, niet vandaag") {
			t.Errorf("says %q", say)
		}
	}
	plan := hours()
	there := calendar.Rule{ID: "there", Site: "buurtloket-groenenhoek", Days: calendar.EveryDay, From: 9 * 60, To: 12 * 60, Desks: 1}
	plan.Version, plan.Rules = 2, append(plan.Rules, rulebook.ToRule(there))
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Plan{Plan: plan}})
	q := c.wish(monday, 10*60) // asked for from here, and granted there
	q.Place.Site = "buurtloket-groenenhoek"
	q.Place.Run.Date = int32(monday) + 2
	asked, err := c.book(q)
	if err != nil || !asked.Pending {
		t.Fatalf("asked: %v, %v", asked, err)
	}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: &contract.Answer{Request: asked.Request, Accepted: asked.Appointment}}})
	before = c.size()
	_, err = c.client.CheckIn(context.Background(), connect.NewRequest(&contract.CheckInRequest{Command: c.command(), Code: asked.Code}))
	c.mustRefuse(fault.Refused, before, err)
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, " in Buurtloket Groenenhoek, niet hier") {
		t.Errorf("says %q", say)
	}
}

// TestStraightToTheDesk: who stands there already waits for nobody, with an appointment and without.
func TestStraightToTheDesk(t *testing.T) {
	c := mustCounter(t, nil)
	booked := c.mustBook(c.wish(monday, 9*60+10))
	first := tap(t, c, c.client.CheckIn, &contract.CheckInRequest{Command: c.command(), Code: booked.Code, StraightTo: 1})
	if at := c.mustView().AtDesks; len(at) != 1 || at[0].State != "serving" || at[0].ArrivedMs != 0 {
		t.Errorf("at desks: %v", at)
	}
	before := c.size()
	_, err := c.client.Issue(context.Background(), connect.NewRequest(&contract.IssueRequest{Command: c.command(),
		Products: []string{"eid-aanvraag"}, Urgency: 2, StraightTo: 1}))
	c.mustRefuse(fault.Conflict, before, err)
	tap(t, c, c.client.Finish, &contract.VisitCommand{Command: c.command(), Visit: first.Visit})
	tap(t, c, c.client.Issue, &contract.IssueRequest{Command: c.command(), Products: []string{"eid-aanvraag"}, Urgency: 2, StraightTo: 1})
}
