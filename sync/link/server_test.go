package link_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quic-go/quic-go"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// protocols runs a test over HTTP/3 and, behind a proxy that swallows UDP, over HTTP/2.
func protocols(t *testing.T, f func(t *testing.T, want link.Protocol, via func(addr string) string)) {
	t.Run("h3", func(t *testing.T) {
		t.Parallel()
		f(t, link.HTTP3, func(addr string) string { return addr })
	})
	t.Run("h2", func(t *testing.T) {
		t.Parallel()
		f(t, link.HTTP2, func(addr string) string {
			p := linktest.Start(t, addr, 1)
			p.UDP(linktest.Blocked)
			onlyTCP.Store(p.Addr(), true)
			return p.Addr()
		})
	})
}

func TestPeerIsKnown(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String()))
		body := mustGet(t, client.HTTPClient(), "/")
		proto := map[link.Protocol]string{link.HTTP3: "HTTP/3.0", link.HTTP2: "HTTP/2.0"}[want]
		if body != proto+" hq-1 site/berchem BL-0042" {
			t.Errorf("answered %q", body)
		}
		if s := client.State(); !s.Up || s.Protocol != want || !s.Since.Equal(c.clock.now()) || !s.Plugged {
			t.Errorf("state %+v", s)
		}
	})
}

// Whose certificate is not right gets no line; the state says that HQ refused, not that it is silent.
func TestStrangersAreRefused(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c, other := newCity(t), newCity(t)
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
		short, err := c.NewDevice(link.Device{Site: "berchem"}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for name, client := range map[string]*link.Client{
			"another authority's device": c.mustConnect(t, other.mustDevice(t, "berchem"),
				func(o *link.ClientOptions) { o.Roots = c.Roots() }, via(s.Addr().String())),
			"another authority's headquarters": c.mustConnect(t, c.mustDevice(t, "berchem"),
				func(o *link.ClientOptions) { o.Roots = other.Roots() }, via(s.Addr().String())),
			"an expired certificate": func() *link.Client {
				defer c.clock.add(2 * time.Hour)
				return c.mustConnect(t, short, nil, via(s.Addr().String()))
			}(),
		} {
			state := mustBecome(t, client, "down", func(s link.State) bool { return down(s) && fault.Is(s.Err, fault.Denied) })
			if _, _, err := get(t, client.HTTPClient(), "/"); !fault.Is(err, fault.Denied) {
				t.Errorf("%s: a request gave %v; the state %v", name, err, state.Err)
			}
		}
	})
}

func TestNoCertificateNoLine(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	var asked atomic.Bool
	s, _ := c.mustServe(t, "hq-1", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }), nil)
	config := func(alpn string) *tls.Config {
		return &tls.Config{RootCAs: c.Roots(), ServerName: link.Host, NextProtos: []string{alpn}, Time: c.clock.now}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for _, alpn := range []string{"h3", "raft/1"} {
		conn, err := quic.DialAddr(ctx, s.Addr().String(), config(alpn), nil)
		if err == nil { // the client's half of the handshake may be done before the server has looked
			_, err = conn.AcceptStream(ctx)
		}
		var refusal *quic.TransportError
		if !errors.As(err, &refusal) || !refusal.ErrorCode.IsCryptoError() {
			t.Errorf("%s without certificate: %v", alpn, err)
		}
	}
	for _, alpn := range []string{"h2", "buurtloket-enrol/1", "http/1.1"} {
		conn, err := tls.Dial("tcp", s.Addr().String(), config(alpn))
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
			conn.Close()
		}
		if err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s without certificate: %v", alpn, err)
		}
	}
	if asked.Load() {
		t.Error("the handler was reached without a certificate")
	}
}

func TestOnlyNodes(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		mux := http.NewServeMux()
		mux.Handle("/forward", link.Only(link.RoleNode, whoami("hq-1")))
		mux.Handle("/", whoami("hq-1"))
		s, _ := c.mustServe(t, "hq-1", mux, nil)
		device := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String())).HTTPClient()
		node := c.mustConnect(t, c.mustNode(t, "hq-2"), nil, via(s.Addr().String())).HTTPClient()
		if status, body, err := get(t, device, "/forward"); err != nil || status != http.StatusForbidden ||
			!strings.Contains(body, "permission_denied") {
			t.Errorf("device on a node's path: %d %q %v", status, body, err)
		}
		mustGet(t, device, "/")
		mustGet(t, node, "/forward")
	})
}

// A revoked device is refused at its next call on the line it has, and its open stream is cut.
func TestRevocation(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		id := c.mustDevice(t, "berchem")
		var revoked atomic.Value
		check := func(p link.Peer) error {
			if p.Serial == revoked.Load() {
				return errors.New("revoked")
			}
			return nil
		}
		s, _ := c.mustServe(t, "hq-1", echo(), func(s *link.Server) { s.Check = check })
		client := c.mustConnect(t, id, nil, via(s.Addr().String()))
		hc := client.HTTPClient()
		stream := mustOpenStream(t, hc)
		stream.mustEcho(t, "before")

		revoked.Store(id.Peer().Serial)
		status, body, err := get(t, hc, "/")
		if err != nil || status != http.StatusForbidden || !strings.Contains(body, "ingetrokken") {
			t.Errorf("call after revocation: %d %q %v", status, body, err)
		}
		if _, err := io.ReadAll(stream.out); err == nil {
			t.Error("the open stream ended in good order")
		}
		mustBecome(t, client, "refused", func(s link.State) bool { return down(s) && fault.Is(s.Err, fault.Denied) })

		revoked.Store("") // and it is let back in
		mustBecome(t, client, "up", func(s link.State) bool { return s.Up })
	})
}

// Recheck finds a revoked peer that says nothing.
func TestRecheckCutsSilentLines(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		var revoked atomic.Bool
		s, _ := c.mustServe(t, "hq-1", echo(), func(s *link.Server) {
			s.Check = func(link.Peer) error {
				if revoked.Load() {
					return errors.New("revoked")
				}
				return nil
			}
		})
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String()))
		stream := mustOpenStream(t, client.HTTPClient())
		stream.mustEcho(t, "before")
		s.Recheck()
		stream.mustEcho(t, "still welcome")
		revoked.Store(true)
		s.Recheck()
		if _, err := io.ReadAll(stream.out); err == nil {
			t.Error("the open stream ended in good order")
		}
	})
}

// A certificate that expires while its line is open ends that line.
func TestExpiryOnAnOpenLine(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
		id, err := c.NewDevice(link.Device{Site: "berchem"}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		hc := c.mustConnect(t, id, nil, via(s.Addr().String())).HTTPClient()
		mustGet(t, hc, "/")
		c.clock.add(61 * time.Minute)
		if status, body, err := get(t, hc, "/"); err != nil || status != http.StatusForbidden ||
			!strings.Contains(body, "verlopen") {
			t.Errorf("after expiry: %d %q %v", status, body, err)
		}
	})
}

func TestLimits(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		read := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/ignore" {
				return
			}
			var tooBig *http.MaxBytesError
			if _, err := io.Copy(io.Discard, r.Body); errors.As(err, &tooBig) {
				w.WriteHeader(http.StatusRequestEntityTooLarge)
			}
		})
		s, _ := c.mustServe(t, "hq-1", read, func(s *link.Server) {
			s.Limits.HeaderBytes, s.Limits.BodyBytes = 8<<10, 1<<20
		})
		hc := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String())).HTTPClient()
		path := "/"
		post := func(body io.Reader, header string, kind string) (int, error) {
			req, err := http.NewRequest(http.MethodPost, link.URL+path, body)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", kind)
			req.Header.Set("X-Filler", header)
			resp, err := hc.Do(req)
			if err != nil {
				return 0, err
			}
			io.Copy(io.Discard, resp.Body)
			return resp.StatusCode, resp.Body.Close()
		}
		big := bytes.Repeat([]byte("x"), 2<<20)
		undeclared := io.MultiReader(bytes.NewReader(big)) // hides its length
		if got, err := post(bytes.NewReader(big[:1<<20]), "", "application/proto"); err != nil || got != http.StatusOK {
			t.Errorf("a body of exactly the limit: %d %v", got, err)
		}
		if got, err := post(bytes.NewReader(big), "", "application/proto"); err == nil && got != http.StatusRequestEntityTooLarge {
			t.Errorf("a body too large: %d", got)
		}
		if got, err := post(undeclared, "", "application/proto"); err == nil && got != http.StatusRequestEntityTooLarge {
			t.Errorf("an undeclared body too large: %d", got)
		}
		if got, err := post(bytes.NewReader(big), "", "application/connect+proto"); err != nil || got != http.StatusOK {
			t.Errorf("a long stream: %d %v", got, err)
		}
		if got, err := post(nil, strings.Repeat("h", 20<<10), ""); err == nil && got != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("headers too large: %d", got)
		}
		path = "/ignore" // a declared length is enough to refuse, before the handler is asked
		if got, err := post(bytes.NewReader(big), "", "application/proto"); err == nil && got != http.StatusRequestEntityTooLarge {
			t.Errorf("a body declared too large: %d", got)
		}
		if got, err := post(nil, "small", ""); err != nil || got != http.StatusOK {
			t.Errorf("after all that: %d %v", got, err)
		}
	})
}

func TestTooManyLines(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), func(s *link.Server) { s.Limits.Lines = 1 })
		addr, plug := via(s.Addr().String()), new(link.Plug)
		first := c.mustConnect(t, c.mustDevice(t, "berchem"), func(o *link.ClientOptions) { hasty(o); o.Plug = plug }, addr)
		mustGet(t, first.HTTPClient(), "/")
		second := c.mustConnect(t, c.mustDevice(t, "groenenhoek"), hasty, addr)
		mustBecome(t, second, "down", down)
		plug.Pull() // room for another
		mustBecome(t, second, "up", func(s link.State) bool { return s.Up })
	})
}

// A server that stops lets a request in flight finish, ends what takes longer, and waits for its handlers.
func TestGracefulStop(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, _ link.Protocol, via func(string) string) {
		c := newCity(t)
		started, release := make(chan string, 2), make(chan struct{})
		var ended atomic.Int32
		s, stop := c.mustServe(t, "hq-1", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			started <- r.URL.Path
			defer ended.Add(1)
			if r.URL.Path == "/short" {
				<-release
				io.WriteString(w, "done")
				return
			}
			<-r.Context().Done()
			<-time.After(50 * time.Millisecond) // it tidies up
		}), func(s *link.Server) { s.Limits.Grace = 300 * time.Millisecond })
		hc := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, via(s.Addr().String())).HTTPClient()
		short, long := make(chan error, 1), make(chan error, 1)
		go func() {
			_, body, err := get(t, hc, "/short")
			if err == nil && body != "done" {
				err = errors.New("answered " + body)
			}
			short <- err
		}()
		go func() { _, _, err := get(t, hc, "/long"); long <- err }()
		<-started
		<-started
		go close(release)
		stop()
		if ended.Load() != 2 {
			t.Errorf("%d of 2 handlers had ended when Run returned", ended.Load())
		}
		if err := <-short; err != nil {
			t.Errorf("short request: %v", err)
		}
		if err := <-long; err == nil {
			t.Error("the endless request was answered")
		}
	})
}

// A node that cannot tell yet who is welcome refuses nobody for good: it answers 503, and keeps the lines it has.
func TestNobodyCanTellYet(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		var blind atomic.Bool
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), func(s *link.Server) {
			s.Check = func(link.Peer) error {
				if blind.Load() {
					return fault.New("test", fault.Unreachable)
				}
				return nil
			}
		})
		addr := via(s.Addr().String())
		client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, addr)
		mustBecome(t, client, "up", over(want))
		blind.Store(true)
		s.Recheck()
		if status, _, err := get(t, client.HTTPClient(), "/"); err != nil || status != http.StatusServiceUnavailable || !client.State().Up {
			t.Errorf("on a line that is open: %d, %v", status, err)
		}
		other := c.mustConnect(t, c.mustDevice(t, "groenenhoek"), nil, addr)
		if state := mustBecome(t, other, "down", func(s link.State) bool { return !s.Up && s.Err != nil }); !fault.Is(state.Err, fault.Unreachable) {
			t.Errorf("a new line: %v", state.Err)
		}
		blind.Store(false)
		mustBecome(t, other, "up", func(s link.State) bool { return s.Up })
		mustGet(t, client.HTTPClient(), "/")
	})
}
