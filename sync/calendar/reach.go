package calendar

import (
	"cmp"
	"fmt"
	"slices"
)

// Reach says how far from home a visitor wants to go. Sites carry no coordinates, so districts tell near from far
// (facts 2.6: the district is asked, not the address).
type Reach uint8

// The reaches. Anywhere is what people choose who want the first free place, wherever it is (A002-34). The numbers
// cross the wire: do not reorder.
const (
	Anywhere   Reach = iota
	Nearby           // the own district and those next to it
	InDistrict       // the own district
)

// far is how far a site is from a district: 0 in it, then in the order of the districts next to it, then all others.
func (p *Plan) far(s *site, district string) int {
	if s.District == district {
		return 0
	}
	near := p.near[district]
	if i := slices.Index(near, s.District); i >= 0 {
		return 1 + i
	}
	return 1 + len(near)
}

// within reports whether a site is within reach of the asker's district.
func (a *ask) within(s *site) bool {
	switch a.Reach {
	case Nearby:
		return a.plan.far(s, a.District) <= len(a.plan.near[a.District])
	case InDistrict:
		return s.District == a.District
	}
	return true
}

// reach keeps of the sites those that the visitor can and wants to go to, the nearest first, and says why should none
// of them do.
func (a *ask) reach(sites []*site) ([]*site, Verdict) {
	no := refusal(NotThere, "Geen enkele locatie biedt dit aan.")
	if a.District == "" && !a.StepFree {
		return sites, no
	}
	var kept []*site
	for _, s := range sites {
		if a.StepFree && !s.stepFree {
			continue
		}
		if a.District == "" || a.within(s) {
			kept = append(kept, s)
		}
	}
	switch {
	case a.District != "" && a.Reach != Anywhere:
		no = refusal(NotNear, fmt.Sprintf("Geen enkele locatie in %s of vlakbij biedt dit aan.", a.District))
	case a.StepFree:
		no = refusal(NotStepFree, "Van geen enkele locatie die dit aanbiedt is bekend dat ze zonder trappen toegankelijk is.")
	}
	if a.District != "" {
		slices.SortStableFunc(kept, func(x, y *site) int {
			return cmp.Compare(a.plan.far(x, a.District), a.plan.far(y, a.District))
		})
	}
	return kept, no
}

// near tells how near a site is to the visitor's district, as the end of a sentence; nothing when that is not known.
func (a *ask) near(s *site) string {
	switch far := a.plan.far(s, a.District); {
	case a.District == "" || s.District == "":
		return ""
	case far == 0:
		return ", in uw district"
	case far <= len(a.plan.near[a.District]):
		return ", in een district ernaast"
	}
	return ", in een ander district"
}
