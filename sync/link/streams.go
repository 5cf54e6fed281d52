package link

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// streamRaft is the first byte on every stream; the opener writes it, since the other end sees a stream only
// once data was sent on it. Other uses of the same lines would take other bytes.
const streamRaft = 0x01

// Streams carries the consensus traffic between HQ's nodes: each net.Conn is one QUIC stream, on the port and
// the certificates of a [Server]. It is a net.Listener, and dials. Only nodes get in, and only while the
// server's Check lets them. Safe for concurrent use.
type Streams struct {
	s      *Server
	in     chan net.Conn
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	mu     sync.Mutex
	lines  map[string]*outward // by address
}

func newStreams(s *Server) *Streams {
	st := &Streams{s: s, in: make(chan net.Conn, 16), lines: make(map[string]*outward)}
	st.ctx, st.cancel = context.WithCancel(context.Background())
	return st
}

// Addr is the server's UDP address.
func (st *Streams) Addr() net.Addr { return st.s.udp.LocalAddr() }

// Accept waits for the next stream from another node; net.ErrClosed after Close.
func (st *Streams) Accept() (net.Conn, error) {
	select {
	case c := <-st.in:
		return c, nil
	case <-st.ctx.Done():
		return nil, net.ErrClosed
	}
}

// Close ends Accept and Dial and closes the connections that were dialled, with their streams.
func (st *Streams) Close() error {
	st.cancel()
	st.each(func(_ string, out *outward) { out.close() }) // a dial under way sees ctx and closes its own
	return nil
}

// serve greets the streams on one connection from another node, until it ends.
func (st *Streams) serve(conn *quic.Conn, l *line) {
	if l.peer.Role != RoleNode {
		st.s.log.Warn("not a node: consensus refused", "peer", l.peer.String())
		_ = conn.CloseWithError(1, "nodes only")
		return
	}
	stop := context.AfterFunc(st.ctx, l.cut)
	defer stop()
	var greeting sync.WaitGroup
	defer greeting.Wait()
	for {
		str, err := conn.AcceptStream(conn.Context())
		if err != nil {
			return
		}
		if err := st.s.welcome(l); err != nil {
			st.s.log.Warn("stream refused", "peer", l.peer.String(), "err", err)
			l.cut()
			return
		}
		greeting.Go(func() { st.greet(conn, str) })
	}
}

// greet reads the type byte and queues the stream for Accept.
func (st *Streams) greet(conn *quic.Conn, str *quic.Stream) {
	c := newStreamConn(conn, str)
	var kind [1]byte
	// A deadline in the past or an unsupported one cannot occur on a fresh stream.
	_ = str.SetReadDeadline(time.Now().Add(st.s.Limits.Handshake))
	if _, err := io.ReadFull(str, kind[:]); err != nil || kind[0] != streamRaft {
		c.abort()
		return
	}
	_ = str.SetReadDeadline(time.Time{})
	select {
	case st.in <- c:
	case <-st.ctx.Done():
		c.abort()
	case <-conn.Context().Done():
		c.abort()
	}
}

// Dial opens a stream to the node at address, over the connection that is there or a new one, within timeout.
// Kind Unreachable when nobody answers, Denied when either end refuses the other. A stream on a dead line may
// still open: deadlines on the stream, and Limits.Quiet on its line, notice.
func (st *Streams) Dial(address string, timeout time.Duration) (net.Conn, error) {
	const op = "link.Dial"
	ctx, cancel := context.WithTimeout(st.ctx, timeout)
	defer cancel()
	var last error
	for range 2 { // the second time when the connection turned out to be dead
		conn, err := st.connection(ctx, address)
		if err != nil {
			return nil, refused(op, address, err)
		}
		c, err := openStream(ctx, conn)
		if err == nil {
			return c, nil
		}
		last = err
	}
	return nil, refused(op, address, last)
}

func openStream(ctx context.Context, conn *quic.Conn) (net.Conn, error) {
	str, err := conn.OpenStreamSync(ctx)
	if err != nil {
		return nil, err
	}
	c := newStreamConn(conn, str)
	if _, err := str.Write([]byte{streamRaft}); err != nil {
		c.abort()
		return nil, err
	}
	return c, nil
}

// connection gives the live connection to address, dialling at most once at a time.
func (st *Streams) connection(ctx context.Context, address string) (*quic.Conn, error) {
	st.mu.Lock()
	out := st.lines[address]
	if out == nil {
		out = &outward{turn: make(chan struct{}, 1)}
		st.lines[address] = out
	}
	st.mu.Unlock()
	select {
	case out.turn <- struct{}{}:
		defer func() { <-out.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	id, live := st.s.identity.now(), out.now.alive() && !st.s.now().After(out.now.ends)
	if live && out.now.shown == id.peer.Serial {
		return out.now.conn, nil
	}
	conn, err := st.dial(ctx, address)
	if err != nil && live {
		st.s.log.Warn("no new line yet for the renewed identity", "node", address, "err", err)
		return out.now.conn, nil
	}
	if err != nil {
		return nil, err
	}
	if st.ctx.Err() != nil {
		_ = conn.CloseWithError(0, "")
		return nil, net.ErrClosed
	}
	out.replace(newDialled(conn, id))
	return conn, nil
}

func (st *Streams) dial(ctx context.Context, address string) (*quic.Conn, error) {
	to, err := resolveUDP(ctx, address)
	if err != nil {
		return nil, err
	}
	config := clientTLS(st.s.identity.now, st.s.Roots, st.s.now, alpnRaft)
	quicConfig := st.s.quicConfig()
	quicConfig.MaxIncomingStreams = -1 // each end opens its own
	quicConfig.MaxIncomingUniStreams = -1
	return st.s.quic.Dial(ctx, to, config, quicConfig)
}

func resolveUDP(ctx context.Context, address string) (*net.UDPAddr, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "udp", port)
	if err != nil {
		return nil, err
	}
	addrs, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(addrs) == 0 {
		return nil, errors.New("no address for " + host)
	}
	return &net.UDPAddr{IP: addrs[0].IP, Zone: addrs[0].Zone, Port: number}, nil
}

// ourOwn hides that a context of our own ended: callers, and RPC clients above all, would take it for theirs.
func ourOwn(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return errors.New("given up: " + err.Error())
	}
	return err
}

// refused sorts the ways in which a dial fails.
func refused(op, address string, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return fault.Wrap(op, err)
	}
	kind := fault.Unreachable
	var transport *quic.TransportError
	var alert tls.AlertError
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &transport) && transport.ErrorCode.IsCryptoError() ||
		errors.As(err, &alert) || errors.As(err, &untrusted) || remoteAlert(err) {
		kind = fault.Denied
	}
	f = fault.New(op, kind).On(address).Because(ourOwn(err))
	if kind == fault.Denied {
		f.Tell("Dit toestel en het hoofdkantoor herkennen elkaar niet: een certificaat is verlopen of hoort er niet bij.",
			"Bel de beheerder; misschien moet het toestel opnieuw worden aangesloten.")
	}
	return f
}
