package kiosk

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
func (k *Service) Used(ctx context.Context, r *connect.Request[contract.KioskUsedRequest]) (*connect.Response[contract.Done], error) {
	const op = "kiosk.Used"
	q := r.Msg
	who, err := k.who(q.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	use := selfservice.Use{What: q.What, Product: office.ProductID(q.Product), Outcome: q.Outcome, Age: q.Age, Language: q.Language, Kiosk: uint32(number(ctx))}
	if _, known := k.room.Products.Product(use.Product); !known && use.Product != "" {
		return nil, fault.RPC(told.Of(told.NoProduct, told.AskHelp).Fault(op, fault.Invalid).On(q.Product))
	}
	k.telling.Lock()
	defer k.telling.Unlock()
	next := k.told
	seq, err := k.node.Do(ctx, who, func(t appliance.Turn) (d appliance.Decision, err error) {
		line, err := k.node.Line(t)
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
