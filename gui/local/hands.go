package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Emulate implements state.Hands.
func (c *Counter) Emulate(ctx context.Context, s state.Switch, on bool, choice string) (state.Receipt, error) {
	res, err := c.rpc.Emulate(ctx, connect.NewRequest(&contract.EmulateRequest{Kind: s.Kind, Device: s.Device, Code: s.Code, On: on, Choice: choice}))
	if err != nil {
		return state.Receipt{}, fault.FromRPC("local.Emulate", err)
	}
	return finished(res.Msg, nil)
}

// switchesOf reads what can be done to the devices of a demonstration.
func switchesOf(s *state.Snapshot, v *contract.View) {
	for _, r := range v.Switches {
		s.Switches = append(s.Switches, state.Switch{Kind: r.Kind, Device: r.Device, Code: r.Code, Say: r.Say, On: r.On, Moment: r.Moment,
			Choices: r.Choices, Choice: r.Choice})
	}
}
