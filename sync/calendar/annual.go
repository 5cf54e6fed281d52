package calendar

import (
	"fmt"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Annual is a day that returns each year: a fixed date, so many days after Easter, or the bridge between a holiday
// and a weekend. It is how a municipality's own closing days (facts 2.7) are written down once and for all. The zero
// value is no day in particular, which every date satisfies.
type Annual struct {
	kind  annualKind
	month uint8 // fixed
	day   int16 // fixed: day of the month; moving: days after Easter Sunday
}

type annualKind uint8

const (
	anyDate annualKind = iota
	fixed
	moving
	bridge
)

// Yearly is the same date each year; 29 February is there in leap years only.
func Yearly(m time.Month, day int) Annual {
	return Annual{kind: fixed, month: uint8(m), day: int16(day)}
}

// AfterEaster is so many days after Easter Sunday, before it when negative.
func AfterEaster(days int) Annual { return Annual{kind: moving, day: int16(days)} }

// BridgeDay is each working day that lies alone between days off: the Monday before a holiday on Tuesday, the Friday
// after one on Thursday.
func BridgeDay() Annual { return Annual{kind: bridge} }

func (a Annual) has(d office.Date) bool {
	switch a.kind {
	case fixed:
		_, m, day := d.UTC().Date()
		return int(m) == int(a.month) && day == int(a.day)
	case moving:
		return d == easter(d.UTC().Year())+office.Date(a.day)
	case bridge:
		return WorkingDay(d) && !WorkingDay(d-1) && !WorkingDay(d+1)
	}
	return true
}

// valid reports whether there is a year that has the day. A moving day stays within its year, whenever Easter is.
func (a Annual) valid() bool {
	switch a.kind {
	case fixed:
		if a.month < 1 || a.month > 12 {
			return false
		}
		const leap = 2024
		first := office.NewDate(leap, time.Month(a.month), 1)
		return a.day >= 1 && first+office.Date(a.day)-1 < office.NewDate(leap, time.Month(a.month)+1, 1)
	case moving:
		return a.day >= -80 && a.day <= 250
	}
	return a.kind <= bridge
}

// String writes "12-24", "easter+40", "bridge", or nothing for the zero value.
func (a Annual) String() string {
	switch a.kind {
	case fixed:
		return fmt.Sprintf("%02d-%02d", a.month, a.day)
	case moving:
		return fmt.Sprintf("easter%+d", a.day)
	case bridge:
		return "bridge"
	}
	return ""
}

// ParseAnnual reads what String writes.
func ParseAnnual(s string) (Annual, error) {
	var a Annual
	var month, day int
	switch {
	case s == "":
		return a, nil
	case s == "bridge":
		a = BridgeDay()
	case strings.HasPrefix(s, "easter"):
		if _, err := fmt.Sscanf(s, "easter%d", &day); err == nil && day >= -80 && day <= 250 {
			a = AfterEaster(day)
		}
	default:
		if _, err := fmt.Sscanf(s, "%02d-%02d", &month, &day); err == nil && month > 0 && month < 13 && day > 0 && day < 32 {
			a = Yearly(time.Month(month), day)
		}
	}
	if a.String() != s || !a.valid() {
		return Annual{}, fmt.Errorf("day of the year %q: want month-day, easter+days or bridge", s)
	}
	return a, nil
}

// Say names the day in Dutch.
func (a Annual) Say() string {
	switch {
	case a.kind == fixed:
		return fmt.Sprintf("elk jaar op %d %s", a.day, dutchMonths[(a.month+11)%12])
	case a.kind == moving && a.day == 0:
		return "elk jaar op Pasen"
	case a.kind == moving && a.day < 0:
		return fmt.Sprintf("elk jaar %d dagen voor Pasen", -a.day)
	case a.kind == moving:
		return fmt.Sprintf("elk jaar %d dagen na Pasen", a.day)
	case a.kind == bridge:
		return "op elke brugdag"
	}
	return "elke dag"
}

// easter is Easter Sunday of a year (the anonymous Gregorian algorithm).
func easter(year int) office.Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return office.NewDate(year, time.Month(n/31), n%31+1)
}
