package link

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Identity is a certificate with its chain, the authority last, and the private key. The zero value is
// nobody. It is a value: safe to copy and to share, as long as nobody writes into the chain.
type Identity struct {
	chain [][]byte // DER, leaf first
	key   crypto.Signer
	leaf  *x509.Certificate
	peer  Peer
	reset []byte // secret that outlives the key, where there is one: see resetKey
}

// NewIdentity joins a DER chain (leaf first, authority last) and the key of its leaf. The key may live in
// hardware: it is only asked to sign. It fails with kind Corrupt when they do not belong together.
func NewIdentity(chain [][]byte, key crypto.Signer) (Identity, error) {
	const op = "link.NewIdentity"
	if len(chain) == 0 || key == nil {
		return Identity{}, fault.New(op, fault.Corrupt).Because(errors.New("no certificate or no key"))
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return Identity{}, fault.New(op, fault.Corrupt).Because(err)
	}
	if !sameKey(leaf.PublicKey, key.Public()) {
		return Identity{}, fault.New(op, fault.Corrupt).Because(errors.New("certificate is for another key"))
	}
	peer, err := peerOfCertificate(leaf)
	if err != nil {
		return Identity{}, fault.New(op, fault.Corrupt).Because(err)
	}
	return Identity{chain: chain, key: key, leaf: leaf, peer: peer}, nil
}

func sameKey(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}

// Peer is who this identity makes its bearer.
func (id Identity) Peer() Peer { return id.peer }

// Expires is the last moment at which the certificate is good.
func (id Identity) Expires() time.Time {
	if id.leaf == nil {
		return time.Time{}
	}
	return id.leaf.NotAfter
}

// RenewAt is when to ask for a new certificate: at two thirds of this one's life.
func (id Identity) RenewAt() time.Time {
	if id.leaf == nil {
		return time.Time{}
	}
	life := id.leaf.NotAfter.Sub(id.leaf.NotBefore)
	return id.leaf.NotBefore.Add(life / 3 * 2)
}

// Roots holds the authority at the end of the chain: whom the bearer trusts.
func (id Identity) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	if ca, err := id.authority(); err == nil {
		pool.AddCert(ca)
	}
	return pool
}

func (id Identity) authority() (*x509.Certificate, error) {
	if len(id.chain) < 2 {
		return nil, errors.New("the chain does not include the authority")
	}
	return x509.ParseCertificate(id.chain[len(id.chain)-1])
}

func (id Identity) certificate() *tls.Certificate {
	return &tls.Certificate{Certificate: id.chain, PrivateKey: id.key, Leaf: id.leaf}
}

// PEM writes the chain and, as PKCS #8, the key; it fails for a key that cannot leave its hardware.
// The second result is a secret: it belongs in a file that only the program can read.
func (id Identity) PEM() (chain, key []byte, err error) {
	for _, der := range id.chain {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	key, err = KeyPEM(id.key)
	return chain, key, err
}

// ParseIdentity reads what [Identity.PEM] wrote; kind Corrupt when it cannot.
func ParseIdentity(chainPEM, keyPEM []byte) (Identity, error) {
	chain, err := parseChain(chainPEM)
	if err != nil {
		return Identity{}, fault.New("link.ParseIdentity", fault.Corrupt).Because(err)
	}
	key, err := ParseKey(keyPEM)
	if err != nil {
		return Identity{}, fault.New("link.ParseIdentity", fault.Corrupt).Because(err)
	}
	return NewIdentity(chain, key)
}

// KeyPEM writes a key as PKCS #8; kind Refused for one that cannot leave its hardware. The result is a secret.
func KeyPEM(key crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fault.New("link.PEM", fault.Refused).Because(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

func parseChain(text []byte) ([][]byte, error) {
	var chain [][]byte
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			chain = append(chain, block.Bytes)
		}
	}
	if len(chain) == 0 {
		return nil, errors.New("no certificate in PEM")
	}
	return chain, nil
}

// ParseKey reads what [KeyPEM] wrote; kind Corrupt when it cannot.
func ParseKey(text []byte) (crypto.Signer, error) {
	corrupt := fault.New("link.ParseKey", fault.Corrupt)
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, corrupt.Because(errors.New("no key in PEM"))
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, corrupt.Because(err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, corrupt.Because(fmt.Errorf("key of type %T cannot sign", key))
	}
	return signer, nil
}

// NewKey draws an Ed25519 key: for a device to store before it asks for a certificate (see [Enroll]). Ed25519 and not P-256: its key is a function of the bytes read from random,
// while the standard library no longer draws P-256 keys from an injected source.
func NewKey(random io.Reader) (crypto.Signer, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("draw a key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// newRequest writes a signed request for a certificate of this role and name.
func newRequest(random io.Reader, key crypto.Signer, want Peer) ([]byte, error) {
	template := &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: want.Name, SerialNumber: want.Device},
	}
	if want.Name != "" { // a screen does not know yet which desk it will be
		template.URIs = append(template.URIs, uriOf(want.Role, want.Name))
	}
	return x509.CreateCertificateRequest(random, template, key)
}

// checkRequest accepts a request that is signed by its own key, of a kind that we sign for.
func checkRequest(csr *x509.CertificateRequest) error {
	switch k := csr.PublicKey.(type) {
	case ed25519.PublicKey:
	case *ecdsa.PublicKey: // what a TPM can hold
		if k.Curve != elliptic.P256() {
			return errors.New("curve is not P-256")
		}
	default:
		return fmt.Errorf("key of type %T", csr.PublicKey)
	}
	return csr.CheckSignature()
}

// Asked is who a certificate request says it is for: a claim that the caller of [EnrolHandler] compares with
// what it knows. Kind Invalid when the request names nobody.
func Asked(csr *x509.CertificateRequest) (Peer, error) {
	p, err := peerOfURIs(csr.URIs)
	if err != nil {
		return Peer{}, fault.New("link.Asked", fault.Invalid).Because(err)
	}
	p.Device = csr.Subject.SerialNumber
	return p, nil
}

// KeyHash is the SHA-256 of the public key in a request: what headquarters remembers of who used a code.
func KeyHash(csr *x509.CertificateRequest) []byte {
	sum := sha256.Sum256(csr.RawSubjectPublicKeyInfo)
	return sum[:]
}

// Fingerprint is the first 80 bits of the SHA-256 of an authority's public key (as SubjectPublicKeyInfo):
// enough to know HQ by at first contact, short enough to type. It outlives a new certificate for the same key.
type Fingerprint [10]byte

func fingerprintOf(ca *x509.Certificate) Fingerprint {
	sum := sha256.Sum256(ca.RawSubjectPublicKeyInfo)
	return Fingerprint(sum[:10])
}
