package program

import (
	"path/filepath"

	"github.com/buurtloket/buurtloket/appliance/devices"
	"github.com/buurtloket/buurtloket/appliance/rehearsal"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
)

// papers is the folder, in the node's, for what emulated printers print.
const papers = "papier"

// rehearse gives a demonstration hands at its emulated devices.
func (d *Daemon) rehearse(e Equipment, steward *devices.Steward) {
	if !d.cfg.Demo {
		return
	}
	o := rehearsal.Options{Compartments: map[locker.Door]string{}, Papers: filepath.Join(d.cfg.Dir, papers), Now: d.node.Now, Logger: d.node.Logger(), Touched: steward.Hurry}
	if e.Layout != nil {
		for _, p := range e.Layout.Places {
			o.Compartments[p.Door] = p.Compartment
		}
	}
	if stage := rehearsal.New(e.Set, o); stage != nil {
		d.equipped = append(d.equipped, stage.Run, d.server.RunPasses)
		d.server.Rehearse(stage)
	}
}
