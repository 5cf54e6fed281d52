package link

import "sync/atomic"

// presented is the identity that one end shows at its handshakes.
type presented struct {
	held atomic.Pointer[Identity]
	ask  func() Identity // who renews by itself; nil: what is held is shown
}

// now is what to show at a handshake that happens now.
func (p *presented) now() *Identity {
	if p.ask == nil {
		return p.held.Load()
	}
	id := p.ask()
	return &id
}
