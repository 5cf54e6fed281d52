package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// TestRostersByHand (A002-61, A002-62, A003-02): what a planner types, from people and rules to a proposal, its week, a clash, what is
// needed for an evening more, and who changed what.
func TestRostersByHand(t *testing.T) {
	d := start(t, t.TempDir())
	dir := t.TempDir()
	call := func(want int, args ...string) (out, said string) {
		t.Helper()
		code, out, said := run(append(args, "--state", d.dir)...)
		if code != want {
			t.Fatalf("%v: exit %d, want %d\n%s%s", args, code, want, out, said)
		}
		return out, said
	}
	says := func(text string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
	}
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	monday := office.DateOf(time.Now()) + 22
	for monday.Weekday() != time.Monday {
		monday++
	}
	week := monday.String()

	version := func(said string) string {
		t.Helper()
		_, after, ok := strings.Cut(said, "Versie ")
		if !ok {
			t.Fatalf("no version in %q", said)
		}
		return strings.TrimSuffix(strings.TrimSpace(after), ".")
	}

	// The demonstration has a roster of its own: a morning at which two teams meet was accepted.
	out, _ := call(0, "roster", "show", berchem)
	says(out, "opleiding", "aanvaard", "team/an+bart/", "Niemand staat aan loket")
	out, _ = call(0, "roster", "show", "antwerpen-harmonie")
	says(out, "Noor Haddad", "loket 1", "Niemand staat aan loket 12")

	out, said := call(0, "roster", "show", "--staff")
	says(out, "an", "An Peeters", "volgens rol", "alles", "AFWEZIG", "hele dag")
	says(said, "Rust 11 u per dag en 35 u per week", "Delen nooit een dienst: blauw, groen.", "Versie 1.")
	out, _ = call(0, "roster", "show", "--staff", "--file")
	says(out, "# People and rules are a YAML file", "person: fatima", "version: 1")
	staff := file("staff.yaml", "staff:\n- {person: an, home: buurtloket-berchem, contract: \"38:00\", teams: [blauw]}\n- {person: bart, contract: 19, work: [desk, reception]}\n"+
		"absences:\n- {person: joris, from: "+(monday+1).String()+", to: "+(monday+3).String()+"}\nrules: {longest_day: \"8:00\"}\nversion: 1\n")
	_, said = call(2, "roster", "put", staff)
	says(said, "Zeg wie dit beslist")
	out, said = call(0, "roster", "put", staff, "--by", "Mia")
	says(out, "38 u", "blauw", "desk,reception", "joris", "hele dag")
	says(said, "een dag is hoogstens 8 u")
	if version(said) == "1" {
		t.Error("a change has no version of its own")
	}
	_, said = call(3, "roster", "put", staff, "--by", "Wim")
	says(said, "Mia wijzigde dit op")

	out, said = call(0, "roster", "show", berchem, "--week", week)
	says(out, "MEDEWERKER", "An Peeters", "ONBEZET", "Niemand")
	says(said, "Nodig ", "Versie 0")
	proposal, said := call(0, "roster", "propose", berchem, "--week", week)
	says(said, "diensten voorgesteld", "Er is niets gewijzigd")
	says(proposal, "site: buurtloket-berchem", "shifts:", "day: di", "person: an")
	sheet := file("week.yaml", proposal)
	out, _ = call(0, "roster", "check", sheet)
	says(out, "loket 1")
	out, said = call(0, "roster", "put", sheet, "--by", "Mia")
	says(out, "loket 1", "onthaal")
	put := version(said)
	_, said = call(3, "roster", "put", sheet, "--by", "Wim")
	says(said, "Mia wijzigde dit op")
	again, _ := call(0, "roster", "show", berchem, "--week", week, "--file")
	says(again, "version: "+put+"\n", "day: di")

	clash := "site: " + hoek + "\nweek: " + week + "\nshifts:\n- {person: joris, day: wo, hours: 09:00-12:00, work: back}\n"
	_, said = call(3, "roster", "put", file("clash.yaml", clash), "--by", "Mia")
	says(said, "is afwezig op", "absent/joris/")
	_, _ = call(0, "roster", "put", file("clash.yaml", clash+"accepted: [absent/joris/"+(monday+2).String()+"/09:00]\n"), "--by", "Mia")
	out, said = call(0, "roster", "show", hoek, "--week", week)
	says(out, "aanvaard", "joris", "09:00-12:00 backoffice")
	twice := "site: " + hoek + "\nweek: " + week + "\nversion: " + version(said) + "\nshifts:\n- {person: joris, day: wo, hours: 09:00-12:00, work: back}\n- {person: joris, day: wo, hours: 11:00-13:00, work: back}\n"
	_, said = call(2, "roster", "put", file("twice.yaml", twice), "--by", "Mia")
	says(said, "dubbel")
	out, _ = call(0, "roster", "check", file("twice.yaml", twice))
	says(out, "kan niet", "twice/joris/")
	for _, wrong := range []string{"site: x\nweek: " + week + "\nshift: []\n", "site: " + hoek + "\n", clash + "- {person: an, day: zondag, hours: 09:00-10:00}\n", clash + "- {person: an, day: zo, hours: 9 uur}\n", "][", "staff:\n- {person: an, contract: veel}\n"} {
		call(2, "roster", "check", file("wrong.yaml", wrong))
	}
	call(2, "roster", "show")

	out, said = call(0, "roster", "need", "--week", week, "--site", hoek, "--open", hoek+",wo,17:00-20:00,3")
	says(out, "AVOND EN WEEKEND", "0 u → 9 u", "burgerzaken")
	says(said, "Van fatima, joris is geen contract bekend", "Een tekort is zeker")
	call(2, "roster", "need", "--open", "morgen")

	out, _ = call(0, "roster", "history")
	says(out, "Mia", "medewerker", "an: home", "dienst", "onthaal", "aanvaard", "regels")
	out, _ = call(0, "roster", "history", hoek, "--week", week)
	if strings.Contains(out, "onthaal") {
		t.Errorf("history of another site\n%s", out)
	}
	out, _ = call(0, "roster", berchem)
	says(out, "ROLLEN", "An Peeters")
}
