// Package forward lets every node of headquarters answer every call: what only the leader can do is passed on to
// it, so that a counter or a citizen may come to any node.
package forward

import (
	"context"
	"errors"
	"sync"
	"time"

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

	courier courier
}

var _ consensus.Log = (*Log)(nil)

// Propose implements consensus.Log: here when this node leads, else at the leader.
func (l *Log) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	reply, index, err := l.Log.Propose(ctx, command)
	if peer, _ := l.leader(err); peer == nil {
		return reply, index, err
	}
	o := l.courier.bring(ctx, command, l.call)
	return o.reply, o.index, o.err
}

// call brings commands to the leader, whoever that is by now.
func (l *Log) call(ctx context.Context, commands [][]byte) []outcome {
	outcomes := make([]outcome, len(commands))
	fail := func(err error) []outcome {
		for i := range outcomes {
			outcomes[i].err = err
		}
		return outcomes
	}
	peer, addr := l.toAsk()
	if peer == nil {
		return fail(notProposed(nil))
	}
	res, err := asking(ctx, l, addr, peer.Propose, &contract.ProposeRequest{Command: commands[0], More: commands[1:]})
	if err != nil {
		return fail(fate(err))
	}
	if len(res.Fates) == 0 {
		fail(notProposed(nil))
		outcomes[0] = outcome{reply: res.Reply, index: res.Index}
		return outcomes
	}
	for i := range outcomes {
		outcomes[i].err = unknown(errUnsaid)
		if i < len(res.Fates) {
			outcomes[i] = outcomeOf(res.Fates[i])
		}
	}
	return outcomes
}

// glance is how often a call to the leader looks whether that still leads. An election takes longer.
const glance = 250 * time.Millisecond

// asking makes a call at the leader at addr, and gives it up when that leads no more: it may be gone without a word, and
// its line takes much longer to notice than the others to elect another.
func asking[Q, A any](ctx context.Context, l *Log, addr string,
	call func(context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q) (*A, error) {
	ctx, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer cancel()
	watch.Go(func() {
		tick := time.NewTicker(glance)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if _, now, _ := l.Leader(); now != addr {
					cancel()
				}
			}
		}
	})
	res, err := call(ctx, connect.NewRequest(q))
	if err != nil {
		return nil, err
	}
	return res.Msg, nil
}

// Read implements consensus.Log: a node that does not lead asks the leader how far a read that begins now must
// see, waits until it is that far itself, and reads here. Without a leader it tries again, for at most Patience.
func (l *Log) Read(ctx context.Context, f func(kv.Reader) error) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	ran := false
	once := func(r kv.Reader) error { ran = true; return f(r) }
	for next := pauses(); ; {
		err := l.read(ctx, once)
		if ran || err == nil || !fault.Is(err, fault.Unreachable) {
			return err
		}
		select {
		case <-ctx.Done():
			return outOfPatience("forward.Read", false, err)
		case <-time.After(next()):
		}
	}
}

// read is one try of Read.
func (l *Log) read(ctx context.Context, f func(kv.Reader) error) error {
	const op = "forward.Read"
	err := l.Log.Read(ctx, f)
	peer, addr := l.leader(err)
	if peer == nil {
		return err
	}
	res, err := asking(ctx, l, addr, peer.ReadIndex, &contract.ReadIndexRequest{})
	if err != nil {
		return fault.New(op, fault.Unreachable).Because(err)
	}
	for {
		applied, changed := l.Watch()
		if applied >= res.Index {
			break
		}
		select {
		case <-ctx.Done():
			return fault.New(op, fault.Unreachable).Because(ctx.Err())
		case <-changed:
		}
	}
	return l.Stale(func(r kv.Reader, _ consensus.Freshness) error { return f(r) })
}

// leader is the peer to ask after an error that says so, and its address; nil when this node itself gave the last word.
func (l *Log) leader(err error) (peer contractconnect.PeerClient, addr string) {
	var not *consensus.NotLeader
	if !errors.As(err, &not) {
		return nil, ""
	}
	return l.toAsk()
}

// toAsk is the leader as a peer, and its address; nil when there is none, or it is this node.
func (l *Log) toAsk() (peer contractconnect.PeerClient, addr string) {
	_, addr, isMe := l.Leader()
	if addr == "" || isMe {
		return nil, ""
	}
	return l.Peer(addr), addr
}

// Handler serves the calls of other nodes on this one. It never passes them on again.
type Handler struct{ Local consensus.Log }

var _ contractconnect.PeerHandler = Handler{}

// Propose implements the Peer service.
func (h Handler) Propose(ctx context.Context, r *connect.Request[contract.ProposeRequest]) (*connect.Response[contract.ProposeResponse], error) {
	if len(r.Msg.More) > 0 {
		return connect.NewResponse(&contract.ProposeResponse{Fates: h.proposeAll(ctx, append([][]byte{r.Msg.Command}, r.Msg.More...))}), nil
	}
	reply, index, err := h.Local.Propose(ctx, r.Msg.Command)
	if err != nil {
		return nil, connect.NewError(code(err), err)
	}
	return connect.NewResponse(&contract.ProposeResponse{Reply: reply, Index: index}), nil
}

// proposeAll proposes at once what came together, so that it finds its way into one entry of the log.
func (h Handler) proposeAll(ctx context.Context, commands [][]byte) []*contract.ProposeFate {
	fates := make([]*contract.ProposeFate, len(commands))
	var all sync.WaitGroup
	for i, c := range commands {
		all.Go(func() { fates[i] = fateOf(h.Local.Propose(ctx, c)) })
	}
	all.Wait()
	return fates
}

// ReadIndex implements the Peer service.
func (h Handler) ReadIndex(ctx context.Context, _ *connect.Request[contract.ReadIndexRequest]) (*connect.Response[contract.ReadIndexResponse], error) {
	if err := h.Local.Read(ctx, func(kv.Reader) error { return nil }); err != nil {
		return nil, connect.NewError(connect.CodeUnavailable, err)
	}
	applied, _ := h.Local.Watch()
	return connect.NewResponse(&contract.ReadIndexResponse{Index: applied}), nil
}
