package room

import (
	"time"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Pace is how long the latest visits took, looked up once a minute: it reads days.
func (r *Room) Pace(t appliance.Turn) (visit.Pace, error) {
	minute := t.Now.Unix() / int64(time.Minute/time.Second)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.minute == minute {
		return r.pace, nil
	}
	pace, err := queue.Pace(t.View, t.Now)
	if err == nil {
		r.minute, r.pace = minute, pace
	}
	return pace, err
}
