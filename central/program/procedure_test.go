package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAProcedureByTheCommandLine_A000_04: what comes with the program is shown as a file; changed and put back it is the next
// version, with who published it and what changed; what another put in between, or a slip of the pen, changes nothing.
func TestAProcedureByTheCommandLine_A000_04(t *testing.T) {
	d := start(t, t.TempDir())
	has := func(out string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("no %q in\n%s", w, out)
			}
		}
	}
	fails := func(want string, args ...string) {
		t.Helper()
		if code, _, said := run(append(append([]string{"procedure"}, args...), "--state", d.dir)...); code < 2 || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d, no %q in %s", args, code, want, said)
		}
	}
	out, _ := d.tool(t, "procedure", "list")
	has(out, "eid-afhalen", "eID afhalen en activeren", "altijd", "reispas-aanvraag")
	file, _ := d.tool(t, "procedure", "show", "eid-afhalen")
	has(file, "# Werkproces", "product: eid-afhalen", "version: 2", `from: ""`, "proof: letter-seen", "dit is versie 1")

	name := filepath.Join(t.TempDir(), "eid.yaml")
	write := func(text string) string {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	fails("dag nodig", "put", write(file), "--by", "an")
	file = strings.Replace(file, `from: ""`, "from: 2099-01-01", 1)
	file = strings.Replace(file, "note: \"\"", "note: De chip eerst", 1)
	file = strings.Replace(file, "say: Test de chip", "say: Test de chip met de lezer", 1)
	file += "  - id: dank\n    say: Wens een fijne dag\n"
	fails("Zeg wie", "put", write(file))
	fails("veld niet", "put", write(file+"    waarom: daarom\n"), "--by", "an")
	if tried, said := d.tool(t, "procedure", "put", write(file), "--by", "an", "--try"); !strings.Contains(tried, "Wens een fijne dag") || !strings.Contains(said, "niets gewijzigd") {
		t.Errorf("tried: %s%s", tried, said)
	}
	if out, _ = d.tool(t, "procedure", "history", "eid-afhalen"); strings.Contains(out, "dank") {
		t.Errorf("trying changed it:\n%s", out)
	}
	d.tool(t, "procedure", "put", name, "--by", "an")
	fails("versie 2", "put", name, "--by", "bo") // written while An's was not there yet
	out, _ = d.tool(t, "procedure", "history", "eid-afhalen")
	has(out, "bij het programma", "2099-01-01", "an", "De chip eerst", "stap 'Test de chip' → 'Test de chip met de lezer'", "nieuw: Wens een fijne dag")
	out, _ = d.tool(t, "procedure", "list")
	has(out, "versie 2 op 2099-01-01")
	file, _ = d.tool(t, "procedure", "show", "eid-afhalen", "--version", "1")
	has(file, "version: 3", "say: Test de chip\n")

	file, _ = d.tool(t, "procedure", "show", "--new", "parkeervergunning")
	d.tool(t, "procedure", "put", write(strings.Replace(file, `from: ""`, "from: 2099-02-01", 1)), "--by", "an")
	out, _ = d.tool(t, "procedure", "history", "parkeervergunning")
	has(out, "de eerste, van 1 stappen")
	fails("geen opmerking", "answer", "1", "Goed", "--by", "an")
	out, _ = d.tool(t, "procedure", "feedback")
	has(out, "OPMERKING")
}
