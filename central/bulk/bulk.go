package bulk

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/blob"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// MaxPart is how many bytes one call carries; MaxMessage bounds a message with such a part in it.
const (
	MaxPart    = 256 << 10
	MaxMessage = MaxPart + 4<<10
)

// Config is what a Bulk is made of. All but Random, Now and Logger is required.
type Config struct {
	Store   *blob.Store
	Log     consensus.Log
	Machine *register.Machine
	// Voters are the nodes whose disks count, this one among them, and its own name.
	Voters func() (nodes []consensus.Peer, self string)
	// Peer gives a client to the node at an address; nil when there is no way to it.
	Peer   func(addr string) contractconnect.BulkClient
	Now    func() time.Time
	Random io.Reader
	Logger *slog.Logger
}

// Bulk serves the Bulk and Photos services of one node. It is safe for concurrent use.
type Bulk struct {
	Config
	behind chan struct{} // holds one when some node is known to lack something
}

var (
	_ contractconnect.BulkHandler   = (*Bulk)(nil)
	_ contractconnect.PhotosHandler = (*Bulk)(nil)
)

// New makes a Bulk.
func New(c Config) *Bulk {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Bulk{Config: c, behind: make(chan struct{}, 1)}
}

// PutPart implements the Bulk service.
func (b *Bulk) PutPart(ctx context.Context, r *connect.Request[contract.PutPartRequest]) (*connect.Response[contract.PutPartResponse], error) {
	const op = "bulk.PutPart"
	peer, _ := link.PeerFrom(ctx)
	d, err := blob.DigestOf(r.Msg.Digest)
	if err == nil && (len(r.Msg.Data) > MaxPart || r.Msg.Size == 0 || r.Msg.Size > blob.MaxSize) {
		err = fault.New(op, fault.Invalid).On(d.String())
	}
	if err == nil {
		err = b.may(ctx, peer, d, r.Msg.Size)
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	offset, whole, err := b.Store.Add(d, int64(r.Msg.Size), int64(r.Msg.Offset), r.Msg.Data)
	if fault.Is(err, fault.Conflict) && offset < int64(r.Msg.Offset) {
		err = nil // a gap: the offset says where to go on
	}
	if err == nil && whole && peer.Role == link.RoleSite {
		whole = b.spread(ctx, d)
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	return connect.NewResponse(&contract.PutPartResponse{Offset: uint32(offset), Whole: whole}), nil
}

// may refuses bytes that the peer has no business with: a site brings what its own journal names, a node what any does. What
// this node has not heard of yet, a majority may have.
func (b *Bulk) may(ctx context.Context, peer link.Peer, d blob.Digest, size uint32) error {
	const op = "bulk.may"
	if peer.Role != link.RoleSite && peer.Role != link.RoleNode {
		return fault.New(op, fault.Denied)
	}
	var found, erased bool
	look := func(r kv.Reader) error {
		v := b.Machine.View(r)
		for s := range v.PhotosOf(d) {
			if s.Kept.Size != size || peer.Role == link.RoleSite && office.SiteID(s.Site) != peer.Site() {
				continue
			}
			found = true
			erased = v.PhotoSecret(s) == nil
			return nil
		}
		return nil
	}
	err := b.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error { return look(r) })
	if err == nil && !found {
		err = b.Log.Read(ctx, look)
	}
	switch {
	case err != nil:
		return err
	case !found:
		return fault.New(op, fault.NotFound).On(d.String()).Because(fmt.Errorf("no record of %s names it", peer))
	case erased:
		return fault.New(op, fault.Refused).On(d.String()).Because(fmt.Errorf("its person was erased"))
	}
	return nil
}

// GetPart implements the Bulk service.
func (b *Bulk) GetPart(ctx context.Context, r *connect.Request[contract.GetPartRequest]) (*connect.Response[contract.GetPartResponse], error) {
	const op = "bulk.GetPart"
	d, err := b.asNode(ctx, op, r.Msg.Digest)
	if err != nil {
		return nil, fault.RPC(err)
	}
	content, err := b.Store.Get(d)
	if err == nil && int64(r.Msg.Offset) > int64(len(content)) {
		err = fault.New(op, fault.Invalid).On(d.String())
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	at := int(r.Msg.Offset)
	return connect.NewResponse(&contract.GetPartResponse{Data: content[at:min(at+MaxPart, len(content))], Size: uint32(len(content))}), nil
}

// Lacking implements the Bulk service.
func (b *Bulk) Lacking(ctx context.Context, r *connect.Request[contract.LackingRequest]) (*connect.Response[contract.LackingResponse], error) {
	const op = "bulk.Lacking"
	out := new(contract.LackingResponse)
	for _, raw := range r.Msg.Digests {
		d, err := b.asNode(ctx, op, raw)
		if err != nil {
			return nil, fault.RPC(err)
		}
		if !b.Store.Has(d) {
			out.Digests = append(out.Digests, raw)
		}
	}
	return connect.NewResponse(out), nil
}

// asNode reads a digest that only a node may ask about.
func (b *Bulk) asNode(ctx context.Context, op string, digest []byte) (blob.Digest, error) {
	if peer, _ := link.PeerFrom(ctx); peer.Role != link.RoleNode {
		return blob.Digest{}, fault.New(op, fault.Denied)
	}
	d, err := blob.DigestOf(digest)
	return d, fault.Wrap(op, err)
}
