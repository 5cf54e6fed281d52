// Package forward lets every node of headquarters answer every call: what only the leader can do is passed on to
// it, so that a counter or a citizen may come to any node.
package forward

import (
	"context"
	"errors"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Log is a consensus.Log that works on any node.
type Log struct {
	consensus.Log
	// Peer gives a client to the node at an address.
	Peer func(addr string) contractconnect.PeerClient
}

var _ consensus.Log = (*Log)(nil)

// Propose implements consensus.Log: here when this node leads, else at the leader.
func (l *Log) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	reply, index, err := l.Log.Propose(ctx, command)
	peer := l.leader(err)
	if peer == nil {
		return reply, index, err
	}
	res, err := peer.Propose(ctx, connect.NewRequest(&contract.ProposeRequest{Command: command}))
	if err != nil {
		return nil, 0, unknown(err)
	}
	return res.Msg.Reply, res.Msg.Index, nil
}

// Read implements consensus.Log: a node that does not lead asks the leader how far a read that begins now must
// see, waits until it is that far itself, and reads here.
func (l *Log) Read(ctx context.Context, f func(kv.Reader) error) error {
	err := l.Log.Read(ctx, f)
	peer := l.leader(err)
	if peer == nil {
		return err
	}
	res, err := peer.ReadIndex(ctx, connect.NewRequest(&contract.ReadIndexRequest{}))
	if err != nil {
		return fault.New("forward.Read", fault.Unreachable).Because(err)
	}
	for {
		applied, changed := l.Watch()
		if applied >= res.Msg.Index {
			break
		}
		select {
		case <-ctx.Done():
			return fault.New("forward.Read", fault.Unreachable).Because(ctx.Err())
		case <-changed:
		}
	}
	return l.Stale(func(r kv.Reader, _ consensus.Freshness) error { return f(r) })
}

// leader is the peer to ask after an error that says so; nil when this node itself gave the last word.
func (l *Log) leader(err error) contractconnect.PeerClient {
	var not *consensus.NotLeader
	if !errors.As(err, &not) {
		return nil
	}
	_, addr, isMe := l.Leader()
	if addr == "" || isMe {
		return nil
	}
	return l.Peer(addr)
}

// unknown is a call to the leader that came back without an answer: it may have been done. Only an answer that
// says that nothing was proposed is certain.
func unknown(err error) error {
	var ce *connect.Error
	if errors.As(err, &ce) && (ce.Code() == connect.CodeFailedPrecondition || ce.Code() == connect.CodeResourceExhausted) {
		return fault.New("forward.Propose", fault.Unreachable).Because(err)
	}
	return fault.New("forward.Propose", fault.Unreachable).Because(&consensus.Unknown{Err: err})
}

// Handler serves the calls of other nodes on this one. It never passes them on again.
type Handler struct{ Local consensus.Log }

var _ contractconnect.PeerHandler = Handler{}

// Propose implements the Peer service.
func (h Handler) Propose(ctx context.Context, r *connect.Request[contract.ProposeRequest]) (*connect.Response[contract.ProposeResponse], error) {
	reply, index, err := h.Local.Propose(ctx, r.Msg.Command)
	var not *consensus.NotLeader
	switch {
	case errors.As(err, &not), fault.Is(err, fault.Exhausted):
		return nil, connect.NewError(connect.CodeFailedPrecondition, err)
	case err != nil:
		return nil, connect.NewError(connect.CodeUnavailable, err)
	}
	return connect.NewResponse(&contract.ProposeResponse{Reply: reply, Index: index}), nil
}

// ReadIndex implements the Peer service.
func (h Handler) ReadIndex(ctx context.Context, _ *connect.Request[contract.ReadIndexRequest]) (*connect.Response[contract.ReadIndexResponse], error) {
	if err := h.Local.Read(ctx, func(kv.Reader) error { return nil }); err != nil {
		return nil, connect.NewError(connect.CodeUnavailable, err)
	}
	applied, _ := h.Local.Watch()
	return connect.NewResponse(&contract.ReadIndexResponse{Index: applied}), nil
}
