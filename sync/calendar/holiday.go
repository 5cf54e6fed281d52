package calendar

import (
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2/be"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Holiday is a legal public holiday on its civil date.
type Holiday struct {
	Date office.Date
	Name string // Dutch
}

// Holidays lists the ten legal holidays of Belgium in year, in order of date (facts 2.7). It takes the
// day itself, never a substitute for one that falls in a weekend: a counter is closed on the day.
func Holidays(year int) []Holiday {
	list := make([]Holiday, 0, len(be.Holidays))
	for _, h := range be.Holidays {
		// The table gives midnight in the machine's own zone. At noon the date is the same in every zone,
		// also where a change of the clock leaves out midnight.
		actual, _ := h.Calc(year)
		list = append(list, Holiday{office.DateOf(actual.Add(12 * time.Hour)), h.Name})
	}
	slices.SortFunc(list, func(a, b Holiday) int { return int(a.Date - b.Date) })
	return list
}

// years remembers the holidays of the years asked for: year → []Holiday. They never change.
var years sync.Map

// HolidayOn tells whether d is a legal holiday, and its Dutch name.
func HolidayOn(d office.Date) (name string, ok bool) {
	year := d.UTC().Year()
	list, ok := years.Load(year)
	if !ok {
		list = Holidays(year)
		if year >= 1900 && year <= 2200 { // so that odd dates cannot make it grow
			years.Store(year, list)
		}
	}
	for _, h := range list.([]Holiday) {
		if h.Date == d {
			return h.Name, true
		}
	}
	return "", false
}

// WorkingDay reports whether d is a Monday to Friday and no legal holiday.
func WorkingDay(d office.Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, holiday := HolidayOn(d)
	return !holiday
}

// WorkingDays counts the working days after from, up to and including to; 0 when to is not after from.
// It is the lead time in working days of an appointment made on from for to (A004-05).
func WorkingDays(from, to office.Date) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if WorkingDay(d) {
			n++
		}
	}
	return n
}
