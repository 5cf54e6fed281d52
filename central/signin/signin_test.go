package signin_test

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/central/signin/signintest"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestSomebodySignsIn: sent to the provider from one node and back at another; who it is is known at both, by a hash that says nothing.
func TestSomebodySignsIn(t *testing.T) {
	w := mustWorld(t)
	b := w.browser()
	if b.session(0) != nil {
		t.Fatal("somebody is signed in before they did")
	}
	to, err := b.finish(1, w.Grant(b.begin(0, "/gegevens?b=x")))
	if err != nil || to != "/gegevens?b=x" {
		t.Fatalf("%q, %v", to, err)
	}
	for node := range w.nodes {
		who := b.session(node)
		if who == nil || who.Name != "Fatima El Amrani" || who.Mail != "fatima@voorbeeld.be" || !bytes.Equal(who.Holder, w.nodes[0].Holder("burger-1")) || len(who.Holder) != 32 {
			t.Fatalf("at node %d it is %+v", node, who)
		}
	}
	for name, value := range b.cookies {
		if strings.Contains(name+value, "burger") || strings.Contains(value, "Fatima") {
			t.Errorf("the cookie %s says who it is", name)
		}
	}
	if len(b.cookies) != 1 {
		t.Errorf("cookies: %v", b.cookies)
	}
	other := w.browser()
	w.Claims = func(c map[string]any) { c["sub"] = "burger-2" }
	if _, err := other.finish(0, w.Grant(other.begin(0, "/"))); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(other.session(0).Holder, b.session(0).Holder) {
		t.Error("two persons are one")
	}
	rec := httptest.NewRecorder()
	w.nodes[0].Leave(rec)
	b.took(rec)
	if b.session(0) != nil {
		t.Error("who signed out is signed in")
	}
	if at := w.nodes[0].LeaveAt(t.Context(), "/afgemeld"); at != w.URL+"/end?client_id=buurtloket&post_logout_redirect_uri="+url.QueryEscape(home+"/afgemeld")+"&x=1" {
		t.Errorf("the provider's own sign-out is at %q", at)
	}
	if strings.Contains(w.logs.String(), "atima") || strings.Contains(w.logs.String(), "burger") {
		t.Errorf("logged: %s", w.logs.String())
	}
}

// TestWhatIsNotBelieved: each lie of a token is refused, nobody is signed in, and nothing of whom it names is logged.
func TestWhatIsNotBelieved(t *testing.T) {
	set := func(k string, v any) func(*world) {
		return func(w *world) { w.Claims = func(c map[string]any) { c[k] = v } }
	}
	from := func(k string, d time.Duration) func(*world) {
		return func(w *world) { w.Claims = func(c map[string]any) { c[k] = w.clock().Add(d).Unix() } }
	}
	for name, lie := range map[string]func(*world){
		"another nonce":  set("nonce", "een andere"),
		"no nonce":       set("nonce", nil),
		"another client": set("aud", "iemand anders"),
		"another client's party": func(w *world) {
			w.Claims = func(c map[string]any) { c["aud"], c["azp"] = []string{"buurtloket", "x"}, "x" }
		},
		"two clients, no party": set("aud", []string{"buurtloket", "x"}),
		"another issuer":        set("iss", "https://iemand.anders"),
		"over":                  from("exp", -signin.Leeway),
		"no end":                set("exp", nil),
		"of the future":         from("iat", signin.Leeway+time.Second),
		"not yet":               from("nbf", signin.Leeway+2*time.Second),
		"nobody":                set("sub", ""),
		"another key":           func(w *world) { w.Key = signintest.Foreign },
		"no signature":          func(w *world) { w.Alg = "none" },
		"a shared secret":       func(w *world) { w.Alg = "HS256" },
		"another token's hash":  set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"somebody else's door": func(w *world) {
			w.Info = map[string]any{"sub": "burger-2", "name": "Iemand"}
			w.Claims = func(c map[string]any) { delete(c, "email") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			lie(w)
			b := w.browser()
			_, err := b.finish(0, w.Grant(b.begin(0, "/")))
			if !fault.Is(err, fault.Conflict) || b.session(0) != nil {
				t.Errorf("%v, session %v", err, b.session(0))
			}
			if said := w.logs.String(); strings.Contains(said, "burger") || strings.Contains(said, "Fatima") || said == "" {
				t.Errorf("logged: %s", said)
			}
		})
	}
}

// TestWhoseAttemptItIs: a state that was forged, is of another browser, too old, or used already signs nobody in.
func TestWhoseAttemptItIs(t *testing.T) {
	forged := func(t *testing.T, b *browser, back *url.URL) {
		t.Helper()
		if to, err := b.finish(0, back); !fault.Is(err, fault.Denied) || to != "/" || b.session(0) != nil {
			t.Errorf("%q, %v, session %v", to, err, b.session(0))
		}
	}
	t.Run("forged", func(t *testing.T) {
		w := mustWorld(t)
		b := w.browser()
		back := w.Grant(b.begin(0, "/"))
		q := back.Query()
		state := []byte(q.Get("state"))
		rapid.Check(t, func(rt *rapid.T) {
			bad := bytes.Clone(state)
			at := rapid.IntRange(0, len(bad)-1).Draw(rt, "at")
			bad[at] = rapid.SampledFrom([]byte("ABCxyz019-_")).Filter(func(c byte) bool { return c != bad[at] }).Draw(rt, "as")
			q.Set("state", string(bad))
			back.RawQuery = q.Encode()
			if _, err := b.finish(0, back); !fault.Is(err, fault.Denied) {
				rt.Errorf("a state with another letter at %d: %v", at, err)
			}
		})
		q.Del("state")
		back.RawQuery = q.Encode()
		forged(t, b, back)
	})
	t.Run("of another browser", func(t *testing.T) { // a link that somebody sends, to have others sign in as them
		w := mustWorld(t)
		back := w.Grant(w.browser().begin(0, "/"))
		forged(t, w.browser(), back)
		other := w.browser()
		other.begin(0, "/")
		forged(t, other, back)
	})
	t.Run("too old", func(t *testing.T) {
		w := mustWorld(t)
		b := w.browser()
		back := w.Grant(b.begin(0, "/"))
		w.pass(10 * time.Minute)
		forged(t, b, back)
	})
	t.Run("a session is no state", func(t *testing.T) {
		w := mustWorld(t)
		b := w.browser()
		if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil {
			t.Fatal(err)
		}
		other := w.browser()
		forged(t, other, &url.URL{Path: signin.Path, RawQuery: url.Values{"code": {"x"}, "state": {b.cookies["__Host-zitting"]}}.Encode()})
		q, _ := url.Parse(other.begin(0, "/"))
		other.cookies["__Host-zitting"] = q.Query().Get("state")
		if other.session(0) != nil {
			t.Error("a state is taken for a session")
		}
	})
}

// TestBackButton: who goes back to the answer of the provider goes on where they were; the code is not asked for again.
func TestBackButton(t *testing.T) {
	w := mustWorld(t)
	b := w.browser()
	back := w.Grant(b.begin(0, "/mijn"))
	if _, err := b.finish(0, back); err != nil {
		t.Fatal(err)
	}
	calls := len(w.Calls)
	to, err := b.finish(0, back)
	if err != nil || to != "/mijn" || len(w.Calls) != calls {
		t.Errorf("%q, %v, %d calls", to, err, len(w.Calls)-calls)
	}
	rec := httptest.NewRecorder()
	w.nodes[0].Leave(rec)
	b.took(rec)
	if to, err := b.finish(0, back); !fault.Is(err, fault.Denied) || to != "/" || b.session(0) != nil {
		t.Errorf("after signing out: %q, %v", to, err)
	}
}

// TestCodeTwice: a code that was used, in whatever browser has its cookie, is refused in words.
func TestCodeTwice(t *testing.T) {
	w := mustWorld(t)
	b := w.browser()
	back := w.Grant(b.begin(0, "/"))
	stolen := w.browser()
	for k, v := range b.cookies {
		stolen.cookies[k] = v
	}
	if _, err := b.finish(0, back); err != nil {
		t.Fatal(err)
	}
	_, err := stolen.finish(1, back)
	if !fault.Is(err, fault.Refused) || fault.Sentence(err) != signin.Sentences["signin.used"] || stolen.session(0) != nil {
		t.Errorf("%v", err)
	}
}

// TestTwoWindows: both attempts of one browser end signed in.
func TestTwoWindows(t *testing.T) {
	w := mustWorld(t)
	b := w.browser()
	one, two := w.Grant(b.begin(0, "/een")), w.Grant(b.begin(1, "/twee"))
	if to, err := b.finish(0, two); err != nil || to != "/twee" {
		t.Fatalf("%q, %v", to, err)
	}
	if to, err := b.finish(0, one); err != nil || to != "/een" || b.session(0) == nil {
		t.Fatalf("%q, %v", to, err)
	}
}

// TestProviderIsAway: nobody signs in meanwhile, it is said so, and the next one does without a restart.
func TestProviderIsAway(t *testing.T) {
	w := mustWorld(t)
	w.SetDown(true)
	b := w.browser()
	for range 2 {
		if _, err := w.nodes[0].Begin(httptest.NewRecorder(), b.request("/"), "/", "nl"); !fault.Is(err, fault.Unreachable) {
			t.Fatalf("%v", err)
		}
	}
	if at := w.nodes[0].LeaveAt(t.Context(), "/"); at != "" {
		t.Errorf("sign out at %q", at)
	}
	w.SetDown(false)
	if _, err := w.nodes[0].Begin(httptest.NewRecorder(), b.request("/"), "/", "nl"); !fault.Is(err, fault.Unreachable) {
		t.Fatalf("it was asked again at once: %v", err)
	}
	w.pass(time.Minute)
	back := w.Grant(b.begin(0, "/"))
	w.SetDown(true) // between their page and ours: the attempt is not lost
	if _, err := b.finish(0, back); !fault.Is(err, fault.Unreachable) || b.session(0) != nil {
		t.Fatalf("%v", err)
	}
	w.SetDown(false)
	if _, err := b.finish(0, back); err != nil || b.session(0) == nil {
		t.Fatalf("%v", err)
	}
	w.SetDown(true) // what is known of it is good enough
	w.pass(2 * time.Hour)
	b.begin(0, "/")
}

// TestProviderSaysNo: who broke off is told so; any other word of the protocol is a fault of ours or theirs.
func TestProviderSaysNo(t *testing.T) {
	for code, kind := range map[string]fault.Kind{"access_denied": fault.Refused, "server_error": fault.Unreachable, "<script>": fault.Unreachable} {
		w := mustWorld(t)
		b := w.browser()
		back := w.Grant(b.begin(0, "/vrij?product=x"))
		q := back.Query()
		q.Del("code")
		q.Set("error", code)
		back.RawQuery = q.Encode()
		if to, err := b.finish(0, back); !fault.Is(err, kind) || to != "/vrij?product=x" || b.session(0) != nil {
			t.Errorf("%s: %q, %v", code, to, err)
		}
		if strings.Contains(w.logs.String(), "<script") {
			t.Errorf("logged: %s", w.logs.String())
		}
	}
	w := mustWorld(t)
	b := w.browser()
	back := w.Grant(b.begin(0, "/"))
	back.RawQuery += "&iss=https%3A%2F%2Fiemand.anders"
	if _, err := b.finish(0, back); !fault.Is(err, fault.Conflict) || len(w.Calls) != 0 {
		t.Errorf("an answer of another provider: %v, and the code went to %d", err, len(w.Calls))
	}
}

// TestClocks: a difference within the leeway is no matter, and one that comes near it is logged.
func TestClocks(t *testing.T) {
	for _, skew := range []time.Duration{0, signin.Leeway - time.Second, -signin.Leeway - 59*time.Second + 0} {
		w := mustWorld(t)
		w.Claims = func(c map[string]any) {
			c["iat"], c["exp"] = w.clock().Add(skew).Unix(), w.clock().Add(skew+time.Minute).Unix()
		}
		b := w.browser()
		if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil || b.session(0) == nil {
			t.Errorf("%v: %v", skew, err)
		}
		if logged := strings.Contains(w.logs.String(), "clocks"); logged != (skew != 0) {
			t.Errorf("%v: %s", skew, w.logs.String())
		}
	}
}

// TestSessionEnds: after half an hour without a page, and after four hours at all; a clock that is set back keeps nobody in.
func TestSessionEnds(t *testing.T) {
	w := mustWorld(t)
	b := w.browser()
	if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil {
		t.Fatal(err)
	}
	began := w.clock()
	for b.session(0) != nil && w.clock().Sub(began) < 10*time.Hour {
		rec := httptest.NewRecorder()
		if err := w.nodes[1].Prolong(rec, b.session(0)); err != nil {
			t.Fatal(err)
		}
		b.took(rec)
		w.pass(20 * time.Minute)
	}
	if held := w.clock().Sub(began); held != 4*time.Hour {
		t.Errorf("a session that is used holds %v", held)
	}
	if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil {
		t.Fatal(err)
	}
	w.pass(29 * time.Minute)
	if b.session(0) == nil {
		t.Error("it ended before its time")
	}
	w.pass(time.Minute)
	if b.session(0) != nil {
		t.Error("it is not over")
	}
	w.pass(-24 * time.Hour)
	if b.session(0) != nil {
		t.Error("a clock that was set back opens it again")
	}
}

// TestBackIsOurs: nobody is sent elsewhere by signing in.
func TestBackIsOurs(t *testing.T) {
	for path, want := range map[string]string{"": "/", "/mijn?x=1#y": "/mijn?x=1#y", "https://elders.be": "/", "//elders.be": "/", "/\\elders.be": "/", "elders": "/",
		"/a\r\nSet-Cookie: x": "/", "javascript:alert(1)": "/", "/" + strings.Repeat("x", 3000): "/"} {
		if got := signin.Local(path); got != want {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

// TestMoreOfWhoItIs: what the token does not tell comes from the provider's door for it; an address that is not theirs is not believed; the key is the claim that was chosen.
func TestMoreOfWhoItIs(t *testing.T) {
	w := mustWorld(t, func(c *signin.Config) { c.Subject = "vo_id" })
	w.Info = map[string]any{"sub": "burger-1", "name": "Zoë Peeters", "email": "zoe@voorbeeld.be", "email_verified": false, "vo_id": "niet deze"}
	w.Claims = func(c map[string]any) {
		delete(c, "given_name")
		delete(c, "family_name")
		delete(c, "email")
		c["vo_id"] = "sleutel"
	}
	b := w.browser()
	if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil {
		t.Fatal(err)
	}
	if who := b.session(0); who.Name != "Zoë Peeters" || who.Mail != "" || !bytes.Equal(who.Holder, w.nodes[0].Holder("sleutel")) {
		t.Errorf("%+v", who)
	}
}
