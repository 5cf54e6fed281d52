// Package bulletin keeps what headquarters told this counter to show to visitors: news and activities. It comes whole with each
// change, so the latest counts; a counter without a line goes on with what it has, and each item ends by its own dates.
//
// # Keys
//
//	bu/all   Bulletin: what is shown now or later
package bulletin

import (
	"fmt"
	"time"

	rules "github.com/buurtloket/buurtloket/sync/bulletin"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

var keyAll = []byte("bu/all")

// FoldFeed brings the projection up to date with one entry of the feed. A snapshot that says nothing of news is of a
// headquarters that knows none: what is there stays until it is over.
func FoldFeed(w kv.Writer, e *contract.FeedEntry) {
	told := e.GetBulletin()
	if s := e.GetSnapshot(); s != nil {
		told = s.Bulletin
	}
	if told != nil {
		w.Put(keyAll, contract.Encode(told))
	}
}

// Showing is what the site shows at a moment, in its order. now is in the site's own time zone.
func Showing(r kv.Reader, site office.SiteID, now time.Time) ([]*contract.BulletinItem, error) {
	b := r.Get(keyAll)
	if b == nil {
		return nil, nil
	}
	all, err := contract.Decode(b, new(contract.Bulletin))
	if err != nil {
		return nil, fmt.Errorf("bulletin: %w", err)
	}
	var out []*contract.BulletinItem
	for _, i := range rules.Showing(rules.All(all), site, now) {
		out = append(out, rules.To(i))
	}
	return out, nil
}
