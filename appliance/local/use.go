package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// KioskUse implements the Counter service.
func (s *Service) KioskUse(_ context.Context, r *connect.Request[contract.KioskUseRequest]) (*connect.Response[contract.KioskUseResponse], error) {
	out := new(contract.KioskUseResponse)
	err := s.node.Look(func(t appliance.Turn) (err error) {
		from, to := office.Date(r.Msg.From), office.Date(r.Msg.To)
		if from == 0 {
			from = office.DateOf(t.Now)
		}
		if to == 0 {
			to = from
		}
		out.Rows, err = selfservice.Report(t.View, from, to)
		return err
	})
	return respond(out, fault.Wrap("local.KioskUse", err))
}
