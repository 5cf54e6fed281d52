package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Receive implements the Counter service. Each holder's name is sealed apart, under a subject of its own.
func (s *Service) Receive(ctx context.Context, r *connect.Request[contract.ReceiveRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.Receive"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	d := vault.Delivery{Consignment: r.Msg.Consignment, From: r.Msg.From}
	var sealed []journal.Sealed
	for _, i := range r.Msg.Items {
		item := &contract.Item{Document: i.Document, Kind: i.Kind}
		if i.Holder != nil {
			one, err := s.seal(i.Holder)
			if err != nil {
				return nil, fault.RPC(fault.Wrap(op, err))
			}
			item.Holder, sealed = one.Commitment[:], append(sealed, one)
		}
		d.Items = append(d.Items, item)
	}
	seq, err := s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) {
		out, err := appliance.One(s.register.Receive(t.View, who.Clerk, d))
		out.Sealed = sealed
		return out, err
	})
	return respond(&contract.Done{Sequence: seq}, fault.Wrap(op, err))
}

func (s *Service) seal(p *contract.Person) (journal.Sealed, error) {
	subject, err := s.newID()
	if err != nil {
		return journal.Sealed{}, err
	}
	return journal.Seal(s.random, office.SubjectID(subject), contract.Encode(p))
}

// Store implements the Counter service.
func (s *Service) Store(ctx context.Context, r *connect.Request[contract.StoreRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.Store", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return s.register.Store(t.View, who.Clerk, r.Msg.Document, r.Msg.Compartment)
	})
}

// HandOut implements the Counter service.
func (s *Service) HandOut(ctx context.Context, r *connect.Request[contract.HandOutRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.HandOut", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		h := vault.Handing{Document: r.Msg.Document, Collector: vault.Collector(r.Msg.Collector), Evidence: r.Msg.Evidence}
		if len(r.Msg.Visit) > 0 {
			id, err := contract.ID16[office.VisitID](r.Msg.Visit)
			if err != nil {
				return nil, fault.New("local.HandOut", fault.Invalid).Because(err)
			}
			h.Visit = id
		}
		return s.register.HandOut(t.View, who.Clerk, h)
	})
}

// Count implements the Counter service.
func (s *Service) Count(ctx context.Context, r *connect.Request[contract.CountRequest]) (*connect.Response[contract.CountResponse], error) {
	const op = "local.Count"
	who, _, err := s.who(op, r.Msg.Command)
	if err != nil {
		return nil, fault.RPC(err)
	}
	who.Once = true
	var counted *contract.Counted
	count := func(t appliance.Turn) (*contract.Event, error) {
		e, err := s.register.Count(t.View, who.Clerk, r.Msg.Present)
		counted = e.GetCounted()
		return e, err
	}
	_, err = s.node.Do(ctx, who, func(t appliance.Turn) (appliance.Decision, error) { return appliance.One(count(t)) })
	if err == nil && counted == nil { // a double tap: the answer once more
		err = s.node.Look(func(t appliance.Turn) error { _, err := count(t); return err })
	}
	out := &contract.CountResponse{Missing: counted.GetMissing(), Surplus: counted.GetSurplus()}
	return respond(out, fault.Wrap(op, err))
}

// Stock implements the Counter service.
func (s *Service) Stock(_ context.Context, r *connect.Request[contract.StockRequest]) (*connect.Response[contract.StockResponse], error) {
	out := new(contract.StockResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		rows, err := s.register.Stock(t.View)
		for _, row := range rows {
			row.Name = name(t, row.Holder)
			if r.Msg.Find == "" || startsWith(row.Document, r.Msg.Find) || startsWith(row.Name, r.Msg.Find) {
				out.Rows = append(out.Rows, row.StockRow)
			}
		}
		if err != nil || r.Msg.Find != "" {
			return err
		}
		out.Announced, err = announced(t)
		return err
	})
	return respond(out, fault.Wrap("local.Stock", err))
}

// announced are the consignments on their way, each with the documents that were not received yet.
func announced(t appliance.Turn) ([]*contract.Delivery, error) {
	all, err := vault.Announced(t.View)
	if err != nil {
		return nil, err
	}
	var out []*contract.Delivery
	for _, c := range all {
		d := &contract.Delivery{Consignment: c.Id}
		for _, number := range c.Documents {
			d.Items = append(d.Items, &contract.ReceiveRequest_NewItem{Document: number})
		}
		out = append(out, d)
	}
	return out, nil
}
