package demo_test

import (
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/gui/demo"
)

// TestDevicesArePluggedIn: the first counter has everything, the others no vault, and what somebody changed in the file stays.
func TestDevicesArePluggedIn(t *testing.T) {
	c := mustCity(t)
	c.enrol()
	mustRun := func() {
		t.Helper()
		d, err := c.start()
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
	mustRun()
	path := func(site int) string { return filepath.Join(c.cfg.State, demo.Counters[site], "devices.yaml") }
	first, second := mustText(t, path(0)), mustText(t, path(1))
	for _, kind := range []string{"vault:", "camera:", "printer:", "receipt:", "eid:", "scanner:", "voice:"} {
		rare := kind == "vault:" || kind == "camera:" || kind == "printer:"
		if !strings.Contains(first, "\n"+kind) || strings.Contains(second, "\n"+kind) == rare {
			t.Errorf("%s: %v, %v", kind, strings.Contains(first, "\n"+kind), strings.Contains(second, "\n"+kind))
		}
	}
	for line := range strings.Lines(first) {
		_, name, ok := strings.Cut(strings.TrimSpace(line), "- '")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, "'")
		f, err := os.Open(name)
		if err != nil || !filepath.IsAbs(name) {
			t.Fatalf("%q: %v", name, err)
		}
		if m, err := jpeg.DecodeConfig(f); err != nil || m.Width != 1200 {
			t.Errorf("%s: %v, %v", name, m, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	c.write(path(0), "# van mij\n")
	mustRun()
	if got := mustText(t, path(0)); got != "# van mij\n" {
		t.Errorf("written anew: %s", got)
	}
}

func mustText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
