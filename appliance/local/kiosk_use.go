package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/selfservice"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CallHelp implements the Kiosk service. Where nobody is signed in nobody would come, so that is said.
func (k *kiosk) CallHelp(ctx context.Context, r *connect.Request[contract.KioskHelpRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.CallHelp"
	who, err := k.who(r.Msg.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	seq, err := k.service.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		if why := k.whyNoHelp(t); why != "" {
			return appliance.Decision{}, fault.New(op, fault.Refused).Tell(why, "")
		}
		return appliance.One(selfservice.Call(t.View, t.Now), nil)
	})
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

func (k *kiosk) whyNoHelp(t appliance.Turn) string {
	for d := office.Desk(0); d <= office.Desk(k.service.site.Desks.Value); d++ {
		if _, here := staff.At(t.View, d); here {
			return ""
		}
	}
	return "Hier is nu geen medewerker aangemeld. Vraag hulp aan het onthaal van dit gebouw."
}

// helpComes reports whether a person was asked for and is still to come.
func (k *kiosk) helpComes(t appliance.Turn) bool {
	_, stands := selfservice.Standing(t.View, office.DateOf(t.Now))
	return stands && k.whyNoHelp(t) == ""
}

// Used implements the Kiosk service.
func (k *kiosk) Used(ctx context.Context, r *connect.Request[contract.KioskUsedRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.Used"
	q := r.Msg
	who, err := k.who(q.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	use := selfservice.Use{What: q.What, Product: office.ProductID(q.Product), Outcome: q.Outcome, Age: q.Age, Language: q.Language}
	if _, known := k.service.products.Product(use.Product); !known && use.Product != "" {
		return nil, fault.RPC(fault.New(op, fault.Invalid).On(q.Product).Tell("Dit product kennen we niet.", askForHelp))
	}
	k.telling.Lock()
	defer k.telling.Unlock()
	told := k.told
	seq, err := k.service.node.Do(ctx, who, func(t appliance.Turn) (d appliance.Decision, err error) {
		used, err := selfservice.Used(use, t.Now)
		if err != nil {
			return d, err
		}
		d.Events = append(d.Events, used)
		var group *contract.Event
		if told, group = k.told.With(use, office.DateOf(t.Now)); group != nil {
			d.Events = append(d.Events, group)
		}
		return d, nil
	})
	if err == nil {
		k.told = told
	}
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

// fillSelfService tells everybody that a person was asked for at the kiosk, until somebody goes there.
func (s *Service) fillSelfService(t appliance.Turn, out *contract.View) error {
	if since, stands := selfservice.Standing(t.View, office.DateOf(t.Now)); stands {
		out.Notices = append(out.Notices, &contract.Notice{Code: "kiosk-help", Urgent: true,
			Say: fmt.Sprintf("Hulp gevraagd aan het zelfbedieningsloket, om %s.", since.In(t.Now.Location()).Format("15:04"))})
	}
	return nil
}

// SeeHelp implements the Counter service.
func (s *Service) SeeHelp(ctx context.Context, r *connect.Request[contract.SeeHelpRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.SeeHelp", r.Msg.Command, func(t appliance.Turn, _ appliance.Who) (*contract.Event, error) {
		return selfservice.See(t.View, office.DateOf(t.Now)), nil
	})
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
