package central

import (
	"context"
	"sync"

	"github.com/buurtloket/buurtloket/sync/office"
)

// bell tells an open exchange that its site's feed grew. Entries are noted while they are applied and rung only
// after the apply, so that whoever hears it finds them.
type bell struct {
	mu    sync.Mutex
	noted map[office.SiteID]bool
	next  map[office.SiteID]chan struct{}
}

func newBell() *bell {
	return &bell{noted: map[office.SiteID]bool{}, next: map[office.SiteID]chan struct{}{}}
}

// fed notes a site during an apply.
func (b *bell) fed(site office.SiteID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.noted[site] = true
}

// changed is closed at the next ring for the site.
func (b *bell) changed(site office.SiteID) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next[site] == nil {
		b.next[site] = make(chan struct{})
	}
	return b.next[site]
}

// ring tells the sites that were noted.
func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for site := range b.noted {
		if c := b.next[site]; c != nil {
			close(c)
			delete(b.next, site)
		}
	}
	clear(b.noted)
}

// ring rings the bell after each apply until ctx ends.
func (n *Node) ring(ctx context.Context) error {
	for {
		_, changed := n.raft.Watch()
		n.bell.ring()
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}
