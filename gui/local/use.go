package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// KioskUse implements state.KioskUses.
func (c *Counter) KioskUse(ctx context.Context, first, last office.Date) (out []state.KioskUse, err error) {
	res, err := c.rpc.KioskUse(ctx, connect.NewRequest(&contract.KioskUseRequest{From: int32(first), To: int32(last)}))
	if err != nil {
		return nil, fault.FromRPC("local.KioskUse", err)
	}
	for _, r := range res.Msg.Rows {
		out = append(out, state.KioskUse{By: r.By, Code: r.Code, Count: int(r.Count), Withheld: r.Withheld})
	}
	return out, nil
}
