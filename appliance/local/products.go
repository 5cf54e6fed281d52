package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Products implements the Counter service: the catalogue with what it is here today, from the one matrix that every screen
// reads (A002-41). What today's hours alone leave out is offered all the same: another day has it.
func (s *Service) Products(context.Context, *connect.Request[contract.ProductsRequest]) (*connect.Response[contract.ProductsResponse], error) {
	out := new(contract.ProductsResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		today := office.DateOf(t.Now)
		brought := map[office.ProductID]bool{}
		for kind := range s.register.Procedures {
			brought[kind] = s.brought(t, kind)
		}
		cells := map[office.ProductID]calendar.Cell{}
		for c := range t.Plan.Matrix(calendar.Scope{Sites: []office.SiteID{s.site.ID}, Channels: []office.Channel{office.ChannelDesk},
			Dates: office.Period{From: today, To: today}, Brought: brought}) {
			cells[c.Product] = c
		}
		for _, p := range s.products.Products {
			cell := cells[p.ID]
			v := cell.By[calendar.Appointment]
			reason := v.Reason
			if !v.OK && !cell.Offered() {
				reason = cell.WhyNot().Reason
			}
			row := &contract.ProductRow{Id: string(p.ID), Name: p.Dutch, Offered: v.OK || v.Code == calendar.Closed || v.Code == calendar.NotThen,
				Reason: reason, Minutes: uint32(p.Duration.Value.Minutes), WalkIn: p.WalkIn.Value, HandOut: p.Vault.Value, Say: cell.Say()}
			if row.Reason == "" && !row.Offered {
				row.Reason = row.Say
			}
			out.Products = append(out.Products, row)
		}
		return nil
	})
	return respond(out, err)
}
