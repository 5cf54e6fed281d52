package consensus

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// relay stands between the stream layer and raft. It lives as long as the node, while raft may be closed
// and reopened behind it: each raft gets a door. It exchanges hellos on every stream.
type relay struct {
	stream StreamLayer
	self   Peer
	reg    *registry
	known  func(id string) (life, bool) // lives bound by the cluster
	came   func() uint64                // raft index of the state, for welcomes
	log    *slog.Logger
	wait   time.Duration // bound on a hello

	gated atomic.Bool // no raft streams yet: this founder has not met the others

	mu     sync.Mutex
	door   *door // nil: nobody serves raft
	closed bool
	fresh  map[net.Conn]struct{} // hello not finished
	wg     sync.WaitGroup
}

// run accepts streams until the layer is closed; relay.close waits for it.
func (r *relay) run() {
	for {
		conn, err := r.stream.Accept()
		if err != nil {
			r.mu.Lock()
			closed := r.closed
			r.mu.Unlock()
			if closed || errors.Is(err, net.ErrClosed) {
				return
			}
			r.log.Warn("accept stream", "err", err)
			time.Sleep(10 * time.Millisecond) // a full descriptor table comes back at once otherwise
			continue
		}
		if !r.take(conn) {
			r.drop(conn)
			return
		}
	}
}

// take begins the hello of an accepted stream, unless the relay closes: under the lock, so that close either
// waits for it or has it refused.
func (r *relay) take(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.fresh[conn] = struct{}{}
	r.wg.Go(func() { r.receive(conn) })
	return true
}

// hold notes a stream of our own while its hello is not finished, unless the relay closes.
func (r *relay) hold(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.fresh[conn] = struct{}{}
	}
	return !r.closed
}

func (r *relay) letGo(conn net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.fresh, conn)
}

// receive answers one hello and hands a raft stream to the door.
func (r *relay) receive(conn net.Conn) {
	h, err := r.answer(conn)
	r.mu.Lock()
	delete(r.fresh, conn)
	d := r.door
	r.mu.Unlock()
	if err != nil {
		r.log.Debug("stream refused", "peer", h.from, "err", err)
	}
	if err == nil && h.purpose == purposeRaft && d != nil && d.offer(conn) {
		return
	}
	r.drop(conn)
}

func (r *relay) answer(conn net.Conn) (hello, error) {
	if err := conn.SetDeadline(time.Now().Add(r.wait)); err != nil {
		return hello{}, err
	}
	h, err := readHello(conn)
	if err != nil {
		return h, err
	}
	v, refusal := r.judge(h)
	if _, err := conn.Write(reply{v, r.reg.me.Life, r.came()}.bytes()); err != nil {
		return h, err
	}
	if refusal != nil {
		return h, refusal
	}
	return h, conn.SetDeadline(time.Time{})
}

// judge decides on a hello.
func (r *relay) judge(h hello) (verdict, error) {
	if h.to != r.self.ID {
		return notMe, errNotMe
	}
	if err := r.acquaint(h.from, h.life); errors.Is(err, errOtherLife) {
		return otherLife, err
	} else if err != nil {
		return notServing, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if h.purpose == purposeRaft && (r.door == nil || r.gated.Load()) {
		return notServing, errClosed
	}
	return welcome, nil
}

// acquaint checks the life of a peer against what the cluster and this node know, and remembers it.
func (r *relay) acquaint(id string, l life) error {
	if bound, ok := r.known(id); ok && bound != l {
		return fmt.Errorf("%w: %s", errOtherLife, id)
	}
	same, err := r.reg.meet(id, l)
	if err == nil && !same {
		return fmt.Errorf("%w: %s", errOtherLife, id)
	}
	return err
}

// dial opens a stream to a peer and exchanges hellos.
func (r *relay) dial(to Peer, why purpose, timeout time.Duration) (net.Conn, reply, error) {
	if timeout <= 0 || timeout > r.wait {
		timeout = r.wait
	}
	conn, err := r.stream.Dial(to.Addr, timeout)
	if err != nil {
		return nil, reply{}, err
	}
	if !r.hold(conn) {
		r.drop(conn)
		return nil, reply{}, net.ErrClosed
	}
	w, err := r.introduce(conn, to.ID, why, timeout)
	r.letGo(conn)
	if err != nil {
		r.drop(conn)
		return nil, w, fmt.Errorf("hello to %s: %w", to.ID, err)
	}
	return conn, w, nil
}

func (r *relay) introduce(conn net.Conn, id string, why purpose, timeout time.Duration) (w reply, err error) {
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return w, err
	}
	h := hello{purpose: why, life: r.reg.me.Life, from: r.self.ID, to: id}
	if _, err := conn.Write(h.bytes()); err != nil {
		return w, err
	}
	if w, err = readReply(conn); err != nil {
		return w, err
	}
	switch w.verdict {
	case welcome:
	case notMe:
		return w, errNotMe
	case otherLife:
		return w, errOtherLife
	default:
		return w, errClosed
	}
	if err := r.acquaint(id, w.life); err != nil {
		return w, err
	}
	return w, conn.SetDeadline(time.Time{})
}

// probe exchanges hellos only.
func (r *relay) probe(to Peer) (reply, error) {
	conn, w, err := r.dial(to, purposeProbe, r.wait)
	if err == nil {
		r.drop(conn)
	}
	return w, err
}

// drop closes a stream that nobody uses any more; a failure of that changes nothing.
func (r *relay) drop(conn net.Conn) {
	if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		r.log.Debug("close stream", "err", err)
	}
}

// open makes the door for a new raft.
func (r *relay) open() *door {
	d := &door{relay: r, in: make(chan net.Conn), done: make(chan struct{}), live: map[*tracked]struct{}{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.door = d
	return d
}

// close ends accepting, dialling and hellos; drained waits for those who were at it.
func (r *relay) close() error {
	r.mu.Lock()
	r.closed = true
	r.door = nil
	for conn := range r.fresh {
		r.drop(conn)
	}
	r.mu.Unlock()
	err := r.stream.Close()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (r *relay) drained() { r.wg.Wait() }
