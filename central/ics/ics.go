// Package ics writes an appointment as an iCalendar (RFC 5545), for the citizens' pages and for the mail alike: either takes the
// other's place, since both give it the same identity and sequence. It writes the agenda of a desk in the same way.
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
	var out calendar
	out.begin("Afspraak")
	if e.Method != "" {
		out.line("METHOD", e.Method)
	}
	out.event(e)
	out.line("END", "VCALENDAR")
	return out.Bytes()
}

// Feed is a calendar to subscribe to: it has these events and no others, whatever it had before.
func Feed(name string, events ...Event) []byte {
	var out calendar
	out.begin("Agenda")
	out.text("NAME", name)
	out.text("X-WR-CALNAME", name) // what programs read that do not know RFC 7986
	out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
	out.line("X-PUBLISHED-TTL", "PT15M")
	for _, e := range events {
		out.event(e)
	}
	out.line("END", "VCALENDAR")
	return out.Bytes()
}

// calendar is one being written.
type calendar struct{ bytes.Buffer }

func (c *calendar) line(name, value string) { fold(&c.Buffer, name+":"+value) }
func (c *calendar) text(name, value string) { c.line(name, escape.Replace(value)) }
func (c *calendar) stamp(name string, t time.Time) {
	c.line(name, t.UTC().Format("20060102T150405Z"))
}

func (c *calendar) begin(of string) {
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Buurtloket//"+of+"//NL")
}

func (c *calendar) event(e Event) {
	status, sequence := "CONFIRMED", e.Sequence
	if e.Cancelled {
		status, sequence = "CANCELLED", sequence+1
	}
	c.line("BEGIN", "VEVENT")
	c.text("UID", e.Code+"@buurtloket")
	c.line("SEQUENCE", fmt.Sprint(sequence))
	c.line("STATUS", status)
	c.stamp("DTSTAMP", e.Stamp)
	c.stamp("DTSTART", e.Start)
	c.stamp("DTEND", e.End)
	c.text("SUMMARY", e.Summary)
	c.text("LOCATION", e.Location)
	if e.Description != "" {
		c.text("DESCRIPTION", e.Description)
	}
	c.line("END", "VEVENT")
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
