package local

import (
	"context"
	"errors"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Stock implements the Counter service.
func (s *Service) Stock(_ context.Context, r *connect.Request[contract.StockRequest]) (*connect.Response[contract.StockResponse], error) {
	out := new(contract.StockResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		rows, err := s.register.Stock(t.View)
		if err != nil {
			return err
		}
		for _, row := range rows {
			s.fillStock(t, row)
			if r.Msg.Find == "" || startsWith(row.Document, r.Msg.Find) || startsWith(row.Name, r.Msg.Find) {
				out.Rows = append(out.Rows, row.StockRow)
			}
		}
		if r.Msg.Find != "" {
			return nil
		}
		out.Announced, err = s.announced(t)
		return err
	})
	return respond(out, fault.Wrap("local.Stock", err))
}

// fillStock says of a document what the register keeps beside it: for whom it is, and what keeps it here.
func (s *Service) fillStock(t appliance.Turn, row vault.Row) {
	i := row.Item
	row.Name = name(t, row.Holder)
	row.Arrived, row.Legal, row.Reminders = int32(i.Arrived), int32(row.Term.Legal), i.Reminders
	if s.register.Vault && i.LentBy == "" {
		var f *fault.Fault
		if errors.As(s.register.Collectable(t.View, i.Kind, string(i.Document), office.DateOf(t.Now)), &f) {
			row.HeldBack = f.Say
		}
		return
	}
	row.HeldBack = i.Bars.Words()
}

// Document implements the Counter service: also what is gone is found, with its whole chain.
func (s *Service) Document(_ context.Context, r *connect.Request[contract.DocumentRequest]) (*connect.Response[contract.DocumentResponse], error) {
	const op = "local.Document"
	out := new(contract.DocumentResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		number, err := vault.Document(r.Msg.Document)
		if err != nil {
			return err
		}
		i, err := vault.Get(t.View, number)
		if err != nil {
			return err
		}
		p := s.register.Procedures[i.Kind]
		term, _ := p.Term(i)
		row := &contract.StockRow{Document: string(i.Document), Kind: string(i.Kind), KindName: p.Dutch, Custodian: i.Custody.Custodian.Name, ReceivedMs: i.Received}
		if at, ok := i.Compartment(); ok {
			row.Compartment, row.Custodian = at, i.Where()
		}
		if i.InStock() {
			s.fillStock(t, vault.Row{StockRow: row, Holder: i.Holder, Item: i, Term: term})
		} else {
			row.Name, row.Arrived, row.Reminders = name(t, i.Holder), int32(i.Arrived), i.Reminders
		}
		out.Row, out.Where, out.Legal = row, i.Where(), int32(term.Legal)
		for _, l := range i.Chain {
			out.Chain = append(out.Chain, &contract.HandoverRow{AtMs: l.At, Clerk: string(l.Clerk), From: l.Handover.From.Name,
				To: l.Handover.To.Name, Evidence: l.Handover.Evidence, Say: s.register.Told(i.Kind, l.Handover.Evidence)})
		}
		return nil
	})
	return respond(out, fault.Wrap(op, err))
}

// Collectable implements the Counter service: a refusal by the rules is an answer, not an error.
func (s *Service) Collectable(_ context.Context, r *connect.Request[contract.CollectableRequest]) (*connect.Response[contract.CollectableResponse], error) {
	out := &contract.CollectableResponse{Offered: true}
	err := s.node.Look(func(t appliance.Turn) error {
		on := office.Date(r.Msg.Date)
		if on == 0 {
			on = office.DateOf(t.Now)
		}
		err := s.register.Collectable(t.View, office.ProductID(r.Msg.Kind), r.Msg.Document, on)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Refused) {
			out.Offered, out.Why = false, fault.Sentence(err)
			return nil
		}
		return err
	})
	return respond(out, fault.Wrap("local.Collectable", err))
}
