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
	const op = "local.CheckIn"
	who, session, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	comes, err := s.seek(ctx, who, r.Msg)
	if err != nil {
		return nil, fault.RPC(err)
	}
	return respond(s.enter(ctx, op, who, s.comesIn(r.Msg, comes, atDesk(session, r.Msg.StraightTo))))
}

// directly is the desk at which somebody is served from this moment on, as the one who lets them in may say; 0: they wait.
type directly func(appliance.Turn) (office.Desk, error)

// waits lets nobody be served before the others.
func waits(appliance.Turn) (office.Desk, error) { return 0, nil }

// atDesk is a desk that a clerk names.
func atDesk(session staff.Session, desk uint32) directly {
	return func(t appliance.Turn) (office.Desk, error) { return straight(t, session, desk) }
}

// entering is how somebody is let in: the decision, and the visit as it then stands.
type entering struct {
	decide func(appliance.Turn, office.VisitID) (*contract.Event, error)
	read   func(appliance.Turn, office.VisitID) (visit.Visit, error)
}

// comesIn lets somebody in who has an appointment.
func (s *Service) comesIn(q *contract.CheckInRequest, comes seeking, straight directly) entering {
	var appointment office.AppointmentID
	return entering{func(t appliance.Turn, id office.VisitID) (*contract.Event, error) {
		a, evidence, err := comes(t, q, id)
		if err != nil {
			return nil, err
		}
		appointment = a.AppointmentID()
		arrival := queue.ArrivalOf(id, a)
		arrival.Here = s.site.ID
		if where, ok := t.Plan.Site(arrival.Site); ok {
			arrival.SiteName = where.Name
		}
		if arrival.Straight, err = straight(t); err != nil {
			return nil, err
		}
		e, err := queue.CheckIn(t.View, arrival, t.Now)
		if e != nil {
			e.GetCheckedIn().Pass = evidence
		}
		return e, err
	}, func(t appliance.Turn, _ office.VisitID) (visit.Visit, error) {
		return queue.OfAppointment(t.View, appointment)
	}}
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
	const op = "local.Issue"
	who, session, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	walk := queue.Walk{Products: productIDs(r.Msg.Products), Persons: int(r.Msg.Persons), Urgency: visit.Urgency(r.Msg.Urgency), Reason: visit.ReasonCode(r.Msg.Reason)}
	out, refused, err := s.walksIn(ctx, who, walk, atDesk(session, r.Msg.StraightTo))
	if refused {
		err = s.instead(ctx, walk, err)
	}
	return respond(out, err)
}

// walksIn lets somebody in who has no appointment. Refused tells that err is the calendar's word on it.
func (s *Service) walksIn(ctx context.Context, who appliance.Who, walk queue.Walk, straight directly) (out *contract.TicketResponse, refused bool, err error) {
	out, err = s.enter(ctx, "local.Issue", who, entering{func(t appliance.Turn, id office.VisitID) (_ *contract.Event, err error) {
		refused, walk.Visit = false, id
		if walk.Straight, err = straight(t); err != nil {
			return nil, err
		}
		e, err := queue.Issue(t.View, s.room.Products, walk, t.Now)
		if err == nil && e != nil { // else it is no visit, or one that was let in before
			err = s.admit(t, walk)
			refused = err != nil
		}
		return e, err
	}, func(t appliance.Turn, id office.VisitID) (visit.Visit, error) { return queue.Get(t.View, id) }})
	return out, refused, err
}

// enter runs a decision that lets somebody in, and reads the ticket afterwards. The act is the visit's id.
func (s *Service) enter(ctx context.Context, op string, who appliance.Who, in entering) (out *contract.TicketResponse, err error) {
	id := office.VisitID(who.Act)
	out = new(contract.TicketResponse)
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return s.withTicket(t)(in.decide(t, id))
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	err = s.node.Look(func(t appliance.Turn) error {
		v, err := in.read(t, id)
		if err != nil {
			return err
		}
		out.Visit, out.Ticket = v.ID[:], v.Ticket.String()
		here, err := s.room.Queue(t)
		out.Ahead = uint32(here.Ahead(v.ID))
		return err
	})
	return out, fault.Wrap(op, err)
}
