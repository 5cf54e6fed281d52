package notify

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"unicode/utf8"

	"github.com/buurtloket/buurtloket/central/certificate"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// attached is what goes with a mail: the visit for an agenda, and the booking code as a picture.
func (f facts) attached() (out []Attachment, err error) {
	switch f.Kind {
	case contract.MessageKind_MESSAGE_KIND_CONFIRMATION, contract.MessageKind_MESSAGE_KIND_CHANGE, contract.MessageKind_MESSAGE_KIND_REMINDER:
		out = append(out, Attachment{"afspraak.ics", "text/calendar; charset=utf-8; method=PUBLISH", f.agenda(false)})
	case contract.MessageKind_MESSAGE_KIND_CANCELLATION:
		return append(out, Attachment{"afspraak.ics", "text/calendar; charset=utf-8; method=CANCEL", f.agenda(true)}), nil
	}
	if f.Pass == "" || len(out) == 0 {
		return out, nil
	}
	picture, err := drawn(f.Pass)
	return append(out, Attachment{"code.png", "image/png", picture}), err
}

const (
	border = 4 // modules of white that readers of QR codes need
	module = 6 // pixels
)

// drawn is a text as a QR code.
func drawn(text string) ([]byte, error) {
	rows, err := certificate.QR(text)
	if err != nil {
		return nil, err
	}
	size := (len(rows) + 2*border) * module
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if r, c := y/module-border, x/module-border; r >= 0 && r < len(rows) && c >= 0 && c < len(rows) && rows[r][c] {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

// agenda writes the visit as an iCalendar (RFC 5545), with the same identity and sequence as the citizens' pages give it, so that
// either takes the other's place. Its stamp is the visit itself: the same visit has the same bytes.
func (f facts) agenda(cancelled bool) []byte {
	var out bytes.Buffer
	line := func(name, value string) { fold(&out, name+":"+value) }
	text := func(name, value string) { line(name, icsEscape.Replace(value)) }
	stamp := func(name string, at office.Minute) {
		line(name, f.On.At(at, f.Zone).UTC().Format("20060102T150405Z"))
	}
	status, sequence, method := "CONFIRMED", f.Sequence, "PUBLISH"
	if cancelled {
		status, sequence, method = "CANCELLED", sequence+1, "CANCEL"
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Buurtloket//Afspraak//NL")
	line("METHOD", method)
	line("BEGIN", "VEVENT")
	text("UID", f.Code+"@buurtloket")
	line("SEQUENCE", fmt.Sprint(sequence))
	line("STATUS", status)
	stamp("DTSTAMP", f.At)
	stamp("DTSTART", f.At)
	stamp("DTEND", f.Until)
	text("SUMMARY", "Afspraak: "+strings.Join(f.Products, ", "))
	text("LOCATION", strings.Trim(f.Site+", "+f.Address, ", "))
	say := "Uw code: " + f.Code
	if len(f.Bring) > 0 {
		say += "\nBreng mee: " + strings.Join(f.Bring, "; ") + "."
	}
	text("DESCRIPTION", say)
	line("END", "VEVENT")
	line("END", "VCALENDAR")
	return out.Bytes()
}

var icsEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "")

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
