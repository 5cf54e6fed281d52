// Package fleet admits the counters' appliances and sends them away: enrolment codes, certificates, revocation, and
// which sites have an exchange open here.
package fleet

import (
	"context"
	"crypto/x509"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// deviceLife is how long a device's certificate holds: long enough for a summer without a line.
const deviceLife = 180 * 24 * time.Hour

// enrolWait bounds one enrolment: a device tries again.
const enrolWait = 10 * time.Second

// Fleet is safe for concurrent use.
type Fleet struct {
	authority *link.Authority
	random    io.Reader
	now       func() time.Time
	cluster   atomic.Pointer[cluster]

	mu    sync.Mutex
	lines map[office.SiteID]*line // of sites that had an exchange at this node since it started
}

type cluster struct {
	log     consensus.Log
	machine *register.Machine
}

// New makes the fleet of one node. Until Use it refuses everybody.
func New(a *link.Authority, random io.Reader, now func() time.Time) *Fleet {
	return &Fleet{authority: a, random: random, now: now, lines: map[office.SiteID]*line{}}
}

// Use gives the fleet the cluster it keeps its books in.
func (f *Fleet) Use(log consensus.Log, machine *register.Machine) {
	f.cluster.Store(&cluster{log, machine})
}

func (f *Fleet) books() (*cluster, error) {
	if c := f.cluster.Load(); c != nil {
		return c, nil
	}
	return nil, fault.New("fleet", fault.Unreachable).Tell("Het hoofdkantoor start nog op.", "Probeer het straks opnieuw.")
}

// Check refuses a device whose certificate was withdrawn. It is asked on every request, so it reads this node's own
// state; withdrawing waits for a majority, and the others follow in milliseconds.
func (f *Fleet) Check(p link.Peer) error {
	if p.Role != link.RoleSite {
		return nil
	}
	c, err := f.books()
	if err != nil {
		return err
	}
	return c.log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := c.machine.View(r)
		if v.Revoked(p.Site(), p.Serial, p.Issued) {
			return fault.New("fleet.Check", fault.Denied).On(p.Name).
				Tell("De toegang van dit toestel is ingetrokken.", "Bel de beheerder.")
		}
		return nil
	})
}

// IssueCode makes a one-time code for a site's device. Only its hash is kept.
func (f *Fleet) IssueCode(ctx context.Context, site office.SiteID, valid time.Duration) (link.Code, time.Time, error) {
	const op = "fleet.IssueCode"
	c, err := f.books()
	if err != nil {
		return link.Code{}, time.Time{}, err
	}
	code, err := link.NewCode(f.random, f.authority.Fingerprint())
	if err != nil {
		return link.Code{}, time.Time{}, err
	}
	expires := f.now().Add(valid)
	reply, err := forward.Command(ctx, c.log, &contract.HQCommand{AtMs: f.now().UnixMilli(), Kind: &contract.HQCommand_Code{
		Code: &contract.EnrolCode{Hash: code.Hash(), Site: string(site), ExpiresMs: expires.UnixMilli()}}})
	if err == nil {
		err = register.Err(op, reply)
	}
	return code, expires, fault.Wrap(op, err)
}

// EnrolHandler answers strangers with a code.
func (f *Fleet) EnrolHandler() http.Handler { return link.EnrolHandler(f.redeem) }

// RenewHandler gives a device a new certificate for the one it has, and notes it.
func (f *Fleet) RenewHandler() http.Handler {
	return link.RenewHandler(func(p link.Peer, csr *x509.CertificateRequest) ([][]byte, error) {
		ctx, cancel := context.WithTimeout(context.Background(), enrolWait)
		defer cancel()
		c, err := f.books()
		if err != nil {
			return nil, err
		}
		return f.issue(ctx, c, nil, link.Device{Site: p.Site(), Serial: p.Device}, csr)
	})
}

// issue makes a certificate and gives it only if the register, which decides between two who come with one code,
// takes its serial.
func (f *Fleet) issue(ctx context.Context, c *cluster, hash []byte, d link.Device, csr *x509.CertificateRequest) ([][]byte, error) {
	const op = "fleet.issue"
	chain, err := f.authority.SignDevice(csr, d, deviceLife)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil, fault.New(op, fault.Internal).Because(err)
	}
	r := &contract.Redeemed{Hash: hash, Site: string(d.Site), Serial: leaf.SerialNumber.Text(16)}
	if len(hash) > 0 {
		r.Key, r.Certificate = link.KeyHash(csr), chain[0]
	}
	reply, err := forward.Command(ctx, c.log, &contract.HQCommand{AtMs: f.now().UnixMilli(), Kind: &contract.HQCommand_Redeemed{Redeemed: r}})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return chain, register.Err(op, reply)
}

// redeem uses a code up for a certificate. The answer may get lost on its way: to the key that used the code the same
// certificate is given again, until the code expires.
func (f *Fleet) redeem(hash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
	const op = "fleet.redeem"
	ctx, cancel := context.WithTimeout(context.Background(), enrolWait)
	defer cancel()
	c, err := f.books()
	if err != nil {
		return nil, err
	}
	code, err := c.code(ctx, hash)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	var invitation *link.Invitation
	if code != nil {
		invitation = &link.Invitation{Hash: hash, Site: office.SiteID(code.Site), Expires: time.UnixMilli(code.ExpiresMs), Used: code.Used, By: code.Key}
	}
	if err := link.Redeem(invitation, hash, csr, f.now()); err != nil {
		return nil, err
	}
	if code.Used {
		return f.chain(code), nil
	}
	asked, err := link.Asked(csr)
	if err != nil {
		return nil, err
	}
	chain, err := f.issue(ctx, c, hash, link.Device{Site: invitation.Site, Serial: asked.Device}, csr)
	if !fault.Is(err, fault.Taken) {
		return chain, err
	}
	// Somebody was quicker: perhaps this very device, by another node.
	if code, rerr := c.code(ctx, hash); rerr == nil && register.UsedBy(code, link.KeyHash(csr)) {
		return f.chain(code), nil
	}
	return nil, err
}

// code is an enrolment code as it stands; nil when there is none.
func (c *cluster) code(ctx context.Context, hash []byte) (code *contract.CodeState, err error) {
	err = c.log.Read(ctx, func(r kv.Reader) error { code = c.machine.View(r).Code(hash); return nil })
	return code, err
}

// chain is the certificate that a code was used for, as it was given.
func (f *Fleet) chain(code *contract.CodeState) [][]byte {
	return [][]byte{code.Certificate, f.authority.Certificate().Raw}
}
