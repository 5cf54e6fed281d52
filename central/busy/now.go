package busy

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Level is how busy a site is.
type Level uint8

// The levels.
const (
	Quiet Level = 1 + iota
	Normal
	Busy
)

var levelNames = [...]string{"unknown", "quiet", "normal", "busy"}

// String names the level as programs read it.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return levelNames[0]
}

// The most people waiting for each desk that works at which a site is quiet, and normal.
const (
	quietAtMost  = 1
	normalAtMost = 3
)

// LevelOf is how busy so many waiting for so many desks are.
func LevelOf(waiting, desks int) Level {
	switch per := max(desks, 1); {
	case waiting <= quietAtMost*per:
		return Quiet
	case waiting <= normalAtMost*per:
		return Normal
	}
	return Busy
}

// Now is how busy a site is, or was.
type Now struct {
	Known   bool      // it is so now; else it was so at AsOf
	AsOf    time.Time // of when it is, in the site's zone; zero: nothing is known of today
	Level   Level
	Waiting int
	Wait    visit.Wait // that one who comes now may expect
	HasWait bool
}

// worksFor is how long a desk counts as working after its last step.
const worksFor = time.Hour

// now is what a hall tells at a moment.
func (b *Board) now(h *hall, site office.SiteID, heard time.Time, size uint64, now time.Time) (n Now) {
	if h.lastMS == 0 || !h.whole {
		return n
	}
	asOf, down := b.asOf(h, site, heard, size)
	if asOf.After(now) { // a counter's clock runs ahead
		asOf = now
	}
	n.AsOf = asOf.In(now.Location())
	n.Known = !down && now.Sub(asOf) <= b.limit
	f := b.figures(h, asOf.In(now.Location()))
	n.Level, n.Waiting, n.Wait, n.HasWait = LevelOf(f.waiting, f.desks), f.waiting, f.wait, f.hasWait
	return n
}

// figures are what a hall adds up to, kept until a record comes or a minute goes by: a page asks for them many times a second.
type figures struct {
	next           uint64 // of the hall
	minute         time.Time
	waiting, desks int
	wait           visit.Wait
	hasWait        bool
}

func (b *Board) figures(h *hall, asOf time.Time) figures {
	minute := asOf.Truncate(time.Minute)
	if h.known.next == h.next && h.known.minute.Equal(minute) {
		return h.known
	}
	f := figures{next: h.next, minute: minute}
	q := visit.Queue{Offer: b.offer}
	works := map[office.Desk]bool{}
	for _, s := range h.visits {
		q.Visits = append(q.Visits, s.now)
		switch {
		case s.now.State == visit.Waiting:
			f.waiting++
		case s.now.State.AtDesk():
			works[s.now.Desk] = true
		}
	}
	for desk, last := range h.desks {
		if asOf.Sub(last.Time()) <= worksFor {
			works[desk] = true
		}
	}
	for desk := range works {
		q.Posts = append(q.Posts, visit.Post{Desk: desk})
	}
	f.desks = len(q.Posts)
	f.wait, f.hasWait = visit.DefaultOrder.ExpectNew(q, visit.PaceOf(q.Visits), asOf)
	h.known = f
	return f
}

// asOf is the moment of which a hall tells, and whether the line is known to be down.
func (b *Board) asOf(h *hall, site office.SiteID, heard time.Time, size uint64) (at time.Time, down bool) {
	at = time.UnixMilli(h.lastMS)
	if heard.Before(at) {
		at = heard
	}
	if b.line == nil {
		return at, false
	}
	switch l := b.line(site); {
	case !l.Known:
		return at, false
	case !l.Open:
		return at, true
	case l.Size > 0 && l.Size <= size && l.At.After(at):
		return l.At, false
	}
	return at, false
}
