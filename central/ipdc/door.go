package ipdc

import (
	"context"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Door is where planners read and put what is stored. It is safe for concurrent use.
type Door struct {
	Log     consensus.Log
	Machine *register.Machine
	Now     func() time.Time
}

var _ contractconnect.ServicesHandler = (*Door)(nil)

// Read implements the Services service.
func (d *Door) Read(ctx context.Context, _ *connect.Request[contract.ReadServicesRequest]) (*connect.Response[contract.ReadServicesResponse], error) {
	out := new(contract.ReadServicesResponse)
	err := d.Log.Read(ctx, func(r kv.Reader) error {
		v := d.Machine.View(r)
		out = &contract.ReadServicesResponse{Version: v.ServicesVersion()}
		for s := range v.Services() {
			out.Services = append(out.Services, s)
		}
		return nil
	})
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(out), nil
}

// Put implements the Services service.
func (d *Door) Put(ctx context.Context, r *connect.Request[contract.PutServicesRequest]) (*connect.Response[contract.PutServicesResponse], error) {
	q := r.Msg
	if len(q.Act) != 16 {
		return nil, fault.RPC(fault.New("ipdc.Put", fault.Invalid).On("act"))
	}
	reply, err := forward.Command(ctx, d.Log, &contract.HQCommand{AtMs: d.Now().UnixMilli(), Act: q.Act,
		Kind: &contract.HQCommand_Services{Services: &contract.ServicesPut{Services: q.Services, Seen: q.Seen, By: q.By}}})
	if err == nil {
		err = register.Err("ipdc.Put", reply)
	}
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(&contract.PutServicesResponse{Version: reply.Version}), nil
}
