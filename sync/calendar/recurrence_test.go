package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The ways in which something returns, on dates where a mistake would show.
func TestRecurrence(t *testing.T) {
	tuesdays := calendar.On(time.Tuesday)
	since := mustDate(t, "2026-03-03")
	for _, c := range []struct {
		say      string
		r        calendar.Recurrence
		on, notI []string
	}{
		{"elke dag", calendar.Recurrence{}, []string{"1969-12-31", "2026-02-28"}, nil},
		{"dinsdag", calendar.Recurrence{Days: tuesdays}, []string{"2026-03-03"}, []string{"2026-03-04"}},
		{"dinsdag, om de 2 weken vanaf dinsdag 3 maart 2026", calendar.Recurrence{Days: tuesdays, Every: 2, Since: since},
			[]string{"2026-03-03", "2026-03-17", "2026-12-22", "2027-01-05"}, // over week 53 of 2026 without a skip
			[]string{"2026-02-17", "2026-03-10", "2026-12-29", "2027-01-12"}},
		{"zondag, om de 2 weken vanaf dinsdag 3 maart 2026", calendar.Recurrence{Days: calendar.On(time.Sunday), Every: 2, Since: since},
			[]string{"2026-03-08"}, []string{"2026-03-01", "2026-03-15"}}, // weeks run from Monday
		{"de eerste en laatste dinsdag van de maand", calendar.Recurrence{Days: tuesdays, Nth: calendar.First | calendar.Last},
			[]string{"2026-03-03", "2026-03-31", "2028-02-29"}, []string{"2026-03-10", "2026-03-24", "2028-02-22"}},
		{"de laatste woensdag van de maand", calendar.Recurrence{Days: calendar.On(time.Wednesday), Nth: calendar.Last}, []string{"2026-03-25", "2026-02-25"}, []string{"2026-03-18"}},
		{"de vierde dinsdag van de maand", calendar.Recurrence{Days: tuesdays, Nth: calendar.Fourth}, []string{"2026-02-24", "2026-03-24"}, []string{"2026-03-31"}},
		{"de vijfde dinsdag van de maand", calendar.Recurrence{Days: tuesdays, Nth: calendar.Fifth}, []string{"2026-03-31"}, []string{"2026-02-24"}},
		// 1 April 2026 is a Wednesday: its week has its Thursday in April, so Monday 30 March is of the first week of
		// April.
		{"elke dag, in de eerste week van de maand", calendar.Recurrence{Week: calendar.First}, []string{"2026-03-30", "2026-04-05"}, []string{"2026-03-29", "2026-04-06"}},
		{"elke dag, in de laatste week van de maand", calendar.Recurrence{Week: calendar.Last}, []string{"2026-03-29", "2026-03-23"}, []string{"2026-03-30"}},
		{"elk jaar op 29 februari", calendar.Recurrence{Each: calendar.Yearly(time.February, 29)}, []string{"2028-02-29"}, []string{"2026-02-28", "2026-03-01"}},
		{"elk jaar 40 dagen na Pasen", calendar.Recurrence{Each: calendar.AfterEaster(40)}, []string{"2025-05-30", "2026-05-15", "2027-05-07"}, []string{"2026-05-14"}},
		{"op elke brugdag", calendar.Recurrence{Each: calendar.BridgeDay()},
			[]string{"2025-05-02", "2025-05-30", "2025-11-10", "2025-12-26", "2026-05-15", "2026-07-20"}, // three of 2025 as published (facts 2.7)
			[]string{"2026-04-03", "2025-05-01", "2026-03-02"}},
		{"elke dag, vanaf dinsdag 3 maart 2026", calendar.Recurrence{Since: since}, []string{"2026-03-03"}, []string{"2026-03-02"}},
	} {
		if got := c.r.Say(); got != c.say {
			t.Errorf("says %q, want %q", got, c.say)
		}
		for _, d := range c.on {
			if !c.r.Has(mustDate(t, d)) {
				t.Errorf("%s: not on %s", c.say, d)
			}
		}
		for _, d := range c.notI {
			if c.r.Has(mustDate(t, d)) {
				t.Errorf("%s: on %s too", c.say, d)
			}
		}
	}
}

// Dates around the beginning of days and of years are as the walking reference has them.
func TestRecurrenceIsTheWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecurrence(t)
		base := rapid.SampledFrom([]office.Date{firstDay, office.NewDate(2026, 12, 20), office.NewDate(2027, 2, 20), office.NewDate(2025, 4, 10)}).Draw(t, "around")
		for d := base; d < base+40; d++ {
			if got := r.Has(d); got != returns(r, d) {
				t.Fatalf("%+v on %s: %t", r, d, got)
			}
		}
	})
}

// A day of the year is written and read back; what is none is refused.
func TestAnnualIsReadBack(t *testing.T) {
	for _, s := range []string{"", "bridge", "easter+0", "easter-2", "easter+250", "01-01", "02-29", "12-31"} {
		a, err := calendar.ParseAnnual(s)
		if err != nil || a.String() != s || a.Say() == "" {
			t.Errorf("%q: %q, %v", s, a, err)
		}
	}
	for _, s := range []string{"02-30", "13-01", "00-10", "1-1", "12-24x", "easter", "easter+251", "easter+", "brug", "easter40"} {
		if a, err := calendar.ParseAnnual(s); err == nil {
			t.Errorf("%q is read as %q", s, a)
		}
	}
}

// Two rules for one desk may alternate by week; a rule of the same weeks is refused with the first date on which both
// open.
func TestRulesAlternateByWeek(t *testing.T) {
	p := mustPlan(t, calendar.Config{Sites: []office.Site{{ID: "s", Name: "S"}}, Products: anything(), Rules: []calendar.Rule{
		{ID: "even", Site: "s", Days: calendar.On(time.Tuesday), When: calendar.Recurrence{Every: 2, Since: mustDate(t, "2026-03-03")}, From: 540, To: 720, Desks: 1},
		{ID: "odd", Site: "s", Days: calendar.On(time.Tuesday), When: calendar.Recurrence{Every: 2, Since: mustDate(t, "2026-03-10")}, From: 600, To: 660, Desks: 1, Slot: 20},
	}})
	for date, want := range map[string]int{"2026-03-03": 18, "2026-03-10": 3, "2026-03-17": 18, "2026-12-22": 18, "2026-12-29": 3, "2027-01-05": 18} {
		if got := p.Day("s", mustDate(t, date)).Len(); got != want {
			t.Errorf("%s: %d seats, want %d", date, got, want)
		}
	}
}

// anything is a list of one product that every site has.
func anything() []office.Product {
	return []office.Product{{ID: "p", Dutch: "P", Duration: office.Sourced[office.DeskTime]{Value: office.DeskTime{Minutes: 10}}}}
}
