package fleet_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/fleet"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const (
	berchem office.SiteID = "buurtloket-berchem"
	hoek    office.SiteID = "buurtloket-groenenhoek"
	// limit is how long anything may take that a test waits for: sockets are not in a test's hands.
	limit = 20 * time.Second
)

// hq is one node of headquarters: its books in memory, its fleet behind real sockets.
type hq struct {
	*fleet.Fleet
	authority *link.Authority
	log       *consensus.Solo
	machine   *register.Machine
	addr      string
	lost      atomic.Bool // answers to enrolment are

	mu sync.Mutex // guards at
	at time.Time
}

func mustHQ(t *testing.T) *hq {
	t.Helper()
	h := &hq{machine: &register.Machine{Quota: register.DefaultQuota}, at: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	var err error
	if h.authority, err = link.NewAuthority(link.AuthorityOptions{Now: h.now}); err != nil {
		t.Fatal(err)
	}
	h.log = consensus.NewSolo(h.machine)
	h.must(&contract.HQCommand{Kind: &contract.HQCommand_Found{Found: &contract.Found{Plan: rulebook.Default()}}})
	h.Fleet = h.another()
	h.Use(h.log, h.machine)
	h.serve(t, h.Fleet)
	return h
}

// another is the fleet of a node that has no books yet.
func (h *hq) another() *fleet.Fleet { return fleet.New(h.authority, rand.Reader, h.now) }

func (h *hq) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hq) add(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// losing has answers to enrolment get lost, after all was done, or no longer.
func (h *hq) losing(is bool) { h.lost.Store(is) }

// serve runs a node's sockets with a fleet behind them until the test ends.
func (h *hq) serve(t *testing.T, f *fleet.Fleet) {
	t.Helper()
	id, err := h.authority.NewNode("hq1", 0)
	if err != nil {
		t.Fatal(err)
	}
	calls := http.NewServeMux()
	calls.Handle(link.RenewPath, f.RenewHandler())
	calls.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	enrol := f.EnrolHandler()
	s := &link.Server{Identity: id, Handler: calls, Check: f.Check, Now: h.now, Logger: slog.New(slog.DiscardHandler),
		Enrol: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if h.lost.Load() {
				enrol.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
			enrol.ServeHTTP(w, r)
		})}
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	h.addr = s.Addr().String()
	background(t, s.Run)
}

// overtaken is the cluster for a node whose first command comes after what another does.
type overtaken struct {
	consensus.Log
	by   func()
	once sync.Once
}

// Propose implements consensus.Log.
func (o *overtaken) Propose(ctx context.Context, command []byte) ([]byte, uint64, error) {
	o.once.Do(o.by)
	return o.Log.Propose(ctx, command)
}

// background runs something until the test ends.
func background(t *testing.T, run func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); running.Wait() })
}

// must has a command applied.
func (h *hq) must(c *contract.HQCommand) *contract.HQReply {
	c.AtMs = h.now().UnixMilli()
	b, _, err := h.log.Propose(context.Background(), contract.Encode(c))
	if err != nil {
		panic(err)
	}
	reply, err := contract.Decode(b, new(contract.HQReply))
	if err = errors.Join(err, register.Err("test", reply)); err != nil {
		panic(err)
	}
	return reply
}

// look reads the books.
func (h *hq) look(f func(register.View)) {
	if err := h.log.Read(context.Background(), func(r kv.Reader) error { f(h.machine.View(r)); return nil }); err != nil {
		panic(err)
	}
}

func (h *hq) mustIssue(t *testing.T, site office.SiteID, valid time.Duration) link.Code {
	t.Helper()
	code, expires, err := h.IssueCode(t.Context(), site, valid)
	if err != nil || !expires.Equal(h.now().Add(valid)) {
		t.Fatalf("until %s: %v", expires, err)
	}
	return code
}

// enroll has a device come with a code; without a key it draws one.
func (h *hq) enroll(code link.Code, site office.SiteID, key crypto.Signer) (link.Identity, error) {
	return h.enrollAt(h.addr, code, site, key)
}

func (h *hq) enrollAt(addr string, code link.Code, site office.SiteID, key crypto.Signer) (link.Identity, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return link.Enroll(ctx, []string{addr}, code, link.Device{Site: site, Serial: "BL-7"}, link.EnrolOptions{Key: key, Now: h.now})
}

func (h *hq) mustEnroll(t *testing.T, site office.SiteID) link.Identity {
	t.Helper()
	id, err := h.enroll(h.mustIssue(t, site, time.Hour), site, nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func mustKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// device has a line to headquarters.
type device struct{ client *link.Client }

// mustConnect gives an identity a line until the test ends, and waits until it is up.
func (h *hq) mustConnect(t *testing.T, id link.Identity) *device {
	t.Helper()
	client, err := link.NewClient(link.ClientOptions{Identity: id, Nodes: []string{h.addr}, Now: h.now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	background(t, client.Run)
	late := time.After(limit)
	for {
		s, changed := client.Watch()
		if s.Up {
			return &device{client}
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("no line: %+v", s)
		}
	}
}

// get makes a call and gives its status.
func (d *device) get(path string) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, link.URL+path, nil)
	if err != nil {
		return 0, err
	}
	res, err := d.client.HTTPClient().Do(r)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, errors.Join(err, res.Body.Close())
}
