package roster_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	desk      = roster.Desk
	reception = roster.Reception
	back      = roster.Back
)

// TestRulesOfShifts: each rule, just broken and just not, and what it says.
func TestRulesOfShifts(t *testing.T) {
	tw := town(t, evening(1))
	rules := roster.Rules{Ways: []roster.Way{{From: berchem, To: harmonie, Minutes: 45}}, Apart: []roster.Apart{{Teams: []string{"blauw", "groen"}}}}
	away := []roster.Absence{{Person: "an", Dates: office.Period{From: monday + 1, To: monday + 1}, From: 13 * 60, To: 14 * 60}}
	days := func(who string, n int, from, to string) (out []roster.Shift) {
		for i := range n {
			out = append(out, at(who, berchem, i, from, to, back, 0))
		}
		return out
	}
	type shifts = []roster.Shift
	for name, row := range map[string]struct {
		shifts shifts
		want   string // kinds
		say    string
	}{
		"A002-61 one day at two sites in time":   {shifts{at("an", berchem, 3, "09:00", "12:00", back, 0), at("an", hoek, 3, "13:30", "19:30", desk, 1)}, "", ""},
		"A002-61 in two places":                  {shifts{at("bart", berchem, 1, "09:00", "12:30", desk, 1), at("bart", hoek, 1, "12:00", "13:00", back, 0)}, "twice", "tegelijk in Buurtloket Berchem (09:00-12:30) en Buurtloket Groenenhoek (12:00-13:00)"},
		"A002-61 twice in one place":             {shifts{at("bart", berchem, 1, "09:00", "12:30", desk, 1), at("bart", berchem, 1, "09:00", "12:30", desk, 1)}, "twice", "dubbel"},
		"A002-61 one after the other":            {shifts{at("bart", berchem, 1, "09:00", "12:30", desk, 1), at("bart", berchem, 1, "12:30", "13:00", back, 0)}, "", ""},
		"A002-61 no time to travel":              {shifts{at("bart", berchem, 3, "11:00", "13:01", back, 0), at("bart", hoek, 3, "13:30", "19:30", desk, 1)}, "travel", "29 minuten om van Buurtloket Berchem naar Buurtloket Groenenhoek te gaan; reken 30"},
		"A002-61 a way of its own":               {shifts{at("an", berchem, 2, "09:00", "10:00", back, 0), at("an", harmonie, 2, "10:44", "11:00", back, 0)}, "site travel", "reken 45"},
		"A002-61 rest after an evening":          {shifts{at("bart", berchem, 2, "17:00", "20:00", desk, 1), at("bart", berchem, 3, "07:00", "09:00", back, 0)}, "", ""},
		"A002-61 too little rest":                {shifts{at("bart", berchem, 2, "17:00", "20:00", desk, 1), at("bart", berchem, 3, "06:59", "09:00", back, 0)}, "rest", "10 u 59 rust; 11 u is nodig"},
		"A002-61 six days with Saturday":         {days("cem", 6, "09:00", "12:00"), "", ""},
		"A002-61 seven days without a long rest": {days("cem", 7, "09:00", "12:00"), "week", "zonder 35 u rust na elkaar"},
		"A002-61 a long day":                     {shifts{at("an", berchem, 0, "08:00", "12:00", back, 0), at("an", berchem, 0, "13:00", "18:01", back, 0)}, "day", "9 u 01; hoogstens 9 u"},
		"A002-62 more than the contract":         {days("bart", 4, "09:00", "14:00"), "contract", "meer dan 19 u"},
		"A000-27 two bubbles at one site":        {shifts{at("an", berchem, 1, "09:00", "12:30", desk, 1), at("bart", berchem, 1, "12:00", "12:30", desk, 2)}, "team", "delen geen dienst"},
		"A000-28 two bubbles in turn":            {shifts{at("an", berchem, 1, "09:00", "12:00", desk, 1), at("bart", berchem, 1, "12:00", "12:30", desk, 1)}, "", ""},
		"A002-61 a site that is not theirs":      {shifts{at("cem", harmonie, 1, "09:00", "12:00", back, 0)}, "site", "Cem werkt niet in Stadsloket Harmonie."},
		"A003-03 work that is not theirs":        {shifts{at("dora", berchem, 1, "09:00", "12:30", desk, 1)}, "work", "Dora doet geen loket."},
		"A002-49 the reception":                  {shifts{at("dora", berchem, 0, "09:00", "16:30", reception, 0)}, "", ""},
		"A000-03 training takes no post":         {shifts{at("dora", berchem, 5, "09:00", "12:00", roster.Training, 0)}, "", ""},
		"absent for an hour":                     {shifts{at("an", berchem, 1, "13:30", "16:30", desk, 1)}, "absent", "An is afwezig op dinsdag"},
		"gone before the absence":                {shifts{at("an", berchem, 1, "09:00", "13:00", desk, 1)}, "", ""},
		"two at one desk":                        {shifts{at("an", berchem, 1, "09:00", "10:00", desk, 1), at("cem", berchem, 1, "09:00", "10:00", desk, 1)}, "desk", "allebei aan loket 1"},
		"a desk that is closed":                  {shifts{at("an", berchem, 1, "09:00", "10:00", desk, 3)}, "idle", "niet open"},
		"somebody unknown":                       {shifts{at("zoe", berchem, 1, "09:00", "10:00", desk, 1)}, "form", "staat niet op de lijst"},
		"an unknown site":                        {shifts{at("an", "nergens", 1, "09:00", "10:00", desk, 1)}, "form", "niet bekend"},
		"no hours":                               {shifts{at("an", berchem, 1, "10:00", "10:00", desk, 1)}, "form", "is er geen"},
		"a desk of the reception":                {shifts{at("dora", berchem, 0, "09:00", "10:00", reception, 2)}, "form", "hoort hier niet"},
		"work that there is not":                 {shifts{at("an", berchem, 1, "09:00", "10:00", "koffie", 0)}, "form", "bestaat niet"},
	} {
		t.Run(name, func(t *testing.T) {
			r := roster.Roster{People: people(), Absences: away, Rules: rules, Shifts: row.shifts}
			found := tw.Check(r, week())
			if got := strings.Join(kinds(found), " "); got != row.want {
				t.Fatalf("found %q, want %q: %v", got, row.want, found)
			}
			if row.want != "" && !slices.ContainsFunc(found, func(f roster.Finding) bool { return strings.Contains(f.Say, row.say) }) {
				t.Errorf("nothing says %q: %v", row.say, found)
			}
		})
	}
}

// TestSkillsAtADesk_A002_54: who can do nothing of what a desk offers is told, and covers nothing.
func TestSkillsAtADesk_A002_54(t *testing.T) {
	only := evening(1)
	only.Clusters = []office.ClusterID{"burgerzaken"}
	tw := town(t, only)
	r := roster.Roster{People: people(), Shifts: []roster.Shift{at("cem", berchem, 2, "17:00", "20:00", desk, 1)}}
	if found := tw.Check(r, week()); strings.Join(kinds(found), " ") != "skill" || found[0].Weight() != roster.Breach {
		t.Errorf("found %v", found)
	}
	if c := tw.Cover(r, berchem, monday+2); c.Missing() != 180+210 { // and the reception
		t.Errorf("missing %d: %v", c.Missing(), c.Gaps)
	}
}

// TestNightsAreAsLongAsTheyAre: the night in which the clock goes back is an hour longer, that in which it goes forward shorter.
func TestNightsAreAsLongAsTheyAre(t *testing.T) {
	tw := town(t)
	autumn, spring := office.NewDate(2026, 10, 24), office.NewDate(2026, 3, 28)
	for _, row := range []struct {
		saturday office.Date
		early    string
		want     string
	}{{autumn, "06:00", ""}, {autumn, "05:59", "rest"}, {spring, "08:00", ""}, {spring, "07:59", "rest"}} {
		r := roster.Roster{People: people(), Shifts: []roster.Shift{
			{Person: "an", Site: berchem, Date: row.saturday, From: 18 * 60, To: 20 * 60, Work: back},
			{Person: "an", Site: berchem, Date: row.saturday + 1, From: minute(row.early), To: 9 * 60, Work: back}}}
		if got := strings.Join(kinds(tw.Check(r, roster.Week(row.saturday))), " "); got != row.want {
			t.Errorf("%s, from %s: found %q, want %q", row.saturday, row.early, got, row.want)
		}
	}
}

// TestRulesAreOfACity: numbers that a city decided stand in the place of the defaults, and a rule of teams ends.
func TestRulesAreOfACity(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people(), Shifts: []roster.Shift{at("an", berchem, 1, "09:00", "12:30", desk, 1), at("bart", berchem, 1, "09:00", "12:30", desk, 2)}}
	r.Rules.Apart = []roster.Apart{{Teams: []string{"groen", "blauw"}, Valid: office.Period{To: monday}}}
	if found := tw.Check(r, week()); len(found) != 0 {
		t.Errorf("a rule that is over: %v", found)
	}
	r.Rules = roster.Rules{LongestDay: 180, DailyRest: 21 * 60}
	r.Shifts = append(r.Shifts, at("an", berchem, 2, "09:00", "10:00", back, 0))
	if got := strings.Join(kinds(tw.Check(r, week())), " "); got != "day rest" {
		t.Errorf("found %s", got)
	}
}

// TestBlocking: what is refused blocks always, a breach until its key is accepted, a note never.
func TestBlocking(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people(), Shifts: []roster.Shift{at("cem", harmonie, 1, "09:00", "10:00", back, 0), at("an", berchem, 1, "09:00", "10:00", desk, 3),
		at("bart", berchem, 1, "09:00", "10:00", desk, 1), at("bart", hoek, 1, "09:30", "10:00", back, 0)}}
	found := tw.Check(r, week())
	if got := strings.Join(kinds(found), " "); got != "idle site twice" {
		t.Fatalf("found %s", got)
	}
	var keys []string
	for _, f := range found {
		keys = append(keys, f.Key())
	}
	if got := kinds(roster.Blocking(found, nil)); !slices.Equal(got, []string{"site", "twice"}) {
		t.Errorf("block: %v", got)
	}
	if got := kinds(roster.Blocking(found, keys)); !slices.Equal(got, []string{"twice"}) {
		t.Errorf("block with all accepted: %v", got)
	}
	if keys[1] != "site/cem/2026-11-24/09:00" || !found[0].Of(hoek, week()) || found[0].Of(harmonie, week()) {
		t.Errorf("keys %v", keys)
	}
}
