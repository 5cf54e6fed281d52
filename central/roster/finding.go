package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Weight is what follows from a finding.
type Weight string

// The weights.
const (
	Refused Weight = "refused" // no roster may have it
	Breach  Weight = "breach"  // only when a planner accepts it by its key
	Note    Weight = "note"    // good to know
)

// Kind is the rule that a finding is of.
type Kind string

// The kinds of findings.
const (
	Malformed Kind = "form"     // the shift is none: no hours, no such person, site or work
	Twice     Kind = "twice"    // one person in two places, or in one place twice
	Travel    Kind = "travel"   // too little time from one site to the next
	Rest      Kind = "rest"     // too little rest between two days
	WeekRest  Kind = "week"     // no long rest in seven days
	LongDay   Kind = "day"      // more work on a date than the longest day
	Away      Kind = "absent"   // the person is not there
	Foreign   Kind = "site"     // the person does not work at the site
	Unfit     Kind = "work"     // nor do this kind of work
	Unskilled Kind = "skill"    // nor anything of what the desk offers
	Teams     Kind = "team"     // two teams that never share a shift do
	SameDesk  Kind = "desk"     // two people at one desk
	Overtime  Kind = "contract" // more hours in a week than the contract says
	Idle      Kind = "idle"     // the post is not open
)

var weights = map[Kind]Weight{Malformed: Refused, Twice: Refused, Travel: Breach, Rest: Breach, WeekRest: Breach, LongDay: Breach, Away: Breach,
	Foreign: Breach, Unfit: Breach, Unskilled: Breach, Teams: Breach, SameDesk: Breach, Overtime: Note, Idle: Note}

// Finding is a rule that shifts break.
type Finding struct {
	Kind   Kind
	Shifts []Shift // that break it together; the first is the one that it is told of
	Say    string  // Dutch, with names and hours
}

// Weight is what follows from it.
func (f Finding) Weight() Weight { return weights[f.Kind] }

// Key names the finding for who accepts it: "rest/an/2026-11-24/09:00", of every person that has part in it. It holds as long as
// the shift begins when it does.
func (f Finding) Key() string {
	var people []string
	for _, s := range f.Shifts {
		people = append(people, string(s.Person))
	}
	slices.Sort(people)
	first := f.Shifts[0]
	return fmt.Sprintf("%s/%s/%s/%s", f.Kind, strings.Join(slices.Compact(people), "+"), first.Date, first.From)
}

// Of reports whether a shift of the site in the period has part in it.
func (f Finding) Of(site office.SiteID, in office.Period) bool {
	return slices.ContainsFunc(f.Shifts, func(s Shift) bool { return s.Site == site && in.Contains(s.Date) })
}

// compare orders findings: the gravest first, then by when and who.
func (f Finding) compare(o Finding) int {
	grave := []Weight{Refused, Breach, Note}
	return cmp.Or(cmp.Compare(slices.Index(grave, f.Weight()), slices.Index(grave, o.Weight())), f.Shifts[0].Compare(o.Shifts[0]), cmp.Compare(f.Kind, o.Kind),
		cmp.Compare(f.Say, o.Say))
}

// Blocking lists the findings that keep a roster from being stored: those that are refused, and breaches whose key is not
// accepted.
func Blocking(all []Finding, accepted []string) (out []Finding) {
	for _, f := range all {
		if w := f.Weight(); w == Refused || w == Breach && !slices.Contains(accepted, f.Key()) {
			out = append(out, f)
		}
	}
	return out
}
