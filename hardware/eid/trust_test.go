package eid_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/hardware/eid"
	"github.com/buurtloket/buurtloket/hardware/eid/virtual"
)

// TestRootsOfAConfiguration: what is not a root does not become one.
func TestRootsOfAConfiguration(t *testing.T) {
	emulator, card := mustEmulator(t)
	block := func(der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	root := block(emulator.Authority.Root.Raw)
	key := mustKey(t)
	itself := mustCertificate(t, pkix.Name{CommonName: "Some Server"}, x509.KeyUsageDigitalSignature, nil, key, key)
	for name, row := range map[string]struct {
		file string
		want int
	}{
		"one":                   {root, 1},
		"two, with words":       {"# from the desk of the register\n" + root + "\n" + root + "\n", 2},
		"none":                  {"", 0},
		"words only":            {"no roots here", 0},
		"an authority's":        {root + block(card.Content(eid.CitizenCAFile)), 0},
		"signs itself only":     {block(itself.Raw), 0},
		"a citizen's":           {block(card.Content(eid.AuthenticationFile)), 0},
		"no certificate":        {block([]byte("x")), 0},
		"cut off in the second": {root + root[:100], 0},
	} {
		roots, err := eid.ParseRoots([]byte(row.file))
		if len(roots) != row.want || (err == nil) != (row.want > 0) {
			t.Errorf("%s: %d roots, %v", name, len(roots), err)
		}
	}
}

// TestCertificatesOfOthers: a pinned root also signs for other things than identities. What it signed for the register signs
// identities, and nothing else does; and nobody signs in with what it signed directly.
func TestCertificatesOfOthers(t *testing.T) {
	rootKey, leafKey := mustKey(t), mustKey(t)
	root := mustCertificate(t, pkix.Name{CommonName: "Root"}, x509.KeyUsageCertSign, nil, rootKey, rootKey)
	for name, row := range map[string]struct {
		subject pkix.Name
		want    device.Reason
	}{
		"the register": {pkix.Name{CommonName: "RRN", Organization: []string{"RRN"}}, ""},
		"somebody":     {pkix.Name{CommonName: "Some Body", SerialNumber: virtual.Citizen.Number}, eid.Untrusted},
		"a namesake":   {pkix.Name{CommonName: "RRN", Organization: []string{"Some Firm"}}, eid.Untrusted},
	} {
		leaf := mustCertificate(t, row.subject, x509.KeyUsageDigitalSignature, root, rootKey, leafKey)
		emulator, card := mustEmulator(t)
		sum := sha512.Sum384(card.Content(eid.IdentityFile))
		signature, err := leafKey.Sign(rand.Reader, sum[:], crypto.SHA384)
		if err != nil {
			t.Fatal(err)
		}
		card.Replace(eid.RegisterFile, leaf.Raw)
		card.Replace(eid.IdentitySignatureFile, signature)
		reader := eid.New(emulator.Slot, eid.Trust{Roots: []*x509.Certificate{root}})
		_, err = reader.Read(t.Context(), eid.Ask{What: eid.Names, At: now})
		if row.want == "" && err != nil || row.want != "" && device.ReasonOf(err) != row.want {
			t.Errorf("an identity that %s signed: %v", name, err)
		}
		card.Replace(eid.AuthenticationFile, leaf.Raw)
		card.Replace(eid.CitizenCAFile, root.Raw)
		_, err = reader.Authenticate(t.Context(), eid.Login{Challenge: make([]byte, 32), PIN: []byte("1234"), At: now})
		if device.ReasonOf(err) != eid.Untrusted {
			t.Errorf("signing in as %s: %v", name, err)
		}
	}
}

// mustEmulator makes a reader with a card in it.
func mustEmulator(t *testing.T) (*virtual.Emulator, *virtual.Card) {
	t.Helper()
	emulator, err := virtual.NewEmulator(virtual.Curve, now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	card, err := emulator.Authority.Issue(virtual.Citizen)
	if err != nil {
		t.Fatal(err)
	}
	emulator.Slot.Insert(card)
	return emulator, card
}

func mustKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func mustCertificate(
	t *testing.T, subject pkix.Name, usage x509.KeyUsage, issuer *x509.Certificate, by, key crypto.Signer,
) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: subject, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		KeyUsage: usage, IsCA: usage == x509.KeyUsageCertSign, BasicConstraintsValid: true,
	}
	if issuer == nil {
		issuer = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}
