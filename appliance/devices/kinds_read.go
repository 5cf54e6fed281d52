package devices

import (
	"encoding/hex"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/hardware/eid/pcsc"
	"github.com/buurtloket/buurtloket/hardware/printer"
	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/sync/pass"
)

// longest bounds every patience of the configuration.
const longest = time.Minute

// hostPort checks an address in the network.
func hostPort(t *table, key, address string) string {
	if address == "" {
		return ""
	}
	if host, port, err := net.SplitHostPort(address); err != nil || host == "" || port == "" {
		t.add(t.at(key), "«%s» is een adres met een poort, zoals 10.4.0.20:502.", key)
	}
	return address
}

// onlyOne asks that exactly one of two keys is there; an emulator has neither.
func onlyOne(t *table, s Setting, a, b string) {
	switch hasA, hasB := t.has(a), t.has(b); {
	case s.Emulator && (hasA || hasB):
		t.add(s.line, "een emulator heeft geen «%s» of «%s».", a, b)
	case !s.Emulator && hasA == hasB:
		t.add(t.line, "geef %s «%s» of «%s», één van beide.", t.what, a, b)
	}
}

func readCamera(t *table) CameraSetting {
	s := CameraSetting{Setting: readSetting(t), URL: t.text("url"), Program: t.texts("program"), Pictures: t.texts("pictures"), Stall: t.span("stall", longest)}
	onlyOne(t, s.Setting, "url", "program")
	if u, err := url.Parse(s.URL); s.URL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		t.add(t.at("url"), "«url» is een adres dat met http:// of https:// begint.")
	}
	if len(s.Pictures) > 0 && !s.Emulator {
		t.add(t.at("pictures"), "«pictures» zijn er alleen voor een emulator.")
	}
	return s
}

func readPrinter(t *table) PrinterSetting {
	s := PrinterSetting{Setting: readSetting(t), Address: t.text("address"), User: t.text("user")}
	pin := strings.ReplaceAll(t.text("pin"), ":", "")
	if raw, err := hex.DecodeString(pin); pin != "" && (err != nil || len(raw) != len(s.Pin)) {
		t.add(t.at("pin"), "«pin» is de SHA-256-vingerafdruk van het certificaat: 64 hexadecimale tekens.")
	} else if pin != "" {
		s.Pin = [32]byte(raw)
	}
	secure := strings.HasPrefix(s.Address, "ipps:") || strings.HasPrefix(s.Address, "https:")
	switch {
	case s.Emulator && s.Address != "":
		t.add(t.at("address"), "een emulator heeft geen «address».")
	case s.Emulator:
	case s.Address == "":
		t.add(t.line, "«address» van %s ontbreekt, zoals ipp://10.4.0.12/ipp/print.", t.what)
	case pin != "" && !secure:
		t.add(t.at("pin"), "«pin» hoort bij een adres dat met ipps:// of https:// begint.")
	default:
		if p, err := printer.New(printer.Config{Address: s.Address}); err != nil {
			t.add(t.at("address"), "«address» begint met ipp://, ipps://, http:// of https:// (%s).", err)
		} else {
			_ = p.Close() // it has opened nothing
		}
	}
	return s
}

func readReceipt(t *table) ReceiptSetting {
	s := ReceiptSetting{Setting: readSetting(t), Address: hostPort(t, "address", t.text("address")), Path: t.text("path"),
		Columns: receipt.Columns(t.number("columns", 24, 64, int(receipt.Wide42))), Tickets: t.onOff("tickets", true),
		Answer: t.span("answer", longest), Finish: t.span("finish", longest)}
	onlyOne(t, s.Setting, "address", "path")
	absolute(t, "path", s.Path)
	return s
}

func readReader(t *table) ReaderSetting {
	s := ReaderSetting{Setting: readSetting(t), Socket: t.text("socket"), Reader: t.text("reader"), Roots: t.text("roots"), OldHashes: t.flag("old_hashes"),
		Desk: t.number("desk", 0, 99, 0)}
	for _, n := range t.list("people") {
		s.People = append(s.People, readPerson(newTable(t.flaws, n, "de kaart")))
	}
	if len(s.People) > 0 && !s.Emulator {
		t.add(t.at("people"), "«people» zijn er alleen voor een emulator.")
	}
	absolute(t, "socket", s.Socket)
	absolute(t, "roots", s.Roots)
	switch {
	case s.Emulator && (s.Socket != "" || s.Reader != "" || s.Roots != ""):
		t.add(s.line, "een emulator heeft geen «socket», «reader» of «roots».")
	case !s.Emulator && s.Roots == "":
		t.add(t.line, "«roots» van %s ontbreekt: zonder de certificaten van de Belgische overheid wordt geen kaart geloofd.", t.what)
	case !s.Emulator && s.Socket == "":
		s.Socket = pcsc.DefaultSocket
	}
	return s
}

// readPerson reads whose card lies beside an emulated reader.
func readPerson(t *table) PersonSetting {
	s := PersonSetting{Name: t.need("name"), FirstNames: t.need("first_names"), Sex: t.text("sex"), PIN: t.text("pin")}
	born := t.need("born")
	var err error
	if s.Born, err = time.Parse(time.DateOnly, born); born != "" && err != nil {
		t.add(t.at("born"), "«born» is een datum, zoals 1985-07-30.")
	}
	if s.Sex != "" && s.Sex != "M" && s.Sex != "V" {
		t.add(t.at("sex"), "«sex» is M of V.")
	}
	if s.PIN == "" {
		s.PIN = "1234"
	}
	if len(s.PIN) < 4 || len(s.PIN) > 12 || strings.Trim(s.PIN, "0123456789") != "" {
		t.add(t.at("pin"), "«pin» heeft vier tot twaalf cijfers.")
	}
	t.done()
	return s
}

func readScanner(t *table) ScannerSetting {
	s := ScannerSetting{Setting: readSetting(t), Path: t.text("path"), Speed: t.number("speed", 9600, 115200, 9600), Rules: scanner.DefaultRules(),
		Desk: t.number("desk", 0, 99, 0)}
	s.Rules.Booking = pass.Prefix
	checkSpeed(t, s.Speed)
	absolute(t, "path", s.Path)
	for key, rule := range map[string]*string{"booking": &s.Rules.Booking, "consignment": &s.Rules.Consignment} {
		if t.has(key) {
			*rule = t.text(key)
		} else {
			t.asked = append(t.asked, key)
		}
	}
	if s.Rules.Booking != pass.Prefix { // else what a visitor shows would be opaque to the scanner, or to whoever reads it
		t.add(t.at("booking"), "«booking» is %q: zo beginnen de afspraakcodes van het hoofdkantoor.", pass.Prefix)
	}
	if shapes := t.texts("shapes"); shapes != nil {
		s.Rules.Shapes = shapes
	}
	switch {
	case s.Emulator && s.Path != "":
		t.add(t.at("path"), "een emulator heeft geen «path».")
	case !s.Emulator && s.Path == "":
		t.add(t.line, "«path» van %s ontbreekt, zoals /dev/serial/by-id/….", t.what)
	}
	return s
}

// absolute asks for a whole path: what a path is relative to is nowhere said.
func absolute(t *table, key, path string) {
	if path != "" && !strings.HasPrefix(path, "/") {
		t.add(t.at(key), "«%s» begint met /.", key)
	}
}

// checkSpeed asks for a speed that serial lines have.
func checkSpeed(t *table, speed int) {
	switch speed {
	case 9600, 19200, 38400, 57600, 115200:
	default:
		t.add(t.at("speed"), "«speed» is 9600, 19200, 38400, 57600 of 115200.")
	}
}
