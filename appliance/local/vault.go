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

// Store implements the Counter service.
func (s *Service) Store(ctx context.Context, r *connect.Request[contract.StoreRequest]) (*connect.Response[contract.Done], error) {
	return s.once(ctx, "local.Store", r.Msg.Command, func(t appliance.Turn, who appliance.Who) (*contract.Event, error) {
		return s.register.Store(t.View, who.Clerk, r.Msg.Document, r.Msg.Compartment)
	})
}

// Pass implements the Counter service. Who gets the documents says so with their own PIN.
func (s *Service) Pass(ctx context.Context, r *connect.Request[contract.PassRequest]) (*connect.Response[contract.Done], error) {
	return s.together(ctx, "local.Pass", r.Msg.Command, r.Msg.To, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(s.register.Pass(t.View, a, r.Msg.Documents))
	})
}

// HandOut implements the Counter service. Who takes a document instead of its holder is sealed; a date of birth is
// checked and never kept.
func (s *Service) HandOut(ctx context.Context, r *connect.Request[contract.HandOutRequest]) (*connect.Response[contract.Done], error) {
	const op = "local.HandOut"
	h := vault.Handing{Document: r.Msg.Document, Collector: vault.Collector(r.Msg.Collector), Evidence: r.Msg.Evidence,
		Door: vault.Door(r.Msg.Door), Born: office.Date(r.Msg.Born), Surrendered: r.Msg.Surrendered}
	if len(r.Msg.Visit) > 0 {
		id, err := contract.ID16[office.VisitID](r.Msg.Visit)
		if err != nil {
			return nil, fault.RPC(fault.New(op, fault.Invalid).Because(err))
		}
		h.Visit = id
	}
	var err error
	if h.Read, err = s.cardChecked(r.Msg); err != nil {
		return nil, fault.RPC(fault.Wrap(op, err))
	}
	var sealed []journal.Sealed
	if r.Msg.Recipient != nil {
		one, err := s.seal(r.Msg.Recipient)
		if err != nil {
			return nil, fault.RPC(fault.Wrap(op, err))
		}
		h.Recipient, sealed = one.Commitment[:], []journal.Sealed{one}
	}
	done, err := s.together(ctx, op, r.Msg.Command, nil, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		h.Today = a.Today
		out, err := appliance.One(s.register.HandOut(t.View, a.By, h))
		out.Sealed = sealed
		return out, err
	})
	if err == nil {
		s.handedOut(r.Msg)
	}
	return done, err
}

// Count implements the Counter service.
func (s *Service) Count(ctx context.Context, r *connect.Request[contract.CountRequest]) (*connect.Response[contract.CountResponse], error) {
	const op = "local.Count"
	var counted *contract.Counted
	count := func(t appliance.Turn, a vault.Actors) (*contract.Event, error) {
		e, err := s.register.CountIn(t.View, a, r.Msg.Compartment, r.Msg.Present)
		counted = e.GetCounted()
		return e, err
	}
	_, err := s.together(ctx, op, r.Msg.Command, nil, func(t appliance.Turn, a vault.Actors) (appliance.Decision, error) {
		return appliance.One(count(t, a))
	})
	if err != nil {
		return nil, err
	}
	if counted == nil { // a double tap: the answer once more
		session, err := s.session(r.Msg.Command)
		if err == nil {
			err = s.node.Look(func(t appliance.Turn) error {
				_, err := count(t, vault.Actors{By: session.ID, Today: office.DateOf(t.Now)})
				return err
			})
		}
		if err != nil {
			return nil, fault.RPC(fault.Wrap(op, err))
		}
	}
	return respond(&contract.CountResponse{Missing: counted.GetMissing(), Surplus: counted.GetSurplus(), Misplaced: counted.GetMisplaced()}, nil)
}
