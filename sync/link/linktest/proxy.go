package linktest

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Way is what happens to traffic in one direction. The zero value lets all pass.
type Way struct {
	Drop      float64       // share of packets that vanish, 0 to 1
	Duplicate float64       // share that arrives twice
	Reorder   float64       // share that is held back by 10 ms more than the others
	Delay     time.Duration // for all
	Jitter    time.Duration // at most this much more, drawn evenly
	Block     bool          // nothing passes; over TCP it waits, over UDP it is gone
}

// Faults are both directions: Up is towards the server. TCP honours Delay and Block only.
type Faults struct{ Up, Down Way }

// Blocked lets nothing through in either direction.
var Blocked = Faults{Up: Way{Block: true}, Down: Way{Block: true}}

// Proxy passes UDP packets and TCP connections on to a target, with faults. Safe for concurrent use.
type Proxy struct {
	target string
	tcp    net.Listener
	udp    *net.UDPConn
	up     *lane
	down   *lane
	busy   sync.WaitGroup
	closed chan struct{}
	once   sync.Once
	passed atomic.Int64 // bytes
	pieces atomic.Int64 // packets, or reads of a connection

	mu      sync.Mutex // guards what follows
	dice    *rand.Rand
	onUDP   Faults
	onTCP   Faults
	changed chan struct{} // closed at the next change of onTCP
	conns   map[net.Conn]struct{}
	tracks  map[string]*net.UDPConn // by the client's address
	refuse  bool
}

// Open starts a proxy before target (host:port, the same port for UDP and TCP).
func Open(target string, seed uint64) (*Proxy, error) {
	tcp, udp, err := listenBoth()
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		target:  target,
		tcp:     tcp,
		udp:     udp,
		up:      newLane(),
		down:    newLane(),
		closed:  make(chan struct{}),
		dice:    rand.New(rand.NewPCG(seed, seed)),
		changed: make(chan struct{}),
		conns:   make(map[net.Conn]struct{}),
		tracks:  make(map[string]*net.UDPConn),
	}
	p.busy.Go(func() { p.up.run(p.closed) })
	p.busy.Go(func() { p.down.run(p.closed) })
	p.busy.Go(p.acceptTCP)
	p.busy.Go(p.readUDP)
	return p, nil
}

// Start is Open for a test, closed at its end.
func Start(tb testing.TB, target string, seed uint64) *Proxy {
	tb.Helper()
	p, err := Open(target, seed)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { p.Close() })
	return p
}

func listenBoth() (net.Listener, *net.UDPConn, error) {
	var last error
	for range 20 {
		tcp, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, nil, err
		}
		at := tcp.Addr().(*net.TCPAddr)
		udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: at.IP, Port: at.Port})
		if err == nil {
			return tcp, udp, nil
		}
		last = errors.Join(err, tcp.Close())
	}
	return nil, nil, last
}

// Addr is what clients dial instead of the target.
func (p *Proxy) Addr() string { return p.tcp.Addr().String() }

// UDP sets what happens to packets from now on.
func (p *Proxy) UDP(f Faults) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onUDP = f
}

// TCP sets what happens to connections, open ones too.
func (p *Proxy) TCP(f Faults) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onTCP = f
	close(p.changed)
	p.changed = make(chan struct{})
}

// BlackHole swallows everything, without a word to anyone: a line that is dead but looks alive.
func (p *Proxy) BlackHole() {
	p.UDP(Blocked)
	p.TCP(Blocked)
}

// Heal lets everything pass.
func (p *Proxy) Heal() {
	p.mu.Lock()
	p.refuse = false
	p.mu.Unlock()
	p.UDP(Faults{})
	p.TCP(Faults{})
}

// Down is a machine that went off: packets vanish, connections break, new ones are broken at once.
func (p *Proxy) Down() {
	p.UDP(Blocked)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = true
	for c := range p.conns {
		c.Close()
	}
}

// Passed is what came in so far from either side: packets (of TCP: reads) and bytes of payload, dropped ones too.
func (p *Proxy) Passed() (pieces, bytes int64) { return p.pieces.Load(), p.passed.Load() }

func (p *Proxy) count(n int) {
	p.pieces.Add(1)
	p.passed.Add(int64(n))
}

// Close ends the proxy and waits for its goroutines.
func (p *Proxy) Close() error {
	p.once.Do(func() {
		close(p.closed)
		p.tcp.Close()
		p.udp.Close()
		p.mu.Lock()
		for c := range p.conns {
			c.Close()
		}
		for _, c := range p.tracks {
			c.Close()
		}
		p.mu.Unlock()
	})
	p.busy.Wait()
	return nil
}
