package calendar

import (
	"iter"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Scope is the part of the offer that somebody looks at. What is left empty is not limited: all sites, products,
// channels.
type Scope struct {
	Sites    []office.SiteID
	Products []office.ProductID
	Channels []office.Channel
	Dates    office.Period // both ends must be given
	Now      time.Time     // when given, appointments are judged by the terms of product and channel too

	Brought map[office.ProductID]bool // documents of these are there for the day: no vault is needed (A002-45)
}

// Cell is one cell of the offer matrix: what a product is at a site, on a date, through a channel, in each mode.
type Cell struct {
	Site    office.SiteID
	Product office.ProductID
	Channel office.Channel
	Date    office.Date

	By [modeCount]Verdict // by mode: appointment, walk-in, reception, self-service, phone
}

// Offered reports whether the product can be had there in any mode.
func (c Cell) Offered() bool {
	_, ok := c.Best()
	return ok
}

// Best is the mode in which the product is most surely had: by appointment, else in the order of the modes.
func (c Cell) Best() (Mode, bool) {
	for m := range Phone + 1 {
		if c.By[m].OK && m != Phone {
			return m, true
		}
	}
	return Phone, false
}

// Say tells in Dutch how the product is had there, or why it is not and what to do instead.
func (c Cell) Say() string {
	m, ok := c.Best()
	switch {
	case !ok:
		return c.WhyNot().Say()
	case c.By[m].Code == NoAppointmentNeeded:
		return sayCome
	}
	return strings.TrimSpace("Kan " + dutchWays[m] + ". " + c.By[m].Say())
}

// WhyNot is the refusal of a product that is not offered which tells most: that of appointments, unless the day has
// another way and just this product is left out there; to name that way as what there is would contradict it.
func (c Cell) WhyNot() Verdict {
	no := c.By[Appointment]
	for m := WalkIn; no.open && m < Phone; m++ {
		if out := c.By[m]; out.Code == ByAppointment || out.Code == NotThen {
			return out
		}
	}
	return no
}

// The channels of a matrix whose scope names none.
var allChannels = []office.Channel{office.ChannelDesk, office.ChannelPhone, office.ChannelWeb, office.ChannelKiosk, office.ChannelApp}

// Matrix is the offer, cell by cell: product by product at each site, on each date, through each channel. It is the
// one source of what web, kiosk, phone and desk show (A002-41); none of them decides anything of its own. Unknown
// sites and products have cells that say so.
func (p *Plan) Matrix(x Scope) iter.Seq[Cell] {
	x = p.filled(x)
	return func(yield func(Cell) bool) {
		for _, site := range x.Sites {
			for _, product := range x.Products {
				for date := x.Dates.From; date <= x.Dates.To; date++ {
					for _, by := range x.Channels {
						if !yield(p.cell(x, site, product, date, by)) {
							return
						}
					}
				}
			}
		}
	}
}

// filled is the scope with what it leaves open.
func (p *Plan) filled(x Scope) Scope {
	if len(x.Sites) == 0 {
		for _, s := range p.sites {
			x.Sites = append(x.Sites, s.ID)
		}
	}
	if len(x.Products) == 0 {
		for _, pr := range p.order {
			x.Products = append(x.Products, pr.ID)
		}
	}
	if len(x.Channels) == 0 {
		x.Channels = allChannels
	}
	return x
}

// cell judges one product in every mode; the visit is resolved once.
func (p *Plan) cell(x Scope, at office.SiteID, of office.ProductID, on office.Date, by office.Channel) Cell {
	c := Cell{Site: at, Product: of, Channel: by, Date: on}
	s, pr := p.bySite[at], p.products[of]
	if s == nil || pr == nil {
		for m := range Phone + 1 {
			c.By[m] = p.OfferIn(m, at, of, on, by)
		}
		return c
	}
	v := p.one(pr, by)
	v.named = x.Brought[of]
	for m := range Phone + 1 {
		c.By[m] = p.offer(m, s, v, on)
	}
	if x.Now.IsZero() || !c.By[Appointment].OK {
		return c
	}
	if on < p.Today(x.Now) {
		c.By[Appointment] = refusal(Past, SayDate(on)+" is voorbij.")
	} else if no := p.dateInTerm(v, on, x.Now); !no.OK {
		c.By[Appointment] = no
	}
	return c
}

// Why tells in Dutch why a product is not offered at a site on a date through a channel in any mode, what to do
// instead, and where else in the municipality it can be had that day. It is empty when the product is offered there.
func (p *Plan) Why(at office.SiteID, of office.ProductID, on office.Date, by office.Channel) string {
	own := p.cell(Scope{}, at, of, on, by)
	if own.Offered() {
		return ""
	}
	say, here := own.Say(), p.bySite[at]
	if here == nil || p.products[of] == nil || own.By[Appointment].Instead != "" {
		return say
	}
	var names []string
	for _, s := range p.sites {
		if s != here && s.with(here) && p.cell(Scope{}, s.ID, of, on, by).Offered() {
			names = append(names, s.Name)
		}
	}
	if len(names) > 0 {
		say += " Op deze dag kan het wel in " + list(names) + "."
	}
	return say
}
