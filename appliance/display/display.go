package display

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/bulletin"
	"github.com/buurtloket/buurtloket/appliance/caller/audience"
	"github.com/buurtloket/buurtloket/appliance/follow"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Service implements the Hall service. Fill it before it serves; it is safe for concurrent use then.
type Service struct {
	Node     *appliance.Node
	Room     *room.Room
	Follow   follow.Follower
	Audience *audience.Audience // who listens at the displays where these call visitors aloud; nil: nobody
}

var _ contractconnect.HallHandler = (*Service)(nil)

// How much a display shows at most. A screen chooses from it what fits.
const (
	shownCalls = 12
	shownNext  = 12
)

// Watch implements the Hall service.
func (d *Service) Watch(ctx context.Context, _ *connect.Request[contract.WatchHallRequest], stream *connect.ServerStream[contract.HallView]) error {
	return d.Follow.Run(ctx, func() (int64, error) {
		view, err := d.view()
		if err != nil {
			return 0, fault.RPC(fault.Wrap("display.Watch", err))
		}
		return view.NowMs, stream.Send(view)
	})
}

// view is the room as of one state.
func (d *Service) view() (out *contract.HallView, err error) {
	err = d.Node.Look(func(t appliance.Turn) error {
		out = &contract.HallView{SiteName: d.Room.Site.Name, NowMs: t.Now.UnixMilli()}
		here, err := d.Room.Queue(t)
		if err != nil {
			return err
		}
		pace, err := d.Room.Pace(t)
		if err != nil {
			return err
		}
		board := here.Board(shownCalls)
		out.Waiting = uint32(board.Waiting)
		if wait, ok := here.ExpectNew(pace); ok {
			out.ExpectFrom, out.ExpectTo = uint32(wait.From/time.Minute), uint32(wait.To/time.Minute)
		}
		for _, c := range board.Calls {
			out.Calls = append(out.Calls, callOf(c, d.Room.Rules(t).Posts[c.Desk]))
		}
		for _, p := range here.List(0) {
			if len(out.Next) < shownNext {
				out.Next = append(out.Next, p.Visit.Ticket.String())
			}
		}
		out.Hours, out.Open = d.Room.Hours(t)
		out.Closures, out.Closed = d.Room.Closures(t)
		out.Bulletin, err = bulletin.Showing(t.View, d.Room.Site.ID, t.Now)
		return err
	})
	return out, err
}

// callOf is one call, with what the desk is where it is no ordinary one.
func callOf(c visit.Shown, at visit.Post) *contract.HallCall {
	out := &contract.HallCall{Ticket: c.Ticket.String(), Desk: uint32(c.Desk), AtMs: int64(c.At), Times: uint32(c.Times()), Serving: !c.Calling, Product: c.Product}
	if at.Kind != visit.Counter {
		out.Direction = at.Kind.Words()
	}
	return out
}
