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
