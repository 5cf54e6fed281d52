package local_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/local"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestASecondDaemonIsRefused: the journal has one owner; the one that runs does not notice.
func TestASecondDaemonIsRefused(t *testing.T) {
	c := mustCounter(t, nil)
	_, err := appliance.Open(appliance.Config{Site: site, Dir: c.dir})
	if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Sentence(err), "al in gebruik") {
		t.Errorf("got %v", err)
	}
	c.mustBook(c.wish(monday, 10*60))
}

// TestAnUnknownSiteHasNoCounter: the socket is not made for a place that the catalogue does not have.
func TestAnUnknownSiteHasNoCounter(t *testing.T) {
	dir := folder(t)
	node, err := appliance.Open(appliance.Config{Site: "atlantis", Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	if _, err := local.Listen(filepath.Join(dir, "s"), node, nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
}

// TestTheDiskIsFull: the clerk is told so, nothing that was not kept is shown as done, and after a restart with room
// everything confirmed is there.
func TestTheDiskIsFull(t *testing.T) {
	for name, cause := range map[string]struct {
		err  error
		kind fault.Kind
		say  string
	}{
		"no room":       {syscall.ENOSPC, fault.Exhausted, "schijf"},
		"a disk error":  {syscall.EIO, fault.Internal, "niet veilig wegschrijven"},
		"over a budget": {syscall.EDQUOT, fault.Exhausted, "schijf"},
	} {
		t.Run(name, func(t *testing.T) {
			c := mustCounter(t, nil)
			kept := c.mustBook(c.wish(monday, 10*60))
			c.hurting(cause.err)
			q := c.wish(monday, 10*60+10)
			for n := range 3 { // the first and all after it: the journal has stopped
				_, err := c.book(q)
				f := fault.FromRPC("test", err)
				if !fault.Is(f, cause.kind) || !strings.Contains(fault.Sentence(f), cause.say) {
					t.Fatalf("try %d: %v", n+1, err)
				}
			}
			c.hurting(nil)
			if _, err := c.book(q); err == nil {
				t.Fatal("a journal that failed goes on without having been looked at")
			}
			c.stop()
			if _, err := appliance.Verify(filepath.Join(c.dir, "journal.db"), site); err != nil {
				t.Fatal(err)
			}
			c.open(nil)
			c.session = c.mustSignIn("ann", 1)
			var codes []string
			for _, row := range c.mustAgenda(monday).Rows {
				if row.Status == contract.AgendaRow_BOOKED {
					codes = append(codes, row.Code)
				}
			}
			if len(codes) != 1 || codes[0] != kept.Code {
				t.Errorf("booked after the restart: %v", codes)
			}
			q.Command.Session = c.session
			if res := c.mustBook(q); res.Pending { // the same tap, now it is done
				t.Errorf("got %v", res)
			}
		})
	}
}

func (c *counter) mustAgenda(d office.Date) *contract.AgendaDay {
	c.tb.Helper()
	res, err := c.client.Agenda(context.Background(), connect.NewRequest(&contract.AgendaRequest{Date: int32(d)}))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg
}

// TestTheProcessDiesAfterTheCommit: the clerk was not answered, the booking is there; the same tap finds it.
func TestTheProcessDiesAfterTheCommit(t *testing.T) {
	c := mustCounter(t, nil)
	q := c.wish(monday, 10*60)
	c.after(errors.New("killed"))
	if _, err := c.book(q); err == nil {
		t.Fatal("answered by a process that died")
	}
	c.stop()
	c.hurting(nil)
	c.open(nil)
	c.session = c.mustSignIn("ann", 1)
	q.Command.Session = c.session
	size := c.size()
	if res := c.mustBook(q); res.Pending || c.size() != size {
		t.Errorf("booked again: %v", res)
	}
}

// TestTheClockGoesBackADay: people are told in the journal, sequence goes on, and what is past by the new clock alone is
// what the clock says.
func TestTheClockGoesBackADay(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustBook(c.wish(monday, 10*60))
	size := c.size()
	c.set(c.clock().Add(-24 * time.Hour))
	res := c.mustBook(c.wish(monday, 10*60+10))
	events := c.events()[size:]
	if len(events) != 2 || events[0].GetClockStepped() == nil || events[1].GetBooked() == nil || res.Sequence != size+2 {
		t.Fatalf("journaled %v", events)
	}
	if s := events[0].GetClockStepped(); s.FromMs-s.ToMs != 24*60*60*1000 {
		t.Errorf("stepped by %d ms", s.FromMs-s.ToMs)
	}
	c.set(c.clock().Add(24*time.Hour - time.Second)) // and forward again: not worth a word
	c.mustBook(c.wish(monday, 10*60+20))
	if n := c.size() - size; n != 3 {
		t.Errorf("%d records, want 3", n)
	}
	if _, err := c.book(c.wish(monday, 10*60)); !fault.Is(fault.FromRPC("test", err), fault.Taken) {
		t.Errorf("the first booking is gone: %v", err)
	}
}

// TestTheClockJumpsForward: whoever works goes on, whatever the wall clock says; a session ends when nobody touched the
// screen for an afternoon, by a clock that nobody sets.
func TestTheClockJumpsForward(t *testing.T) {
	c := mustCounter(t, nil)
	for _, jump := range []time.Duration{5 * time.Hour, 24 * time.Hour, -29 * time.Hour} {
		c.set(c.clock().Add(jump))
		if _, err := c.client.Agenda(context.Background(), connect.NewRequest(&contract.AgendaRequest{})); err != nil {
			t.Fatal(err)
		}
		_, err := c.book(c.wish(monday-7, 10*60)) // past by every clock: refused for that, and not for want of a session
		if fault.Is(fault.FromRPC("test", err), fault.Denied) {
			t.Fatalf("a jump of %s signed out: %v", jump, err)
		}
	}
	c.pass(4 * time.Hour)
	c.mustBook(c.wish(monday, 10*60))
	c.pass(4*time.Hour + time.Second)
	before := c.size()
	_, err := c.book(c.wish(monday, 10*60+10))
	c.mustRefuse(fault.Denied, before, err)
}

// TestADayEnds: what the day before left open is closed before the first command of the next, and by the daily look
// when nobody comes.
func TestADayEnds(t *testing.T) {
	c := mustCounter(t, nil)
	first := c.mustIssue()
	if _, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command(), Desk: 1})); err != nil {
		t.Fatal(err)
	}
	second := c.mustIssue()
	c.set((monday + 1).At(8*60, mustZone(t)))
	c.session = c.mustSignIn("ann", 1)
	third := c.mustIssue()
	if first.Ticket != "A001" || second.Ticket != "A002" || third.Ticket != first.Ticket {
		t.Errorf("tickets %s, %s, and the next day %s", first.Ticket, second.Ticket, third.Ticket)
	}
	left := 0
	for _, e := range c.events() {
		if e.GetLeft().GetReason() == "day closed" {
			left++
		}
	}
	if view := c.mustView(); left != 2 || len(view.Waiting) != 1 || len(view.AtDesks) != 0 {
		t.Errorf("%d closed, %d wait, %d at desks", left, len(view.Waiting), len(view.AtDesks))
	}
	called, err := c.client.Call(context.Background(), connect.NewRequest(&contract.CallRequest{Command: c.command(), Desk: 1}))
	if err != nil || called.Msg.Visit.Ticket != third.Ticket {
		t.Errorf("called %v, %v", called, err)
	}

	c.set((monday + 2).At(0, mustZone(t)))
	size := c.size()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.node.RunDays(ctx) }()
	eventually(t, "the day is closed without a tap", func() bool { return c.size() == size+1 })
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func (c *counter) mustIssue() *contract.TicketResponse {
	c.tb.Helper()
	res, err := c.client.Issue(context.Background(), connect.NewRequest(&contract.IssueRequest{Command: c.command(), Products: []string{"eid-aanvraag"}, Urgency: contract.Urgency_URGENCY_URGENT}))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg
}

// TestAWatchTellsEveryChange: a screen that watches sees what another did, and is let go when the server stops.
func TestAWatchTellsEveryChange(t *testing.T) {
	c := mustCounter(t, nil)
	stream, err := c.client.Watch(context.Background(), connect.NewRequest(&contract.WatchRequest{Desk: 2}))
	if err != nil {
		t.Fatal(err)
	}
	if !stream.Receive() {
		t.Fatal(stream.Err())
	}
	seen := stream.Msg().Sequence
	res := c.mustBook(c.wish(monday, 10*60))
	for seen < res.Sequence {
		if !stream.Receive() {
			t.Fatal(stream.Err())
		}
		seen = stream.Msg().Sequence
	}
	booked := 0
	for _, row := range stream.Msg().Today.Rows {
		if row.Status == contract.AgendaRow_BOOKED && row.Name == "Saïda Peeters" && row.Own {
			booked++
		}
	}
	if booked != 1 || stream.Msg().Line.State != contract.Line_OFFLINE || stream.Msg().Line.OwnPlaces == 0 {
		t.Errorf("%d booked; line %v", booked, stream.Msg().Line)
	}
	c.stop()
	for stream.Receive() {
	}
	_ = stream.Close() // the far end is gone
}
