package signin_test

import (
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/central/signin/signintest"
)

var b64 = base64.RawURLEncoding

// world is pages that let people sign in at that provider, at several nodes.
type world struct {
	testing.TB
	*signintest.Provider
	now   time.Time
	mu    sync.Mutex
	nodes []*signin.SignIn
	logs  strings.Builder
}

const home = "https://afspraken.voorbeeld.be"

func mustWorld(tb testing.TB, change ...func(*signin.Config)) *world {
	tb.Helper()
	w := &world{TB: tb, now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	w.Provider = signintest.New(tb, w.clock)
	for range 2 {
		c := signin.Config{Issuer: w.URL, Client: "buurtloket", Key: "geheim", Home: home, Secret: []byte(strings.Repeat("s", 32)),
			Now: w.clock, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(&w.logs, nil))}
		for _, f := range change {
			f(&c)
		}
		s, err := signin.New(c)
		if err != nil {
			tb.Fatal(err)
		}
		w.nodes = append(w.nodes, s)
	}
	return w
}

func (w *world) clock() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

func (w *world) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

// browser keeps cookies.
type browser struct {
	*world
	cookies map[string]string
}

func (w *world) browser() *browser { return &browser{w, map[string]string{}} }

func (b *browser) request(target string) *http.Request {
	r := httptest.NewRequestWithContext(b.Context(), "GET", target, nil)
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	return r
}

// took keeps what an answer sets, and holds each cookie against what all must be.
func (b *browser) took(rec *httptest.ResponseRecorder) {
	b.Helper()
	for _, c := range rec.Result().Cookies() {
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") || c.MaxAge == 0 {
			b.Errorf("the cookie %v", c)
		}
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
}

// begin goes to the provider, from a node.
func (b *browser) begin(node int, back string) string {
	b.Helper()
	rec := httptest.NewRecorder()
	address, err := b.nodes[node].Begin(rec, b.request("/aanmelden"), back, "nl")
	if err != nil {
		b.Fatal(err)
	}
	b.took(rec)
	return address
}

// finish comes back from it, to a node.
func (b *browser) finish(node int, back *url.URL) (string, error) {
	b.Helper()
	rec := httptest.NewRecorder()
	to, err := b.nodes[node].Finish(rec, b.request(back.RequestURI()))
	b.took(rec)
	return to, err
}

func (b *browser) session(node int) *signin.Session { return b.nodes[node].Session(b.request("/")) }
