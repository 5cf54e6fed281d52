package socket_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/buurtloket/buurtloket/sync/socket"
)

// daemon listens at a path and counts who came in.
type daemon struct {
	*httptest.Server
	lines atomic.Int32
}

func mustListen(t *testing.T, path string, h http.HandlerFunc) *daemon {
	t.Helper()
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	d := &daemon{Server: httptest.NewUnstartedServer(h)}
	_ = d.Listener.Close()
	d.Listener = l
	d.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			d.lines.Add(1)
		}
	}
	d.Start()
	t.Cleanup(d.Close)
	return d
}

// echo answers what was asked; a query says how.
func echo(w http.ResponseWriter, r *http.Request) {
	switch r.URL.RawQuery {
	case "close":
		w.Header().Set("Connection", "close")
	case "empty":
		return
	}
	said, _ := io.ReadAll(r.Body) // an answer that begins before the question ends would cut it
	_, _ = w.Write(said)
}

func ask(ctx context.Context, c *http.Client, query, say string) (string, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://counter/echo?"+query, strings.NewReader(say))
	if err != nil {
		return "", err
	}
	r, err := c.Do(q)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r.Body)
	return string(b), errors.Join(err, r.Body.Close())
}

func mustAsk(t *testing.T, c *http.Client, query, say string) {
	t.Helper()
	want := say
	if query == "empty" {
		want = ""
	}
	if got, err := ask(t.Context(), c, query, say); err != nil || got != want {
		t.Fatalf("asked for %d bytes, got %d: %v", len(say), len(got), err)
	}
}

func TestOneConnectionServesInTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	d := mustListen(t, path, echo)
	c := socket.Client(path)
	defer c.CloseIdleConnections()
	for i := range 20 {
		mustAsk(t, c, "", strings.Repeat("x", i*1000)) // longer ones come in chunks
		mustAsk(t, c, "empty", "nothing")
	}
	if n := d.lines.Load(); n != 1 {
		t.Errorf("%d connections for one caller", n)
	}
	mustAsk(t, c, "close", "bye")
	mustAsk(t, c, "", "again")
	if n := d.lines.Load(); n != 2 {
		t.Errorf("%d connections after one that the daemon closed", n)
	}
}

func TestManyCallers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	mustListen(t, path, echo)
	c := socket.Client(path)
	defer c.CloseIdleConnections()
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := range 50 {
				say := fmt.Sprint(w, i)
				if got, err := ask(context.Background(), c, "", say); err != nil || got != say {
					t.Errorf("asked for %d bytes, got %d: %v", len(say), len(got), err)
				}
			}
		})
	}
	all.Wait()
}

// TestTheDaemonBeginsAgain: nobody at a window should see an error for that.
func TestTheDaemonBeginsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	d := mustListen(t, path, echo)
	c := socket.Client(path)
	defer c.CloseIdleConnections()
	mustAsk(t, c, "", "first")
	d.Close()
	_ = os.Remove(path)
	if _, err := ask(t.Context(), c, "", "nobody"); err == nil {
		t.Error("nobody listens, and there is an answer")
	}
	mustListen(t, path, echo)
	mustAsk(t, c, "", "second")
}

// TestADaemonThatDies: a request that may have been done is not sent again.
func TestADaemonThatDies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	var asked atomic.Int32
	mustListen(t, path, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		panic(http.ErrAbortHandler)
	})
	c := socket.Client(path)
	if _, err := ask(t.Context(), c, "", "once"); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestTheCallerHasEnough(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	release := make(chan struct{})
	d := mustListen(t, path, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RawQuery {
		case "never":
			<-release
		case "stream":
			_, _ = io.WriteString(w, "first")
			w.(http.Flusher).Flush()
			<-r.Context().Done() // a caller who leaves is noticed
			release <- struct{}{}
		default:
			echo(w, r)
		}
	})
	c := socket.Client(path)
	defer c.CloseIdleConnections()

	ctx, cancel := context.WithCancel(t.Context())
	q, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://counter/?stream", nil)
	r, err := c.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	if b := make([]byte, 5); true {
		if _, err := io.ReadFull(r.Body, b); err != nil || string(b) != "first" {
			t.Fatalf("%q, %v", b, err)
		}
	}
	cancel()
	if _, err := r.Body.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("a read after the end: %v", err)
	}
	<-release

	ended, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := ask(ended, c, "never", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait after the end: %v", err)
	}
	close(release)

	q, _ = http.NewRequestWithContext(t.Context(), http.MethodPost, "http://counter/", strings.NewReader("left unread"))
	if r, err = c.Do(q); err != nil || r.Body.Close() != nil {
		t.Fatal(err)
	}
	before := d.lines.Load()
	mustAsk(t, c, "", "after one that was left unread")
	if d.lines.Load() == before {
		t.Error("a connection with half an answer was used again")
	}
}

// TestADaemonThatHeardEnough: it says no to what is too long, and hangs up before the end of it.
func TestADaemonThatHeardEnough(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	mustListen(t, path, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 10)
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
	})
	c := socket.Client(path)
	defer c.CloseIdleConnections()
	for range 2 {
		if said, err := ask(t.Context(), c, "", strings.Repeat("x", 8<<20)); err != nil || said != "too long\n" {
			t.Errorf("%q, %v", said, err)
		}
	}
}
