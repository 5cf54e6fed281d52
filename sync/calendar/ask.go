package calendar

import (
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// ask is a query resolved against a plan: what is the same on every day is judged once. It belongs to one
// search and one goroutine.
type ask struct {
	Query
	plan        *Plan
	visit       visit
	sites       []siteAsk
	first, last office.Date
	soonest     time.Time     // no visit can begin before
	weekday     time.Weekday  // of the date being searched
	skip        office.SeatID // a place that begins with this seat is not wanted
}

// siteAsk is a site that may serve the visit.
type siteAsk struct {
	*site
	warnings []string
}

// ask resolves a query, or says why nothing can come of it.
func (p *Plan) ask(q Query) (*ask, Verdict) {
	a := &ask{Query: q, plan: p}
	if a.Days == 0 {
		a.Days = EveryDay
	}
	var verdict Verdict
	if a.visit, verdict = p.visit(q.Products, q.Persons, q.Channel); !verdict.OK {
		return nil, verdict
	}
	a.visit.named = q.Named
	a.soonest = a.visit.term.soonest(q.Now)
	for _, judge := range []func() Verdict{a.places, func() Verdict { return a.visit.urgent(a.Urgency) }, a.dates} {
		if verdict = judge(); !verdict.OK {
			return nil, verdict
		}
	}
	return a, fine
}

// dates narrows the query's dates to the visit's window.
func (a *ask) dates() Verdict {
	a.first, a.last = a.plan.dates(a.visit.term.Window, a.Now)
	switch {
	case a.To != 0 && a.To < a.plan.Today(a.Now):
		return refusal(Past, SayDate(a.To)+" is voorbij.")
	case a.To != 0 && a.To < a.first, a.first > a.last:
		return a.plan.dateInTerm(a.visit, max(a.To, a.From), a.Now)
	case a.From > a.last:
		return a.plan.dateInTerm(a.visit, a.From, a.Now)
	case a.To != 0 && (a.To+1).At(0, a.plan.zone).Before(a.soonest):
		return refusal(TooSoon, sayNotice(a.plan, a.soonest))
	}
	if a.From != 0 {
		a.first = max(a.first, a.From)
	}
	if a.To != 0 {
		a.last = min(a.last, a.To)
	}
	return fine
}

// places gathers the sites that may serve the visit, those nearest to the visitor first. With none, the verdict says
// why: of the one site, of the channel, or in general.
func (a *ask) places() Verdict {
	var sites []*site
	if len(a.Sites) == 0 {
		sites = a.plan.town(a.At)
	} else {
		for _, id := range a.Sites {
			s := a.plan.bySite[id]
			if s == nil {
				return refusal(UnknownSite, sayUnknownSite)
			}
			if !slices.Contains(sites, s) {
				sites = append(sites, s)
			}
		}
	}
	sites, no := a.reach(sites)
	for _, s := range sites {
		verdict, warnings := a.plan.at(s, a.visit)
		if verdict.OK {
			a.sites = append(a.sites, siteAsk{s, warnings})
		} else if len(sites) == 1 || verdict.Code == NoAppointmentNeeded || verdict.Code == StaffOnly {
			no = verdict
		}
	}
	if len(a.sites) == 0 {
		return no
	}
	return fine
}
