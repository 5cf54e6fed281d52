package calendar

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Around lists the sites that are shown to who stands at a site: that site first, then the others of its municipality, those
// nearer to its district first and of these in the plan's order.
func (p *Plan) Around(at office.SiteID) []office.Site {
	here := p.bySite[at]
	if here == nil {
		return nil
	}
	town := slices.Clone(p.town(at))
	slices.SortStableFunc(town, func(a, b *site) int {
		return cmp.Compare(p.away(here, a), p.away(here, b))
	})
	var out []office.Site
	for _, s := range town {
		out = append(out, s.Site)
	}
	return out
}

// away is how far a site is from another one: nothing from itself.
func (p *Plan) away(from, to *site) int {
	if from == to {
		return -1
	}
	return p.far(to, from.District)
}

// StepFree reports whether a site is known to be without steps (A002-29).
func (p *Plan) StepFree(id office.SiteID) bool {
	s := p.bySite[id]
	return s != nil && s.stepFree
}
