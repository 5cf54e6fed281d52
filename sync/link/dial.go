package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// clientTLS is for those who dial: it shows our certificate and wants who answers us at the other end.
func clientTLS(id func() *Identity, roots *x509.CertPool, now func() time.Time, protocol string) *tls.Config {
	to := whom(id().peer.Role)
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		NextProtos: []string{protocol},
		ServerName: to.host,
		RootCAs:    roots,
		Time:       now,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return id().certificate(), nil
		},
		VerifyConnection: to.mustAnswer,
	}
}

// remoteAlert tells that the other end broke off the TLS handshake.
func remoteAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// outcome is what one protocol's dial came to.
type outcome struct {
	car *carrier
	err error
}

// connect reaches one node: HTTP/3, and HTTP/2 beside it when that takes longer than Timing.HTTP3Wait or
// fails; at once when UDP is known to be blocked or not spoken there. The first that HQ answers on wins.
func (c *Client) connect(ctx context.Context, node string, noUDP bool) (*carrier, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timing.Dial)
	defer cancel()
	if noUDP || !c.to.udp {
		return c.dialHTTP2(ctx, node)
	}
	h3, h2 := make(chan outcome, 1), make(chan outcome, 1)
	go func() { h3 <- pack(c.dialHTTP3(ctx, node)) }()
	head := time.NewTimer(c.opts.Timing.HTTP3Wait)
	defer head.Stop()
	var first outcome
	select {
	case first = <-h3:
		if first.err == nil || fault.Is(first.err, fault.Denied) {
			return first.car, first.err
		}
		car, err := c.dialHTTP2(ctx, node)
		return car, joined(first.err, err)
	case <-head.C:
	}
	go func() { h2 <- pack(c.dialHTTP2(ctx, node)) }()
	return c.race(h3, h2, cancel)
}

func pack(car *carrier, err error) outcome { return outcome{car, err} }

// race takes the first success and waits for the loser to be gone. A node whose TCP fails, too, is given
// Timing.HTTP3Wait once more, not all of Timing.Dial: it is probably down, and there are others.
func (c *Client) race(h3, h2 <-chan outcome, cancel context.CancelFunc) (*carrier, error) {
	var first, second outcome
	other := h2
	select {
	case first = <-h3:
	case first = <-h2:
		other = h3
		if first.err != nil {
			late := time.AfterFunc(c.opts.Timing.HTTP3Wait, cancel)
			defer late.Stop()
		}
	}
	if first.err == nil {
		cancel()
	}
	second = <-other
	if first.err == nil {
		if second.car != nil {
			second.car.close()
		}
		return first.car, nil
	}
	return second.car, joined(first.err, second.err)
}

// joined keeps both reasons, the one that says who refused first; nil when the second try went well.
func joined(first, second error) error {
	if second == nil {
		return nil
	}
	if fault.Is(second, fault.Denied) {
		first, second = second, first
	}
	return fault.Wrap("link.Connect", errors.Join(first, second))
}

// upgrade tries HTTP/3 for a line that has to do with HTTP/2.
func (c *Client) upgrade(ctx context.Context, node string) *carrier {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timing.HTTP3Wait)
	defer cancel()
	car, err := c.dialHTTP3(ctx, node)
	if err != nil {
		c.log.Debug("HTTP/3 still not reached", "node", node, "err", err)
		return nil
	}
	return car
}

func (c *Client) dialHTTP3(ctx context.Context, node string) (*carrier, error) {
	const op = "link.DialHTTP3"
	to, err := resolveUDP(ctx, node)
	if err != nil {
		return nil, c.to.refused(op, node, err)
	}
	socket, err := socketFor(to)
	if err != nil {
		return nil, c.to.refused(op, node, err)
	}
	release, err := c.opts.Plug.hold(socket)
	if err != nil {
		return nil, err
	}
	transport := &quic.Transport{Conn: socket}
	free := func() {
		release()
		_ = transport.Close() // nothing can be
		_ = socket.Close()    // done about either
	}
	conn, err := transport.Dial(ctx, to, clientTLS(c.identity.now, c.opts.Roots, c.opts.Now, alpnHTTP3), c.quicConfig())
	if err != nil {
		free()
		return nil, c.to.refused(op, node, err)
	}
	car := &carrier{
		node:     node,
		protocol: HTTP3,
		rt:       (&http3.Transport{DisableCompression: true}).NewClientConn(conn),
		done:     conn.Context().Done(),
		cause:    func() error { return context.Cause(conn.Context()) },
		shut: func() {
			_ = conn.CloseWithError(quic.ApplicationErrorCode(http3.ErrCodeNoError), "")
			free()
		},
	}
	return c.greeted(ctx, op, car)
}

// socketFor opens a socket of the right family, one for each line: what a NAT remembered of the last one cannot
// hurt this one.
func socketFor(to *net.UDPAddr) (*net.UDPConn, error) {
	if to.IP.To4() == nil {
		return net.ListenUDP("udp6", nil)
	}
	return net.ListenUDP("udp4", nil)
}

// quicConfig has the line given up within Timing.Quiet: nothing heard for three tenths of it, QUIC asks; the idle time
// runs from that question, during which QUIC repeats it. On a slow line QUIC itself waits longer, three times its own
// estimate of an answer's way. The server adopts the shorter idle time of the two.
func (c *Client) quicConfig() *quic.Config {
	return &quic.Config{
		HandshakeIdleTimeout:       c.opts.Timing.Dial,
		MaxIdleTimeout:             c.opts.Timing.Quiet * 2 / 3,
		KeepAlivePeriod:            c.opts.Timing.Quiet * 3 / 10,
		MaxIncomingStreams:         -1,
		MaxIncomingUniStreams:      8,
		MaxStreamReceiveWindow:     4 << 20,
		MaxConnectionReceiveWindow: 12 << 20,
	}
}

func (c *Client) dialHTTP2(ctx context.Context, node string) (*carrier, error) {
	const op = "link.DialHTTP2"
	socket, err := new(net.Dialer).DialContext(ctx, "tcp", node)
	if err != nil {
		return nil, c.to.refused(op, node, err)
	}
	release, err := c.opts.Plug.hold(socket)
	if err != nil {
		return nil, err
	}
	raw := watch(socket)
	raw.after(release)
	secured := tls.Client(raw, clientTLS(c.identity.now, c.opts.Roots, c.opts.Now, alpnHTTP2))
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, c.to.refused(op, node, err)
	}
	conn, err := c.http2Over(ctx, secured)
	if err != nil {
		_ = raw.Close()
		return nil, c.to.refused(op, node, err)
	}
	car := &carrier{
		node:     node,
		protocol: HTTP2,
		rt:       conn,
		done:     raw.done,
		cause:    func() error { return orElse(conn.Err(), errLost) },
		shut: func() {
			_ = conn.Close() // nothing can be
			_ = raw.Close()  // done about either
		},
	}
	return c.greeted(ctx, op, car)
}

// http2Over speaks HTTP/2 on one connection that is there already.
func (c *Client) http2Over(ctx context.Context, secured *tls.Conn) (*http.ClientConn, error) {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	transport := &http.Transport{
		DialTLSContext:     func(context.Context, string, string) (net.Conn, error) { return secured, nil },
		Protocols:          protocols,
		DisableCompression: true,
		HTTP2: &http.HTTP2Config{
			SendPingTimeout:  c.opts.Timing.Quiet / 2,
			PingTimeout:      c.opts.Timing.Quiet / 2,
			WriteByteTimeout: c.opts.Timing.Quiet,
		},
	}
	return transport.NewClientConn(ctx, "https", c.to.host+":443")
}

// greeted makes the first request on a line; without a good answer the line is closed.
func (c *Client) greeted(ctx context.Context, op string, car *carrier) (*carrier, error) {
	err := c.to.greet(ctx, car.rt)
	if err == nil {
		return car, nil
	}
	if !car.alive() && ctx.Err() == nil {
		err = errors.Join(err, car.cause()) // the connection's own reason says more
	}
	car.close()
	return nil, c.to.refused(op, car.node, err)
}

func (f *far) greet(ctx context.Context, rt http.RoundTripper) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url()+hello, nil)
	if err != nil {
		return err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusNoContent:
		return nil
	case http.StatusForbidden:
		return f.turnedAway(resp)
	}
	return errors.New("unexpected answer to hello: " + resp.Status)
}
