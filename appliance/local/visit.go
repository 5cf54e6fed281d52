package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// CheckIn implements the Counter service. The act is the visit's id; checking in twice gives the same ticket. Who is at the
// wrong site, or here on the wrong day, is told where and when.
func (s *Service) CheckIn(ctx context.Context, r *connect.Request[contract.CheckInRequest]) (*connect.Response[contract.TicketResponse], error) {
	comes, err := s.seek(ctx, r.Msg)
	if err != nil {
		return nil, fault.RPC(err)
	}
	var appointment office.AppointmentID
	return s.ticket(ctx, "local.CheckIn", r.Msg.Command, func(t appliance.Turn, session staff.Session, id office.VisitID) (*contract.Event, error) {
		a, evidence, err := comes(t, r.Msg, id)
		if err != nil {
			return nil, err
		}
		appointment = a.AppointmentID()
		arrival := queue.ArrivalOf(id, a)
		arrival.Here = s.site.ID
		if where, ok := t.Plan.Site(arrival.Site); ok {
			arrival.SiteName = where.Name
		}
		if arrival.Straight, err = straight(t, session, r.Msg.StraightTo); err != nil {
			return nil, err
		}
		e, err := queue.CheckIn(t.View, arrival, t.Now)
		if e != nil {
			e.GetCheckedIn().Pass = evidence
		}
		return e, err
	}, func(t appliance.Turn, _ office.VisitID) (visit.Visit, error) {
		return queue.OfAppointment(t.View, appointment)
	})
}

// straight is the desk at which a visitor is served from this moment on, 0 when they wait. It is the desk of who says so:
// only that person sees who stands there.
func straight(t appliance.Turn, session staff.Session, desk uint32) (office.Desk, error) {
	switch {
	case desk == 0:
		return 0, nil
	case desk != uint32(session.Desk):
		return 0, fault.New("local.straight", fault.Invalid).
			Tell("Zonder wachtrij help je een bezoeker alleen aan je eigen loket.", "Meld je daar aan, of geef een volgnummer.")
	}
	return session.Desk, also(t, session, staff.Serve)
}

// Issue implements the Counter service. The act is the visit's id. Who cannot be helped without appointment is told why,
// and where there are places.
func (s *Service) Issue(ctx context.Context, r *connect.Request[contract.IssueRequest]) (*connect.Response[contract.TicketResponse], error) {
	walk := queue.Walk{Persons: int(r.Msg.Persons), Urgency: visit.Urgency(r.Msg.Urgency), Reason: visit.ReasonCode(r.Msg.Reason)}
	for _, p := range r.Msg.Products {
		walk.Products = append(walk.Products, office.ProductID(p))
	}
	var refused error
	out, err := s.ticket(ctx, "local.Issue", r.Msg.Command, func(t appliance.Turn, session staff.Session, id office.VisitID) (_ *contract.Event, err error) {
		walk.Visit = id
		if walk.Straight, err = straight(t, session, r.Msg.StraightTo); err != nil {
			return nil, err
		}
		e, err := queue.Issue(t.View, s.products, walk, t.Now)
		if err == nil && e != nil { // else it is no visit, or one that was let in before
			refused = s.admit(t, walk)
			err = refused
		}
		return e, err
	}, func(t appliance.Turn, id office.VisitID) (visit.Visit, error) { return queue.Get(t.View, id) })
	if refused != nil && fault.Is(fault.FromRPC("local.Issue", err), fault.Refused) {
		return nil, fault.RPC(s.instead(ctx, walk, refused))
	}
	return out, err
}

// ticket runs a decision that lets somebody in, and reads the ticket afterwards.
func (s *Service) ticket(ctx context.Context, op string, c *contract.Command,
	decide func(appliance.Turn, staff.Session, office.VisitID) (*contract.Event, error),
	read func(appliance.Turn, office.VisitID) (visit.Visit, error)) (*connect.Response[contract.TicketResponse], error) {
	who, session, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	id := office.VisitID(who.Act)
	out := new(contract.TicketResponse)
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return s.withTicket(t)(decide(t, session, id))
	})
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	err = s.node.Look(func(t appliance.Turn) error {
		v, err := read(t, id)
		if err != nil {
			return err
		}
		out.Visit, out.Ticket = v.ID[:], v.Ticket.String()
		hall, err := s.hall(t)
		if err != nil {
			return err
		}
		room, err := hall.Room(t.View, t.Now)
		out.Ahead = uint32(room.Ahead(v.ID))
		return err
	})
	return respond(out, fault.Wrap(op, err))
}
