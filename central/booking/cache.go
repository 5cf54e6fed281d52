package booking

import (
	"sync"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// cache keeps which seats of a day are free at headquarters, until a seat of that day is touched. A day is
// forgotten while the command is applied, before its state can be read, so what is filled in meanwhile may be
// of before: each entry carries the count of touches it was read under, and counts only while that stands.
type cache struct {
	mu      sync.RWMutex
	touches map[key]uint64
	days    map[key]entry
}

type key struct {
	site office.SiteID
	date office.Date
}

type entry struct {
	free    calendar.Free
	touches uint64
}

func (c *cache) touched(site office.SiteID, d office.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.touches == nil {
		c.touches, c.days = map[key]uint64{}, map[key]entry{}
	}
	k := key{site, d}
	c.touches[k]++
	delete(c.days, k)
}

// over is the occupancy as one view sees it, cached.
func (c *cache) over(v register.View) calendar.Occupancy { return cached{c, v} }

type cached struct {
	c *cache
	v register.View
}

// Free implements calendar.Occupancy.
func (f cached) Free(d *calendar.Day) calendar.Free {
	k := key{d.Site, d.Date}
	f.c.mu.RLock()
	e, ok := f.c.days[k]
	now := f.c.touches[k]
	f.c.mu.RUnlock()
	if ok && e.touches == now && e.free.For(d) {
		return e.free
	}
	free := f.v.Free(d)
	f.c.mu.Lock()
	defer f.c.mu.Unlock()
	if f.c.days == nil {
		f.c.touches, f.c.days = map[key]uint64{}, map[key]entry{}
	}
	if f.c.touches[k] == now {
		f.c.days[k] = entry{free: free, touches: now}
	}
	return free
}
