package calendar

import (
	"fmt"
	"maps"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Offering is between which days one site offers a product, and where to go afterwards (A002-47). Where there is none the site offers
// it as long as the product is offered at all.
type Offering struct {
	Product office.ProductID
	Site    office.SiteID
	Valid   office.Period
	After   Signpost
}

// id names an offering for planners.
func (o Offering) id() string { return fmt.Sprintf("%s@%s", o.Product, o.Site) }

// addOfferings takes the offerings of single sites over.
func (p *Plan) addOfferings(c Config) error {
	for _, o := range c.Offerings {
		s := p.bySite[o.Site]
		switch {
		case s == nil:
			return unknown(OfferThing, o.id(), "site", "site", string(o.Site))
		case p.products[o.Product] == nil:
			return unknown(OfferThing, o.id(), "product", "product", string(o.Product))
		case !o.Valid.Valid():
			return flawed(OfferThing, o.id(), "valid_to", fmt.Sprintf("offered from %s to %s", o.Valid.From, o.Valid.To), "eindigt voor het begint")
		case o.After.Site != "" && p.bySite[o.After.Site] == nil:
			return unknown(OfferThing, o.id(), "after", "site", string(o.After.Site))
		}
		if _, there := s.offerings[o.Product]; there {
			return twice(OfferThing, o.id())
		}
		if s.offerings == nil {
			s.offerings = map[office.ProductID]Offering{}
		}
		s.offerings[o.Product] = o
	}
	return nil
}

// offeredAt judges the dates between which the products are offered at all, and at the site.
func (p *Plan) offeredAt(s *site, v visit, on office.Date) Verdict {
	if no := p.offered(v, on); !no.OK || len(s.offerings) == 0 {
		return no
	}
	for _, pr := range v.products {
		o, limited := s.offerings[pr.ID]
		switch {
		case !limited || o.Valid.Contains(on):
		case o.Valid.From != 0 && on < o.Valid.From:
			return refusal(NotYet, fmt.Sprintf("'%s' kan in %s vanaf %s.", pr.Dutch, s.Name, SayDate(o.Valid.From)))
		default:
			no := refusal(NoLonger, fmt.Sprintf("'%s' kon in %s tot en met %s; daarna niet meer.", pr.Dutch, s.Name, SayDate(o.Valid.To)))
			no.Instead = o.After.text(p)
			return no
		}
	}
	return fine
}

// sameOffer reports whether two plans offer the same at a site on a date, hours aside.
func (p *Plan) sameOffer(other *Plan, a, b *site, on office.Date) bool {
	if len(a.offerings) == 0 && len(b.offerings) == 0 && maps.Equal(p.signposts, other.signposts) && p.samePeriods(other) {
		return true
	}
	for i, pr := range p.order {
		if i >= len(other.order) || other.order[i].ID != pr.ID {
			return false
		}
		one, two := visit{products: p.order[i : i+1]}, visit{products: other.order[i : i+1]}
		if x, y := p.offeredAt(a, one, on), other.offeredAt(b, two, on); x.OK != y.OK || x.Reason != y.Reason || x.Instead != y.Instead {
			return false
		}
	}
	return true
}

// samePeriods reports whether every product is offered between the same days.
func (p *Plan) samePeriods(other *Plan) bool {
	for i, pr := range p.order {
		if i >= len(other.order) || other.order[i].Offered != pr.Offered {
			return false
		}
	}
	return true
}
