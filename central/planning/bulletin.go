package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// Bulletin implements the Planning service: news and activities, and what became of each.
func (p *Planning) Bulletin(ctx context.Context, r *connect.Request[contract.BulletinRequest]) (*connect.Response[contract.BulletinResponse], error) {
	out := new(contract.BulletinResponse)
	err := p.read(ctx, func(v register.View) error {
		out.Entries = v.Bulletin()
		if r.Msg.History {
			out.History = v.BulletinHistory()
		}
		return nil
	})
	return answer(out, err)
}

// DraftBulletin implements the Planning service.
func (p *Planning) DraftBulletin(ctx context.Context, r *connect.Request[contract.BulletinDrafted]) (*connect.Response[contract.BulletinResponse], error) {
	return p.stepBulletin(ctx, "planning.DraftBulletin", &contract.HQCommand{Kind: &contract.HQCommand_BulletinDrafted{BulletinDrafted: r.Msg}})
}

// ApproveBulletin implements the Planning service.
func (p *Planning) ApproveBulletin(ctx context.Context, r *connect.Request[contract.BulletinApproved]) (*connect.Response[contract.BulletinResponse], error) {
	return p.stepBulletin(ctx, "planning.ApproveBulletin", &contract.HQCommand{Kind: &contract.HQCommand_BulletinApproved{BulletinApproved: r.Msg}})
}

// WithdrawBulletin implements the Planning service.
func (p *Planning) WithdrawBulletin(ctx context.Context, r *connect.Request[contract.BulletinWithdrawn]) (*connect.Response[contract.BulletinResponse], error) {
	return p.stepBulletin(ctx, "planning.WithdrawBulletin", &contract.HQCommand{Kind: &contract.HQCommand_BulletinWithdrawn{BulletinWithdrawn: r.Msg}})
}

// stepBulletin takes one step of an item and shows all of them as they then are.
func (p *Planning) stepBulletin(ctx context.Context, op string, c *contract.HQCommand) (*connect.Response[contract.BulletinResponse], error) {
	if _, err := p.do(ctx, op, c); err != nil {
		return answer[contract.BulletinResponse](nil, err)
	}
	return p.Bulletin(ctx, connect.NewRequest(&contract.BulletinRequest{}))
}
