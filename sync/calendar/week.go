package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// WeekHours are hours of one day of the week, as a rule says them.
type WeekHours struct {
	Rule     string // id
	Mode     Mode
	From, To office.Minute // local wall time
	First    office.Desk   // Appointment: the first desk
	Desks    int           // Appointment: how many
	When     Recurrence    // of those weekdays only these; zero: every one
	Some     bool          // only some of what the site serves
}

// Week is what a site does in a plain week: its rules that last longer than a day, by day of the week as in [time.Weekday], each day
// in order. Closures, holidays and rules of one day are not in it.
type Week [7][]WeekHours

// lasts reports whether a rule is of a plain week: not of one day.
func (r Rule) lasts() bool { return r.Valid.From == 0 || r.Valid.From != r.Valid.To }

// Week is the plain week of a site in the rules of a date; empty for an unknown site.
func (p *Plan) Week(at office.SiteID, on office.Date) (w Week) {
	s := p.bySite[at]
	if s == nil {
		return w
	}
	for i := range s.rules {
		r := &s.rules[i]
		if !r.lasts() || !r.Valid.Contains(on) {
			continue
		}
		h := WeekHours{Rule: r.ID, Mode: r.Mode, From: r.From, To: r.To, When: r.When, Some: len(r.Products)+len(r.Clusters) > 0}
		if r.Mode == Appointment {
			h.First, h.Desks = r.FirstDesk, int(r.Desks)
		}
		for day := range w {
			if r.Days.Has(time.Weekday(day)) {
				w[day] = append(w[day], h)
			}
		}
	}
	for day := range w {
		slices.SortStableFunc(w[day], func(a, b WeekHours) int { return cmp.Or(cmp.Compare(a.Mode, b.Mode), cmp.Compare(a.From, b.From)) })
	}
	return w
}

// Turns lists, in order, the dates after one and up to another on which the plain week of a site becomes another: rules begin or have ended.
func (p *Plan) Turns(at office.SiteID, after, until office.Date) (out []office.Date) {
	s := p.bySite[at]
	if s == nil {
		return nil
	}
	for i := range s.rules {
		r := &s.rules[i]
		if !r.lasts() {
			continue
		}
		for _, d := range []office.Date{r.Valid.From, r.Valid.To + 1} {
			if d > 1 && d > after && d <= until && !p.Week(at, d-1).Alike(p.Week(at, d)) {
				out = append(out, d)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Alike reports whether two weeks serve visitors in the same way, by whatever rules.
func (w Week) Alike(o Week) bool {
	for day := range w {
		if !slices.EqualFunc(w[day], o[day], func(a, b WeekHours) bool { a.Rule, b.Rule = "", ""; return a == b }) {
			return false
		}
	}
	return true
}

// Has reports whether there is anything in a mode.
func (w Week) Has(m Mode) bool {
	for _, day := range w {
		if slices.ContainsFunc(day, func(h WeekHours) bool { return h.Mode == m }) {
			return true
		}
	}
	return false
}

// Say writes the hours of a day of the week in a mode, as visitors read them: "09:00 - 12:30 en 13:30 - 17:00"; empty when there are
// none. Hours that touch are one.
func (w Week) Say(m Mode, day time.Weekday) string {
	var all []WeekHours
	for _, h := range w[day] {
		if h.Mode != m {
			continue
		}
		if n := len(all) - 1; n >= 0 && h.From <= all[n].To && h.When == all[n].When {
			all[n].To = max(all[n].To, h.To)
			continue
		}
		all = append(all, h)
	}
	var said []string
	for _, h := range all {
		say := fmt.Sprintf("%s - %s", h.From, h.To)
		if h.When != (Recurrence{}) {
			when := h.When
			when.Days = On(day)
			say += " (" + when.Say() + ")"
		}
		said = append(said, say)
	}
	return list(said)
}
