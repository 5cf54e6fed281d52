package planning

import (
	"bufio"
	"context"
	"errors"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Join implements the Planning service, on the node that leads.
func (p *Planning) Join(ctx context.Context, r *connect.Request[contract.JoinRequest]) (*connect.Response[contract.JoinResponse], error) {
	err := p.seat.Join(ctx, r.Msg.Node, r.Msg.Address)
	return answer(&contract.JoinResponse{}, membership("planning.Join", r.Msg.Node, err))
}

// Leave implements the Planning service, on the node that leads.
func (p *Planning) Leave(ctx context.Context, r *connect.Request[contract.LeaveRequest]) (*connect.Response[contract.LeaveResponse], error) {
	err := p.seat.Leave(ctx, r.Msg.Node)
	return answer(&contract.LeaveResponse{}, membership("planning.Leave", r.Msg.Node, err))
}

// membership puts into words why a node was not added or removed.
func membership(op, node string, err error) error {
	var not *consensus.NotLeader
	switch {
	case err == nil:
		return nil
	case errors.As(err, &not) && not.ID != "":
		return fault.New(op, fault.Unreachable).On(node).Because(err).
			Tell("Dit kan alleen op het knooppunt dat nu leidt: "+not.ID+".", "Vraag het daar.")
	case fault.Is(err, fault.Taken):
		return fault.New(op, fault.Taken).On(node).Because(err).
			Tell("Dit knooppunt hoorde al eens bij het hoofdkantoor, met een andere schijf.", "Geef het een nieuwe naam.")
	}
	return fault.Wrap(op, err)
}

// chunk is how much of a stream goes in one message.
const chunk = 64 << 10

// Backup implements the Planning service: one consistent state with everything acknowledged before the call. It holds
// everything in the clear: who receives it seals it.
func (p *Planning) Backup(ctx context.Context, _ *connect.Request[contract.BackupRequest], out *connect.ServerStream[contract.BackupChunk]) error {
	if err := p.read(ctx, func(register.View) error { return nil }); err != nil {
		return fault.RPC(err)
	}
	w := bufio.NewWriterSize(chunks{out}, chunk)
	if _, err := p.seat.Backup(ctx, w); err != nil {
		return fault.RPC(err)
	}
	return w.Flush()
}

// chunks is a stream of backup chunks as an io.Writer.
type chunks struct {
	out *connect.ServerStream[contract.BackupChunk]
}

// Write implements io.Writer.
func (c chunks) Write(b []byte) (int, error) {
	if err := c.out.Send(&contract.BackupChunk{Data: b}); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Journal implements the Planning service. Incarnation 0 is the site's present one. The stream ends where this node's
// state ends.
func (p *Planning) Journal(ctx context.Context, r *connect.Request[contract.JournalRequest], out *connect.ServerStream[contract.JournalRecord]) error {
	site, life, next := office.SiteID(r.Msg.Site), office.Incarnation(r.Msg.Incarnation), max(r.Msg.From, 1)
	if err := p.read(ctx, func(v register.View) error { return known(v, r.Msg.Site) }); err != nil {
		return fault.RPC(err)
	}
	for ctx.Err() == nil {
		records, err := p.records(site, &life, next)
		if err != nil {
			return fault.RPC(err)
		}
		if len(records) == 0 {
			return nil
		}
		for _, rec := range records {
			if err := out.Send(rec); err != nil {
				return err
			}
		}
		next += uint64(len(records))
	}
	return fault.RPC(fault.New("planning.Journal", fault.Unreachable).Because(ctx.Err()))
}

// records copies about a megabyte of a journal, so that no read transaction waits for a slow receiver.
func (p *Planning) records(site office.SiteID, life *office.Incarnation, from uint64) (out []*contract.JournalRecord, err error) {
	err = p.stale(func(v register.View) error {
		if *life == 0 {
			st, _ := v.Site(site)
			*life = st.Current.Incarnation
		}
		size := 0
		for seq, body := range v.Records(site, *life, from) {
			out = append(out, &contract.JournalRecord{Incarnation: uint64(*life), Sequence: seq, Body: append([]byte(nil), body...)})
			if size += len(body); size > 1<<20 {
				break
			}
		}
		return nil
	})
	return out, err
}
