package rulebook

import (
	"fmt"
	"maps"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// OfferID names between which days a product is offered: there is one for each product and site.
func OfferID(o *contract.ProductOffer) string {
	if o.GetSite() == "" {
		return o.GetProduct() + " op elke locatie"
	}
	return o.GetProduct() + " in " + o.GetSite()
}

// offering reads what the plan says of the offer into a configuration: of every site it takes the place of what the catalogue says of
// the product, of one site it narrows that.
func offering(c *calendar.Config, p *contract.Plan) error {
	const op = "rulebook.Compile"
	if len(p.GetOffers()) == 0 {
		return nil
	}
	c.Products, c.Signposts = slices.Clone(c.Products), maps.Clone(c.Signposts) // those of the catalogue are everybody's
	if c.Signposts == nil {
		c.Signposts = map[office.ProductID]calendar.Signpost{}
	}
	seen := map[string]bool{}
	for _, o := range p.GetOffers() {
		valid := office.Period{From: office.Date(o.GetValidFrom()), To: office.Date(o.GetValidTo())}
		bad := func(field string, err error) error { return spoilt(op, calendar.OfferThing, OfferID(o), field, err) }
		i := slices.IndexFunc(c.Products, func(x office.Product) bool { return x.ID == office.ProductID(o.GetProduct()) })
		switch {
		case i < 0:
			return bad("product", unknownName(o.GetProduct()))
		case seen[OfferID(o)]:
			return bad("product", fault.New(op, fault.Invalid).Tell("Er is er al één.", ""))
		case !valid.Valid():
			return bad("valid_to", fault.New(op, fault.Invalid).Because(fmt.Errorf("ends on %s before it begins on %s", valid.To, valid.From)).Tell("Het eindigt voor het begint.", ""))
		}
		seen[OfferID(o)] = true
		if to := o.GetAfter().GetSite(); to != "" && !slices.ContainsFunc(c.Sites, func(s office.Site) bool { return s.ID == office.SiteID(to) }) {
			return bad("after", unknownName(to))
		}
		if o.Site != "" {
			c.Offerings = append(c.Offerings, calendar.Offering{Product: c.Products[i].ID, Site: office.SiteID(o.Site), Valid: valid, After: signpostOf(o.After)})
			continue
		}
		c.Products[i].Offered = valid
		if o.After != nil {
			c.Signposts[c.Products[i].ID] = signpostOf(o.After)
		}
	}
	return nil
}
