package desk_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/buurtloket/buurtloket/appliance/desk"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

const site office.SiteID = "buurtloket-berchem"

// failer is what tests of both sorts can fail.
type failer interface {
	Helper()
	Fatal(...any)
}

// world is a register, a clock, and a journal that notes each act once.
type world struct {
	t     failer
	dir   string
	now   time.Time
	acts  map[[16]byte]bool
	facts []*contract.Event
	deaf  error // with which the journal fails, before it has noted anything
	*desk.Register
}

func mustWorld(t failer, dir string) *world {
	t.Helper()
	w := &world{t: t, dir: dir, now: time.Date(2026, time.November, 24, 8, 30, 0, 0, time.UTC), acts: map[[16]byte]bool{}}
	w.reopen()
	return w
}

// reopen is a restart of the program.
func (w *world) reopen() {
	w.t.Helper()
	r, err := w.open()
	if err != nil {
		w.t.Fatal(err)
	}
	w.Register = r
}

func (w *world) open() (*desk.Register, error) {
	return desk.Open(desk.Options{Site: site, Dir: w.dir, Note: w.note, Now: func() time.Time { return w.now }})
}

func (w *world) file() string { return filepath.Join(w.dir, "desks.pem") }

func (w *world) note(_ context.Context, act [16]byte, e *contract.Event) error {
	if w.deaf != nil {
		return w.deaf
	}
	if !w.acts[act] {
		w.acts[act] = true
		w.facts = append(w.facts, e)
	}
	return nil
}

// machine is a computer that wants to be a screen.
type machine struct {
	key crypto.Signer
	csr *x509.CertificateRequest
}

func mustMachine(t failer) machine {
	t.Helper()
	key, err := link.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	return machine{key, csr}
}

// join brings a code; the peer is who the machine is by what it got.
func (w *world) join(m machine, code link.Code) (link.Peer, error) {
	w.t.Helper()
	chain, err := w.Redeem(code.Hash(), m.csr)
	if err != nil {
		return link.Peer{}, err
	}
	id, err := link.NewIdentity(chain, m.key)
	if err != nil {
		w.t.Fatal(err)
	}
	return id.Peer(), nil
}

func (w *world) mustInvite(d desk.Place) link.Code {
	w.t.Helper()
	code, _, err := w.Invite(context.Background(), "lea", d)
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

func (w *world) mustJoin(d desk.Place) link.Peer {
	w.t.Helper()
	p, err := w.join(mustMachine(w.t), w.mustInvite(d))
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// lock takes the folder away under the register, so that nothing can be written; the result brings it back.
func (w *world) lock() (unlock func()) {
	w.t.Helper()
	if err := os.Rename(w.dir, w.dir+".gone"); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		if err := os.Rename(w.dir+".gone", w.dir); err != nil {
			w.t.Fatal(err)
		}
	}
}

var errDisk = errors.New("the disk is full")

// memory is a folder in memory where the machine has that: each change is flushed to the disk, and there are thousands.
func memory(t *testing.T) string {
	t.Helper()
	parent := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		parent = "/dev/shm"
	}
	d, err := os.MkdirTemp(parent, "desk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(d) }) // a left-over does no harm
	return d
}

// dir is a folder that may be taken away.
func dir(t *testing.T) string {
	t.Helper()
	d := filepath.Join(memory(t), "node")
	if err := os.Mkdir(d, 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}
