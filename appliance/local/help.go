package local

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/help"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CallColleagues implements the Counter service. It asks for no session: who is in trouble cannot type a PIN. So it names no
// clerk either, only the desk.
func (s *Service) CallColleagues(ctx context.Context, r *connect.Request[contract.CallColleaguesRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.CallColleagues"
	desk, err := s.deskHere(op, r.Msg.Desk)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who := appliance.Who{Desk: desk, Once: true}
	if who.Act, err = s.act(r.Msg.Act); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(help.Ask(t.View, help.Desk(desk), t.Now))
	})
	return respond(&contract.Done{Sequence: seq}, err)
}

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
		return appliance.One(help.Ask(t.View, help.Kiosk(kioskNumber(ctx)), t.Now))
	})
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

// kioskNumber is that of the self-service desk that a request comes from, as its certificate has it; 0: the one at this machine.
func kioskNumber(ctx context.Context) uint8 {
	if peer, ok := link.PeerFrom(ctx); ok && peer.Role == link.RoleKiosk {
		return peer.Number()
	}
	return 0
}

func (k *kiosk) whyNoHelp(t appliance.Turn) string {
	for d := office.Desk(0); d <= office.Desk(k.service.site.Desks.Value); d++ {
		if _, here := staff.At(t.View, d); here {
			return ""
		}
	}
	return "Hier is nu geen medewerker aangemeld. Vraag hulp aan het onthaal van dit gebouw."
}

// helpComes reports whether a person was asked for at a self-service desk and is still to come.
func (k *kiosk) helpComes(t appliance.Turn, at help.Place) bool {
	stands, err := help.Stands(t.View, at, t.Now)
	return err == nil && stands && k.whyNoHelp(t) == "" // a projection that is damaged is told to clerks
}

// AnswerCall implements the Counter service.
func (s *Service) AnswerCall(ctx context.Context, r *connect.Request[contract.AnswerCallRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.AnswerCall", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return help.Answer(t.View, help.PlaceFrom(r.Msg.Calling, r.Msg.Kiosk), who.Desk, t.Now)
	})
}

// SeeHelp implements the Counter service, for screens that know one self-service desk and no number of it: who says so goes to
// all that asked.
func (s *Service) SeeHelp(ctx context.Context, r *connect.Request[contract.SeeHelpRequest]) (*connect.Response[contract.Done], error) {
	who, _, err := s.who("local.SeeHelp", r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (d appliance.Decision, err error) {
		calls, err := help.Today(t.View, office.DateOf(t.Now))
		for _, c := range calls {
			if _, kiosk := c.At.Kiosk(); !kiosk || c.Answered {
				continue
			}
			e, err := help.Answer(t.View, c.At, who.Desk, t.Now)
			if err != nil {
				return d, err
			}
			d.Events = append(d.Events, e)
		}
		return d, err
	})
	return respond(&contract.Done{Sequence: seq}, err)
}

// fillHelp shows from where help was asked for today, and who comes. A visitor's call is a notice too: screens of before the one
// list know it by that.
func (s *Service) fillHelp(t appliance.Turn, out *contract.View) error {
	calls, err := help.Today(t.View, office.DateOf(t.Now))
	if err != nil {
		return err
	}
	for _, c := range calls {
		row := &contract.HelpRow{AtMs: c.Since.UnixMilli(), Answered: c.Answered, ComesFrom: uint32(c.From)}
		row.Desk, row.Kiosk = c.At.Wire()
		if row.Kiosk != nil {
			row.Say = fmt.Sprintf("Hulp gevraagd aan %s, om %s.", c.At, c.Since.In(t.Now.Location()).Format("15:04"))
		}
		if row.Kiosk != nil && !c.Answered {
			out.Notices = append(out.Notices, &contract.Notice{Code: "kiosk-help", Urgent: true, Say: row.Say})
		}
		if c.Comes != "" {
			row.Comes = string(c.Comes) // who left the roster since has no name
			if p, err := staff.Get(t.View, c.Comes); err == nil {
				row.Comes = p.Name
			}
		}
		out.Calls = append(out.Calls, row)
	}
	return nil
}
