package rulebook

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// KioskID names a rule of a self-service desk: there is one for each site and first day.
func KioskID(k *contract.KioskRule) string {
	if k.GetValidFrom() == 0 {
		return k.GetSite()
	}
	return fmt.Sprintf("%s vanaf %s", k.GetSite(), office.Date(k.ValidFrom))
}

// KioskOn is the rule of a site's self-service desk on a day: the latest that has begun; nil when there is none, which asks nothing
// and hopes for nothing.
func KioskOn(p *contract.Plan, site office.SiteID, d office.Date) (found *contract.KioskRule) {
	for _, k := range p.GetKiosks() {
		if k.GetSite() == string(site) && office.Date(k.GetValidFrom()) <= d && (found == nil || k.ValidFrom > found.ValidFrom) {
			found = k
		}
	}
	return found
}

// mostTarget and mostReason bound what a rule may say.
const (
	mostTarget = 100_000
	mostReason = 500
)

// checkKiosks refuses rules of self-service desks that are wrong, there twice, or of a site that nobody knows. A rule that a newer
// headquarters wrote is taken as far as it is understood: nothing in it concerns custody.
func checkKiosks(p *contract.Plan) error {
	seen := map[string]bool{}
	for _, k := range p.GetKiosks() {
		bad := func(field, say string) error {
			return spoilt("rulebook.Compile", calendar.KioskThing, KioskID(k), field, fault.New("rulebook", fault.Invalid).Tell(say, ""))
		}
		switch _, known := catalogue.Embedded().Location(office.SiteID(k.GetSite())); {
		case !known:
			return spoilt("rulebook.Compile", calendar.KioskThing, KioskID(k), "site", unknownName(k.GetSite()))
		case seen[KioskID(k)]:
			return bad("valid_from", "Er is er al één van die dag.")
		case k.GetTargetWeek() > mostTarget:
			return bad("target_week", "Dit streefcijfer is te hoog.")
		case k.GetLetterAgainDays() > 3650:
			return bad("letter_again_days", "Dit is langer dan tien jaar.")
		case !slices.Contains([]string{"", "keep", "stop"}, k.GetDecision()):
			return bad("decision", "Een beslissing is behouden of stoppen.")
		case len(k.GetReason()) > mostReason:
			return bad("reason", "De reden is te lang.")
		}
		seen[KioskID(k)] = true
	}
	return nil
}
