//go:build story

package story_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/socket"
)

// counter is the daemon of one site, behind a line that the story can cut: a proxy before each node of headquarters.
type counter struct {
	c     *city
	site  string
	dir   string
	clock string // the counter's own clock; the city's, unless a story says otherwise
	line  []*linktest.Proxy
	http  *http.Client // to its socket
	*process
	contractconnect.CounterClient
}

// newCounter prepares a counter that has never run.
func (c *city) newCounter(site string) *counter {
	c.t.Helper()
	k := &counter{c: c, site: site, dir: filepath.Join(c.dir, site), clock: c.clock}
	for i, n := range c.nodes {
		k.line = append(k.line, linktest.Start(c.t, n.listen, uint64(i)))
	}
	k.http = socket.Client(k.socket())
	c.t.Cleanup(k.http.CloseIdleConnections)
	k.CounterClient = contractconnect.NewCounterClient(k.http, "http://counter")
	return k
}

func (k *counter) socket() string      { return k.dir + ".sock" }
func (k *counter) journalFile() string { return filepath.Join(k.dir, "journal.db") }

// mustCounter starts a counter for the first time, with a code that headquarters gives out, and waits for its line.
func (c *city) mustCounter(site string) *counter {
	c.t.Helper()
	k := c.newCounter(site)
	k.start(strings.TrimSpace(c.mustTool("enroll", site, "--by", "ines")))
	k.mustBeOnline()
	c.say("%s is aangesloten met een code van het hoofdkantoor.", site)
	return k
}

// start starts the daemon and waits until it answers; the code is for the first time.
func (k *counter) start(code string) {
	k.c.t.Helper()
	k.launch(code)
	eventually(k.c.t, "an answer of "+k.site, func() error {
		if k.ended() {
			return errors.New("it ended: " + tail(k.log, 5))
		}
		_, err := k.view()
		return err
	})
}

// launch starts the daemon and does not wait.
func (k *counter) launch(code string) {
	var hq []string
	for _, p := range k.line {
		hq = append(hq, p.Addr())
	}
	env := append(k.c.env(), "BUURTLOKET_TEST_CLOCK="+k.clock, "BUURTLOKET_CODE="+code)
	k.process = mustStart(k.c.t, k.site, k.dir+".log", env, "appliance", "serve", "--site", k.site, "--dir", k.dir,
		"--socket", k.socket(), "--hq", strings.Join(hq, ","), "--demo")
}

// cut breaks the line itself, without a word to anyone; mend makes it whole.
func (k *counter) cut() {
	for _, p := range k.line {
		p.Down()
	}
}

func (k *counter) mend() {
	for _, p := range k.line {
		p.Heal()
	}
}

// pull takes the plug out, as the switch of the demonstration does; or puts it back.
func (k *counter) plug(in bool) {
	k.c.t.Helper()
	must(k, screen.SetLine, &contract.SetLineRequest{Plugged: in})
}

// view is what a clerk's screen shows at first sight.
func (k *counter) view() (*contract.View, error) { return k.viewOf(0) }

// viewOf is view as a desk sees it, which may serve other products than the next.
func (k *counter) viewOf(desk uint32) (*contract.View, error) {
	ctx, cancel := context.WithTimeout(k.c.t.Context(), patience)
	defer cancel()
	stream, err := k.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: desk}))
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	if !stream.Receive() {
		return nil, fmt.Errorf("no view: %w", stream.Err())
	}
	return stream.Msg(), nil
}

func (k *counter) mustView() *contract.View {
	k.c.t.Helper()
	v, err := k.view()
	if err != nil {
		k.c.t.Fatal(err)
	}
	return v
}

// mustBeOnline waits until headquarters has everything and the counter knows.
func (k *counter) mustBeOnline() {
	k.c.t.Helper()
	eventually(k.c.t, k.site+" online", func() error {
		v, err := k.view()
		if err == nil && (v.Line.State != contract.Line_ONLINE || v.Line.Waiting > 0) {
			err = fmt.Errorf("%v, %d events wait", v.Line.State, v.Line.Waiting)
		}
		return err
	})
}

func (k *counter) mustBeOffline() {
	k.c.t.Helper()
	eventually(k.c.t, k.site+" offline", func() error {
		v, err := k.view()
		if err == nil && v.Line.State != contract.Line_OFFLINE {
			err = fmt.Errorf("%v", v.Line.State)
		}
		return err
	})
}

// desk is a clerk at a desk.
type desk struct {
	*counter
	number  uint32
	clerk   string
	session string
}

// signIn signs a clerk in.
func (k *counter) signIn(clerk string, number uint32) *desk {
	k.c.t.Helper()
	res := must(k, screen.SignIn, &contract.SignInRequest{Clerk: clerk, Pin: pin, Desk: number})
	return &desk{counter: k, number: number, clerk: clerk, session: res.Session}
}

// act is a fresh tap.
func (d *desk) act() *contract.Command {
	id := d.c.newID()
	return &contract.Command{Session: d.session, Act: id[:]}
}

// newID draws an id, as screens and web pages do.
func (c *city) newID() [16]byte {
	id, err := office.NewID(rand.Reader, c.now().UnixMilli())
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// screen is what a clerk's screen can ask of a counter: its methods are the verbs of the stories.
type screen = contractconnect.CounterClient

type verb[Q, A any] = func(screen, context.Context, *connect.Request[Q]) (*connect.Response[A], error)

// do makes one call at a counter.
func do[Q, A any](k *counter, v verb[Q, A], q *Q) (*A, error) {
	ctx, cancel := context.WithTimeout(k.c.t.Context(), patience)
	defer cancel()
	res, err := v(k.CounterClient, ctx, connect.NewRequest(q))
	if err != nil {
		return nil, fault.FromRPC("story", err)
	}
	return res.Msg, nil
}

// must is do for a call that must succeed.
func must[Q, A any](k *counter, v verb[Q, A], q *Q) *A {
	k.c.t.Helper()
	a, err := do(k, v, q)
	if err != nil {
		k.c.t.Fatalf("%s: %v", k.site, err)
	}
	return a
}

// exitUnreachable is what the tools of headquarters exit with when it does not answer.
const exitUnreachable = 4

// mustRefuse wants a refusal of a kind, in words for people.
func mustRefuse(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("got %v, want %s", err, kind)
	}
	if f := new(fault.Fault); !errors.As(err, &f) || f.Say == "" {
		t.Fatalf("no words for people: %v", err)
	}
}
