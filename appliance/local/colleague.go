package local

import (
	"context"

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
		return appliance.One(help.Ask(t.View, desk, t.Now))
	})
	return respond(&contract.Done{Sequence: seq}, err)
}

// AnswerCall implements the Counter service.
func (s *Service) AnswerCall(ctx context.Context, r *connect.Request[contract.AnswerCallRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.AnswerCall", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return help.Answer(t.View, office.Desk(r.Msg.Calling), who.Desk, t.Now)
	})
}

// LockDesk implements the Counter service. The session ends once the lock is durable, so that a lock that failed leaves
// nobody before a desk that only looks locked.
func (s *Service) LockDesk(ctx context.Context, r *connect.Request[contract.LockDeskRequest]) (*connect.Response[contract.Done], error) {
	done, err := s.once(ctx, "local.LockDesk", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return staff.Lock(t.View, who.Clerk, who.Desk)
	})
	if err == nil {
		s.door.End(r.Msg.GetCommand().GetSession())
	}
	return done, err
}

// fillCalls shows which desks called their colleagues today, and who comes.
func (s *Service) fillCalls(t appliance.Turn, out *contract.View) error {
	calls, err := help.Today(t.View, office.DateOf(t.Now))
	if err != nil {
		return err
	}
	for _, c := range calls {
		row := &contract.HelpRow{Desk: uint32(c.Desk), AtMs: c.At.UnixMilli(), Answered: c.Answered, ComesFrom: uint32(c.From)}
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
