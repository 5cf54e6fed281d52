package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// The application protocols; see the package comment.
const (
	alpnHTTP3 = "h3"
	alpnHTTP2 = "h2"
	alpnRaft  = "raft/1"
	alpnEnrol = "buurtloket-enrol/1"
)

// Server is HQ's end of all lines, or a counter's end of those of its screens: the role of its identity decides. Set the fields, call Listen, then Run; do not change them afterwards
// (except the identity, through [Server.Use]).
type Server struct {
	Identity Identity         // of this node, or this counter; required
	Current  func() Identity  // asked at each handshake by who renews its identity itself, concurrently; nil: Identity, or what Use gave last
	Roots    *x509.CertPool   // whose certificates are believed; Identity.Roots() when nil
	Handler  http.Handler     // what verified peers reach; required
	Enrol    http.Handler     // what strangers reach, see [EnrolHandler]; without it they are refused
	Check    func(Peer) error // refuses a revoked peer; Unreachable: it cannot tell yet; called on every request, concurrently, so it must be quick; nil accepts all
	Logger   *slog.Logger     // slog.Default() when nil
	Limits   Limits
	Now      func() time.Time // for certificates' validity; time.Now when nil

	identity presented
	log      *slog.Logger
	lines    lines
	inside   turnstile
	tcp      net.Listener
	udp      *net.UDPConn
	quic     *quic.Transport
	quicIn   *quic.Listener
	streams  *Streams
	closing  sync.Once
	closed   error
}

func (s *Server) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// Listen opens the UDP and the TCP socket on the same port number, a counter only the TCP one; with port 0 the system
// chooses one. From here on connections queue up; [Server.Run] serves them. Whoever does not call Run calls Close.
func (s *Server) Listen(addr string) error {
	const op = "link.Listen"
	if us := whom(s.Identity.peer.Role); s.Identity.peer.Role != us.role || s.Handler == nil {
		return fault.New(op, fault.Internal).Because(errors.New("a server needs a node's or a counter's identity, and a handler"))
	}
	s.Limits = s.Limits.filled()
	s.lines.max = s.Limits.Lines
	s.log = orElse(s.Logger, slog.Default()).With("node", s.Identity.peer.Name)
	if s.Roots == nil {
		s.Roots = s.Identity.Roots()
	}
	s.identity.ask = s.Current
	s.Use(s.Identity)
	if !whom(s.Identity.peer.Role).udp {
		tcp, err := net.Listen("tcp", addr)
		if err != nil {
			return fault.New(op, fault.Refused).On(addr).Because(err)
		}
		s.tcp = tcp
		return nil
	}
	tcp, udp, err := listenBoth(addr)
	if err != nil {
		return fault.New(op, fault.Refused).On(addr).Because(err)
	}
	s.tcp, s.udp = tcp, udp
	s.quic = &quic.Transport{Conn: udp, StatelessResetKey: resetKey(s.Identity)}
	s.quicIn, err = s.quic.Listen(s.tlsConfig(alpnHTTP3, alpnRaft), s.quicConfig())
	if err != nil {
		return errors.Join(fault.New(op, fault.Internal).On(addr).Because(err), s.Close())
	}
	s.streams = newStreams(s)
	return nil
}

// listenBoth finds one port number that is free for both protocols.
func listenBoth(addr string) (net.Listener, *net.UDPConn, error) {
	var last error
	for range 20 { // a port the system gave for TCP may be taken for UDP: ask again
		tcp, err := net.Listen("tcp", addr)
		if err != nil {
			return nil, nil, err
		}
		at := tcp.Addr().(*net.TCPAddr)
		udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: at.IP, Port: at.Port, Zone: at.Zone})
		if err == nil {
			return tcp, udp, nil
		}
		last = errors.Join(err, tcp.Close())
		if _, port, err := net.SplitHostPort(addr); err != nil || port != "0" {
			break
		}
	}
	return nil, nil, last
}

// Addr is where the server listens: the TCP address, which is the UDP one too. Nil before Listen.
func (s *Server) Addr() net.Addr {
	if s.tcp == nil {
		return nil
	}
	return s.tcp.Addr()
}

// Streams is the layer for raft's own traffic on this server's port and certificates; a counter has none. Valid after
// Listen; it accepts while Run runs.
func (s *Server) Streams() *Streams { return s.streams }

// Use takes a renewed identity for handshakes from now on; open lines keep theirs. Where Current is set, that is asked.
func (s *Server) Use(id Identity) { s.identity.held.Store(&id) }

// tlsConfig is for servers: TLS 1.3, certificates both ways, no tickets (a resumed session would not show its
// certificate again).
func (s *Server) tlsConfig(protocols ...string) *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS13,
		NextProtos:             protocols,
		Time:                   s.now,
		SessionTicketsDisabled: true,
		ClientAuth:             tls.RequireAndVerifyClientCert,
		ClientCAs:              s.Roots,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return s.identity.now().certificate(), nil
		},
		VerifyConnection: func(cs tls.ConnectionState) error {
			_, err := peerOfState(&cs)
			return err
		},
	}
}

// Run serves until ctx ends: then it takes nothing new, gives requests in flight Limits.Grace, closes
// everything (the contexts of the remaining requests end), waits for their handlers and returns nil. It returns
// earlier only when a socket fails.
func (s *Server) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	h2 := s.newHTTP2()
	var h3 *http3Server
	if s.quicIn != nil {
		h3 = s.newHTTP3()
	}
	var front, back sync.WaitGroup
	front.Go(func() { stop(h2.accept(ctx, s.tcp)) })
	if h3 != nil {
		front.Go(func() { stop(h3.accept(ctx, s.quicIn)) })
	}
	front.Go(func() { s.sweep(ctx) })
	back.Go(func() { h2.serve() })
	<-ctx.Done()

	// The doors first, then the guests, then the house.
	err := context.Cause(ctx)
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), s.Limits.Grace)
	defer done()
	_ = s.tcp.Close() // the accept loops are waiting in these: their errors
	if h3 != nil {    // are the consequence of closing, not news
		_ = s.quicIn.Close()
		_ = s.streams.Close()
		front.Go(func() { h3.drain(grace) })
	}
	h2.drain(grace)
	front.Wait()
	back.Wait()
	s.inside.wait()
	if cerr := s.Close(); cerr != nil {
		s.log.Warn("closing the sockets", "err", cerr)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return fault.New("link.Run", fault.Internal).Because(err)
}

// Close releases the sockets of a server at once. Run does so itself; closing twice is harmless.
func (s *Server) Close() error {
	s.closing.Do(func() {
		if s.streams != nil {
			_ = s.streams.Close()
		}
		var errs []error
		if s.quic != nil {
			errs = append(errs, s.quic.Close())
		}
		errs = append(errs, unlessClosed(s.tcp.Close()))
		if s.udp != nil {
			errs = append(errs, unlessClosed(s.udp.Close()))
		}
		s.closed = errors.Join(errs...)
	})
	return s.closed
}

func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
