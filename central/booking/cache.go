package booking

import (
	"sync"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// cache keeps which seats of a day are free at headquarters, until a seat of that day is touched. A day is forgotten
// while the command is applied, before its state can be read. So what is filled in from a view that does not hold that
// command yet is of before, and is not kept.
type cache struct {
	mu      sync.RWMutex
	touched map[key]uint64 // index of the last command that touched the day
	days    map[key]calendar.Free
}

type key struct {
	site office.SiteID
	date office.Date
}

// touch forgets a day.
func (c *cache) touch(site office.SiteID, d office.Date, index uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.touched == nil {
		c.touched = map[key]uint64{}
	}
	k := key{site, d}
	c.touched[k] = index
	delete(c.days, k)
}

// over is the occupancy as a view sees it that holds the commands up to applied, cached.
func (c *cache) over(v register.View, applied uint64) calendar.Occupancy {
	return cached{c, v, applied}
}

type cached struct {
	c       *cache
	v       register.View
	applied uint64
}

// Free implements calendar.Occupancy.
func (f cached) Free(d *calendar.Day) calendar.Free {
	k := key{d.Site, d.Date}
	f.c.mu.RLock()
	known, ok := f.c.days[k]
	f.c.mu.RUnlock()
	if ok && known.For(d) {
		return known
	}
	free := f.v.Free(d)
	f.c.mu.Lock()
	defer f.c.mu.Unlock()
	if f.c.touched[k] <= f.applied {
		if f.c.days == nil {
			f.c.days = map[key]calendar.Free{}
		}
		f.c.days[k] = free
	}
	return free
}
