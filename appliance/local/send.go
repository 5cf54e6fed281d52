package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Park implements the Counter service.
func (s *Service) Park(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Park", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Park(t.View, id, who.Desk, t.Now)
	})
}

// Return implements the Counter service. Whoever sees the visitor come back may say so.
func (s *Service) Return(ctx context.Context, r *connect.Request[contract.VisitCommand]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Return", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, _ appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Return(t.View, id)
	})
}

// Transfer implements the Counter service.
func (s *Service) Transfer(ctx context.Context, r *connect.Request[contract.TransferRequest]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Transfer", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		if r.Msg.ToDesk > uint32(s.site.Desks.Value) {
			return nil, fault.New("local.Transfer", fault.Invalid).Tell("Dit loket bestaat hier niet.", "Kies een loket van deze locatie.")
		}
		return queue.Transfer(t.View, s.room.Products, id, who.Desk, visit.Transfer{
			To:   visit.Target{Desk: office.Desk(r.Msg.ToDesk), Theme: office.ClusterID(r.Msg.ToTheme)},
			Done: productIDs(r.Msg.Done), Added: productIDs(r.Msg.Added)}, t.Now)
	})
}

// Hasten implements the Counter service.
func (s *Service) Hasten(ctx context.Context, r *connect.Request[contract.HastenRequest]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Hasten", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, _ appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Hasten(t.View, id, visit.Urgency(r.Msg.Urgency), visit.ReasonCode(r.Msg.Reason))
	})
}

// Undo implements the Counter service. The step is the one that the person saw, so that a tap on an old screen takes back
// nothing else.
func (s *Service) Undo(ctx context.Context, r *connect.Request[contract.UndoRequest]) (*connect.Response[contract.VisitResponse], error) {
	return s.at(ctx, "local.Undo", r.Msg.Command, r.Msg.Visit, func(t appliance.Turn, who appliance.Who, id office.VisitID) (*contract.Event, error) {
		return queue.Undo(t.View, s.room.Rules(t).Order, id, r.Msg.Step, who.Desk, t.Now)
	})
}

// productIDs reads products as a request has them.
func productIDs(in []string) []office.ProductID {
	var out []office.ProductID
	for _, p := range in {
		out = append(out, office.ProductID(p))
	}
	return out
}
