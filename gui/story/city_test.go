//go:build story

package story_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/clock"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// The sites of the stories, with the opening hours of the embedded catalogue.
const (
	berchem     = "buurtloket-berchem"
	groenenhoek = "buurtloket-groenenhoek"
)

// brussels is where the city is.
var brussels = func() *time.Location {
	zone, err := calendar.Zone()
	if err != nil {
		panic(err)
	}
	return zone
}()

// tuesday is the day at Berchem.
var tuesday = office.NewDate(2026, time.November, 24)

// at is a moment of the stories.
func at(day office.Date, hhmm string) time.Time {
	m, err := office.ParseMinute(hhmm)
	if err != nil {
		panic(err)
	}
	return day.At(m, brussels)
}

// city is a headquarters of three processes, and one clock for everything.
type city struct {
	t     *testing.T
	dir   string
	clock string
	nodes []*node
	token string
}

// node is one node of headquarters.
type node struct {
	name, listen, public string
	*process
	door
}

// door is the plain door of one node, as seen by a citizen or, with the token, by central staff.
type door struct {
	contractconnect.PlanningClient
	contractconnect.BookingClient
}

// mustCity starts a headquarters of three nodes and waits until it answers.
func mustCity(t *testing.T, now time.Time) *city {
	t.Helper()
	dir, err := os.MkdirTemp("", "story") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	c := &city{t: t, dir: dir, clock: filepath.Join(dir, "clock")}
	c.setClock(now)
	for i := range 3 {
		c.nodes = append(c.nodes, &node{name: fmt.Sprintf("hq%d", i+1), listen: linktest.FreeAddr(t), public: linktest.FreeAddr(t)})
	}
	for i, n := range c.nodes {
		c.startNode(n)
		if i == 0 { // it makes the authority and the token; the others find them
			eventually(t, "the planner's token", c.readToken)
		}
	}
	for _, n := range c.nodes {
		n.door = c.door(n.public, c.token)
	}
	eventually(t, "a headquarters that was founded", func() error {
		for _, n := range c.nodes {
			if n.ended() {
				t.Fatalf("%s ended: %s", n.name, tail(n.log, 3))
			}
		}
		if s := ask(c, door.Status, &contract.StatusRequest{}); s.Era == 0 {
			return errors.New("no era yet")
		}
		return nil
	})
	c.say("Het hoofdkantoor draait: drie knopen, elk een eigen proces.")
	return c
}

// env is what every process is given: the city's clock.
func (c *city) env() []string { return []string{clock.Env + "=" + c.clock} }

// startNode starts a node, for the first time or again.
func (c *city) startNode(n *node) {
	c.t.Helper()
	var founders []string
	for _, other := range c.nodes {
		founders = append(founders, other.name+"@"+other.listen)
	}
	n.process = mustStart(c.t, n.name, filepath.Join(c.dir, n.name+".log"), c.env(), "central", "serve", "--name", n.name,
		"--dir", filepath.Join(c.dir, n.name), "--listen", n.listen, "--public", n.public, "--log-level", "info",
		"--authority", c.authority(), "--token-file", c.tokenFile(), "--founders", strings.Join(founders, ","))
}

func (c *city) authority() string { return filepath.Join(c.dir, "authority") }
func (c *city) tokenFile() string { return filepath.Join(c.dir, "token") }

func (c *city) readToken() error {
	text, err := os.ReadFile(c.tokenFile())
	c.token = strings.TrimSpace(string(text))
	return err
}

// door opens a plain door; without a token as a citizen does.
func (c *city) door(public, token string) door {
	client := &http.Client{Transport: bearer{token, http.DefaultTransport}}
	return door{contractconnect.NewPlanningClient(client, "http://"+public), contractconnect.NewBookingClient(client, "http://"+public)}
}

// bearer shows a token with each request.
type bearer struct {
	token string
	next  http.RoundTripper
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	if b.token != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	return b.next.RoundTrip(r)
}

// setClock makes it t in the whole city.
func (c *city) setClock(t time.Time) {
	c.t.Helper()
	if err := clock.Set(c.clock, t); err != nil {
		c.t.Fatal(err)
	}
}

// now is the city's time.
func (c *city) now() time.Time {
	t, err := clock.Read(c.clock)
	if err != nil {
		c.t.Fatal(err)
	}
	return t.In(brussels)
}

// say tells a line of the story.
func (c *city) say(format string, a ...any) {
	fmt.Fprintf(c.t.Output(), "%s  %s\n", c.now().Format("02/01 15:04"), fmt.Sprintf(format, a...))
}

// tool runs a command of central against this headquarters.
func (c *city) tool(args ...string) (out, said string, code int) {
	c.t.Helper()
	var doors []string
	for _, n := range c.nodes {
		if !n.ended() {
			doors = append(doors, "http://"+n.public)
		}
	}
	env := append(c.env(), "BUURTLOKET_HQ="+strings.Join(doors, ","), "BUURTLOKET_TOKEN_FILE="+c.tokenFile())
	return run(c.t, env, "central", args...)
}

// mustTool is tool for a command that must succeed.
func (c *city) mustTool(args ...string) string {
	c.t.Helper()
	out, said, code := c.tool(args...)
	if code != 0 {
		c.t.Fatalf("central %s: exit %d\n%s%s", strings.Join(args, " "), code, out, said)
	}
	return out
}

// leader is the node that leads, by what the nodes that live say.
func (c *city) leader() *node {
	c.t.Helper()
	var lead *node
	eventually(c.t, "a leader", func() error {
		for _, n := range c.nodes {
			if n.ended() {
				continue
			}
			res, err := call(c.t.Context(), n.door, door.Status, &contract.StatusRequest{})
			if err != nil {
				return err
			}
			for _, other := range c.nodes {
				if other.name == res.Leader && !other.ended() {
					lead = other
					return nil
				}
			}
		}
		return errors.New("nobody leads")
	})
	return lead
}

// mustSettle waits until every node that lives has applied what the leader has.
func (c *city) mustSettle() {
	c.t.Helper()
	lead, err := call(c.t.Context(), c.leader().door, door.Status, &contract.StatusRequest{})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, n := range c.nodes {
		if n.ended() {
			continue
		}
		eventually(c.t, n.name+" as far as the leader", func() error {
			s, err := call(c.t.Context(), n.door, door.Status, &contract.StatusRequest{})
			if err == nil && s.Applied < lead.Commit {
				err = fmt.Errorf("at %d of %d", s.Applied, lead.Commit)
			}
			return err
		})
	}
}

type method[Q, A any] = func(door, context.Context, *connect.Request[Q]) (*connect.Response[A], error)

// answer is how long one call may take before another node is asked.
const answer = 15 * time.Second

// call makes one call at one node.
func call[Q, A any](ctx context.Context, d door, m method[Q, A], q *Q) (*A, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	res, err := m(d, ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("story", err)
	}
	return res.Msg, nil
}

// try makes a call as people do: at another node, and again, while none can help. What it gives is headquarters' word.
func try[Q, A any](c *city, m method[Q, A], q *Q) (a *A, err error) {
	turn := 0
	werr := within(c.t, patience, func() error {
		n := c.nodes[turn%len(c.nodes)]
		turn++
		if n.ended() {
			return fmt.Errorf("%s is not running", n.name)
		}
		if a, err = call(c.t.Context(), n.door, m, q); fault.Is(err, fault.Unreachable) {
			return err
		}
		return nil
	})
	if err == nil && a == nil {
		err = werr
	}
	return a, err
}

// ask is try for a call that must succeed.
func ask[Q, A any](c *city, m method[Q, A], q *Q) *A {
	c.t.Helper()
	a, err := try(c, m, q)
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}
