package link

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Lives of certificates when nothing else is said. A device is renewed at two thirds: sixty days, so a counter
// may be without a line for a month and still get in. When an authority ends, so does all it signed; see [Authority.Prolong].
const (
	AuthorityLife = 20 * 365 * 24 * time.Hour
	DeviceLife    = 90 * 24 * time.Hour
	NodeLife      = 365 * 24 * time.Hour
	CounterLife   = 365 * 24 * time.Hour // to its screens; it makes a new one by itself
	DeskLife      = 365 * 24 * time.Hour // a desk that opens twice a week may stand unused for a summer
)

// AuthorityOptions are the injected world of an [Authority] and the name and life of a new one.
type AuthorityOptions struct {
	Name   string           // of the city, for people who look into the certificate; "Buurtloket" when empty
	Of     office.SiteID    // of the counter whose authority it is, for its screens; empty: headquarters'
	Life   time.Duration    // of the authority itself; AuthorityLife when zero
	Now    func() time.Time // time.Now when nil
	Random io.Reader        // crypto/rand when nil
}

func (o AuthorityOptions) filled() AuthorityOptions {
	if o.Name == "" {
		o.Name = "Buurtloket"
	}
	if o.Life == 0 {
		o.Life = AuthorityLife
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

// Authority is HQ's own certificate authority, or that of a counter. HQ's signs certificates of devices and nodes, a
// counter's those of its screens and its own, and neither anything else. Safe for concurrent use when the injected Random is.
type Authority struct {
	opts AuthorityOptions
	cert *x509.Certificate
	key  crypto.Signer
}

// NewAuthority makes a new authority with a new key. Nothing is stored: see [Authority.PEM].
func NewAuthority(o AuthorityOptions) (*Authority, error) {
	const op = "link.NewAuthority"
	o = o.filled()
	key, err := NewKey(o.Random)
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	serial, err := newSerial(o.Random)
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	return selfSigned(op, o, key, &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: o.Name + " " + orElse(string(o.Of), "HQ")},
		NotBefore:    o.Now().Add(-backdate(o.Life)),
	})
}

// selfSigned makes the authority of a key, with a certificate that holds for o.Life from now.
func selfSigned(op string, o AuthorityOptions, key crypto.Signer, template *x509.Certificate) (*Authority, error) {
	template.NotAfter = o.Now().Add(o.Life)
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(o.Random, template, template, key.Public(), key)
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	return &Authority{opts: o, cert: cert, key: key}, nil
}

// Prolong gives the authority with a certificate that holds for the whole Life from now, when half a Life or less is left
// of the present one; else the authority as it is, and false. The key stays, and with it the fingerprint: who knows either
// certificate believes what was signed under either, as long as the one it knows holds. With its next renewal it
// gets the new one. The new one begins when the old one did, so that a clock that is wrong today spoils nothing. Nothing
// is stored: see [Authority.PEM].
func (a *Authority) Prolong() (_ *Authority, prolonged bool, err error) {
	const op = "link.Prolong"
	if a.cert.NotAfter.Sub(a.opts.Now()) > a.opts.Life/2 {
		return a, false, nil
	}
	serial, err := newSerial(a.opts.Random)
	if err != nil {
		return nil, false, fault.New(op, fault.Internal).Because(err)
	}
	b, err := selfSigned(op, a.opts, a.key, &x509.Certificate{SerialNumber: serial, RawSubject: a.cert.RawSubject, NotBefore: a.cert.NotBefore})
	return b, err == nil, err
}

// OpenAuthority reads what [Authority.PEM] wrote; kind Corrupt when it is not an authority with its own key.
// The Name in o does not matter here, the Life only to [Authority.Prolong]. Of does: it is not read from the certificate.
func OpenAuthority(certPEM, keyPEM []byte, o AuthorityOptions) (*Authority, error) {
	cert, key, err := parseAuthority(certPEM, keyPEM)
	if err != nil {
		return nil, fault.New("link.OpenAuthority", fault.Corrupt).Because(err)
	}
	return &Authority{opts: o.filled(), cert: cert, key: key}, nil
}

func parseAuthority(certPEM, keyPEM []byte) (*x509.Certificate, crypto.Signer, error) {
	chain, err := parseChain(certPEM)
	if err != nil {
		return nil, nil, err
	}
	cert, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil, nil, err
	}
	key, err := ParseKey(keyPEM)
	if err != nil {
		return nil, nil, err
	}
	if !cert.IsCA || !sameKey(cert.PublicKey, key.Public()) {
		return nil, nil, errors.New("not an authority, or not its key")
	}
	return cert, key, nil
}

// PEM writes certificate and key. The key is HQ's greatest secret: whoever has it can be any counter.
func (a *Authority) PEM() (cert, key []byte, err error) {
	key, err = KeyPEM(a.key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw}), key, err
}

// Certificate is the authority's own certificate.
func (a *Authority) Certificate() *x509.Certificate { return a.cert }

// Roots is a pool of this one authority.
func (a *Authority) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// Fingerprint is what enrolment codes carry of this authority.
func (a *Authority) Fingerprint() Fingerprint { return fingerprintOf(a.cert) }

// Device is one appliance of a site.
type Device struct {
	Site   office.SiteID
	Serial string // of the box, as on its label; may be empty
}

// SignDevice issues a certificate for the key in csr; who it is for is decided by d alone, never by what the
// request claims. The result is a DER chain, leaf first, authority last. Kind Invalid for a request that is
// not signed by its key or for an impossible site. A life of zero is DeviceLife.
func (a *Authority) SignDevice(csr *x509.CertificateRequest, d Device, life time.Duration) ([][]byte, error) {
	const op = "link.SignDevice"
	if !d.Site.Valid() {
		return nil, fault.New(op, fault.Invalid).On(string(d.Site))
	}
	if err := checkRequest(csr); err != nil {
		return nil, fault.New(op, fault.Invalid).On(string(d.Site)).Because(err)
	}
	p := Peer{Role: RoleSite, Name: string(d.Site), Device: d.Serial}
	return a.sign(op, csr.PublicKey, p, orElse(life, DeviceLife))
}

// SignNode issues a certificate for the key in csr to the node of this name, as [Authority.SignDevice] does.
// A life of zero is NodeLife.
func (a *Authority) SignNode(csr *x509.CertificateRequest, name string, life time.Duration) ([][]byte, error) {
	const op = "link.SignNode"
	if !nodeName.MatchString(name) {
		return nil, fault.New(op, fault.Invalid).On(name)
	}
	if err := checkRequest(csr); err != nil {
		return nil, fault.New(op, fault.Invalid).On(name).Because(err)
	}
	return a.sign(op, csr.PublicKey, Peer{Role: RoleNode, Name: name}, orElse(life, NodeLife))
}

// NewNode makes key and certificate of a node where the authority itself runs. A node may have them made anew at every
// start and whenever it likes: what must be the same follows from the authority's key and the node's name.
func (a *Authority) NewNode(name string, life time.Duration) (id Identity, err error) {
	const op = "link.NewNode"
	if id, err = a.newIdentity(op, Peer{Role: RoleNode, Name: name}, life); err != nil {
		return id, err
	}
	if id.reset, err = resetSecret(a.key, name); err != nil {
		return id, fault.New(op, fault.Internal).On(name).Because(err)
	}
	return id, nil
}

// SignDesk is SignScreen for the screen of a desk.
func (a *Authority) SignDesk(csr *x509.CertificateRequest, d office.Desk, pass string, life time.Duration) ([][]byte, error) {
	return a.SignScreen(csr, RoleDesk, uint8(d), pass, life)
}

// SignScreen issues a certificate for the key in csr to a screen of a counter, by the counter's authority. The pass names the
// admission, and comes back as Peer.Device also after renewals: it is what the counter revokes. A life of zero is DeskLife.
func (a *Authority) SignScreen(csr *x509.CertificateRequest, r Role, n uint8, pass string, life time.Duration) ([][]byte, error) {
	const op = "link.SignScreen"
	name := screenName(a.opts.Of, n)
	if !validScreen(r, name) || pass == "" {
		return nil, fault.New(op, fault.Invalid).On(name)
	}
	if err := checkRequest(csr); err != nil {
		return nil, fault.New(op, fault.Invalid).On(name).Because(err)
	}
	return a.sign(op, csr.PublicKey, Peer{Role: r, Name: name, Device: pass}, orElse(life, DeskLife))
}

// NewCounter makes the key and the certificate by which a counter's screens know it; it may be made anew at every start.
// A life of zero is CounterLife.
func (a *Authority) NewCounter(life time.Duration) (Identity, error) {
	return a.newIdentity("link.NewCounter", Peer{Role: RoleCounter, Name: string(a.opts.Of)}, life)
}

// NewDevice makes key and certificate of a device where the authority runs: for a demonstration and for
// tests. A real device makes its own key: see [Enroll].
func (a *Authority) NewDevice(d Device, life time.Duration) (Identity, error) {
	return a.newIdentity("link.NewDevice", Peer{Role: RoleSite, Name: string(d.Site), Device: d.Serial}, life)
}

func (a *Authority) newIdentity(op string, p Peer, life time.Duration) (Identity, error) {
	key, err := NewKey(a.opts.Random)
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	der, err := newRequest(a.opts.Random, key, p)
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	var chain [][]byte
	switch p.Role {
	case RoleNode:
		chain, err = a.SignNode(csr, p.Name, life)
	case RoleCounter:
		chain, err = a.sign(op, csr.PublicKey, p, orElse(life, CounterLife))
	default:
		chain, err = a.SignDevice(csr, Device{Site: office.SiteID(p.Name), Serial: p.Device}, life)
	}
	if err != nil {
		return Identity{}, fault.Wrap(op, err)
	}
	return NewIdentity(chain, key)
}

// sign writes the certificate. Only who answers may be a server: a stolen device cannot pose as headquarters, nor a
// screen as its counter.
func (a *Authority) sign(op string, public crypto.PublicKey, p Peer, life time.Duration) ([][]byte, error) {
	to := whom(p.Role)
	if a.opts.Of != "" != (to == counter) || to == counter && p.Site() != a.opts.Of {
		return nil, fault.New(op, fault.Denied).On(p.Name).Because(errors.New("the authority is another's"))
	}
	serial, err := newSerial(a.opts.Random)
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	now := a.opts.Now()
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: p.Name, SerialNumber: p.Device},
		NotBefore:    now.Add(-backdate(life)),
		NotAfter:     now.Add(life),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	template.URIs = append(template.URIs, uriOf(p.Role, p.Name))
	if p.Role == to.role {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
		template.DNSNames = []string{to.host}
	}
	der, err := x509.CreateCertificate(a.opts.Random, template, a.cert, public, a.key)
	if err != nil {
		return nil, fault.New(op, fault.Internal).On(p.Name).Because(err)
	}
	return [][]byte{der, a.cert.Raw}, nil
}

// backdate lets a certificate begin a little before now, for clocks that run behind.
func backdate(life time.Duration) time.Duration { return min(time.Hour, life/8) }

// backdated is how much of a certificate's whole window lies before it was given: the inverse of backdate.
func backdated(window time.Duration) time.Duration { return min(time.Hour, window/9) }

// newSerial draws 127 random bits: positive, and never the same twice in practice.
func newSerial(random io.Reader) (*big.Int, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("draw a serial number: %w", err)
	}
	b[0] = b[0]&0x7f | 0x40
	return new(big.Int).SetBytes(b[:]), nil
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
