package link_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// newCounter is the authority of a counter for its screens.
func newCounter(tb testing.TB, site office.SiteID) city {
	tb.Helper()
	clk := newClock()
	a, err := link.NewAuthority(link.AuthorityOptions{Of: site, Now: clk.now})
	if err != nil {
		tb.Fatal(err)
	}
	return city{a, clk}
}

// mustListen serves a counter's screens; whoever brings the code becomes desk 2.
func (c city) mustListen(tb testing.TB, code link.Code) (*link.Server, func()) {
	tb.Helper()
	inv := link.Invitation{Hash: code.Hash(), Site: "berchem", Desk: 2, Expires: c.clock.now().Add(time.Hour)}
	enrol := link.EnrolHandler(func(hash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
		if err := link.RedeemDesk(&inv, hash, csr, c.clock.now()); err != nil {
			return nil, err
		}
		return c.SignDesk(csr, inv.Desk, "a pass", 0)
	})
	return c.mustServeDesks(tb, func(s *link.Server) { s.Enrol = enrol })
}

func (c city) mustServeDesks(tb testing.TB, change func(*link.Server)) (*link.Server, func()) {
	tb.Helper()
	own, err := c.NewCounter(0)
	if err != nil {
		tb.Fatal(err)
	}
	s := &link.Server{Identity: own, Handler: whoami("counter"), Now: c.clock.now, Logger: silent,
		Limits: link.Limits{Grace: 100 * time.Millisecond, Quiet: 2 * time.Second, Sweep: time.Hour}}
	change(s)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Errorf("server ended with %v", err)
		}
	})
	tb.Cleanup(stop)
	return s, stop
}

func (c city) mustCode(tb testing.TB) link.Code {
	tb.Helper()
	code, err := link.NewCode(rand.Reader, c.Fingerprint())
	if err != nil {
		tb.Fatal(err)
	}
	return code
}

func (c city) mustDesk(tb testing.TB, number office.Desk) link.Identity {
	tb.Helper()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		tb.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		tb.Fatal(err)
	}
	chain, err := c.SignDesk(csr, number, "a pass", 0)
	if err != nil {
		tb.Fatal(err)
	}
	id, err := link.NewIdentity(chain, key)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// A screen gets in with a code that names no desk to it, and speaks HTTP/2 from its first line on; nobody listens for UDP.
func TestADesksLine(t *testing.T) {
	t.Parallel()
	c := newCounter(t, "berchem")
	code := c.mustCode(t)
	s, _ := c.mustListen(t, code)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	id, err := link.EnrollDesk(ctx, s.Addr().String(), code, link.EnrolOptions{Now: c.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	if p := id.Peer(); p.Role != link.RoleDesk || p.Site() != "berchem" || p.Desk() != 2 || p.Device != "a pass" {
		t.Errorf("became %+v", p)
	}
	line := c.mustConnect(t, id, nil, s.Addr().String())
	if got := mustGet(t, line.HTTPClient(), "/"); got != "HTTP/2.0 counter desk/berchem/2 a pass" {
		t.Errorf("answered %q", got)
	}
	if peers := s.Peers(); len(peers) != 1 || peers[0] != id.Peer() {
		t.Errorf("lines of %v, want %v", peers, id.Peer())
	}
	udp, err := net.Dial("udp", s.Addr().String())
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
}

// A counter's authority makes nobody headquarters, nor the other way about, and certificates of one mean nothing to the
// other even where somebody trusts both.
func TestAuthoritiesStayApart(t *testing.T) {
	t.Parallel()
	hq, counter := newCity(t), newCounter(t, "berchem")
	if _, err := counter.NewNode("hq-1", 0); !fault.Is(err, fault.Denied) {
		t.Errorf("a counter makes a node: %v", err)
	}
	if _, err := counter.NewDevice(link.Device{Site: "berchem"}, 0); !fault.Is(err, fault.Denied) {
		t.Errorf("a counter makes a device: %v", err)
	}
	if _, err := hq.NewCounter(0); err == nil {
		t.Error("headquarters makes a counter")
	}
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	csr := mustRequest(t, key)
	for name, sign := range map[string]func() ([][]byte, error){
		"headquarters makes a desk": func() ([][]byte, error) { return hq.SignDesk(csr, 2, "pass", 0) },
		"a desk without a number":   func() ([][]byte, error) { return counter.SignDesk(csr, 0, "pass", 0) },
		"a desk without a pass":     func() ([][]byte, error) { return counter.SignDesk(csr, 2, "", 0) },
	} {
		if _, err := sign(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	both := hq.Roots()
	both.AddCert(counter.Certificate())
	trusting := func(o *link.ClientOptions) {
		hasty(o)
		o.Roots = both
	}
	node, _ := hq.mustServe(t, "hq-1", whoami("hq-1"), func(s *link.Server) { s.Roots = both })
	local, _ := counter.mustListen(t, counter.mustCode(t))
	for name, line := range map[string]*link.Client{
		"a desk at headquarters": hq.mustConnect(t, counter.mustDesk(t, 2), trusting, node.Addr().String()),
		"a device at a counter":  hq.mustConnect(t, hq.mustDevice(t, "berchem"), trusting, local.Addr().String()),
	} {
		if s := mustBecome(t, line, "refused", down); !fault.Is(s.Err, fault.Denied) {
			t.Errorf("%s: %v", name, s.Err)
		}
	}
}

// What a counter tells its screens is about the counter.
func TestADeskReadsOfItsCounter(t *testing.T) {
	t.Parallel()
	c := newCounter(t, "berchem")
	out := fault.New("x", fault.Denied)
	s, stop := c.mustServeDesks(t, func(s *link.Server) { s.Check = func(link.Peer) error { return out } })
	says := func(is func(link.State) bool, id link.Identity, want string) {
		t.Helper()
		line := c.mustConnect(t, id, nil, s.Addr().String())
		state := mustBecome(t, line, want, is)
		if say := fault.Sentence(state.Err); !strings.Contains(say, want) || strings.Contains(say, "hoofdkantoor") {
			t.Errorf("the line says %q, want %q", say, want)
		}
		_, _, err := get(t, line.HTTPClient(), "/")
		if say := fault.Sentence(err); !strings.Contains(say, want) {
			t.Errorf("a request says %q, want %q", say, want)
		}
	}
	says(down, c.mustDesk(t, 2), "De toegang van dit scherm tot het loket is ingetrokken")
	says(down, newCounter(t, "berchem").mustDesk(t, 2), "Dit scherm en het loket herkennen elkaar niet")
	stop()
	says(down, c.mustDesk(t, 2), "geen verbinding met het toestel van het loket")
}

// Only names that a counter writes are read as desks.
func TestNamesOfDesks(t *testing.T) {
	t.Parallel()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []office.Desk{1, 2, 255} {
		if p := newCounter(t, "berchem").mustDesk(t, number).Peer(); p.Desk() != number || p.Site() != "berchem" {
			t.Errorf("desk %d is read as %v", number, p)
		}
	}
	for _, name := range []string{"desk/berchem", "desk/berchem/", "desk/berchem/0", "desk/berchem/02", "desk/berchem/256", "desk/berchem/+2",
		"desk//2", "desk/Berchem/2", "desk/berchem/2/3", "desk/2", "counter/", "counter/berchem/2"} {
		if p, err := link.Asked(mustRequest(t, key, "buurtloket:"+name)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s is read as %v: %v", name, p, err)
		}
	}
}

// The code of a screen is for a screen, and that of a counter for a counter.
func TestCodesAreForOneSort(t *testing.T) {
	t.Parallel()
	c := newCounter(t, "berchem")
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	code, csr := c.mustCode(t), mustRequest(t, key, "buurtloket:site/berchem")
	inv := link.Invitation{Hash: code.Hash(), Site: "berchem", Expires: c.clock.now().Add(time.Hour)}
	if err := link.RedeemDesk(&inv, code.Hash(), csr, c.clock.now()); !fault.Is(err, fault.Denied) {
		t.Errorf("a counter's code for a screen: %v", err)
	}
	inv.Desk = 2
	if err := link.Redeem(&inv, code.Hash(), csr, c.clock.now()); !fault.Is(err, fault.Denied) {
		t.Errorf("a screen's code for a counter: %v", err)
	}
	if err := link.RedeemDesk(&inv, code.Hash(), csr, c.clock.now()); err != nil {
		t.Errorf("a screen's code: %v", err)
	}
}
