package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/sync/link"
)

// TestTheCatalogueByTheCommandLine: what is exported is read back and changes nothing; a changed file is told first, then applied whole,
// and comes back with all that it says; a broken one changes nothing. What profiles were told is shown beside it: nothing, where that is off.
func TestTheCatalogueByTheCommandLine(t *testing.T) {
	d := start(t, t.TempDir())
	file := filepath.Join(t.TempDir(), "ipdc.jsonld")
	d.tool(t, "catalogue", "export", file)
	b, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(b), `"@type": "Instantie"`) || !strings.Contains(string(b), "reispas-aanvraag") {
		t.Fatalf("%v: %s", err, b)
	}
	write := func(text string) string {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	changed := strings.Replace(string(b), `"@type": "Instantie",`, `"@type": "Instantie", "vlaamsVeld": [1.50, {"x": null}],`, 1)
	out, said := d.tool(t, "catalogue", "import", write(changed))
	if !strings.Contains(out, "vlaamsVeld") || !strings.Contains(said, "nog niets gewijzigd") {
		t.Errorf("tried: %s%s", out, said)
	}
	if out, _ := d.tool(t, "catalogue", "export", "-"); strings.Contains(out, "vlaamsVeld") {
		t.Error("trying changed it")
	}
	if _, said := d.tool(t, "catalogue", "import", file, "--apply", "--by", "ines"); !strings.Contains(said, "versie 1") {
		t.Errorf("applied: %s", said)
	}
	if out, _ := d.tool(t, "catalogue", "export", "-"); !strings.Contains(out, `"vlaamsVeld": [`) || !strings.Contains(out, "1.50") {
		t.Error("it is lost")
	}
	if _, said := d.tool(t, "catalogue", "import", file, "--apply", "--by", "ines"); !strings.Contains(said, "niets te wijzigen") {
		t.Errorf("applied again: %s", said)
	}
	for want, args := range map[string][]string{"--by": {"import", file, "--apply"}, "kan niet gelezen": {"import", file + "x"},
		"staat er twee keer": {"import", write(strings.Replace(changed, `"vlaamsVeld"`, `"naam": 1, "vlaamsVeld"`, 1)), "--apply", "--by", "ines"}} {
		if code, _, said := run(append(append([]string{"catalogue"}, args...), "--state", d.dir)...); code != 2 || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d: %s", args, code, said)
		}
	}
	if _, said := d.tool(t, "profile", "status"); !strings.Contains(said, "er is geen adres ingesteld") || !strings.Contains(said, "Wacht: 0") {
		t.Errorf("profiles: %s", said)
	}
}

// TestSignInSettings: what cannot be is refused with words before a node starts; the key of the connector is a secret of this authority.
func TestSignInSettings(t *testing.T) {
	dir := t.TempDir()
	node := []string{"serve", "--name", "hq1", "--dir", dir, "--listen", "127.0.0.1:0", "--public", "127.0.0.1:0", "--founders", "hq1@127.0.0.1:1"}
	for want, args := range map[string][]string{
		"--portal-address":    {"--signin-issuer", "https://op.be", "--signin-client", "x"},
		"https://":            {"--signin-issuer", "http://op.be", "--signin-client", "x", "--portal-address", "https://a.be"},
		"naam van deze":       {"--signin-issuer", "https://op.be", "--portal-address", "https://a.be"},
		"Niemand kan zich":    {"--profile", "https://x.be/y"},
		"kan niet gelezen":    {"--signin-issuer", "https://op.be", "--signin-client", "x", "--portal-address", "https://a.be", "--signin-secret-file", filepath.Join(dir, "none")},
		"Mijn Burgerprofiel ": {"--signin-issuer", "https://op.be", "--signin-client", "x", "--portal-address", "https://a.be", "--profile", "x"},
	} {
		if code, _, said := run(append(node[:len(node):len(node)], args...)...); code != 2 || !strings.Contains(said, want) {
			t.Errorf("%v: exit code %d, want %q: %s", args, code, want, said)
		}
	}
	one := filepath.Join(dir, "authority")
	if _, err := central.LoadAuthority(one, link.AuthorityOptions{}); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := run("profile", "key", "--authority", one+"x"); code != 2 {
		t.Errorf("no authority: exit code %d", code)
	}
	code, key, _ := run("profile", "key", "--authority", one)
	_, again, _ := run("profile", "key", "--authority", one)
	if code != 0 || len(key) != 65 || key != again {
		t.Errorf("exit code %d, keys %d and %d bytes", code, len(key), len(again))
	}
}
