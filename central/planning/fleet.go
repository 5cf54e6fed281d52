package planning

import (
	"context"
	"slices"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/equipment"
	"github.com/buurtloket/buurtloket/sync/office"
)

// linesPatience bounds the question after the lines of other nodes: who asks stands before a screen.
const linesPatience = time.Second

// Fleet implements the Fleet service on any node: how all counters are. A counter's line is open at one node, so the others are
// asked; what a node does not answer in time is said to be missing. It is safe for concurrent use.
type Fleet struct {
	p    *Planning
	peer func(addr string) contractconnect.LinesClient // nil for a node that is not running
}

var _ contractconnect.FleetHandler = (*Fleet)(nil)

// NewFleet is the fleet as a node's planning door sees it. peer gives a client to the node at an address, or nil.
func NewFleet(p *Planning, peer func(addr string) contractconnect.LinesClient) *Fleet {
	return &Fleet{p: p, peer: peer}
}

// Glance implements the Fleet service.
func (f *Fleet) Glance(ctx context.Context, _ *connect.Request[contract.FleetRequest]) (*connect.Response[contract.FleetResponse], error) {
	now := f.p.now()
	out := &contract.FleetResponse{AtMs: now.UnixMilli(), Node: f.p.seat.Status().ID}
	lines, silent := f.lines(ctx)
	out.Silent = silent
	err := f.p.read(ctx, func(v register.View) error {
		today := v.Calendar().Today(now)
		open := conflictsBySite(v)
		for _, site := range v.Calendar().Sites() {
			row := f.p.fleetSite(v, site, now, today)
			row.Conflicts = open[row.Site]
			lineOf(row, lines[row.Site])
			out.Sites = append(out.Sites, row)
		}
		return nil
	})
	return answer(out, err)
}

// lines are all lines of a site, at this node and the others, and the nodes that did not answer.
func (f *Fleet) lines(ctx context.Context) (all map[string][]*contract.SiteLine, silent []string) {
	status := f.p.seat.Status()
	others := slices.DeleteFunc(slices.Clone(status.Peers), func(n consensus.Peer) bool { return n.ID == status.ID })
	answers := make([]*contract.LinesResponse, len(others))
	ctx, cancel := context.WithTimeout(ctx, linesPatience)
	defer cancel()
	g := new(errgroup.Group)
	for i, n := range others {
		g.Go(func() error {
			if c := f.peer(n.Addr); c != nil {
				if res, err := c.Open(ctx, connect.NewRequest(&contract.LinesRequest{})); err == nil {
					answers[i] = res.Msg
				}
			}
			return nil // a node that says nothing is told as such
		})
	}
	_ = g.Wait()
	all = map[string][]*contract.SiteLine{}
	for i, a := range append(answers, &contract.LinesResponse{Lines: f.p.fleet.Lines()}) {
		if a == nil {
			silent = append(silent, others[i].ID)
		}
		for _, l := range a.GetLines() {
			all[l.Site] = append(all[l.Site], l)
		}
	}
	return all, silent
}

// lineOf says whether a site has a line, since when, and what it said there. Of two nodes the one that heard of it last is right.
func lineOf(row *contract.FleetSite, lines []*contract.SiteLine) {
	for _, l := range lines {
		switch {
		case l.Open && (!row.Online || l.SinceMs > row.SinceMs):
			row.Online, row.SinceMs, row.Program = true, l.SinceMs, l.Program
			row.Waiting = l.Size - min(row.Records, l.Size)
		case !l.Open && !row.Online && l.SinceMs > row.SinceMs:
			row.SinceMs, row.Program = l.SinceMs, l.Program
		}
	}
}

// fleetSite is what the register knows of a site; seats of days past do not count.
func (p *Planning) fleetSite(v register.View, site office.Site, now time.Time, today office.Date) *contract.FleetSite {
	st, s := v.Site(site.ID)
	row := &contract.FleetSite{Site: string(site.ID), Name: site.Name, Appliance: st.Current.Incarnation != 0 || s.Lost, HeardMs: s.HeardMs,
		Records: v.Tree(site.ID, st.Current.Incarnation).Size, Open: v.Open(site.ID), Frozen: st.Current.Forked, Lost: s.Lost}
	if !row.Appliance {
		return row
	}
	last, taken := v.FeedPosition(site.ID)
	row.Messages, row.OldestMs = last-min(taken, last), v.FeedOldest(site.ID)
	minute := office.MinuteOf(now.In(v.Calendar().Zone()))
	for id, seat := range v.SiteSeats(site.ID) {
		switch {
		case id.Date < today || seat.Booking != office.AppointmentID{}:
		case seat.Owner.Kind == custody.Blocked:
			row.Blocked++
		case seat.Owner.Kind == custody.Site:
			row.Held++
			if id.Date == today && id.Start >= minute {
				row.HeldToday++
			}
		}
	}
	for d := range v.Devices(site.ID) {
		row.Devices++
		if equipment.Down(d.Last.GetState()) {
			row.Down = append(row.Down, d)
		}
	}
	for a := range v.DoorAlarms(site.ID) {
		row.Alarms = append(row.Alarms, &contract.DoorAlarmState{Alarm: a.Alarm, AtMs: a.AtMs})
	}
	for range v.UnseenDoors(site.ID) {
		row.Unseen++
	}
	return row
}

// conflictsBySite counts what nobody settled.
func conflictsBySite(v register.View) map[string]uint32 {
	open := map[string]uint32{}
	for _, c := range v.Conflicts() {
		if c.SettledBy == "" {
			open[c.Site]++
		}
	}
	return open
}
