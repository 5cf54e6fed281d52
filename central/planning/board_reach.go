package planning

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// reachPatience bounds how long a board waits for what other nodes say of their lines. They answer within some milliseconds; one that
// is down must not keep a planner waiting, and its counters look for another node anyway.
const reachPatience = 150 * time.Millisecond

// Lines has the board ask the fleet which counters have a line, since that is open at one node, and any node answers a planner. Without
// it the lines of this node count alone. It is called before the first request.
func (b *Board) Lines(f *Fleet) { b.lines = f }

// reach are the sites that hear of a change now.
type reach map[office.SiteID]bool

// reached are the sites that have a line, at whichever node. A node that does not answer in time is passed over.
func (b *Board) reached(ctx context.Context) reach {
	on := reach{}
	if b.lines == nil {
		for _, site := range b.p.fleet.Sites() {
			on[site] = true
		}
		return on
	}
	ctx, cancel := context.WithTimeout(ctx, reachPatience)
	defer cancel()
	all, _ := b.lines.lines(ctx)
	for site, lines := range all {
		for _, l := range lines {
			on[office.SiteID(site)] = on[office.SiteID(site)] || l.Open
		}
	}
	return on
}
