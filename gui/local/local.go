// Package local is the screens' door to the counter: it turns the Counter service of the contract, reached over the
// daemon's unix socket, into what package state asks for, in the screens' own words.
package local

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Counter implements state.Counter. It is safe for concurrent use.
type Counter struct {
	rpc       contractconnect.CounterClient
	transport *http.Transport

	mu       sync.Mutex
	sessions map[office.Desk]string
	products []state.Product
}

var _ state.Counter = (*Counter)(nil)

// Dial reaches the daemon at a unix socket. It does not wait for the daemon: Watch says when there is none.
func Dial(_ context.Context, socket string) (*Counter, error) {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: protocols, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}
	return &Counter{rpc: contractconnect.NewCounterClient(&http.Client{Transport: transport}, "http://counter"),
		transport: transport, sessions: map[office.Desk]string{}}, nil
}

// Close lets go of the connection.
func (c *Counter) Close() error {
	c.transport.CloseIdleConnections()
	return nil
}

// command names one tap of somebody at a desk. Desk 0 is whoever is signed in.
func (c *Counter) command(desk office.Desk) (*contract.Command, error) {
	act, err := office.NewID(rand.Reader, time.Now().UnixMilli())
	if err != nil {
		return nil, fault.New("local.command", fault.Internal).Because(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	session := c.sessions[desk]
	if desk == 0 {
		for _, session = range c.sessions {
			break
		}
	}
	return &contract.Command{Session: session, Act: act[:]}, nil
}

// call makes one call with a command.
func call[Q, A any](ctx context.Context, c *Counter, op string, desk office.Desk,
	ask func(*contract.Command) *Q, do func(context.Context, *connect.Request[Q]) (*connect.Response[A], error)) (*A, error) {
	command, err := c.command(desk)
	if err != nil {
		return nil, err
	}
	res, err := do(ctx, connect.NewRequest(ask(command)))
	if err != nil {
		return nil, fault.FromRPC(op, err)
	}
	return res.Msg, nil
}

// Watch implements state.Counter.
func (c *Counter) Watch(ctx context.Context, show func(state.Snapshot)) error {
	products, err := c.rpc.Products(ctx, connect.NewRequest(&contract.ProductsRequest{}))
	if err != nil {
		return fault.FromRPC("local.Watch", err)
	}
	c.mu.Lock()
	c.products = productsOf(products.Msg)
	c.mu.Unlock()
	stream, err := c.rpc.Watch(ctx, connect.NewRequest(&contract.WatchRequest{}))
	if err != nil {
		return fault.FromRPC("local.Watch", err)
	}
	for stream.Receive() {
		show(c.snapshot(stream.Msg()))
	}
	err = stream.Err()
	_ = stream.Close() // it has ended; its error is in hand
	if ctx.Err() != nil {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return fault.New("local.Watch", fault.Unreachable)
	}
	return fault.FromRPC("local.Watch", err)
}

// SignIn implements state.Counter.
func (c *Counter) SignIn(ctx context.Context, desk office.Desk, who office.ClerkID, pin string) (state.Receipt, error) {
	res, err := c.rpc.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: string(who), Pin: pin, Desk: uint32(desk)}))
	if err != nil {
		return state.Receipt{}, fault.FromRPC("local.SignIn", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions[desk] = res.Msg.Session
	return state.Receipt{Sequence: res.Msg.Sequence}, nil
}

// SignOut implements state.Counter.
func (c *Counter) SignOut(ctx context.Context, desk office.Desk) (state.Receipt, error) {
	done, err := call(ctx, c, "local.SignOut", desk, func(cmd *contract.Command) *contract.Command { return cmd }, c.rpc.SignOut)
	if err != nil {
		return state.Receipt{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, desk)
	return state.Receipt{Sequence: done.Sequence}, nil
}

// Call implements state.Counter.
func (c *Counter) Call(ctx context.Context, desk office.Desk) (state.Receipt, error) {
	return visited(call(ctx, c, "local.Call", desk, func(cmd *contract.Command) *contract.CallRequest {
		return &contract.CallRequest{Command: cmd, Desk: uint32(desk)}
	}, c.rpc.Call))
}

func visited(v *contract.VisitResponse, err error) (state.Receipt, error) {
	return state.Receipt{Sequence: v.GetSequence(), Ticket: v.GetVisit().GetTicket()}, err
}

// visit makes a call about a visit.
func (c *Counter) visit(ctx context.Context, op string, desk office.Desk, id office.VisitID,
	do func(context.Context, *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error)) (state.Receipt, error) {
	return visited(call(ctx, c, op, desk, func(cmd *contract.Command) *contract.VisitCommand {
		return &contract.VisitCommand{Command: cmd, Visit: id[:]}
	}, do))
}

// Recall implements state.Counter.
func (c *Counter) Recall(ctx context.Context, desk office.Desk, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Recall", desk, id, c.rpc.Recall)
}

// Miss implements state.Counter.
func (c *Counter) Miss(ctx context.Context, desk office.Desk, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Miss", desk, id, c.rpc.Miss)
}

// Serve implements state.Counter.
func (c *Counter) Serve(ctx context.Context, desk office.Desk, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Serve", desk, id, c.rpc.Serve)
}

// Finish implements state.Counter.
func (c *Counter) Finish(ctx context.Context, desk office.Desk, id office.VisitID) (state.Receipt, error) {
	return c.visit(ctx, "local.Finish", desk, id, c.rpc.Finish)
}

// CheckIn implements state.Counter.
func (c *Counter) CheckIn(ctx context.Context, id office.AppointmentID) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.CheckIn", 0, func(cmd *contract.Command) *contract.CheckInRequest {
		return &contract.CheckInRequest{Command: cmd, Appointment: id[:]}
	}, c.rpc.CheckIn))
}

func ticketed(t *contract.TicketResponse, err error) (state.Receipt, error) {
	return state.Receipt{Sequence: t.GetSequence(), Ticket: t.GetTicket()}, err
}

// IssueTicket implements state.Counter.
func (c *Counter) IssueTicket(ctx context.Context, w state.WalkIn) (state.Receipt, error) {
	return ticketed(call(ctx, c, "local.IssueTicket", 0, func(cmd *contract.Command) *contract.IssueRequest {
		q := &contract.IssueRequest{Command: cmd, Products: []string{string(w.Product)}, Persons: uint32(max(w.Persons, 1))}
		if w.Urgent {
			q.Urgency = contract.Urgency_URGENCY_URGENT
		}
		return q
	}, c.rpc.Issue))
}

// Cancel implements state.Counter.
func (c *Counter) Cancel(ctx context.Context, id office.AppointmentID) (state.Receipt, error) {
	return booked(call(ctx, c, "local.Cancel", 0, func(cmd *contract.Command) *contract.CancelRequest {
		return &contract.CancelRequest{Command: cmd, Appointment: id[:]}
	}, c.rpc.Cancel))
}

// Settle implements state.Counter.
func (c *Counter) Settle(ctx context.Context, letter string) (state.Receipt, error) {
	return finished(call(ctx, c, "local.Settle", 0, func(cmd *contract.Command) *contract.WorkAnswerRequest {
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
