package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Depart implements the Counter service. Who carries the documents says so with their own PIN.
func (s *Service) Depart(ctx context.Context, r *connect.Request[contract.DepartRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.Depart", r.Msg.Command, r.Msg.Carrier, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		to := office.SiteID(r.Msg.To)
		if _, known := t.Plan.Site(to); !known || r.Msg.BackBy > uint32(office.EndOfDay) {
			return appliance.Decision{}, fault.New("local.Depart", fault.Invalid).
				Tell("Deze rit gaat naar geen locatie die we kennen, of heeft geen uur.", "Kies de locatie en het uur.")
		}
		return appliance.One(s.register.Depart(t.View, a, vault.Trip{ID: r.Msg.Trip, To: to, Documents: r.Msg.Documents,
			BackBy: office.Minute(r.Msg.BackBy)}))
	})
}

// BringBack implements the Counter service.
func (s *Service) BringBack(ctx context.Context, r *connect.Request[contract.BringBackRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.BringBack", r.Msg.Command, r.Msg.Carrier, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.BringBack(t.View, a, vault.Homecoming{Trip: r.Msg.Trip, Back: r.Msg.Back, HandedOut: r.Msg.HandedOut}))
	})
}
