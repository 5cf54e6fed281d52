package calendar

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Offer tells whether a product can be had by appointment at a site on a date through a channel: the one
// source of the offer for web, kiosk, phone and desk (A002-41). It does not look at the clock, the
// channel's window or at what is taken; Check and Search do.
func (p *Plan) Offer(at office.SiteID, of office.ProductID, on office.Date, by office.Channel) Verdict {
	return p.OfferIn(Appointment, at, of, on, by)
}

// OfferIn is Offer for a mode: by appointment, in a walk-in window, at the reception, at the self-service desk, on
// the phone. The channel matters to appointments only.
func (p *Plan) OfferIn(m Mode, at office.SiteID, of office.ProductID, on office.Date, by office.Channel) Verdict {
	s, pr := p.bySite[at], p.products[of]
	if s == nil {
		return refusal(UnknownSite, sayUnknownSite)
	}
	if pr == nil {
		return refusal(UnknownProduct, sayUnknownProduct)
	}
	return p.offer(m, s, p.one(pr, by), on)
}

// OfferBrought is OfferIn for staff of a site to which documents of the product were brought for the day (A002-45): there a
// vault is not needed.
func (p *Plan) OfferBrought(m Mode, at office.SiteID, of office.ProductID, on office.Date) Verdict {
	s, pr := p.bySite[at], p.products[of]
	if s == nil || pr == nil {
		return p.OfferIn(m, at, of, on, office.ChannelDesk)
	}
	v := p.one(pr, office.ChannelDesk)
	v.named = true
	return p.offer(m, s, v, on)
}

// offer judges one product at a site. Of several reasons the gravest speaks: what the site never does, or not to this
// channel, before a holiday or a closure, that before what it does not do on this day, and last that it is had in another
// mode. So nobody is told to come in another way on a day on which nobody is served.
func (p *Plan) offer(m Mode, s *site, v visit, on office.Date) Verdict {
	var verdict Verdict
	if m == Appointment {
		verdict, _ = p.at(s, v)
	} else {
		verdict = p.without(m, s, v.products[0], v.named)
	}
	if !verdict.OK && !verdict.otherwise() {
		return verdict
	}
	if no := p.offeredAt(s, v, on); !no.OK {
		return no
	}
	d := p.day(s, on)
	if no := d.served(m, v); !no.OK && (verdict.OK || no.Code == Closed && (m != Appointment || !no.open)) {
		return no
	}
	return verdict
}

// otherwise reports whether a refusal is about the mode only: the same site has it in another.
func (v Verdict) otherwise() bool { return v.Code == ByAppointment || v.Code == NoAppointmentNeeded }

// without judges whether a product can be had without appointment in a mode, as far as the date does not matter: what
// the building has, and which products are that simple (A000-34, A001-16).
func (p *Plan) without(m Mode, s *site, pr *product, named bool) Verdict {
	here := p.facilities(s, pr, named)
	if m == SelfService || m == Phone { // what the building keeps does not matter there
		here = serves(s, pr)
	}
	if !here.OK {
		return here
	}
	can := true
	switch m {
	case WalkIn:
		can = pr.WalkIn.Value
	case Reception:
		can = pr.Snelbalie.Value
	case SelfService:
		can = pr.SelfService.Value != office.SelfServiceNone
	}
	if !can {
		no := refusal(ByAppointment, fmt.Sprintf("'%s' kan niet %s.", pr.Dutch, dutchWays[m]))
		if pr.Appointment.Value == office.AppointmentNone {
			no.Instead = "Vraag het aan het onthaal."
		}
		return no
	}
	return here
}

// at judges what does not depend on the date: facilities of the site and rights of the channel. The
// warnings of all products come as sentences; the verdict carries the first.
func (p *Plan) at(s *site, v visit) (Verdict, []string) {
	verdict, tell, bare := fine, []string(nil), 0
	for _, pr := range v.products {
		one := p.facilities(s, pr, v.named)
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

// serves judges whether the site does this sort of thing at all.
func serves(s *site, pr *product) Verdict {
	if !s.Serves(pr.Cluster.Value) {
		return refusal(NotThere, fmt.Sprintf("%s doet niet aan '%s'.", s.Name, pr.Dutch))
	}
	return fine
}

// facilities judges what the building has. Nobody having said that there is a vault counts as none; a document that is
// named needs none where it is.
func (p *Plan) facilities(s *site, pr *product, named bool) Verdict {
	if no := serves(s, pr); !no.OK {
		return no
	}
	if pr.Vault.Value && !s.Vault.Value && !named {
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

// offered judges the dates between which the products are offered at all; after the last one a signpost says what to do
// instead (A002-47).
func (p *Plan) offered(v visit, on office.Date) Verdict {
	for _, pr := range v.products {
		if pr.Offered.Contains(on) {
			continue
		}
		if pr.Offered.From != 0 && on < pr.Offered.From {
			return refusal(NotYet, fmt.Sprintf("'%s' kan vanaf %s.", pr.Dutch, SayDate(pr.Offered.From)))
		}
		no := refusal(NoLonger, fmt.Sprintf("'%s' kon tot en met %s; daarna niet meer.", pr.Dutch, SayDate(pr.Offered.To)))
		no.Instead = p.signposts[pr.ID].text(p)
		return no
	}
	return fine
}

// served judges the opening hours: is there, on the day, an opening in the mode for all of the visit?
func (d *Day) served(m Mode, v visit) Verdict {
	if !d.has(m) {
		return d.ended(m, v, d.why(m))
	}
	for _, l := range d.limits {
		if l.span == wholeDay && l.modes.Has(m) && l.products.meets(v.want) {
			return refusal(Closed, fmt.Sprintf("Dit kan niet in %s op %s: %s.", d.site.Name, SayDate(d.Date), l.reason))
		}
	}
	for i := range d.Openings {
		if d.Openings[i].takes(m, v) {
			return fine
		}
	}
	return d.ended(m, v, refusal(NotThen, fmt.Sprintf("%s doet dit niet %s op %s.", d.site.Name, dutchWays[m], SayDate(d.Date))))
}

// has reports whether the day has an opening in the mode.
func (d *Day) has(m Mode) bool {
	if m == Appointment {
		return d.seats > 0
	}
	for i := range d.Openings {
		if d.Openings[i].Mode == m {
			return true
		}
	}
	return false
}

// ended adds the signpost of a rule that served the visit until it ended, when nothing later does.
func (d *Day) ended(m Mode, v visit, no Verdict) Verdict {
	var last *rule
	for i := range d.site.rules {
		r := &d.site.rules[i]
		if r.Mode != m || !r.serves.covers(v.want) {
			continue
		}
		if r.Valid.To == 0 || r.Valid.To >= d.Date {
			return no
		}
		if !r.After.empty() && (last == nil || r.Valid.To > last.Valid.To) {
			last = r
		}
	}
	if last != nil {
		no.Instead = last.After.text(d.plan)
	}
	return no
}

// takes reports whether the opening serves all of the visit's products in the mode.
func (o *Opening) takes(m Mode, v visit) bool { return o.Mode == m && o.serves.covers(v.want) }
