package link

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/quic-go/quic-go"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// DialRaftAs opens a stream of raft's protocol with any identity: what an intruder with a device would try.
func DialRaftAs(ctx context.Context, id Identity, address string, now func() time.Time) (net.Conn, error) {
	config := clientTLS(func() *Identity { return &id }, id.Roots(), now, alpnRaft)
	conn, err := quic.DialAddr(ctx, address, config, nil)
	if err != nil {
		return nil, err
	}
	return openStream(ctx, conn)
}

// PoseAsHQ listens for HTTP/2 and HTTP/3 handshakes with an identity that is no node's.
func PoseAsHQ(tb testing.TB, id Identity, now func() time.Time) string {
	tb.Helper()
	config := &tls.Config{
		Certificates: []tls.Certificate{*id.certificate()},
		NextProtos:   []string{alpnHTTP2, alpnEnrol, alpnHTTP3},
		Time:         now,
	}
	tcp, udp, err := listenBoth("127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	transport := &quic.Transport{Conn: udp}
	quicIn, err := transport.Listen(config, nil)
	if err != nil {
		tb.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := tcp.Accept()
			if err != nil {
				return
			}
			_ = tls.Server(c, config).Handshake()
			_ = c.Close()
		}
	}()
	tb.Cleanup(func() {
		_ = quicIn.Close()
		_ = transport.Close()
		_ = udp.Close()
		_ = tcp.Close()
		<-done
	})
	return tcp.Addr().String()
}

func enrolTransport(addr string, pin Fingerprint, now func() time.Time) *http.Transport {
	return &http.Transport{
		DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return headquarters.dialPinned(ctx, addr, pin, now)
		},
		DisableKeepAlives: true,
	}
}

// DialEnrol gives the status of a path for who has no certificate.
func DialEnrol(tb testing.TB, addr string, pin Fingerprint, now func() time.Time) func(path string) int {
	return func(path string) int {
		tb.Helper()
		resp, err := (&http.Client{Transport: enrolTransport(addr, pin, now)}).Get(URL + path)
		if err != nil {
			tb.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
}

// PostEnrol sends any bytes to the enrolment path.
func PostEnrol(tb testing.TB, addr string, pin Fingerprint, now func() time.Time, body []byte) (int, fault.Kind) {
	tb.Helper()
	resp, err := (&http.Client{Transport: enrolTransport(addr, pin, now)}).Post(URL+enrolPath, "application/json", bytes.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	_, err = readReply("test", resp)
	return resp.StatusCode, fault.KindOf(err)
}

// BareTLS are configurations for servers and clients that are not ours, with the same certificates both ways.
func BareTLS(id Identity, now func() time.Time) (server, client *tls.Config) {
	server = &tls.Config{
		Certificates: []tls.Certificate{*id.certificate()}, ClientCAs: id.Roots(), Time: now,
		ClientAuth: tls.RequireAndVerifyClientCert, NextProtos: []string{alpnHTTP3, alpnHTTP2},
	}
	client = clientTLS(func() *Identity { return &id }, id.Roots(), now, alpnHTTP2)
	return server, client
}
