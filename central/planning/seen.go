package planning

import (
	"context"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Seen keeps which counters have a line, at whichever node, as this node saw it last: asking the others takes time that a citizen's page
// does not have. It is safe for concurrent use.
type Seen struct {
	fleet *Fleet
	now   func() time.Time

	mu     sync.Mutex // guards the rest
	at     time.Time
	lines  map[office.SiteID]busy.Line
	silent bool // a node did not answer: a counter may be connected there
}

// NewSeen keeps what the fleet sees.
func NewSeen(f *Fleet) *Seen { return &Seen{fleet: f, now: f.p.now} }

// The pauses of Run, and how old what was seen may be to be told.
const (
	seeEvery = 10 * time.Second
	seenFor  = time.Minute
)

// Run looks until ctx ends.
func (s *Seen) Run(ctx context.Context) error {
	tick := time.NewTicker(seeEvery)
	defer tick.Stop()
	for {
		s.Step(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Step asks all nodes once.
func (s *Seen) Step(ctx context.Context) {
	at := s.now() // what is told is at least so new
	all, silent := s.fleet.lines(ctx)
	lines := map[office.SiteID]busy.Line{}
	for site, own := range all {
		seen := busy.Line{Known: true, At: at}
		since := int64(0)
		for _, l := range own { // of two nodes the one that heard of it last is right
			if l.Open && (!seen.Open || l.SinceMs > since) {
				seen.Open, seen.Size, since = true, l.Size, l.SinceMs
			}
		}
		lines[office.SiteID(site)] = seen
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.silent, s.lines = at, len(silent) > 0, lines
}

// Line is what is known of a counter's line. A counter of which no node has heard since it started has none.
func (s *Seen) Line(site office.SiteID) busy.Line {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lines[site]
	switch {
	case s.at.IsZero() || s.now().Sub(s.at) > seenFor, s.silent && !l.Open:
		return busy.Line{At: s.at}
	case l == busy.Line{}:
		return busy.Line{Known: true, At: s.at}
	}
	return l
}
