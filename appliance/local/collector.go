package local

import (
	"connectrpc.com/connect"
	"context"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CheckHolder implements the Counter service. That a card does not agree is an answer, not an error.
func (s *Service) CheckHolder(ctx context.Context, r *connect.Request[contract.CheckHolderRequest]) (*connect.Response[contract.CheckHolderResponse], error) {
	out, err := s.checkHolder(ctx, r.Msg)
	return respond(out, fault.Wrap("local.CheckHolder", err))
}

func (s *Service) checkHolder(ctx context.Context, q *contract.CheckHolderRequest) (*contract.CheckHolderResponse, error) {
	session, err := s.session(q.Command)
	if err != nil {
		return nil, err
	}
	of, err := s.collecting(q)
	if err != nil {
		return nil, err
	}
	c, err := s.useCard(ctx, "local.CheckHolder", session.Desk, q.Insertion, eid.Names|eid.Birth)
	defer c.Wipe()
	if err != nil {
		return nil, err
	}
	found := card.Compare(c, of.Collecting, of.today)
	out := &contract.CheckHolderResponse{Same: found.Same, Say: found.Say, Name: card.Name(c).Full(), Number: c.Number.Mask()}
	if born, ok := card.Day(c.BirthDate); ok {
		out.Born = int32(born)
	}
	if found.Same && of.Own && s.register.Surrenders(of.kind) {
		if old, err := vault.Document(c.CardNumber.Print()); err == nil {
			out.Surrender = string(old)
		}
	}
	check := card.Check{Session: session.Token, Document: of.Document, Collector: q.Collector}
	if !found.Proves {
		s.cards.watch.Checks.Drop(check)
		return out, nil
	}
	s.cards.watch.Checks.Note(check, out.Name, s.node.Steady())
	out.Evidence = vault.ReadCard
	return out, nil
}

// collecting is a document that somebody comes for.
type collecting struct {
	card.Collecting
	kind  office.ProductID
	today eid.Date
}

// collecting looks up what a card is to be held against. Faults: NotFound, and Refused for what is not here.
func (s *Service) collecting(q *contract.CheckHolderRequest) (out collecting, err error) {
	const op = "local.CheckHolder"
	number, err := vault.Document(q.Document)
	if err != nil {
		return out, err
	}
	err = s.node.Look(func(t appliance.Turn) error {
		i, err := vault.Get(t.View, number)
		if err == nil && !i.InStock() {
			err = fault.New(op, fault.Refused).On(string(number)).Tell(string(number)+" is hier niet meer: "+i.Where()+".", "Kijk het nummer na.")
		}
		if err != nil {
			return err
		}
		out = collecting{kind: i.Kind, today: eid.On(t.Now), Collecting: card.Collecting{
			Document: string(number), Holder: name(t, i.Holder), Own: vault.Collector(q.Collector) == vault.Holder}}
		return nil
	})
	return out, err
}

// cardChecked reports whether the collector's card was held against a document a moment ago, in this session. Faults: Refused
// when what is handed out with that evidence is written down for somebody else than whose card it was.
func (s *Service) cardChecked(q *contract.HandOutRequest) (bool, error) {
	if s.cards.watch == nil || !vault.ClaimsRead(q.Evidence) {
		return false, nil
	}
	stands, named := s.cards.watch.Checks.Stands(checkOf(q), q.GetRecipient().GetName(), s.node.Steady())
	if stands && !named {
		return false, fault.New("local.HandOut", fault.Refused).On(q.Document).
			Tell("Wie het document meeneemt, heet anders dan op de gelezen kaart staat.", "Neem de naam van de kaart over, of lees de kaart van wie het meeneemt.")
	}
	return stands, nil
}

// handedOut forgets the check of a document that is out.
func (s *Service) handedOut(q *contract.HandOutRequest) {
	if s.cards.watch != nil {
		s.cards.watch.Checks.Drop(checkOf(q))
	}
}

// checkOf is the check that a hand-out needs. A number that is none was never checked.
func checkOf(q *contract.HandOutRequest) card.Check {
	number, err := vault.Document(q.Document)
	if err != nil {
		return card.Check{}
	}
	return card.Check{Session: q.GetCommand().GetSession(), Document: string(number), Collector: q.Collector}
}
