package register

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// FeedOldest is when the oldest entry was told that a site has not taken, wall time in milliseconds; 0: it has taken all of them.
func (v View) FeedOldest(site office.SiteID) int64 {
	f := loadFeed(v.r, site)
	if f.taken >= f.last {
		return 0
	}
	for _, b := range v.r.Scan(feedPrefix(site), feedKey(site, f.taken+1)) {
		e := new(contract.FeedEntry)
		load1(b, e)
		return e.AtMs
	}
	return 0
}
