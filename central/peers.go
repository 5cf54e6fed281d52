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
	identity link.Identity
	cfg      Config

	mu      sync.Mutex
	group   *errgroup.Group
	ctx     context.Context // of run; lines are started under it
	clients map[string]contractconnect.PeerClient
}

func newPeers(id link.Identity, cfg Config) *peers {
	return &peers{identity: id, cfg: cfg, clients: map[string]contractconnect.PeerClient{}}
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
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.clients[addr]; c != nil {
		return c
	}
	if p.group == nil {
		return nil
	}
	line, err := link.NewClient(link.ClientOptions{Identity: p.identity, Nodes: []string{addr}, Now: p.cfg.Now,
		Random: p.cfg.Random, Logger: p.cfg.Logger})
	if err != nil {
		p.cfg.Logger.Error("no line to a peer", "addr", addr, "err", err)
		return nil
	}
	ctx := p.ctx
	p.group.Go(func() error { return line.Run(ctx) })
	c := contractconnect.NewPeerClient(line.HTTPClient(), link.URL)
	p.clients[addr] = c
	return c
}
