package link

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// http2Server is the TCP side: it shakes hands itself, with a deadline, and sorts connections by ALPN into
// HTTP/2 for verified peers and HTTP/1.1 for strangers who want to enrol.
type http2Server struct {
	s           *Server
	rpc, enrol  *http.Server
	toRPC       *handover
	toEnrol     *handover
	tls         *tls.Config
	handshaking chan struct{} // bounds handshakes at once
	greeting    sync.WaitGroup
}

func (s *Server) newHTTP2() *http2Server {
	h := &http2Server{
		s:           s,
		toRPC:       newHandover(s.tcp.Addr()),
		toEnrol:     newHandover(s.tcp.Addr()),
		handshaking: make(chan struct{}, 256),
	}
	quiet := slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	h.rpc = &http.Server{
		Handler:           http.HandlerFunc(s.gate),
		Protocols:         protocols,
		MaxHeaderBytes:    s.Limits.HeaderBytes,
		ReadHeaderTimeout: s.Limits.Handshake,
		ErrorLog:          quiet,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: s.Limits.Streams,
			SendPingTimeout:      s.Limits.Quiet / 2,
			PingTimeout:          s.Limits.Quiet / 2,
			WriteByteTimeout:     s.Limits.Quiet,
		},
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, lineKey{}, c.(*tls.Conn).NetConn().(*watchedConn).line)
		},
	}
	h.enrol = &http.Server{
		Handler:        s.Enrol,
		MaxHeaderBytes: s.Limits.HeaderBytes,
		ReadTimeout:    2 * s.Limits.Handshake,
		WriteTimeout:   4 * s.Limits.Handshake,
		IdleTimeout:    s.Limits.Handshake,
		ErrorLog:       quiet,
	}
	h.tls = s.tlsConfig(alpnHTTP2)
	h.tls.GetConfigForClient = h.configFor
	return h
}

// configFor gives strangers a configuration of their own; who offers anything else beside it is no stranger.
func (h *http2Server) configFor(hi *tls.ClientHelloInfo) (*tls.Config, error) {
	if h.s.Enrol == nil || len(hi.SupportedProtos) != 1 || hi.SupportedProtos[0] != alpnEnrol {
		return nil, nil
	}
	open := h.s.tlsConfig(alpnEnrol)
	open.ClientAuth = tls.NoClientCert
	open.VerifyConnection = nil
	return open, nil
}

// serve runs the two HTTP servers until drain stops them.
func (h *http2Server) serve() {
	var both sync.WaitGroup
	for server, in := range map[*http.Server]*handover{h.rpc: h.toRPC, h.enrol: h.toEnrol} {
		both.Go(func() {
			if err := server.Serve(in); !errors.Is(err, http.ErrServerClosed) {
				h.s.log.Error("HTTP server stopped", "err", err)
			}
		})
	}
	both.Wait()
}

// accept takes connections until the listener is closed; then it waits for handshakes under way.
func (h *http2Server) accept(ctx context.Context, in net.Listener) error {
	defer h.greeting.Wait()
	for {
		c, err := in.Accept()
		if err != nil {
			var temporary net.Error
			if errors.As(err, &temporary) && temporary.Timeout() || tooManyFiles(err) {
				h.s.log.Warn("accepting", "err", err)
				if pause(ctx, 50*time.Millisecond) == nil {
					continue
				}
			}
			return err
		}
		select {
		case h.handshaking <- struct{}{}:
		case <-ctx.Done():
			_ = c.Close()
			return ctx.Err()
		}
		h.greeting.Go(func() {
			defer func() { <-h.handshaking }()
			h.greet(ctx, c)
		})
	}
}

// greet shakes hands and passes the connection on.
func (h *http2Server) greet(ctx context.Context, c net.Conn) {
	ctx, cancel := context.WithTimeout(ctx, h.s.Limits.Handshake)
	defer cancel()
	raw := watch(c)
	conn := tls.Server(raw, h.tls)
	if err := conn.HandshakeContext(ctx); err != nil {
		h.s.log.Info("handshake refused", "remote", c.RemoteAddr().String(), "over", "tcp", "err", err)
		_ = raw.Close()
		return
	}
	cs := conn.ConnectionState()
	if cs.NegotiatedProtocol == alpnEnrol {
		// Bare, since net/http drops TLS connections whose protocol it does not know.
		h.toEnrol.pass(struct{ net.Conn }{conn})
		return
	}
	if cs.NegotiatedProtocol != alpnHTTP2 {
		_ = conn.Close()
		return
	}
	l, err := newLine(cs.PeerCertificates[0], c.RemoteAddr(), func() { _ = raw.Close() })
	if err != nil || !h.s.lines.add(l) {
		h.s.log.Warn("line refused: too many, or nameless", "remote", c.RemoteAddr().String(), "err", err)
		_ = conn.Close()
		return
	}
	raw.line = l
	raw.after(func() { h.s.lines.remove(l) })
	h.toRPC.pass(conn)
}

// drain lets requests finish until ctx ends, then closes what is left.
func (h *http2Server) drain(ctx context.Context) {
	var both sync.WaitGroup
	for _, server := range []*http.Server{h.rpc, h.enrol} {
		both.Go(func() {
			if server.Shutdown(ctx) != nil {
				_ = server.Close()
			}
		})
	}
	both.Wait()
	h.toRPC.drop()
	h.toEnrol.drop()
}
