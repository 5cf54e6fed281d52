package calendar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Shut tells in Dutch why the rules leave a query no place at all, whatever is taken: the holiday or closure by its name,
// a day on which the site is not open or not in this way, a thing that it does not do then. It is empty when there would
// be a place if none were taken: then all are taken, and only then may somebody be told so. Errors are those of Search.
func Shut(q Query, p *Plan) (string, error) {
	a, verdict := p.ask(q)
	if !verdict.OK {
		return "", verdict.fault("calendar.Shut", "")
	}
	any := false
	var days []office.Date
	for date := a.first; date <= a.last; date++ {
		a.each(date, Everything, func(candidate) bool { any = true; return false })
		if any {
			return "", nil
		}
		if a.Days.Has(date.Weekday()) {
			days = append(days, date)
		}
	}
	switch {
	case len(days) == 0:
		return "De gevraagde weekdag valt niet in deze periode. Kies een ander moment.", nil
	case len(days) == 1:
		return a.shutOn(days[0]), nil
	case len(a.sites) == 1:
		return fmt.Sprintf("Van %s tot en met %s kan dit niet in %s. %s", SayDate(days[0]), SayDate(days[len(days)-1]), a.sites[0].Name,
			a.shutAt(a.sites[0].site, days[0]).Say()), nil
	}
	return fmt.Sprintf("Van %s tot en met %s kan dit op geen enkele locatie. Kies een ander moment.", SayDate(days[0]), SayDate(days[len(days)-1])), nil
}

// shutOn tells why no site has a place on a date: the one reason of all of them, where there is one.
func (a *ask) shutOn(date office.Date) string {
	first := a.shutAt(a.sites[0].site, date)
	name, holiday := HolidayOn(date)
	switch {
	case len(a.sites) == 1, first.Code == NotYet, first.Code == NoLonger:
		return first.Say()
	case holiday:
		return fmt.Sprintf("Alle locaties zijn gesloten op %s: %s. Kies een ander moment.", SayDate(date), name)
	}
	return fmt.Sprintf("Op %s kan dit op geen enkele locatie. Kies een ander moment.", SayDate(date))
}

// shutAt tells why a site has no place on a date on which the rules leave none.
func (a *ask) shutAt(s *site, date office.Date) Verdict {
	if no := a.plan.offeredAt(s, a.visit, date); !no.OK {
		return no
	}
	d := a.plan.day(s, date)
	if no := d.served(Appointment, a.visit); !no.OK {
		return a.leftOut(s, date, no)
	}
	var hours []string
	longest, whole := false, (*limit)(nil)
	for i := range d.Openings {
		o := &d.Openings[i]
		if !o.takes(Appointment, a.visit) {
			continue
		}
		longest = longest || o.need(a.visit.minutes) <= o.Slots
		if l := d.limited(Appointment, a.visit, span{o.From, o.To}); l != nil {
			whole = l
		}
		if say := fmt.Sprintf("van %s tot %s", o.From, o.To); !slices.Contains(hours, say) {
			hours = append(hours, say)
		}
	}
	switch {
	case !longest:
		return refusal(TooLong, sayTooLong(d, a.visit))
	case a.plan.notBefore(date, a.soonest) > 0:
		return refusal(PastClosing, fmt.Sprintf("Voor vandaag is het te laat: %s heeft afspraken %s.", s.Name, list(hours)))
	case whole != nil && a.Part == AnyTime:
		return refusal(Closed, fmt.Sprintf("Dit kan niet in %s op %s: %s.", s.Name, SayDate(date), whole.reason))
	}
	return refusal(NotThen, fmt.Sprintf("%s heeft op %s alleen afspraken %s.", s.Name, SayDate(date), strings.Join(hours, " en ")))
}

// leftOut is the refusal of a day without appointments that has another way; where just one of the products is left out
// of that way, to name it as what there is would contradict it.
func (a *ask) leftOut(s *site, date office.Date, no Verdict) Verdict {
	for i := range a.visit.products {
		if c := a.plan.cell(Scope{}, s.ID, a.visit.products[i].ID, date, a.Channel); no.open && !c.Offered() {
			return c.WhyNot()
		}
	}
	return no
}
