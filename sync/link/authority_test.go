package link_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	mathrand "math/rand/v2"
	"net/url"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
)

func TestAuthorityIsStored(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	cert, key, err := c.PEM()
	if err != nil {
		t.Fatal(err)
	}
	again, err := link.OpenAuthority(cert, key, link.AuthorityOptions{Now: c.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	if again.Fingerprint() != c.Fingerprint() {
		t.Error("another fingerprint")
	}
	id, err := again.NewDevice(link.Device{Site: "berchem"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := c.mustServe(t, "hq-1", whoami("hq-1"), nil)
	mustGet(t, c.mustConnect(t, id, nil, s.Addr().String()).HTTPClient(), "/")

	_, otherKey, err := newCity(t).PEM()
	if err != nil {
		t.Fatal(err)
	}
	node, nodeKey, err := c.mustNode(t, "hq-1").PEM()
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2][]byte{
		"another's key":  {cert, otherKey},
		"no key":         {cert, nil},
		"no certificate": {nil, key},
		"a node":         {node, nodeKey},
		"swapped":        {key, cert},
	} {
		if _, err := link.OpenAuthority(pair[0], pair[1], link.AuthorityOptions{}); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := link.ParseIdentity(node, otherKey); !fault.Is(err, fault.Corrupt) {
		t.Errorf("an identity with another's key: %v", err)
	}
	if _, err := link.ParseIdentity(cert, key); !fault.Is(err, fault.Corrupt) {
		t.Errorf("the authority as an identity: %v", err)
	}
}

// All chance is the injected one: the same seed gives the same authority and the same device.
func TestAuthorityFromSeed(t *testing.T) {
	t.Parallel()
	clk := newClock()
	var prints []link.Fingerprint
	var serials []string
	for range 2 {
		a, err := link.NewAuthority(link.AuthorityOptions{Now: clk.now, Random: mathrand.NewChaCha8([32]byte{7})})
		if err != nil {
			t.Fatal(err)
		}
		id, err := a.NewDevice(link.Device{Site: "berchem"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		prints, serials = append(prints, a.Fingerprint()), append(serials, id.Peer().Serial)
	}
	if prints[0] != prints[1] || serials[0] != serials[1] {
		t.Errorf("%x %x %v", prints[0], prints[1], serials)
	}
}

func mustRequest(t *testing.T, key any, uris ...string) *x509.CertificateRequest {
	t.Helper()
	template := &x509.CertificateRequest{}
	for _, text := range uris {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		template.URIs = append(template.URIs, u)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	return csr
}

// Who a certificate is for is the authority's decision, whatever the request claims.
func TestSignDecidesTheName(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	greedy := mustRequest(t, key, "buurtloket:node/hq-1")
	chain, err := c.SignDevice(greedy, link.Device{Site: "berchem", Serial: "BL-1"}, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	id, err := link.NewIdentity(chain, key)
	if err != nil {
		t.Fatal(err)
	}
	if p := id.Peer(); p.Role != link.RoleSite || p.Name != "berchem" || p.Device != "BL-1" {
		t.Errorf("signed as %+v", p)
	}
	if got, want := id.Expires(), c.clock.now().Add(24*time.Hour); !got.Equal(want) {
		t.Errorf("expires %v, want %v", got, want)
	}
}

func TestSignRefuses(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	forged := mustRequest(t, p256)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	forged.PublicKey = other.Public() // a key that its sender does not have
	good := mustRequest(t, p256)
	for name, sign := range map[string]func() ([][]byte, error){
		"RSA":         func() ([][]byte, error) { return c.SignDevice(mustRequest(t, weak), link.Device{Site: "berchem"}, 0) },
		"P-224":       func() ([][]byte, error) { return c.SignNode(mustRequest(t, p224), "hq-1", 0) },
		"forged":      func() ([][]byte, error) { return c.SignDevice(forged, link.Device{Site: "berchem"}, 0) },
		"no site":     func() ([][]byte, error) { return c.SignDevice(good, link.Device{}, 0) },
		"odd site":    func() ([][]byte, error) { return c.SignDevice(good, link.Device{Site: "a/../node/hq"}, 0) },
		"no node":     func() ([][]byte, error) { return c.SignNode(good, "", 0) },
		"odd node":    func() ([][]byte, error) { return c.SignNode(good, "HQ 1", 0) },
		"dotted node": func() ([][]byte, error) { return c.SignNode(good, "hq.example", 0) },
	} {
		if _, err := sign(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, uris := range [][]string{nil, {"https://example.org"}, {"buurtloket:site/a", "buurtloket:node/b"},
		{"buurtloket:mayor/x"}, {"buurtloket:site/"}, {"buurtloket:site/A%20b"}} {
		if p, err := link.Asked(mustRequest(t, p256, uris...)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v asks for %+v, %v", uris, p, err)
		}
	}
}
