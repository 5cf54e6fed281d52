package calendar

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/buurtloket/buurtloket/sync/office"
)

// pageDays is how many days one page of the cache holds; a power of two.
const pageDays = 64

// maxPages bounds the cache of a site to some eleven years. Days beyond are built anew each time, so odd
// dates in requests cannot make the plan grow.
const maxPages = 64

// dayCache remembers the days of one site. Readers take no lock: pages are found through a map that is
// replaced, never changed, and each day is published once. Two readers may build the same day; the
// first to publish wins, so that everybody holds the same one.
type dayCache struct {
	pages atomic.Pointer[map[office.Date]*page]
	grow  sync.Mutex // held while a new map of pages is made
}

type page [pageDays]atomic.Pointer[Day]

// day gives the cached day, building it when it is asked for the first time.
func (c *dayCache) day(date office.Date, build func(office.Date) *Day) *Day {
	pg := c.page(date >> 6)
	if pg == nil {
		return build(date)
	}
	slot := &pg[date&(pageDays-1)]
	if d := slot.Load(); d != nil {
		return d
	}
	slot.CompareAndSwap(nil, build(date))
	return slot.Load()
}

// page finds or makes the page of that number; nil when the cache is full.
func (c *dayCache) page(number office.Date) *page {
	if m := c.pages.Load(); m != nil {
		if pg := (*m)[number]; pg != nil {
			return pg
		}
	}
	c.grow.Lock()
	defer c.grow.Unlock()
	next := map[office.Date]*page{}
	if m := c.pages.Load(); m != nil {
		if pg := (*m)[number]; pg != nil || len(*m) >= maxPages {
			return pg
		}
		maps.Copy(next, *m)
	}
	pg := new(page)
	next[number] = pg
	c.pages.Store(&next)
	return pg
}
