package local_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestNothingIsDoneWithoutASession: every command, without and with a token that was never given.
func TestNothingIsDoneWithoutASession(t *testing.T) {
	c := mustCounter(t, nil)
	ctx, none := context.Background(), &contract.Command{}
	before := c.size()
	for name, call := range map[string]func() error{
		"Book": func() error {
			return second(c.client.Book(ctx, connect.NewRequest(&contract.BookRequest{Command: none})))
		},
		"Cancel": func() error {
			return second(c.client.Cancel(ctx, connect.NewRequest(&contract.CancelRequest{Command: none})))
		},
		"Move": func() error {
			return second(c.client.Move(ctx, connect.NewRequest(&contract.MoveRequest{Command: none})))
		},
		"CheckIn": func() error {
			return second(c.client.CheckIn(ctx, connect.NewRequest(&contract.CheckInRequest{Command: none})))
		},
		"Issue": func() error {
			return second(c.client.Issue(ctx, connect.NewRequest(&contract.IssueRequest{Command: none})))
		},
		"Call": func() error {
			return second(c.client.Call(ctx, connect.NewRequest(&contract.CallRequest{Command: none})))
		},
		"Recall": func() error {
			return second(c.client.Recall(ctx, connect.NewRequest(&contract.VisitCommand{Command: none})))
		},
		"Miss": func() error {
			return second(c.client.Miss(ctx, connect.NewRequest(&contract.VisitCommand{Command: none})))
		},
		"Serve": func() error {
			return second(c.client.Serve(ctx, connect.NewRequest(&contract.VisitCommand{Command: none})))
		},
		"Finish": func() error {
			return second(c.client.Finish(ctx, connect.NewRequest(&contract.VisitCommand{Command: none})))
		},
		"Leave": func() error {
			return second(c.client.Leave(ctx, connect.NewRequest(&contract.VisitCommand{Command: none})))
		},
		"Receive": func() error {
			return second(c.client.Receive(ctx, connect.NewRequest(&contract.ReceiveRequest{Command: none})))
		},
		"Store": func() error {
			return second(c.client.Store(ctx, connect.NewRequest(&contract.StoreRequest{Command: none})))
		},
		"HandOut": func() error {
			return second(c.client.HandOut(ctx, connect.NewRequest(&contract.HandOutRequest{Command: none})))
		},
		"Count": func() error {
			return second(c.client.Count(ctx, connect.NewRequest(&contract.CountRequest{Command: none})))
		},
		"WorkAnswer": func() error {
			return second(c.client.WorkAnswer(ctx, connect.NewRequest(&contract.WorkAnswerRequest{Command: none})))
		},
	} {
		for _, token := range []string{"", strings.Repeat("ab", 32)} {
			t.Run(name+"/"+token, func(t *testing.T) {
				none.Session = token
				c.mustRefuse(fault.Denied, before, call())
			})
		}
	}
	c.pass(5 * time.Hour) // nobody touched the screen for an afternoon
	_, err := c.book(c.wish(monday, 11*60))
	c.mustRefuse(fault.Denied, before, err)
}

func second[A any](_ A, err error) error { return err }

// TestWrongPINsLockTheDesk: wrong PINs are journaled; the fourth try waits, also with the right PIN, and no longer
// than the desk says.
func TestWrongPINsLockTheDesk(t *testing.T) {
	c := mustCounter(t, nil)
	for name, pin := range map[string]string{"empty": "", "letters": "geheim", "too long": strings.Repeat("1", 1000)} {
		before := c.size()
		_, err := c.signIn("bert", pin, 2)
		if c.mustRefuse(fault.Invalid, before, err); t.Failed() {
			t.Fatal(name)
		}
	}
	for n := range 3 {
		before := c.size()
		_, err := c.signIn("bert", "000000", 2)
		c.mustRefuse(fault.Denied, before+1, err)
		if c.events()[before].GetSignInRefused() == nil {
			t.Fatalf("try %d journaled %v", n+1, c.events()[before])
		}
	}
	before := c.size()
	_, err := c.signIn("bert", annPIN, 2)
	c.mustRefuse(fault.Denied, before, err)
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "Wacht nog 10 seconden") {
		t.Errorf("says %q", say)
	}
	c.set(c.clock().Add(10 * time.Second))
	c.mustSignIn("bert", 2)
	_, err = c.signIn("bert", annPIN, 3)
	c.mustRefuse(fault.Invalid, c.size(), err) // there is no third desk
}

// TestWhoLeavesTheRosterIsSignedOut: at once, without a tap, and the desk is free in the journal too.
func TestWhoLeavesTheRosterIsSignedOut(t *testing.T) {
	c := mustCounter(t, nil)
	bert := c.mustSignIn("bert", 2)
	if view := c.mustView(); len(view.Signed) != 2 {
		t.Fatalf("signed in: %v", view.Signed)
	}
	c.tell(&contract.FeedEntry{Kind: &contract.FeedEntry_Roster{Roster: roster("ann")}})
	eventually(t, "Bert is signed out", func() bool {
		events := c.events()
		last := events[len(events)-1]
		return last.GetSignedOut() != nil && last.Clerk == "bert" && last.Desk == 2
	})
	q := c.wish(monday, 10*60)
	q.Command.Session = bert
	_, err := c.book(q)
	c.mustRefuse(fault.Denied, c.size(), err)
	c.mustBook(c.wish(monday, 10*60)) // Ann goes on
}
