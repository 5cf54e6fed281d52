package program_test

import (
	"strings"
	"testing"
	"time"
)

// TestNewsByTheCommandLine: one writes, another reads that very version and approves it; what is typed changes an item and nothing
// else; everything is kept with who did it (A003-16, A003-19).
func TestNewsByTheCommandLine_A003_16_A003_19(t *testing.T) {
	d := start(t, t.TempDir())
	has := func(out string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("no %q in\n%s", w, out)
			}
		}
	}
	now := time.Now()
	day := func(n int) string { return now.AddDate(0, 0, n).Format(time.DateOnly) }
	out, _ := d.tool(t, "bulletin", "draft", "zitdag", "--title", "Zitdag belastingen", "--text", "Elke woensdag.", "--site", berchem, "--from", day(0), "--to", day(9), "--by", "an")
	has(out, "wacht", "zitdag", "nieuws", berchem, "Zitdag belastingen", " an ")
	out, _ = d.tool(t, "bulletin", "draft", "voorlezen", "--kind", "activity", "--title", "Voorleesuur", "--text", "Voor kinderen.", "--title-fr", "Heure du conte", "--text-fr", "Pour les enfants.",
		"--from", day(0), "--to", day(5), "--date", day(5), "--start", "14:00", "--end", "15:30", "--place", "De Poort", "--sign-up", "--by", "an")
	has(out, "activiteit", "alle", day(5)+" 14:00-15:30 De Poort, inschrijven", "nl,fr")
	out, _ = d.tool(t, "bulletin", "show", "voorlezen")
	has(out, "2 ", "Heure du conte", "Pour les enfants.")
	for _, bad := range []struct {
		code int
		say  string
		args []string
	}{
		{3, "keurt het niet goed", []string{"approve", "zitdag", "1", "--by", "An"}},
		{3, "intussen gewijzigd", []string{"approve", "zitdag", "9", "--by", "bo"}},
		{2, "geen versie", []string{"approve", "zitdag", "de laatste", "--by", "bo"}},
		{2, "wie dit nakeek", []string{"approve", "zitdag", "1"}},
		{2, "er is plaats voor 60", []string{"draft", "zitdag", "--title", strings.Repeat("lang ", 20), "--by", "an"}},
		{2, "waarom", []string{"withdraw", "zitdag", "--by", "an"}},
		{3, "is er niet", []string{"show", "niets"}},
	} {
		if code, _, said := run(append(append([]string{"bulletin"}, bad.args...), "--state", d.dir)...); code != bad.code || !strings.Contains(said, bad.say) {
			t.Errorf("%v: exit code %d: %s", bad.args, code, said)
		}
	}
	out, _ = d.tool(t, "bulletin", "approve", "zitdag", "1", "--by", "bo")
	has(out, "getoond", " an ", "bo")
	d.tool(t, "bulletin", "draft", "zitdag", "--title", "Zitdag verplaatst", "--everywhere", "--by", "bo")
	out, _ = d.tool(t, "bulletin", "list", "--site", hoek)
	has(out, "Zitdag verplaatst", "wacht", "alle", "Zitdag belastingen")
	d.tool(t, "bulletin", "approve", "zitdag", "4", "--by", "an")
	d.tool(t, "bulletin", "withdraw", "voorlezen", "--reason", "de lezer is ziek", "--by", "bo")
	if out, _ = d.tool(t, "bulletin", "list"); strings.Contains(out, "Voorleesuur") || strings.Contains(out, "Zitdag belastingen") {
		t.Errorf("listed:\n%s", out)
	}
	out, _ = d.tool(t, "bulletin", "history")
	has(out, "geschreven", "goedgekeurd", "ingetrokken", "de lezer is ziek", "nl: title Zitdag belastingen → Zitdag verplaatst", "sites ["+berchem+"] → []")
	if out, _ = d.tool(t, "bulletin", "history", "voorlezen"); strings.Contains(out, "zitdag") {
		t.Errorf("history of one:\n%s", out)
	}
}
