// Package signintest is an identity provider for tests that can be told to lie, to be away, and to say yes at once. Nothing of it
// shares code with central/signin; a provider that others wrote is in that package's tests.
package signintest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

var b64 = base64.RawURLEncoding

// providerKey signs what providers say; Foreign is nobody's.
var (
	providerKey = newKey()
	Foreign     = newKey()
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// Provider is an identity provider. Its fields are set before it is asked.
type Provider struct {
	testing.TB
	*httptest.Server
	Claims func(map[string]any) // changes what an id_token says
	Alg    string               // of the header; RS256
	Key    *rsa.PrivateKey
	Info   map[string]any // what the door for more says; nil: there is none

	mu    sync.Mutex
	codes map[string]url.Values // given, not used: what was asked
	down  bool
	now   func() time.Time
	Calls []url.Values // at the token's door
}

// New starts one that ends with the test; now is its clock.
func New(tb testing.TB, now func() time.Time) *Provider {
	p := &Provider{TB: tb, codes: map[string]url.Values{}, now: now, Alg: "RS256", Key: providerKey}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("/keys", p.keys)
	mux.HandleFunc("/token", p.token)
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) { // says yes at once
		http.Redirect(w, r, p.Grant(p.URL+r.URL.RequestURI()).String(), http.StatusSeeOther)
	})
	mux.HandleFunc("/info", func(w http.ResponseWriter, _ *http.Request) { answer(w, p.Info) })
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		down := p.down
		p.mu.Unlock()
		if down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	tb.Cleanup(p.Close)
	return p
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// SetDown has it answer nothing of use, or all again.
func (p *Provider) SetDown(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	d := map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"end_session_endpoint": p.URL + "/end?x=1", "id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"}}
	if p.Info != nil {
		d["userinfo_endpoint"] = p.URL + "/info"
	}
	answer(w, d)
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1",
		"n": b64.EncodeToString(providerKey.N.Bytes()), "e": b64.EncodeToString(big.NewInt(int64(providerKey.E)).Bytes())}}})
}

// Grant is what the provider's page does when somebody signs in: the address that it sends them back to.
func (p *Provider) Grant(address string) *url.URL {
	p.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.URL+"/auth?") {
		p.Fatalf("sent to %q: %v", address, err)
	}
	q := u.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 ||
		q.Get("state") == "" || len(q.Get("nonce")) < 32 || !strings.Contains(" "+q.Get("scope")+" ", " openid ") {
		p.Fatalf("asked with %v: %v", q, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := fmt.Sprintf("code-%d-%s", len(p.codes)+len(p.Calls), q.Get("nonce")[:4])
	p.codes[code] = q
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	return back
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = r.ParseForm()
	p.Calls = append(p.Calls, r.PostForm)
	asked := p.codes[r.PostForm.Get("code")]
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	if asked == nil || b64.EncodeToString(sum[:]) != asked.Get("code_challenge") || r.PostForm.Get("redirect_uri") != asked.Get("redirect_uri") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	delete(p.codes, r.PostForm.Get("code"))
	claims := map[string]any{"iss": p.URL, "sub": "burger-1", "aud": "buurtloket", "nonce": asked.Get("nonce"), "iat": p.now().Unix(), "exp": p.now().Add(time.Minute).Unix(),
		"given_name": "Fatima", "family_name": "El Amrani", "email": "fatima@voorbeeld.be"}
	if p.Claims != nil {
		p.Claims(claims)
	}
	answer(w, map[string]any{"access_token": "toegang", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *Provider) sign(claims map[string]any) string {
	head, _ := json.Marshal(map[string]string{"alg": p.Alg, "kid": "1"})
	body, _ := json.Marshal(claims)
	words := b64.EncodeToString(head) + "." + b64.EncodeToString(body)
	if p.Alg == "none" {
		return words + "."
	}
	sum := sha256.Sum256([]byte(words))
	s, err := rsa.SignPKCS1v15(nil, p.Key, crypto.SHA256, sum[:])
	if err != nil {
		p.Error(err)
	}
	return words + "." + b64.EncodeToString(s)
}
