package program_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site = "buurtloket-berchem"

// main runs one command as a shell would.
func main(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = program.Main(context.Background(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// mustJournal makes a journal of a counter that is stopped.
func mustJournal(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	n, err := appliance.Open(appliance.Config{Site: site, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Reborn(context.Background(), "test"); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestWhatIsWrongIsSaid: exit code 1, a sentence for people, and nothing on stdout.
func TestWhatIsWrongIsSaid(t *testing.T) {
	for _, name := range []string{"BUURTLOKET_SITE", "BUURTLOKET_DIR", "BUURTLOKET_HQ"} {
		t.Setenv(name, "")
	}
	running := t.TempDir()
	n, err := appliance.Open(appliance.Config{Site: site, Dir: running})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for name, w := range map[string]struct {
		args []string
		say  string
	}{
		"no site":                    {[]string{"serve", "--dir", t.TempDir()}, "--site"},
		"a second daemon":            {[]string{"serve", "--site", site, "--dir", running}, "al in gebruik"},
		"another site's journal":     {[]string{"serve", "--site", "buurtloket-groenenhoek", "--dir", mustJournal(t)}, ""},
		"a site of nowhere":          {[]string{"serve", "--site", "atlantis", "--dir", t.TempDir()}, "catalogus"},
		"a code file that is not":    {[]string{"serve", "--site", site, "--dir", t.TempDir(), "--code-file", "/nowhere"}, ""},
		"a copy of what runs":        {[]string{"backup", "--site", site, "--dir", running, filepath.Join(t.TempDir(), "copy")}, "al in gebruik"},
		"a copy over a file":         {[]string{"backup", "--site", site, "--dir", mustJournal(t), os.Args[0]}, "nog niet bestaat"},
		"nothing to put back":        {[]string{"restore", "--site", site, "--dir", t.TempDir(), "/nowhere"}, ""},
		"a journal that is no file":  {[]string{"journal", "verify", "/nowhere"}, ""},
		"a flag that does not exist": {[]string{"serve", "--fly"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := main(t, w.args...)
			if code != 1 || out != "" || !strings.Contains(errs, "appliance: ") || !strings.Contains(errs, w.say) {
				t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
			}
		})
	}
}

// TestBackupAndRestore: a copy verifies, a changed one does not, and one that is put back begins a new life.
func TestBackupAndRestore(t *testing.T) {
	dir, copied := mustJournal(t), filepath.Join(t.TempDir(), "copy.db")
	if code, _, errs := main(t, "backup", "--site", site, "--dir", dir, copied); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := main(t, "journal", "verify", copied); code != 0 || !strings.Contains(out, "in orde") {
		t.Errorf("code %d, %q, %q", code, out, errs)
	}
	if code, _, errs := main(t, "restore", "--site", site, "--dir", dir, "--reason", "test", copied); code != 0 {
		t.Fatal(errs)
	}
	report, err := appliance.Verify(filepath.Join(dir, "journal.db"), office.SiteID(site))
	if err != nil || len(report.Lives) != 3 { // the first, the test's, the restored
		t.Errorf("%d lives, %v", len(report.Lives), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "journal.db.replaced")); err != nil {
		t.Errorf("what stood there is gone: %v", err)
	}
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.ReplaceAll(b, []byte("test"), []byte("text")) // also where an old page has it
	if err := os.WriteFile(copied, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := main(t, "journal", "verify", copied); code != 1 || out != "" {
		t.Errorf("a changed journal: code %d, %q", code, out)
	}
}
