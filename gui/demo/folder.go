package demo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

const (
	// layoutFile says how the state folder is laid out; a folder without one is of the first layout.
	layoutFile = "layout"
	layout     = "1"
	// longestSocket is what every system allows for the path of a unix socket, in bytes.
	longestSocket = 100
)

// claim makes the state folder, or refuses one that another version made: its programs would not understand it.
func (d *Demo) claim() error {
	const op = "demo.claim"
	for _, site := range Counters {
		if path := d.Socket(site); len(path) > longestSocket {
			return fault.New(op, fault.Invalid).On(path).Because(fmt.Errorf("%d bytes", len(path))).
				Tell("De naam van de map "+d.cfg.State+" is te lang voor deze computer.", "Kies een kortere met --state.")
		}
	}
	if err := os.MkdirAll(d.cfg.State, 0o700); err != nil {
		return fault.New(op, fault.Internal).On(d.cfg.State).Because(err).
			Tell("De map "+d.cfg.State+" kan niet gemaakt worden.", "Kies een andere met --state.")
	}
	path := filepath.Join(d.cfg.State, layoutFile)
	b, err := os.ReadFile(path)
	switch found := strings.TrimSpace(string(b)); {
	case err == nil && found != layout:
		return fault.New(op, fault.Refused).On(path).Because(fmt.Errorf("layout %q, not %q", found, layout)).
			Tell("De map "+d.cfg.State+" is van een andere versie van Buurtloket.",
				"Gebruik die versie, of begin opnieuw: wis de map met `make reset`, of kies een andere met --state.")
	case err == nil:
		return nil
	case !os.IsNotExist(err):
		return fault.New(op, fault.Internal).On(path).Because(err)
	}
	if err := os.WriteFile(path, []byte(layout+"\n"), fs.FileMode(0o600)); err != nil {
		return fault.New(op, fault.Internal).On(path).Because(err)
	}
	return nil
}
