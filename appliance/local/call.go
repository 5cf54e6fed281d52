package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Call implements the Counter service.
func (s *Service) Call(ctx context.Context, r *connect.Request[contract.CallRequest]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Call", r.Msg.Command, nil, func(t appliance.Turn, who appliance.Who, _ office.VisitID) (*contract.Event, error) {
		hall, err := s.room.Hall(t)
		if err != nil {
			return nil, err
		}
		e, err := hall.Call(t.View, who.Desk, t.Now)
		if err == nil {
			s.remember(t, who.Desk, e.GetCalled())
		}
		return e, err
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
		return queue.Miss(t.View, s.room.Rules(t).Order, id, who.Desk, t.Now)
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
			out.Visit, err = s.row(t, v)
		}
		return err
	})
	return respond(out, fault.Wrap(op, err))
}
