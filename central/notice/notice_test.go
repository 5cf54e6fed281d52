package notice_test

import (
	"bytes"
	"compress/zlib"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/buurtloket/buurtloket/central/notice"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

var update = flag.Bool("update", false, "write the masters under testdata again")

const berchem = "buurtloket-berchem"

var (
	now   = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	first = office.NewDate(2026, time.December, 7) // a Monday
)

// plan is the default plan with pieces.
func plan(put *contract.Plan) *contract.Plan {
	p := rulebook.Default()
	p.Version = 12
	p.Rules, p.Closures = append(p.Rules, put.GetRules()...), append(p.Closures, put.GetClosures()...)
	return p
}

// evening is another evening at Berchem, from the day on; the Friday ends, and Christmas Eve is half a day.
func evening() *contract.Plan {
	p := plan(&contract.Plan{Rules: []*contract.Rule{
		{Id: "avond", Site: berchem, Weekdays: 1 << 3, From: 1020, To: 1140, Desks: 1, Mode: "appointment", ValidFrom: int32(first), Reason: "Veel mensen werken overdag. Daarom zijn wij nu ook 's avonds open."},
		{Id: "extra", Site: berchem, Weekdays: 127, From: 540, To: 660, Desks: 1, Mode: "appointment", ValidFrom: int32(first) + 12, ValidTo: int32(first) + 12}},
		Closures: []*contract.Closure{{Id: "kerstavond", FromDate: int32(first) + 17, From: 720, To: 1440, Reason: "Kerstavond"},
			{Id: "werken", Site: berchem, FromDate: int32(first) + 21, ToDate: int32(first) + 25, Reason: "Werken aan de vloer"}}})
	for _, r := range p.Rules {
		if r.Site == berchem && r.Weekdays == 1<<5 && r.Mode == "appointment" {
			r.ValidTo = int32(first) - 1
		}
	}
	return p
}

func of(t *testing.T, p *contract.Plan, site office.SiteID, from office.Date) (*notice.Notice, error) {
	t.Helper()
	compiled, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return notice.Of(compiled, p, site, from, now)
}

func must(t *testing.T, p *contract.Plan, from office.Date) *notice.Notice {
	t.Helper()
	n, err := of(t, p, berchem, from)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTheWords fixes what citizens read: hours before and after, what stays, the single days around it, the next site nearby.
func TestTheWords_A000_10(t *testing.T) {
	for name, n := range map[string]*notice.Notice{"week.txt": must(t, evening(), first), "days.txt": must(t, evening(), first+10)} {
		file, got := filepath.Join("testdata", name), n.Text()
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || got != string(want) {
			t.Errorf("%s: %v; it says\n%s", name, err, got)
		}
	}
	if n := must(t, evening(), first); n.Name() != "openingsuren-buurtloket-berchem-2026-12-07.pdf" {
		t.Errorf("named %s", n.Name())
	}
}

// TestThePaper: an A4 sheet in Dutch, the same bytes for the same notice, on which every word of the text stands.
func TestThePaper_A000_10(t *testing.T) {
	n := must(t, evening(), first)
	a, err := n.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := must(t, evening(), first).PDF(); err != nil || !bytes.Equal(a, b) {
		t.Errorf("drawn twice it is not the same: %v", err)
	}
	for _, want := range []string{"%PDF-", "/MediaBox [0 0 595.28 841.89]", "/Lang (nl-BE)"} {
		if !bytes.Contains(a, []byte(want)) {
			t.Errorf("no %q in the file", want)
		}
	}
	if pages := bytes.Count(a, []byte("/Type /Page\n")); pages != 1 {
		t.Errorf("%d pages", pages)
	}
	on := strings.ToLower(read(t, a))
	drop := strings.NewReplacer("- ", "", "(zoals nu)", "", "(nu:", "", ")", "", "(", "", ":", "", ",", "")
	for _, line := range strings.Split(n.Text(), "\n") {
		for _, word := range strings.Fields(strings.ToLower(drop.Replace(line))) {
			if !strings.Contains(line, " veranderen ") && !strings.Contains(drop.Replace(on), word) {
				t.Errorf("%q of %q is not on the paper", word, line)
			}
		}
	}
	if changed, err := must(t, evening(), first+10).PDF(); err != nil || bytes.Equal(a, changed) {
		t.Errorf("another notice is the same: %v", err)
	}
}

// read is the text on a PDF of ours: its streams, unpacked, hold strings of UTF-16.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // of a font's tables, or the end of one
		}
		b, _ := io.ReadAll(r)
		for _, s := range bytes.Split(b, []byte(")Tj"))[:bytes.Count(b, []byte(")Tj"))] {
			s = s[bytes.LastIndex(s, []byte(" Td ("))+len(" Td ("):]
			s = []byte(strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(string(s)))
			var u []uint16
			for i := 0; i+1 < len(s); i += 2 {
				u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
			}
			out.WriteString(string(utf16.Decode(u)) + " ")
		}
	}
	return out.String()
}

// TestNoNotice: of a day on which nothing is otherwise there is none, nor of a site that nobody knows.
func TestNoNotice(t *testing.T) {
	if _, err := of(t, plan(nil), berchem, office.NewDate(2027, time.February, 1)); !fault.Is(err, fault.Refused) {
		t.Errorf("nothing is otherwise: %v", err)
	}
	if _, err := of(t, plan(nil), "nergens", first); !fault.Is(err, fault.NotFound) {
		t.Errorf("nowhere: %v", err)
	}
}
