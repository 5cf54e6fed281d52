package appliance

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/release"
	"github.com/buurtloket/buurtloket/sync/replica"
)

// Shipping is the node as the exchange sees it.
type Shipping struct{ n *Node }

var _ replica.Counter = Shipping{}

// Shipping gives the node's side of an exchange. One exchange at a time may use it.
func (n *Node) Shipping() Shipping { return Shipping{n} }

// Hello implements replica.Counter.
func (s Shipping) Hello() (h *contract.Hello, err error) {
	err = s.n.journal.View(func(v journal.View) error {
		state := booking.State(v)
		h = &contract.Hello{Incarnation: uint64(v.Life()), Size: v.Size(), Feed: state.Feed, Era: state.Era, Version: 1,
			Granted: state.Granted, Key: s.n.key.public, Program: release.Version()}
		return nil
	})
	return h, err
}

// Batch implements replica.Counter.
func (s Shipping) Batch(life office.Incarnation, first uint64, l replica.Limits) (*contract.Batch, error) {
	b, err := s.n.journal.Batch(life, first, l.Records, l.Bytes)
	if err != nil || len(b.Bodies) == 0 {
		return nil, err
	}
	out := &contract.Batch{Incarnation: uint64(b.Life), First: b.First, Head: b.Head.Note}
	replica.Pack(out, b.Bodies)
	out.Personal = shipped(b.Personal)
	return out, nil
}

// shipped writes sealed data for an authenticated line.
func shipped(in []journal.Sealed) (out []*contract.Sealed) {
	for _, p := range in {
		out = append(out, &contract.Sealed{Commitment: p.Commitment[:], Subject: p.Subject[:], Salt: p.Salt[:], Plain: p.Plain})
	}
	return out
}

// personal is the personal data of appointments, as far as it is here.
func (s Shipping) personal(of []*contract.Appointment) ([]*contract.Sealed, error) {
	var items []journal.Commitment
	for _, a := range of {
		if c, err := contract.ID16[journal.Commitment](a.Person); err == nil {
			items = append(items, c)
		}
	}
	sealed, err := s.n.journal.Sealed(items)
	return shipped(sealed), err
}

// Acknowledge implements replica.Counter.
func (s Shipping) Acknowledge(a *contract.Ack) error {
	if len(a.Root) != tlog.HashSize {
		return fault.New("appliance.Acknowledge", fault.Corrupt).Because(fmt.Errorf("a root of %d bytes", len(a.Root)))
	}
	return s.n.journal.Acknowledge(office.Incarnation(a.Incarnation), a.Size, journal.Hash(a.Root))
}

// Earlier implements replica.Counter.
func (s Shipping) Earlier() (out []*contract.Ack, err error) {
	lives, err := s.n.journal.Lives()
	if err != nil {
		return nil, fault.Wrap("appliance.Earlier", err)
	}
	for _, life := range lives[:len(lives)-1] {
		head, err := s.n.journal.Acknowledged(life)
		if err != nil {
			return nil, fault.Wrap("appliance.Earlier", err)
		}
		out = append(out, &contract.Ack{Incarnation: uint64(life), Size: head.Size})
	}
	return out, nil
}

// Apply implements replica.Counter: the entries and what this site does on them go into one commit.
func (s Shipping) Apply(ctx context.Context, f *contract.Feed) error {
	const op = "appliance.Apply"
	entries := make([]*contract.FeedEntry, len(f.Entries))
	for i, b := range f.Entries {
		e, err := contract.Decode(b, new(contract.FeedEntry))
		if err != nil {
			return fault.New(op, fault.Corrupt).On(fmt.Sprintf("feed entry %d", f.First+uint64(i))).Because(err)
		}
		if e.Number != f.First+uint64(i) {
			return fault.New(op, fault.Corrupt).Because(fmt.Errorf("feed entry %d stands where %d should", e.Number, f.First+uint64(i)))
		}
		entries[i] = e
	}
	sealed, err := sealedOf(f.Personal)
	if err != nil {
		return fault.New(op, fault.Corrupt).Because(err)
	}
	_, err = s.n.journal.Append(ctx, func(v journal.View) (journal.Commit, error) {
		turn, err := s.n.turn(v, Who{})
		if err != nil {
			return journal.Commit{}, err
		}
		through := v.FeedSize() + uint64(len(entries))
		events := []*contract.Event{{Kind: &contract.Event_FeedTaken{FeedTaken: &contract.FeedTaken{Through: through}}}}
		events = append(events, booking.Hear(turn.Desk, entries)...)
		c := s.n.commit(v, Who{}, turn.Now, Decision{Events: events})
		for i, b := range f.Entries {
			c.Feed = append(c.Feed, journal.FeedEntry{Number: v.FeedSize() + 1 + uint64(i), Body: b})
		}
		bringAlong(c.Feed, sealed)
		return c, nil
	})
	if err == nil {
		s.n.heard.broadcast()
	}
	return fault.Wrap(op, err)
}

// bringAlong gives each item of personal data to the first entry that commits to it. What no entry commits to is
// left out: nobody could ever find it again.
func bringAlong(entries []journal.FeedEntry, sealed []journal.Sealed) {
	for _, one := range sealed {
		for i := range entries {
			if bytes.Contains(entries[i].Body, one.Commitment[:]) {
				entries[i].Personal = append(entries[i].Personal, one)
				break
			}
		}
	}
}

func sealedOf(in []*contract.Sealed) ([]journal.Sealed, error) {
	seen := map[journal.Commitment]bool{}
	var out []journal.Sealed
	for _, p := range in {
		commitment, err := contract.ID16[journal.Commitment](p.Commitment)
		if err != nil {
			return nil, err
		}
		if seen[commitment] {
			continue
		}
		seen[commitment] = true
		subject, err := contract.ID16[office.SubjectID](p.Subject)
		if err != nil {
			return nil, err
		}
		salt, err := contract.ID16[[16]byte](p.Salt)
		if err != nil {
			return nil, err
		}
		sealed := journal.Sealed{Commitment: commitment, Subject: subject, Salt: salt, Plain: p.Plain}
		if err := sealed.Check(); err != nil {
			return nil, err
		}
		out = append(out, sealed)
	}
	return out, nil
}

// Report implements replica.Counter: the promise is journaled in the commit whose state is reported. A frozen store reports
// to nobody: a headquarters that was restored has forgotten that there are two of this life, and would believe the one
// that happens to speak first. So nothing opens until a person begins a new life.
func (s Shipping) Report(ctx context.Context, era uint64) (r *contract.Report, err error) {
	if err := s.n.Custody(); err != nil {
		return nil, fault.Wrap("appliance.Report", err)
	}
	_, err = s.n.journal.Append(ctx, func(v journal.View) (journal.Commit, error) {
		if booking.State(v).Era > era {
			return journal.Commit{}, fault.New("appliance.Report", fault.Corrupt).Because(fmt.Errorf("era %d is older than the one reported to", era))
		}
		turn, err := s.n.turn(v, Who{})
		if err != nil {
			return journal.Commit{}, err
		}
		e := &contract.Event{Kind: &contract.Event_Reported{Reported: &contract.Reported{Era: era}}}
		c := s.n.commit(v, Who{}, turn.Now, Decision{Events: []*contract.Event{e}})
		r = booking.Report(v, s.n.cfg.Site, v.Life(), era, v.Size()+uint64(len(c.Events))) // with the promise itself
		return c, nil
	})
	if err == nil {
		r.Personal, err = s.personal(r.Appointments)
	}
	return r, fault.Wrap("appliance.Report", err)
}

// Reborn implements replica.Counter.
func (s Shipping) Reborn(ctx context.Context, reason string) error { return s.n.Reborn(ctx, reason) }

// Reborn begins a new life that holds no seats: after a restore, or when HQ knows more of this life than we do.
func (n *Node) Reborn(ctx context.Context, reason string) error {
	n.cfg.Logger.Warn("a new life begins", "reason", reason)
	persons, err := n.asked()
	if err != nil {
		return fault.Wrap("appliance.Reborn", err)
	}
	_, err = n.journal.Begin(ctx, func(v journal.View, previous journal.Head) (journal.Commit, error) {
		turn, err := n.turn(v, Who{})
		if err != nil {
			return journal.Commit{}, err
		}
		e := &contract.Event{Kind: &contract.Event_Began{Began: &contract.Began{Previous: uint64(previous.Life),
			PreviousSize: previous.Size, PreviousRoot: previous.Root[:], Reason: reason}}}
		again := booking.Again(v)
		c := n.commit(v, Who{}, turn.Now, Decision{Events: append([]*contract.Event{e}, again...)})
		for i, e := range again { // who it is for goes along once more
			if p, ok := persons[string(e.GetRequested().Request.GetBook().GetPerson())]; ok {
				c.Events[len(c.Events)-len(again)+i].Personal = []journal.Sealed{p}
			}
		}
		return c, nil
	})
	if err == nil {
		err = n.readFreeze()
	}
	return fault.Wrap("appliance.Reborn", err)
}

// asked is the personal data of wishes to book that have no answer yet, by commitment.
func (n *Node) asked() (map[string]journal.Sealed, error) {
	var items []journal.Commitment
	err := n.journal.View(func(v journal.View) error {
		for s := range booking.Requests(v) {
			if c, err := contract.ID16[journal.Commitment](s.Request.GetBook().GetPerson()); err == nil && s.Answer == nil {
				items = append(items, c)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sealed, err := n.journal.Sealed(items)
	out := make(map[string]journal.Sealed, len(sealed))
	for _, s := range sealed {
		out[string(s.Commitment[:])] = s
	}
	return out, err
}

// Freeze implements replica.Counter. What HQ said is journaled once, so that it outlives a restart; acts of custody stop
// also when that fails.
func (s Shipping) Freeze(say string) error {
	s.n.frozen.Store(&say)
	s.n.line.broadcast()
	_, err := s.n.append(context.Background(), Who{}, func(t Turn) (Decision, error) {
		if b := t.View.Get(keyFrozen); b != nil && string(b) == say {
			return Decision{}, nil
		}
		return One(&contract.Event{Kind: &contract.Event_Froze{Froze: &contract.Froze{Say: say}}}, nil)
	})
	return fault.Wrap("appliance.Freeze", err)
}

// readFreeze takes over whether acts of custody are stopped, as the journal has it.
func (n *Node) readFreeze() error {
	return n.journal.View(func(v journal.View) error {
		n.frozen.Store(nil)
		if b := v.Get(keyFrozen); b != nil {
			say := string(b)
			n.frozen.Store(&say)
		}
		return nil
	})
}

// Tidy gives headquarters the appointments of later days. It writes nothing when there are none.
func (n *Node) Tidy(ctx context.Context) error {
	var due bool
	find := func(t Turn) *contract.Event {
		own := office.DateOf(t.Now)
		if office.MinuteOf(t.Now) >= eveningBefore {
			own++
		}
		return booking.Tidy(t.Desk, own)
	}
	if err := n.Look(func(t Turn) error { due = find(t) != nil; return nil }); err != nil || !due {
		return err
	}
	_, err := n.Do(ctx, Who{}, func(t Turn) (Decision, error) { return One(find(t), nil) })
	return err
}

// eveningBefore is the local minute from which tomorrow's appointments stay with the site: half an hour before
// headquarters hands the day over, so that nothing goes back and forth.
const eveningBefore = 19*60 + 30
