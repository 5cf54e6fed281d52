package link_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// desk is an HQ that enrols, as central does with its store.
type desk struct {
	city
	mu      sync.Mutex
	invited map[string]*link.Invitation
	life    time.Duration
	renewed int
}

func (d *desk) mustInvite(t *testing.T, site office.SiteID, life time.Duration) link.Code {
	t.Helper()
	code, err := link.NewCode(rand.Reader, d.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.invited[string(code.Hash())] = &link.Invitation{Hash: code.Hash(), Site: site, Expires: d.clock.now().Add(life)}
	return code
}

func (d *desk) redeem(hash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	inv := d.invited[string(hash)]
	if err := link.Redeem(inv, hash, csr, d.clock.now()); err != nil {
		return nil, err
	}
	asked, err := link.Asked(csr)
	if err != nil {
		return nil, err
	}
	inv.Used = true
	return d.SignDevice(csr, link.Device{Site: inv.Site, Serial: asked.Device}, d.life)
}

func (d *desk) renew(p link.Peer, csr *x509.CertificateRequest) ([][]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.renewed++
	return d.SignDevice(csr, link.Device{Site: p.Site(), Serial: p.Device}, d.life)
}

func mustOpenDesk(t *testing.T) (*desk, *link.Server) {
	t.Helper()
	d := &desk{city: newCity(t), invited: make(map[string]*link.Invitation), life: 30 * 24 * time.Hour}
	mux := http.NewServeMux()
	mux.Handle(link.RenewPath, link.RenewHandler(d.renew))
	mux.Handle("/", whoami("hq-1"))
	s, _ := d.mustServe(t, "hq-1", mux, func(s *link.Server) { s.Enrol = link.EnrolHandler(d.redeem) })
	return d, s
}

func (d *desk) enroll(addr string, code link.Code, site office.SiteID) (link.Identity, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return link.Enroll(ctx, []string{addr}, code, link.Device{Site: site, Serial: "BL-7"}, link.EnrolOptions{Now: d.clock.now})
}

func TestEnrol(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	code := d.mustInvite(t, "berchem", time.Hour)
	typed, err := link.ParseCode(code.String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// The first address is of nobody: the next one is asked.
	id, err := link.Enroll(ctx, []string{"127.0.0.1:1", s.Addr().String()}, typed,
		link.Device{Site: "berchem", Serial: "BL-7"}, link.EnrolOptions{Now: d.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	if p := id.Peer(); p.Role != link.RoleSite || p.Site() != "berchem" || p.Device != "BL-7" || p.Serial == "" {
		t.Errorf("became %+v", p)
	}
	chain, key, err := id.PEM()
	if err != nil {
		t.Fatal(err)
	}
	stored, err := link.ParseIdentity(chain, key)
	if err != nil {
		t.Fatal(err)
	}
	client := d.mustConnect(t, stored, nil, s.Addr().String())
	if got := mustGet(t, client.HTTPClient(), "/"); got != "HTTP/3.0 hq-1 site/berchem BL-7" {
		t.Errorf("answered %q", got)
	}
}

func TestEnrolRefusals(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	addr := s.Addr().String()
	used := d.mustInvite(t, "berchem", 3*time.Hour)
	if _, err := d.enroll(addr, used, "berchem"); err != nil {
		t.Fatal(err)
	}
	expired := d.mustInvite(t, "berchem", time.Hour)
	d.clock.add(time.Hour)
	elsewhere := newCity(t)
	unknown, err := link.NewCode(rand.Reader, d.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := link.NewCode(rand.Reader, elsewhere.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	said := make(map[string]string)
	for name, try := range map[string]struct {
		code link.Code
		site office.SiteID
		want fault.Kind
	}{
		"reused":           {used, "berchem", fault.Taken},
		"expired":          {expired, "berchem", fault.Refused},
		"wrong site":       {d.mustInvite(t, "berchem", time.Hour), "groenenhoek", fault.Denied},
		"unknown":          {unknown, "berchem", fault.NotFound},
		"another HQ's pin": {foreign, "berchem", fault.Denied},
	} {
		_, err := d.enroll(addr, try.code, try.site)
		if !fault.Is(err, try.want) {
			t.Errorf("%s: kind %v: %v", name, fault.KindOf(err), err)
		}
		sentence := fault.Sentence(err)
		if other, ok := said[sentence]; ok || sentence == fault.Sentence(fault.New("", try.want)) {
			t.Errorf("%s says nothing of its own: %q (as %q)", name, sentence, other)
		}
		said[sentence] = name
	}
	if _, err := d.enroll("127.0.0.1:1", used, "berchem"); !fault.Is(err, fault.Unreachable) {
		t.Errorf("nobody there: %v", err)
	}
}

// Someone who answers in HQ's place learns nothing: the secret is not sent before the pin fits.
func TestEnrolWithAnImpostor(t *testing.T) {
	t.Parallel()
	d, _ := mustOpenDesk(t)
	impostor := newCity(t)
	var asked bool
	s, stop := impostor.mustServe(t, "hq-1", http.NotFoundHandler(), func(s *link.Server) {
		s.Enrol = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true })
	})
	if _, err := d.enroll(s.Addr().String(), d.mustInvite(t, "berchem", time.Hour), "berchem"); !fault.Is(err, fault.Denied) {
		t.Errorf("enrolled with an impostor: %v", err)
	}
	stop()
	if asked {
		t.Error("the impostor was sent a request")
	}
}

// A device's certificate chains to the right authority, but does not make a server.
func TestEnrolWithADevicePosingAsHQ(t *testing.T) {
	t.Parallel()
	d, _ := mustOpenDesk(t)
	device := d.mustDevice(t, "groenenhoek")
	s := &link.Server{Identity: device, Handler: http.NotFoundHandler()}
	if err := s.Listen("127.0.0.1:0"); !fault.Is(err, fault.Internal) {
		t.Errorf("a device may listen: %v", err)
	}
	addr := link.PoseAsHQ(t, device, d.clock.now)
	if _, err := d.enroll(addr, d.mustInvite(t, "berchem", time.Hour), "berchem"); !fault.Is(err, fault.Denied) {
		t.Errorf("enrolled with a device: %v", err)
	}
	client := d.mustConnect(t, d.mustDevice(t, "berchem"), nil, addr)
	mustBecome(t, client, "down", func(s link.State) bool { return down(s) && fault.Is(s.Err, fault.Denied) })
}

// Enrolment gives access to enrolment only.
func TestEnrolPathIsAll(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	conn := link.DialEnrol(t, s.Addr().String(), d.Fingerprint(), d.clock.now)
	for _, path := range []string{"/", link.RenewPath} {
		if got := conn(path); got != http.StatusNotFound {
			t.Errorf("a stranger's %s gave %d", path, got)
		}
	}
}

func TestEnrolMalformedRequests(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	before := len(d.invited)
	for name, body := range map[string][]byte{
		"nothing":    nil,
		"no JSON":    []byte("code=123"),
		"no request": []byte(`{"secret":"AAAA","csr":"AAAA"}`),
		"too large":  bytes.Repeat([]byte(" "), 1<<20),
	} {
		status, kind := link.PostEnrol(t, s.Addr().String(), d.Fingerprint(), d.clock.now, body)
		if status != http.StatusForbidden || kind != fault.Invalid {
			t.Errorf("%s: %d %v", name, status, kind)
		}
	}
	if len(d.invited) != before {
		t.Error("invitations changed")
	}
}

// A key that lives elsewhere, as in a TPM, is only asked to sign.
func TestEnrolWithOwnKey(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	id, err := link.Enroll(ctx, []string{s.Addr().String()}, d.mustInvite(t, "berchem", time.Hour),
		link.Device{Site: "berchem"}, link.EnrolOptions{Key: key, Now: d.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	mustGet(t, d.mustConnect(t, id, nil, s.Addr().String()).HTTPClient(), "/")
}

func TestRenew(t *testing.T) {
	t.Parallel()
	protocols(t, func(t *testing.T, want link.Protocol, via func(string) string) {
		d, s := mustOpenDesk(t)
		old, err := d.enroll(s.Addr().String(), d.mustInvite(t, "berchem", time.Hour), "berchem")
		if err != nil {
			t.Fatal(err)
		}
		client := d.mustConnect(t, old, nil, via(s.Addr().String()))
		mustBecome(t, client, "up", over(want))
		if d.clock.now().After(old.RenewAt()) || old.RenewAt().After(old.Expires().Add(-9*24*time.Hour)) {
			t.Errorf("to be renewed at %v, expires %v", old.RenewAt(), old.Expires())
		}
		d.clock.add(21 * 24 * time.Hour)
		if d.clock.now().Before(old.RenewAt()) {
			t.Errorf("at %v it is not yet time", d.clock.now())
		}
		renewed, err := link.Renew(context.Background(), client.HTTPClient(), old, link.EnrolOptions{Now: d.clock.now})
		if err != nil {
			t.Fatal(err)
		}
		if renewed.Peer().Serial == old.Peer().Serial || renewed.Peer().Name != "berchem" || renewed.Peer().Device != "BL-7" {
			t.Errorf("renewed to %+v", renewed.Peer())
		}
		_, changed := client.Watch()
		client.Use(renewed)
		<-changed
		d.clock.add(20 * 24 * time.Hour) // past the first one's end
		mustGet(t, client.HTTPClient(), "/")
		if client.Identity().Peer() != renewed.Peer() {
			t.Error("the client does not tell its new identity")
		}
	})
}

// A device cannot renew itself into another one, nor into a node.
func TestRenewAsSomeoneElse(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	client := d.mustConnect(t, d.mustDevice(t, "berchem"), nil, s.Addr().String())
	for _, other := range []link.Identity{d.mustDevice(t, "groenenhoek"), d.mustNode(t, "hq-9")} {
		if _, err := link.Renew(context.Background(), client.HTTPClient(), other, link.EnrolOptions{Now: d.clock.now}); !fault.Is(err, fault.Denied) {
			t.Errorf("renewed as %v: %v", other.Peer(), err)
		}
	}
	if d.renewed != 0 {
		t.Errorf("%d certificates issued", d.renewed)
	}
}

func TestEnrolOverADeadLine(t *testing.T) {
	t.Parallel()
	d, s := mustOpenDesk(t)
	p := linktest.Start(t, s.Addr().String(), 1)
	p.BlackHole()
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	code := d.mustInvite(t, "berchem", time.Hour)
	_, err := link.Enroll(ctx, []string{p.Addr()}, code, link.Device{Site: "berchem"}, link.EnrolOptions{Now: d.clock.now})
	if !fault.Is(err, fault.Unreachable) {
		t.Errorf("got %v", err)
	}
	p.Heal()
	if _, err := d.enroll(p.Addr(), code, "berchem"); err != nil {
		t.Errorf("the code was lost with the line: %v", err)
	}
}

func TestEnrolWithoutRandomness(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	code, err := link.NewCode(sevens{}, c.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	_, err = link.Enroll(context.Background(), nil, code, link.Device{Site: "berchem"}, link.EnrolOptions{Random: broken{}})
	if !fault.Is(err, fault.Internal) {
		t.Errorf("Enroll: %v", err)
	}
	if _, err := link.NewCode(broken{}, c.Fingerprint()); !fault.Is(err, fault.Internal) {
		t.Errorf("NewCode: %v", err)
	}
	if _, err := link.NewAuthority(link.AuthorityOptions{Random: broken{}}); !fault.Is(err, fault.Internal) {
		t.Errorf("NewAuthority: %v", err)
	}
}

// A code that was used is good for the key that used it, and for no other.
func TestRedeemIsForOneKey(t *testing.T) {
	t.Parallel()
	d := &desk{city: newCity(t), invited: make(map[string]*link.Invitation)}
	inv := d.invited[string(d.mustInvite(t, "berchem", time.Hour).Hash())]
	mine, theirs := mustRequest(t, mustKey(t), "buurtloket:site/berchem"), mustRequest(t, mustKey(t), "buurtloket:site/berchem")
	for _, row := range []struct {
		title string
		by    []byte
		want  error
	}{{"used by this key", link.KeyHash(mine), nil}, {"used by another", link.KeyHash(theirs), fault.New("", fault.Taken)}, {"used by nobody knows whom", nil, fault.New("", fault.Taken)}} {
		inv.Used, inv.By = true, row.by
		if err := link.Redeem(inv, inv.Hash, mine, d.clock.now()); fault.KindOf(err) != fault.KindOf(row.want) || (err == nil) != (row.want == nil) {
			t.Errorf("%s: %v", row.title, err)
		}
	}
	inv.By = link.KeyHash(mine)
	d.clock.add(time.Hour)
	if err := link.Redeem(inv, inv.Hash, mine, d.clock.now()); !fault.Is(err, fault.Refused) {
		t.Errorf("after its time: %v", err)
	}
}

func mustKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// A key is stored before it is used, and is the same when it is read again.
func TestKeysAreKept(t *testing.T) {
	t.Parallel()
	key := mustKey(t)
	text, err := link.KeyPEM(key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := link.ParseKey(text)
	if err != nil || !key.Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(again.Public()) {
		t.Errorf("read again: %v, %v", again, err)
	}
	for _, bad := range [][]byte{nil, []byte("x"), bytes.Replace(text, []byte("M"), []byte("N"), 1)} {
		if _, err := link.ParseKey(bad); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
