package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Everything here is Dutch, level B1, as shown on screens. Names of weekdays and months come without
// a capital, hours as 09:00.

const sayUnknownSite = "Deze locatie is niet bekend."

var dutchDays = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

var dutchMonths = [...]string{"januari", "februari", "maart", "april", "mei", "juni",
	"juli", "augustus", "september", "oktober", "november", "december"}

var dutchModes = [...]string{"op afspraak", "vrije inloop", "onthaal", "zelfbediening", "telefoon"}

// dutchPlaces is what a day has in a mode.
var dutchPlaces = [...]string{"afspraken", "vrije inloop", "onthaal", "zelfbediening", "telefoon"}

// dutchWays says how something is had in a mode.
var dutchWays = [...]string{"op afspraak", "tijdens de vrije inloop", "aan het onthaal", "aan een zelfbedieningsloket", "aan de telefoon"}

// SayDate writes a date in Dutch: "dinsdag 11 november 2025".
func SayDate(d office.Date) string {
	y, m, day := d.UTC().Date()
	return fmt.Sprintf("%s %d %s %d", dutchDays[d.Weekday()], day, dutchMonths[m-1], y)
}

// sayPart tells of a closure of a part of the day, or of some modes.
func sayPart(c *closure) string {
	s, what := c.span(), "Gesloten"
	if c.Modes != 0 {
		var names []string
		for m := Appointment; m <= Phone; m++ {
			if c.Modes.Has(m) {
				names = append(names, dutchModes[m])
			}
		}
		what = "Gesloten voor " + list(names)
	}
	if s == wholeDay {
		return fmt.Sprintf("%s: %s.", what, c.Reason)
	}
	return fmt.Sprintf("%s van %s tot %s: %s.", what, s.from, s.to, c.Reason)
}

// list writes "a, b en c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " en " + names[last]
}

// sayLimit tells of a closure of single products.
func (p *Plan) sayLimit(c *closure) string {
	var names []string
	for _, id := range c.Products {
		names = append(names, p.products[id].Dutch)
	}
	when := "deze dag"
	if c.From != 0 || c.To != 0 {
		when = fmt.Sprintf("van %s tot %s", c.From, c.To)
	}
	return fmt.Sprintf("Niet %s: %s (%s).", when, strings.Join(names, ", "), c.Reason)
}

// why is sayWhy, remembered: matrices ask it once per product and channel.
func (d *Day) why(m Mode) Verdict {
	if said := d.said[m].Load(); said != nil {
		return *said
	}
	say := d.sayWhy(m)
	d.said[m].Store(&say)
	return say
}

// sayWhy tells why nobody is served in a mode on the day: a closure that took away what there would have been, what
// the site does instead, or simply not open.
func (d *Day) sayWhy(m Mode) Verdict {
	dark := len(d.Openings) == 0 // then whatever took the last of them away is the reason in every mode
	for _, c := range d.cuts {
		if c.reason != "" && c.modes.Has(m) && (d.wouldOpen(m, c.span) || dark && d.wouldOpen(Appointment, c.span)) {
			return refusal(Closed, fmt.Sprintf("%s is gesloten op %s: %s.", d.site.Name, SayDate(d.Date), c.reason))
		}
	}
	if dark {
		return refusal(Closed, fmt.Sprintf("%s is niet open op %s.", d.site.Name, SayDate(d.Date)))
	}
	var other []string
	for _, o := range d.Openings {
		if say := fmt.Sprintf("%s van %s tot %s", dutchModes[o.Mode], o.From, o.To); !slices.Contains(other, say) {
			other = append(other, say)
		}
	}
	no := refusal(Closed, fmt.Sprintf("%s heeft op %s geen %s; wel %s.", d.site.Name, SayDate(d.Date), dutchPlaces[m], strings.Join(other, ", ")))
	no.open = true
	return no
}

// wouldOpen reports whether a rule of the date has hours in the mode, or else in any, that s takes away.
func (d *Day) wouldOpen(m Mode, s span) bool {
	for _, r := range d.site.rules {
		if (r.Mode == m || m == Appointment) && r.Opens(d.Date) && s.overlaps(span{r.From, r.To}) {
			return true
		}
	}
	return false
}

const (
	sayUnknownProduct = "Dit product is niet bekend."
	sayNoProduct      = "Er is geen product gekozen."
	sayCome           = "Kan zonder afspraak: kom langs tijdens de openingsuren."
)

// sayBare tells that no appointment is needed.
func sayBare(pr *product) string { return fmt.Sprintf("Voor '%s' is geen afspraak nodig.", pr.Dutch) }

// sayPhoto tells to bring a photo, and where the nearest booth is: in the same district, else in the same
// municipality, first in order (A002-42). Sites carry no coordinates yet.
func (p *Plan) sayPhoto(s *site) string {
	say := fmt.Sprintf("Breng een pasfoto mee: in %s is geen fotocabine.", s.Name)
	var near *site
	for _, o := range p.sites {
		if !o.PhotoBooth.Value || !o.with(s) {
			continue
		}
		if o.District == s.District {
			near = o
			break
		}
		if near == nil {
			near = o
		}
	}
	if near != nil {
		say += fmt.Sprintf(" De dichtstbijzijnde staat in %s.", near.Name)
	}
	return say
}

// sayTooLong tells that no stretch of the day is long enough; with several persons, that they are too many.
func sayTooLong(d *Day, v visit) string {
	if v.persons > 1 {
		return fmt.Sprintf("Voor %d personen duurt dit %d minuten; zo lang is %s op %s niet aan één stuk open.",
			v.persons, v.minutes, d.site.Name, SayDate(d.Date))
	}
	return fmt.Sprintf("Dit duurt %d minuten; zo lang is %s op %s niet aan één stuk open.",
		v.minutes, d.site.Name, SayDate(d.Date))
}

// capital puts a capital on an ASCII first letter, which all names of weekdays have.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// sayNotice tells from when on a visit can begin.
func sayNotice(p *Plan, soonest time.Time) string {
	local := soonest.In(p.zone)
	return fmt.Sprintf("Dit moet vooraf gevraagd worden: het kan vanaf %s om %s.", SayDate(office.DateOf(local)), office.MinuteOf(local))
}
