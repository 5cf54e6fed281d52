package hours

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// parseDate reads a day as people write it: 7-12-2026, 7/12/2026, 2026-12-07, 7 dec, 7/12. Without a year it is the next such day.
func parseDate(s string, today office.Date, w *text.Words) (office.Date, bool) {
	part := strings.FieldsFunc(strings.ToLower(strings.TrimSpace(s)), func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == ' ' })
	if len(part) > 1 && len(part[0]) == 4 { // the year first
		part[0], part[len(part)-1] = part[len(part)-1], part[0]
	}
	if len(part) > 2 && isWeekday(part[0], w) {
		part = part[1:]
	}
	if len(part) != 2 && len(part) != 3 {
		return 0, false
	}
	day, err := strconv.Atoi(part[0])
	month, ok := parseMonth(part[1], w)
	if err != nil || !ok {
		return 0, false
	}
	year := today.UTC().Year()
	if len(part) == 3 {
		if year, err = strconv.Atoi(part[2]); err != nil || year < 2000 || year > 2200 {
			return 0, false
		}
	}
	d := office.NewDate(year, month, day)
	if len(part) == 2 && d < today {
		d = office.NewDate(year+1, month, day)
	}
	if _, m, n := d.UTC().Date(); m != month || n != day {
		return 0, false // 31 November
	}
	return d, true
}

func isWeekday(s string, w *text.Words) bool {
	for _, day := range w.Days {
		if s == day {
			return true
		}
	}
	return false
}

func parseMonth(s string, w *text.Words) (time.Month, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), n >= 1 && n <= 12
	}
	for i, name := range w.Months {
		if len(s) >= 3 && strings.HasPrefix(s, name[:3]) {
			return time.Month(i + 1), true
		}
	}
	return time.March, s == "maart" // whose short name is not its beginning
}

// writeDate writes a day as parseDate reads it; nothing for none.
func writeDate(d office.Date) string {
	if d == 0 {
		return ""
	}
	y, m, n := d.UTC().Date()
	return fmt.Sprintf("%d-%d-%d", n, int(m), y)
}

// parseHour reads 9:00, 09:00, 9u30, 9.30, 9u, 9.
func parseHour(s string) (office.Minute, bool) {
	s = strings.NewReplacer("u", ":", "h", ":", ".", ":").Replace(strings.ToLower(strings.TrimSpace(s)))
	hour, minute, _ := strings.Cut(s, ":")
	h, err := strconv.Atoi(hour)
	m := 0
	if err == nil && minute != "" {
		m, err = strconv.Atoi(minute)
	}
	if err != nil || h < 0 || m < 0 || m > 59 || len(hour) > 2 || len(minute) > 2 || h*60+m > int(office.EndOfDay) {
		return 0, false
	}
	return office.Minute(h*60 + m), true
}
