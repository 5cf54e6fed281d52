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
		cells := s.cells(t, s.site.ID, office.ChannelDesk)
		for _, p := range s.products.Products {
			out.Products = append(out.Products, rowOf(p, cells[p.ID]))
		}
		return nil
	})
	return respond(out, err)
}

// cells are what each product is today at a site, by a channel.
func (s *Service) cells(t appliance.Turn, at office.SiteID, by office.Channel) map[office.ProductID]calendar.Cell {
	today, brought := office.DateOf(t.Now), map[office.ProductID]bool{}
	if at == s.site.ID {
		for kind := range s.register.Procedures {
			brought[kind] = s.brought(t, kind)
		}
	}
	cells := map[office.ProductID]calendar.Cell{}
	for c := range t.Plan.Matrix(calendar.Scope{Sites: []office.SiteID{at}, Channels: []office.Channel{by},
		Dates: office.Period{From: today, To: today}, Brought: brought}) {
		cells[c.Product] = c
	}
	return cells
}

// rowOf is a product with what it is today.
func rowOf(p office.Product, cell calendar.Cell) *contract.ProductRow {
	v := cell.By[calendar.Appointment]
	reason := v.Reason
	if !v.OK && !cell.Offered() {
		reason = cell.WhyNot().Reason
	}
	row := &contract.ProductRow{Id: string(p.ID), Name: p.Dutch, Offered: bookable(cell),
		Reason: reason, Minutes: uint32(p.Duration.Value.Minutes), WalkIn: p.WalkIn.Value, HandOut: p.Vault.Value, Say: cell.Say()}
	if row.Reason == "" && !row.Offered {
		row.Reason = row.Say
	}
	return row
}

// bookable reports whether a product can be had by appointment at a site, today or on another day.
func bookable(c calendar.Cell) bool {
	v := c.By[calendar.Appointment]
	return v.OK || v.Code == calendar.Closed || v.Code == calendar.NotThen
}
