package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// SignIn implements the Counter service. The PIN is compared outside the journal, which it would hold up.
func (s *Service) SignIn(ctx context.Context, r *connect.Request[contract.SignInRequest]) (*connect.Response[contract.SignInResponse], error) {
	out, err := s.signIn(ctx, r.Msg)
	return respond(out, err)
}

func (s *Service) signIn(ctx context.Context, q *contract.SignInRequest) (*contract.SignInResponse, error) {
	const op = "local.SignIn"
	desk, err := s.deskHere(op, q.Desk)
	if err != nil {
		return nil, err
	}
	attempt, err := s.attempt(office.ClerkID(q.Clerk), desk)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	verdict, err := s.door.Verify(ctx, attempt, q.Pin)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	seq, err := s.shown(ctx, verdict, desk, func(t appliance.Turn) (*contract.Event, error) { return verdict.Decide(t.View, t.Now) })
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out, err := s.entered(ctx, "", office.ClerkID(q.Clerk), desk)
	out.Sequence = seq
	return out, fault.Wrap(op, err)
}

// deskHere is a desk of this site, or none.
func (s *Service) deskHere(op string, desk uint32) (office.Desk, error) {
	if desk > uint32(s.site.Desks.Value) {
		return 0, fault.New(op, fault.Invalid).Tell("Dit loket bestaat hier niet.", "Kies een loket van deze locatie.")
	}
	return office.Desk(desk), nil
}

// entered opens the session of a clerk whose sign-in is durable; by is how they came in, as staff.Session.By.
func (s *Service) entered(ctx context.Context, by string, clerk office.ClerkID, desk office.Desk) (*contract.SignInResponse, error) {
	out := new(contract.SignInResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		session, err := s.door.OpenBy(t.View, by, clerk, desk, s.node.Steady())
		out.Session, out.Name = session.Token, session.Name
		for _, role := range session.Roles {
			out.Roles = append(out.Roles, string(role))
		}
		return err
	})
	if err == nil {
		err = s.refresh(ctx) // the roster may have changed since the state that the session was opened on
	}
	return out, err
}

// followRoster ends the sessions of who left the roster or got another PIN, after each change, until ctx ends. A roster
// comes with the feed only.
func (s *Service) followRoster(ctx context.Context) {
	for {
		heard := s.node.Heard()
		if err := s.refresh(ctx); err != nil && ctx.Err() == nil {
			s.node.Logger().Error("sessions do not follow the roster", "err", err)
			return // the journal is latched: nothing changes any more
		}
		select {
		case <-ctx.Done():
			return
		case <-heard:
		}
	}
}

// refresh brings the sessions in line with the roster, and signs out whose session ended.
func (s *Service) refresh(ctx context.Context) error {
	var ended []staff.Session
	err := s.node.View(func(v journal.View) error { ended = s.door.Refresh(v); return nil })
	for _, session := range ended {
		if err == nil {
			err = s.leave(ctx, session)
		}
	}
	return err
}

// leave journals that a session's clerk is no longer at its desk, unless somebody else sits there by now.
func (s *Service) leave(ctx context.Context, session staff.Session) error {
	_, err := s.node.Do(ctx, appliance.Who{Clerk: session.ID, Desk: session.Desk}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(staff.SignOut(t.View, session.ID, session.Desk))
	})
	return err
}

// SignOut implements the Counter service.
func (s *Service) SignOut(ctx context.Context, r *connect.Request[contract.Command]) (*connect.Response[contract.Done], error) {
	session, ok := s.door.End(r.Msg.Session)
	if !ok {
		return connect.NewResponse(new(contract.Done)), nil
	}
	seq, err := s.node.Do(ctx, appliance.Who{Clerk: session.ID, Desk: session.Desk}, func(t appliance.Turn) (appliance.Decision, error) {
		return appliance.One(staff.SignOut(t.View, session.ID, session.Desk))
	})
	return respond(&contract.Done{Sequence: seq}, err)
}
