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

// Receive implements the Counter service. A colleague who counts along (A002-44) is verified and journaled. Each
// holder's name is sealed apart, under a subject of its own.
func (s *Service) Receive(ctx context.Context, r *connect.Request[contract.ReceiveRequest]) (*connect.Response[contract.Done], error) {
	d := vault.Delivery{Consignment: r.Msg.Consignment, From: r.Msg.From, Site: office.SiteID(r.Msg.Site), LentBy: office.SiteID(r.Msg.LentBy)}
	var sealed []journal.Sealed
	for _, i := range r.Msg.Items {
		item := &contract.Item{Document: i.Document, Kind: i.Kind, Damaged: i.Damaged, Site: i.Site}
		if i.Holder != nil {
			one, err := s.seal(i.Holder)
			if err != nil {
				return nil, fault.RPC(fault.Wrap("local.Receive", err))
			}
			item.Holder, sealed = one.Commitment[:], append(sealed, one)
		}
		d.Items = append(d.Items, item)
	}
	return s.together(ctx, "local.Receive", r.Msg.Command, r.Msg.Second, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		d.With, d.Today = a.With, a.Today
		out, err := appliance.One(s.register.Receive(t.View, a.By, d))
		out.Sealed = sealed
		return out, err
	})
}

func (s *Service) seal(p *contract.Person) (journal.Sealed, error) {
	subject, err := s.newID()
	if err != nil {
		return journal.Sealed{}, err
	}
	return journal.Seal(s.random, office.SubjectID(subject), contract.Encode(p))
}

// announced are the consignments on their way, each with the documents that were not received yet, and with what is wrong
// with its list.
func (s *Service) announced(t appliance.Turn) ([]*contract.Delivery, error) {
	all, err := vault.Announced(t.View)
	if err != nil {
		return nil, err
	}
	var out []*contract.Delivery
	for _, c := range all {
		d := &contract.Delivery{Consignment: c.Id, Trouble: s.register.Trouble(c), LentBy: c.LentBy}
		for _, i := range c.Items {
			d.Items = append(d.Items, &contract.ReceiveRequest_NewItem{Document: i.Document, Kind: i.Kind, Holder: person(t, i.Holder)})
		}
		out = append(out, d)
	}
	return out, nil
}
