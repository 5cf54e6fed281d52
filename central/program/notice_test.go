package program_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// TestHoursArePublished_A000_10: a change by a file is tried, refused when it is told too late, put with the reason, told in the history;
// its notice is written as a PDF with its words; the norm of a site is a rule like the others.
func TestHoursArePublished_A000_10(t *testing.T) {
	d := start(t, t.TempDir())
	has := func(out string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("no %q in\n%s", w, out)
			}
		}
	}
	today := office.DateOf(time.Now())
	day := func(n int) string { return (today + office.Date(n)).String() }
	file := filepath.Join(t.TempDir(), "uren.yaml")
	rule := "rules:\n- id: nieuw\n  site: buurtloket-groenenhoek\n  weekdays: [zo]\n  from: \"09:00\"\n  to: \"10:00\"\n  desks: 1\n  mode: walk_in\n  valid_from: " + day(10) + "\n"
	if err := os.WriteFile(file, []byte(rule), 0o600); err != nil {
		t.Fatal(err)
	}
	args := func(published int, more ...string) []string {
		return append([]string{"rules", "publish", file, "--effective", day(10), "--published", day(published), "--by", "ines"}, more...)
	}
	_, said := d.tool(t, args(0, "--try")...)
	has(said, "Eerste dag waarop iets anders is", "niets gewijzigd")
	if code, _, said := run(append(args(5), "--state", d.dir)...); code != 2 || !strings.Contains(said, "minstens 7 dagen vooraf") {
		t.Errorf("too late: %d, %s", code, said)
	}
	_, said = d.tool(t, args(5, "--hurry", "An is ziek")...)
	has(said, "Vastgelegd als versie")
	out, _ := d.tool(t, "rules", "history")
	has(out, "bekendmaking", "bekendgemaakt op "+day(5)+" (An is ziek)")
	pdf := filepath.Join(t.TempDir(), "bericht.pdf")
	out, _ = d.tool(t, "rules", "notice", "--site", hoek, "--from", day(10), "-o", pdf)
	has(out, "Nieuwe openingsuren", "Vrije inloop", "- zondag: 09:00 - 10:00 (nu: gesloten)")
	if b, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("%v", err)
	}
	d.tool(t, "rules", "norm", "--site", hoek, "--days", "3", "--by", "an")
	out, _ = d.tool(t, "rules")
	has(out, "3 dagen vooraf")
	d.tool(t, args(5)...) // in time now: it is the same rule again
	for _, bad := range [][]string{{"notice", "--site", "nergens", "--from", day(1)}, {"notice", "--site", hoek, "--from", "morgen"}, {"norm", "--days", "400"}} {
		if code, _, said := run(append(append([]string{"rules"}, bad...), "--state", d.dir)...); code == 0 || said == "" {
			t.Errorf("%v: %d, %s", bad, code, said)
		}
	}
}
