package local

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// display serves the Hall service: what anybody in the waiting room may see, so it asks for no session. It shows tickets and
// desks; a name never, and a product only where the business is nobody's secret (A003-32).
type display struct{ service *Service }

var _ contractconnect.HallHandler = display{}

// How much a display shows at most. A screen chooses from it what fits.
const (
	shownCalls    = 12
	shownNext     = 12
	shownClosures = 6
	closuresAhead = 42 // days
)

// Watch implements the Hall service.
func (d display) Watch(ctx context.Context, _ *connect.Request[contract.WatchHallRequest], stream *connect.ServerStream[contract.HallView]) error {
	return d.service.follow(ctx, func() (int64, error) {
		view, err := d.view()
		if err != nil {
			return 0, fault.RPC(fault.Wrap("local.Hall", err))
		}
		return view.NowMs, stream.Send(view)
	})
}

// view is the room as of one state.
func (d display) view() (out *contract.HallView, err error) {
	s := d.service
	err = s.node.Look(func(t appliance.Turn) error {
		out = &contract.HallView{SiteName: s.site.Name, NowMs: t.Now.UnixMilli()}
		hall, err := s.hall(t)
		if err != nil {
			return err
		}
		room, err := hall.Room(t.View, t.Now)
		if err != nil {
			return err
		}
		pace, err := s.paceOf(t)
		if err != nil {
			return err
		}
		board := room.Board(shownCalls)
		out.Waiting = uint32(board.Waiting)
		if wait, ok := room.ExpectNew(pace); ok {
			out.ExpectFrom, out.ExpectTo = uint32(wait.From/time.Minute), uint32(wait.To/time.Minute)
		}
		for _, c := range board.Calls {
			out.Calls = append(out.Calls, callOf(c, s.rules(t).posts[c.Desk]))
		}
		for _, p := range room.List(0) {
			if len(out.Next) < shownNext {
				out.Next = append(out.Next, p.Visit.Ticket.String())
			}
		}
		out.Hours, out.Open = s.hours(t)
		out.Closures, out.Closed = s.closures(t)
		out.Bulletin, err = s.bulletin(t)
		return err
	})
	return out, err
}

// callOf is one call, with what the desk is where it is no ordinary one.
func callOf(c visit.Shown, at visit.Post) *contract.HallCall {
	out := &contract.HallCall{Ticket: c.Ticket.String(), Desk: uint32(c.Desk), AtMs: int64(c.At), Times: uint32(c.Missed + 1), Serving: !c.Calling, Product: c.Product}
	if at.Kind != visit.Counter {
		out.Direction = at.Kind.Words()
	}
	return out
}

// hours tell when this site is open, in each way in which it is, and whether it is now in any (A002-60).
func (s *Service) hours(t appliance.Turn) (out []*contract.HallHours, now bool) {
	today := office.DateOf(t.Now)
	for m := calendar.Appointment; m <= calendar.SelfService; m++ {
		roster := t.Plan.Roster(s.site.ID, m)
		if !roster.Exists(today) {
			continue
		}
		h := &contract.HallHours{Of: m.String(), Name: m.Dutch()}
		for _, span := range roster.On(today) {
			h.Spans = append(h.Spans, &contract.HallSpan{From: uint32(span.From), To: uint32(span.To)})
		}
		if next, ok := roster.Next(t.Now); ok {
			h.NextDate, h.NextFrom = int32(next.Date), uint32(next.From)
		}
		_, open := roster.At(t.Now)
		now = now || open
		out = append(out, h)
	}
	return out, now
}

// closures are what closes this site soon, and why it is closed all of today; empty: it is not.
func (s *Service) closures(t appliance.Turn) (out []*contract.HallClosure, closed string) {
	today := office.DateOf(t.Now)
	for _, c := range t.Plan.Closings(s.site.ID, office.Period{From: today, To: today + closuresAhead}) {
		if c.Dates.Contains(today) && c.From == 0 && c.To == 0 {
			closed = c.Reason
		}
		if len(out) < shownClosures {
			out = append(out, &contract.HallClosure{FromDate: int32(c.Dates.From), ToDate: int32(c.Dates.To), Reason: c.Reason,
				From: uint32(c.From), To: uint32(c.To)})
		}
	}
	return out, closed
}
