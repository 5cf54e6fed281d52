package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// gone reports whether a session that was denied something is no longer one. The service denies a command for want of a
// session, and also when the person may not, or when a colleague's PIN is wrong: then they stay signed in. So it is asked
// for something that it gives to whoever has a session.
func (c *Counter) gone(ctx context.Context, session string) bool {
	_, err := c.rpc.DaySheet(ctx, connect.NewRequest(&contract.DaySheetRequest{Session: session}))
	return fault.Is(fault.FromRPC("local.gone", err), fault.Denied)
}
