package receipt_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/hardware/receipt"
)

// begin is what every ticket starts with.
const begin = "\x1b@\x1da\x00\x1c.\x1bt\x13"

func TestBytesOfEachPart(t *testing.T) {
	for name, test := range map[string]struct {
		ticket receipt.Ticket
		want   string
	}{
		"text": {receipt.Ticket{receipt.Line{Text: "é ë € Ï"}}, "\x82 \x89 \xd5 \xd8\n"},
		"style, and back": {receipt.Ticket{
			receipt.Line{Text: "A", Align: receipt.Middle, Size: 2, Bold: true}, receipt.Line{Text: "B", Align: receipt.Middle},
		}, "\x1ba\x01\x1d!\x11\x1bE\x01A\n\x1d!\x00\x1bE\x00B\n"},
		"rule": {receipt.Ticket{receipt.Rule{}}, strings.Repeat("\xc4", 42) + "\n"},
		"qr": {receipt.Ticket{receipt.QR{Text: "abc", Module: 4, Level: receipt.High}},
			"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E3\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0"},
		"code 128":            {receipt.Ticket{receipt.Code128{Text: "A{1"}}, "\x1dh\x48\x1dw\x02\x1dH\x02\x1dkI\x06{BA{{1"},
		"feed, cut":           {receipt.Ticket{receipt.Feed(3), receipt.Cut{}}, "\x1bd\x03\x1dVB\x00"},
		"no commands in text": {receipt.Ticket{receipt.Line{Text: "a\x1b@\x10\x04\x01b"}}, "a\xfe@\xfe\xfe\xfeb\n"},
	} {
		got, _, err := receipt.Encode(test.ticket, receipt.Wide42)
		if err != nil || string(got) != begin+test.want {
			t.Errorf("%s: %q, %v\nwant %q", name, got, err, begin+test.want)
		}
	}
}

// TestEveryCharacterOfThePage goes to paper and back as itself; the table is compared with that of others beside the peers.
func TestEveryCharacterOfThePage(t *testing.T) {
	seen := map[rune]bool{}
	for b := 0x80; b <= 0xff; b++ {
		r := receipt.FromPage858(byte(b))
		if back, ok := receipt.ToPage858(r); !ok || back != byte(b) || seen[r] {
			t.Errorf("%02x is %c, which is %02x, %v", b, r, back, ok)
		}
		seen[r] = true
	}
	for want, r := range map[byte]rune{0x80: 'Ç', 0x82: 'é', 0x89: 'ë', 0xd5: '€', 0xc4: '─', 0xe1: 'ß', 0xfe: '■', 0x7e: '~', 0x20: ' '} {
		if b, ok := receipt.ToPage858(r); b != want || !ok {
			t.Errorf("%c is %02x, want %02x", r, b, want)
		}
	}
	if _, ok := receipt.ToPage858(0x7f); ok {
		t.Error("a control character is printed")
	}
}

// TestReported: what paper cannot show is visible on it, and told.
func TestReported(t *testing.T) {
	for text, want := range map[string]struct {
		paper    string
		replaced string
		split    int
	}{
		"Güçlü, Şenol ★ Ştefan":     {"G\x81\x87l\x81, \xfeenol \xfe \xfetefan\n", "Ş★", 0},
		"Zoe\u0308 – ’t “IJ” kost…": {"Zo\x89 - 't \"IJ\" kost...\n", "", 0},
		"a\tb":                      {"a b\n", "", 0},
		strings.Repeat("x", 50):     {strings.Repeat("x", 41) + "-\n" + strings.Repeat("x", 9) + "\n", "", 1},
		"\xff":                      {"\xfe\n", "\ufffd", 0},
	} {
		got, report, err := receipt.Encode(receipt.Ticket{receipt.Line{Text: text}}, receipt.Wide42)
		if err != nil || string(got) != begin+want.paper || string(report.Replaced) != want.replaced || report.Split != want.split {
			t.Errorf("%q: %q, %q, %d, %v", text, strings.TrimPrefix(string(got), begin), string(report.Replaced), report.Split, err)
		}
	}
}

func TestRefusedTickets(t *testing.T) {
	for name, ticket := range map[string]receipt.Ticket{
		"empty":           {},
		"too many parts":  make(receipt.Ticket, receipt.MaxParts+1),
		"size":            {receipt.Line{Size: 9}},
		"alignment":       {receipt.Line{Align: 3}},
		"long line":       {receipt.Line{Text: strings.Repeat("x", receipt.MaxText+1)}},
		"empty qr":        {receipt.QR{}},
		"long qr":         {receipt.QR{Text: strings.Repeat("x", receipt.MaxQR+1)}},
		"command in a qr": {receipt.QR{Text: "a\x10\x04\x01"}},
		"module":          {receipt.QR{Text: "a", Module: 17}},
		"level":           {receipt.QR{Text: "a", Level: 9}},
		"é in a bar code": {receipt.Code128{Text: "é"}},
		"long bar code":   {receipt.Code128{Text: strings.Repeat("x", receipt.MaxCode+1)}},
	} {
		for i := range ticket {
			if ticket[i] == nil {
				ticket[i] = receipt.Cut{}
			}
		}
		if _, _, err := receipt.Encode(ticket, receipt.Wide42); !errors.Is(err, receipt.ErrTicket) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := receipt.Encode(receipt.Ticket{receipt.Cut{}}, 3); !errors.Is(err, receipt.ErrTicket) {
		t.Errorf("paper of three columns: %v", err)
	}
}

// TestWrap: no line is longer than the paper, no word is lost or changes place, and none is cut without a mark.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abcdé €   \n")), 0, 200, -1).Draw(t, "text")
		width := rapid.IntRange(2, 48).Draw(t, "width")
		lines, split := receipt.Wrap(text, width)
		hyphens := 0
		for i, line := range lines {
			if utf8.RuneCountInString(line) > width {
				t.Fatalf("%q is longer than %d", line, width)
			}
			if strings.HasSuffix(line, "-") { // the text has none of its own
				hyphens++
				lines[i] = strings.TrimSuffix(line, "-") + "\x00"
			}
		}
		joined := strings.ReplaceAll(strings.Join(lines, "\n"), "\x00\n", "")
		if got, want := strings.Fields(joined), strings.Fields(text); !slices.Equal(got, want) || hyphens != split {
			t.Fatalf("%q: words %q, want %q; %d hyphens, %d splits", lines, got, want, hyphens, split)
		}
	})
	for text, want := range map[string]string{
		"":            "",
		"een twee":    "een|twee",
		"een  twee x": "een|twee x",
		"a\n\nb":      "a||b",
		"  x":         "  x",
		"12345678":    "12345-|678",
		"a 12345678":  "a|12345-|678",
		"   1234":     "1234",
	} {
		if lines, _ := receipt.Wrap(text, 6); strings.Join(lines, "|") != want {
			t.Errorf("%q: %q, want %q", text, lines, want)
		}
	}
}

// TestPaperShowsTheText: what a visitor reads is what was asked for, whatever the sizes and alignments.
func TestPaperShowsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SampledFrom([]receipt.Columns{receipt.Narrow, receipt.Wide42, receipt.Wide48}).Draw(t, "columns")
		var ticket receipt.Ticket
		var want []string
		for i := range rapid.IntRange(1, 8).Draw(t, "parts") {
			text := rapid.StringMatching(`[a-zé€]{1,4}( [a-zé€]{1,4}){0,9}`).Draw(t, "text")
			ticket = append(ticket, receipt.Line{Text: text, Align: receipt.Align(i % 3), Size: uint8(rapid.IntRange(0, 4).Draw(t, "size")), Bold: i%2 == 1})
			want = append(want, strings.Fields(text)...)
			if rapid.Bool().Draw(t, "code") {
				ticket = append(ticket, receipt.QR{Text: fmt.Sprint("q", i)})
				want = append(want, "[qr", fmt.Sprintf("q%d]", i))
			}
		}
		e := receipt.NewEmulator(columns)
		data, _, err := receipt.Encode(append(ticket, receipt.Cut{}), columns)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Feed(data); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range e.Slips()[0].Rows {
			var line strings.Builder
			for _, g := range row.Glyphs {
				line.WriteRune(g.Rune)
			}
			if row.Code != nil {
				line.WriteString("[qr " + row.Code.Text + "]")
			}
			got = append(got, strings.Fields(line.String())...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("on paper stands %q, want %q", got, want)
		}
	})
}

// FuzzCommands: no bytes crash or stall the interpreter, none are lost, and where a stream is cut makes no difference.
func FuzzCommands(f *testing.F) {
	data, _, err := receipt.Encode(receipt.Ticket{
		receipt.Line{Text: "é", Size: 2}, receipt.QR{Text: "q"}, receipt.Code128{Text: "c"}, receipt.Feed(1), receipt.Cut{},
	}, receipt.Wide42)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, 7)
	f.Add([]byte("\x10\x04\x01\x1dr\x01\x1dv0\x00\x01\x00\x01\x00\xff\x1d8L\x00\x00\x00\x00"), 2)
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		if len(data) > 4096 {
			return
		}
		all, left := receipt.Commands(data)
		n := len(left)
		for _, c := range all {
			n += len(c.Args)
		}
		if n > len(data) {
			t.Fatalf("%d bytes in commands of %d", n, len(data))
		}
		cut = max(0, min(cut, len(data)))
		one, two := receipt.NewEmulator(0), receipt.NewEmulator(0)
		err := errors.Join(one.Feed(data), two.Feed(data[:cut]), two.Feed(data[cut:]))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := one.Hanging().Text(), two.Hanging().Text(); a != b {
			t.Fatalf("cut at %d: %q and %q", cut, a, b)
		}
	})
}

// FuzzStatus: every byte that can be no answer makes a printer unknown, never ready.
func FuzzStatus(f *testing.F) {
	f.Add([]byte{0x12, 0x12, 0x12, 0x12})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 4 {
			return
		}
		h := receipt.Status(b).Health()
		if h.State == 0 != slices.ContainsFunc(b, func(b byte) bool { return b&0x93 != 0x12 }) {
			t.Fatalf("%x is %s", b, h)
		}
		if h.State.String() != "ready" && len(h.Reasons) == 0 || h.State.String() == "ready" && !bytes.Equal([]byte{b[3] & 0x6c}, []byte{0}) {
			t.Fatalf("%x is %s", b, h)
		}
	})
}
