package api

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

type agendaIn struct {
	Feed string `path:"feed" max:"400" doc:"The token of the link that staff got for a desk."`
}

func (a *API) agenda(by asked, in *agendaIn) (*raw, error) {
	b, err := a.door.Feed(by, in.Feed)
	return &raw{b}, err
}

// Agendas is where staff get the links to the agendas of desks, and end them. Whoever serves it lets in staff only; it is no part of the
// public API.
type Agendas struct{ door *citizen.Door }

// Agendas is the staff's side of the agendas that the API serves.
func (a *API) Agendas() Agendas { return Agendas{a.door} }

// deskOf is a desk as the contract numbers it; one that there cannot be is desk 0, which no site has.
func deskOf(n uint32) office.Desk {
	if n > 255 {
		return 0
	}
	return office.Desk(n)
}

// Link implements the Agendas service.
func (s Agendas) Link(ctx context.Context, r *connect.Request[contract.AgendaLinkRequest]) (*connect.Response[contract.AgendaLinkResponse], error) {
	path, until, err := s.door.FeedLink(ctx, office.SiteID(r.Msg.Site), deskOf(r.Msg.Desk))
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(&contract.AgendaLinkResponse{Path: path, Until: int32(until)}), nil
}

// Withdraw implements the Agendas service.
func (s Agendas) Withdraw(ctx context.Context, r *connect.Request[contract.AgendaWithdrawRequest]) (*connect.Response[contract.AgendaWithdrawResponse], error) {
	if err := s.door.WithdrawFeed(ctx, office.SiteID(r.Msg.Site), deskOf(r.Msg.Desk), r.Msg.By); err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(&contract.AgendaWithdrawResponse{}), nil
}
