package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// machine implements the Machine service, on the socket only: whoever opens that may read the files it tells of.
type machine struct{ node *appliance.Node }

var _ contractconnect.MachineHandler = machine{}

// Describe implements the Machine service.
func (m machine) Describe(ctx context.Context, _ *connect.Request[contract.DescribeMachineRequest]) (*connect.Response[contract.DescribeMachineResponse], error) {
	keys := m.node.Keys()
	out := &contract.DescribeMachineResponse{Site: string(m.node.Site()), Keys: keys.Say(ctx), Sealed: len(keys.State().Plain) == 0}
	err := m.node.Look(func(t appliance.Turn) error {
		out.Life, out.Records = t.View.Life().String(), t.View.Size()
		return nil
	})
	return respond(out, fault.Wrap("local.Describe", err))
}
