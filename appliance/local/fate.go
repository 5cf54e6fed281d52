package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Remind implements the Counter service.
func (s *Service) Remind(ctx context.Context, r *connect.Request[contract.RemindRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.Remind", r.Msg.Command, nil, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.Remind(t.View, a, r.Msg.Documents, office.Date(r.Msg.Sent)))
	})
}

// ProposeFate implements the Counter service. The ground that is a decision is for who may decide.
func (s *Service) ProposeFate(ctx context.Context, r *connect.Request[contract.ProposeFateRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.ProposeFate"
	session, err := s.session(r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	return s.together(ctx, op, r.Msg.Command, nil, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		if r.Msg.Ground == "decision" {
			if err := also(t, session, staff.Decide); err != nil {
				return appliance.Decision{}, err
			}
		}
		return appliance.One(s.register.Propose(t.View, a, vault.Proposing{Documents: r.Msg.Documents, Fate: vault.Fate(r.Msg.Fate),
			Ground: r.Msg.Ground, Reason: r.Msg.Reason}))
	})
}

// Withdraw implements the Counter service.
func (s *Service) Withdraw(ctx context.Context, r *connect.Request[contract.WithdrawRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.Withdraw", r.Msg.Command, nil, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.Withdraw(t.View, a, r.Msg.Documents, r.Msg.Reason))
	})
}

// Destroy implements the Counter service.
func (s *Service) Destroy(ctx context.Context, r *connect.Request[contract.DestroyRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.Destroy", r.Msg.Command, r.Msg.Second, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.Destroy(t.View, a, r.Msg.Documents, r.Msg.Certificate))
	})
}

// SendBack implements the Counter service.
func (s *Service) SendBack(ctx context.Context, r *connect.Request[contract.SendBackRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.SendBack", r.Msg.Command, r.Msg.Second, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.SendBack(t.View, a, r.Msg.Documents, r.Msg.To, r.Msg.Carrier))
	})
}
