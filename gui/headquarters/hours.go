package headquarters

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/sync/contract"
)

var _ hours.Headquarters = (*Doors)(nil)

// Rules implements hours.Headquarters.
func (d *Doors) Rules(ctx context.Context, q *contract.RulesRequest) (*contract.PlanResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.RulesRequest]) (*connect.Response[contract.PlanResponse], error) {
		return n.planning.Rules(ctx, r)
	}, q)
}

// Bulletin implements hours.Headquarters.
func (d *Doors) Bulletin(ctx context.Context, q *contract.BulletinRequest) (*contract.BulletinResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.BulletinRequest]) (*connect.Response[contract.BulletinResponse], error) {
		return n.planning.Bulletin(ctx, r)
	}, q)
}

// TryHours implements hours.Headquarters.
func (d *Doors) TryHours(ctx context.Context, q *contract.HoursDraft) (*contract.HoursEffect, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.HoursDraft]) (*connect.Response[contract.HoursEffect], error) {
		return n.hours.Try(ctx, r)
	}, q)
}

// CommitHours implements hours.Headquarters.
func (d *Doors) CommitHours(ctx context.Context, q *contract.HoursCommitRequest) (*contract.HoursCommitResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.HoursCommitRequest]) (*connect.Response[contract.HoursCommitResponse], error) {
		return n.hours.Commit(ctx, r)
	}, q)
}

// Notice implements hours.Headquarters.
func (d *Doors) Notice(ctx context.Context, q *contract.HoursNoticeRequest) (*contract.HoursNoticeResponse, error) {
	return ask(ctx, d, func(n door, ctx context.Context, r *connect.Request[contract.HoursNoticeRequest]) (*connect.Response[contract.HoursNoticeResponse], error) {
		return n.hours.Notice(ctx, r)
	}, q)
}
