//go:build devices

package program_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/appliance/program"
)

// swtpm starts a chip that others wrote, and gives its address.
func swtpm(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("swtpm"); err != nil {
		t.Fatal("swtpm is missing: install the Debian package swtpm")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "s")
	cmd := exec.Command("swtpm", "socket", "--tpm2", "--tpmstate", "dir="+dir, "--server", "type=unixio,path="+path, "--flags", "not-need-init,startup-clear")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	until(t, "swtpm answers", func() bool {
		c, err := net.Dial("unix", path)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return "unix:" + path
}

// until waits until something holds.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	limit := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never came: %s", what)
		}
	}
}

// TestPeerSeals: the daemon's command seals the plain keys of a folder with a chip that others wrote, opens them at the next
// start, says so, lets a copy be made, and starts nowhere else.
func TestPeerSeals(t *testing.T) {
	here, elsewhere := swtpm(t), swtpm(t)
	dir, err := os.MkdirTemp("", "peer")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	serve := func(args ...string) (stop func() int) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan int, 1)
		var errs bytes.Buffer
		go func() {
			done <- program.Main(ctx, append([]string{"serve", "--site", site, "--dir", dir}, args...), new(bytes.Buffer), &errs)
		}()
		until(t, "it serves", func() bool {
			code, out, _ := main(t, "status", "--dir", dir, "--tpm-device", here)
			return code == 0 && strings.Contains(out, "draait\n")
		})
		return func() int {
			cancel()
			code := <-done
			if code != 0 {
				t.Error(errs.String())
			}
			return code
		}
	}
	stop := serve("--tpm", "off")
	if code, out, _ := main(t, "status", "--dir", dir, "--tpm-device", here); code != 0 || !strings.Contains(out, "sleutels: in een bestand") {
		t.Errorf("plain: %q", out)
	}
	stop()
	for range 2 {
		stop = serve("--tpm", "require", "--tpm-device", here)
		if code, out, _ := main(t, "status", "--dir", dir); code != 0 || !strings.Contains(out, "sleutels: verzegeld in de TPM van dit toestel\n") {
			t.Errorf("sealed: %q", out)
		}
		stop()
	}
	if s := keyfile.Inspect(dir, appliance.KeyFiles()); len(s.Sealed) == 0 || len(s.Plain) != 0 {
		t.Errorf("%+v", s)
	}
	if code, _, errs := main(t, "backup", "--site", site, "--dir", dir, "--tpm-device", here, filepath.Join(t.TempDir(), "copy")); code != 0 {
		t.Error(errs)
	}
	if code, _, errs := main(t, "serve", "--site", site, "--dir", dir, "--tpm", "auto", "--tpm-device", elsewhere); code != 1 || !strings.Contains(errs, "ander toestel") {
		t.Errorf("elsewhere: code %d, %q", code, errs)
	}
}
