package program_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/sync/link"
)

// mustServe runs a counter until the test ends, on the LAN where an address is given.
func mustServe(t *testing.T, lan string) (dir string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "desk") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	d, err := program.Open(appliance.Config{Site: site, Dir: dir}, "")
	if err == nil && lan != "" {
		err = d.OpenLAN(lan)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, d.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestDeskCommands: the code alone goes to stdout, what to do with it to stderr; the list follows.
func TestDeskCommands(t *testing.T) {
	dir := mustServe(t, "127.0.0.1:0")
	desk := func(args ...string) (int, string, string) {
		t.Helper()
		return main(t, append([]string{"desk", "--dir", dir}, args...)...)
	}
	if code, out, errs := desk("list"); code != 0 || out != "" {
		t.Errorf("an empty list: %d, %q, %q", code, out, errs)
	}
	code, out, errs := desk("invite", "--desk", "2")
	if _, err := link.ParseCode(out); code != 0 || err != nil || strings.Count(out, "\n") != 1 || !strings.Contains(errs, "loket join --to 127.0.0.1:") {
		t.Errorf("invite: %d, %q, %q: %v", code, out, errs, err)
	}
	if code, out, errs := desk("list"); code != 0 || !strings.HasPrefix(out, "loket 2\teen code wacht tot ") {
		t.Errorf("list: %d, %q, %q", code, out, errs)
	}
	if code, out, errs := desk("revoke", "2"); code != 0 || !strings.Contains(out, "loket 2 is buitengesloten") {
		t.Errorf("revoke: %d, %q, %q", code, out, errs)
	}
	if code, out, _ := desk("invite", "--display", "1"); code != 0 || strings.Count(out, "\n") != 1 {
		t.Errorf("invite a display: %d, %q", code, out)
	}
	if code, out, errs := desk("list"); code != 0 || !strings.HasPrefix(out, "wachtscherm 1\teen code wacht tot ") {
		t.Errorf("list: %d, %q, %q", code, out, errs)
	}
	if code, out, errs := desk("revoke", "--display", "1"); code != 0 || !strings.Contains(out, "wachtscherm 1 is buitengesloten") {
		t.Errorf("revoke: %d, %q, %q", code, out, errs)
	}
	if info, err := os.Stat(filepath.Join(dir, "desks.pem")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the register: %v, %v", info, err)
	}
	for name, w := range map[string]struct {
		args []string
		say  string
	}{
		"no desk":             {[]string{"invite"}, "bestaat hier niet"},
		"a desk too many":     {[]string{"invite", "--desk", "3"}, "bestaat hier niet"},
		"nobody there":        {[]string{"revoke", "2"}, "heeft geen scherm"},
		"a number too many":   {[]string{"revoke", "200"}, "bestaat hier niet"},
		"a display too many":  {[]string{"invite", "--display", "21"}, "kan hier niet staan"},
		"no such kiosk":       {[]string{"revoke", "--kiosk", "1"}, "geen zelfbediening 1"},
		"both":                {[]string{"invite", "--kiosk", "1", "--display", "1"}, "none of the others can be"},
		"a desk and a kiosk":  {[]string{"revoke", "2", "--kiosk", "1"}, "geen nummer"},
		"nobody":              {[]string{"revoke"}, "geen nummer"},
		"a number that is no": {[]string{"revoke", "2x"}, "geen nummer"},
		"a number too large":  {[]string{"revoke", "258"}, "geen nummer"},
	} {
		if code, out, errs := desk(w.args...); code != 1 || out != "" || !strings.Contains(errs, w.say) {
			t.Errorf("%s: %d, %q, %q", name, code, out, errs)
		}
	}
}

// TestDesksThatCannotBeKept: without a LAN, without a counter, without saying which, with a register that is damaged.
func TestDesksThatCannotBeKept(t *testing.T) {
	for _, name := range []string{"BUURTLOKET_SITE", "BUURTLOKET_DIR", "BUURTLOKET_HQ", "BUURTLOKET_SOCKET", "BUURTLOKET_LAN"} {
		t.Setenv(name, "")
	}
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "desks.pem"), []byte("loket 2"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]struct {
		args []string
		say  string
	}{
		"no LAN":             {[]string{"desk", "list", "--dir", mustServe(t, "")}, "--lan host:poort"},
		"no counter":         {[]string{"desk", "list", "--dir", t.TempDir()}, "draait hier niet"},
		"which":              {[]string{"desk", "list"}, "--dir of --socket"},
		"no address":         {[]string{"serve", "--site", site, "--dir", t.TempDir(), "--lan", "overal"}, "geen adres"},
		"a damaged register": {[]string{"serve", "--site", site, "--dir", damaged, "--lan", "127.0.0.1:0"}, "beschadigd"},
	} {
		if code, out, errs := main(t, w.args...); code != 1 || out != "" || !strings.Contains(errs, w.say) {
			t.Errorf("%s: %d, %q, %q", name, code, out, errs)
		}
	}
}
