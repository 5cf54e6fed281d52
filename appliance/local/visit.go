package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// expected are today's appointments of this site: who may still come.
func (s *Service) expected(t appliance.Turn) []visit.Expected {
	var out []visit.Expected
	for k := range booking.OfDay(t.View, s.site.ID, office.DateOf(t.Now)) {
		if a := k.Appointment; !k.Cancelled {
			out = append(out, visit.Expected{Appointment: a.AppointmentID(), Planned: office.Minute(a.Place.Run.Start), Desk: office.Desk(a.Place.Run.Desk)})
		}
	}
	return out
}

// CheckIn implements the Counter service. The act is the visit's id; checking in twice gives the same ticket.
func (s *Service) CheckIn(ctx context.Context, r *connect.Request[contract.CheckInRequest]) (*connect.Response[contract.TicketResponse], error) {
	var appointment office.AppointmentID
	return s.ticket(ctx, "local.CheckIn", r.Msg.Command, func(t appliance.Turn, id office.VisitID) (*contract.Event, error) {
		a, err := s.appointmentOf(t, r.Msg)
		if err != nil {
			return nil, err
		}
		appointment = a.AppointmentID()
		return queue.CheckIn(t.View, queue.ArrivalOf(id, a), t.Now)
	}, func(t appliance.Turn, _ office.VisitID) (visit.Visit, error) {
		return queue.OfAppointment(t.View, appointment)
	})
}

// Issue implements the Counter service. The act is the visit's id. Who cannot be helped without appointment is told why,
// and where there are places.
func (s *Service) Issue(ctx context.Context, r *connect.Request[contract.IssueRequest]) (*connect.Response[contract.TicketResponse], error) {
	walk := queue.Walk{Persons: int(r.Msg.Persons), Urgency: visit.Urgency(r.Msg.Urgency)}
	for _, p := range r.Msg.Products {
		walk.Products = append(walk.Products, office.ProductID(p))
	}
	var refused error
	out, err := s.ticket(ctx, "local.Issue", r.Msg.Command, func(t appliance.Turn, id office.VisitID) (*contract.Event, error) {
		walk.Visit = id
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
	decide func(appliance.Turn, office.VisitID) (*contract.Event, error),
	read func(appliance.Turn, office.VisitID) (visit.Visit, error)) (*connect.Response[contract.TicketResponse], error) {
	who, _, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	id := office.VisitID(who.Act)
	out := new(contract.TicketResponse)
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) { return appliance.One(decide(t, id)) })
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	err = s.node.Look(func(t appliance.Turn) error {
		v, err := read(t, id)
		if err != nil {
			return err
		}
		out.Visit, out.Ticket = v.ID[:], v.Ticket.String()
		ahead, err := queue.Ahead(t.View, s.order, v.ID, s.expected(t), t.Now)
		out.Ahead = uint32(ahead)
		return err
	})
	return respond(out, fault.Wrap(op, err))
}

// Call implements the Counter service.
func (s *Service) Call(ctx context.Context, r *connect.Request[contract.CallRequest]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Call", r.Msg.Command, nil, func(t appliance.Turn, who appliance.Who, _ office.VisitID) (*contract.Event, error) {
		return queue.Call(t.View, s.order, who.Desk, s.expected(t), t.Now)
	})
}

// Recall implements the Counter service.
func (s *Service) Recall(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Recall", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Recall(t.View, id, who.Desk, t.Now)
	})
}

// Miss implements the Counter service.
func (s *Service) Miss(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Miss", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Miss(t.View, s.order, id, who.Desk, t.Now)
	})
}

// Serve implements the Counter service.
func (s *Service) Serve(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Serve", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Serve(t.View, id, who.Desk, t.Now)
	})
}

// Finish implements the Counter service.
func (s *Service) Finish(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Finish", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Finish(t.View, id, who.Desk, queue.Done, t.Now)
	})
}

// Leave implements the Counter service.
func (s *Service) Leave(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Leave", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, _ appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Leave(t.View, id, t.Now)
	})
}

// at runs a decision of the clerk's desk about a visit, and shows the visit as it then stands.
func (s *Service) at(ctx context.Context, op string, c *contract.Command, of []byte,
	decide func(appliance.Turn, appliance.Who, office.VisitID) (*contract.Event, error)) (*connect.Response[contract.VisitResponse], error) {
	who, _, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	var id office.VisitID
	if of != nil {
		if id, err = contract.ID16[office.VisitID](of); err != nil {
			return nil, fault.RPC(fault.New(op, fault.Invalid).Because(err))
		}
	}
	out := new(contract.VisitResponse)
	out.Sequence, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(decide(t, who, id))
	})
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	err = s.node.Look(func(t appliance.Turn) error {
		v, err := queue.Get(t.View, id)
		if of == nil {
			v, err = queue.AtDesk(t.View, who.Desk)
		}
		if fault.Is(err, fault.NotFound) && of == nil {
			return nil // a tap repeated after the visit it called was finished
		}
		if err == nil {
			out.Visit = s.row(t, queue.Row(v))
		}
		return err
	})
	return respond(out, fault.Wrap(op, err))
}

// row fills in what the queue itself does not keep: who it is.
func (s *Service) row(t appliance.Turn, row *contract.VisitRow) *contract.VisitRow {
	if id, err := contract.ID16[office.AppointmentID](row.Appointment); err == nil {
		if k := booking.Known(t.View, id); k != nil {
			row.Name = name(t, k.Appointment.Person)
		}
	}
	return row
}
