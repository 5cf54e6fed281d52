package roster

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Rules are what a city decides. The zero value of each number stands for its default.
type Rules struct {
	DailyRest  int // minutes between the last shift of a day and the first of a later one
	WeeklyRest int // minutes without work, unbroken, once in every seven days
	LongestDay int // minutes of work on one date
	Travel     int // minutes between two sites of which no Way says otherwise
	Ways       []Way
	Apart      []Apart
}

// The defaults. They are ours, not a source's: see the package comment.
const (
	DefaultDailyRest  = 11 * 60
	DefaultWeeklyRest = 35 * 60
	DefaultLongestDay = 9 * 60
	DefaultTravel     = 30
)

// Evening is when the evening begins, for planners who count evenings (A002-61).
const Evening office.Minute = 17 * 60

// Way is how long it takes between two sites, there and back alike.
type Way struct {
	From, To office.SiteID
	Minutes  int
}

// Apart names teams of which no two are at one site at one time, as long as the period lasts (A000-27, A000-28).
type Apart struct {
	Teams []string
	Valid office.Period
}

// Filled is the rules with the defaults in place of what nobody decided.
func (r Rules) Filled() Rules {
	for _, one := range []struct {
		number *int
		by     int
	}{{&r.DailyRest, DefaultDailyRest}, {&r.WeeklyRest, DefaultWeeklyRest}, {&r.LongestDay, DefaultLongestDay}, {&r.Travel, DefaultTravel}} {
		if *one.number == 0 {
			*one.number = one.by
		}
	}
	return r
}

// travel is how long it takes from a site to another; r is filled.
func (r Rules) travel(a, b office.SiteID) int {
	if a == b {
		return 0
	}
	for _, w := range r.Ways {
		if w.From == a && w.To == b || w.From == b && w.To == a {
			return w.Minutes
		}
	}
	return r.Travel
}

// apart gives the two teams for which people may not meet on a date.
func (r Rules) apart(a, b Person, d office.Date) (of, other string, ok bool) {
	for _, rule := range r.Apart {
		if !rule.Valid.Contains(d) {
			continue
		}
		for _, x := range rule.Teams {
			for _, y := range rule.Teams {
				if x != y && slices.Contains(a.Teams, x) && slices.Contains(b.Teams, y) {
					return x, y, true
				}
			}
		}
	}
	return "", "", false
}
