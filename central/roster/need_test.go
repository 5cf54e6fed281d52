package roster_test

import (
	"testing"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/office"
)

// TestHoursNeededAndHoursThere_A002_62: Berchem and Groenenhoek in one week, by hand: two desks at Berchem on Tuesday and Friday,
// two at Groenenhoek on Thursday, and Berchem's reception on four days.
func TestHoursNeededAndHoursThere_A002_62(t *testing.T) {
	tw, two := town(t), []office.SiteID{berchem, hoek}
	r := roster.Roster{People: people()}
	sum := tw.Need(r, two, monday+3)
	if sum.Need != 2*390+2*210+2*360+2*450+2*210 || sum.Contract != (38+19+38)*60 || len(sum.Unknown) != 1 || sum.Unknown[0] != "dora" || sum.Missing != 0 {
		t.Errorf("%+v", sum)
	}
	if d := sum.Days[3]; d.Need != 720 || d.Evening != 300 || d.Missing != 0 {
		t.Errorf("Thursday %+v", d)
	}
	for _, s := range sum.Skills {
		people, contract := 2, 57*60
		if s.Cluster == "wonen" {
			people, contract = 3, 95*60
		}
		if s.Open != 390+210+360 || s.Desk != 2*s.Open || s.People != people || s.Contract != contract || s.Missing != 0 {
			t.Errorf("skill %+v", s)
		}
	}
}

// TestWhatMisses_A002_62: absences, training and contracts take hours away, and it is told on which day and for what.
func TestWhatMisses_A002_62(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people()[:3]}
	r.Absences = []roster.Absence{{Person: "an", Dates: office.Period{From: monday + 3, To: monday + 3}}, {Person: "bart", Dates: office.Period{From: monday + 3, To: monday + 4}}}
	sum := tw.Need(r, []office.SiteID{hoek}, monday)
	if sum.Need != 720 || sum.Missing != 360 || sum.Days[3].Missing != 360 {
		t.Errorf("one of two desks: %+v", sum)
	}
	for _, s := range sum.Skills {
		if want := map[bool]int{true: 0, false: 360}[s.Cluster == "wonen"]; s.Missing != want {
			t.Errorf("skill %+v, want %d missing", s, want)
		}
	}
	if an := 38 * 60 * 4 / 5; sum.Contract != an+19*60*3/5+38*60 {
		t.Errorf("contracts less absences: %d", sum.Contract)
	}
	r.Shifts = []roster.Shift{at("cem", hoek, 0, "08:00", "16:00", roster.Training, 0), at("cem", hoek, 3, "13:30", "15:00", desk, 1)}
	if got := tw.Need(r, []office.SiteID{hoek}, monday).Contract; got != sum.Contract-480 {
		t.Errorf("with training %d, before %d", got, sum.Contract)
	}
	r.Shifts, r.People[2].Contract = nil, 100
	if got := tw.Need(r, []office.SiteID{hoek}, monday); got.Missing != 620 || got.Days[3].Missing != 620 {
		t.Errorf("a contract that is used up: %+v", got)
	}
}

// TestOneEveningMore_A002_62: the same question for a site that opens an evening more.
func TestOneEveningMore_A002_62(t *testing.T) {
	r := roster.Roster{People: people()[:2]}
	now, then := town(t).Need(r, []office.SiteID{berchem}, monday), town(t, evening(3)).Need(r, []office.SiteID{berchem}, monday)
	if then.Need-now.Need != 540 || then.Days[2].Evening-now.Days[2].Evening != 540 || then.Days[2].Missing != 180 || now.Days[2].Missing != 0 {
		t.Errorf("now %+v\nthen %+v", now, then)
	}
}

// TestAProposal_A003_02: everybody has a place where there are enough; where not, what misses stays open.
func TestAProposal_A003_02(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people()}
	more := tw.Propose(r, berchem, week())
	after := r.With(more...)
	for d := monday; d < monday+5; d++ {
		if c := tw.Cover(after, berchem, d); c.Missing() != 0 {
			t.Errorf("%s: %s", d, gaps(c))
		}
	}
	for _, s := range more {
		if s.Person == "dora" && s.Work != reception {
			t.Errorf("%s", s)
		}
	}
	r.People = r.People[2:3] // Cem, who builds, and is alone
	if more = tw.Propose(r, hoek, week()); len(more) != 1 || more[0].Minutes() != 360 {
		t.Errorf("proposed %v", more)
	}
	r.Rules.LongestDay = 200
	if more = tw.Propose(r, hoek, week()); len(more) != 1 || more[0].Minutes() != 180 {
		t.Errorf("in halves: %v", more)
	}
}

// TestWhatSomebodyCanGive_A002_62: no more on a date than the longest day, nothing of a work that is not theirs; what is rostered elsewhere
// is gone, and who is absent at a weekend loses no hours of the contract.
func TestWhatSomebodyCanGive_A002_62(t *testing.T) {
	tw, alone := town(t), []office.SiteID{berchem}
	an := roster.Roster{People: people()[:1]}
	if d := tw.Need(an, alone, monday).Days[1]; d.Need != 2*390+450 || d.Missing != d.Need-540 { // desks and the reception in turn, for nine hours
		t.Errorf("one for all of Tuesday: %+v", d)
	}
	dora := roster.Roster{People: people()[3:]}
	dora.People[0].Contract = 38 * 60
	if d := tw.Need(dora, alone, monday).Days[4]; d.Need != 3*210 || d.Missing != 2*210 {
		t.Errorf("the reception alone on Friday: %+v", d)
	}
	whole := tw.Need(an, alone, monday).Contract
	an.Absences = []roster.Absence{{Person: "an", Dates: office.Period{From: monday + 5, To: monday + 6}}}
	if got := tw.Need(an, alone, monday).Contract; got != whole {
		t.Errorf("away at the weekend: %d of %d", got, whole)
	}
	an.Shifts = []roster.Shift{at("an", hoek, 3, "13:30", "19:30", desk, 1), at("an", berchem, 1, "09:00", "12:30", desk, 1)}
	if got := tw.Need(an, alone, monday).Contract; got != whole-360 {
		t.Errorf("six hours elsewhere: %d of %d", got, whole)
	}
	one := roster.Roster{People: []roster.Person{{ID: "an", Name: "An", Sites: alone, Contract: 38 * 60}}}
	if d := tw.Need(one, []office.SiteID{berchem, hoek}, monday).Days[3]; d.Need != 720 || d.Missing != 720 {
		t.Errorf("who does not work at the site: %+v", d)
	}
	if d := tw.Need(an, []office.SiteID{harmonie}, monday).Days; d[5].Need != 12*240 || d[5].Evening != d[5].Need || d[0].Evening != 0 || d[1].Evening != 12*180 {
		t.Errorf("a Saturday counts like an evening: %+v", d)
	}
	day := roster.Roster{People: people()[:3]} // who goes home at five gives nothing to an evening, however many they are
	for _, id := range []office.ClerkID{"an", "bart", "cem"} {
		day.Absences = append(day.Absences, roster.Absence{Person: id, Dates: office.Period{From: monday + 3, To: monday + 3}, From: 17 * 60, To: 24 * 60})
	}
	if d := tw.Need(day, []office.SiteID{hoek}, monday).Days[3]; d.Missing != 2*150 {
		t.Errorf("an evening with nobody: %+v", d)
	}
}
