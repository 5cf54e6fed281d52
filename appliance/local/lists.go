package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// VaultLists implements the Counter service: what the vault's screen shows beside the stock, as of one state.
func (s *Service) VaultLists(context.Context, *connect.Request[contract.VaultListsRequest]) (*connect.Response[contract.VaultListsResponse], error) {
	out := new(contract.VaultListsResponse)
	err := s.node.Look(func(t appliance.Turn) error {
		for _, fill := range []func(appliance.Turn, *contract.VaultListsResponse) error{
			s.fillQuestions, s.fillShelves, s.fillAges, s.fillTrips, s.fillReports, fillChoices} {
			if err := fill(t, out); err != nil {
				return err
			}
		}
		return nil
	})
	return respond(out, fault.Wrap("local.VaultLists", err))
}

func (s *Service) fillQuestions(t appliance.Turn, out *contract.VaultListsResponse) error {
	all, err := s.register.ToDecide(t.View, office.DateOf(t.Now), office.MinuteOf(t.Now))
	for _, q := range all {
		out.Questions = append(out.Questions, &contract.VaultQuestion{About: q.About, Code: q.Code, Since: int32(q.Since), Say: q.Say, Next: q.Next, Fate: string(q.Fate)})
	}
	return err
}

func (s *Service) fillShelves(t appliance.Turn, out *contract.VaultListsResponse) error {
	for _, shelf := range s.register.Shelves(t.View) {
		out.Shelves = append(out.Shelves, &contract.VaultShelf{Name: shelf.Name, Documents: uint32(shelf.N), Room: int32(shelf.Room)})
	}
	out.Uncounted = vault.Uncounted(t.View, office.DateOf(t.Now))
	return nil
}

func (s *Service) fillAges(t appliance.Turn, out *contract.VaultListsResponse) error {
	all, err := s.register.Ages(t.View, office.DateOf(t.Now))
	for _, a := range all {
		row := &contract.VaultAge{Kind: string(a.Kind), Name: a.Name, Documents: uint32(a.N), OldestDays: uint32(a.Oldest)}
		for _, n := range a.Buckets {
			row.Buckets = append(row.Buckets, uint32(n))
		}
		out.Ages = append(out.Ages, row)
	}
	return err
}

func (s *Service) fillTrips(t appliance.Turn, out *contract.VaultListsResponse) error {
	all, err := vault.Trips(t.View, office.DateOf(t.Now), office.MinuteOf(t.Now))
	for _, o := range all {
		row := &contract.VaultTrip{Id: o.ID, With: string(o.With), Lent: o.Lent, Day: int32(o.Day), BackBy: uint32(o.BackBy), Late: o.Late, Say: o.Say, Next: o.Next}
		for _, n := range o.Documents {
			row.Documents = append(row.Documents, string(n))
		}
		out.Trips = append(out.Trips, row)
	}
	return err
}

func (s *Service) fillReports(t appliance.Turn, out *contract.VaultListsResponse) error {
	all, err := vault.MissingReport(t.View)
	for _, m := range all {
		out.Missing = append(out.Missing, &contract.VaultReport{Document: string(m.Document), Kind: string(m.Kind), Consignment: m.Consignment, Last: m.Last,
			Reason: m.Reason, Reference: m.Reference, By: string(m.By), With: string(m.With), Date: int32(m.Date), Found: int32(m.Found)})
	}
	return err
}

// fillChoices lists the codes that WorkOff and ProposeFate take, and which of them want two people.
func fillChoices(_ appliance.Turn, out *contract.VaultListsResponse) error {
	for _, o := range vault.Outcomes {
		out.Outcomes = append(out.Outcomes, &contract.Step_Choice{Code: o.Code, Words: o.Dutch, Two: o.Two})
	}
	for _, g := range vault.Grounds() {
		out.Grounds = append(out.Grounds, &contract.Step_Choice{Code: g.Code, Words: g.Dutch})
	}
	return nil
}
