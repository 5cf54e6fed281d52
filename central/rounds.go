package central

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// topUpEvery is how often a site that stays connected is topped up: days pass also while the line is good.
const topUpEvery = time.Minute

// rounds ends holds whose time is over, within a second or two, and tops up the sites that are connected here, each minute
// of the wall clock, until ctx ends. The clock is looked at more often than that, since it may be set.
func (n *Node) rounds(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	last := n.cfg.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		n.lapse(ctx)
		now := n.cfg.Now()
		if d := now.Sub(last); d >= 0 && d < topUpEvery {
			continue
		}
		last = now
		for _, site := range n.fleet.Sites() {
			if err := n.intake.TopUp(ctx, site); err != nil && ctx.Err() == nil {
				n.cfg.Logger.Warn("the site was not topped up", "site", string(site), "err", err)
			}
		}
	}
}

// lapse ends the holds whose time is over, at the node that leads: one is enough.
func (n *Node) lapse(ctx context.Context) {
	if _, _, me := n.raft.Leader(); !me {
		return
	}
	if err := n.booking.Lapse(ctx); err != nil && ctx.Err() == nil && !fault.Is(fault.FromRPC("central.lapse", err), fault.Unreachable) {
		n.cfg.Logger.Warn("holds whose time is over were not ended", "err", err)
	}
}
