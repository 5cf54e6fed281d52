package rulebook

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// NormDays is how many days before a change of hours citizens are told of it where no planner said otherwise (A000-10);
// mostNorm is the longest that a norm can be.
const (
	NormDays = 7
	mostNorm = 90
)

// NormID names a norm of publication: there is one for each site.
func NormID(n *contract.NoticeNorm) string {
	if n.GetSite() == "" {
		return "elke locatie"
	}
	return n.GetSite()
}

// NormOf is the norm of publication of a site, in days: its own, else that of every site, else NormDays.
func NormOf(p *contract.Plan, site office.SiteID) int {
	days := NormDays
	for _, n := range p.GetNorms() {
		switch n.GetSite() {
		case string(site):
			return int(n.GetDays())
		case "":
			days = int(n.GetDays())
		}
	}
	return days
}

// checkNorms refuses norms that are too long, there twice, or of a site that nobody knows.
func checkNorms(p *contract.Plan) error {
	const op = "rulebook.Compile"
	seen := map[string]bool{}
	for _, n := range p.GetNorms() {
		bad := func(field, say string) error {
			return spoilt(op, calendar.NormThing, NormID(n), field, fault.New(op, fault.Invalid).Tell(say, ""))
		}
		switch _, known := catalogue.Embedded().Location(office.SiteID(n.GetSite())); {
		case n.GetSite() != "" && !known:
			return spoilt(op, calendar.NormThing, NormID(n), "site", unknownName(n.GetSite()))
		case seen[NormID(n)]:
			return bad("site", "Er is er al één.")
		case n.GetDays() > mostNorm:
			return bad("days", fmt.Sprintf("Het zijn hoogstens %d dagen.", mostNorm))
		}
		seen[NormID(n)] = true
	}
	return nil
}
