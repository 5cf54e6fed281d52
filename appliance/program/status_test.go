package program_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/appliance/program"
	"github.com/buurtloket/buurtloket/hardware/tpm"
)

// TestStatus: of a counter that runs, and of one that does not; with a chip and without.
func TestStatus(t *testing.T) {
	dir := mustServe(t, "")
	nowhere := filepath.Join(t.TempDir(), "tpm")
	t.Setenv("BUURTLOKET_TPM_DEVICE", nowhere)
	code, out, errs := main(t, "status", "--dir", dir)
	for _, want := range []string{"(buurtloket-berchem)", "draait\n", "niet verbonden sinds", "gebeurtenissen in leven", "nog geen nacht", "er zijn er geen ingesteld", "journal.db, ",
		"\nsleutels: in een bestand dat alleen dit programma leest; dit toestel heeft geen TPM\n"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("code %d, %q does not say %q: %s", code, out, want, errs)
		}
	}
	stopped := mustJournal(t)
	if err := os.WriteFile(filepath.Join(stopped, devices.FileName), []byte("voice: {id: stem, emulator: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs = main(t, "status", "--dir", stopped)
	for _, want := range []string{"draait niet", "1 ingesteld", "dit toestel heeft geen TPM"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("code %d, %q does not say %q: %s", code, out, want, errs)
		}
	}
	for name, args := range map[string][]string{"nowhere": nil, "a socket that is none": {"--socket", nowhere}} {
		if code, out, errs := main(t, append([]string{"status"}, args...)...); code != 1 || out != "" || errs == "" {
			t.Errorf("%s: code %d, %q, %q", name, code, out, errs)
		}
	}
}

// TestSealedStatus: the keys of a counter with a chip are sealed, those for its desks too, and the status says it, also when it is stopped.
func TestSealedStatus(t *testing.T) {
	t.Setenv("BUURTLOKET_TPM_DEVICE", filepath.Join(t.TempDir(), "tpm"))
	chip, err := tpm.NewEmulator(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "seal")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	d, err := program.Open(appliance.Config{Site: site, Dir: dir, Chip: chip, Sealing: keyfile.Required}, "")
	if err == nil {
		err = d.OpenLAN("127.0.0.1:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, slog.New(slog.DiscardHandler)) }()
	const want = "\nsleutels: verzegeld in de TPM van dit toestel\n"
	if code, out, errs := main(t, "status", "--dir", dir); code != 0 || !strings.Contains(out, want) {
		t.Errorf("running: code %d, %q, %q", code, out, errs)
	}
	cancel()
	if err := errors.Join(<-done, d.Close()); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := main(t, "status", "--dir", dir); code != 0 || !strings.Contains(out, want) {
		t.Errorf("stopped: code %d, %q, %q", code, out, errs)
	}
	if s := keyfile.Inspect(dir, appliance.KeyFiles()); len(s.Sealed) != 2 || len(s.Plain) != 0 { // the journal's and the desks'
		t.Errorf("%+v", s)
	}
	// Here is no chip: no command opens them, each says why, and nothing is put aside.
	for _, args := range [][]string{{"serve"}, {"serve", "--tpm", "off"}, {"backup"}, {"restore"}} {
		args = append(args, "--site", site, "--dir", dir)
		if args[0] != "serve" {
			args = append(args, filepath.Join(dir, "journal.db"))
		}
		if code, out, errs := main(t, args...); code != 1 || out != "" || !strings.Contains(errs, "TPM") {
			t.Errorf("%q: code %d, %q, %q", args, code, out, errs)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "journal.db.replaced")); !os.IsNotExist(err) {
		t.Errorf("the journal was put aside: %v", err)
	}
	if code, _, errs := main(t, "serve", "--site", site, "--dir", t.TempDir(), "--tpm", "maybe"); code != 1 || !strings.Contains(errs, "--tpm auto") {
		t.Errorf("code %d, %q", code, errs)
	}
	// What the words advise works: the journal is restored into a new folder.
	fresh := t.TempDir()
	if code, _, errs := main(t, "restore", "--site", site, "--dir", fresh, filepath.Join(dir, "journal.db")); code != 0 {
		t.Error(errs)
	}
	if s := keyfile.Inspect(fresh, appliance.KeyFiles()); len(s.Plain) != 1 {
		t.Errorf("%+v", s)
	}
}
