// Package local is the screens' door to the counter: it turns the Counter service of the contract, reached over the
// daemon's unix socket, into what package state asks for, in the screens' own words.
package local

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// Counter implements state.Counter for one desk. It is safe for concurrent use.
//
// The journal knows who signed in, the daemon's memory who still may act: a window or a daemon that was started again
// has a clerk at the desk and no session. So a snapshot names a clerk at this desk only while we hold the clerk's
// session; a session that turns out to be gone is dropped, and the last snapshot shown again without it.
type Counter struct {
	rpc  contractconnect.CounterClient
	http *http.Client
	desk office.Desk

	// Papers is where the day on paper is kept. Set it before the first call.
	Papers Papers

	showing sync.Mutex // held while a snapshot is made and shown, so that they come one at a time and in order
	mu      sync.Mutex // guards everything below; never held while calling out
	show    func(state.Snapshot)
	last    *contract.View
	session string
	who     office.ClerkID // of the session; empty until the view tells who signed in by card
	signed  uint64         // the sequence of that
	backlog uint64         // events that waited when the line came back

	products []state.Product
	sites    []state.SiteName
}

var _ state.Counter = (*Counter)(nil)

// Dial reaches the daemon at a unix socket, for one desk. It does not wait for the daemon: Watch says when there is none.
func Dial(path string, desk office.Desk) *Counter {
	http := socket.Client(path)
	return &Counter{rpc: contractconnect.NewCounterClient(http, "http://counter"), http: http, desk: desk, sites: sites()}
}

// Close lets go of the connection.
func (c *Counter) Close() { c.http.CloseIdleConnections() }

// command names one tap of who is signed in.
func (c *Counter) command() (*contract.Command, error) {
	act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
	if err != nil {
		return nil, fault.New("local.command", fault.Internal).Because(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return &contract.Command{Session: c.session, Act: act[:]}, nil
}

// call makes one call with a command. One that was denied for want of a session ends it.
func call[Q, A any](ctx context.Context, c *Counter, op string,
	ask func(*contract.Command) *Q, do func(context.Context, *connect.Request[Q]) (*connect.Response[A], error)) (*A, error) {
	command, err := c.command()
	if err != nil {
		return nil, err
	}
	res, err := do(ctx, connect.NewRequest(ask(command)))
	if err = fault.FromRPC(op, err); err != nil {
		if fault.Is(err, fault.Denied) && c.gone(ctx, command.Session) {
			c.drop(command.Session)
		}
		return nil, err
	}
	return res.Msg, nil
}

// drop forgets a session that is no longer valid, and shows that nobody is signed in. A newer one stays.
func (c *Counter) drop(session string) {
	c.mu.Lock()
	gone := session != "" && c.session == session
	if gone {
		c.session, c.who = "", ""
	}
	c.mu.Unlock()
	if gone {
		c.again()
	}
}

// sign takes over a session and shows who is signed in now.
func (c *Counter) sign(session string, who office.ClerkID) {
	c.mu.Lock()
	c.session, c.who = session, who
	c.mu.Unlock()
	c.again()
}

// take shows a view that arrived.
func (c *Counter) take(v *contract.View) {
	c.mu.Lock()
	c.last = v
	c.mu.Unlock()
	c.again()
}

// again shows the last view as it is to be understood now.
func (c *Counter) again() {
	c.showing.Lock()
	defer c.showing.Unlock()
	c.mu.Lock()
	show, v := c.show, c.last
	c.mu.Unlock()
	if show != nil && v != nil {
		show(c.snapshot(v))
	}
}

// Watch implements state.Counter. When the daemon is gone, so are its sessions.
func (c *Counter) Watch(ctx context.Context, show func(state.Snapshot)) error {
	products, err := c.rpc.Products(ctx, connect.NewRequest(&contract.ProductsRequest{}))
	if err != nil {
		return fault.FromRPC("local.Watch", err)
	}
	c.mu.Lock()
	c.products, c.show, c.last = productsOf(products.Msg), show, nil
	c.mu.Unlock()
	defer c.unwatch()
	stream, err := c.rpc.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: uint32(c.desk)}))
	if err != nil {
		return fault.FromRPC("local.Watch", err)
	}
	for stream.Receive() {
		c.take(stream.Msg())
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	if ctx.Err() != nil {
		return nil
	}
	return fault.New("local.Watch", fault.Unreachable).Because(err) // however it was cut off
}

// unwatch ends a watch: nothing is shown after it has returned.
func (c *Counter) unwatch() {
	c.showing.Lock()
	defer c.showing.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.show, c.last, c.session, c.who = nil, nil, "", ""
}

// SignIn implements state.Counter.
func (c *Counter) SignIn(ctx context.Context, who office.ClerkID, pin string) (state.Receipt, error) {
	res, err := c.rpc.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: string(who), Pin: pin, Desk: uint32(c.desk)}))
	if err != nil {
		return state.Receipt{}, fault.FromRPC("local.SignIn", err)
	}
	c.sign(res.Msg.Session, who)
	return state.Receipt{Sequence: res.Msg.Sequence}, nil
}

// SignOut implements state.Counter.
func (c *Counter) SignOut(ctx context.Context) (state.Receipt, error) {
	done, err := call(ctx, c, "local.SignOut", func(cmd *contract.Command) *contract.Command { return cmd }, c.rpc.SignOut)
	if err != nil {
		return state.Receipt{}, err
	}
	c.sign("", "")
	return state.Receipt{Sequence: done.Sequence}, nil
}

// Call implements state.Counter.
func (c *Counter) Call(ctx context.Context) (state.Receipt, error) {
	return visited(call(ctx, c, "local.Call", func(cmd *contract.Command) *contract.CallRequest {
		return &contract.CallRequest{Command: cmd, Desk: uint32(c.desk)}
	}, c.rpc.Call))
}

func visited(v *contract.VisitResponse, err error) (state.Receipt, error) {
	id, _ := contract.ID16[office.VisitID](v.GetVisit().GetVisit()) // the zero id goes with no step
	return state.Receipt{Sequence: v.GetSequence(), Ticket: v.GetVisit().GetTicket(), Visit: id, Step: v.GetVisit().GetUndoStep()}, err
}

// visit makes a call about a visit.
func (c *Counter) visit(ctx context.Context, op string, id office.VisitID,
	do func(context.Context, *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error)) (state.Receipt, error) {
	return visited(call(ctx, c, op, func(cmd *contract.Command) *contract.VisitCommand {
		return &contract.VisitCommand{Command: cmd, Visit: id[:]}
	}, do))
}

// Recall implements state.Counter.
func (c *Counter) Recall(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Recall", id, c.rpc.Recall)
}

// Miss implements state.Counter.
func (c *Counter) Miss(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Miss", id, c.rpc.Miss)
}

// Serve implements state.Counter.
func (c *Counter) Serve(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Serve", id, c.rpc.Serve)
}

// Finish implements state.Counter.
func (c *Counter) Finish(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Finish", id, c.rpc.Finish)
}

// Leave implements state.Counter.
func (c *Counter) Leave(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Leave", id, c.rpc.Leave)
}

// CheckIn implements state.Counter.
func (c *Counter) CheckIn(ctx context.Context, id office.AppointmentID) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.CheckIn", func(cmd *contract.Command) *contract.CheckInRequest {
		return &contract.CheckInRequest{Command: cmd, Appointment: id[:]}
	}, c.rpc.CheckIn))
}

func ticketed(t *contract.TicketResponse, err error) (state.Receipt, error) {
	return state.Receipt{Sequence: t.GetSequence(), Ticket: t.GetTicket()}, err
}

// IssueTicket implements state.Counter.
func (c *Counter) IssueTicket(ctx context.Context, w state.WalkIn) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.IssueTicket", func(cmd *contract.Command) *contract.IssueRequest {
		return &contract.IssueRequest{Command: cmd, Products: []string{string(w.Product)}, Persons: uint32(max(w.Persons, 1)),
			Urgency: contract.Urgency(w.Urgency), Reason: string(w.Reason)}
	}, c.rpc.Issue))
}

// Cancel implements state.Counter.
func (c *Counter) Cancel(ctx context.Context, id office.AppointmentID) (state.Receipt, error) {
	return c.booked(ctx)(call(ctx, c, "local.Cancel", func(cmd *contract.Command) *contract.CancelRequest {
		return &contract.CancelRequest{Command: cmd, Appointment: id[:]}
	}, c.rpc.Cancel))
}

// Settle implements state.Counter.
func (c *Counter) Settle(ctx context.Context, letter string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Settle", func(cmd *contract.Command) *contract.WorkAnswerRequest {
		return &contract.WorkAnswerRequest{Command: cmd, Request: []byte(letter), Outcome: "seen"}
	}, c.rpc.WorkAnswer))
}

func finished(d *contract.Done, err error) (state.Receipt, error) {
	return state.Receipt{Sequence: d.GetSequence()}, err
}

// Unplug implements state.Counter.
func (c *Counter) Unplug(ctx context.Context, out bool) error {
	_, err := c.rpc.SetLine(ctx, connect.NewRequest(&contract.SetLineRequest{Plugged: !out}))
	return fault.FromRPC("local.Unplug", err)
}
