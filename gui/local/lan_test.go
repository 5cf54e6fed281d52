package local_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/gui/local"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract/contractconnect"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/link/linktest"
)

// lan is the daemon of the other tests on a network: its authority, one code for desk 1, and a cable that can be cut.
type lan struct {
	*world
	authority *link.Authority
	code      link.Code
	cable     *linktest.Proxy
	server    *link.Server
	renewed   atomic.Int32
	target    string // where it listens
	file      string // of the badge

	mu     sync.Mutex // guards what follows
	now    time.Time
	refuse error // of every desk
	lose   bool  // the next answer to a code, after the code was used
	inv    link.Invitation
	stop   func()
}

func mustLAN(t *testing.T) *lan {
	t.Helper()
	l := &lan{now: time.Date(2026, time.November, 24, 8, 30, 0, 0, time.UTC), file: filepath.Join(t.TempDir(), "settings", "desk.pem")}
	l.world = &world{t: t, daemon: newDaemon(), seen: make(chan state.Snapshot, 100)}
	var err error
	if l.authority, err = link.NewAuthority(link.AuthorityOptions{Of: "buurtloket-berchem", Now: l.clock}); err != nil {
		t.Fatal(err)
	}
	if l.code, err = link.NewCode(rand.Reader, l.authority.Fingerprint()); err != nil {
		t.Fatal(err)
	}
	l.inv = link.Invitation{Hash: l.code.Hash(), Site: "buurtloket-berchem", Desk: 1, Expires: l.now.Add(time.Hour)}
	l.target = l.serve(linktest.FreeAddr(t))
	l.cable = linktest.Start(t, l.target, 1)
	return l
}

func (l *lan) clock() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *lan) set(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// serve starts the daemon on the network; stop kills it.
func (l *lan) serve(address string) string {
	l.t.Helper()
	own, err := l.authority.NewCounter(0)
	if err != nil {
		l.t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(contractconnect.NewCounterHandler(l.daemon))
	mux.Handle(link.RenewPath, link.RenewHandler(l.renew))
	s := &link.Server{Identity: own, Handler: mux, Enrol: link.EnrolHandler(l.redeem), Check: l.check, Now: l.clock,
		Logger: slog.New(slog.DiscardHandler), Limits: link.Limits{Grace: time.Millisecond}}
	if err := s.Listen(address); err != nil {
		l.t.Fatal(err)
	}
	l.server = s
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	l.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			l.t.Error(err)
		}
	})
	l.t.Cleanup(l.stop)
	return s.Addr().String()
}

func (l *lan) check(p link.Peer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.Desk() != 1 {
		return fault.New("lan", fault.Denied)
	}
	return l.refuse
}

func (l *lan) redeem(hash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := link.RedeemDesk(&l.inv, hash, csr, now); err != nil {
		return nil, err
	}
	l.inv.Used, l.inv.By = true, link.KeyHash(csr)
	if l.lose {
		l.lose = false
		panic(http.ErrAbortHandler)
	}
	l.mu.Unlock() // signing looks at the clock
	defer l.mu.Lock()
	return l.authority.SignDesk(csr, 1, "pass", 0)
}

func (l *lan) renew(p link.Peer, csr *x509.CertificateRequest) ([][]byte, error) {
	l.renewed.Add(1)
	return l.authority.SignDesk(csr, p.Desk(), p.Device, 0)
}

func (l *lan) join(code string) (*local.Badge, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return local.Join(ctx, l.file, l.cable.Addr(), code, l.clock)
}

// dial makes the world's counter one over the network, with its line kept until the test ends.
func (l *lan) dial() *local.LAN {
	l.t.Helper()
	badge, err := local.OpenBadge(l.file, l.clock)
	if err != nil {
		l.t.Fatal(err)
	}
	over, err := local.DialLAN(badge, l.cable.Addr(), nil)
	if err != nil {
		l.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- over.Run(ctx) }()
	l.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			l.t.Error(err)
		}
		over.Close()
	})
	l.counter = over.Counter
	return over
}

func (l *lan) mustDial() *local.LAN {
	l.t.Helper()
	if _, err := l.join(l.code.String()); err != nil {
		l.t.Fatal(err)
	}
	return l.dial()
}

// back watches again, as the screen does, until something is shown.
func (l *lan) back() <-chan error {
	l.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		ended := l.watch()
		select {
		case <-l.seen:
			return ended
		case <-ended:
		case <-deadline:
			l.t.Fatal("the counter did not come back")
		}
	}
}

// lost waits for the end of a watch.
func (l *lan) lost(ended <-chan error) error {
	l.t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(20 * time.Second):
		l.t.Fatal("nobody noticed")
		return nil
	}
}

// TestJoin: what is kept, for whom to read, and that it is of the desk the code was for.
func TestJoin(t *testing.T) {
	l := mustLAN(t)
	badge, err := l.join(strings.ToLower(l.code.String()))
	if err != nil || badge.Desk() != 1 || badge.Site() != "buurtloket-berchem" {
		t.Fatalf("%v, %v", badge, err)
	}
	for path, mode := range map[string]os.FileMode{l.file: 0o600, filepath.Dir(l.file): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(l.file)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	kept, err := os.ReadFile(l.file)
	if err != nil {
		t.Fatal(err)
	}
	strange, err := link.NewCode(rand.Reader, link.Fingerprint{1})
	if err != nil {
		t.Fatal(err)
	}
	unknown, err := link.NewCode(rand.Reader, l.authority.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]struct {
		code string
		kind fault.Kind
	}{
		"mistyped":          {"0000" + l.code.String()[4:], fault.Invalid},
		"another counter's": {strange.String(), fault.Denied},
		"never given":       {unknown.String(), fault.NotFound},
		"used":              {l.code.String(), fault.Taken},
	} {
		if _, err := l.join(w.code); !fault.Is(err, w.kind) || fault.Sentence(err) == fault.Sentence(fault.New("", w.kind)) {
			t.Errorf("%s: %v, which says %q", name, err, fault.Sentence(err))
		}
		if now, err := os.ReadFile(l.file); err != nil || string(now) != string(kept) {
			t.Errorf("%s: the badge is another: %v", name, err)
		}
	}
	l.cable.Down()
	if _, err := l.join(unknown.String()); !fault.Is(err, fault.Unreachable) || !strings.Contains(fault.Sentence(err), "geen verbinding met het toestel van het loket") {
		t.Errorf("nobody there: %v", err)
	}
}

// TestALostAnswerCostsNoCode: the key was kept before the code was used, so the same code gives the badge after all.
func TestALostAnswerCostsNoCode(t *testing.T) {
	l := mustLAN(t)
	l.set(func() { l.lose = true })
	if _, err := l.join(l.code.String()); !fault.Is(err, fault.Unreachable) {
		t.Fatalf("the answer was not lost: %v", err)
	}
	if badge, err := l.join(l.code.String()); err != nil || badge.Desk() != 1 {
		t.Fatalf("again: %v", err)
	}
}

// TestTheSameOverTheLAN: a screen cannot tell the difference.
func TestTheSameOverTheLAN(t *testing.T) {
	l := mustLAN(t)
	l.mustDial()
	l.watch()
	l.signIn()
	for name, do := range commands() {
		l.daemon.answer(nil, fault.New("x", fault.Taken).Tell("Net te laat.", ""))
		if _, err := do(t.Context(), l.counter); !fault.Is(err, fault.Taken) || fault.Sentence(err) != "Net te laat." {
			t.Errorf("%s: %v", name, err)
		}
	}
	l.daemon.forget()
	if _, err := l.counter.Call(t.Context()); !fault.Is(err, fault.Denied) {
		t.Errorf("without a session: %v", err)
	}
	l.until("that nobody is signed in", nobody)
}

// TestLossAndReturn: a daemon that is killed, and a cable that is out without a word, end the watch; both come back, over
// the same Counter, to a desk where nobody is signed in.
func TestLossAndReturn(t *testing.T) {
	l := mustLAN(t)
	l.mustDial()
	ended := l.watch()
	l.signIn()
	for name, cut := range map[string]func() (mend func()){
		"killed": func() func() { l.stop(); return func() { l.serve(l.target) } },
		"silent": func() func() { l.cable.BlackHole(); return l.cable.Heal },
		"gone":   func() func() { l.cable.Down(); return l.cable.Heal },
	} {
		mend := cut()
		if err := l.lost(ended); !fault.Is(err, fault.Unreachable) {
			t.Fatalf("%s: the watch ended with %v", name, err)
		}
		if err := l.lost(l.watch()); !fault.Is(err, fault.Unreachable) || !strings.Contains(fault.Sentence(err), "toestel van het loket") {
			t.Fatalf("%s: without a line %v", name, err)
		}
		l.daemon.forget()
		mend()
		ended = l.back()
		l.signIn()
	}
}

// TestWhoIsOut is told so, and why, as often as it asks; a desk that is let in again needs nothing but a code.
func TestWhoIsOut(t *testing.T) {
	l := mustLAN(t)
	l.mustDial()
	ended := l.watch()
	l.until("the counter", func(state.Snapshot) bool { return true })
	l.set(func() { l.refuse = fault.New("x", fault.Denied) })
	if _, err := l.counter.Call(t.Context()); !fault.Is(err, fault.Denied) || !strings.Contains(fault.Sentence(err), "is ingetrokken") {
		t.Errorf("a command: %v", err)
	}
	_ = l.lost(ended) // with the line that was cut
	for range 3 {
		if err := l.lost(l.watch()); !fault.Is(err, fault.Denied) || !strings.Contains(fault.Sentence(err), "is ingetrokken") {
			t.Errorf("a watch: %v, which says %q", err, fault.Sentence(err))
		}
	}
	l.set(func() { l.refuse = nil })
	l.back()
}

// TestBadgesRenewThemselves: long before the end, once, kept on the disk; and what is watched goes on.
func TestBadgesRenewThemselves(t *testing.T) {
	l := mustLAN(t)
	over := l.mustDial()
	ended := l.watch()
	l.until("the counter", func(state.Snapshot) bool { return true })
	if err := over.Renew(t.Context()); err != nil || l.renewed.Load() != 0 {
		t.Fatalf("renewed on the first day: %v", err)
	}
	before, err := local.OpenBadge(l.file, l.clock)
	if err != nil {
		t.Fatal(err)
	}
	l.set(func() { l.now = l.now.Add(link.DeskLife * 3 / 4) })
	for range 2 {
		if err := over.Renew(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	after, err := local.OpenBadge(l.file, l.clock)
	if err != nil || l.renewed.Load() != 1 || !after.Expires().After(before.Expires()) || after.Desk() != 1 {
		t.Errorf("renewed %d times, until %v: %v", l.renewed.Load(), after.Expires(), err)
	}
	for tick := time.Tick(time.Millisecond); len(l.server.Peers()) < 2 && len(ended) == 0; {
		<-tick // until the new line is there beside the old one, over which the counter is still watched
	}
	l.signIn()
	if len(ended) > 0 {
		t.Errorf("the watch ended: %v", <-ended)
	}
	if entries, err := os.ReadDir(filepath.Dir(l.file)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestBadgesThatAreNone: a screen is told what to do about it before it dials.
func TestBadgesThatAreNone(t *testing.T) {
	l := mustLAN(t)
	open := func() error { _, err := local.OpenBadge(l.file, l.clock); return err }
	if err := open(); !fault.Is(err, fault.NotFound) || !strings.Contains(fault.Sentence(err), "loket join") {
		t.Errorf("never joined: %v", err)
	}
	badge, err := l.join(l.code.String())
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(l.file)
	if err != nil {
		t.Fatal(err)
	}
	l.set(func() { l.now = badge.Expires().Add(time.Second) })
	if err := open(); !fault.Is(err, fault.Denied) || !strings.Contains(fault.Sentence(err), "verlopen") {
		t.Errorf("expired: %v", err)
	}
	device, err := l.authority.NewCounter(0)
	if err == nil {
		err = device.WriteFile(l.file)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := open(); !fault.Is(err, fault.Corrupt) {
		t.Errorf("the counter's own certificate: %v", err)
	}
	if err := os.WriteFile(l.file, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(); !fault.Is(err, fault.Corrupt) {
		t.Errorf("half a file: %v", err)
	}
}
