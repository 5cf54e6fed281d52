package calendar

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Alike reports whether two days of one site, of two plans of the same products, serve visitors in the same way: hours, modes,
// desks, slots, products, and what is closed for which reason. By which rule does not matter.
func (d *Day) Alike(o *Day) bool {
	same := func(a, b Opening) bool {
		return a.Mode == b.Mode && a.From == b.From && a.To == b.To && a.FirstDesk == b.FirstDesk && a.Desks == b.Desks &&
			a.Slot == b.Slot && slices.Equal(a.serves, b.serves)
	}
	limited := func(a, b limit) bool {
		return a.span == b.span && a.modes == b.modes && a.reason == b.reason && slices.Equal(a.products, b.products)
	}
	return slices.EqualFunc(d.Openings, o.Openings, same) && slices.Equal(d.cuts, o.cuts) &&
		slices.EqualFunc(d.limits, o.limits, limited) && d.Closed == o.Closed
}

// FirstChange is the first date of a period on which one of the sites is not under another plan what it is under this one. Both
// ends of the period must be given; ok is false when nothing is otherwise. Sites that either plan does not know are passed over.
func (p *Plan) FirstChange(other *Plan, sites []office.SiteID, dates office.Period) (first office.Date, ok bool) {
	for date := dates.From; date <= dates.To; date++ {
		for _, id := range sites {
			if a, b := p.bySite[id], other.bySite[id]; a != nil && b != nil && !(p.day(a, date).Alike(other.day(b, date)) && p.sameOffer(other, a, b, date)) {
				return date, true
			}
		}
	}
	return 0, false
}
