package eid

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a civil date as a document states it, never an instant. Month and day are zero where the register does not
// know them, which happens for people born where none was kept.
type Date struct {
	Year, Month, Day int
}

// On is the civil date of an instant in a place: which day it is depends on both.
func On(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// Before reports whether d comes before other; an unknown month or day counts as the first.
func (d Date) Before(other Date) bool {
	a, b := [3]int{d.Year, max(d.Month, 1), max(d.Day, 1)}, [3]int{other.Year, max(other.Month, 1), max(other.Day, 1)}
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// String writes what is known as year, month and day, with "00" for what is not.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// real reports whether the calendar has this date, unknown parts aside.
func (d Date) real() bool {
	if d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 {
		return false
	}
	if d.Month == 0 || d.Day == 0 {
		return d.Month != 0 || d.Day == 0
	}
	return On(time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)) == d
}

// months has the abbreviations of the three languages a card is made in. Where two languages share one they agree.
var months = map[string]int{
	"JAN": 1, "JANV": 1,
	"FEB": 2, "FEV": 2, "FEVR": 2,
	"MAAR": 3, "MARS": 3, "MÄR": 3,
	"APR": 4, "AVR": 4,
	"MEI": 5, "MAI": 5,
	"JUN": 6, "JUIN": 6,
	"JUL": 7, "JUIL": 7,
	"AUG": 8, "AOUT": 8, "AOÛT": 8,
	"SEP": 9, "SEPT": 9,
	"OKT": 10, "OCT": 10,
	"NOV": 11,
	"DEC": 12, "DEZ": 12, "DÉC": 12, "FÉV": 2,
}

var errDate = errors.New("not a date of an identity card")

// ParseBirthDate reads a date of birth as the chip has it: "01 MAAR 1980", "01 MARS 1980", "01.MÄR.1980", and, where the
// day or the month is not known, "MAAR 1980" or "1980".
func ParseBirthDate(text string) (Date, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '.' })
	var d Date
	switch len(parts) {
	case 3:
		d.Day = digits(parts[0], 2)
		d.Month = months[strings.ToUpper(parts[1])]
		if d.Day < 0 || d.Month == 0 {
			return Date{}, errDate
		}
	case 2:
		if d.Month = months[strings.ToUpper(parts[0])]; d.Month == 0 {
			return Date{}, errDate
		}
	case 1:
	default:
		return Date{}, errDate
	}
	year := parts[len(parts)-1]
	d.Year = digits(year, 4)
	if len(year) != 4 || !d.real() {
		return Date{}, errDate
	}
	return d, nil
}

// ParseValidity reads the date on which a card begins or ceases to be valid: "01.03.2026".
func ParseValidity(text string) (Date, error) {
	if len(text) != 10 || text[2] != '.' || text[5] != '.' {
		return Date{}, errDate
	}
	d := Date{digits(text[6:], 4), digits(text[3:5], 2), digits(text[:2], 2)}
	if d.Day < 1 || d.Month < 1 || !d.real() {
		return Date{}, errDate
	}
	return d, nil
}

// digits is the number that at most so many digits write, or -1.
func digits(text string, most int) int {
	if text == "" || len(text) > most || strings.Trim(text, "0123456789") != "" {
		return -1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}
