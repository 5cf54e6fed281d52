package program

import (
	"time"

	"github.com/buurtloket/buurtloket/appliance/card"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// readers are those of identity cards, where they stand.
func (e Equipment) readers() (out []card.Reader) {
	for _, d := range e.Set.All {
		if r, ok := d.Device.(eid.Reader); ok {
			out = append(out, card.Reader{Reader: r, Name: d.ID, Desk: e.reader[d.ID]})
		}
	}
	return out
}

// watchCards has the daemon follow what lies in the readers of identity cards, where there are any.
func (d *Daemon) watchCards(readers []card.Reader) error {
	const op = "appliance.watchCards"
	key, err := card.LoadKeyFrom(d.node.Keys(), d.cfg.Random)
	if err != nil {
		return fault.Wrap(op, err)
	}
	d.server.UseLetters(key) // somebody without a card may ask for one, too
	if len(readers) == 0 {
		return nil
	}
	zone, err := calendar.Zone()
	if err != nil {
		return fault.Wrap(op, err)
	}
	w, err := card.NewWatch(card.Options{Readers: readers, Key: key, Random: d.cfg.Random, Now: func() time.Time { return d.node.Now().In(zone) }})
	if err != nil {
		return fault.Wrap(op, err)
	}
	d.equipped = append(d.equipped, w.Run)
	d.server.EquipCards(w)
	return nil
}
