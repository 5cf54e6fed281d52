package replica

import (
	"bytes"
	"context"
	"fmt"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Counter is what a Shipper needs of the node it ships for. Its methods are called one at a time, from the
// goroutine that drives the Shipper.
type Counter interface {
	// Hello states the current life, its size, and the last feed entry and era applied.
	Hello() (*contract.Hello, error)
	// Batch gives the records of the life from sequence first on, as many as the limits allow, or nil when
	// there are none.
	Batch(life office.Incarnation, first uint64, limits Limits) (*contract.Batch, error)
	// Acknowledge records that HQ has the life up to size, under root. A root that is not the journal's
	// own is a fault of kind Corrupt.
	Acknowledge(ack *contract.Ack) error
	// Earlier lists the lives before the current one that have records, oldest first: of each the size that HQ
	// is known to have acknowledged.
	Earlier() ([]*contract.Ack, error)
	// Apply takes consecutive feed entries, durably, before it returns.
	Apply(ctx context.Context, feed *contract.Feed) error
	// Report gives the whole custody as state and promises, durably, to accept no grant of an older era.
	Report(ctx context.Context, era uint64) (*contract.Report, error)
	// Reborn begins a new life: HQ has more of the current one than the journal does, so this store was
	// put back from an older image.
	Reborn(ctx context.Context, reason string) error
	// Freeze stops all acts of custody: two stores wrote the same life. A person decides.
	Freeze(say string) error
}

// Limits bound one batch.
type Limits struct {
	Records int // at most so many
	Bytes   int // of stored records, before compression
}

// DefaultLimits suit a line of 1 Mbit/s, on which a full batch takes half a second when packed, and a raft entry well
// under a megabyte.
var DefaultLimits = Limits{Records: 4000, Bytes: 256 << 10}

// window is how many batches may be under way without an acknowledgement.
const window = 8

// Shipper is the counter's end of one exchange. It is not safe for concurrent use.
type Shipper struct {
	counter Counter
	limits  Limits

	life     office.Incarnation
	next     uint64   // first sequence not yet sent
	unacked  []uint64 // last sequence of each batch under way
	feed     uint64   // last entry applied
	welcomed bool
	forked   bool     // HQ has another history of this life: what we send is evidence, what it acknowledges is not ours
	earlier  []former // lives that ended, of which HQ is told what it may not have
}

// NewShipper makes the counter's end. Each exchange needs a new one.
func NewShipper(c Counter, l Limits) *Shipper { return &Shipper{counter: c, limits: l} }

// Open gives the first message of the exchange.
func (s *Shipper) Open() ([]*contract.Uplink, error) {
	h, err := s.counter.Hello()
	if err != nil {
		return nil, fault.Wrap("replica.Open", err)
	}
	s.life, s.feed, s.welcomed, s.unacked = office.Incarnation(h.Incarnation), h.Feed, false, nil
	return []*contract.Uplink{{Kind: &contract.Uplink_Hello{Hello: h}}}, nil
}

// Receive takes one message from HQ and gives what to send in answer. An error ends the exchange.
func (s *Shipper) Receive(ctx context.Context, m *contract.Downlink) ([]*contract.Uplink, error) {
	switch k := m.Kind.(type) {
	case *contract.Downlink_Welcome:
		return s.welcome(ctx, k.Welcome)
	case *contract.Downlink_Ack:
		if len(s.earlier) > 0 && office.Incarnation(k.Ack.GetIncarnation()) == s.earlier[0].life {
			return s.formerAck(k.Ack)
		}
		return nil, s.ack(k.Ack)
	case *contract.Downlink_Feed:
		return s.take(ctx, k.Feed)
	case *contract.Downlink_Frozen:
		return nil, s.frozen(k.Frozen)
	}
	return nil, fault.New("replica.Receive", fault.Invalid).Because(fmt.Errorf("message of unknown kind"))
}

// welcome sets the cursor from what HQ has, or begins what must come first.
func (s *Shipper) welcome(ctx context.Context, w *contract.Welcome) ([]*contract.Uplink, error) {
	h, err := s.counter.Hello()
	if err != nil {
		return nil, fault.Wrap("replica.welcome", err)
	}
	if c := w.Cursor; c != nil && c.Size > h.Size && c.Incarnation == h.Incarnation {
		if err := s.counter.Reborn(ctx, fmt.Sprintf("headquarters has %d records, this store %d", c.Size, h.Size)); err != nil {
			return nil, fault.Wrap("replica.welcome", err)
		}
		return s.Open()
	}
	if c := w.Cursor; c.GetSize() > 0 && office.Incarnation(c.Incarnation) != s.life {
		return nil, fault.New("replica.welcome", fault.Corrupt).Because(fmt.Errorf("a cursor in life %016x, not %s", c.Incarnation, s.life))
	}
	if w.Report {
		r, err := s.counter.Report(ctx, w.Era)
		if err != nil {
			return nil, fault.Wrap("replica.welcome", err)
		}
		return []*contract.Uplink{{Kind: &contract.Uplink_Report{Report: r}}}, nil
	}
	s.next, s.unacked, s.welcomed, s.forked = w.Cursor.GetSize()+1, nil, true, false
	if err := s.ack(w.Cursor); fault.Is(err, fault.Corrupt) {
		// HQ has another history of this life. It must see that too, or this end would fail alone and for ever:
		// it is sent what we have from the first record on, finds the difference, and freezes the life.
		s.forked, s.next = true, 1
	} else if err != nil {
		return nil, err
	}
	if s.earlier, err = formerLives(s.counter); err != nil {
		return nil, err
	}
	out, err := s.former()
	if err != nil {
		return nil, err
	}
	more, err := s.Pump()
	return append(out, more...), err
}

// Pump gives the batches that may be sent now.
func (s *Shipper) Pump() ([]*contract.Uplink, error) {
	var out []*contract.Uplink
	for s.welcomed && len(s.unacked) < window {
		b, err := s.counter.Batch(s.life, s.next, s.limits)
		if err != nil {
			return nil, fault.Wrap("replica.Pump", err)
		}
		if b == nil {
			break
		}
		s.next = b.First + uint64(b.Count)
		s.unacked = append(s.unacked, s.next-1)
		out = append(out, &contract.Uplink{Kind: &contract.Uplink_Batch{Batch: b}})
	}
	return out, nil
}

func (s *Shipper) ack(a *contract.Ack) error {
	if a.GetSize() == 0 {
		return nil
	}
	if office.Incarnation(a.Incarnation) != s.life {
		if s.welcomed {
			return nil // of a former life, come twice or late
		}
		return fault.New("replica.ack", fault.Corrupt).Because(fmt.Errorf("acknowledgement of life %016x, not %s", a.Incarnation, s.life))
	}
	if !s.forked {
		if err := s.counter.Acknowledge(a); err != nil {
			return fault.Wrap("replica.ack", err)
		}
	}
	for len(s.unacked) > 0 && s.unacked[0] <= a.Size {
		s.unacked = s.unacked[1:]
	}
	return nil
}

// take applies feed entries that continue where this end stands; what was applied before is skipped.
func (s *Shipper) take(ctx context.Context, f *contract.Feed) ([]*contract.Uplink, error) {
	last := f.First + uint64(len(f.Entries)) - 1
	switch {
	case len(f.Entries) == 0 || last <= s.feed:
		return nil, nil
	case f.First > s.feed+1 && !f.Snapshot:
		return nil, fault.New("replica.take", fault.Corrupt).Because(fmt.Errorf("feed skips from %d to %d", s.feed, f.First))
	case f.First <= s.feed:
		cut := s.feed + 1 - f.First
		f = &contract.Feed{First: s.feed + 1, Entries: f.Entries[cut:], Personal: f.Personal}
	}
	if err := s.counter.Apply(ctx, f); err != nil {
		return nil, fault.Wrap("replica.take", err)
	}
	s.feed = last
	return []*contract.Uplink{{Kind: &contract.Uplink_Feed{Feed: &contract.FeedReceipt{Through: last}}}}, nil
}

func (s *Shipper) frozen(f *contract.Frozen) error {
	if err := s.counter.Freeze(f.Say); err != nil {
		return fault.Wrap("replica.frozen", err)
	}
	return fault.New("replica.frozen", fault.Conflict).On(f.Code).Tell(f.Say, "Bel de beheerder; wat hier nog gedaan wordt, blijft bewaard.")
}

// CaughtUp reports whether HQ has acknowledged everything that was sent.
func (s *Shipper) CaughtUp() bool { return s.welcomed && len(s.unacked) == 0 && len(s.earlier) == 0 }

// SameRoot reports whether two acknowledgements state the same tree.
func SameRoot(a, b *contract.Ack) bool {
	return a.GetIncarnation() == b.GetIncarnation() && a.GetSize() == b.GetSize() && bytes.Equal(a.GetRoot(), b.GetRoot())
}

// Welcomed reports whether HQ has said where it stands, so that batches flow.
func (s *Shipper) Welcomed() bool { return s.welcomed }
