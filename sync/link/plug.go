package link

import (
	"io"
	"sync"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Plug is the switch in a client's line, for demonstrations and tests: pulled, every socket is closed at once
// (over QUIC the other end is told nothing) and none is opened. The zero value is in. Safe for concurrent use.
type Plug struct {
	mu      sync.Mutex
	pulled  bool
	sockets map[io.Closer]struct{}
	turned  chan struct{} // closed at the next Pull or Insert; made when first asked for
}

// Pull cuts the line; when it returns, all sockets are closed.
func (p *Plug) Pull() { p.turn(true) }

// Insert puts the line back; the client tries to connect at once.
func (p *Plug) Insert() { p.turn(false) }

// Pulled tells whether the plug is out.
func (p *Plug) Pulled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pulled
}

func (p *Plug) turn(pulled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pulled == pulled {
		return
	}
	p.pulled = pulled
	if pulled {
		for s := range p.sockets {
			// The error of closing a socket that is being cut off means nothing to anyone.
			_ = s.Close()
		}
		clear(p.sockets)
	}
	if p.turned != nil {
		close(p.turned)
		p.turned = nil
	}
}

// hold admits a socket, or closes it and refuses when the plug is out. The socket's owner calls release.
func (p *Plug) hold(s io.Closer) (release func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pulled {
		_ = s.Close()
		return nil, unplugged()
	}
	if p.sockets == nil {
		p.sockets = make(map[io.Closer]struct{})
	}
	p.sockets[s] = struct{}{}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.sockets, s)
	}, nil
}

func unplugged() error {
	return fault.New("link.Dial", fault.Unreachable).
		Tell("De stekker is uitgetrokken.", "Steek hem weer in om te verbinden.")
}

// next is closed at the next turn.
func (p *Plug) next() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.turned == nil {
		p.turned = make(chan struct{})
	}
	return p.turned
}
