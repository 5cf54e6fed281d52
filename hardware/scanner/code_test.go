package scanner_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/hardware/scanner"
	"github.com/buurtloket/buurtloket/hardware/scanner/scannertest"
)

// eventually waits for what comes about beside the test.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !done(); {
		if time.Now().After(deadline) {
			t.Fatal("it never came about")
		}
		<-time.After(time.Millisecond)
	}
}

// TestTellingApart: each kind is known by its own mark, and what has none is unknown.
func TestTellingApart(t *testing.T) {
	for text, want := range map[string]scanner.Code{
		"BL1.abc":                          {Kind: scanner.Booking},
		"BL1.":                             {},
		"bl1.abc":                          {},
		"590-1234567-74":                   {Kind: scanner.Document, Number: "590123456774"},
		"590-1234567-75":                   {}, // check digits
		" ep123456 ":                       {Kind: scanner.Document, Number: "EP123456"},
		"EP12345":                          {},
		"E1123456":                         {},
		"1234567890":                       {Kind: scanner.Document, Number: "1234567890"},
		"ZL1.Z-1":                          {Kind: scanner.Consignment, Number: "Z-1"},
		"ZL1.Z-1;590-1234567-74;EP123456;": {Kind: scanner.Consignment, Number: "Z-1", Documents: []string{"590123456774", "EP123456"}},
		"ZL1.Z-1;590-1234567-75":           {}, // a list with a hole in it is no list
		"ZL1.;EP123456":                    {},
		"ZL1.Z-1" + strings.Repeat(";EP123456", 501): {},
		"https://example.org":                        {}, "": {}, "93051822361": {}, // a national number is no document
	} {
		got := scanner.DefaultRules().Read(text)
		if got.Kind != want.Kind || got.Number != want.Number || strings.Join(got.Documents, ",") != strings.Join(want.Documents, ",") {
			t.Errorf("%.40q is %s %q %q, want %s %q", text, got.Kind, got.Number, got.Documents, want.Kind, want.Number)
		}
		if got.Text != strings.TrimSpace(text) {
			t.Errorf("%.40q became %.40q", text, got.Text)
		}
	}
	for _, text := range []string{"BL1.abc", "590-1234567-74", "ZL1.Z-1", ".", ";"} {
		if got := (scanner.Rules{}).Read(text); got.Kind != scanner.Unknown {
			t.Errorf("without rules %q is %s", text, got.Kind)
		}
	}
	if got := (scanner.Rules{}).Read(scannertest.Passport); got.Kind != scanner.Travel {
		t.Errorf("the lines of a passport are %s", got.Kind)
	}
}

// TestCodesDoNotLeak: a code and its lines print as what they are, not as what they say.
func TestCodesDoNotLeak(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	for _, text := range []string{scannertest.Passport, "BL1.SECRET", "ZL1.SECRET", "SECRET"} {
		code := scanner.DefaultRules().Read(text)
		fmt.Fprintf(&out, "%v %+v %#v %s %q %x %v %+v\n", code, code, code, code, code, code, &code, []scanner.Code{code})
		fmt.Fprintf(&out, "%v %+v %#v %s\n", code.MRZ, code.MRZ, code.MRZ, code.MRZ)
		log.Info("scanned", "code", code, "mrz", code.MRZ)
	}
	for _, secret := range []string{"SECRET", "ERIKSSON", "L898902C3", "740812", "534543524554"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q leaks:\n%s", secret, out.String())
		}
	}
}

// TestSilenceEndsHalfACode: what nobody finished does not stick to the next code; what nobody listened for is not silence.
func TestSilenceEndsHalfACode(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var s scanner.Splitter
	s.Feed([]byte("BL1.ha"), at)
	if got := s.Feed([]byte("lf\r"), at.Add(scanner.Gap-1)); len(got) != 1 || got[0] != "BL1.half" {
		t.Errorf("a slow scanner: %q", got)
	}
	s.Feed([]byte("BL1.ha"), at)
	if got := s.Feed([]byte("EP123456\r"), at.Add(scanner.Gap)); len(got) != 1 || got[0] != "EP123456" || s.Dropped != 1 {
		t.Errorf("after silence: %q, %d dropped", got, s.Dropped)
	}
	s.Feed([]byte("BL1.ha"), at)
	s.Absent(time.Hour)
	if got := s.Feed([]byte("lf\r"), at.Add(time.Hour)); len(got) != 1 || got[0] != "BL1.half" {
		t.Errorf("after nobody listened: %q", got)
	}
}

// TestLinesThatWait: a document's lines belong together when they come together.
func TestLinesThatWait(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	lines := strings.Split(scannertest.Card, "\n")
	a := scanner.NewAssembler(scanner.DefaultRules())
	for i, line := range lines {
		code, whole := a.Feed(line, at.Add(time.Duration(i)*time.Second))
		if whole != (i == 2) || whole && code.Kind != scanner.Travel {
			t.Errorf("line %d: whole %v, %s", i, whole, code.Kind)
		}
	}
	a.Feed(lines[0], at)
	a.Feed(lines[1], at)
	if _, whole := a.Feed(lines[0], at.Add(time.Hour)); whole || a.Dropped != 2 {
		t.Errorf("an hour later: whole %v, %d dropped", whole, a.Dropped)
	}
	a.Feed(lines[1], at.Add(time.Hour))
	if code, whole := a.Feed(lines[2], at.Add(time.Hour)); !whole || code.Kind != scanner.Travel {
		t.Errorf("the whole document: %v, %s", whole, code.Kind)
	}
	if code, whole := a.Feed(lines[2], at.Add(time.Hour)); !whole || code.Kind != scanner.Unknown {
		t.Errorf("a last line by itself: %v, %s", whole, code.Kind)
	}
	// Something else in between means that the lines did not come together.
	for i, frame := range []string{lines[0], "EP123456", lines[1], lines[2]} {
		if code, _ := a.Feed(frame, at.Add(time.Hour)); code.Kind == scanner.Travel || i == 1 && code.Kind != scanner.Document {
			t.Errorf("interrupted lines, frame %d: %s", i, code.Kind)
		}
	}
}

// FuzzStream: whatever a line says, in whichever pieces, frames are bounded text and codes come of them.
func FuzzStream(f *testing.F) {
	f.Add([]byte("BL1.abc\r\n590-1234567-74\r"), uint8(3))
	f.Add([]byte(strings.ReplaceAll(scannertest.Belgian, "\n", "\r\n")+"\r\n"), uint8(7))
	f.Add([]byte("\x02\xFF\x03\r\n\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, piece uint8) {
		var s scanner.Splitter
		whole, a := scanner.Splitter{}, scanner.NewAssembler(scanner.DefaultRules())
		at := time.Unix(0, 0)
		var frames []string
		for rest := data; len(rest) > 0; {
			n := min(len(rest), int(piece)+1)
			frames = append(frames, s.Feed(rest[:n], at)...)
			rest = rest[n:]
		}
		if one := whole.Feed(data, at); strings.Join(one, "\n") != strings.Join(frames, "\n") {
			t.Errorf("in pieces %q, at once %q", frames, one)
		}
		for _, frame := range frames {
			if len(frame) == 0 || len(frame) > scanner.MaxFrame {
				t.Errorf("a frame of %d bytes", len(frame))
			}
			a.Feed(frame, at)
		}
	})
}
