package link_test

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// No test of this package may leave a goroutine behind.
func TestMain(m *testing.M) {
	// The test machine's kernel need not allow large socket buffers; production raises them at install.
	os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true")
	// The tests wait for networks more than they compute, so more of them run at once than there are processors.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// steady is the timing of clients in tests: quick where nothing depends on the machine, and else so long that no line is given up
// because the machine is busy.
var steady = link.Timing{
	HTTP3Wait: 10 * time.Second,
	Dial:      30 * time.Second,
	Quiet:     30 * time.Second,
	Retry:     400 * time.Millisecond,
	Drain:     2 * time.Second,
	Base:      20 * time.Millisecond,
	Cap:       200 * time.Millisecond,
}

// hasty is for clients that are to find a dead line.
func hasty(o *link.ClientOptions) {
	o.Timing.HTTP3Wait, o.Timing.Dial, o.Timing.Quiet = 500*time.Millisecond, 3*time.Second, 2*time.Second
}

var silent = slog.New(slog.DiscardHandler)

// onlyTCP holds addresses where UDP is known not to pass, so that tests need not wait for it.
var onlyTCP sync.Map

// clock is a settable time.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)} }

// city is an authority and its clock.
type city struct {
	*link.Authority
	clock *clock
}

func newCity(tb testing.TB) city {
	tb.Helper()
	clk := newClock()
	a, err := link.NewAuthority(link.AuthorityOptions{Now: clk.now})
	if err != nil {
		tb.Fatal(err)
	}
	return city{a, clk}
}

func (c city) mustNode(tb testing.TB, name string) link.Identity {
	tb.Helper()
	id, err := c.NewNode(name, 0)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func (c city) mustDevice(tb testing.TB, site string) link.Identity {
	tb.Helper()
	id, err := c.NewDevice(link.Device{Site: office.SiteID(site), Serial: "BL-0042"}, 0)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// mustServe runs a server on the loopback until the test ends, or until stop is called.
func (c city) mustServe(tb testing.TB, name string, h http.Handler, change func(*link.Server)) (s *link.Server, stop func()) {
	tb.Helper()
	return c.mustServeAt(tb, linktest.FreeAddr(tb), name, h, change)
}

func (c city) mustServeAt(tb testing.TB, addr, name string, h http.Handler, change func(*link.Server)) (*link.Server, func()) {
	tb.Helper()
	s := &link.Server{Identity: c.mustNode(tb, name), Handler: h, Now: c.clock.now, Logger: silent,
		Limits: link.Limits{Grace: 100 * time.Millisecond, Quiet: 30 * time.Second, Sweep: time.Hour}}
	if change != nil {
		change(s)
	}
	if err := s.Listen(addr); err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Errorf("server ended with %v", err)
		}
	})
	tb.Cleanup(stop)
	return s, stop
}

// mustConnect runs a client until the test ends.
func (c city) mustConnect(tb testing.TB, id link.Identity, change func(*link.ClientOptions), nodes ...string) *link.Client {
	tb.Helper()
	o := link.ClientOptions{Identity: id, Nodes: nodes, Timing: steady, Now: c.clock.now, Logger: silent}
	if _, ok := onlyTCP.Load(nodes[0]); ok {
		o.Timing.HTTP3Wait = 30 * time.Millisecond
	}
	if change != nil {
		change(&o)
	}
	client, err := link.NewClient(o)
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- client.Run(ctx) }()
	tb.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Errorf("client ended with %v", err)
		}
	})
	return client
}

// mustBecome waits for a state of the line.
func mustBecome(tb testing.TB, c *link.Client, what string, is func(link.State) bool) link.State {
	tb.Helper()
	limit := time.After(time.Minute)
	for {
		s, changed := c.Watch()
		if is(s) {
			return s
		}
		select {
		case <-changed:
		case <-limit:
			tb.Fatalf("line did not become %s; it is %+v", what, s)
		}
	}
}

func over(p link.Protocol) func(link.State) bool {
	return func(s link.State) bool { return s.Up && s.Protocol == p }
}

func down(s link.State) bool { return !s.Up && !s.Trying && s.Err != nil }

// get makes a request and gives status and body.
func get(tb testing.TB, c *http.Client, path string) (int, string, error) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link.URL+path, nil)
	if err != nil {
		tb.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

func mustGet(tb testing.TB, c *http.Client, path string) string {
	tb.Helper()
	status, body, err := get(tb, c, path)
	if err != nil || status != http.StatusOK {
		tb.Fatalf("GET %s: %d %q %v", path, status, body, err)
	}
	return body
}

// whoami answers with protocol, node and peer.
func whoami(node string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := link.PeerOf(r)
		if !ok {
			http.Error(w, "nobody", http.StatusInternalServerError)
			return
		}
		io.WriteString(w, r.Proto+" "+node+" "+p.Role.String()+"/"+p.Name+" "+p.Device)
	})
}
