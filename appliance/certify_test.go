package appliance_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/certificate"
	"github.com/buurtloket/buurtloket/appliance/night"
	"github.com/buurtloket/buurtloket/sync/attest"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
)

// press makes certificates as headquarters does: once for each act.
type press struct {
	mu      sync.Mutex
	made    map[string]*contract.MakeCertificateResponse
	asked   []*contract.MakeCertificateRequest
	refuse  string
	lost    int  // so many answers get lost
	forged  bool // the PDF is not that of the seal
	invalid bool
}

func (p *press) MakeCertificate(_ context.Context, r *connect.Request[contract.MakeCertificateRequest]) (*connect.Response[contract.MakeCertificateResponse], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.Msg)
	if p.invalid {
		return nil, fault.RPC(fault.New("test", fault.Invalid))
	}
	if p.refuse != "" {
		return connect.NewResponse(&contract.MakeCertificateResponse{Refused: p.refuse}), nil
	}
	if p.made == nil {
		p.made = map[string]*contract.MakeCertificateResponse{}
	}
	key := string(r.Msg.Certificate)
	if p.made[key] == nil {
		pdf := []byte("%PDF " + r.Msg.Kind + " van " + r.Msg.Name)
		d := sha256.Sum256(pdf)
		p.made[key] = &contract.MakeCertificateResponse{Pdf: pdf, Duplicate: append([]byte("DUPLICAAT"), pdf...),
			Seal: &contract.CertificateSeal{Code: attest.Verification.Make([8]byte(r.Msg.Certificate[:8])), Kind: r.Msg.Kind, Digest: d[:], AtMs: int64(len(p.made) + 1)}}
	}
	if p.lost > 0 {
		p.lost--
		return nil, fault.RPC(fault.New("test", fault.Unreachable))
	}
	out := p.made[key]
	if p.forged {
		out = &contract.MakeCertificateResponse{Pdf: []byte("%PDF anders"), Duplicate: out.Duplicate, Seal: out.Seal}
	}
	return connect.NewResponse(out), nil
}

func (p *press) times() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked)
}

// zoe is who wants a certificate.
var zoe = appliance.Wanted{Kind: attest.Life, Number: "85073003427", Name: "Zoë Peeters"}

func who(n byte) appliance.Who {
	return appliance.Who{Clerk: "ann", Desk: 1, Act: [16]byte{1, n}}
}

func mustCertify(tb testing.TB, n *appliance.Node, by appliance.Who, q appliance.Wanted) certificate.ID {
	tb.Helper()
	if _, err := n.Certify(context.Background(), by, q); err != nil {
		tb.Fatal(err)
	}
	return certificate.ID(by.Act)
}

func certified(tb testing.TB, n *appliance.Node, id certificate.ID) (row *contract.CertificateRow) {
	tb.Helper()
	look(tb, n, func(t appliance.Turn) {
		s, err := certificate.Get(t.View, id)
		if err != nil {
			tb.Fatal(err)
		}
		row = certificate.Row(s)
	})
	return row
}

// files are those of certificates in a counter's folder.
func files(tb testing.TB, dir string) []string {
	tb.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "certificates", "*"))
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func isStage(tb testing.TB, n *appliance.Node, id certificate.ID, want contract.CertificateStage) func() bool {
	return func() bool { return certified(tb, n, id).Stage == want }
}

const (
	asked = contract.CertificateStage_CERTIFICATE_STAGE_ASKED
	ready = contract.CertificateStage_CERTIFICATE_STAGE_READY
)

// TestACertificateWaitsForTheLine: asked without one, made when it is back, and what leaves the counter with the journal opens
// nothing and names nobody.
func TestACertificateWaitsForTheLine(t *testing.T) {
	h, dir := mustHQ(t), t.TempDir()
	h.admit(dir)
	n := mustOpen(t, appliance.Config{Dir: dir, HQ: []string{h.addr}, Timing: quick})
	n.SetLine(false)
	run(t, n)
	id := mustCertify(t, n, who(1), zoe)
	mustCertify(t, n, who(1), zoe) // a second tap
	if row := certified(t, n, id); row.Stage != asked || row.Pickup == "" || len(files(t, dir)) != 1 {
		t.Fatalf("%v, files %v", row, files(t, dir))
	}
	n.SetLine(true)
	eventually(t, "it is made", isStage(t, n, id, ready))
	eventually(t, "the question is gone", func() bool { return len(files(t, dir)) == 1 })
	for duplicate, want := range map[bool]string{false: "%PDF leven van Zoë Peeters", true: "DUPLICAAT%PDF leven van Zoë Peeters"} {
		if pdf, err := n.CertificatePaper(id, duplicate); err != nil || string(pdf) != want {
			t.Errorf("%q, %v", pdf, err)
		}
	}
	if h.press.times() != 1 {
		t.Errorf("headquarters was asked %d times", h.press.times())
	}
	l, size := life(t, n)
	eventually(t, "headquarters has all records", func() bool { return h.size(l) == size })
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.personal) != 2 {
		t.Errorf("%d items came beside the records, want the two keys", len(h.personal))
	}
	var came [][]byte
	came = append(came, h.lives[uint64(l)]...)
	for _, p := range h.personal {
		came = append(came, p.Plain)
	}
	for _, file := range files(t, dir) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		came = append(came, b)
	}
	for _, b := range came {
		for _, word := range []string{"Peeters", "Zoë", "85073003427", "%PDF"} {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%q left the counter, or lies open in it", word)
			}
		}
	}
}

// TestWhatHeadquartersAnswers: an answer that got lost is asked again and is the same; a refusal is one; a PDF that is not the
// seal's is not taken; and one that fails does not hold up the others.
func TestWhatHeadquartersAnswers(t *testing.T) {
	dir := t.TempDir()
	n := mustOpen(t, appliance.Config{Dir: dir})
	ctx := context.Background()
	id := mustCertify(t, n, who(1), zoe)
	p := &press{lost: 1}
	if made, err := n.MakeCertificates(ctx, p); made != 0 || !fault.Is(err, fault.Unreachable) || certified(t, n, id).Stage != asked {
		t.Fatalf("an answer got lost: %d, %v", made, err)
	}
	p.forged = true
	other := mustCertify(t, n, who(2), zoe)
	if made, err := n.MakeCertificates(ctx, p); made != 0 || err == nil || p.times() != 3 || len(files(t, dir)) != 2 {
		t.Fatalf("a forged one: %d, %v, asked %d times", made, err, p.times())
	}
	p.forged = false
	if made, err := n.MakeCertificates(ctx, p); made != 2 || err != nil {
		t.Fatalf("%d, %v", made, err)
	}
	if a, b := certified(t, n, id), certified(t, n, other); a.Stage != ready || b.Stage != ready || len(p.made) != 2 || a.Pickup == b.Pickup {
		t.Errorf("%v, %v", a, b)
	}
	third := mustCertify(t, n, who(3), zoe)
	p.refuse = attest.OtherName
	if made, err := n.MakeCertificates(ctx, p); made != 1 || err != nil {
		t.Errorf("%d, %v", made, err)
	}
	fourth := mustCertify(t, n, who(4), zoe)
	p.refuse, p.invalid = "", true
	if made, err := n.MakeCertificates(ctx, p); made != 1 || err != nil {
		t.Errorf("what headquarters cannot read: %d, %v", made, err)
	}
	for _, id := range []certificate.ID{third, fourth} {
		if row := certified(t, n, id); row.Stage != contract.CertificateStage_CERTIFICATE_STAGE_REFUSED || row.Say == "" {
			t.Errorf("%v", row)
		}
		if _, err := n.CertificatePaper(id, false); err == nil {
			t.Error("a paper of what was refused")
		}
	}
	if made, err := n.MakeCertificates(ctx, p); made != 0 || err != nil {
		t.Errorf("nothing waits: %d, %v", made, err)
	}
}

// TestCertificateRefusals: nothing is kept of what is no wish.
func TestCertificateRefusals(t *testing.T) {
	dir := t.TempDir()
	n := mustOpen(t, appliance.Config{Dir: dir})
	for name, q := range map[string]appliance.Wanted{"no such kind": {Kind: "adel", Number: zoe.Number, Name: zoe.Name},
		"no such visit": {Kind: attest.Life, Number: zoe.Number, Name: zoe.Name, Visit: office.VisitID{9}}} {
		if _, err := n.Certify(context.Background(), who(9), q); err == nil || len(files(t, dir)) != 0 {
			t.Errorf("%s: %v, files %v", name, err, files(t, dir))
		}
	}
	if _, err := n.CertificatePaper(certificate.ID{5}, false); !fault.Is(err, fault.NotFound) {
		t.Errorf("a paper of nothing: %v", err)
	}
}

// TestCertificateCrashes: killed at any commit of the way, a wish that was confirmed is made once, and no file stays that nothing
// wants.
func TestCertificateCrashes(t *testing.T) {
	died := errors.New("died")
	for commit := range 3 {
		for _, stage := range []journal.Stage{journal.BeforeCommit, journal.AfterCommit} {
			t.Run(fmt.Sprint(commit, stage), func(t *testing.T) {
				dir, ctx, p := t.TempDir(), context.Background(), new(press)
				left := -1
				cfg := appliance.Config{Site: site, Dir: dir, Interrupt: func(s journal.Stage) error {
					if left >= 0 && s == stage {
						if left--; left < 0 {
							return died
						}
					}
					return nil
				}}
				n, err := appliance.Open(cfg)
				if err != nil {
					t.Fatal(err)
				}
				left = commit
				_, first := n.Certify(ctx, who(1), zoe)
				_, made := n.MakeCertificates(ctx, p)
				_ = n.Close() // it may be latched, and says so
				left = -1
				n = mustOpen(t, cfg)
				if first != nil { // nobody was told that it is on its way: the clerk taps again
					mustCertify(t, n, who(1), zoe)
				}
				if made == nil && first == nil && commit < 2 {
					t.Fatal("nothing died")
				}
				if _, err := n.MakeCertificates(ctx, p); err != nil {
					t.Fatal(err)
				}
				if err := n.SweepCertificates(); err != nil {
					t.Fatal(err)
				}
				pdf, err := n.CertificatePaper(certificate.ID{1, 1}, false)
				if err != nil || !strings.Contains(string(pdf), "Zoë") || len(p.made) != 1 || len(files(t, dir)) != 1 {
					t.Errorf("%q, %v; made %d, files %v", pdf, err, len(p.made), files(t, dir))
				}
			})
		}
	}
}

// TestTheNightLetsCertificatesGo: what is over goes with its file and its key; what waits stays, for as long as was said.
func TestTheNightLetsCertificatesGo(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	dir, p := t.TempDir(), new(press)
	monday := office.NewDate(2026, 11, 23)
	c := &clock{now: monday.At(10*60, zone)}
	n := mustOpen(t, appliance.Config{Dir: dir, Now: c.read})
	refused := mustCertify(t, n, who(1), zoe)
	p.refuse = attest.NoPerson
	if _, err := n.MakeCertificates(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("the question of what was refused stays: %v", left)
	}
	p.refuse = ""
	made := mustCertify(t, n, who(2), zoe)
	if _, err := n.MakeCertificates(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	waits := mustCertify(t, n, who(3), zoe)
	retention := func(d office.Date, want string, left int) {
		t.Helper()
		c.set(d.At(2*60, zone))
		if out := n.NightStep(night.Retention); !out.Done || !strings.Contains(out.Say, want) || len(files(t, dir)) != left {
			t.Errorf("the night to %v: %v, files %v", d, out, files(t, dir))
		}
	}
	retention(monday, "", 2)
	retention(monday+1, "Attesten gewist: 1.", 2)
	retention(monday+certificate.Waits, "", 2)
	if pdf, err := n.CertificatePaper(made, false); err != nil || len(pdf) == 0 {
		t.Errorf("%v", err)
	}
	retention(monday+certificate.Waits+1, "Niemand haalde er 2 af.", 0)
	for _, id := range []certificate.ID{refused, made, waits} {
		if _, err := n.CertificatePaper(id, false); err == nil {
			t.Error("it can still be printed")
		}
	}
}
