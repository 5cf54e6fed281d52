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
