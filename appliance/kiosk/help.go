package kiosk

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CallHelp implements the Kiosk service. Where nobody is signed in nobody would come, so that is said.
func (k *Service) CallHelp(ctx context.Context, r *connect.Request[contract.KioskHelpRequest]) (*connect.Response[contract.Done], error) {
	const op = "kiosk.CallHelp"
	who, err := k.who(r.Msg.Act)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	seq, err := k.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		if why := k.whyNoHelp(t); why != "" {
			return appliance.Decision{}, fault.New(op, fault.Refused).Tell(why, "")
		}
		return appliance.One(help.Ask(t.View, help.Kiosk(number(ctx)), t.Now))
	})
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

// number is that of the self-service desk that a request comes from, as its certificate has it; 0: the one at this machine.
func number(ctx context.Context) uint8 {
	if peer, ok := link.PeerFrom(ctx); ok && peer.Role == link.RoleKiosk {
		return peer.Number()
	}
	return 0
}

func (k *Service) whyNoHelp(t appliance.Turn) string {
	for d := office.Desk(0); d <= office.Desk(k.room.Site.Desks.Value); d++ {
		if _, here := staff.At(t.View, d); here {
			return ""
		}
	}
	return "Hier is nu geen medewerker aangemeld. Vraag hulp aan het onthaal van dit gebouw."
}

// helpComes reports whether a person was asked for at a self-service desk and is still to come.
func (k *Service) helpComes(t appliance.Turn, at help.Place) bool {
	stands, err := help.Stands(t.View, at, t.Now)
	return err == nil && stands && k.whyNoHelp(t) == "" // a projection that is damaged is told to clerks
}
