package shell

import (
	"net"
	"path/filepath"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// Display says whether a window can be opened, before the toolkit tries and ends the program: a local X or
// Wayland display must be named in the environment, and its socket must answer. A display elsewhere, as
// "host:0", is taken on trust.
func Display(env func(string) string) error {
	no := func(why string) error {
		w := text.Dutch().Trouble
		return fault.New("shell.Display", fault.Refused).On(why).Tell(w.NoDisplay, w.NoDisplayNext)
	}
	if name := env("WAYLAND_DISPLAY"); name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(env("XDG_RUNTIME_DIR"), name)
		}
		if answers(name) {
			return nil
		}
	}
	name := env("DISPLAY")
	if name == "" {
		return no("DISPLAY and WAYLAND_DISPLAY are not set")
	}
	host, number, ok := strings.Cut(name, ":")
	if !ok {
		return no("DISPLAY=" + name + " names no display")
	}
	if host != "" && host != "unix" {
		return nil
	}
	number, _, _ = strings.Cut(number, ".")
	if socket := "/tmp/.X11-unix/X" + number; !answers(socket) && !answers("@"+socket) {
		return no("no server answers at DISPLAY=" + name)
	}
	return nil
}

func answers(socket string) bool {
	c, err := net.Dial("unix", socket)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}
