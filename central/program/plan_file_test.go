package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file writes a plan file of this name.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestThePlanByTheCommandLine puts, tries, shows and removes pieces of every sort, by flags and by file, and reads the
// reports that follow from them (A002-41, A002-46).
func TestThePlanByTheCommandLine(t *testing.T) {
	d := start(t, t.TempDir())
	plan := file(t, "plan.yaml", `
closures:
- id: kerstavond
  reason: Kerstavond
  from_date: 2026-12-01
  from: "12:00"
  to: "18:00"
  when: {each: "12-24"}
- {id: inventaris, site: `+berchem+`, from_date: 2026-12-28, to_date: "2026-12-29", reason: Inventaris, modes: [walk_in]}
regimes:
- id: verbouwing
  site: `+berchem+`
  from_date: 2027-01-04
  to_date: 2027-01-08
  closed: [2]
  reason: Verbouwing
terms:
- {product: eid-aanvraag, channel: web, first: 2, last: 40, notice_minutes: 60}
`)
	before, _ := d.tool(t, "rules")
	d.tool(t, "rules", "apply", plan, "--try")
	if now, _ := d.tool(t, "rules"); now != before {
		t.Fatalf("trying changed the plan:\n%s", now)
	}
	d.tool(t, "rules", "apply", plan, "--by", "an")
	d.tool(t, "rules", "close", "opleiding", "--site", berchem, "--days", "wo", "--nth", "1,laatste", "--from", "09:00", "--to", "10:00", "--reason", "Opleiding")
	d.tool(t, "rules", "regime", "ploegen", "--from-date", "2027-02-01", "--to-date", "2027-02-05", "--team", "A:1:ma,wo", "--team", "B:2:di,do", "--reason", "Griep")
	d.tool(t, "rules", "term", "--last", "50")
	extras, _ := d.tool(t, "rules", "extras", "--list")
	d.tool(t, "rules", "extras", "--by", "an")
	out, _ := d.tool(t, "rules")
	for _, want := range []string{"kerstavond", "elk jaar 12-24", "inventaris", "2026-12-28 t/m 2026-12-29", "gesloten walk_in", "dicht 2",
		"web: dag 2 tot 40, 60 minuten vooraf", "wo, 1e+laatste van de maand", "A 1 (ma,wo); B 2 (di,do)", "elk kanaal: dag 0 tot 50"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(extras), "\n")[1:] {
		if id := strings.Fields(line)[0]; !strings.Contains(out, id) {
			t.Errorf("%s was not taken over", id)
		}
	}
	if out, _ := d.tool(t, "rules", "effective", "--site", berchem, "--from", "2026-12-25", "--days", "1"); !strings.Contains(out, "gesloten") {
		t.Errorf("Christmas:\n%s", out)
	}
	if out, _ := d.tool(t, "rules", "matrix", "--site", berchem, "--product", "eid-aanvraag", "--from", "2026-12-25", "--all"); strings.Count(out, "eid-aanvraag") != 5 || !strings.Contains(out, "nee") {
		t.Errorf("matrix:\n%s", out)
	}
	if out, _ := d.tool(t, "rules", "differences"); !strings.Contains(out, "VERSCHIL") || !strings.Contains(out, ", niet in ") {
		t.Errorf("differences:\n%s", out)
	}
	whole, _ := d.tool(t, "rules", "--json") // what is printed can be read again
	d.tool(t, "rules", "apply", file(t, "again.json", whole))
	if again, _ := d.tool(t, "rules"); again != out {
		t.Errorf("printed and read again:\n%s\nwas\n%s", again, out)
	}
	d.tool(t, "rules", "apply", plan, "--remove")
	d.tool(t, "rules", "regime", "ploegen", "--remove")
	d.tool(t, "rules", "term", "--remove")
	if out, _ := d.tool(t, "rules"); strings.Contains(out, "kerstavond ") || strings.Contains(out, "ploegen") || strings.Contains(out, "termijn") {
		t.Errorf("removed:\n%s", out)
	}
	for _, bad := range []struct{ text, say string }{
		{"rules:\n- {id: krom, site: " + berchem + ", weekdays: [ma], from: '20:00', to: '21:00', desks: 1, slot_minutes: 4, mode: appointment}", "veld 'slot_minutes'"},
		{"closures:\n- {id: krom, reden: Feest}", "closure 'krom', veld 'reden': dit veld bestaat niet"},
		{"closures:\n- {id: krom, from_date: morgen}", "closure 'krom', veld 'from_date': 'morgen' is geen datum"},
		{"rules:\n- {id: krom, weekdays: [zon]}", "veld 'weekdays'"},
		{"terms:\n- {product: eid-aanvraag, channel: duif}", "geen kanaal"},
		{"rules: 3", "veld 'rules': hier hoort een lijst"},
		{"\t- x", "geen YAML"},
		{"{}", "geen wijziging"},
	} {
		code, _, said := run("rules", "apply", file(t, "bad.yaml", bad.text), "--state", d.dir)
		if code != 2 || !strings.Contains(said, bad.say) {
			t.Errorf("%s: exit code %d: %s; want %s", bad.text, code, said, bad.say)
		}
	}
}

// TestStaffAndDocumentsByTheCommandLine: the roster of a site (A000-36, A000-40), and where documents lie (A002-43).
func TestStaffAndDocumentsByTheCommandLine(t *testing.T) {
	d := start(t, t.TempDir())
	pin := file(t, "pin", "4321\n")
	d.tool(t, "clerk", "piet", "--name", "Piet Planner", "--role", "planner,auditor", "--skill", "eid-aanvraag", "--site", berchem, "--pin-file", pin)
	d.tool(t, "clerk", "piet", "--name", "Piet P.", "--role", "planner", "--site", berchem)
	out, remarks := d.tool(t, "roster", berchem, "--set", "--offline-days", "5", "--also", "reception:hand-out")
	if !strings.Contains(out, "Piet P.") || !strings.Contains(remarks, "5 dagen") || !strings.Contains(remarks, "reception ook: hand-out") {
		t.Errorf("roster:\n%s%s", out, remarks)
	}
	if code, _, said := run("roster", berchem, "--offline-days", "3", "--state", d.dir); code != 2 || !strings.Contains(said, "--set") {
		t.Errorf("without --set: %d: %s", code, said)
	}
	d.tool(t, "announce", berchem, "Z77", "EN770001", "--kind", "reispas-afhalen")
	if out, _ := d.tool(t, "documents", "en770001"); !strings.Contains(out, "onderweg") || !strings.Contains(out, "reispas-afhalen") {
		t.Errorf("documents:\n%s", out)
	}
	if code, _, said := run("announce", berchem, "Z78", "EN770001", "--state", d.dir); code != 3 || !strings.Contains(said, "Z77") {
		t.Errorf("announced twice: %d: %s", code, said)
	}
	if code, _, said := run("bookings", "search", "--product", "eid-afhalen", "--document", "EN770001", "--state", d.dir); code != 3 || !strings.Contains(said, "nog op geen enkel loket") {
		t.Errorf("collecting what has not come: %d: %s", code, said)
	}
}
