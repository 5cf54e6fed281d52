package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/doors"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// vouched is the purpose of acts for which the word of a colleague takes the place of their PIN, beside that of OpenDoor. No
// other act takes a word.
var vouched = map[string]doors.Purpose{"local.Receive": doors.Load, "local.Destroy": doors.Remove, "local.SendBack": doors.Remove}

// second lets a colleague show their PIN at the desk of the first, for one act, without signing in; it gives who it is. The
// attestation, and each wrong PIN, is journaled by itself. The word that Vouch gave for this purpose is as good as the PIN.
// Without a colleague it gives nobody: the rules of the act say whether one person is enough. Who may not keep documents cannot
// answer for them as a second either.
func (s *Service) second(ctx context.Context, first staff.Session, q *contract.Second, purpose doors.Purpose) (who office.ClerkID, err error) {
	const op = "local.second"
	switch {
	case q.GetClerk() == "" && q.GetPin() == "" && q.GetWord() == "":
		return "", nil
	case q.GetWord() != "" && q.GetPin() == "":
		who = office.ClerkID(q.Clerk)
		err = s.door.Stands(q.Word, first, who, string(purpose), s.node.Steady())
	default:
		who, err = s.attested(ctx, first, q)
	}
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	err = s.node.View(func(v journal.View) error {
		p, err := staff.Get(v, who)
		if err != nil {
			return err
		}
		return staff.May(v, p, staff.Keep)
	})
	return who, fault.Wrap(op, err)
}

// Vouch implements the Counter service: one PIN, for acts that belong together.
func (s *Service) Vouch(ctx context.Context, r *connect.Request[contract.VouchRequest]) (*connect.Response[contract.VouchResponse], error) {
	const op = "local.Vouch"
	session, err := s.session(r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	purpose := doors.Purpose(r.Msg.Purpose)
	if purpose != doors.Load && purpose != doors.Remove || r.Msg.Second.GetClerk() == "" {
		return nil, fault.RPC(fault.New(op, fault.Invalid))
	}
	who, err := s.second(ctx, session, r.Msg.Second, "")
	out := &contract.VouchResponse{Seconds: uint32(staff.WordHolds.Seconds())}
	if err == nil {
		out.Word, err = s.door.Word(session, who, string(purpose), s.node.Steady())
	}
	if err == nil {
		err = s.node.View(func(v journal.View) error { out.Sequence = v.Size(); return nil })
	}
	return respond(out, fault.Wrap(op, err))
}

// attested verifies a colleague's PIN and has it journaled.
func (s *Service) attested(ctx context.Context, first staff.Session, q *contract.Second) (office.ClerkID, error) {
	attempt, err := s.attempt(office.ClerkID(q.Clerk), first.Desk)
	if err != nil {
		return "", err
	}
	verdict, err := s.door.Verify(ctx, attempt, q.Pin)
	if err != nil {
		return "", err
	}
	_, err = s.shown(ctx, verdict, first.Desk, func(t appliance.Turn) (*contract.Event, error) {
		return verdict.Attest(t.View, first.ID, t.Now)
	})
	return verdict.Clerk(), err
}

// attempt looks up who is about to show a PIN, on a roster that can still be trusted.
func (s *Service) attempt(clerk office.ClerkID, desk office.Desk) (a staff.Attempt, err error) {
	err = s.node.Look(func(t appliance.Turn) (err error) {
		if err := staff.Fresh(t.View, s.node.HeardLast(t), t.Now); err != nil {
			return err
		}
		a, err = staff.Begin(t.View, clerk, desk, t.Now)
		return err
	})
	return a, err
}

// shown makes the word of a PIN durable, or its refusal, and gives the refusal afterwards.
func (s *Service) shown(ctx context.Context, v staff.Verdict, desk office.Desk, decide func(appliance.Turn) (*contract.Event, error)) (uint64, error) {
	var said *contract.Event
	seq, err := s.node.Do(ctx, appliance.Who{Clerk: v.Clerk(), Desk: desk}, func(t appliance.Turn) (appliance.Decision, error) {
		e, err := decide(t)
		said = e
		return appliance.One(e, err)
	})
	if err == nil {
		err = staff.Refusal(said)
	}
	return seq, err
}

// together runs an act on documents, with the word of a colleague where one is given. An act that was carried out asks
// nobody's PIN again.
func (s *Service) together(ctx context.Context, op string, c *contract.Command, with *contract.Second,
	decide func(appliance.Turn, vault.Actors) (appliance.Decision, error)) (*connect.Response[contract.Done], error) {
	who, session, err := s.who(op, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	acted, err := s.node.Acted(who.Act)
	var colleague office.ClerkID
	if err == nil && !acted {
		colleague, err = s.second(ctx, session, with, vouched[op])
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		return decide(t, vault.Actors{By: who.Clerk, With: colleague, Today: office.DateOf(t.Now)})
	})
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}
