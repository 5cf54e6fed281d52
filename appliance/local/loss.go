package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// ReportMissing implements the Counter service. One person may report; a second makes the report stronger.
func (s *Service) ReportMissing(ctx context.Context, r *connect.Request[contract.ReportMissingRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.ReportMissing", r.Msg.Command, r.Msg.Second, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.ReportMissing(t.View, a, vault.Loss{Document: r.Msg.Document, Reason: r.Msg.Reason, Reference: r.Msg.Reference}))
	})
}

// WorkOff implements the Counter service.
func (s *Service) WorkOff(ctx context.Context, r *connect.Request[contract.WorkOffRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.WorkOff", r.Msg.Command, r.Msg.Second, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.WorkOff(t.View, a, r.Msg.Documents, r.Msg.Outcome, r.Msg.Reason))
	})
}
