package signin_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/central/signin"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// TestSignedWords: with a key, we sign who we are, for this provider and a few minutes.
func TestSignedWords(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	w := mustWorld(t, func(c *signin.Config) {
		c.Key = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	})
	b := w.browser()
	if _, err := b.finish(0, w.Grant(b.begin(0, "/"))); err != nil {
		t.Fatal(err)
	}
	call := w.Calls[len(w.Calls)-1]
	words := strings.Split(call.Get("client_assertion"), ".")
	if len(words) != 3 || call.Get("client_id") != "buurtloket" || call.Get("client_secret") != "" {
		t.Fatalf("%v", call)
	}
	sum := sha256.Sum256([]byte(words[0] + "." + words[1]))
	signature, _ := b64.DecodeString(words[2])
	if err := rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
		t.Error(err)
	}
	body, _ := b64.DecodeString(words[1])
	var said struct {
		Iss, Sub, Aud string
		Exp, Iat      int64
	}
	if err := json.Unmarshal(body, &said); err != nil || said.Iss != "buurtloket" || said.Sub != "buurtloket" || said.Aud != w.URL+"/token" || said.Exp-said.Iat >= 600 {
		t.Errorf("%s: %v", body, err)
	}
}

// TestSettings: what is wrong with them is said before anybody tries.
func TestSettings(t *testing.T) {
	good := signin.Config{Issuer: "https://op.be", Client: "c", Home: home, Secret: make([]byte, 32), Now: time.Now, Random: rand.Reader}
	if _, err := signin.New(good); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(*signin.Config){
		"issuer without TLS": func(c *signin.Config) { c.Issuer = "http://op.be" }, "no client": func(c *signin.Config) { c.Client = "" },
		"pages without TLS": func(c *signin.Config) { c.Home = "http://afspraken.be" }, "no pages": func(c *signin.Config) { c.Home = "" },
		"a slash": func(c *signin.Config) { c.Home += "/" }, "a short secret": func(c *signin.Config) { c.Secret = nil },
		"a key that is none": func(c *signin.Config) { c.Key = "-----BEGIN PRIVATE KEY-----\nx" },
	} {
		c := good
		f(&c)
		if _, err := signin.New(c); !fault.Is(err, fault.Invalid) || strings.Contains(fault.Sentence(err), "!") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
