package link_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

const callers = 64

// benchOver runs f over each protocol, with this many clients, each with its own line.
func benchOver(b *testing.B, h http.Handler, clients int, f func(b *testing.B, hc []*http.Client)) {
	for _, p := range []link.Protocol{link.HTTP3, link.HTTP2} {
		b.Run(p.String(), func(b *testing.B) {
			c := newCity(b)
			s, _ := c.mustServe(b, "hq-1", h, nil)
			var hc []*http.Client
			for range clients {
				hc = append(hc, mustConnectOver(b, c, p, s.Addr().String()))
			}
			f(b, hc)
		})
	}
}

// mustConnectOver has a line of one protocol, straight to the server: for HTTP/2, through a port of which only
// TCP is there, and that only once.
func mustConnectOver(b *testing.B, c city, p link.Protocol, addr string) *http.Client {
	b.Helper()
	o := func(o *link.ClientOptions) { o.Timing.Retry = time.Hour; o.Timing.Quiet = time.Minute }
	if p == link.HTTP2 {
		o = func(o *link.ClientOptions) {
			o.Timing.Retry, o.Timing.Quiet = time.Hour, time.Minute
			o.Timing.HTTP3Wait = time.Nanosecond
		}
	}
	for range 20 {
		client := c.mustConnect(b, c.mustDevice(b, "berchem"), o, addr)
		if s := mustBecome(b, client, "up", func(s link.State) bool { return s.Up }); s.Protocol == p {
			return client.HTTPClient()
		}
	}
	b.Fatalf("no line over %v", p)
	return nil
}

// shareOut spreads b.N calls over the callers.
func shareOut(b *testing.B, call func(caller int) error) {
	var all sync.WaitGroup
	turns := make(chan struct{}, b.N)
	for range b.N {
		turns <- struct{}{}
	}
	close(turns)
	b.ResetTimer()
	for i := range callers {
		all.Go(func() {
			for range turns {
				if err := call(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkEcho is a unary call of 300 bytes by 64 callers over 8 lines, without an RPC layer.
func BenchmarkEcho(b *testing.B) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Write(body)
	})
	for _, bare := range []bool{false, true} {
		name := map[bool]string{false: "link", true: "bare"}[bare]
		b.Run(name, func(b *testing.B) {
			if bare {
				benchBare(b, handler)
				return
			}
			benchOver(b, handler, 8, postAll)
		})
	}
}

func postAll(b *testing.B, hc []*http.Client) {
	body := bytes.Repeat([]byte("x"), 300)
	shareOut(b, func(i int) error {
		resp, err := hc[i%len(hc)].Post(link.URL+"/", "application/proto", bytes.NewReader(body))
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	})
}

// benchBare is the yardstick: the same handler and calls on quic-go's and net/http's own server and client.
func benchBare(b *testing.B, handler http.Handler) {
	c := newCity(b)
	server, client := link.BareTLS(c.mustNode(b, "hq-1"), c.clock.now)
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	h3 := &http3.Server{Handler: handler, TLSConfig: server}
	h2 := httptest.NewUnstartedServer(handler)
	h2.EnableHTTP2, h2.TLS = true, server.Clone()
	h2.StartTLS()
	var serving sync.WaitGroup
	serving.Go(func() { h3.Serve(udp) })
	defer func() { h2.Close(); h3.Close(); udp.Close(); serving.Wait() }()
	dials := map[link.Protocol]func() http.RoundTripper{
		link.HTTP3: func() http.RoundTripper {
			return &http3.Transport{TLSClientConfig: client, DisableCompression: true,
				Dial: func(ctx context.Context, _ string, t *tls.Config, q *quic.Config) (*quic.Conn, error) {
					return quic.DialAddr(ctx, udp.LocalAddr().String(), t, q)
				}}
		},
		link.HTTP2: func() http.RoundTripper {
			return &http.Transport{TLSClientConfig: client, ForceAttemptHTTP2: true, DisableCompression: true,
				DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
					return new(net.Dialer).DialContext(ctx, "tcp", h2.Listener.Addr().String())
				}}
		},
	}
	for _, p := range []link.Protocol{link.HTTP3, link.HTTP2} {
		b.Run(p.String(), func(b *testing.B) {
			var hc []*http.Client
			for range 8 {
				hc = append(hc, &http.Client{Transport: dials[p]()})
			}
			postAll(b, hc)
			for _, c := range hc {
				c.CloseIdleConnections()
			}
		})
	}
}

// BenchmarkConnectEcho is the same through Connect: compare with the table of yardsticks.
func BenchmarkConnectEcho(b *testing.B) {
	type blob = wrapperspb.BytesValue
	const path = "/test.v1.Echo/Echo"
	handler := connect.NewUnaryHandler(path, func(_ context.Context, r *connect.Request[blob]) (*connect.Response[blob], error) {
		return connect.NewResponse(r.Msg), nil
	})
	body := wrapperspb.Bytes(bytes.Repeat([]byte("x"), 300))
	benchOver(b, handler, 8, func(b *testing.B, hc []*http.Client) {
		var clients []*connect.Client[blob, blob]
		for _, c := range hc {
			clients = append(clients, connect.NewClient[blob, blob](c, link.URL+path))
		}
		shareOut(b, func(i int) error {
			_, err := clients[i%len(clients)].CallUnary(context.Background(), connect.NewRequest(body))
			return err
		})
	})
}

// BenchmarkStreams is a round trip of 300 bytes on raft's streams, one stream per caller.
func BenchmarkStreams(b *testing.B) {
	c := newCity(b)
	one, _ := c.mustServe(b, "hq-1", http.NotFoundHandler(), nil)
	two, stop := c.mustServe(b, "hq-2", http.NotFoundHandler(), nil)
	var echoing sync.WaitGroup
	echoing.Go(func() {
		for {
			conn, err := two.Streams().Accept()
			if err != nil {
				return
			}
			echoing.Go(func() { io.Copy(conn, conn); conn.Close() })
		}
	})
	defer func() { stop(); echoing.Wait() }()
	conns := make([]net.Conn, callers)
	for i := range conns {
		conn, err := one.Streams().Dial(two.Addr().String(), 5*time.Second)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		conns[i] = conn
	}
	buf := make([][300]byte, callers)
	shareOut(b, func(i int) error {
		if _, err := conns[i].Write(buf[i][:]); err != nil {
			return err
		}
		_, err := io.ReadFull(conns[i], buf[i][:])
		return err
	})
}

// BenchmarkConnecting is from nothing to a line that HQ has answered on.
func BenchmarkConnecting(b *testing.B) {
	c := newCity(b)
	s, _ := c.mustServe(b, "hq-1", http.NotFoundHandler(), nil)
	plug := new(link.Plug)
	p := linktest.Start(b, s.Addr().String(), 1)
	client := c.mustConnect(b, c.mustDevice(b, "berchem"), func(o *link.ClientOptions) { o.Plug = plug }, p.Addr())
	mustBecome(b, client, "up", func(s link.State) bool { return s.Up })
	for b.Loop() {
		b.StopTimer()
		plug.Pull()
		mustBecome(b, client, "down", down)
		b.StartTimer()
		plug.Insert()
		mustBecome(b, client, "up", func(s link.State) bool { return s.Up })
	}
}

// BenchmarkIdleLine is what a line costs on which nothing is said, with the default patience, per day: an operation is
// ten seconds. Headers are counted with 28 bytes a packet for UDP, and for TCP with 40 a read and one empty acknowledgement
// each.
func BenchmarkIdleLine(b *testing.B) {
	for _, protocol := range []link.Protocol{link.HTTP3, link.HTTP2} {
		b.Run(protocol.String(), func(b *testing.B) {
			c := newCity(b)
			s, _ := c.mustServe(b, "hq-1", echo(), func(s *link.Server) { s.Limits.Quiet = 0 })
			p := linktest.Start(b, s.Addr().String(), 1)
			header := int64(28)
			if protocol == link.HTTP2 {
				header = 80
				p.UDP(linktest.Blocked)
			}
			client := c.mustConnect(b, c.mustDevice(b, "berchem"), func(o *link.ClientOptions) { o.Timing = link.Timing{Retry: time.Hour} }, p.Addr())
			mustBecome(b, client, "up", over(protocol))
			time.Sleep(5 * time.Second) // QUIC finds out how large packets may be
			pieces, bytes := p.Passed()
			b.ResetTimer()
			for b.Loop() {
				time.Sleep(10 * time.Second)
			}
			more, sum := p.Passed()
			pieces, bytes = more-pieces, sum-bytes
			day := float64(24*time.Hour) / float64(b.Elapsed())
			b.ReportMetric(float64(bytes+pieces*header)*day/1e6, "MB/day")
			b.ReportMetric(float64(pieces)/b.Elapsed().Seconds(), "packets/s")
		})
	}
}

// BenchmarkNoticing is from the moment at which a node vanishes without a word until a client of default patience, on
// whose line nothing is said, knows it.
func BenchmarkNoticing(b *testing.B) {
	for _, protocol := range []link.Protocol{link.HTTP3, link.HTTP2} {
		b.Run(protocol.String(), func(b *testing.B) {
			c := newCity(b)
			s, _ := c.mustServe(b, "hq-1", echo(), func(s *link.Server) { s.Limits.Quiet = 0 })
			for b.Loop() {
				b.StopTimer()
				p := linktest.Start(b, s.Addr().String(), 1)
				if protocol == link.HTTP2 {
					p.UDP(linktest.Blocked)
				}
				client := c.mustConnect(b, c.mustDevice(b, "berchem"), func(o *link.ClientOptions) { o.Timing = link.Timing{Retry: time.Hour} }, p.Addr())
				mustBecome(b, client, "up", over(protocol))
				stream := mustOpenStream(b, client.HTTPClient())
				time.Sleep(5 * time.Second) // until the line is idle
				b.StartTimer()
				p.BlackHole()
				if _, err := io.ReadAll(stream.out); err == nil {
					b.Fatal("the stream ended in good order")
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
		})
	}
}
