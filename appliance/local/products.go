package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/room"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Products implements the Counter service: the catalogue with what it is here today, from the one matrix that every screen
// reads (A002-41). What today's hours alone leave out is offered all the same: another day has it.
func (s *Service) Products(context.Context, *connect.Request[contract.ProductsRequest]) (*connect.Response[contract.ProductsResponse], error) {
	out := new(contract.ProductsResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		cells := s.room.Cells(t, s.site.ID, office.ChannelDesk)
		for _, p := range s.room.Products.Products {
			out.Products = append(out.Products, room.Row(p, cells[p.ID]))
		}
		return nil
	})
	return respond(out, err)
}
