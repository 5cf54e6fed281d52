package calendar_test

import (
	"slices"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// turning is the town of which Berchem's Friday ends and another one begins on a day, with one single day besides.
func turning(t testing.TB, on office.Date) *calendar.Plan {
	t.Helper()
	c := town(t)
	for i, r := range c.Rules {
		if r.Site == berchem && r.Mode == calendar.Appointment && r.Days == calendar.On(time.Friday) {
			later := r
			c.Rules[i].Valid.To = on - 1
			later.ID, later.From, later.Valid.From = "later", 600, on
			c.Rules = append(c.Rules, later)
		}
	}
	c.Rules = append(c.Rules, calendar.Rule{ID: "once", Site: berchem, Days: calendar.EveryDay, From: 1200, To: 1260, Desks: 1, Valid: office.Period{From: on + 1, To: on + 1}},
		calendar.Rule{ID: "second", Site: berchem, Days: calendar.On(time.Thursday), When: calendar.Recurrence{Nth: calendar.First}, From: 900, To: 960, Mode: calendar.WalkIn})
	return mustPlan(t, c)
}

// TestThePlainWeek: it is that of the date's rules, without single days; it turns where rules begin or end and nowhere else.
func TestThePlainWeek(t *testing.T) {
	on := mustDate(t, "2026-12-07")
	p := turning(t, on)
	before, after := p.Week(berchem, on-1), p.Week(berchem, on)
	for _, row := range []struct {
		w    calendar.Week
		m    calendar.Mode
		day  time.Weekday
		want string
	}{
		{before, calendar.Appointment, time.Friday, "09:00 - 12:30"}, {after, calendar.Appointment, time.Friday, "10:00 - 12:30"},
		{after, calendar.Appointment, time.Tuesday, "09:00 - 12:30 en 13:30 - 16:30"}, {after, calendar.Appointment, time.Sunday, ""},
		{p.Week(berchem, on+1), calendar.Appointment, time.Tuesday, "09:00 - 12:30 en 13:30 - 16:30"},
		{after, calendar.WalkIn, time.Thursday, "15:00 - 16:00 (de eerste donderdag van de maand)"},
	} {
		if got := row.w.Say(row.m, row.day); got != row.want {
			t.Errorf("%s: %q, want %q", row.day, got, row.want)
		}
	}
	if before.Alike(after) || !after.Alike(p.Week(berchem, on+30)) || !after.Has(calendar.WalkIn) || after.Has(calendar.Phone) {
		t.Error("weeks that are not what they are")
	}
	if got := p.Turns(berchem, on-200, on+200); !slices.Equal(got, []office.Date{on}) {
		t.Errorf("turns on %v", got)
	}
	if got := p.Turns(berchem, on, on+200); len(got) != 0 || p.Turns("nergens", 0, on) != nil || p.Week("nergens", on).Has(calendar.Appointment) {
		t.Errorf("turns after it on %v", got)
	}
}

// TestTheFirstChange: the first day on which anything is otherwise at these sites, by whatever rules; nothing, when a rule only has
// another name.
func TestTheFirstChange(t *testing.T) {
	on := mustDate(t, "2026-12-07") // a Monday; the first Friday after it is the 11th
	p, q := mustTown(t), turning(t, on)
	all := office.Period{From: on - 100, To: on + 100}
	if first, ok := p.FirstChange(q, []office.SiteID{berchem}, office.Period{From: on, To: on + 100}); !ok || first != on+1 {
		t.Errorf("first on %s, %v", first, ok)
	}
	if _, ok := p.FirstChange(q, []office.SiteID{harmonie, "nergens"}, all); ok {
		t.Error("Harmonie changed")
	}
	c := town(t)
	for i := range c.Rules {
		c.Rules[i].ID += "-anders"
	}
	if first, ok := p.FirstChange(mustPlan(t, c), []office.SiteID{berchem, harmonie, groenenhoek}, all); ok {
		t.Errorf("another name changes %s", first)
	}
	for name, change := range map[string]func(*calendar.Rule){"slot": func(r *calendar.Rule) { r.Slot = 30 }, "products": func(r *calendar.Rule) { r.Except = []office.ProductID{"eid-aanvraag"} },
		"desks": func(r *calendar.Rule) { r.Desks = 1 }, "hours": func(r *calendar.Rule) { r.To -= 60 }} {
		c := town(t)
		for i := range c.Rules {
			if r := &c.Rules[i]; r.Site == berchem && r.Mode == calendar.Appointment {
				change(r)
			}
		}
		if first, ok := p.FirstChange(mustPlan(t, c), []office.SiteID{berchem}, all); !ok || first > on-90 {
			t.Errorf("%s: %s, %v", name, first, ok)
		}
	}
	for name, closure := range map[string]calendar.Closure{
		"a closure": {ID: "c", Site: berchem, Dates: office.Period{From: on + 1, To: on + 1}, Reason: "x"},
		"a product": {ID: "c", Site: berchem, Dates: office.Period{From: on + 1, To: on + 1}, Reason: "x", Products: []office.ProductID{"eid-aanvraag"}},
	} {
		if first, ok := p.FirstChange(mustTown(t, closure), []office.SiteID{berchem}, all); !ok || first != on+1 {
			t.Errorf("%s: %s, %v", name, first, ok)
		}
	}
}
