package local_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestTwoBookingsRaceForOneSeat: of many screens that book one seat at once, exactly one has it; all others are told
// that it is taken.
func TestTwoBookingsRaceForOneSeat(t *testing.T) {
	const screens = 64
	c := mustCounter(t, nil)
	before := c.size()
	var wins, taken atomic.Int32
	var all sync.WaitGroup
	start := make(chan struct{})
	for range screens {
		q := c.wish(monday, 10*60)
		all.Go(func() {
			<-start
			switch _, err := c.book(q); {
			case err == nil:
				wins.Add(1)
			case fault.Is(fault.FromRPC("test", err), fault.Taken):
				taken.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	close(start)
	all.Wait()
	if wins.Load() != 1 || taken.Load() != screens-1 || c.size() != before+1 {
		t.Errorf("%d won, %d lost, %d records", wins.Load(), taken.Load(), c.size()-before)
	}
}

// TestOneTapManyTimes: the same act from many goroutines at once books once, and all get the one answer.
func TestOneTapManyTimes(t *testing.T) {
	c := mustCounter(t, nil)
	before := c.size()
	q := c.wish(monday, 10*60)
	var all sync.WaitGroup
	var codes sync.Map
	for range 16 {
		all.Go(func() {
			res, err := c.book(q)
			if err != nil {
				t.Error(err)
				return
			}
			codes.Store(res.Code+res.Appointment.Place.String(), true)
		})
	}
	all.Wait()
	n := 0
	codes.Range(func(any, any) bool { n++; return true })
	if n != 1 || c.size() != before+1 {
		t.Errorf("%d answers, %d records", n, c.size()-before)
	}
}

// tap makes one call twice with the same act: the second writes nothing and is answered as the first.
func tap[Q, A any](t *testing.T, c *counter, call func(context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) *A {
	t.Helper()
	first, err := call(context.Background(), connect.NewRequest(q))
	if err != nil {
		t.Fatal(err)
	}
	size := c.size()
	again, err := call(context.Background(), connect.NewRequest(q))
	if err != nil {
		t.Fatalf("the second tap: %v", err)
	}
	if c.size() != size {
		t.Errorf("the second tap wrote %v", c.events()[size:])
	}
	if a, b := any(first.Msg).(proto.Message), any(again.Msg).(proto.Message); !proto.Equal(a, b) {
		t.Errorf("the second tap is answered\n%v, the first was\n%v", b, a)
	}
	return first.Msg
}

// TestADoubleTapDoesNothing walks a day through every command, each tapped twice.
func TestADoubleTapDoesNothing(t *testing.T) {
	c := mustCounter(t, nil)
	booked := tap(t, c, c.client.Book, c.wish(monday, 9*60+10))
	moved := tap(t, c, c.client.Book, c.wish(monday, 9*60+20))
	tap(t, c, c.client.Book, c.wish(monday+2, 9*60)) // a wish
	tap(t, c, c.client.Move, &contract.MoveRequest{Command: c.command(), Appointment: moved.Appointment.Id, To: c.wish(monday, 11*60).Place})
	tap(t, c, c.client.Cancel, &contract.CancelRequest{Command: c.command(), Appointment: moved.Appointment.Id, Reason: "ziek"})

	c.set(c.clock().Add(10 * time.Minute)) // the first appointment is due
	tap(t, c, c.client.CheckIn, &contract.CheckInRequest{Command: c.command(), Code: booked.Code})
	walk := tap(t, c, c.client.Issue, &contract.IssueRequest{Command: c.command(), Products: []string{"eid-aanvraag"}, Persons: 2, Urgency: contract.Urgency_URGENCY_SEMI})
	if walk.Ticket == "" || walk.Ahead != 1 {
		t.Errorf("the ticket of the walk-in: %v", walk)
	}
	called := tap(t, c, c.client.Call, &contract.CallRequest{Command: c.command(), Desk: 1})
	visit := func() *contract.VisitCommand {
		return &contract.VisitCommand{Command: c.command(), Visit: called.Visit.Visit}
	}
	if called.Visit.Name != "Saïda Peeters" {
		t.Errorf("called %v", called.Visit)
	}
	tap(t, c, c.client.Recall, visit())
	tap(t, c, c.client.Serve, visit())
	tap(t, c, c.client.Finish, visit())
	tap(t, c, c.client.Leave, &contract.VisitCommand{Command: c.command(), Visit: walk.Visit})

	tap(t, c, c.client.Receive, &contract.ReceiveRequest{Command: c.command(), Consignment: "K1", From: "koerier", Second: bert(),
		Items: []*contract.ReceiveRequest_NewItem{{Document: "592-0000001-82", Kind: "eid-afhalen", Holder: &contract.Person{Name: "Bart Maes"}}}})
	tap(t, c, c.client.Store, &contract.StoreRequest{Command: c.command(), Document: "592-0000001-82", Compartment: "A1"})
	tap(t, c, c.client.Count, &contract.CountRequest{Command: c.command(), Present: []string{"592-0000001-82", "999"}})
	tap(t, c, c.client.HandOut, &contract.HandOutRequest{Command: c.command(), Document: "592-0000001-82", Collector: "holder",
		Evidence: c.evidence("592-0000001-82", "holder")})
	if stock := c.mustStock(); len(stock) != 0 {
		t.Errorf("in the vault: %v", stock)
	}
}

// evidence is the first choice of each step of a document's checklist.
func (c *counter) evidence(document, collector string) (codes []string) {
	for _, row := range c.mustStock() {
		if row.Document != document {
			continue
		}
		for _, step := range row.Steps {
			if holds := len(step.Collectors) == 0; holds {
				codes = append(codes, step.Choices[0].Code)
				continue
			}
			for _, who := range step.Collectors {
				if who == collector {
					codes = append(codes, step.Choices[0].Code)
				}
			}
		}
	}
	return codes
}

func (c *counter) mustStock() []*contract.StockRow {
	c.tb.Helper()
	res, err := c.client.Stock(context.Background(), connect.NewRequest(new(contract.StockRequest)))
	if err != nil {
		c.tb.Fatal(err)
	}
	return res.Msg.Rows
}
