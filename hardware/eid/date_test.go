package eid_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/eid"
)

// TestBirthDates: every month in every language, and what is left out.
func TestBirthDates(t *testing.T) {
	for month, words := range [][]string{
		{"JAN", "JANV"}, {"FEB", "FEV", "FEVR"}, {"MAAR", "MARS", "MÄR"}, {"APR", "AVR"}, {"MEI", "MAI"}, {"JUN", "JUIN"},
		{"JUL", "JUIL"}, {"AUG", "AOUT"}, {"SEP", "SEPT"}, {"OKT", "OCT"}, {"NOV"}, {"DEC", "DEZ"},
	} {
		for _, word := range words {
			for text, want := range map[string]eid.Date{
				"02 " + word + " 1980": {Year: 1980, Month: month + 1, Day: 2},
				"02." + word + ".1980": {Year: 1980, Month: month + 1, Day: 2},
				"2 " + word + "  1980": {Year: 1980, Month: month + 1, Day: 2},
				word + " 1980":         {Year: 1980, Month: month + 1},
			} {
				if got, err := eid.ParseBirthDate(text); err != nil || got != want {
					t.Errorf("%q: %s, %v", text, got, err)
				}
			}
		}
	}
	for text, want := range map[string]eid.Date{"1950": {Year: 1950}, "29 FEB 2012": {Year: 2012, Month: 2, Day: 29}} {
		if got, err := eid.ParseBirthDate(text); err != nil || got != want {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", " ", "29 FEB 2011", "31 APR 1980", "32 JAN 1980", "02 XXX 1980", "02 JAN 80", "02 JAN 19800", "02 JAN 1980 x", "JAN",
		"-2 JAN 1980", "02 01 1980", "0000",
	} {
		if got, err := eid.ParseBirthDate(text); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}

func TestValidityDates(t *testing.T) {
	if got, err := eid.ParseValidity("01.03.2026"); err != nil || got != (eid.Date{Year: 2026, Month: 3, Day: 1}) {
		t.Errorf("%s, %v", got, err)
	}
	for _, text := range []string{
		"", "1.03.2026", "01/03/2026", "31.02.2026", "00.03.2026", "01.00.2026", "01.03.20266", "aa.bb.cccc",
	} {
		if got, err := eid.ParseValidity(text); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}

// TestDatesAreOrdered as their texts are, unknown parts counting as the first.
func TestDatesAreOrdered(t *testing.T) {
	date := rapid.Custom(func(t *rapid.T) eid.Date {
		return eid.Date{
			Year:  rapid.IntRange(1900, 2100).Draw(t, "year"),
			Month: rapid.IntRange(1, 12).Draw(t, "month"),
			Day:   rapid.IntRange(1, 28).Draw(t, "day"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := date.Draw(t, "a"), date.Draw(t, "b")
		if a.Before(b) != (a.String() < b.String()) {
			t.Fatalf("%s before %s is %v", a, b, a.Before(b))
		}
	})
	if (eid.Date{Year: 1980}).Before(eid.Date{Year: 1980, Month: 1, Day: 1}) {
		t.Error("a date without a month comes before the year's first day")
	}
}
