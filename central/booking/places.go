package booking

import (
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Places is Search for the citizens' pages, in this program and without a limit on what is asked: clock, channel and one desk
// for each start are this door's. Without places it says why. Faults are those of [calendar.Search], and Unreachable.
func (b *Booking) Places(q calendar.Query) (found []calendar.Place, why string, err error) {
	q.Now, q.Channel, q.Urgency, q.OneDesk = b.now(), office.ChannelWeb, 0, true
	err = b.log.Stale(func(k kv.Reader, fresh consensus.Freshness) error {
		v := b.machine.View(k)
		plan := v.Calendar()
		var err error
		if found, err = calendar.Search(q, plan, b.cache.over(v, fresh.Applied)); err == nil && len(found) == 0 {
			why, err = nothing(q, plan)
		}
		return err
	})
	return found, why, err
}
