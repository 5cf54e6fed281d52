package planning

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// needMethod says what the figures rest on.
const needMethod = "Nodig is wat de kalender opent: elk loket voor zijn hele slots, het onthaal, de telefoon en een vrije inloop zonder loketten. " +
	"Er zijn de uren van de contracten, min afwezigheid (een werkdag is een vijfde), opleiding, backoffice en diensten elders. " +
	"Een tekort is zeker: hoe je de mensen ook verdeelt, zoveel blijft onbezet. Rust en verplaatsing kunnen het groter maken."

// Need implements the Rosters service.
func (r Rosters) Need(ctx context.Context, q *connect.Request[contract.RosterNeedRequest]) (*connect.Response[contract.RosterNeedResponse], error) {
	out := &contract.RosterNeedResponse{Method: needMethod}
	err := r.p.read(ctx, func(v register.View) error {
		monday := roster.Monday(office.Date(q.Msg.Monday))
		if q.Msg.Monday == 0 {
			monday = roster.Monday(v.Calendar().Today(r.p.now())) + 7
		}
		sites, err := sitesOf(v, q.Msg.Sites)
		if err != nil {
			return err
		}
		all := v.Shifts(roster.Week(monday))
		out.Now = roster.ToSum(v.Town().Need(all, sites, monday))
		if q.Msg.Put == nil && q.Msg.Remove == nil {
			return nil
		}
		stored, plan, err := v.Changed(&contract.PlanChange{Put: q.Msg.Put, Remove: q.Msg.Remove})
		if err != nil {
			return err
		}
		out.Then = roster.ToSum(roster.TownOf(stored, plan).Need(all, sites, monday))
		return nil
	})
	return answer(out, err)
}

// sitesOf are the sites named, or all of them.
func sitesOf(v register.View, names []string) (out []office.SiteID, err error) {
	for _, name := range names {
		if err := known(v, name); err != nil {
			return nil, err
		}
		out = append(out, office.SiteID(name))
	}
	if len(names) > 0 {
		return out, nil
	}
	for _, s := range v.Calendar().Sites() {
		out = append(out, s.ID)
	}
	return out, nil
}

// onDuty tells the week board whom the rosters have at the desks; ok is false where there is no roster of that week: then the list
// of who may work there is all that is known. It remembers rosters by week, for one board. A rule that is only drafted asks for all
// that its site does.
func onDuty(v register.View) func(*calendar.Plan, office.SiteID, office.Date) (board.Duty, bool) {
	weeks := map[office.Date]roster.Roster{}
	rules := v.Town().Rules
	return func(p *calendar.Plan, site office.SiteID, on office.Date) (out board.Duty, ok bool) {
		if !v.Rostered(site, on) {
			return out, false
		}
		monday := roster.Monday(on)
		r, seen := weeks[monday]
		if !seen {
			r = v.Shifts(roster.Week(monday))
			weeks[monday] = r
		}
		for _, x := range r.AtDesks(site, on) {
			out.People = append(out.People, board.Person{ID: string(x.ID), Name: x.Name, Skills: x.Skills})
		}
		out.Short = roster.Town{Plan: p, Rules: rules}.Cover(r, site, on).Short()
		return out, true
	}
}
