package planning

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Status implements the Planning service. It tells what this node knows, with a majority or without.
func (p *Planning) Status(context.Context, *connect.Request[contract.StatusRequest]) (*connect.Response[contract.StatusResponse], error) {
	s := p.seat.Status()
	out := &contract.StatusResponse{Node: s.ID, Leader: s.Leader, Term: s.Term, Commit: s.Commit, Applied: s.Applied}
	for _, peer := range s.Peers {
		if peer.Voter {
			out.Voters = append(out.Voters, peer.ID)
		}
	}
	err := p.stale(func(v register.View) error {
		out.Era, out.Aside = v.Era(), uint32(len(v.Aside()))
		for _, site := range v.Calendar().Sites() {
			if st, _ := v.Site(site.ID); st.Current.Incarnation != 0 {
				out.Sites++
			}
		}
		for _, c := range v.Conflicts() {
			if c.SettledBy == "" {
				out.Conflicts++
			}
		}
		countDevices(v, out)
		return nil
	})
	if fault.Is(err, fault.Unreachable) { // not founded yet: of the cluster itself there is something to tell all the same
		err = nil
	}
	return answer(out, err)
}

// Sites implements the Planning service: every site of the plan, those without an appliance too.
func (p *Planning) Sites(ctx context.Context, _ *connect.Request[contract.SitesRequest]) (*connect.Response[contract.SitesResponse], error) {
	out := new(contract.SitesResponse)
	err := p.read(ctx, func(v register.View) error {
		today := v.Calendar().Today(p.now())
		for _, site := range v.Calendar().Sites() {
			out.Sites = append(out.Sites, p.siteRow(v, site, today))
		}
		return nil
	})
	return answer(out, err)
}

// siteRow is what headquarters knows of one site; seats of days past do not count.
func (p *Planning) siteRow(v register.View, site office.Site, today office.Date) *contract.SiteRow {
	st, s := v.Site(site.ID)
	tree := v.Tree(site.ID, st.Current.Incarnation)
	row := &contract.SiteRow{Id: string(site.ID), Name: site.Name, Incarnation: uint64(st.Current.Incarnation),
		Cursor: tree.Size, Root: tree.Root, HeardMs: s.HeardMs, Online: p.fleet.Online(site.ID), Open: v.Open(site.ID),
		Frozen: st.Current.Forked, Lost: s.Lost}
	row.Feed, row.FeedTaken = v.FeedPosition(site.ID)
	for id, seat := range v.SiteSeats(site.ID) {
		switch {
		case id.Date < today || seat.Booking != office.AppointmentID{}:
		case seat.Owner.Kind == custody.Blocked:
			row.Blocked++
		case seat.Owner.Kind == custody.Site:
			row.Held++
		}
	}
	return row
}

// Conflicts implements the Planning service: those to settle, or with settled set all of them.
func (p *Planning) Conflicts(ctx context.Context, r *connect.Request[contract.ConflictsRequest]) (*connect.Response[contract.ConflictsResponse], error) {
	out := new(contract.ConflictsResponse)
	err := p.read(ctx, func(v register.View) error {
		for n, c := range v.Conflicts() {
			if c.SettledBy != "" && !r.Msg.Settled {
				continue
			}
			person, err := personOf(v, c.Appointment)
			if err != nil {
				return err
			}
			out.Conflicts = append(out.Conflicts, &contract.ConflictRow{Number: n, Site: c.Site, Say: c.Say, Appointment: c.Appointment,
				Other: c.Other, AtMs: c.AtMs, SettledBy: c.SettledBy, Outcome: c.Outcome, Person: person, Document: c.Document})
		}
		return nil
	})
	return answer(out, err)
}

// personOf is who an appointment is for; nil when nobody said, or it was erased.
func personOf(v register.View, a *contract.Appointment) (*contract.Person, error) {
	sealed := v.Person(a.GetPerson())
	if sealed == nil {
		return nil, nil
	}
	person, err := contract.Decode(sealed.Plain, new(contract.Person))
	if err != nil {
		return nil, fault.New("planning.person", fault.Corrupt).On(a.AppointmentID().String()).Because(err)
	}
	return person, nil
}

// Rules implements the Planning service.
func (p *Planning) Rules(ctx context.Context, r *connect.Request[contract.RulesRequest]) (*connect.Response[contract.PlanResponse], error) {
	out := new(contract.PlanResponse)
	err := p.read(ctx, func(v register.View) error {
		if r.Msg.History {
			out.History = v.History()
		}
		return showPlan(v, out)
	})
	return answer(out, err)
}

// known refuses a site that is not in the plan.
func known(v register.View, site string) error {
	if _, ok := v.Calendar().Site(office.SiteID(site)); !ok {
		return fault.New("planning", fault.NotFound).On(site).Because(fmt.Errorf("no such site")).
			Tell("Deze locatie is niet bekend.", "Vraag de lijst met 'central sites'.")
	}
	return nil
}
