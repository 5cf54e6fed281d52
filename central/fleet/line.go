package fleet

import (
	"context"
	"maps"
	"slices"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/office"
)

// line is what this node knows of a site's exchange by itself. It is nobody's memory: who starts anew knows nothing of before.
type line struct {
	open    int       // exchanges: a new one may come before the old one is missed
	since   time.Time // it opened, or closed
	size    uint64    // records that the counter said to have
	program string
}

// Here notes an exchange that opened at this node, until the function it gives is called.
func (f *Fleet) Here(site office.SiteID) (gone func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.lines[site]
	if l == nil {
		l = new(line)
		f.lines[site] = l
	}
	if l.open++; l.open == 1 {
		l.since = f.now()
	}
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if l.open--; l.open == 0 {
			l.since, l.size = f.now(), 0
		}
	}
}

// Heard notes what the counter says of itself when its exchange begins.
func (f *Fleet) Heard(site office.SiteID, h *contract.Hello) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l := f.lines[site]; l != nil && h != nil {
		l.size, l.program = h.Size, h.Program
	}
}

// Sites lists the sites that have an exchange open at this node.
func (f *Fleet) Sites() []office.SiteID {
	f.mu.Lock()
	defer f.mu.Unlock()
	var open []office.SiteID
	for _, site := range slices.Sorted(maps.Keys(f.lines)) {
		if f.lines[site].open > 0 {
			open = append(open, site)
		}
	}
	return open
}

// Online reports whether a site has an exchange open at this node.
func (f *Fleet) Online(site office.SiteID) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.lines[site]
	return l != nil && l.open > 0
}

// Lines lists the lines that this node has or had since it started, by site.
func (f *Fleet) Lines() []*contract.SiteLine {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []*contract.SiteLine
	for _, site := range slices.Sorted(maps.Keys(f.lines)) {
		l := f.lines[site]
		out = append(out, &contract.SiteLine{Site: string(site), Open: l.open > 0, SinceMs: l.since.UnixMilli(), Size: l.size, Program: l.program})
	}
	return out
}

// Answer implements the Lines service, which nodes ask of each other.
type Answer struct {
	Node  string // this one's name
	Fleet *Fleet
}

var _ contractconnect.LinesHandler = Answer{}

// Open implements the Lines service.
func (a Answer) Open(context.Context, *connect.Request[contract.LinesRequest]) (*connect.Response[contract.LinesResponse], error) {
	return connect.NewResponse(&contract.LinesResponse{Node: a.Node, Lines: a.Fleet.Lines()}), nil
}
