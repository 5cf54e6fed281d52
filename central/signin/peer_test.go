//go:build devices

package signin_test

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// peer is the provider that others wrote, from npm: certified for OpenID Connect by those who wrote it.
const peer = "oidc-provider@8.8.1"

// peerHome is where the pages would be.
const peerHome = "http://127.0.0.1:1"

// mustPeer installs the provider where it is not yet, starts it, and gives its address.
func mustPeer(t *testing.T, key *rsa.PublicKey) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "buurtloket", "signin-peers", peer)
	whole := filepath.Join(dir, "whole")
	if _, err := os.Stat(whole); err != nil {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), "npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", peer).CombinedOutput(); err != nil {
			t.Fatalf("npm cannot install %s: %v\n%s", peer, err, out)
		}
		if err := os.WriteFile(whole, nil, 0o600); err != nil { // only after all of it
			t.Fatal(err)
		}
	}
	jwk, err := json.Marshal(map[string]string{"kty": "RSA", "use": "sig", "alg": "RS256", "n": b64.EncodeToString(key.N.Bytes()), "e": b64.EncodeToString(big.NewInt(int64(key.E)).Bytes())})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "provider.mjs"))
	node.Env = append(os.Environ(), "MODULES="+filepath.Join(dir, "node_modules"), "HOME_PAGE="+peerHome, "JWK="+string(jwk))
	node.Stderr = os.Stderr
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal("node is missing: install the Debian package npm: ", err)
	}
	t.Cleanup(func() {
		_ = in.Close() // it ends with its input
		_ = node.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://127.0.0.1:") {
			return lines.Text()
		}
	}
	t.Fatal("the provider said no address")
	return ""
}

// visitor is somebody with a browser at the provider's own pages.
type visitor struct {
	*testing.T
	http.Client
}

// answers signs in there as somebody and agrees, or breaks it off; it gives the address that they are sent back to.
func (v *visitor) answers(address, as string) *url.URL {
	v.Helper()
	res, err := v.Get(address)
	for range 12 {
		if err != nil {
			v.Fatal(err)
		}
		if to, _ := res.Location(); to != nil {
			_ = res.Body.Close()
			if strings.HasPrefix(to.String(), peerHome) {
				return to
			}
			res, err = v.Get(to.String())
			continue
		}
		page, perr := html.Parse(res.Body)
		_ = res.Body.Close()
		if perr != nil || res.StatusCode != http.StatusOK {
			v.Fatalf("%s: %d: %v", res.Request.URL, res.StatusCode, perr)
		}
		action, abort, fields := formOf(page)
		if as == "" {
			res, err = v.Get(res.Request.URL.ResolveReference(&url.URL{Path: abort}).String())
			continue
		}
		if fields.Has("login") {
			fields.Set("login", as)
			fields.Set("password", "x")
		}
		to, _ := res.Request.URL.Parse(action)
		res, err = v.PostForm(to.String(), fields)
	}
	v.Fatal("the provider never sends anybody back")
	return nil
}

func formOf(page *html.Node) (action, abort string, fields url.Values) {
	fields = url.Values{}
	for n := range page.Descendants() {
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		switch {
		case n.Data == "form":
			action = at["action"]
		case n.Data == "input" && at["name"] != "":
			fields.Set(at["name"], at["value"])
		case n.Data == "a" && strings.HasSuffix(at["href"], "/abort"):
			if u, err := url.Parse(at["href"]); err == nil {
				abort = u.Path
			}
		}
	}
	return action, abort, fields
}

// TestAProviderOfOthers: the whole way at a provider that others wrote: by secret and by signed words, what it tells at its own door,
// a code that is used twice, somebody who breaks it off, clocks that differ, and signing out there.
func TestAProviderOfOthers(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	issuer := mustPeer(t, &key.PublicKey)
	der := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	var skew time.Duration
	door := func(client, secret string) *signin.SignIn {
		s, err := signin.New(signin.Config{Issuer: issuer, Client: client, Key: secret, Home: peerHome, Secret: make([]byte, 32), Random: rand.Reader,
			Now: func() time.Time { return time.Now().Add(skew) }, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	attempt := func(s *signin.SignIn, as string) (*http.Request, *httptest.ResponseRecorder, error) {
		t.Helper()
		jar, _ := cookiejar.New(nil)
		v := &visitor{t, http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
		rec := httptest.NewRecorder()
		address, err := s.Begin(rec, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil), "/mijn", "nl")
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), "GET", v.answers(address, as).RequestURI(), nil)
		for _, c := range rec.Result().Cookies() {
			r.AddCookie(c)
		}
		rec = httptest.NewRecorder()
		_, err = s.Finish(rec, r)
		return r, rec, err
	}
	for client, secret := range map[string]string{"buurtloket": "geheim-van-de-dienst", "tekent": string(der)} {
		s := door(client, secret)
		r, rec, err := attempt(s, "burger-1")
		if err != nil {
			t.Fatalf("%s: %v", client, err)
		}
		signed := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		for _, c := range rec.Result().Cookies() {
			signed.AddCookie(c)
		}
		if who := s.Session(signed); who == nil || who.Name != "Zoë Peeters" || who.Mail != "zoe@voorbeeld.be" || string(who.Holder) != string(s.Holder("burger-1")) {
			t.Errorf("%s: %+v", client, who)
		}
		if _, err := s.Finish(httptest.NewRecorder(), r); !fault.Is(err, fault.Refused) {
			t.Errorf("%s: a code that was used: %v", client, err)
		}
		there := s.LeaveAt(t.Context(), "/afgemeld")
		res, err := http.Get(there)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("signing out at %q: %v, %v", there, res, err)
		} else {
			_ = res.Body.Close()
		}
	}
	s := door("buurtloket", "geheim-van-de-dienst")
	if _, _, err := attempt(s, ""); !fault.Is(err, fault.Refused) {
		t.Errorf("who breaks it off: %v", err)
	}
	if _, _, err := attempt(door("buurtloket", "een ander geheim"), "burger-1"); !fault.Is(err, fault.Unreachable) {
		t.Errorf("a wrong secret: %v", err)
	}
	for _, skew = range []time.Duration{2 * time.Hour, -3 * time.Minute} {
		if _, _, err := attempt(s, "burger-1"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a clock that differs by %v: %v", skew, err)
		}
	}
}
