package consensus_test

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

// network is a set of stream layers in memory that can be cut. Streams are pipes.
type network struct {
	mu      sync.Mutex
	ends    map[string]*end
	cut     map[string]bool
	streams map[net.Conn][2]string
}

func newNetwork() *network {
	return &network{ends: map[string]*end{}, cut: map[string]bool{}, streams: map[net.Conn][2]string{}}
}

var errNoRoute = errors.New("no route")

// end is one node's stream layer.
type end struct {
	net  *network
	addr string
	in   chan net.Conn
	done chan struct{}
	once sync.Once
}

type addr string

func (addr) Network() string  { return "memory" }
func (a addr) String() string { return string(a) }

// listen gives the stream layer of an address; an older one of the same address is replaced.
func (n *network) listen(at string) *end {
	n.mu.Lock()
	defer n.mu.Unlock()
	e := &end{net: n, addr: at, in: make(chan net.Conn, 16), done: make(chan struct{})}
	n.ends[at] = e
	return e
}

// isolate cuts the address off from all others and ends its streams.
func (n *network) isolate(at string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut[at] = true
	for c, pair := range n.streams {
		if pair[0] == at || pair[1] == at {
			c.Close()
			delete(n.streams, c)
		}
	}
}

// heal connects the address again.
func (n *network) heal(at string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.cut, at)
}

func (e *end) Addr() net.Addr { return addr(e.addr) }

func (e *end) Accept() (net.Conn, error) {
	select {
	case c := <-e.in:
		return c, nil
	case <-e.done:
		return nil, net.ErrClosed
	}
}

func (e *end) Close() error {
	e.once.Do(func() { close(e.done) })
	return nil
}

func (e *end) Dial(to string, _ time.Duration) (net.Conn, error) {
	e.net.mu.Lock()
	defer e.net.mu.Unlock()
	other := e.net.ends[to]
	if other == nil || e.net.cut[to] || e.net.cut[e.addr] {
		return nil, errNoRoute
	}
	select {
	case <-other.done:
		return nil, errNoRoute
	default:
	}
	here, there := net.Pipe()
	select {
	case other.in <- there:
	default:
		return nil, errNoRoute
	}
	e.net.streams[here] = [2]string{e.addr, to}
	e.net.streams[there] = [2]string{e.addr, to}
	return here, nil
}

// raftStream makes raft's own stream layer of an end.
type raftStream struct{ *end }

func (s raftStream) Dial(to raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	return s.end.Dial(string(to), timeout)
}
