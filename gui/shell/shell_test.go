package shell_test

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/gui/shell"
	"github.com/buurtloket/buurtloket/sync/fault"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestNoDisplayIsSaidClearly(t *testing.T) {
	for _, e := range []func(string) string{
		env(),
		env("DISPLAY", "nonsense"),
		env("DISPLAY", ":65501"),
		env("WAYLAND_DISPLAY", "wayland-none", "XDG_RUNTIME_DIR", t.TempDir()),
	} {
		err := shell.Display(e)
		if err == nil {
			t.Fatal("a display was seen where there is none")
		}
		if !strings.Contains(fault.Sentence(err), "geen beeldscherm") {
			t.Errorf("said %q", fault.Sentence(err))
		}
	}
}

func TestADisplayThatAnswersIsSeen(t *testing.T) {
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, "wayland-9"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := shell.Display(env("WAYLAND_DISPLAY", "wayland-9", "XDG_RUNTIME_DIR", dir)); err != nil {
		t.Error(err)
	}
	if err := shell.Display(env("DISPLAY", "elsewhere:0.0")); err != nil {
		t.Errorf("a display elsewhere must be taken on trust: %v", err)
	}
}
