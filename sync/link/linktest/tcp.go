package linktest

import (
	"net"
	"sync"
	"time"
)

// acceptTCP takes connections and joins each to one of its own towards the target.
func (p *Proxy) acceptTCP() {
	for {
		c, err := p.tcp.Accept()
		if err != nil {
			return
		}
		if !p.keep(c) {
			continue
		}
		p.busy.Go(func() { p.join(c) })
	}
}

// keep admits a connection, or breaks it when the proxy is down or closed.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.closed:
	default:
		if !p.refuse {
			p.conns[c] = struct{}{}
			return true
		}
	}
	c.Close()
	return false
}

func (p *Proxy) forget(c net.Conn) {
	c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

func (p *Proxy) join(client net.Conn) {
	defer p.forget(client)
	server, err := net.DialTimeout("tcp", p.target, 5*time.Second)
	if err != nil {
		return
	}
	if !p.keep(server) {
		return
	}
	defer p.forget(server)
	var both sync.WaitGroup
	both.Go(func() { p.copy(server, client, func(f Faults) Way { return f.Up }) })
	both.Go(func() { p.copy(client, server, func(f Faults) Way { return f.Down }) })
	both.Wait()
}

// copy passes bytes on until either end closes; then it closes both.
func (p *Proxy) copy(to, from net.Conn, way func(Faults) Way) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			p.count(n)
			if !p.wait(way) {
				return
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// wait holds bytes back as long as their direction is blocked, and then for its delay.
func (p *Proxy) wait(way func(Faults) Way) bool {
	for {
		p.mu.Lock()
		w, changed := way(p.onTCP), p.changed
		p.mu.Unlock()
		if !w.Block {
			time.Sleep(w.Delay)
			return true
		}
		select {
		case <-changed:
		case <-p.closed:
			return false
		}
	}
}
