package headquarters

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/sync/contract"
)

var _ roster.Headquarters = (*Doors)(nil)

// Sites implements roster.Headquarters.
func (d *Doors) Sites(ctx context.Context, q *contract.SitesRequest) (*contract.SitesResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.SitesRequest]) (*connect.Response[contract.SitesResponse], error) {
		return n.planning.Sites(ctx, r)
	}, q)
}

// RosterWeek implements roster.Headquarters.
func (d *Doors) RosterWeek(ctx context.Context, q *contract.RosterWeekRequest) (*contract.RosterWeekResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterWeekRequest]) (*connect.Response[contract.RosterWeekResponse], error) {
		return n.rosters.Week(ctx, r)
	}, q)
}

// RosterCheck implements roster.Headquarters.
func (d *Doors) RosterCheck(ctx context.Context, q *contract.RosterSheet) (*contract.RosterWeekResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterWeekResponse], error) {
		return n.rosters.Check(ctx, r)
	}, q)
}

// RosterPut implements roster.Headquarters.
func (d *Doors) RosterPut(ctx context.Context, q *contract.RosterSheetPut) (*contract.RosterWeekResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterSheetPut]) (*connect.Response[contract.RosterWeekResponse], error) {
		return n.rosters.Put(ctx, r)
	}, q)
}

// RosterStaff implements roster.Headquarters.
func (d *Doors) RosterStaff(ctx context.Context, q *contract.RosterStaffRequest) (*contract.RosterStaffResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterStaffRequest]) (*connect.Response[contract.RosterStaffResponse], error) {
		return n.rosters.Staff(ctx, r)
	}, q)
}

// RosterPutStaff implements roster.Headquarters.
func (d *Doors) RosterPutStaff(ctx context.Context, q *contract.RosterBookPut) (*contract.RosterStaffResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterBookPut]) (*connect.Response[contract.RosterStaffResponse], error) {
		return n.rosters.PutStaff(ctx, r)
	}, q)
}

// RosterNeed implements roster.Headquarters.
func (d *Doors) RosterNeed(ctx context.Context, q *contract.RosterNeedRequest) (*contract.RosterNeedResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterNeedRequest]) (*connect.Response[contract.RosterNeedResponse], error) {
		return n.rosters.Need(ctx, r)
	}, q)
}

// RosterPropose implements roster.Headquarters.
func (d *Doors) RosterPropose(ctx context.Context, q *contract.RosterSheet) (*contract.RosterProposeResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterSheet]) (*connect.Response[contract.RosterProposeResponse], error) {
		return n.rosters.Propose(ctx, r)
	}, q)
}

// RosterHistory implements roster.Headquarters.
func (d *Doors) RosterHistory(ctx context.Context, q *contract.RosterHistoryRequest) (*contract.RosterHistoryResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RosterHistoryRequest]) (*connect.Response[contract.RosterHistoryResponse], error) {
		return n.rosters.History(ctx, r)
	}, q)
}
