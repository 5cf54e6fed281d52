package local_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
)

// mustHall is what a display, which has no session, sees now.
func (c *counter) mustHall() *contract.HallView {
	c.tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stream, err := contractconnect.NewHallClient(c.http, "http://counter").Watch(ctx, connect.NewRequest(new(contract.WatchHallRequest)))
	if err != nil {
		c.tb.Fatal(err)
	}
	defer stream.Close()
	if !stream.Receive() {
		c.tb.Fatal(stream.Err())
	}
	return stream.Msg()
}

// TestTheHall: a number, a desk and what it is, the latest call first; who comes next; when it is open, and what closes it.
func TestTheHall_A003_32_A002_60(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustLead()
	c.decides(nil, &contract.SitePost{Site: string(site), Desk: 2, Kind: "snelbalie"})
	first, second := c.mustTicket(contract.Urgency_URGENCY_SEMI, "eid-aanvraag"), c.mustTicket(contract.Urgency_URGENCY_SEMI, "eid-aanvraag")
	if v := c.mustHall(); len(v.Calls) != 0 || v.Waiting != 2 || strings.Join(v.Next, " ") != first+" "+second {
		t.Fatalf("before a call %v", v)
	}
	called := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()}).Visit
	v := c.mustHall()
	if len(v.Calls) != 1 || v.Calls[0].Ticket != called.Ticket || v.Calls[0].Desk != 1 || v.Calls[0].Direction != "" || v.Calls[0].Serving || v.Calls[0].Times != 1 ||
		v.Calls[0].Product == "" || v.Waiting != 1 || v.Next[0] != second {
		t.Errorf("after a call %v", v)
	}
	tap(t, c, c.client.Serve, &contract.VisitCommand{Command: c.command(), Visit: called.Visit})
	if v := c.mustHall(); !v.Calls[0].Serving {
		t.Errorf("they came: %v", v.Calls)
	}
	if !v.Open || v.Closed != "" || len(v.Hours) == 0 || len(v.Hours[0].Spans) == 0 || v.Hours[0].Name != "op afspraak" || v.Hours[0].NextDate <= int32(monday) {
		t.Errorf("hours %v", v)
	}
	if len(v.Closures) == 0 || v.Closures[0].FromDate != int32(monday+1) || v.Closures[0].Reason == "" {
		t.Errorf("closures %v", v.Closures)
	}
	c.set(c.clock().Add(24 * time.Hour))
	if v := c.mustHall(); v.Open || v.Closed == "" || len(v.Hours[0].Spans) != 0 {
		t.Errorf("on the day that is closed %v", v)
	}
}

// TestARecallIsCalledAgain: who is called once more at the same desk is shown as called again, also where the clock stands still and
// after a service that was taken back; a call of a later round is a new one.
func TestARecallIsCalledAgain(t *testing.T) {
	c := mustCounter(t, nil)
	c.mustLead()
	c.mustTicket(contract.Urgency_URGENCY_SEMI, "eid-aanvraag")
	visit := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()}).Visit.Visit
	step := func(call func(context.Context, *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error)) {
		t.Helper()
		tap(t, c, call, &contract.VisitCommand{Command: c.command(), Visit: visit})
	}
	shows := func(when string, times uint32) {
		t.Helper()
		if v := c.mustHall(); len(v.Calls) != 1 || v.Calls[0].Times != times {
			t.Errorf("%s: %v, want times:%d", when, v.Calls, times)
		}
	}
	shows("called", 1)
	step(c.client.Recall)
	shows("recalled", 2)
	step(c.client.Recall)
	shows("recalled twice", 2)
	step(c.client.Serve)
	tap(t, c, c.client.Undo, &contract.UndoRequest{Command: c.command(), Visit: visit, Step: c.mustView().AtDesks[0].UndoStep})
	shows("the service was taken back", 2)
	step(c.client.Serve)
	step(c.client.Park)
	step(c.client.Return)
	tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()})
	shows("called after a pause", 1)
	step(c.client.Miss)
	tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command()})
	shows("called after nobody came", 2)
	step(c.client.Recall)
	shows("and recalled", 3)
}

// TestTheHallKnowsNoNames: of an appointment with a person nothing is shown but the ticket.
func TestTheHallKnowsNoNames(t *testing.T) {
	c := mustCounter(t, nil)
	wish := c.wish(monday, 9*60)
	wish.Person = &contract.Person{Name: "Mohamed Achahbar"}
	booked := c.mustBook(wish)
	tap(t, c, c.client.CheckIn, &contract.CheckInRequest{Command: c.command(), Appointment: booked.Appointment.Id})
	text := protojson.Format(c.mustHall())
	if strings.Contains(text, "Achahbar") || strings.Contains(text, "Mohamed") || !strings.Contains(text, "next") {
		t.Errorf("the hall sees %s", text)
	}
}
