package portal

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// ics writes an appointment as an iCalendar (RFC 5545). Moved or cancelled and taken over again, it replaces what it was: its
// identity stays, its sequence grows.
func (p *Portal) ics(s *contract.AppointmentState, plan *calendar.Plan, v *visitor) []byte {
	d := p.shown(s, plan, v)
	var out bytes.Buffer
	line := func(name, value string) { foldLine(&out, name+value) }
	text := func(name, value string) { line(name+":", icsEscape.Replace(value)) }
	stamp := func(name string, t time.Time) { line(name+":", t.UTC().Format("20060102T150405Z")) }
	status, sequence := "CONFIRMED", 2*d.Leg
	if d.Cancelled {
		status, sequence = "CANCELLED", sequence+1
	}
	text("BEGIN", "VCALENDAR")
	text("VERSION", "2.0")
	text("PRODID", "-//Buurtloket//Afspraak//NL")
	text("BEGIN", "VEVENT")
	text("UID", d.Code+"@buurtloket")
	line("SEQUENCE:", fmt.Sprint(sequence))
	line("STATUS:", status)
	stamp("DTSTAMP", p.Now())
	stamp("DTSTART", d.At.Date.At(d.At.Start, plan.Zone()))
	stamp("DTEND", d.At.Date.At(d.At.Until, plan.Zone()))
	var names []string
	for _, product := range d.Products {
		names = append(names, v.product(product))
	}
	text("SUMMARY", v.T("ics.summary", strings.Join(names, ", ")))
	text("LOCATION", strings.Trim(d.At.Site.Name+", "+d.At.Address, ", "))
	say := v.T("ics.code", d.Code)
	if bring := catalogue.Bring(s.Appointment.ProductIDs()...); len(bring) > 0 {
		say += "\n" + v.T("bring.title") + ": " + strings.Join(bring, "; ") + "."
	}
	text("DESCRIPTION", say)
	text("END", "VEVENT")
	text("END", "VCALENDAR")
	return out.Bytes()
}

var icsEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "")

// foldLine writes a content line in pieces of at most 75 bytes, and breaks no character.
func foldLine(out *bytes.Buffer, s string) {
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
