package busy

import (
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// DefaultLimit is how old what is known may be to be told as now.
const DefaultLimit = 15 * time.Minute

// Line is what is known of a counter's line to headquarters.
type Line struct {
	Known bool      // somebody could tell
	Open  bool      // it is open, at some node
	At    time.Time // when that was seen
	Size  uint64    // records that the counter said to have; 0: it did not say
}

// Board keeps how busy each site is. It is safe for concurrent use.
type Board struct {
	limit time.Duration
	line  func(office.SiteID) Line // nil: nothing is known of lines
	offer visit.Offer

	mu    sync.Mutex // guards the rest
	halls map[office.SiteID]*hall
}

// New makes a board; limit is how old what it tells as now may be, 0: [DefaultLimit]. line tells of a counter's line, nil: nobody can.
func New(limit time.Duration, line func(office.SiteID) Line) *Board {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Board{limit: limit, line: line, offer: visit.OfferOf(catalogue.Products()), halls: map[office.SiteID]*hall{}}
}

// readAtOnce is how many records one look reads at most: some tens of milliseconds, when a node has just started. Until a site is read
// to its end, it is not known how busy it is.
const readAtOnce = 20_000

// Look tells of each site with a counter how busy it is, having read what came since the last look.
func (b *Board) Look(v register.View, now time.Time) map[office.SiteID]Now {
	b.mu.Lock()
	defer b.mu.Unlock()
	plan, left, out := v.Calendar(), readAtOnce, map[office.SiteID]Now{}
	today := plan.Today(now)
	for _, site := range plan.Sites() {
		st, s := v.Site(site.ID)
		if st.Current.Incarnation == 0 {
			delete(b.halls, site.ID)
			continue
		}
		h := b.halls[site.ID]
		if h == nil {
			h = new(hall)
			b.halls[site.ID] = h
		}
		size := v.Tree(site.ID, st.Current.Incarnation).Size
		h.catchUp(v, site.ID, st.Current.Incarnation, size, today, today.At(0, plan.Zone()), &left)
		out[site.ID] = b.now(h, site.ID, time.UnixMilli(s.HeardMs), size, now.In(plan.Zone()))
	}
	return out
}

// catchUp reads on in the journal of a site's present life.
func (h *hall) catchUp(v register.View, site office.SiteID, life office.Incarnation, size uint64, today office.Date, midnight time.Time, left *int) {
	if h.life != life || h.date != today || h.next > size+1 {
		h.reset(life, v.FirstSince(site, life, midnight.UnixMilli()), today)
	}
	if h.whole = h.next > size; h.whole {
		return
	}
	for seq, body := range v.Records(site, life, h.next) {
		if *left == 0 {
			return
		}
		*left--
		h.next = seq + 1
		if e, err := contract.Decode(body, new(contract.Event)); err == nil {
			h.fold(e)
		}
	}
	h.whole = true
}
