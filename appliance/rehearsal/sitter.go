package rehearsal

import (
	"slices"

	"github.com/buurtloket/buurtloket/hardware/camera"
)

// cameraFaults are what a camera does wrong, one at a time.
var cameraFaults = []named[camera.Fault]{
	{camera.Gone, "gone", "camera losgekoppeld"},
	{camera.Still, "still", "beeld staat stil"},
	{camera.Silent, "silent", "geen beeld"},
	{camera.Babbles, "babbles", "onleesbaar beeld"},
}

// sitterOf are the switches of a camera: what is wrong with it, and who sits before it. Where pictures have names one of
// them sits there from the beginning.
func sitterOf(e *camera.Emulator) prop {
	levers := breaks[camera.Fault](suffering{e}, cameraFaults)
	if len(e.Names) == 0 {
		return prop{levers: levers}
	}
	if _, one := e.Sitting(); !one {
		e.Sit(0)
	}
	sitter := lever{code: "sitter", say: "wie voor de camera zit", moment: true, harmless: true, choices: e.Names,
		state: func() (bool, string) {
			if at, one := e.Sitting(); one && at < len(e.Names) {
				return true, e.Names[at]
			}
			return false, ""
		},
		pull: func(_ bool, with string) error { e.Sit(slices.Index(e.Names, with)); return nil }}
	return prop{levers: append([]lever{sitter}, levers...)}
}

// suffering is a camera in the words of breakable.
type suffering struct{ e *camera.Emulator }

func (s suffering) Break(f camera.Fault)       { s.e.Suffer(f) }
func (s suffering) Repair(camera.Fault)        { s.e.Suffer(camera.Works) }
func (s suffering) Broken(f camera.Fault) bool { return s.e.Suffering() == f }
