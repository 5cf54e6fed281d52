package profile

import (
	"cmp"
	"context"
	"slices"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

var _ contractconnect.ProfileHandler = (*Outbox)(nil)

// listed is how many notices are shown when nobody says.
const listed = 50

// Status implements the Profile service: how many notices stand how, and those that wait or were not sent, the latest change first.
func (o *Outbox) Status(ctx context.Context, r *connect.Request[contract.ProfileStatusRequest]) (*connect.Response[contract.ProfileStatusResponse], error) {
	out := new(contract.ProfileStatusResponse)
	err := o.Log.Read(ctx, func(k kv.Reader) error {
		out = &contract.ProfileStatusResponse{Sends: o.Sender != nil}
		for n := range o.Machine.View(k).Notices() {
			switch n.Stage {
			case contract.ProfileStage_PROFILE_STAGE_SENT:
				out.Sent++
				continue
			case contract.ProfileStage_PROFILE_STAGE_UNSENT:
				out.Unsent++
			case contract.ProfileStage_PROFILE_STAGE_WAITING:
				if out.Waiting++; out.OldestMs == 0 || n.AtMs < out.OldestMs {
					out.OldestMs = n.AtMs
				}
			case contract.ProfileStage_PROFILE_STAGE_DROPPED:
				continue
			}
			n.Holder = nil // nobody here needs to know which are of one person
			out.Notices = append(out.Notices, n)
		}
		return nil
	})
	if err != nil {
		return nil, fault.RPC(err)
	}
	slices.SortStableFunc(out.Notices, func(a, b *contract.ProfileNotice) int { return cmp.Compare(b.ChangedMs, a.ChangedMs) })
	out.Notices = out.Notices[:min(len(out.Notices), cmp.Or(int(r.Msg.Limit), listed))]
	return connect.NewResponse(out), nil
}
