package local

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Papers is where papers to be printed and signed are kept, and how they are shown. The zero value keeps them in the
// documents of who works at this machine, and shows them with the desktop's own viewer where there is one.
type Papers struct {
	Folder string
	// View starts a viewer and reports whether it did. It does not wait for it.
	View func(path string) bool
}

// keep writes a paper under its name. A paper of the same name is an older state of the same day, and is replaced: whole,
// or not at all.
func (p Papers) keep(name string, content []byte) (state.Paper, error) {
	const op = "local.keep"
	refuse := func(err error) (state.Paper, error) {
		return state.Paper{}, fault.New(op, fault.Internal).On(name).Because(err).Tell("Het dagblad kon niet bewaard worden.", "Kijk na of de schijf vol is, of vraag het de beheerder.")
	}
	if name == "" || filepath.Base(name) != name || len(content) == 0 {
		return state.Paper{}, fault.New(op, fault.Invalid).On(name)
	}
	folder := cmp.Or(p.Folder, documents())
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return refuse(err)
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return refuse(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return refuse(err)
	}
	view := p.View
	if view == nil {
		view = desktopViewer
	}
	return state.Paper{Path: path, Shown: view(path)}, nil
}

// documents is the folder for documents that the desktop names, or else the home of who works here.
func documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "buurtloket")
	}
	config := cmp.Or(os.Getenv("XDG_CONFIG_HOME"), filepath.Join(home, ".config"))
	b, _ := os.ReadFile(filepath.Join(config, "user-dirs.dirs")) // without one there is none to read
	for line := range strings.Lines(string(b)) {
		if dir, ok := strings.CutPrefix(strings.TrimSpace(line), "XDG_DOCUMENTS_DIR="); ok {
			return strings.Replace(strings.Trim(dir, `"`), "$HOME", home, 1)
		}
	}
	return filepath.Join(home, "Buurtloket")
}

// desktopViewer opens a file as the desktop would; without a desktop it does nothing.
func desktopViewer(path string) bool {
	open, err := exec.LookPath("xdg-open")
	if err != nil || cmp.Or(os.Getenv("DISPLAY"), os.Getenv("WAYLAND_DISPLAY")) == "" {
		return false
	}
	// The shell lets go of it at once: nobody waits for what people read.
	return exec.Command("sh", "-c", `"$0" "$1" >/dev/null 2>&1 &`, open, path).Run() == nil
}
