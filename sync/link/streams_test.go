package link_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

var _ net.Listener = (*link.Streams)(nil)

// mustServeStreams runs two nodes; the second echoes what it accepts.
func mustServeStreams(t *testing.T, c city, change func(*link.Server)) (one, two *link.Server) {
	t.Helper()
	one, _ = c.mustServe(t, "hq-1", http.NotFoundHandler(), nil)
	two, stop := c.mustServe(t, "hq-2", http.NotFoundHandler(), change)
	var echoing sync.WaitGroup
	echoing.Go(func() {
		for {
			conn, err := two.Streams().Accept()
			if err != nil {
				return
			}
			echoing.Go(func() {
				defer conn.Close()
				io.Copy(conn, conn)
			})
		}
	})
	t.Cleanup(func() { stop(); echoing.Wait() })
	return one, two
}

func mustDial(t *testing.T, from *link.Server, to string) net.Conn {
	t.Helper()
	conn, err := from.Streams().Dial(to, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func mustEchoBytes(t *testing.T, conn net.Conn, text []byte) {
	t.Helper()
	var wrote sync.WaitGroup
	wrote.Go(func() {
		if _, err := conn.Write(text); err != nil {
			t.Error(err)
		}
	})
	got := make([]byte, len(text))
	if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, text) {
		t.Errorf("echo of %d bytes differs: %v", len(text), err)
	}
	wrote.Wait()
}

func TestStreamsEcho(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, two := mustServeStreams(t, c, nil)
	if one.Streams().Addr().String() != one.Addr().String() {
		t.Errorf("streams on %v, server on %v", one.Streams().Addr(), one.Addr())
	}
	var all sync.WaitGroup
	for i := range 50 {
		conn := mustDial(t, one, two.Addr().String())
		all.Go(func() { mustEchoBytes(t, conn, bytes.Repeat([]byte(fmt.Sprint(i)), 10_000)) })
	}
	all.Wait()
}

// HTTP/3 goes on beside raft's streams on the same port.
func TestStreamsBesideHTTP3(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
	two, _ := c.mustServe(t, "hq-2", whoami("hq-2"), nil)
	client := c.mustConnect(t, c.mustDevice(t, "berchem"), nil, two.Addr().String())
	mustBecome(t, client, "up", over(link.HTTP3))
	there := mustDial(t, one, two.Addr().String())
	here, err := two.Streams().Accept()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := here.RemoteAddr().String(), one.Addr().String(); got != want {
		t.Errorf("the stream comes from %s, not from the server's own port %s", got, want)
	}
	mustGet(t, client.HTTPClient(), "/")

	// What was written arrives before the end of the stream does.
	if _, err := there.Write([]byte("last words")); err != nil {
		t.Fatal(err)
	}
	there.Close()
	if got, err := io.ReadAll(here); err != nil || string(got) != "last words" {
		t.Errorf("read %q, %v", got, err)
	}
	if _, err := there.Write([]byte("x")); err == nil {
		t.Error("written after Close")
	}
	here.Close()
}

func TestStreamsDeadlines(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, two := mustServeStreams(t, c, nil)
	conn := mustDial(t, one, two.Addr().String())
	mustEchoBytes(t, conn, []byte("hello"))
	conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	var timeout net.Error
	if _, err := conn.Read(make([]byte, 1)); !errors.As(err, &timeout) || !timeout.Timeout() || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read past its deadline gave %v", err)
	}
	conn.SetReadDeadline(time.Time{})
	mustEchoBytes(t, conn, []byte("again"))

	// Nobody reads at the other end: windows fill and a write must meet its deadline.
	silent, _ := c.mustServe(t, "hq-3", http.NotFoundHandler(), nil)
	full := mustDial(t, one, silent.Addr().String())
	full.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := full.Write(make([]byte, 64<<20)); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("write past its deadline gave %v", err)
	}
}

// Close while another goroutine writes and reads lets both go.
func TestStreamsCloseUnblocks(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, _ := c.mustServe(t, "hq-1", http.NotFoundHandler(), nil)
	two, _ := c.mustServe(t, "hq-2", http.NotFoundHandler(), nil)
	conn := mustDial(t, one, two.Addr().String())
	var both sync.WaitGroup
	both.Go(func() {
		if _, err := conn.Write(make([]byte, 64<<20)); err == nil {
			t.Error("the write was finished")
		}
	})
	both.Go(func() {
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			t.Error("something was read")
		}
	})
	here, err := two.Streams().Accept()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(here, make([]byte, 1000)); err != nil { // the write is under way
		t.Fatal(err)
	}
	conn.Close()
	both.Wait()
	if _, err := io.ReadAll(here); err == nil {
		t.Error("half a message looks whole at the other end")
	}
}

func TestStreamsAreForNodes(t *testing.T) {
	t.Parallel()
	c, other := newCity(t), newCity(t)
	accepted := make(chan struct{}, 1)
	two, _ := c.mustServe(t, "hq-2", http.NotFoundHandler(), nil)
	go func() {
		if _, err := two.Streams().Accept(); err == nil {
			accepted <- struct{}{}
		}
	}()
	foreign, _ := other.mustServe(t, "hq-1", http.NotFoundHandler(), func(s *link.Server) { s.Roots = c.Roots() })
	if conn, err := foreign.Streams().Dial(two.Addr().String(), 2*time.Second); err == nil {
		conn.SetReadDeadline(time.Now().Add(2 * time.Second))
		if _, err := conn.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("another authority's node: %v", err)
		}
	}
	conn, err := link.DialRaftAs(context.Background(), c.mustDevice(t, "berchem"), two.Addr().String(), c.clock.now)
	if err == nil {
		_, err = conn.Read(make([]byte, 1))
	}
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a device: %v", err)
	}
	select {
	case <-accepted:
		t.Error("a stream was accepted")
	default:
	}
}

// A node that is revoked opens no further stream, and Recheck takes the ones it has.
func TestStreamsCheck(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	var revoked atomic.Bool
	one, two := mustServeStreams(t, c, func(s *link.Server) {
		s.Check = func(link.Peer) error {
			if revoked.Load() {
				return errors.New("revoked")
			}
			return nil
		}
	})
	conn := mustDial(t, one, two.Addr().String())
	mustEchoBytes(t, conn, []byte("hello"))
	revoked.Store(true)
	two.Recheck()
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("the revoked node's stream lives")
	}
}

// A node that comes back on its port is reached again at once: the old connection is known to be dead.
func TestStreamsAfterRestart(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	id := c.mustNode(t, "hq-2")
	same := func(s *link.Server) { s.Identity = id }
	one, _ := c.mustServe(t, "hq-1", http.NotFoundHandler(), nil)
	two, stop := c.mustServe(t, "hq-2", http.NotFoundHandler(), same)
	addr := two.Addr().String()
	before := mustDial(t, one, addr)
	stop()
	before.Read(make([]byte, 1)) // until the stop is known here
	if _, err := one.Streams().Dial(addr, 300*time.Millisecond); !fault.Is(err, fault.Unreachable) {
		t.Errorf("dial to a stopped node gave %v", err)
	}
	again, _ := c.mustServeAt(t, addr, "hq-2", http.NotFoundHandler(), same)
	conn := mustDial(t, one, addr)
	here, err := again.Streams().Accept()
	if err != nil {
		t.Fatal(err)
	}
	conn.Write([]byte("x"))
	if _, err := io.ReadFull(here, make([]byte, 1)); err != nil {
		t.Error(err)
	}
	here.Close()
}

// A node that crashed and came back, without a farewell that arrived, says at the first packet of an old
// connection that it knows nothing of it, though its key and certificate are new. The idle time is set so long that nothing else can tell.
func TestStatelessReset(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	quiet := func(s *link.Server) { s.Limits.Quiet = time.Hour }
	one, _ := c.mustServe(t, "hq-1", http.NotFoundHandler(), quiet)
	two, stop := c.mustServe(t, "hq-2", http.NotFoundHandler(), quiet)
	p := linktest.Start(t, two.Addr().String(), 1)
	conn := mustDial(t, one, p.Addr())
	p.UDP(linktest.Blocked)
	stop()
	c.mustServeAt(t, two.Addr().String(), "hq-2", http.NotFoundHandler(), quiet) // with a new key and certificate
	p.UDP(linktest.Faults{})
	conn.SetDeadline(time.Now().Add(time.Minute))
	conn.Write(bytes.Repeat([]byte("anybody there? "), 100))
	if _, err := conn.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the old stream gave %v", err)
	}
}

// A dead line between nodes ends its streams within Limits.Quiet.
func TestStreamsBlackHole(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, two := mustServeStreams(t, c, func(s *link.Server) { s.Limits.Quiet = 2 * time.Second })
	p := linktest.Start(t, two.Addr().String(), 1)
	conn := mustDial(t, one, p.Addr())
	mustEchoBytes(t, conn, []byte("hello"))
	p.BlackHole()
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("read from a black hole")
	}
}

func TestStreamsClosed(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	one, two := mustServeStreams(t, c, nil)
	conn := mustDial(t, one, two.Addr().String())
	one.Streams().Close()
	if _, err := one.Streams().Dial(two.Addr().String(), time.Second); !fault.Is(err, fault.Unreachable) {
		t.Errorf("dial after Close gave %v", err)
	}
	if _, err := one.Streams().Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept after Close gave %v", err)
	}
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("a stream survived Close")
	}
}
