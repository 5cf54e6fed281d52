package program

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The demonstration's hours and desks at Berchem.
const (
	demoFrom  office.Minute = 8 * 60
	demoUntil office.Minute = 20 * 60
	demoDesks               = 2
	demoWhy                 = "demonstratie"
)

// stretch is open time of a day.
type stretch struct{ from, to office.Minute }

// demoRules open Berchem every day of the week, around the hours that it has: two rules may not open one desk at one
// time. Days with the same gaps share rules.
func demoRules(plan *contract.Plan) []*contract.Rule {
	byGap := map[stretch]uint32{} // weekdays
	for day := range 7 {
		for _, gap := range gaps(plan, day) {
			byGap[gap] |= 1 << day
		}
	}
	var rules []*contract.Rule
	for gap, days := range byGap {
		rules = append(rules, demoRule(fmt.Sprintf("demo-%02d%02d-%02d%02d", gap.from/60, gap.from%60, gap.to/60, gap.to%60), gap, days))
	}
	slices.SortFunc(rules, func(a, b *contract.Rule) int { return int(a.From) - int(b.From) })
	return rules
}

func demoRule(id string, s stretch, days uint32) *contract.Rule {
	return &contract.Rule{Id: id, Site: berchem, Weekdays: days, From: uint32(s.from), To: uint32(s.to), Desks: demoDesks,
		FirstDesk: 1, SlotMinutes: uint32(calendar.DefaultSlot), Mode: calendar.Appointment.String(), Reason: demoWhy, Assumed: true}
}

// gaps are the stretches of the demonstration's hours of a weekday in which Berchem has none of its own.
func gaps(plan *contract.Plan, day int) []stretch {
	free := []stretch{{demoFrom, demoUntil}}
	for _, r := range plan.GetRules() {
		if r.Site != berchem || r.Weekdays>>day&1 == 0 || r.Mode != calendar.Appointment.String() || r.Reason == demoWhy {
			continue
		}
		var left []stretch
		for _, s := range free {
			before := stretch{s.from, min(s.to, office.Minute(r.From))}
			after := stretch{max(s.from, office.Minute(r.To)), s.to}
			for _, part := range []stretch{before, after} {
				if part.from < part.to {
					left = append(left, part)
				}
			}
		}
		free = left
	}
	return free
}

// demoExtra opens Berchem today outside those hours, when it is started then: who tries it out in the evening sees a
// counter at work too. It replaces that of an earlier day.
func demoExtra(day office.Date, now office.Minute) *contract.Rule {
	s, id := stretch{demoUntil, office.EndOfDay}, "demo-avond"
	switch _, holiday := calendar.HolidayOn(day); {
	case holiday: // beats every rule: one of that day alone would never open
		return nil
	case now < demoFrom:
		s, id = stretch{0, demoFrom}, "demo-nacht"
	case now < demoUntil-60:
		return nil
	}
	r := demoRule(id, s, uint32(calendar.EveryDay))
	r.ValidFrom, r.ValidTo = int32(day), int32(day)
	return r
}
