package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

// only lets the screens of one role use a service over the LAN. Which role that is was decided when the machine was invited,
// and stands in its certificate; the register has agreed by now.
type only link.Role

var _ connect.Interceptor = only(link.RoleNone)

// WrapUnary implements connect.Interceptor.
func (o only) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
		if err := o.check(ctx, r.Spec().Procedure); err != nil {
			return nil, fault.RPC(err)
		}
		return next(ctx, r)
	}
}

// WrapStreamingClient implements connect.Interceptor; there is no client here.
func (o only) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// WrapStreamingHandler implements connect.Interceptor.
func (o only) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		if err := o.check(ctx, conn.Spec().Procedure); err != nil {
			return fault.RPC(err)
		}
		return next(ctx, conn)
	}
}

// check refuses whoever has another role, and says for what its machine was let in.
func (o only) check(ctx context.Context, procedure string) error {
	peer, ok := link.PeerFrom(ctx)
	if ok && peer.Role == link.Role(o) {
		return nil
	}
	say := "Dit toestel is het scherm van een loket en kan dit niet."
	switch {
	case !ok:
		return fault.New("local.only", fault.Denied).On(procedure).Because(errNoLine)
	case peer.Role == link.RoleDisplay:
		say = "Dit toestel is een wachtscherm en kan dit niet."
	case peer.Role == link.RoleKiosk:
		say = "Dit toestel is een zelfbedieningsloket en kan dit niet."
	}
	return fault.New("local.only", fault.Denied).On(procedure).Tell(say, "Sluit het opnieuw aan met een code voor wat het moet zijn.")
}
