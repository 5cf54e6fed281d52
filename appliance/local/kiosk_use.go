package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/told"
)

// Used implements the Kiosk service.
func (k *kiosk) Used(ctx context.Context, r *connect.Request[contract.KioskUsedRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.Used"
	q := r.Msg
	who, err := k.who(q.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	use := selfservice.Use{What: q.What, Product: office.ProductID(q.Product), Outcome: q.Outcome, Age: q.Age, Language: q.Language, Kiosk: uint32(kioskNumber(ctx))}
	if _, known := k.service.products.Product(use.Product); !known && use.Product != "" {
		return nil, fault.RPC(told.Of(told.NoProduct, told.AskHelp).Fault(op, fault.Invalid).On(q.Product))
	}
	k.telling.Lock()
	defer k.telling.Unlock()
	next := k.told
	seq, err := k.service.node.Do(ctx, who, func(t appliance.Turn) (d appliance.Decision, err error) {
		line, err := k.service.node.Line(t)
		if err != nil {
			return d, err
		}
		use.Offline = line.GetState() == contract.Line_OFFLINE
		used, err := selfservice.Used(use, t.Now)
		if err != nil {
			return d, err
		}
		d.Events = append(d.Events, used)
		var group *contract.Event
		if next, group = k.told.With(use, office.DateOf(t.Now)); group != nil {
			d.Events = append(d.Events, group)
		}
		return d, nil
	})
	if err == nil {
		k.told = next
	}
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

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
