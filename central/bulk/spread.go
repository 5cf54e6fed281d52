package bulk

import (
	"context"
	"errors"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// peerPatience bounds what one blob takes to one node.
const peerPatience = 10 * time.Second

// spread brings a blob to others until a majority of the voters has it, and reports whether one has. The rest is left to
// the next round of mending, so that a counter never waits for a node that is down.
func (b *Bulk) spread(ctx context.Context, d blob.Digest) bool {
	nodes, self := b.Voters()
	have, voters := 0, 0
	var others []consensus.Peer
	for _, n := range nodes {
		switch {
		case !n.Voter:
		case n.ID == self:
			have, voters = have+1, voters+1
		default:
			others, voters = append(others, n), voters+1
		}
	}
	for _, n := range others {
		if voters > 0 && have > voters/2 {
			select { // the rest, soon
			case b.behind <- struct{}{}:
			default:
			}
			break
		}
		if err := b.give(ctx, n.Addr, d); err != nil {
			b.Logger.Info("a photo was not brought to another node", "to", n.ID, "err", err)
			continue
		}
		have++
	}
	return voters > 0 && have > voters/2
}

// give brings a blob to one node, going on where that stands.
func (b *Bulk) give(ctx context.Context, addr string, d blob.Digest) error {
	const op = "bulk.give"
	ctx, cancel := context.WithTimeout(ctx, peerPatience)
	defer cancel()
	peer := b.Peer(addr)
	if peer == nil {
		return fault.New(op, fault.Unreachable).On(addr)
	}
	content, err := b.Store.Get(d)
	if err != nil {
		return fault.Wrap(op, err)
	}
	at, data := 0, []byte(nil)
	for range 2*len(content)/MaxPart + 8 { // a node that does not come further is given up
		res, err := peer.PutPart(ctx, connect.NewRequest(&contract.PutPartRequest{Digest: d[:], Size: uint32(len(content)), Offset: uint32(at), Data: data}))
		if err != nil {
			return fault.FromRPC(op, err)
		}
		if res.Msg.Whole {
			return nil
		}
		at = min(int(res.Msg.Offset), len(content))
		data = content[at:min(at+MaxPart, len(content))]
	}
	return fault.New(op, fault.Conflict).On(addr).Because(errors.New("it does not come further"))
}

// fetch reads a blob here, or from a node that has it.
func (b *Bulk) fetch(ctx context.Context, d blob.Digest) ([]byte, error) {
	const op = "bulk.fetch"
	content, err := b.Store.Get(d)
	if err == nil {
		return content, nil
	}
	nodes, self := b.Voters()
	for _, n := range nodes {
		if n.ID == self || !n.Voter {
			continue
		}
		content, ferr := b.take(ctx, b.Peer(n.Addr), d)
		if ferr == nil {
			return content, nil
		}
		if !fault.Is(ferr, fault.NotFound) {
			err = ferr
		}
	}
	return nil, fault.Wrap(op, err)
}

// take reads a blob from one node, and believes nothing but its hash.
func (b *Bulk) take(ctx context.Context, peer contractconnect.BulkClient, d blob.Digest) (content []byte, err error) {
	const op = "bulk.take"
	if peer == nil {
		return nil, fault.New(op, fault.Unreachable)
	}
	ctx, cancel := context.WithTimeout(ctx, peerPatience)
	defer cancel()
	for {
		res, err := peer.GetPart(ctx, connect.NewRequest(&contract.GetPartRequest{Digest: d[:], Offset: uint32(len(content))}))
		if err != nil {
			return nil, fault.FromRPC(op, err)
		}
		content = append(content, res.Msg.Data...)
		switch {
		case len(content) > blob.MaxSize, len(res.Msg.Data) == 0 && len(content) != int(res.Msg.Size):
			return nil, fault.New(op, fault.Corrupt).On(d.String())
		case len(content) < int(res.Msg.Size):
			continue
		case blob.Of(content) != d:
			return nil, fault.New(op, fault.Corrupt).On(d.String())
		}
		return content, nil
	}
}

// askAtOnce bounds one question after what a node lacks.
const askAtOnce = 1000

// Heal is one round of mending; see the package comment. It goes on after what failed, and gives all errors.
func (b *Bulk) Heal(ctx context.Context) error {
	const op = "bulk.Heal"
	keep, err := b.prune()
	if err != nil || len(keep) == 0 {
		return fault.Wrap(op, err)
	}
	nodes, self := b.Voters()
	var errs []error
	for _, n := range nodes {
		if n.ID == self || !n.Voter {
			continue
		}
		for rest := keep; len(rest) > 0 && err == nil; {
			some := rest[:min(askAtOnce, len(rest))]
			rest = rest[len(some):]
			err = b.fill(ctx, n.Addr, some)
		}
		errs, err = append(errs, err), nil
	}
	return fault.Wrap(op, errors.Join(errs...))
}

// prune removes the blobs whose key is gone, and lists those that stay and that the register knows.
func (b *Bulk) prune() (keep []blob.Digest, err error) {
	here, err := b.Store.All()
	parts, perr := b.Store.Parts()
	if err != nil || perr != nil || len(here)+len(parts) == 0 {
		return nil, errors.Join(err, perr)
	}
	var gone []blob.Digest
	err = b.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := b.Machine.View(r)
		for i, d := range append(here, parts...) {
			known, alive := false, false
			for s := range v.PhotosOf(d) {
				known = true
				alive = alive || v.PhotoSecret(s) != nil
			}
			switch {
			case alive && i < len(here):
				keep = append(keep, d)
			case known && !alive:
				gone = append(gone, d)
			}
		}
		return nil
	})
	for _, d := range gone {
		err = errors.Join(err, b.Store.Remove(d))
	}
	return keep, err
}

// fill gives a node what it lacks of these.
func (b *Bulk) fill(ctx context.Context, addr string, all []blob.Digest) error {
	peer := b.Peer(addr)
	if peer == nil {
		return fault.New("bulk.fill", fault.Unreachable).On(addr)
	}
	q := new(contract.LackingRequest)
	for _, d := range all {
		q.Digests = append(q.Digests, d[:])
	}
	asking, cancel := context.WithTimeout(ctx, peerPatience)
	defer cancel()
	res, err := peer.Lacking(asking, connect.NewRequest(q))
	if err != nil {
		return fault.FromRPC("bulk.fill", err)
	}
	for _, raw := range res.Msg.Digests {
		d, err := blob.DigestOf(raw)
		if err == nil {
			err = b.give(ctx, addr, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// healEvery is how often a node mends.
const healEvery = time.Minute

// Run mends each minute, and soon after a photo came that not all have, until ctx ends.
func (b *Bulk) Run(ctx context.Context) error {
	tick := time.NewTicker(healEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-b.behind:
		}
		if err := b.Heal(ctx); err != nil && ctx.Err() == nil {
			b.Logger.Info("photos are not at all nodes yet", "err", err)
		}
	}
}
