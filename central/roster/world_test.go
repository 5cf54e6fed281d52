package roster_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	berchem  = office.SiteID("buurtloket-berchem")
	hoek     = office.SiteID("buurtloket-groenenhoek")
	harmonie = office.SiteID("antwerpen-harmonie")
)

// monday is that of a week without holidays.
var monday = office.NewDate(2026, 11, 23)

// tb is what *testing.T and *rapid.T have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// town is the plan of the catalogue, with more rules.
func town(t tb, more ...calendar.Rule) roster.Town {
	t.Helper()
	stored := rulebook.Default()
	for _, r := range more {
		stored.Rules = append(stored.Rules, rulebook.ToRule(r))
	}
	return compiled(t, stored)
}

func compiled(t tb, stored *contract.Plan) roster.Town {
	t.Helper()
	p, err := rulebook.Compile(stored)
	if err != nil {
		t.Fatal(err)
	}
	out := roster.Town{Plan: p, Rules: map[string]calendar.Rule{}}
	for _, r := range stored.Rules {
		rule, err := rulebook.RuleOf(r)
		if err != nil {
			t.Fatal(err)
		}
		out.Rules[rule.ID] = rule
	}
	return out
}

// evening is a rule that opens desks of Berchem on Wednesdays from five to eight.
func evening(desks uint8) calendar.Rule {
	return calendar.Rule{ID: "avond", Site: berchem, Days: calendar.On(3), From: 17 * 60, To: 20 * 60, Mode: calendar.Appointment, Desks: desks}
}

// people who may work in Berchem and Groenenhoek.
func people() []roster.Person {
	both := []office.SiteID{berchem, hoek}
	return []roster.Person{
		{ID: "an", Name: "An", Sites: both, Home: berchem, Contract: 38 * 60, Teams: []string{"blauw"}},
		{ID: "bart", Name: "Bart", Sites: both, Home: berchem, Contract: 19 * 60, Teams: []string{"groen"}},
		{ID: "cem", Name: "Cem", Sites: both, Home: hoek, Contract: 38 * 60, Skills: []string{"wonen"}},
		{ID: "dora", Name: "Dora", Sites: []office.SiteID{berchem}, Home: berchem, Works: []roster.Work{roster.Reception, roster.Training}},
	}
}

// at is a shift of a day of the week, counted from Monday.
func at(who string, site office.SiteID, weekday int, from, to string, work roster.Work, desk office.Desk) roster.Shift {
	return roster.Shift{Person: office.ClerkID(who), Site: site, Date: monday + office.Date(weekday), From: minute(from), To: minute(to), Work: work, Desk: desk}
}

func minute(s string) office.Minute {
	m, err := office.ParseMinute(s)
	if err != nil {
		panic(err)
	}
	return m
}

func week() office.Period { return roster.Week(monday) }

// kinds lists the kinds of findings, once each, in order.
func kinds(all []roster.Finding) (out []string) {
	for _, f := range all {
		out = append(out, string(f.Kind))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// draw draws a roster: people with all that they can have, shifts good and bad.
func draw(t *rapid.T) roster.Roster {
	sites := []office.SiteID{berchem, hoek, harmonie}
	skills := []string{"burgerzaken", "wonen", "mobiliteit", "eid-aanvraag"}
	teams := []string{"blauw", "groen"}
	r := roster.Roster{Rules: roster.Rules{Apart: []roster.Apart{{Teams: teams}}}}
	for i := range rapid.IntRange(1, 6).Draw(t, "people") {
		p := roster.Person{ID: office.ClerkID(fmt.Sprintf("p%d", i)), Name: fmt.Sprintf("P%d", i), Home: rapid.SampledFrom(sites).Draw(t, "home"),
			Contract: rapid.SampledFrom([]int{0, 19 * 60, 38 * 60}).Draw(t, "contract")}
		p.Sites = rapid.SliceOfNDistinct(rapid.SampledFrom(sites), 0, 3, rapid.ID).Draw(t, "sites")
		p.Skills = rapid.SliceOfNDistinct(rapid.SampledFrom(skills), 0, 2, rapid.ID).Draw(t, "skills")
		p.Teams = rapid.SliceOfN(rapid.SampledFrom(teams), 0, 1).Draw(t, "teams")
		if rapid.IntRange(0, 4).Draw(t, "some") == 0 {
			p.Works = rapid.SliceOfN(rapid.SampledFrom(roster.Works), 1, 2).Draw(t, "works")
		}
		r.People = append(r.People, p)
	}
	for range rapid.IntRange(0, 3).Draw(t, "absences") {
		d := monday + office.Date(rapid.IntRange(0, 6).Draw(t, "from"))
		a := roster.Absence{Person: who(t, r), Dates: office.Period{From: d, To: d + office.Date(rapid.IntRange(0, 3).Draw(t, "days"))}}
		if rapid.Bool().Draw(t, "part") {
			a.From, a.To = 10*60, 14*60
		}
		r.Absences = append(r.Absences, a)
	}
	for range rapid.IntRange(0, 12).Draw(t, "shifts") {
		r.Shifts = append(r.Shifts, drawShift(t, r))
	}
	return r
}

func who(t *rapid.T, r roster.Roster) office.ClerkID {
	return rapid.SampledFrom(r.People).Draw(t, "person").ID
}

func drawShift(t *rapid.T, r roster.Roster) roster.Shift {
	s := roster.Shift{Person: who(t, r), Site: rapid.SampledFrom([]office.SiteID{berchem, hoek, harmonie}).Draw(t, "site"),
		Date: monday + office.Date(rapid.IntRange(0, 6).Draw(t, "day")), Work: rapid.SampledFrom(roster.Works).Draw(t, "work")}
	s.From = office.Minute(rapid.IntRange(14, 38).Draw(t, "from")) * 30
	s.To = min(office.EndOfDay, s.From+office.Minute(rapid.IntRange(1, 18).Draw(t, "long"))*30)
	if s.Work == roster.Desk {
		s.Desk = office.Desk(rapid.IntRange(0, 3).Draw(t, "desk"))
	}
	return s
}
