package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Offer tells whether a product can be had by appointment at a site on a date through a channel: the one
// source of the offer for web, kiosk, phone and desk (A002-41). It does not look at the clock, the
// channel's window or at what is taken; Check and Search do.
func (p *Plan) Offer(at office.SiteID, of office.ProductID, on office.Date, by office.Channel) Verdict {
	s, pr := p.bySite[at], p.products[of]
	if s == nil {
		return refusal(UnknownSite, sayUnknownSite)
	}
	if pr == nil {
		return refusal(UnknownProduct, sayUnknownProduct)
	}
	v := visit{products: []*product{pr}, channel: by}
	v.want = newSet(len(p.order))
	v.want.add(pr.index)
	verdict, _ := p.at(s, v)
	if !verdict.OK {
		return verdict
	}
	if no := v.offered(on); !no.OK {
		return no
	}
	if no := p.day(s, on).served(v); !no.OK {
		return no
	}
	return verdict
}

// visit is what somebody comes for, resolved against a plan.
type visit struct {
	products []*product
	want     set // the same as a set
	persons  int
	minutes  int // at the desk, for all products and persons together
	channel  office.Channel
}

// visit resolves products and persons. Fewer than one person counts as one.
func (p *Plan) visit(ids []office.ProductID, persons int, by office.Channel) (visit, Verdict) {
	v := visit{persons: max(persons, 1), channel: by, want: newSet(len(p.order))}
	for _, id := range ids {
		pr := p.products[id]
		if pr == nil {
			return visit{}, refusal(UnknownProduct, sayUnknownProduct)
		}
		v.products = append(v.products, pr)
		v.want.add(pr.index)
		v.minutes += pr.Duration.Value.For(v.persons)
	}
	if len(v.products) == 0 {
		return visit{}, refusal(UnknownProduct, sayNoProduct)
	}
	return v, fine
}

// Minutes is the desk time of a visit: for each product the first person's and what each further person
// adds. It is an error (UnknownProduct) to ask for a product that is not in the plan, or for none.
func (p *Plan) Minutes(products []office.ProductID, persons int) (int, error) {
	v, verdict := p.visit(products, persons, office.ChannelDesk)
	return v.minutes, verdict.fault("calendar.Minutes", "")
}

// at judges what does not depend on the date: facilities of the site and rights of the channel. The
// warnings of all products come as sentences; the verdict carries the first.
func (p *Plan) at(s *site, v visit) (Verdict, []string) {
	verdict, tell, bare := fine, []string(nil), 0
	for _, pr := range v.products {
		one := p.facilities(s, pr)
		if !one.OK {
			return one, nil
		}
		verdict, tell = join(verdict, tell, one)
		one = appointment(pr, v.channel)
		if !one.OK {
			return one, nil
		}
		if one.Code == NoAppointmentNeeded {
			bare++
		}
		verdict, tell = join(verdict, tell, one)
	}
	// Something that needs no appointment may ride along with something that does; alone it is the
	// privilege of staff to book it.
	if bare == len(v.products) && !v.channel.Staff() {
		return refusal(NoAppointmentNeeded, sayBare(v.products[0])), nil
	}
	return verdict, tell
}

// join adds a warning to a verdict that has none and to the sentences that do not have it yet.
func join(v Verdict, tell []string, one Verdict) (Verdict, []string) {
	if !one.Warn {
		return v, tell
	}
	for _, said := range tell {
		if said == one.Reason {
			return v, tell
		}
	}
	if !v.Warn {
		v = one
	}
	return v, append(tell, one.Reason)
}

// facilities judges what the building has. Nobody having said that there is a vault counts as none.
func (p *Plan) facilities(s *site, pr *product) Verdict {
	if !s.Serves(pr.Cluster.Value) {
		return refusal(NotThere, fmt.Sprintf("%s doet niet aan '%s'.", s.Name, pr.Dutch))
	}
	if pr.Vault.Value && !s.Vault.Value {
		return refusal(NoVault, fmt.Sprintf(
			"'%s' kan niet in %s: daar is geen kluis om documenten veilig te bewaren.", pr.Dutch, s.Name))
	}
	if pr.Photo.Value && !s.PhotoBooth.Value {
		return warning(PhotoNeeded, p.sayPhoto(s))
	}
	return fine
}

// appointment judges whether the channel may make an appointment for the product.
func appointment(pr *product, by office.Channel) Verdict {
	switch need := pr.Appointment.Value; {
	case need == office.AppointmentNone:
		return warning(NoAppointmentNeeded, sayBare(pr))
	case need == office.AppointmentStaffOnly && !by.Staff():
		return refusal(StaffOnly, fmt.Sprintf("'%s' kan alleen een medewerker inplannen.", pr.Dutch))
	}
	return fine
}

// offered judges the dates between which the products are offered at all.
func (v visit) offered(on office.Date) Verdict {
	for _, pr := range v.products {
		if pr.Offered.Contains(on) {
			continue
		}
		if pr.Offered.From != 0 && on < pr.Offered.From {
			return refusal(NotYet, fmt.Sprintf("'%s' kan vanaf %s.", pr.Dutch, SayDate(pr.Offered.From)))
		}
		return refusal(NoLonger, fmt.Sprintf("'%s' kon tot en met %s; daarna niet meer.", pr.Dutch, SayDate(pr.Offered.To)))
	}
	return fine
}

// served judges the opening hours: is there, on the day, an opening by appointment for all of the visit?
func (d *Day) served(v visit) Verdict {
	if d.seats == 0 {
		return refusal(Closed, d.Closed)
	}
	for _, l := range d.limits {
		if l.span == (span{0, office.EndOfDay}) && l.products.meets(v.want) {
			return refusal(Closed, fmt.Sprintf("Dit kan niet in %s op %s: %s.", d.site.Name, SayDate(d.Date), l.reason))
		}
	}
	for i := range d.Openings {
		if d.Openings[i].takes(v) {
			return fine
		}
	}
	return refusal(NotThen, fmt.Sprintf("%s doet dit niet op afspraak op %s.", d.site.Name, SayDate(d.Date)))
}

// takes reports whether the opening has seats for all of the visit's products.
func (o *Opening) takes(v visit) bool { return o.Mode == Appointment && o.serves.covers(v.want) }
