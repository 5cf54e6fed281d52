package link

import (
	"context"
	"crypto"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"net/http"
	"sync"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

// quicConfig is for the server's side of connections.
func (s *Server) quicConfig() *quic.Config {
	return &quic.Config{
		HandshakeIdleTimeout:       s.Limits.Handshake,
		MaxIdleTimeout:             s.Limits.Quiet * 3 / 4,
		KeepAlivePeriod:            s.Limits.Quiet / 4,
		MaxIncomingStreams:         int64(s.Limits.Streams),
		MaxIncomingUniStreams:      8, // HTTP/3 needs three; the rest is room for unknown kinds
		MaxStreamReceiveWindow:     2 << 20,
		MaxConnectionReceiveWindow: 6 << 20,
	}
}

// resetKey lets a restarted node tell clients at once that their old connections are gone. It must be the same
// after the restart: it follows from the secret that the identity came with, else from its key, which then must be
// one that is kept. A key that cannot be read (in hardware) gives none.
// Only packets of more than 42 bytes are answered so: a keep-alive alone is too small, a request is not.
func resetKey(id Identity) *quic.StatelessResetKey {
	secret := id.reset
	if secret == nil {
		var err error
		if secret, err = resetSecret(id.key, id.peer.Name); err != nil {
			return nil
		}
	}
	key := quic.StatelessResetKey(secret)
	return &key
}

// resetSecret derives the secret of a node of this name from a key that outlives its restarts.
func resetSecret(from crypto.Signer, name string) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(from)
	if err != nil {
		return nil, err
	}
	return hkdf.Key(sha256.New, der, []byte(name), "buurtloket stateless reset", 32)
}

// http3Server is the UDP side: it sorts connections by ALPN into HTTP/3 and raft's streams. The stream loops
// are our own, not http3.Server's, so that a line can be cut and the end be waited for.
type http3Server struct {
	s     *Server
	conns sync.WaitGroup
	ended chan struct{}      // closed when accept has returned, so that conns grows no more
	stop  context.CancelFunc // no new requests: answer them "rejected", which is safe to repeat elsewhere
	open  context.Context
}

func (s *Server) newHTTP3() *http3Server {
	h := &http3Server{s: s, ended: make(chan struct{})}
	h.open, h.stop = context.WithCancel(context.Background())
	return h
}

// accept takes connections, each with its client verified, until the listener is closed.
func (h *http3Server) accept(ctx context.Context, in *quic.Listener) error {
	defer close(h.ended)
	for {
		conn, err := in.Accept(ctx)
		if err != nil {
			return err
		}
		h.conns.Go(func() { h.greet(conn) })
	}
}

func (h *http3Server) greet(conn *quic.Conn) {
	cs := conn.ConnectionState().TLS
	l, err := newLine(cs.PeerCertificates[0], conn.RemoteAddr(), func() {
		_ = conn.CloseWithError(quic.ApplicationErrorCode(http3.ErrCodeNoError), "")
	})
	if err != nil || !h.s.lines.add(l) {
		h.s.log.Warn("line refused: too many, or nameless", "remote", conn.RemoteAddr().String(), "err", err)
		_ = conn.CloseWithError(quic.ApplicationErrorCode(http3.ErrCodeExcessiveLoad), "")
		return
	}
	defer h.s.lines.remove(l)
	defer l.cut()
	if cs.NegotiatedProtocol == alpnRaft {
		h.s.streams.serve(conn, l)
		return
	}
	h.serve(conn, l)
}

// serve answers the requests on one connection until it ends, and waits for their handlers.
func (h *http3Server) serve(conn *quic.Conn, l *line) {
	server := &http3.Server{
		Handler:        http.HandlerFunc(h.s.gate),
		MaxHeaderBytes: h.s.Limits.HeaderBytes,
		Logger:         h.s.log,
		ConnContext: func(ctx context.Context, _ *quic.Conn) context.Context {
			return context.WithValue(ctx, lineKey{}, l)
		},
	}
	raw, err := server.NewRawServerConn(conn)
	if err != nil {
		h.s.log.Info("line lost at its start", "peer", l.peer.String(), "err", err)
		return
	}
	var settings, requests sync.WaitGroup
	settings.Go(func() {
		for {
			str, err := conn.AcceptUniStream(conn.Context())
			if err != nil {
				return
			}
			settings.Go(func() { raw.HandleUnidirectionalStream(str) })
		}
	})
	for {
		str, err := conn.AcceptStream(h.open)
		if err != nil {
			break // the connection ended, or the server is stopping
		}
		requests.Go(func() { raw.HandleRequestStream(str) })
	}
	if conn.Context().Err() == nil {
		settings.Go(func() { h.reject(conn) })
	}
	requests.Wait()
	l.cut()
	settings.Wait()
}

// reject turns new requests away while those in flight finish.
func (h *http3Server) reject(conn *quic.Conn) {
	for {
		str, err := conn.AcceptStream(conn.Context())
		if err != nil {
			return
		}
		str.CancelRead(quic.StreamErrorCode(http3.ErrCodeRequestRejected))
		str.CancelWrite(quic.StreamErrorCode(http3.ErrCodeRequestRejected))
	}
}

// drain lets requests finish until ctx ends, then cuts what is left, and waits.
func (h *http3Server) drain(ctx context.Context) {
	h.stop()
	stop := context.AfterFunc(ctx, func() {
		for _, l := range h.s.lines.all() {
			l.cut()
		}
	})
	defer stop()
	<-h.ended
	h.conns.Wait()
}
