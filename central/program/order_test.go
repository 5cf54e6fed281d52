package program_test

import (
	"strings"
	"testing"
)

// TestTheQueueByTheCommandLine: the order of a site in words, what was typed changes it and nothing else, from a day on too;
// what no site can mean is refused; who changed what from what to what is kept (A001-04, A002-66).
func TestTheQueueByTheCommandLine_A001_04_A002_66(t *testing.T) {
	d := start(t, t.TempDir())
	has := func(out string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("no %q in\n%s", w, out)
			}
		}
	}
	out, _ := d.tool(t, "rules", "order", berchem)
	has(out, "de gewone volgorde", "na 3 oproepen vervalt het volgnummer", "meer dan 15 min te laat")
	if tried, said := d.tool(t, "rules", "order", berchem, "--calls", "1", "--try"); !strings.Contains(tried, "verliest het volgnummer") || !strings.Contains(said, "niets gewijzigd") {
		t.Errorf("tried: %s%s", tried, said)
	}
	if now, _ := d.tool(t, "rules", "order", berchem); now != out {
		t.Errorf("trying changed it:\n%s", now)
	}
	out, _ = d.tool(t, "rules", "order", berchem, "--calls", "2", "--keep-days", "1", "--by", "an")
	has(out, "altijd", "na 2 oproepen vervalt", "nog 1 dag", "meer dan 15 min te laat")
	out, _ = d.tool(t, "rules", "order", berchem, "--grace", "5", "--by", "bo")
	has(out, "na 2 oproepen vervalt", "meer dan 5 min te laat")
	out, _ = d.tool(t, "rules", "order", berchem, "--valid-from", "2099-01-01", "--sequence", "due,urgent", "--by", "bo")
	has(out, "2099-01-01", "1. Afspraken waarvan het uur gekomen is")
	out, _ = d.tool(t, "rules", "order", berchem) // today's, and the one to come
	has(out, "altijd", "1. Wie een code spoed heeft.", "2099-01-01", "2. Wie een code spoed heeft.")
	out, _ = d.tool(t, "rules", "order", "--patience", "20", "--by", "an")
	has(out, "voor elke locatie", "20 min gewacht")
	out, _ = d.tool(t, "rules", "order", hoek)
	has(out, "voor elke locatie", "20 min gewacht")

	d.tool(t, "rules", "desk", berchem, "2", "--kind", "theme", "--clusters", "wonen,energieloket", "--assumed", "--by", "an")
	out, _ = d.tool(t, "rules", "order", berchem)
	has(out, "De themabalie helpt wie voor haar thema komt.")
	out, _ = d.tool(t, "rules", "--site", berchem)
	has(out, "loket theme", "wonen,energieloket", "wachtrij", berchem+" vanaf 2099-01-01")
	d.tool(t, "rules", "order", berchem, "--valid-from", "2099-01-01", "--remove", "--by", "an")

	out, _ = d.tool(t, "rules", "history", "--site", berchem)
	has(out, "an", "bo", "wachtrij", "grace 15 → 5", "nieuw: valid_from 2099-01-01, sequence [due urgent]", "nieuw: weekdays ", "from 08:00, to ", "weg: ", "loket", "nieuw: desk 2, kind theme, themes [wonen energieloket]")
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, "grace 15 → 5") && (!strings.Contains(line, " bo ") || strings.Contains(line, "calls")) {
			t.Errorf("who changed what: %s", line)
		}
	}
	for _, bad := range [][]string{
		{"order", "nergens"}, {"order", berchem, "--sequence", "walk-in,due"}, {"order", berchem, "--sequence", "vandaag"}, {"order", berchem, "--undo", "2000"},
		{"order", berchem, "--valid-from", "morgen", "--undo", "2"}, {"desk", berchem, "2", "--kind", "hologram"}, {"desk", berchem, "nul"}, {"desk", berchem, "1", "--kind", "theme"},
		{"desk", berchem, "1", "--products", "maanreis"},
	} {
		if code, _, said := run(append(append([]string{"rules"}, bad...), "--state", d.dir)...); code != 2 || said == "" {
			t.Errorf("%v: exit code %d: %s", bad, code, said)
		}
	}
}

// TestAConsignmentIsTakenBackByTheCommandLine (A002-43): before it came; after that it is refused with what became of it.
func TestAConsignmentIsTakenBackByTheCommandLine_A002_43(t *testing.T) {
	d := start(t, t.TempDir())
	d.tool(t, "announce", berchem, "Z91", "EN910001", "EN910002", "--kind", "reispas-afhalen")
	if _, said := d.tool(t, "take-back", berchem, "Z91", "en910001", "--reason", "verkeerde locatie", "--by", "an"); !strings.HasPrefix(said, "1 document komt niet meer") {
		t.Errorf("said %q", said)
	}
	if out, _ := d.tool(t, "documents", "--site", berchem); strings.Contains(out, "EN910001") || !strings.Contains(out, "EN910002") {
		t.Errorf("coming:\n%s", out)
	}
	d.tool(t, "take-back", berchem, "Z91")
	if code, _, said := run("take-back", berchem, "Z91", "--state", d.dir); code != 3 || !strings.Contains(said, "al teruggenomen") {
		t.Errorf("twice: %d: %s", code, said)
	}
	if code, _, said := run("take-back", berchem, "Z92", "--state", d.dir); code != 3 || !strings.Contains(said, "niet aangekondigd") {
		t.Errorf("never announced: %d: %s", code, said)
	}
}
