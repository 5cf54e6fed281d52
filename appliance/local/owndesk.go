package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// ownDesk lets a screen of the LAN act for the desk in its certificate only: a request that names a desk must name that
// one, and a session must have been opened there. It is one place for all calls, and it does not ask which call it is: a
// request of tomorrow with a desk in it is held to the same.
type ownDesk struct{ service *Service }

var _ connect.Interceptor = ownDesk{}

// The three places in which a request of the contract can say whose it is.
type (
	placed     interface{ GetDesk() uint32 }
	sessioned  interface{ GetSession() string }
	straightTo interface{ GetStraightTo() uint32 }
)

// WrapUnary implements connect.Interceptor.
func (o ownDesk) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
		if err := o.check(ctx, r.Any()); err != nil {
			return nil, fault.RPC(err)
		}
		return next(ctx, r)
	}
}

// WrapStreamingClient implements connect.Interceptor; there is no client here.
func (o ownDesk) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// WrapStreamingHandler implements connect.Interceptor: every message that comes is looked at before the service has it.
func (o ownDesk) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		return next(ctx, heldStream{conn, func(m any) error { return o.check(ctx, m) }})
	}
}

type heldStream struct {
	connect.StreamingHandlerConn
	check func(any) error
}

// Receive gives the next message that passes the check.
func (h heldStream) Receive(m any) error {
	if err := h.StreamingHandlerConn.Receive(m); err != nil {
		return err
	}
	return fault.RPC(h.check(m))
}

// check refuses what is not the peer's own desk.
func (o ownDesk) check(ctx context.Context, m any) error {
	const op = "local.ownDesk"
	peer, ok := link.PeerFrom(ctx)
	if !ok || peer.Desk() == 0 {
		return fault.New(op, fault.Denied).Because(errNoLine)
	}
	own := peer.Desk()
	_, personal := m.(commanding)
	if p, ok := m.(placed); ok && p.GetDesk() != uint32(own) && !(personal && p.GetDesk() == 0) {
		return foreign(op, own, office.Desk(p.GetDesk()))
	}
	if p, ok := m.(straightTo); ok && p.GetStraightTo() != 0 && p.GetStraightTo() != uint32(own) {
		return foreign(op, own, office.Desk(p.GetStraightTo()))
	}
	token := ""
	if q, ok := m.(commanding); ok {
		token = q.GetCommand().GetSession()
	} else if q, ok := m.(sessioned); ok {
		token = q.GetSession()
	}
	if token == "" {
		return nil // of what needs a session the service will ask one
	}
	session, err := o.service.session(&contract.Command{Session: token})
	if err != nil {
		return nil // none of ours: the service says so
	}
	if session.Desk != own {
		return foreign(op, own, session.Desk)
	}
	return nil
}

func foreign(op string, own, other office.Desk) error {
	return fault.New(op, fault.Denied).On(fmt.Sprintf("desk %d as %d", own, other)).
		Tell(fmt.Sprintf("Dit scherm is van loket %d en kan niets voor loket %d doen.", own, other), "Ga naar dat loket, of start dit scherm opnieuw voor zijn eigen loket.")
}
