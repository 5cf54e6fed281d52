package calendar

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Recurrence says on which dates something returns. Its parts narrow each other; the zero value is every date.
// It is a plain value: equal recurrences are the same.
type Recurrence struct {
	Days  Weekdays    // only these days of the week; 0: all seven
	Every uint8       // only one week in so many, counted from Since; 0 and 1: every week
	Since office.Date // no date before this one; required with Every
	Nth   Ordinals    // only these of their weekday in the month: the first and the third Tuesday; 0: all
	Week  Ordinals    // only in these weeks of the month; 0: all
	Each  Annual      // only on this day of the year; zero: any
}

// MostWeeks is the longest pause a recurrence can have: Every is at most so many weeks.
const MostWeeks = 52

// Ordinals is a set of places within a month. Weeks run from Monday to Sunday and belong to the month that has
// their Thursday, as the weeks of ISO 8601 belong to the year that has it.
type Ordinals uint8

// The places within a month. The fourth can be the last one too; the fifth always is.
const (
	First Ordinals = 1 << iota
	Second
	Third
	Fourth
	Fifth
	Last
	allOrdinals Ordinals = 1<<iota - 1
)

// Has reports whether the date is one of those on which it returns.
func (r Recurrence) Has(d office.Date) bool {
	if r == (Recurrence{}) {
		return true
	}
	switch {
	case r.Since != 0 && d < r.Since, r.Days != 0 && !r.Days.Has(d.Weekday()):
		return false
	case r.Every > 1 && (weekOf(d)-weekOf(r.Since))%int(r.Every) != 0:
		return false
	case r.Nth != 0 && r.Nth&placeOf(d) == 0, r.Week != 0 && r.Week&placeOf(thursdayOf(d)) == 0:
		return false
	}
	return r.Each.has(d)
}

// weekOf numbers the weeks, which begin on Monday, without regard to years: a year of 53 weeks shifts nothing.
func weekOf(d office.Date) int {
	const mondayBefore1970 = 3 // 1 January 1970 was a Thursday
	n := int(d) + mondayBefore1970
	if n < 0 {
		n -= 6
	}
	return n / 7
}

// thursdayOf is the Thursday of the date's week, which tells the month of the week.
func thursdayOf(d office.Date) office.Date { return office.Date(weekOf(d) * 7) }

// placeOf says which of its weekday in its month a date is; the last one is in two places.
func placeOf(d office.Date) Ordinals {
	y, m, day := d.UTC().Date()
	place := First << ((day - 1) / 7)
	if office.NewDate(y, m+1, 1)-d <= 7 {
		place |= Last
	}
	return place
}

// flaw reports what is wrong with the recurrence on its own, by field.
func (r Recurrence) flaw() (field, problem, dutch string) {
	switch {
	case r.Days > EveryDay:
		return "weekdays", "no valid day of the week", "geen geldige dag van de week"
	case r.Every > MostWeeks:
		return "every", fmt.Sprintf("every %d weeks; want at most %d", r.Every, MostWeeks), fmt.Sprintf("hoogstens om de %d weken", MostWeeks)
	case r.Every > 1 && r.Since == 0:
		return "since", fmt.Sprintf("every %d weeks, but from which date is not said", r.Every), "vanaf welke datum geteld wordt, ontbreekt"
	case r.Nth > allOrdinals || r.Week > allOrdinals:
		return "ordinals", "no such place in a month", "die plaats in de maand bestaat niet"
	case !r.Each.valid():
		return "each", "no such day of the year", "die dag van het jaar bestaat niet"
	}
	return "", "", ""
}

// The dates looked at to learn whether something happens at all. Thirty years hold every weekday on every date of the
// year and every weekday in every place of a month, for each pause up to MostWeeks that shares them.
const (
	lookFrom = office.Date(18262) // 1 January 2020: no rule of this program is older
	lookLast = office.Date(1 << 20)
	lookFor  = 30 * 366
)

// firstDate finds the first date of a period that has holds for. An open period is looked through for thirty years, so
// not finding one there does not prove that there is none after.
func firstDate(within office.Period, has func(office.Date) bool) (office.Date, bool) {
	from, to := within.From, within.To
	switch {
	case from == 0 && to == 0:
		from = lookFrom
	case from == 0:
		from = min(lookFrom, max(to, -lookLast)-lookFor)
	}
	from = min(from, lookLast) // a date beyond is a slip of the keyboard, and must not run off the end of all dates
	if to == 0 || to > from+lookFor {
		to = from + lookFor
	}
	for d := from; d <= to; d++ {
		if has(d) {
			return d, true
		}
	}
	return 0, false
}

// from is the period, not before the recurrence begins.
func (r Recurrence) from(p office.Period) office.Period {
	return office.Period{From: max(p.From, r.Since), To: p.To}
}

var dutchOrdinals = [...]string{"eerste", "tweede", "derde", "vierde", "vijfde", "laatste"}

// Say writes the recurrence in Dutch for planners: "dinsdag en vrijdag, om de 2 weken vanaf dinsdag 3 maart 2026".
func (r Recurrence) Say() string {
	var parts []string
	if r.Each != (Annual{}) {
		parts = append(parts, r.Each.Say())
	}
	days := r.Days.Say()
	switch {
	case r.Nth != 0:
		parts = append(parts, fmt.Sprintf("de %s %s van de maand", r.Nth.say(), days))
	case r.Each == (Annual{}) || r.Days != 0:
		parts = append(parts, days)
	}
	if r.Week != 0 {
		parts = append(parts, fmt.Sprintf("in de %s week van de maand", r.Week.say()))
	}
	switch {
	case r.Every > 1:
		parts = append(parts, fmt.Sprintf("om de %d weken vanaf %s", r.Every, SayDate(r.Since)))
	case r.Since != 0:
		parts = append(parts, "vanaf "+SayDate(r.Since))
	}
	return strings.Join(parts, ", ")
}

func (o Ordinals) say() string {
	var names []string
	for i, name := range dutchOrdinals {
		if o>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return list(names)
}

// Weekdays is a set of days of the week; bit 0 is Sunday, as in time.Weekday.
type Weekdays uint8

// EveryDay holds all seven days.
const EveryDay Weekdays = 1<<7 - 1

// On is the set of the days named.
func On(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w>>d&1 == 1 }

// Say lists the days in Dutch, from Monday: "dinsdag en vrijdag"; the empty set and the full one are "elke dag".
func (w Weekdays) Say() string {
	if w == 0 || w == EveryDay {
		return "elke dag"
	}
	var names []string
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); w.Has(day) {
			names = append(names, dutchDays[day])
		}
	}
	return list(names)
}
