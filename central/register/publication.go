package register

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// A change of hours that carries its publication is held against the norm where it is applied: citizens are told so many days
// before, or somebody writes down why not (A000-10). What the change says of its own first day must be so: a rule that is changed
// in place would hold from today, whatever a planner meant.

// LookAhead is how far a first day is looked for.
const LookAhead office.Date = 2 * 366

// Touched lists the sites of which a change puts or removes hours or offer: rules, closures, regimes and offers, as they were and as they will be.
// Everything else leaves hours alone.
func Touched(c *contract.PlanChange, before *contract.Plan, all []office.Site) (out []office.SiteID) {
	add := func(id string) {
		for _, s := range all {
			if (id == "" || s.ID == office.SiteID(id)) && !slices.Contains(out, s.ID) {
				out = append(out, s.ID)
			}
		}
	}
	for _, side := range []*contract.Plan{c.GetPut(), c.GetRemove()} {
		pieces(side.GetRules(), before.GetRules(), side == c.GetPut(), add)
		pieces(side.GetClosures(), before.GetClosures(), side == c.GetPut(), add)
		pieces(side.GetRegimes(), before.GetRegimes(), side == c.GetPut(), add)
		for _, o := range side.GetOffers() { // the site is part of its name
			add(o.GetSite())
		}
	}
	return out
}

// sited is a piece of the plan of one site, or of all.
type sited interface {
	GetId() string
	GetSite() string
}

// pieces adds the sites of pieces: those that they had, and when put, those that they get.
func pieces[T sited](list, before []T, put bool, add func(string)) {
	for _, one := range list {
		if put {
			add(one.GetSite())
		}
		for _, was := range before {
			if was.GetId() == one.GetId() {
				add(was.GetSite())
			}
		}
	}
}

// Norm is how many days before a change of hours of these sites citizens are told: the longest of theirs.
func Norm(p *contract.Plan, sites []office.SiteID) (days int) {
	for _, s := range sites {
		days = max(days, rulebook.NormOf(p, s))
	}
	return days
}

// Early reports whether a publication gives citizens fewer days than the norm.
func Early(p *contract.Publication, norm int) bool {
	return int(p.GetEffective())-int(p.GetPublished()) < norm
}

// unpublished refuses a change whose publication does not hold; nil: it does, or it carries none.
func (t *turn) unpublished(p *contract.Publication, c *contract.PlanChange, stored *contract.Plan, before, after *calendar.Plan) *contract.HQReply {
	if p == nil {
		return nil
	}
	today, starts, told := before.Today(t.now), office.Date(p.Effective), office.Date(p.Published)
	sites := Touched(c, stored, before.Sites())
	norm := Norm(stored, sites)
	no := func(format string, a ...any) *contract.HQReply {
		return refuse(fault.Invalid, "publication", fmt.Sprintf(format, a...)+" Er is niets gewijzigd.")
	}
	switch {
	case starts < today:
		return no("Een wijziging kan niet ingaan op een dag die voorbij is (%s).", calendar.SayDate(starts))
	case told < today:
		return no("De bekendmaking kan niet op een dag vallen die voorbij is (%s).", calendar.SayDate(told))
	case told > starts:
		return no("De bekendmaking (%s) komt na de eerste dag (%s).", calendar.SayDate(told), calendar.SayDate(starts))
	case starts > today+LookAhead:
		return no("%s is te ver weg: een wijziging gaat binnen twee jaar in.", calendar.SayDate(starts))
	case Early(p, norm) && strings.TrimSpace(p.Hurry) == "":
		return no("Bewoners horen dit minstens %d dagen vooraf. Schrijf op waarom dat nu niet kan, of kies een latere dag.", norm)
	}
	if first, otherwise := before.FirstChange(after, sites, office.Period{From: today, To: starts - 1}); otherwise {
		return no("De wijziging geldt al vanaf %s, voor de eerste dag die er staat (%s).", calendar.SayDate(first), calendar.SayDate(starts))
	}
	return nil
}
