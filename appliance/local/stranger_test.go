package local_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/appliance/staff"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// mustRegister is the register of a counter of the same name that is not the one under test.
func (o *lanOffice) mustRegister(dir string) *desk.Register {
	o.tb.Helper()
	r, err := desk.Open(desk.Options{Site: site, Dir: dir, Now: o.clock,
		Note: func(context.Context, [16]byte, *contract.Event) error { return nil }})
	if err != nil {
		o.tb.Fatal(err)
	}
	return r
}

// mustCopy is a folder with a copy of the counter's register, as from a disk that was stolen for a night.
func (o *lanOffice) mustCopy() string {
	o.tb.Helper()
	dir := o.tb.TempDir()
	text, err := os.ReadFile(filepath.Join(o.dir, "desks.pem"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "desks.pem"), text, 0o600)
	}
	if err != nil {
		o.tb.Fatal(err)
	}
	return dir
}

// mustForge has somebody sign a certificate that the counter knows nothing of.
func (o *lanOffice) mustForge(sign func(*x509.CertificateRequest) ([][]byte, error)) link.Identity {
	o.tb.Helper()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		o.tb.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		o.tb.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		o.tb.Fatal(err)
	}
	chain, err := sign(csr)
	if err != nil {
		o.tb.Fatal(err)
	}
	id, err := link.NewIdentity(chain, key)
	if err != nil {
		o.tb.Fatal(err)
	}
	return id
}

// mustAdmit is a desk of a register that is not the counter's.
func (o *lanOffice) mustAdmit(r *desk.Register) link.Identity {
	o.tb.Helper()
	code, _, err := r.Invite(context.Background(), "", desk.At(2))
	if err != nil {
		o.tb.Fatal(err)
	}
	return o.mustForge(func(csr *x509.CertificateRequest) ([][]byte, error) { return r.Redeem(code.Hash(), csr) })
}

// TestStrangersGetNothing: whoever has not exactly what the register has is refused before a word of the service is
// answered, in words, and nothing is changed.
func TestStrangersGetNothing(t *testing.T) {
	o := mustLAN(t)
	hq, err := link.NewAuthority(link.AuthorityOptions{Now: o.clock})
	if err != nil {
		t.Fatal(err)
	}
	cert, key, err := hq.PEM()
	if err != nil {
		t.Fatal(err)
	}
	posing, err := link.OpenAuthority(cert, key, link.AuthorityOptions{Of: site, Now: o.clock})
	if err != nil {
		t.Fatal(err)
	}
	device, err := hq.NewDevice(link.Device{Site: site}, 0)
	if err != nil {
		t.Fatal(err)
	}
	node, err := hq.NewNode("hq-1", 0)
	if err != nil {
		t.Fatal(err)
	}
	good := o.mustJoin(2)
	own, err := o.reg.Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]link.Identity{
		"nobody":                   {},
		"another counter's desk":   o.mustAdmit(o.mustRegister(t.TempDir())),
		"this site's device at HQ": device,
		"a node of HQ":             node,
		"a desk by HQ's key": o.mustForge(func(csr *x509.CertificateRequest) ([][]byte, error) {
			return posing.SignDesk(csr, 2, good.Peer().Device, 0)
		}),
		"the counter itself":          own,
		"a pass that nobody gave out": o.mustAdmit(o.mustRegister(o.mustCopy())),
	} {
		t.Run(name, func(t *testing.T) {
			before := o.size()
			status, err := o.knock(id)
			if err == nil && status != http.StatusForbidden {
				t.Errorf("got in: %d", status)
			}
			if o.size() != before {
				t.Errorf("the journal grew: %v", o.events()[before:])
			}
			if id.Peer().Role != link.RoleDesk {
				return // has no program of ours that dials a counter
			}
			line := o.dial(id)
			eventually(t, "a refusal", func() bool { return fault.Is(line.State().Err, fault.Denied) })
			if say := fault.Sentence(line.State().Err); !strings.Contains(say, "loket") || strings.Contains(say, "hoofdkantoor") {
				t.Errorf("says %q", say)
			}
		})
	}
	if status, err := o.knock(good); err != nil || status != http.StatusOK {
		t.Errorf("who may come in got %d, %v", status, err)
	}
}

// knock asks for the view with a certificate, whatever it is, as a program that is not ours would; without the zero one.
func (o *lanOffice) knock(id link.Identity) (int, error) {
	config := &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}
	if chain, key, err := id.PEM(); err == nil {
		pair, err := tls.X509KeyPair(chain, key)
		if err != nil {
			o.tb.Fatal(err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	transport := &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	q, err := http.NewRequest(http.MethodPost, "https://"+o.lan.Address()+contractconnect.CounterProductsProcedure, strings.NewReader("{}"))
	if err != nil {
		o.tb.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	resp, err := transport.RoundTrip(q)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// TestExpiredIsOut: a line that was open when its certificate ended is told so and cut, and no new one is had.
func TestExpiredIsOut(t *testing.T) {
	o := mustLAN(t)
	id := o.mustJoin(2)
	line := o.dial(id)
	mustWatch(t, screen(line), 2)
	o.set(id.Expires().Add(time.Minute))
	if err := o.lan.Renew(); err != nil { // the counter's own is as old
		t.Fatal(err)
	}
	before := o.size()
	_, err := screen(line).Products(context.Background(), connect.NewRequest(new(contract.ProductsRequest)))
	o.mustRefuse(fault.Denied, before, err)
	if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "verlopen") {
		t.Errorf("says %q", say)
	}
	eventually(t, "the line is cut and stays so", func() bool { return fault.Is(line.State().Err, fault.Denied) })
	if status, err := o.knock(id); err == nil {
		t.Errorf("got in: %d", status)
	}
}

// TestPlainKnocks: whoever speaks no TLS, an old one, or an unknown protocol is told nothing.
func TestPlainKnocks(t *testing.T) {
	o := mustLAN(t)
	before := o.size()
	if resp, err := http.Get("http://" + o.lan.Address() + "/"); err == nil {
		t.Errorf("plain HTTP got %s", resp.Status)
		_ = resp.Body.Close()
	}
	for name, c := range map[string]*tls.Config{
		"TLS 1.2":     {MaxVersion: tls.VersionTLS12},
		"HTTP/1.1":    {NextProtos: []string{"http/1.1"}},
		"no protocol": {},
	} {
		c.InsecureSkipVerify = true
		conn, err := tls.Dial("tcp", o.lan.Address(), c)
		if err == nil { // in TLS 1.3 the refusal comes after the handshake
			_, err = conn.Read(make([]byte, 1))
			_ = conn.Close()
		}
		if err == nil {
			t.Errorf("%s: was heard", name)
		}
	}
	udp, err := net.Dial("udp", o.lan.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	if _, err = udp.Write([]byte{0}); err == nil {
		_ = udp.SetReadDeadline(time.Now().Add(5 * time.Second))
		_, err = udp.Read(make([]byte, 1)) // the kernel says that the port is closed
	}
	if err == nil || strings.Contains(err.Error(), "timeout") {
		t.Errorf("somebody listens for UDP: %v", err)
	}
	if o.size() != before {
		t.Errorf("the journal grew: %v", o.events()[before:])
	}
}

// TestCodesThatOpenNothing: each with its words, and the journal as it was.
func TestCodesThatOpenNothing(t *testing.T) {
	o := mustLAN(t)
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	used := o.invite(2)
	first, err := o.enroll(used, link.EnrolOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, _, err := o.mustRegister(t.TempDir()).Invite(context.Background(), "", desk.At(2))
	if err != nil {
		t.Fatal(err)
	}
	withdrawn, expired := o.invite(1), o.invite(1) // the second takes the place of the first
	unknown, _, err := o.mustRegister(o.mustCopy()).Invite(context.Background(), "", desk.At(2))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		name string
		code link.Code
		kind fault.Kind
		say  string
	}{
		{"another counter's", elsewhere, fault.Denied, "niet het loket dat deze code gaf"},
		{"never given", unknown, fault.NotFound, "niet bekend bij dit loket"},
		{"withdrawn", withdrawn, fault.NotFound, "niet bekend bij dit loket"},
		{"used by another", used, fault.Taken, "al gebruikt"},
		{"expired", expired, fault.Refused, "vervallen"},
	} {
		if w.name == "expired" {
			o.set(o.clock().Add(desk.CodeLife))
		}
		before := o.size()
		_, err := o.enroll(w.code, link.EnrolOptions{})
		if !fault.Is(err, w.kind) || !strings.Contains(fault.Sentence(err), w.say) || o.size() != before {
			t.Errorf("%s: %v, which says %q", w.name, err, fault.Sentence(err))
		}
	}
	o.set(o.clock().Add(-time.Minute))
	before := o.size()
	again, err := o.enroll(used, link.EnrolOptions{Key: key}) // who did not hear the answer asks again
	if err != nil || again.Peer().Device != first.Peer().Device || o.size() != before {
		t.Errorf("the same key again: %v, %v", again.Peer(), err)
	}
}

// TestADeskActsForItself: a certificate of desk 2 signs nobody in elsewhere, shows no other desk, and lends its line to no
// session of another desk, whatever the call.
func TestADeskActsForItself(t *testing.T) {
	o := mustLAN(t)
	way := screen(o.dial(o.mustJoin(2)))
	ann := o.session // at desk 1, come by in whatever way
	ctx := context.Background()
	defer o.at(way, ann)()
	before := o.size()
	for _, d := range []uint32{0, 1, 3, 258} {
		_, err := way.SignIn(ctx, connect.NewRequest(&contract.SignInRequest{Clerk: "bert", Pin: annPIN, Desk: d}))
		o.mustRefuse(fault.Denied, before, err)
		stream, err := way.Watch(ctx, connect.NewRequest(&contract.WatchRequest{Desk: d}))
		if err == nil {
			if stream.Receive() {
				t.Errorf("desk %d is shown", d)
			}
			err = errors.Join(stream.Err(), stream.Close())
		}
		o.mustRefuse(fault.Denied, before, err)
	}
	var asked []string
	for _, name := range calls() {
		for _, c := range []func() (bool, error){
			func() (bool, error) { return o.try(name, o.command()) },
			func() (bool, error) { return o.tryToken(name, ann) },
		} {
			if personal, err := c(); personal {
				asked = append(asked, name)
				o.mustRefuse(fault.Denied, before, err)
				if say := fault.Sentence(fault.FromRPC("test", err)); !strings.Contains(say, "loket 2 en kan niets voor loket 1") {
					t.Errorf("%s says %q", name, say)
				}
			}
		}
	}
	for _, must := range []string{"SignOut", "DaySheet", "Call", "Book", "HandOut", "CloseDay"} {
		if !slices.Contains(asked, must) {
			t.Errorf("%s was not tried", must)
		}
	}
	bert := o.mustSignIn("bert", 2)
	before = o.size()
	_, err := way.Call(ctx, connect.NewRequest(&contract.CallRequest{Command: &contract.Command{Session: bert}, Desk: 1}))
	o.mustRefuse(fault.Denied, before, err)
	_, err = way.Issue(ctx, connect.NewRequest(&contract.IssueRequest{Command: &contract.Command{Session: bert}, StraightTo: 1}))
	o.mustRefuse(fault.Denied, before, err)
	o.at(o.client, bert)
	if _, err := way.SignOut(ctx, connect.NewRequest(&contract.Command{Session: bert})); err != nil || o.size() != before+1 {
		t.Errorf("its own clerk leaves: %v", err)
	}
}

// tryToken makes a call whose message carries a session itself.
func (c *counter) tryToken(name, session string) (takes bool, err error) {
	call := reflect.ValueOf(c.client).MethodByName(name)
	q := reflect.New(call.Type().In(1).Elem())
	m := reflect.New(q.Elem().FieldByName("Msg").Type().Elem())
	field := m.Elem().FieldByName("Session")
	if takes = field.IsValid(); !takes {
		return false, nil
	}
	field.SetString(session)
	q.Elem().FieldByName("Msg").Set(m)
	out := call.Call([]reflect.Value{reflect.ValueOf(context.Background()), q})
	err, _ = out[1].Interface().(error)
	return true, err
}

// signedAt is who sits at a desk, by the journal.
func signedAt(o *lanOffice, d office.Desk) (who office.ClerkID, there bool) {
	o.look(func(t appliance.Turn) { who, there = staff.At(t.View, d) })
	return who, there
}
