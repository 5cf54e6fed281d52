package central

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/link"
)

// peers keeps a line to each node that was ever asked something.
type peers struct {
	badge *badge
	cfg   Config

	mu      sync.Mutex
	shown   string // serial number of the certificate that the lines go by, or are moving to
	lines   []*link.Client
	group   *errgroup.Group
	ctx     context.Context // of run; lines are started under it
	clients map[string]*peer
}

// peer is what may be asked of a node over its line.
type peer struct {
	contractconnect.PeerClient
	bulk  contractconnect.BulkClient
	lines contractconnect.LinesClient
}

func newPeers(b *badge, cfg Config) *peers {
	return &peers{badge: b, cfg: cfg, shown: b.current().Peer().Serial, clients: map[string]*peer{}}
}

// show moves the lines over to a certificate, if it is another than they have. A line that was made in between moves
// once too often, which costs a handshake.
func (p *peers) show(id link.Identity) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown == id.Peer().Serial {
		return
	}
	p.shown = id.Peer().Serial
	for _, line := range p.lines {
		line.Use(id)
	}
}

// run keeps the lines until ctx ends.
func (p *peers) run(ctx context.Context) error {
	g := new(errgroup.Group)
	p.mu.Lock()
	p.ctx, p.group = ctx, g
	p.mu.Unlock()
	<-ctx.Done()
	p.mu.Lock()
	p.group = nil
	p.mu.Unlock()
	return g.Wait()
}

// client is a client to the node at addr; nil while this node is not running.
func (p *peers) client(addr string) contractconnect.PeerClient {
	if c := p.to(addr); c != nil {
		return c
	}
	return nil
}

// bulk is the same for what is large.
func (p *peers) bulk(addr string) contractconnect.BulkClient {
	if c := p.to(addr); c != nil {
		return c.bulk
	}
	return nil
}

// openLines is the same for which counters have a line open there.
func (p *peers) openLines(addr string) contractconnect.LinesClient {
	if c := p.to(addr); c != nil {
		return c.lines
	}
	return nil
}

// to is the line to the node at addr; nil while this node is not running.
func (p *peers) to(addr string) *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.clients[addr]; c != nil {
		return c
	}
	if p.group == nil {
		return nil
	}
	line, err := link.NewClient(link.ClientOptions{Identity: p.badge.current(), Current: p.badge.current, Nodes: []string{addr},
		Now: p.cfg.Now, Random: p.cfg.Random, Logger: p.cfg.Logger})
	if err != nil {
		p.cfg.Logger.Error("no line to a peer", "addr", addr, "err", err)
		return nil
	}
	ctx := p.ctx
	p.group.Go(func() error { return line.Run(ctx) })
	c := &peer{contractconnect.NewPeerClient(line.HTTPClient(), link.URL), contractconnect.NewBulkClient(line.HTTPClient(), link.URL),
		contractconnect.NewLinesClient(line.HTTPClient(), link.URL)}
	p.clients[addr], p.lines = c, append(p.lines, line)
	return c
}
