package link_test

import (
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/link"
)

// renewing is a node that gives itself a new certificate as soon as the present one is in its last third, or is of a time
// to come.
type renewing struct {
	c    city
	mu   sync.Mutex
	id   link.Identity
	made int
}

func (r *renewing) current() link.Identity {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.c.clock.now()
	if r.made == 0 || !now.Before(r.id.RenewAt()) || now.Before(r.id.Peer().Issued) {
		id, err := r.c.NewNode("hq-1", time.Hour)
		if err != nil {
			panic(err)
		}
		r.id, r.made = id, r.made+1
	}
	return r.id
}

// Wherever the clock jumps to, each end shows a certificate of that moment at its next handshake; nobody calls Use.
func TestCurrentIsAskedAtEachHandshake(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		c := newCity(t)
		server, client := &renewing{c: c}, &renewing{c: c}
		s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), func(s *link.Server) {
			s.Identity, s.Current = server.current(), server.current
		})
		addr := via(s.Addr().String())
		for _, jump := range []time.Duration{0, 365 * 24 * time.Hour, -300 * 24 * time.Hour, 50 * time.Minute} {
			c.clock.add(jump)
			s.Recheck() // the lines of before the jump
			line := c.mustConnect(t, client.current(), func(o *link.ClientOptions) { o.Current = client.current }, addr)
			mustBecome(t, line, "up", over(want))
			mustGet(t, line.HTTPClient(), "/")
			if got := line.Identity().Peer().Serial; got != client.current().Peer().Serial {
				t.Errorf("after %s: the line says that it shows %s", jump, got)
			}
		}
		if server.made != 4 || client.made != 4 {
			t.Errorf("%d and %d certificates, want four each: at first, and one for each jump", server.made, client.made)
		}
	})
}

// A line that is up moves to a new certificate by itself when the clock has cut it, with nobody calling Use.
func TestALineThatEndedComesBackWithANewCertificate(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	client := &renewing{c: c}
	s, _ := c.mustServe(t, "hq-2", whoami("hq-2"), nil)
	line := c.mustConnect(t, client.current(), func(o *link.ClientOptions) { o.Current = client.current }, s.Addr().String())
	mustGet(t, line.HTTPClient(), "/")
	c.clock.add(2 * time.Hour)
	s.Recheck()
	mustBecome(t, line, "up again", func(s link.State) bool { return s.Up && s.Since.Equal(c.clock.now()) })
	mustGet(t, line.HTTPClient(), "/")
}

// serials are those of the certificates that have a line to a server.
func serials(s *link.Server) map[string]bool {
	out := map[string]bool{}
	for _, p := range s.Peers() {
		out[p.Serial] = true
	}
	return out
}

// With a renewed certificate new streams go over a new connection while old ones run on, until the old certificate ends.
func TestStreamsAfterRenewal(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	first, err := c.NewNode("hq-1", 3*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	one, two := mustServeStreams(t, c, nil)
	one.Use(first)
	addr := two.Addr().String()
	before := mustDial(t, one, addr)
	mustEchoBytes(t, before, []byte("before"))

	c.clock.add(2 * time.Hour)
	second, err := c.NewNode("hq-1", 3*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	one.Use(second)
	after := mustDial(t, one, addr)
	mustEchoBytes(t, after, []byte("after"))
	mustEchoBytes(t, before, []byte("still"))
	if got := serials(two); len(got) != 2 || !got[first.Peer().Serial] || !got[second.Peer().Serial] {
		t.Errorf("lines by %v, want both certificates", got)
	}
	mustEchoBytes(t, mustDial(t, one, addr), []byte("third"))
	if got := two.Peers(); len(got) != 2 {
		t.Errorf("%d lines after a third stream, want two", len(got))
	}

	c.clock.add(2 * time.Hour)
	two.Recheck()
	if _, err := before.Read(make([]byte, 1)); err == nil {
		t.Error("a stream outlived the certificate of its line")
	}
	mustEchoBytes(t, after, []byte("the second one goes on"))
}

// When no new connection can be had — the other node's clock is wrong, and so is what it shows now — the old one serves.
func TestStreamsWithoutANewConnection(t *testing.T) {
	t.Parallel()
	c, other := newCity(t), newCity(t)
	one, two := mustServeStreams(t, c, nil)
	mustEchoBytes(t, mustDial(t, one, two.Addr().String()), []byte("before"))
	two.Use(other.mustNode(t, "hq-2"))
	one.Use(c.mustNode(t, "hq-1"))
	mustEchoBytes(t, mustDial(t, one, two.Addr().String()), []byte("after"))
}

// Close takes the connection of the old certificate, too.
func TestStreamsOfBothCertificatesEnd(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	two, _ := c.mustServe(t, "hq-2", http.NotFoundHandler(), nil)
	one, _ := c.mustServe(t, "hq-1", http.NotFoundHandler(), nil)
	before := mustDial(t, one, two.Addr().String())
	one.Use(c.mustNode(t, "hq-1"))
	after := mustDial(t, one, two.Addr().String())
	if err := one.Streams().Close(); err != nil {
		t.Error(err)
	}
	for name, conn := range map[string]net.Conn{"old": before, "new": after} {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		if _, err := conn.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the %s stream survived: %v", name, err)
		}
	}
}
