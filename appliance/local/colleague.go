package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// LockDesk implements the Counter service. The session ends once the lock is durable, so that a lock that failed leaves
// nobody before a desk that only looks locked.
func (s *Service) LockDesk(ctx context.Context, r *connect.Request[contract.LockDeskRequest]) (*connect.Response[contract.Done], error) {
	done, err := s.once(ctx, "local.LockDesk", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return staff.Lock(t.View, who.Clerk, who.Desk)
	})
	if err == nil {
		s.door.End(r.Msg.GetCommand().GetSession())
	}
	return done, err
}
