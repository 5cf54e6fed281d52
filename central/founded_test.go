package central_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
)

const (
	berchem = office.SiteID("buurtloket-berchem")
	// limit is how long anything may take that a test waits for: sockets and elections are not in a test's hands.
	limit = 30 * time.Second
)

// cluster is the nodes of a headquarters of three, of which a test runs some.
type cluster struct {
	authority *link.Authority
	founders  []consensus.Peer
	clock     *setClock
	clocks    map[int]*setClock // of nodes that have another
}

// now is the clock of the i-th node.
func (c *cluster) now(i int) func() time.Time {
	if own := c.clocks[i]; own != nil {
		return own.now
	}
	return c.clock.now
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{clock: new(setClock)}
	var err error
	if c.authority, err = link.NewAuthority(link.AuthorityOptions{Now: c.clock.now}); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		c.founders = append(c.founders, consensus.Peer{ID: fmt.Sprintf("hq%d", i+1), Addr: linktest.FreeAddr(t)})
	}
	return c
}

// mustRun runs one node until the test ends.
func (c *cluster) mustRun(t *testing.T, i int) *central.Node {
	t.Helper()
	return c.mustRunIn(t, i, t.TempDir())
}

// mustRunIn is mustRun with the node's folder.
func (c *cluster) mustRunIn(t *testing.T, i int, dir string) *central.Node {
	t.Helper()
	cert, key, err := c.authority.PEM()
	if err != nil {
		t.Fatal(err)
	}
	authority, err := link.OpenAuthority(cert, key, link.AuthorityOptions{Now: c.now(i)})
	if err != nil {
		t.Fatal(err)
	}
	n, err := central.Open(central.Config{Name: c.founders[i].ID, Dir: dir, Listen: c.founders[i].Addr, Public: "127.0.0.1:0",
		Founders: c.founders, Authority: authority, Token: "geheim", Now: c.now(i), Limits: link.Limits{Sweep: 50 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := n.Run(ctx); err != nil {
			t.Error(err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); running.Wait() })
	return n
}

// bearer shows the planner's token.
type bearer struct{ http.RoundTripper }

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer geheim")
	return b.RoundTripper.RoundTrip(r)
}

// doors are the ways into one node.
func doors(n *central.Node) (contractconnect.BookingClient, contractconnect.PlanningClient) {
	return contractconnect.NewBookingClient(http.DefaultClient, "http://"+n.PublicAddr()),
		contractconnect.NewPlanningClient(&http.Client{Transport: bearer{http.DefaultTransport}}, "http://"+n.PublicAddr())
}

func search(t *testing.T, door contractconnect.BookingClient) (int, error) {
	t.Helper()
	res, err := door.Search(t.Context(), connect.NewRequest(&contract.PublicSearchRequest{Products: []string{"eid-aanvraag"}}))
	if err != nil {
		return 0, fault.FromRPC("test", err)
	}
	return len(res.Msg.Places), nil
}

// TestNothingIsAnsweredBeforeTheFounding: one node of three runs, so its register is empty and stays so; then the others
// come, and headquarters is founded.
func TestNothingIsAnsweredBeforeTheFounding(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	n := c.mustRun(t, 0)
	booking, planning := doors(n)
	if places, err := search(t, booking); !fault.Is(err, fault.Unreachable) {
		t.Errorf("a search found %d places: %v", places, err)
	}
	_, err := booking.Book(t.Context(), connect.NewRequest(&contract.PublicBookRequest{Id: make([]byte, 16), Products: []string{"eid-aanvraag"},
		Place: &contract.Place{Site: string(berchem), Run: &contract.Run{Date: 20780, Desk: 1, Start: 600}}}))
	if err := fault.FromRPC("test", err); !fault.Is(err, fault.Unreachable) {
		t.Errorf("a booking: %v", err)
	}
	if res, err := planning.Status(t.Context(), connect.NewRequest(&contract.StatusRequest{})); err != nil || res.Msg.Node != "hq1" || res.Msg.Era != 0 {
		t.Errorf("its status: %v, %v", res, err)
	}
	device, err := c.authority.NewDevice(link.Device{Site: berchem, Serial: "BL-1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	line := mustConnect(t, device, n.Addr())
	mustBecome(t, line, "refused", func(s link.State) bool { return !s.Up && s.Err != nil })
	if err := line.State().Err; !fault.Is(err, fault.Unreachable) {
		t.Errorf("a counter is told %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	code, err := link.NewCode(rand.Reader, c.authority.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := link.Enroll(ctx, []string{n.Addr()}, code, link.Device{Site: berchem}, link.EnrolOptions{}); !fault.Is(err, fault.Unreachable) {
		t.Errorf("an enrolment: %v", err)
	}

	c.mustRun(t, 1)
	c.mustRun(t, 2)
	for {
		if err := n.Log().Read(ctx, func(kv.Reader) error { return nil }); err != nil {
			t.Fatal(err)
		}
		places, err := search(t, booking)
		if err == nil && places > 0 {
			break
		}
		if !fault.Is(err, fault.Unreachable) {
			t.Fatalf("while it is founded: %d places, %v", places, err)
		}
	}
	mustBecome(t, line, "up", func(s link.State) bool { return s.Up })
	if _, err := link.Enroll(ctx, []string{n.Addr()}, code, link.Device{Site: berchem}, link.EnrolOptions{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an enrolment with a code that is none: %v", err)
	}
}

// mustConnect keeps a line to some nodes until the test ends.
func mustConnect(t *testing.T, id link.Identity, nodes ...string) *link.Client {
	t.Helper()
	line, err := link.NewClient(link.ClientOptions{Identity: id, Nodes: nodes, Timing: link.Timing{Cap: 200 * time.Millisecond},
		Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := line.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); running.Wait() })
	return line
}

// mustBecome waits for a state of a line.
func mustBecome(t *testing.T, line *link.Client, what string, is func(link.State) bool) {
	t.Helper()
	late := time.After(limit)
	for {
		s, changed := line.Watch()
		if is(s) {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("the line did not become %s; it is %+v", what, s)
		}
	}
}
