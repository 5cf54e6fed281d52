// Package ics writes an appointment as an iCalendar (RFC 5545), for the citizens' pages and for the mail alike: either takes the
// other's place, since both give it the same identity and sequence.
package ics

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is an appointment as a calendar knows it.
type Event struct {
	Code                           string // of the appointment: its identity
	Sequence                       int    // how often it changed: two more after each move, so that a cancellation has its own
	Cancelled                      bool   // it takes back what was there
	Method                         string // of a calendar that is mailed; empty: none
	Stamp, Start, End              time.Time
	Summary, Location, Description string
}

// Bytes is the calendar with this one event. Moved or cancelled and taken over again, it replaces what it was: its identity stays,
// its sequence grows.
func (e Event) Bytes() []byte {
	var out bytes.Buffer
	line := func(name, value string) { fold(&out, name+":"+value) }
	text := func(name, value string) { line(name, escape.Replace(value)) }
	stamp := func(name string, t time.Time) { line(name, t.UTC().Format("20060102T150405Z")) }
	status, sequence := "CONFIRMED", e.Sequence
	if e.Cancelled {
		status, sequence = "CANCELLED", sequence+1
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Buurtloket//Afspraak//NL")
	if e.Method != "" {
		line("METHOD", e.Method)
	}
	line("BEGIN", "VEVENT")
	text("UID", e.Code+"@buurtloket")
	line("SEQUENCE", fmt.Sprint(sequence))
	line("STATUS", status)
	stamp("DTSTAMP", e.Stamp)
	stamp("DTSTART", e.Start)
	stamp("DTEND", e.End)
	text("SUMMARY", e.Summary)
	text("LOCATION", e.Location)
	text("DESCRIPTION", e.Description)
	line("END", "VEVENT")
	line("END", "VCALENDAR")
	return out.Bytes()
}

var escape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "")

// fold writes a content line in pieces of at most 75 bytes, and breaks no character.
func fold(out *bytes.Buffer, s string) {
	limit := 75
	for len(s) > limit {
		cut := limit
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		out.WriteString(s[:cut] + "\r\n ")
		s, limit = s[cut:], 74
	}
	out.WriteString(s + "\r\n")
}
