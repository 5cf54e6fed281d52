package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
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
	Place
	Pass   Pass
	Joined time.Time
	Seen   time.Time // when it was heard of last; zero: never
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

// Register is who may be a screen of one counter. All methods are safe for concurrent use; Check never waits for a disk.
type Register struct {
	opts      Options
	authority *link.Authority

	writing sync.Mutex           // held from reading the book to the next one being in use
	book    atomic.Pointer[book] // as in the file

	looking sync.Mutex // guards seen; held for a moment only
	seen    map[Pass]time.Time
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
	r := &Register{opts: o, seen: map[Pass]time.Time{}}
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

// Invite gives a code for a place, and until when it waits; an earlier one for that place opens nothing any more. A screen
// that is there stays until the code is used. The clerk is who gives it; empty: the command line.
func (r *Register) Invite(ctx context.Context, by office.ClerkID, p Place) (link.Code, time.Time, error) {
	const op = "desk.Invite"
	none := time.Time{}
	if !p.Valid() {
		return link.Code{}, none, fault.New(op, fault.Invalid).Tell("Een scherm hoort bij een loket met een nummer, of heeft er zelf een.", "Kies een loket van deze locatie, of een nummer vanaf 1.")
	}
	code, err := link.NewCode(r.opts.Random, r.authority.Fingerprint())
	if err != nil {
		return link.Code{}, none, fault.Wrap(op, err)
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	now := r.opts.Now()
	inv := link.Invitation{Hash: code.Hash(), Site: r.opts.Site, Desk: office.Desk(p.Number), As: p.Role, Expires: now.Add(CodeLife).Truncate(time.Second)}
	pass := passOf(inv.Hash)
	desk, role, number := p.Wire()
	err = r.note(ctx, "invited", pass, &contract.Event{Clerk: string(by), Kind: &contract.Event_DeskInvited{
		DeskInvited: &contract.DeskInvited{Desk: desk, Role: role, Number: number, Pass: pass[:], ExpiresMs: inv.Expires.UnixMilli()}}})
	if err != nil {
		return link.Code{}, none, fault.Wrap(op, err)
	}
	next := r.next(now)
	next.invited[p] = inv
	return code, inv.Expires, fault.Wrap(op, r.use(next))
}

// Redeem gives a machine that brings a code its certificate, and makes it the screen of that place: see [link.RedeemDesk] for
// what can be wrong. Whoever had that place is out; the caller closes its line.
func (r *Register) Redeem(codeHash []byte, csr *x509.CertificateRequest) ([][]byte, error) {
	const op = "desk.Redeem"
	r.writing.Lock()
	defer r.writing.Unlock()
	now := r.opts.Now()
	var inv *link.Invitation
	var place Place
	for p, one := range r.book.Load().invited {
		if slices.Equal(one.Hash, codeHash) { // a hash of 80 random bits: how long this takes tells nothing
			inv, place = &one, p
		}
	}
	if err := link.RedeemDesk(inv, codeHash, csr, now); err != nil {
		return nil, err
	}
	pass := passOf(inv.Hash)
	chain, err := r.authority.SignScreen(csr, place.Role, place.Number, pass.String(), r.opts.Life)
	if err != nil || inv.Used {
		return chain, fault.Wrap(op, err)
	}
	next := r.next(now)
	if err := r.joined(next, place, pass); err != nil {
		return nil, fault.Wrap(op, err)
	}
	inv.Used, inv.By = true, link.KeyHash(csr)
	next.invited[place] = *inv
	next.screens[place] = Screen{Place: place, Pass: pass, Joined: now.Truncate(time.Second)}
	return chain, fault.Wrap(op, r.use(next))
}

// joined notes that a machine takes a place, and that the one before it leaves.
func (r *Register) joined(b book, p Place, pass Pass) error {
	ctx := context.Background() // a machine that hangs up now will ask again
	if before, ok := b.screens[p]; ok {
		if err := r.left(ctx, "", before, "replaced"); err != nil {
			return err
		}
	}
	desk, role, number := p.Wire()
	return r.note(ctx, "joined", pass, &contract.Event{Kind: &contract.Event_DeskJoined{
		DeskJoined: &contract.DeskJoined{Desk: desk, Role: role, Number: number, Pass: pass[:]}}})
}

// Renew gives a screen that is let in a new certificate for the same place.
func (r *Register) Renew(p link.Peer, csr *x509.CertificateRequest) ([][]byte, error) {
	if err := r.Check(p); err != nil {
		return nil, fault.Wrap("desk.Renew", err)
	}
	return r.authority.SignScreen(csr, p.Role, p.Number(), p.Device, r.opts.Life)
}

// Check tells whether a peer, whose certificate was verified, is let in: Denied when it is not, or not any more. Whoever is was
// seen now.
func (r *Register) Check(p link.Peer) error {
	s, ok := r.book.Load().screens[placeOf(p)] // who is no screen has no place, where nobody joins
	if p.Site() != r.opts.Site || !ok || s.Pass.String() != p.Device {
		return fault.New("desk.Check", fault.Denied).On(p.Name).Because(errors.New("not in the register"))
	}
	r.looking.Lock()
	defer r.looking.Unlock()
	r.seen[s.Pass] = r.opts.Now().Truncate(time.Second)
	return nil
}

// next is the book to be changed, with what was seen since it was written. Who puts it to use holds writing.
func (r *Register) next(now time.Time) book {
	b := r.book.Load().clone(now)
	r.looking.Lock()
	defer r.looking.Unlock()
	for p, s := range b.screens {
		if seen, ok := r.seen[s.Pass]; ok {
			s.Seen = seen
			b.screens[p] = s
		}
	}
	return b
}

// KeepSeen writes down who was seen when, if for somebody the file is that much older. It is kept for people, who want to know
// whether a machine is still used: what a crash loses of it does no harm.
func (r *Register) KeepSeen(older time.Duration) error {
	r.writing.Lock()
	defer r.writing.Unlock()
	kept, next := r.book.Load().screens, r.next(r.opts.Now())
	for p, s := range next.screens {
		if s.Seen.Sub(kept[p].Seen) > older {
			return fault.Wrap("desk.KeepSeen", r.use(next))
		}
	}
	return nil
}

// Revoke puts the screen of a place out, and withdraws a code that waits: NotFound when there is neither. The caller closes the
// line. When the journal does not take the fact the screen is out nevertheless, and the fault says so.
func (r *Register) Revoke(ctx context.Context, by office.ClerkID, p Place) error {
	const op = "desk.Revoke"
	r.writing.Lock()
	defer r.writing.Unlock()
	next := r.next(r.opts.Now())
	screen, there := next.screens[p]
	if _, waits := next.invited[p]; !there && !waits {
		return fault.New(op, fault.NotFound).On(p.String()).Tell(p.missing(), "Bekijk de lijst met: appliance desk list.")
	}
	var noted error
	if there {
		noted = r.left(ctx, by, screen, "revoked")
	}
	delete(next.screens, p)
	delete(next.invited, p)
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
	desk, role, number := s.Wire()
	return r.note(ctx, "left", s.Pass, &contract.Event{Clerk: string(by), Kind: &contract.Event_DeskLeft{
		DeskLeft: &contract.DeskLeft{Desk: desk, Role: role, Number: number, Pass: s.Pass[:], Reason: reason}}})
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

// Has tells whether another machine has a place.
func (r *Register) Has(p Place) bool {
	_, ok := r.book.Load().screens[p]
	return ok
}

// Screens are those that are let in, by place.
func (r *Register) Screens() []Screen {
	b := r.next(r.opts.Now()) // a copy, which nobody uses
	return slices.SortedFunc(maps.Values(b.screens), func(a, b Screen) int { return a.Place.Compare(b.Place) })
}

// Waiting tells until when a code waits to be used, for each place that has one.
func (r *Register) Waiting() map[Place]time.Time {
	out := map[Place]time.Time{}
	for p, inv := range r.book.Load().invited {
		if !inv.Used && r.opts.Now().Before(inv.Expires) {
			out[p] = inv.Expires
		}
	}
	return out
}
