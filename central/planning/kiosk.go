package planning

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// useDays is how many days are counted when nobody says which; mostUseDays bounds what is asked.
const (
	useDays     = 7
	mostUseDays = 3 * 366
)

// KioskUse implements the Planning service: how the self-service desks were used, as far as the counters' records have come.
func (p *Planning) KioskUse(ctx context.Context, r *connect.Request[contract.PlannerKioskUseRequest]) (*connect.Response[contract.PlannerKioskUseResponse], error) {
	out := new(contract.PlannerKioskUseResponse)
	err := p.read(ctx, func(v register.View) error {
		first, last, err := p.useDays(v, r.Msg)
		if err != nil {
			return err
		}
		out.From, out.To = int32(first), int32(last)
		for _, site := range r.Msg.Sites {
			if err := known(v, site); err != nil {
				return err
			}
		}
		for _, site := range v.Calendar().Sites() {
			if len(r.Msg.Sites) == 0 || slices.Contains(r.Msg.Sites, string(site.ID)) {
				addUse(v, site, first, last, out, len(r.Msg.Sites) > 0)
			}
		}
		slices.SortStableFunc(out.Sites, func(a, b *contract.KioskSiteUse) int {
			return cmp.Or(cmp.Compare(b.Uses, a.Uses), strings.Compare(a.Site, b.Site))
		})
		return nil
	})
	return answer(out, err)
}

// useDays are the days that are asked for.
func (p *Planning) useDays(v register.View, q *contract.PlannerKioskUseRequest) (first, last office.Date, err error) {
	first, last = office.Date(q.From), office.Date(q.To)
	if last == 0 {
		last = v.Calendar().Today(p.now()) - 1
	}
	if first == 0 {
		first = last - useDays + 1
	}
	if first > last || last-first >= mostUseDays {
		return 0, 0, fault.New("planning.KioskUse", fault.Invalid).Tell("Deze periode bestaat niet, of is langer dan drie jaar.", "Geef een eerste en een laatste dag.")
	}
	return first, last, nil
}

// addUse adds what one site has: nothing when it has no use, no target and nobody asked for it by name.
func addUse(v register.View, site office.Site, first, last office.Date, out *contract.PlannerKioskUseResponse, named bool) {
	rows := v.KioskUses(site.ID, first, last)
	rule := rulebook.KioskOn(v.Plan(), site.ID, last)
	row := &contract.KioskSiteUse{Site: string(site.ID), Name: site.Name, Target: target(v.Plan(), site.ID, first, last),
		Decision: rule.GetDecision(), Reason: rule.GetReason()}
	for _, one := range rows {
		row.Uses += one.Count
		if one.Offline {
			row.Offline += one.Count
		}
		if one.Outcome == "done" {
			row.Done += one.Count
		}
	}
	for _, one := range v.KioskUses(site.ID, first-(last-first+1), first-1) {
		row.Before += one.Count
	}
	if row.Uses+row.Before == 0 && rule == nil && row.Target == 0 && !named {
		return
	}
	row.Low = row.Target > 0 && row.Uses < row.Target && row.Decision != "stop"
	out.Sites = append(out.Sites, row)
	out.Rows = append(out.Rows, rows...)
	ages, languages := v.KioskTold(site.ID, first, last)
	for _, of := range []struct {
		by     string
		counts map[string]uint64
	}{{"age", ages}, {"language", languages}} {
		for _, c := range visit.Withhold(of.counts) {
			out.Shares = append(out.Shares, &contract.KioskShareRow{Site: string(site.ID), By: of.by, Code: c.Code, Count: uint32(c.Count), Withheld: c.Withheld})
		}
	}
}

// target is how much use of these days was hoped for: of each day a seventh of a week, by the rule of that day. It is rounded up, so
// that a small target does not vanish in a short period.
func target(plan *contract.Plan, site office.SiteID, first, last office.Date) uint32 {
	sevenths := uint64(0)
	for d := first; d <= last; d++ {
		sevenths += uint64(rulebook.KioskOn(plan, site, d).GetTargetWeek())
	}
	return uint32((sevenths + 6) / 7)
}

// Letters implements the Planning service.
func (p *Planning) Letters(ctx context.Context, r *connect.Request[contract.LettersRequest]) (*connect.Response[contract.LettersResponse], error) {
	out := new(contract.LettersResponse)
	err := p.read(ctx, func(v register.View) error {
		if r.Msg.Site != "" {
			if err := known(v, r.Msg.Site); err != nil {
				return err
			}
		}
		for row := range v.Letters(office.SiteID(r.Msg.Site)) {
			if r.Msg.Open && row.Stage >= contract.LetterStage_LETTER_STAGE_SENT {
				continue
			}
			row.Person, row.Holder = nil, nil // who it is for is nobody's to look at
			out.Letters = append(out.Letters, row)
		}
		slices.SortStableFunc(out.Letters, func(a, b *contract.LetterRow) int { return cmp.Compare(b.AskedMs, a.AskedMs) })
		return nil
	})
	return answer(out, err)
}
