package citizen

import (
	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Busy is how busy each site with a counter is now, or was, as this node has heard; nothing where nobody keeps that.
func (d *Door) Busy() (all map[office.SiteID]busy.Now, err error) {
	if d.busy == nil {
		return nil, nil
	}
	err = d.log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		all = d.busy.Look(d.machine.View(k), d.Now())
		return nil
	})
	return all, err
}
