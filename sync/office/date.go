package office

import (
	"fmt"
	"time"
)

// Date is a civil date: days since 1 January 1970 in the proleptic Gregorian calendar. It is never an
// instant and has no time zone, so a conversion cannot shift it (facts 2.7: a site that printed
// 31 December for New Year).
type Date int32

// DateOf is the civil date of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// NewDate is the date of year y, month m, day d; out-of-range values are normalised as time.Date does.
func NewDate(y int, m time.Month, d int) Date {
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads "2026-11-26".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: want year-month-day: %w", s, err)
	}
	return DateOf(t), nil
}

// UTC is midnight UTC of the date: for arithmetic on years, months and weekdays only.
func (d Date) UTC() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.UTC().Weekday() }

// At is the instant of local minute m on this date in loc. On a day when the clock springs forward a
// minute in the gap lands after it; in the doubled hour the first of the two is meant.
func (d Date) At(m Minute, loc *time.Location) time.Time {
	y, mo, day := d.UTC().Date()
	t := time.Date(y, mo, day, int(m)/60, int(m)%60, 0, 0, loc)
	if e := t.Add(-time.Hour); e.Hour() == t.Hour() && e.Minute() == t.Minute() {
		return e
	}
	if got := MinuteOf(t); got < m { // time.Date chose the early side of the gap
		return t.Add(time.Duration(m-got) * time.Minute)
	}
	return t
}

// String writes "2026-11-26".
func (d Date) String() string { return d.UTC().Format(time.DateOnly) }

// Minute is a minute of the local day, from 0 (00:00) to 1440 (24:00, only as an end).
type Minute uint16

// EndOfDay is 24:00, the latest end an opening can have.
const EndOfDay Minute = 24 * 60

// MinuteOf is the minute of the day of t in t's own location.
func MinuteOf(t time.Time) Minute { return Minute(t.Hour()*60 + t.Minute()) }

// ParseMinute reads "10:04", up to "24:00".
func ParseMinute(s string) (Minute, error) {
	var h, m int
	if len(s) != 5 || s[2] != ':' {
		return 0, fmt.Errorf("time %q: want hours:minutes", s)
	}
	if _, err := fmt.Sscanf(s, "%02d:%02d", &h, &m); err != nil || h < 0 || m < 0 || m > 59 || h*60+m > int(EndOfDay) {
		return 0, fmt.Errorf("time %q: want hours:minutes", s)
	}
	return Minute(h*60 + m), nil
}

// String writes "10:04".
func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
