package calendar

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Difference is a product that sites of one kind do not all offer in the same mode: what confuses visitors who know
// one of them (A002-41, A002-46).
type Difference struct {
	Kind    office.SiteKind
	Product office.ProductID
	Mode    Mode
	With    []office.SiteID // which offer it
	Without []Lack          // which do not, and why
}

// Lack is a site that does not offer something, with the reason that tells most.
type Lack struct {
	Site office.SiteID
	Why  Verdict
}

// Differences lists, in the order of kinds, products and modes, every product whose offer differs between the sites
// of one kind. A site offers what it offers on any date of the scope, through any of its channels.
func (p *Plan) Differences(x Scope) []Difference {
	x = p.filled(x)
	var list []Difference
	for _, kind := range p.kinds(x) {
		for _, product := range x.Products {
			for m := range Phone + 1 {
				d := Difference{Kind: kind, Product: product, Mode: m}
				for _, id := range x.Sites {
					s := p.bySite[id]
					if s == nil || s.Kind != kind {
						continue
					}
					if best := p.best(m, s.ID, product, x); best.OK {
						d.With = append(d.With, id)
					} else {
						d.Without = append(d.Without, Lack{id, best})
					}
				}
				if len(d.With) > 0 && len(d.Without) > 0 {
					list = append(list, d)
				}
			}
		}
	}
	return list
}

// kinds lists the kinds of the sites looked at, in the order of their first site.
func (p *Plan) kinds(x Scope) []office.SiteKind {
	var kinds []office.SiteKind
	for _, id := range x.Sites {
		if s := p.bySite[id]; s != nil && !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	return kinds
}

// best is the offer of the dates and channels looked at that goes furthest: one that holds, else the refusal that
// tells most.
func (p *Plan) best(m Mode, at office.SiteID, of office.ProductID, x Scope) Verdict {
	var best Verdict
	for date := x.Dates.From; date <= x.Dates.To; date++ {
		for _, by := range x.Channels {
			v := p.OfferIn(m, at, of, date, by)
			if v.OK {
				return v
			}
			if best.Code == Fine || telling(v.Code) > telling(best.Code) {
				best = v
			}
		}
	}
	return best
}

// telling ranks refusals by how much they say of a site over many dates: a closed day says least, what it lacks most.
func telling(c Code) int {
	switch c {
	case Closed:
		return 0
	case NotThen, NotYet, NoLonger:
		return 1
	}
	return 2
}

// Say writes the difference in Dutch, for planners.
func (d Difference) Say(p *Plan) string {
	say := fmt.Sprintf("'%s' kan %s in %s, niet in ", p.products[d.Product].Dutch, dutchWays[d.Mode], list(p.names(d.With)))
	var without []string
	for _, l := range d.Without {
		without = append(without, fmt.Sprintf("%s (%s)", p.bySite[l.Site].Name, l.Why.Reason))
	}
	return say + list(without) + "."
}

func (p *Plan) names(sites []office.SiteID) []string {
	var names []string
	for _, id := range sites {
		names = append(names, p.bySite[id].Name)
	}
	return names
}
