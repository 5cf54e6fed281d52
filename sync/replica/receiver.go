package replica

import (
	"context"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Headquarters is what a Receiver needs of HQ for one site. Each method returns only after what it promises
// is durable at a quorum. Its methods are called one at a time, from the goroutine that drives the Receiver.
type Headquarters interface {
	// Greet learns of the site's life and says where HQ stands. A life that may not go on is a Frozen.
	Greet(ctx context.Context, site office.SiteID, h *contract.Hello) (*contract.Welcome, *contract.Frozen, error)
	// Take takes the next contiguous records of a life and acknowledges what HQ now has. Records it already has are
	// acknowledged again. A gap, a wrong hash or a wrong signature is a fault of kind Corrupt; the same sequence
	// with another hash is a Frozen. Records of a life that is closed are taken too; then both are given, for a box
	// that still lives that life must stop.
	Take(ctx context.Context, site office.SiteID, b *contract.Batch) (*contract.Ack, *contract.Frozen, error)
	// Report takes a site's promise to the present era, and its whole custody as state where HQ needs it.
	Report(ctx context.Context, site office.SiteID, h *contract.Hello, r *contract.Report) (*contract.Frozen, error)
	// Feed gives entries of the site's feed after the given number, or a snapshot when those are gone, or
	// nil when there are none.
	Feed(ctx context.Context, site office.SiteID, after uint64) (*contract.Feed, error)
	// FeedTaken learns that the site has applied its feed up to here.
	FeedTaken(ctx context.Context, site office.SiteID, through uint64) error
}

// Receiver is HQ's end of one exchange with one site. It is not safe for concurrent use.
type Receiver struct {
	hq      Headquarters
	site    office.SiteID
	hello   *contract.Hello
	welcome bool
	feed    uint64 // last entry sent
	taken   uint64 // last entry the site applied
	cursor  uint64 // records of the site's life that HQ has
}

// NewReceiver makes HQ's end of an exchange with a site whose certificate was checked.
func NewReceiver(hq Headquarters, site office.SiteID) *Receiver {
	return &Receiver{hq: hq, site: site}
}

// Receive takes one message from the counter and gives what to send in answer. An error ends the exchange.
func (r *Receiver) Receive(ctx context.Context, m *contract.Uplink) ([]*contract.Downlink, error) {
	switch k := m.Kind.(type) {
	case *contract.Uplink_Hello:
		return r.greet(ctx, k.Hello)
	case *contract.Uplink_Report:
		if r.hello == nil {
			return nil, r.early("report")
		}
		frozen, err := r.hq.Report(ctx, r.site, r.hello, k.Report)
		if err != nil {
			return nil, fault.Wrap("replica.report", err)
		}
		if frozen != nil {
			return []*contract.Downlink{{Kind: &contract.Downlink_Frozen{Frozen: frozen}}}, nil
		}
		r.hello.Era = k.Report.Era
		return r.greet(ctx, r.hello)
	case *contract.Uplink_Batch:
		return r.take(ctx, k.Batch)
	case *contract.Uplink_Feed:
		return nil, r.receipt(ctx, k.Feed.Through)
	}
	return nil, fault.New("replica.Receive", fault.Invalid).Because(fmt.Errorf("message of unknown kind from %s", r.site))
}

func (r *Receiver) greet(ctx context.Context, h *contract.Hello) ([]*contract.Downlink, error) {
	w, frozen, err := r.hq.Greet(ctx, r.site, h)
	if err != nil {
		return nil, fault.Wrap("replica.greet", err)
	}
	if frozen != nil {
		return []*contract.Downlink{{Kind: &contract.Downlink_Frozen{Frozen: frozen}}}, nil
	}
	r.hello, r.welcome = h, !w.Report
	r.feed, r.taken, r.cursor = h.Feed, h.Feed, w.Cursor.GetSize()
	out := []*contract.Downlink{{Kind: &contract.Downlink_Welcome{Welcome: w}}}
	if w.Report {
		return out, nil
	}
	if err := r.hq.FeedTaken(ctx, r.site, h.Feed); err != nil {
		return nil, fault.Wrap("replica.greet", err)
	}
	more, err := r.Pump(ctx)
	return append(out, more...), err
}

func (r *Receiver) take(ctx context.Context, b *contract.Batch) ([]*contract.Downlink, error) {
	if !r.welcome {
		return nil, r.early("batch")
	}
	ack, frozen, err := r.hq.Take(ctx, r.site, b)
	if err != nil {
		return nil, fault.Wrap("replica.take", err)
	}
	if frozen != nil && (ack == nil || b.Incarnation == r.hello.Incarnation) {
		return []*contract.Downlink{{Kind: &contract.Downlink_Frozen{Frozen: frozen}}}, nil
	}
	if ack.GetIncarnation() == r.hello.Incarnation {
		r.cursor = max(r.cursor, ack.Size)
	}
	out := []*contract.Downlink{{Kind: &contract.Downlink_Ack{Ack: ack}}}
	more, err := r.Pump(ctx)
	return append(out, more...), err
}

// Pump gives the feed entries that may be sent now: one message at a time, the next after its receipt.
func (r *Receiver) Pump(ctx context.Context) ([]*contract.Downlink, error) {
	if !r.welcome || r.feed > r.taken {
		return nil, nil
	}
	f, err := r.hq.Feed(ctx, r.site, r.feed)
	if err != nil || f == nil {
		return nil, fault.Wrap("replica.Pump", err)
	}
	r.feed = f.First + uint64(len(f.Entries)) - 1
	return []*contract.Downlink{{Kind: &contract.Downlink_Feed{Feed: f}}}, nil
}

func (r *Receiver) receipt(ctx context.Context, through uint64) error {
	if through > r.feed {
		return fault.New("replica.receipt", fault.Corrupt).Because(fmt.Errorf("%s has feed entry %d, only %d were sent", r.site, through, r.feed))
	}
	if through <= r.taken {
		return nil
	}
	r.taken = through
	return fault.Wrap("replica.receipt", r.hq.FeedTaken(ctx, r.site, through))
}

func (r *Receiver) early(what string) error {
	return fault.New("replica.Receive", fault.Invalid).Because(fmt.Errorf("%s from %s before it was welcomed", what, r.site))
}

// Heard reports whether HQ has everything that the site had when it said hello: what it decides from then on, it
// decides with what happened while there was no line.
func (r *Receiver) Heard() bool { return r.welcome && r.cursor >= r.hello.Size }

// Welcomed reports whether the exchange is open: HQ knows the site's life and takes its records.
func (r *Receiver) Welcomed() bool { return r.welcome }
