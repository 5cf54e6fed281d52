package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/office"
)

// proposed writes who is proposed for what.
func proposed(all []roster.Shift) string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%s %s %s-%s", s.Person, s.Work, s.From, s.To))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// TestWhoIsProposed_A003_02: of who could take a gap, who can most of it, then who belongs to the site, then who has most hours left; and
// the gap for which fewest people come into question goes first.
func TestWhoIsProposed_A003_02(t *testing.T) {
	both := []office.SiteID{berchem, hoek}
	one := func(id string, home office.SiteID, hours int, skills ...string) roster.Person {
		return roster.Person{ID: office.ClerkID(id), Name: id, Sites: both, Home: home, Contract: hours * 60, Skills: skills, Works: []roster.Work{roster.Desk, roster.Training}}
	}
	either := roster.Person{ID: "ada", Name: "ada", Sites: both, Home: berchem, Contract: 38 * 60, Works: []roster.Work{roster.Desk, roster.Reception}}
	training := at("ada", hoek, 0, "09:00", "16:00", roster.Training, 0)
	wednesday, friday := office.Period{From: monday + 2, To: monday + 2}, office.Period{From: monday + 4, To: monday + 4}
	for name, row := range map[string]struct {
		people []roster.Person
		shifts []roster.Shift
		of     office.Period
		want   string
	}{
		"who can most":              {[]roster.Person{one("ada", berchem, 38, "wonen"), one("bea", hoek, 20)}, nil, wednesday, "bea desk 17:00-20:00"},
		"who belongs there":         {[]roster.Person{one("ada", hoek, 38), one("bea", berchem, 20)}, nil, wednesday, "bea desk 17:00-20:00"},
		"who has most hours left":   {[]roster.Person{one("ada", berchem, 38), one("bea", berchem, 38)}, []roster.Shift{training}, wednesday, "bea desk 17:00-20:00"},
		"else by name":              {[]roster.Person{one("bea", berchem, 38), one("ada", berchem, 38)}, nil, wednesday, "ada desk 17:00-20:00"},
		"never beyond the contract": {[]roster.Person{one("ada", berchem, 2)}, nil, wednesday, "ada desk 17:00-18:30"},
		"fewest candidates first":   {[]roster.Person{either, one("bea", berchem, 38)}, nil, friday, "ada reception 09:00-12:30, bea desk 09:00-12:30"},
		"posts, and not what nobody can": {[]roster.Person{one("ada", berchem, 38), one("cem", berchem, 38, "wonen"), one("dan", berchem, 38, "wonen")},
			[]roster.Shift{at("cem", berchem, 4, "09:00", "12:30", roster.Desk, 1), at("dan", berchem, 4, "09:00", "12:30", roster.Desk, 2)}, friday, ""},
		"who does no such work":      {[]roster.Person{{ID: "dora", Name: "dora", Sites: both, Home: berchem, Works: []roster.Work{roster.Reception}}}, nil, wednesday, ""},
		"who works at another place": {[]roster.Person{{ID: "ada", Name: "ada", Sites: []office.SiteID{hoek}, Home: hoek}}, nil, wednesday, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := roster.Roster{People: row.people, Shifts: row.shifts}
			tw := town(t, evening(1))
			var at []roster.Shift
			for _, s := range tw.Propose(r, berchem, row.of) {
				if row.of != wednesday || s.From >= 17*60 { // the reception of that morning is not asked about
					at = append(at, s)
				}
			}
			if got := proposed(at); got != row.want {
				t.Errorf("proposed %s, want %s", got, row.want)
			}
		})
	}
}
