package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/buurtloket/buurtloket/appliance/keyfile"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/link"
	"github.com/buurtloket/buurtloket/sync/office"
)

// CodeLife is how long a code waits: to walk to the other desk and type it.
const CodeLife = 30 * time.Minute

// Pass names one admission: the first half of the hash of the code it began with. It is no secret.
type Pass [16]byte

// String is the pass as it stands in certificates.
func (p Pass) String() string { return hex.EncodeToString(p[:]) }

func passOf(hash []byte) (p Pass) {
	copy(p[:], hash)
	return p
}

// Screen is a machine that is let in.
type Screen struct {
	Desk   office.Desk
	Pass   Pass
	Joined time.Time
}

// Options are what a register is made of. Site, Dir and Note are required.
type Options struct {
	Site office.SiteID
	Dir  string // of the node; holds the file
	// Files keep the file, which holds the authority's key; nil: plain, in Dir.
	Files keyfile.Files

	// Note makes a fact durable in the journal before it returns. An act that was noted before is not noted twice. Note is
	// called with the register's lock held, and must not call the register.
	Note func(ctx context.Context, act [16]byte, e *contract.Event) error

	Life   time.Duration    // of a screen's certificate; zero: link.DeskLife
	Now    func() time.Time // wall time; nil: time.Now
	Random io.Reader        // nil: crypto/rand; read by several goroutines
}

// Register is who may be a screen of one counter. All methods are safe for concurrent use; Check never waits.
type Register struct {
	opts      Options
	authority *link.Authority

	writing sync.Mutex           // held from reading the book to the next one being in use
	book    atomic.Pointer[book] // as in the file
}

// Open reads the register of a counter, or makes one with an authority of its own. Kinds: Corrupt, and Internal when the
// disk fails.
func Open(o Options) (*Register, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Files == nil {
		o.Files = keyfile.Plain(o.Dir)
	}
	r := &Register{opts: o}
	a, b, err := load(o.Files, link.AuthorityOptions{Of: o.Site, Now: o.Now, Random: o.Random})
	if err != nil {
		return nil, err
	}
	r.authority = a
	r.book.Store(&b)
	return r, nil
}

// Identity makes the certificate by which screens know this counter.
func (r *Register) Identity() (link.Identity, error) { return r.authority.NewCounter(0) }

// Invite gives a code for a desk, and until when it waits; an earlier one for that desk opens nothing any more. A screen
// that the desk has stays until the code is used. The clerk is who gives it; empty: the command line.
func (r *Register) Invite(ctx context.Context, by office.ClerkID, d office.Desk) (link.Code, time.Time, error) {
	const op = "desk.Invite"
	none := time.Time{}
	if d == 0 {
		return link.Code{}, none, fault.New(op, fault.Invalid).Tell("Een scherm hoort bij een loket met een nummer.", "Kies een loket van deze locatie.")
	}
	code, err := link.NewCode(r.opts.Random, r.authority.Fingerprint())
	if err != nil {
		return link.Code{}, none, fault.Wrap(op, err)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	now := r.opts.Now()
	inv := link.Invitation{Hash: code.Hash(), Site: r.opts.Site, Desk: d, Expires: now.Add(CodeLife).Truncate(time.Second)}
	pass := passOf(inv.Hash)
	err = r.note(ctx, "invited", pass, &contract.Event{Clerk: string(by), Kind: &contract.Event_DeskInvited{
		DeskInvited: &contract.DeskInvited{Desk: uint32(d), Pass: pass[:], ExpiresMs: inv.Expires.UnixMilli()}}})
	if err != nil {
		return link.Code{}, none, fault.Wrap(op, err)
	}
	next := r.book.Load().clone(now)
	next.invited[d] = inv
	return code, inv.Expires, fault.Wrap(op, r.use(next))
}

// Redeem gives a machine that brings a code its certificate, and makes it the desk's screen: see [link.RedeemDesk] for what
// can be wrong. Whoever had that desk is out; the caller closes its line.
func (r *Register) Redeem(codeHash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
	const op = "desk.Redeem"
	r.writing.Lock()
	defer r.writing.Unlock()
	now := r.opts.Now()
	var inv *link.Invitation
	for _, one := range r.book.Load().invited {
		if slices.Equal(one.Hash, codeHash) { // a hash of 80 random bits: how long this takes tells nothing
			inv = &one
		}
	}
	if err := link.RedeemDesk(inv, codeHash, csr, now); err != nil {
		return nil, err
	}
	pass := passOf(inv.Hash)
	chain, err := r.authority.SignDesk(csr, inv.Desk, pass.String(), r.opts.Life)
	if err != nil || inv.Used {
		return chain, fault.Wrap(op, err)
	}
	next := r.book.Load().clone(now)
	if err := r.joined(next, *inv, pass); err != nil {
		return nil, fault.Wrap(op, err)
	}
	inv.Used, inv.By = true, link.KeyHash(csr)
	next.invited[inv.Desk] = *inv
	next.screens[inv.Desk] = Screen{Desk: inv.Desk, Pass: pass, Joined: now.Truncate(time.Second)}
	return chain, fault.Wrap(op, r.use(next))
}

// joined notes that a machine becomes a desk's screen, and that the one before it leaves.
func (r *Register) joined(b book, inv link.Invitation, pass Pass) error {
	ctx := context.Background() // a machine that hangs up now will ask again
	if before, ok := b.screens[inv.Desk]; ok {
		if err := r.left(ctx, "", before, "replaced"); err != nil {
			return err
		}
	}
	return r.note(ctx, "joined", pass, &contract.Event{Kind: &contract.Event_DeskJoined{
		DeskJoined: &contract.DeskJoined{Desk: uint32(inv.Desk), Pass: pass[:]}}})
}

// Renew gives a screen that is let in a new certificate for the same desk.
func (r *Register) Renew(p link.Peer, csr *x509.CertificateRequest) ([][]byte, error) {
	if err := r.Check(p); err != nil {
		return nil, fault.Wrap("desk.Renew", err)
	}
	return r.authority.SignDesk(csr, p.Desk(), p.Device, r.opts.Life)
}

// Check tells whether a peer, whose certificate was verified, is let in: Denied when it is not, or not any more.
func (r *Register) Check(p link.Peer) error {
	s, ok := r.book.Load().screens[p.Desk()]
	if p.Site() != r.opts.Site || !ok || s.Pass.String() != p.Device { // who is no desk has number 0, where nobody joins
		return fault.New("desk.Check", fault.Denied).On(p.Name).Because(errors.New("not in the register"))
	}
	return nil
}

// Revoke puts a desk's screen out, and withdraws a code that waits: NotFound when there is neither. The caller closes the
// line. When the journal does not take the fact the screen is out nevertheless, and the fault says so.
func (r *Register) Revoke(ctx context.Context, by office.ClerkID, d office.Desk) error {
	const op = "desk.Revoke"
	r.writing.Lock()
	defer r.writing.Unlock()
	next := r.book.Load().clone(r.opts.Now())
	screen, there := next.screens[d]
	if _, waits := next.invited[d]; !there && !waits {
		return fault.New(op, fault.NotFound).On(fmt.Sprint(d)).
			Tell(fmt.Sprintf("Loket %d heeft geen scherm op een ander toestel.", d), "Bekijk de lijst met: appliance desk list.")
	}
	var noted error
	if there {
		noted = r.left(ctx, by, screen, "revoked")
	}
	delete(next.screens, d)
	delete(next.invited, d)
	if err := r.use(next); err != nil {
		return fault.Wrap(op, errors.Join(err, noted))
	}
	if noted != nil {
		return fault.New(op, fault.KindOf(noted)).Because(noted).
			Tell("Het scherm is buitengesloten, maar het logboek kon dat niet noteren.", "Bel de beheerder.")
	}
	return nil
}

func (r *Register) left(ctx context.Context, by office.ClerkID, s Screen, reason string) error {
	return r.note(ctx, "left", s.Pass, &contract.Event{Clerk: string(by), Kind: &contract.Event_DeskLeft{
		DeskLeft: &contract.DeskLeft{Desk: uint32(s.Desk), Pass: s.Pass[:], Reason: reason}}})
}

// note journals a fact of an admission once.
func (r *Register) note(ctx context.Context, what string, p Pass, e *contract.Event) error {
	sum := sha256.Sum256(append([]byte("buurtloket desk "+what+"\x00"), p[:]...))
	return r.opts.Note(ctx, [16]byte(sum[:16]), e)
}

// use keeps a book and goes by it from now on.
func (r *Register) use(b book) error {
	if err := save(r.opts.Files, r.authority, b); err != nil {
		return err
	}
	r.book.Store(&b)
	return nil
}

// Has tells whether a desk has a screen on another machine.
func (r *Register) Has(d office.Desk) bool {
	_, ok := r.book.Load().screens[d]
	return ok
}

// Screens are those that are let in, by desk.
func (r *Register) Screens() []Screen {
	b := r.book.Load()
	var out []Screen
	for _, d := range slices.Sorted(maps.Keys(b.screens)) {
		out = append(out, b.screens[d])
	}
	return out
}

// Waiting tells until when a code waits to be used, for each desk that has one.
func (r *Register) Waiting() map[office.Desk]time.Time {
	out := map[office.Desk]time.Time{}
	for d, inv := range r.book.Load().invited {
		if !inv.Used && r.opts.Now().Before(inv.Expires) {
			out[d] = inv.Expires
		}
	}
	return out
}
