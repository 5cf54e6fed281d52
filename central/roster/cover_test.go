package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central/roster"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// gaps writes gaps as "desk2 09:00-12:30 | onthaal 09:00-16:30 | wonen 10:00-11:00".
func gaps(c roster.Cover) string {
	var out []string
	for _, g := range c.Gaps {
		what := g.Work.Dutch()
		switch {
		case g.Cluster != "":
			what = string(g.Cluster)
		case g.Desk != 0:
			what = fmt.Sprintf("desk%d", g.Desk)
		}
		out = append(out, fmt.Sprintf("%s %s-%s", what, g.From, g.To))
	}
	return strings.Join(out, " | ")
}

// TestUncoveredShifts_A003_02: what a Tuesday at Berchem lacks, desk by desk.
func TestUncoveredShifts_A003_02(t *testing.T) {
	tw := town(t)
	an, bart, dora := at("an", berchem, 1, "09:00", "16:30", desk, 1), at("bart", berchem, 1, "09:00", "16:30", desk, 0), at("dora", berchem, 1, "09:00", "16:30", reception, 0)
	type shifts = []roster.Shift
	for name, row := range map[string]struct {
		shifts shifts
		away   []roster.Absence
		want   string
	}{
		"nobody":           {nil, nil, "desk1 09:00-12:30 | desk2 09:00-12:30 | onthaal 09:00-16:30 | desk1 13:30-16:30 | desk2 13:30-16:30"},
		"everybody":        {shifts{an, bart, dora}, nil, ""},
		"any desk":         {shifts{bart, dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
		"this desk":        {shifts{an, dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
		"late and early":   {shifts{at("an", berchem, 1, "09:10", "16:00", desk, 1), bart, dora}, nil, "desk2 09:00-09:10 | desk2 16:00-16:30"},
		"at another desk":  {shifts{at("an", berchem, 1, "09:00", "16:30", desk, 3), bart, dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
		"away for a while": {shifts{an, bart, dora}, []roster.Absence{{Person: "an", Dates: office.Period{From: monday, To: monday + 2}, From: 600, To: 660}}, "desk2 10:00-11:00"},
		"not that day":     {shifts{an, bart, dora}, []roster.Absence{{Person: "an", Dates: office.Period{From: monday + 2, To: monday + 2}}}, ""},
		"at another site":  {shifts{at("an", hoek, 1, "09:00", "16:30", desk, 1), bart, dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
		"two at one desk":  {shifts{an, at("bart", berchem, 1, "09:00", "16:30", desk, 1), dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
		"somebody twice":   {shifts{an, at("an", berchem, 1, "09:00", "16:30", desk, 2), dora}, nil, "desk2 09:00-12:30 | desk2 13:30-16:30"},
	} {
		t.Run(name, func(t *testing.T) {
			c := tw.Cover(roster.Roster{People: people(), Absences: row.away, Shifts: row.shifts}, berchem, monday+1)
			if got := gaps(c); got != row.want {
				t.Errorf("gaps\n%s, want\n%s", got, row.want)
			}
		})
	}
}

// TestNobodyCan_A002_54: people are there, and nobody of them can do a part of what the desks offer.
func TestNobodyCan_A002_54(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people(), Shifts: []roster.Shift{at("cem", berchem, 4, "09:00", "12:30", desk, 1), at("an", berchem, 4, "11:00", "12:30", desk, 2), at("dora", berchem, 4, "09:00", "12:30", reception, 0)}}
	c := tw.Cover(r, berchem, monday+4)
	if got, want := gaps(c), "desk2 09:00-11:00 | burgerzaken 09:00-11:00 | energieloket 09:00-11:00 | ocmw 09:00-11:00 | omgeving 09:00-11:00"; got != want {
		t.Fatalf("gaps %s, want %s", got, want)
	}
	if got := c.Gaps[1].Say(); got != "Niemand kan 'Burgerzaken' op vrijdag 27 november 2026 van 09:00 tot 11:00." {
		t.Errorf("says %q", got)
	}
}

// TestHalfHours_A003_02: the day by half hours, as a screen shows it.
func TestHalfHours_A003_02(t *testing.T) {
	tw := town(t)
	r := roster.Roster{People: people(), Shifts: []roster.Shift{at("an", hoek, 3, "14:10", "19:30", desk, 1), at("cem", hoek, 3, "13:30", "19:30", desk, 2)}}
	c := tw.Cover(r, hoek, monday+3)
	if len(c.Halves) != 12 || c.Need() != 720 || c.Missing() != 40 {
		t.Fatalf("%d halves, need %d, missing %d", len(c.Halves), c.Need(), c.Missing())
	}
	for i, h := range c.Halves {
		want := roster.HalfHour{From: 810 + office.Minute(i)*30, Need: 2}
		if i < 2 {
			want.Missing = 1
		}
		if h != want {
			t.Errorf("half hour %+v, want %+v", h, want)
		}
	}
}

// TestWalkInsAskForOne_A001_16: where no desk is open by appointment, somebody must be there all the same.
func TestWalkInsAskForOne_A001_16(t *testing.T) {
	tw := town(t, calendar.Rule{ID: "inloop", Site: berchem, Days: calendar.On(2), From: 11 * 60, To: 14 * 60, Mode: calendar.WalkIn})
	var open []string
	for _, p := range tw.Posts(berchem, monday+1) {
		if p.Desk == 0 && p.Work == desk {
			open = append(open, p.From.String()+"-"+p.To.String())
		}
	}
	if got := strings.Join(open, " "); got != "12:30-13:30" {
		t.Errorf("walk-in without desks: %s", got)
	}
}

// TestShortAndWhoIsThere: how many desks at once nobody is at, and who is at them; the reception, other sites and who is away are no part of it.
func TestShortAndWhoIsThere(t *testing.T) {
	tw, tuesday := town(t), monday+1
	an := func(site office.SiteID, from, to string, n office.Desk) roster.Shift {
		return at("an", site, 1, from, to, desk, n)
	}
	bart := func(from, to string, n office.Desk) roster.Shift { return at("bart", berchem, 1, from, to, desk, n) }
	all := []roster.Absence{{Person: "an", Dates: office.Period{From: tuesday, To: tuesday}}}
	some := []roster.Absence{{Person: "an", Dates: office.Period{From: tuesday, To: tuesday}, From: 540, To: 600}}
	for name, row := range map[string]struct {
		shifts []roster.Shift
		away   []roster.Absence
		short  int
		there  string
	}{
		"nobody":                  {nil, nil, 2, ""},
		"the reception":           {[]roster.Shift{at("dora", berchem, 1, "09:00", "16:30", reception, 0), bart("09:00", "16:30", 1)}, nil, 1, "bart"},
		"one by turns":            {[]roster.Shift{an(berchem, "09:00", "12:30", 1), bart("13:30", "16:30", 2)}, nil, 1, "an bart"},
		"away all day":            {[]roster.Shift{an(berchem, "09:00", "16:30", 1), bart("09:00", "16:30", 2)}, all, 1, "bart"},
		"away for an hour":        {[]roster.Shift{an(berchem, "09:00", "16:30", 1), bart("09:00", "16:30", 2)}, some, 1, "an bart"},
		"at another site":         {[]roster.Shift{an(hoek, "09:00", "16:30", 1), bart("09:00", "16:30", 2)}, nil, 1, "bart"},
		"everybody, in two parts": {[]roster.Shift{an(berchem, "09:00", "12:30", 1), an(berchem, "13:30", "16:30", 1), bart("09:00", "16:30", 0)}, nil, 0, "an bart"},
	} {
		t.Run(name, func(t *testing.T) {
			r := roster.Roster{People: people(), Absences: row.away, Shifts: row.shifts}
			var there []string
			for _, p := range r.AtDesks(berchem, tuesday) {
				there = append(there, string(p.ID))
			}
			if short, got := tw.Cover(r, berchem, tuesday).Short(), strings.Join(there, " "); short != row.short || got != row.there {
				t.Errorf("%d short with %q, want %d with %q", short, got, row.short, row.there)
			}
		})
	}
}
