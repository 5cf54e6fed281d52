package consensus

import (
	"net"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

// door is raft's stream layer: raft's addresses are "id@addr", so that a dial knows whom it wants.
type door struct {
	relay *relay
	in    chan net.Conn
	done  chan struct{}

	mu   sync.Mutex
	live map[*tracked]struct{} // raft leaves its streams open when it stops; the door closes them
	shut bool
}

var _ raft.StreamLayer = (*door)(nil)

// offer gives an accepted stream to raft; false when the door is shut.
func (d *door) offer(conn net.Conn) bool {
	t, ok := d.keep(conn)
	if !ok {
		return false
	}
	select {
	case d.in <- t:
		return true
	case <-d.done:
		return false
	}
}

func (d *door) keep(conn net.Conn) (*tracked, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return nil, false
	}
	t := &tracked{Conn: conn, door: d}
	d.live[t] = struct{}{}
	return t, true
}

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	select {
	case conn := <-d.in:
		return conn, nil
	case <-d.done:
		return nil, net.ErrClosed
	}
}

// Dial implements raft.StreamLayer.
func (d *door) Dial(addr raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	conn, _, err := d.relay.dial(peerAt(addr), purposeRaft, timeout)
	if err != nil {
		return nil, err
	}
	t, ok := d.keep(conn)
	if !ok {
		d.relay.drop(conn)
		return nil, net.ErrClosed
	}
	return t, nil
}

// Close implements net.Listener: it ends Accept and every stream, not the layer below.
func (d *door) Close() error {
	d.mu.Lock()
	if d.shut {
		d.mu.Unlock()
		return nil
	}
	d.shut = true
	close(d.done)
	streams := d.live
	d.live = nil
	d.mu.Unlock()
	d.relay.mu.Lock()
	if d.relay.door == d {
		d.relay.door = nil
	}
	d.relay.mu.Unlock()
	for t := range streams {
		d.relay.drop(t.Conn)
	}
	return nil
}

// Addr implements net.Listener.
func (d *door) Addr() net.Addr { return raftAddr(d.relay.self) }

// tracked is a stream of a door.
type tracked struct {
	net.Conn
	door *door
}

// Close implements net.Conn.
func (t *tracked) Close() error {
	t.door.mu.Lock()
	delete(t.door.live, t)
	t.door.mu.Unlock()
	return t.Conn.Close()
}

// raftAddr is a peer as raft's transport names it.
type raftAddr Peer

// Network implements net.Addr.
func (raftAddr) Network() string { return "consensus" }

// String implements net.Addr.
func (a raftAddr) String() string { return a.ID + "@" + a.Addr }

// peerAt takes a raft address apart.
func peerAt(addr raft.ServerAddress) Peer {
	id, at, _ := strings.Cut(string(addr), "@")
	return Peer{ID: id, Addr: at}
}
