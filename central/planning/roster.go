package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Roster implements the Planning service: a site's staff and what holds for them there.
func (p *Planning) Roster(ctx context.Context, r *connect.Request[contract.RosterRequest]) (*connect.Response[contract.RosterResponse], error) {
	out := new(contract.RosterResponse)
	err := p.read(ctx, func(v register.View) error {
		if err := known(v, r.Msg.Site); err != nil {
			return err
		}
		out.Roster = v.Roster(office.SiteID(r.Msg.Site))
		return nil
	})
	return answer(out, err)
}

// PutRoster implements the Planning service.
func (p *Planning) PutRoster(ctx context.Context, r *connect.Request[contract.PutRosterRequest]) (*connect.Response[contract.RosterResponse], error) {
	q := r.Msg
	if _, err := p.do(ctx, "planning.PutRoster", &contract.HQCommand{Kind: &contract.HQCommand_Roster{Roster: &contract.RosterPut{
		Site: q.Site, OfflineDays: q.OfflineDays, Also: q.Also, By: q.By}}}); err != nil {
		return answer[contract.RosterResponse](nil, err)
	}
	return p.Roster(ctx, connect.NewRequest(&contract.RosterRequest{Site: q.Site}))
}
