package local_test

import (
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func (c *counter) callColleagues(desk uint32) error {
	_, err := c.client.CallColleagues(c.tb.Context(), connect.NewRequest(&contract.CallColleaguesRequest{Desk: desk, Act: c.command().Act}))
	return err
}

func (c *counter) answerCall(session string, calling uint32) error {
	q := &contract.AnswerCallRequest{Command: c.command(), Calling: calling}
	q.Command.Session = session
	_, err := c.client.AnswerCall(c.tb.Context(), connect.NewRequest(q))
	return err
}

// TestACallForHelp: it needs nobody signed in, stands on every screen, and the first who comes takes it away.
func TestACallForHelp(t *testing.T) {
	c := mustCounter(t, nil)
	bert := c.mustSignIn("bert", 2)
	before := c.size()
	c.mustRefuse(fault.Invalid, before, c.callColleagues(0))
	c.mustRefuse(fault.Invalid, before, c.callColleagues(9))
	c.mustRefuse(fault.NotFound, before, c.answerCall(bert, 1))
	for range 2 { // a second press changes nothing
		if err := c.callColleagues(1); err != nil {
			t.Fatal(err)
		}
	}
	if e := c.events(); len(e) != int(before)+1 || e[before].GetHelpCalled() == nil || e[before].Desk != 1 || e[before].Clerk != "" {
		t.Fatalf("journaled %v", e[before:])
	}
	if calls := c.mustView().Calls; len(calls) != 1 || calls[0].Desk != 1 || calls[0].Answered {
		t.Fatalf("shown: %v", calls)
	}
	c.mustRefuse(fault.Denied, c.size(), c.answerCall("", 1))
	if err := c.answerCall(bert, 1); err != nil {
		t.Fatal(err)
	}
	if got := c.mustView().Calls[0]; !got.Answered || got.Comes == "" || got.ComesFrom != 2 {
		t.Errorf("shown: %v", got)
	}
}

func (c *counter) lock(session string) error {
	q := &contract.LockDeskRequest{Command: c.command()}
	q.Command.Session = session
	_, err := c.client.LockDesk(c.tb.Context(), connect.NewRequest(q))
	return err
}

// TestALockedDeskKeepsItsVisitor: the session is over, clerk and visitor stay, and a colleague who signs in goes on.
func TestALockedDeskKeepsItsVisitor(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustBook(c.wish(monday, 9*60))
	ticket, err := c.client.Issue(t.Context(), connect.NewRequest(&contract.IssueRequest{Command: c.command(), Products: []string{"eid-aanvraag"},
		Urgency: contract.Urgency_URGENCY_URGENT, Reason: "vertrek", StraightTo: 1}))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.lock(c.session); err != nil {
		t.Fatal(err)
	}
	c.mustRefuse(fault.Denied, c.size(), c.lock(c.session))
	finish := func() error {
		return second(c.client.Finish(t.Context(), connect.NewRequest(&contract.VisitCommand{Command: c.command(), Visit: ticket.Msg.Visit})))
	}
	c.mustRefuse(fault.Denied, c.size(), finish())
	view := c.mustView()
	if len(view.Signed) != 1 || view.Signed[0].Id != "ann" || view.Signed[0].LockedMs != c.clock().UnixMilli() {
		t.Errorf("signed in: %v", view.Signed)
	}
	if len(view.AtDesks) != 1 || view.AtDesks[0].Desk != 1 {
		t.Fatalf("at the desks: %v", view.AtDesks)
	}
	c.session = c.mustSignIn("bert", 1)
	if view := c.mustView(); len(view.Signed) != 1 || view.Signed[0].Id != "bert" || view.Signed[0].LockedMs != 0 || len(view.AtDesks) != 1 {
		t.Errorf("taken over: %v, %v", view.Signed, view.AtDesks)
	}
	if err := finish(); err != nil {
		t.Error(err)
	}
}

// TestContactsAreCounted: by channel and subject, and with nobody's name.
func TestContactsAreCounted_A000_16(t *testing.T) {
	c := mustCounter(t, nil)
	note := func(channel, subject string, minutes uint32) error {
		return second(c.client.NoteContact(t.Context(), connect.NewRequest(&contract.NoteContactRequest{Command: c.command(), Channel: channel, Subject: subject, Minutes: minutes})))
	}
	before := c.size()
	c.mustRefuse(fault.Invalid, before, note("phone", "niets", 5))
	for _, err := range []error{note("phone", "eid-aanvraag", 5), note("phone", "eid-aanvraag", 7), note("reception", "way", 0)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := c.mustView().Contacts
	if len(got) != 2 || got[0].Count != 2 || got[0].Minutes != 12 || got[1].Channel != "reception" || got[1].Subject != "way" || got[1].Count != 1 {
		t.Errorf("figures %v", got)
	}
	if e := c.events(); e[before].GetContactNoted() == nil || len(e) != int(before)+3 {
		t.Errorf("journaled %v", e[before:])
	}
}
