package calendar

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Version is the version of the configuration the plan was compiled from.
func (p *Plan) Version() uint64 { return p.version }

// Zone is the time zone in which the plan's wall times are meant.
func (p *Plan) Zone() *time.Location { return p.zone }

// Today is the civil date of an instant in the plan's zone.
func (p *Plan) Today(now time.Time) office.Date { return office.DateOf(now.In(p.zone)) }

// Sites lists the sites in their order.
func (p *Plan) Sites() []office.Site {
	list := make([]office.Site, len(p.sites))
	for i, s := range p.sites {
		list[i] = s.Site
	}
	return list
}

// Site finds a site.
func (p *Plan) Site(id office.SiteID) (office.Site, bool) {
	if s := p.bySite[id]; s != nil {
		return s.Site, true
	}
	return office.Site{}, false
}

// Products lists the products in their order.
func (p *Plan) Products() []office.Product {
	list := make([]office.Product, len(p.order))
	for i, pr := range p.order {
		list[i] = pr.Product
	}
	return list
}

// Product finds a product.
func (p *Plan) Product(id office.ProductID) (office.Product, bool) {
	if pr := p.products[id]; pr != nil {
		return pr.Product, true
	}
	return office.Product{}, false
}

// Window gives the first and the last civil date that a channel may book at the instant now, products without a term of
// their own.
func (p *Plan) Window(c office.Channel, now time.Time) (first, last office.Date) {
	return p.dates(p.channelTerm(c).Window.forCitizens(c), now)
}

// WindowFor is Window for a visit of these products, some of which may have terms of their own. It is an error
// (UnknownProduct) to ask for a product that is not in the plan, or for none; first after last means that the
// products have no day in common.
func (p *Plan) WindowFor(products []office.ProductID, c office.Channel, now time.Time) (first, last office.Date, err error) {
	v, verdict := p.visit(products, 1, c)
	if !verdict.OK {
		return 0, 0, verdict.fault("calendar.WindowFor", "")
	}
	first, last = p.dates(v.term.Window, now)
	return first, last, nil
}

// Day is the site on that date. It is never nil: an unknown site gives a day that is closed.
func (p *Plan) Day(id office.SiteID, date office.Date) *Day {
	s := p.bySite[id]
	if s == nil {
		return &Day{Site: id, Date: date, Version: p.version, plan: p, Closed: sayUnknownSite}
	}
	return p.day(s, date)
}

func (p *Plan) day(s *site, date office.Date) *Day {
	return s.days.day(date, func(date office.Date) *Day { return p.build(s, date) })
}

// notBefore is the first minute of date at which a visit can still begin: 0 on later days, past the end
// of the day on earlier ones. In the second pass of a doubled hour, whose seats are of the first pass, it
// is the end of that hour.
func (p *Plan) notBefore(date office.Date, now time.Time) office.Minute {
	switch today := p.Today(now); {
	case date > today:
		return 0
	case date < today:
		return office.EndOfDay + 1
	}
	m := office.MinuteOf(now.In(p.zone))
	for m <= office.EndOfDay && date.At(m, p.zone).Before(now) {
		m++
	}
	return m
}
