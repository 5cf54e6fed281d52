package link

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// EnrolOptions are the injected world of [Enroll] and [Renew]; the zero value is the real one.
type EnrolOptions struct {
	Key    crypto.Signer    // the device's key, stored before or living in hardware; a new Ed25519 key when nil
	Now    func() time.Time // time.Now when nil
	Random io.Reader        // crypto/rand when nil
}

func (o EnrolOptions) filled() EnrolOptions {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

func (o EnrolOptions) signer() (crypto.Signer, error) {
	if o.Key != nil {
		return o.Key, nil
	}
	return NewKey(o.Random)
}

// Enroll turns a code into an identity for device d: it makes the key, which never leaves here, finds HQ at one
// of addrs by the fingerprint in the code, and gets a certificate. The caller stores the identity before using it.
//
// Kinds: Unreachable (nobody answered), Denied (who answered is not the HQ of this code, or the code is for
// another site), and those of [Redeem]. After Unreachable the same code may be tried again with the same Key, also
// after a restart: if HQ had already used it for that key, it gives the same certificate again. To another key it says
// Taken, and a new code is needed.
func Enroll(ctx context.Context, addrs []string, code Code, d Device, o EnrolOptions) (Identity, error) {
	return enroll(ctx, addrs, code, Peer{Role: RoleSite, Name: string(d.Site), Device: d.Serial}, o)
}

// EnrollDesk turns a code into an identity for a screen of a counter, as [Enroll] does for a device of headquarters'. What
// screen it is stands in the certificate: the code was made for it.
func EnrollDesk(ctx context.Context, addr string, code Code, o EnrolOptions) (Identity, error) {
	return enroll(ctx, []string{addr}, code, Peer{Role: RoleDesk}, o)
}

func enroll(ctx context.Context, addrs []string, code Code, want Peer, o EnrolOptions) (Identity, error) {
	const op = "link.Enroll"
	o = o.filled()
	key, err := o.signer()
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	csr, err := newRequest(o.Random, key, want)
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	failed := error(fault.New(op, fault.Unreachable).Because(errors.New("no address")))
	for _, addr := range addrs {
		var id Identity
		id, failed = enrolAt(ctx, addr, code, wish{Secret: code.secret[:], CSR: csr}, key, want, o)
		if failed == nil {
			return id, nil
		}
		if !fault.Is(failed, fault.Unreachable) {
			break // HQ answered, or someone posed as HQ: do not carry the secret around
		}
	}
	return Identity{}, fault.Wrap(op, failed)
}

// enrolAt asks one node.
func enrolAt(ctx context.Context, addr string, code Code, in wish, key crypto.Signer, want Peer, o EnrolOptions) (Identity, error) {
	const op = "link.Enroll"
	to := whom(want.Role)
	transport := &http.Transport{
		DialTLSContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return to.dialPinned(ctx, addr, code.pin, o.Now)
		},
		DisableKeepAlives:   true,
		TLSHandshakeTimeout: 10 * time.Second,
	}
	resp, err := post(ctx, transport, to.url()+enrolPath, in)
	if err != nil {
		return Identity{}, to.refused(op, addr, err)
	}
	defer resp.Body.Close()
	chain, err := readReply(op, resp)
	if err != nil {
		return Identity{}, err
	}
	return checked(op, chain, key, want, o.Now())
}

// dialPinned connects to who is known by nothing but its authority's fingerprint.
func (f *far) dialPinned(ctx context.Context, addr string, pin Fingerprint, now func() time.Time) (net.Conn, error) {
	dialer := tls.Dialer{Config: &tls.Config{
		MinVersion: tls.VersionTLS13,
		NextProtos: []string{alpnEnrol},
		ServerName: f.host,
		Time:       now,
		// The usual verification needs the authority beforehand; VerifyConnection does all of it, from the pin.
		InsecureSkipVerify: true,
		VerifyConnection:   func(cs tls.ConnectionState) error { return f.verifyPinned(cs, pin, now()) },
	}}
	return dialer.DialContext(ctx, "tcp", addr)
}

// verifyPinned finds the authority with the fingerprint in what the server sent, and verifies the server
// against it as if it had been known all along.
func (f *far) verifyPinned(cs tls.ConnectionState, pin Fingerprint, now time.Time) error {
	for _, ca := range cs.PeerCertificates[1:] {
		if fingerprintOf(ca) != pin || !ca.IsCA {
			continue
		}
		roots := x509.NewCertPool()
		roots.AddCert(ca)
		chains, err := cs.PeerCertificates[0].Verify(x509.VerifyOptions{
			Roots: roots, DNSName: f.host, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		})
		if err != nil {
			return &tls.CertificateVerificationError{UnverifiedCertificates: cs.PeerCertificates, Err: err}
		}
		cs.VerifiedChains = chains
		return f.mustAnswer(cs)
	}
	return fault.New("link.Enroll", fault.Denied).
		Because(errors.New("the authority's fingerprint is not the one in the code")).
		Tell(f.impostor.say, f.impostor.next)
}

// checked makes an identity of what HQ gave, if it is what was asked.
func checked(op string, chain [][]byte, key crypto.Signer, want Peer, now time.Time) (Identity, error) {
	id, err := NewIdentity(chain, key)
	if err != nil {
		return Identity{}, fault.Wrap(op, err)
	}
	_, err = id.leaf.Verify(x509.VerifyOptions{
		Roots: id.Roots(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	same := id.peer.Role == want.Role && (want.Name == "" || id.peer.Name == want.Name)
	if newcomer := want.Role == RoleDesk && want.Name == ""; err == nil && !same && !(newcomer && id.peer.Role.Screen()) {
		err = errors.New("certificate is for " + id.peer.String())
	}
	if err != nil {
		return Identity{}, fault.New(op, fault.Corrupt).Because(err)
	}
	return id, nil
}

// Renew asks for a new certificate for a new key, over the line hc (see [Client.HTTPClient]), for who id is now.
// The caller stores the result, then hands it to [Client.Use]. Ask from [Identity.RenewAt] on; asking earlier,
// or again after a lost answer, does no harm.
func Renew(ctx context.Context, hc *http.Client, id Identity, o EnrolOptions) (Identity, error) {
	const op = "link.Renew"
	o = o.filled()
	key, err := o.signer()
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	csr, err := newRequest(o.Random, key, id.peer)
	if err != nil {
		return Identity{}, fault.New(op, fault.Internal).Because(err)
	}
	resp, err := post(ctx, hc.Transport, whom(id.peer.Role).url()+RenewPath, wish{CSR: csr})
	if err != nil {
		return Identity{}, fault.Wrap(op, err)
	}
	defer resp.Body.Close()
	chain, err := readReply(op, resp)
	if err != nil {
		return Identity{}, err
	}
	return checked(op, chain, key, id.peer, o.Now())
}

func post(ctx context.Context, rt http.RoundTripper, url string, in wish) (*http.Response, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	return (&http.Client{Transport: rt}).Do(req)
}
