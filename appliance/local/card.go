package local

import (
	"context"
	"strings"
	"sync"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// cards are the readers of identity cards of this counter; the zero value is none.
type cards struct {
	watch   *card.Watch
	proving sync.Map // insertion: a card that is being asked for its PIN; a second tap must not cost a second try
}

// EquipCards says which readers of identity cards stand here; call it before Run. Whoever made the watch runs it.
func (s *Server) EquipCards(w *card.Watch) {
	s.service.cards.watch = w
	s.kiosk.EquipCards(w)
	s.service.register.Readers = true
	s.UseCards(func(ctx context.Context, desk office.Desk, insertion uint64) (string, string, error) {
		c, err := w.Use(ctx, desk, insertion, eid.Names)
		defer c.Wipe()
		if err != nil {
			return "", "", err
		}
		return card.Name(c).Full(), c.Number.Reveal(), nil
	})
}

// UseLetters gives what persons without a card are hashed with, who ask for letters: a key that never leaves this counter. Call it
// before Run.
func (s *Server) UseLetters(key card.Key) { s.kiosk.UseLetters(key) }

// changed is closed when something else lies in a reader; nil: never.
func (c *cards) changed() <-chan struct{} {
	if c.watch == nil {
		return nil
	}
	return c.watch.Changed()
}

// fillCards shows what lies in the readers of a desk.
func (s *Service) fillCards(desk office.Desk, out *contract.View) {
	if s.cards.watch != nil {
		out.Cards = s.cards.watch.Rows(desk)
	}
}

// useCard reads what a task needs of the card in the reader of a desk. The caller wipes it.
func (s *Service) useCard(ctx context.Context, op string, desk office.Desk, insertion uint64, what eid.What) (eid.Card, error) {
	if s.cards.watch == nil {
		return eid.Card{}, card.NoReader(op)
	}
	c, err := s.cards.watch.Use(ctx, desk, insertion, what)
	return c, fault.Wrap(op, err)
}

// SignInByCard implements the Counter service. The PIN goes to the card and is forgotten; of the message that brought it a copy
// stays in memory that nothing points to, as with every text.
func (s *Service) SignInByCard(ctx context.Context, r *connect.Request[contract.SignInByCardRequest]) (*connect.Response[contract.SignInResponse], error) {
	pin := []byte(r.Msg.Pin)
	r.Msg.Pin = ""
	defer clear(pin)
	out, err := s.signInByCard(ctx, r.Msg, pin)
	return respond(out, fault.Wrap("local.SignInByCard", err))
}

func (s *Service) signInByCard(ctx context.Context, q *contract.SignInByCardRequest, pin []byte) (*contract.SignInResponse, error) {
	const op = "local.SignInByCard"
	desk, err := s.deskHere(op, q.Desk)
	if err != nil {
		return nil, err
	}
	if s.cards.watch == nil {
		return nil, card.NoReader(op)
	}
	if _, busy := s.cards.proving.LoadOrStore(q.Insertion, true); busy {
		return nil, fault.New(op, fault.Conflict).Tell("De kaart wordt al gevraagd om haar pincode.", "Wacht even.")
	}
	defer s.cards.proving.Delete(q.Insertion)
	attempt, err := s.attemptByCard(desk, q.Insertion)
	if err != nil {
		return nil, err
	}
	proved, refused := s.cards.watch.Prove(ctx, desk, q.Insertion, pin)
	verdict := attempt.Proved(proved)
	if card.Wrong(refused) {
		verdict = attempt.Refused()
	} else if refused != nil {
		return nil, refused
	}
	seq, err := s.shown(ctx, verdict, desk, func(t appliance.Turn) (*contract.Event, error) { return verdict.Decide(t.View, t.Now) })
	if refused != nil && (err == nil || fault.Is(err, fault.Denied)) {
		return nil, refused // it says how many tries are left
	}
	if err != nil {
		return nil, err
	}
	out, err := s.entered(ctx, staff.ByCard, verdict.Clerk(), desk)
	out.Sequence = seq
	return out, err
}

// attemptByCard looks up whose card lies at a desk, on a roster that can still be trusted.
func (s *Service) attemptByCard(desk office.Desk, insertion uint64) (a staff.Attempt, err error) {
	holder, err := s.cards.watch.HolderIn(desk, insertion)
	if err != nil {
		return a, err
	}
	err = s.node.Look(func(t appliance.Turn) (err error) {
		if err := staff.Fresh(t.View, s.node.HeardLast(t), t.Now); err != nil {
			return err
		}
		a, err = staff.BeginByCard(t.View, holder, desk, t.Now)
		return err
	})
	return a, err
}

// BindCard implements the Counter service. Who came in by a card cannot bind another one, and a visitor's card that was left in
// the reader is not bound by mistake: its surname must be that of the clerk on the roster, where that has one.
func (s *Service) BindCard(ctx context.Context, r *connect.Request[contract.BindCardRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.BindCard"
	session, err := s.session(r.Msg.Command)
	if err == nil && session.By != "" {
		err = fault.New(op, fault.Denied).Tell("Een kaart koppel je als je met je eigen pincode aangemeld bent.", "Meld je opnieuw aan met je pincode van het loket.")
	}
	if err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	c, err := s.useCard(ctx, op, session.Desk, r.Msg.Insertion, eid.Names)
	defer c.Wipe()
	if err == nil && len(strings.Fields(session.Name)) > 1 && !card.Name(c).HasSurname(session.Name) {
		err = fault.New(op, fault.Refused).Tell("De naam op de kaart is niet die waaronder je hier werkt.", "Steek je eigen kaart in de lezer. Klopt je naam hier niet, vraag het de planning.")
	}
	if err != nil {
		return nil, fault.RPC(err)
	}
	holder := s.cards.watch.Holder(c.Number)
	return s.once(ctx, op, r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return staff.Bind(t.View, who.Clerk, holder)
	})
}
