package devices

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Note makes what a decision gives durable: it runs the decision on the journal's state, inside its append, and returns
// after the commit. A decision without events changes nothing.
type Note func(ctx context.Context, decide func(kv.Reader) ([]*contract.Event, error)) error

// Options are what a steward is made of. Note is required.
type Options struct {
	Note   Note
	Look   func(func(kv.Reader) error) error // shows the journal's state; nil: it never forgets what it was told
	Now    func() time.Time                  // wall time, for screens; nil: time.Now
	Steady func() time.Time                  // only differences count, and nobody sets it; nil: time.Now
	Paces  map[Kind]Pace                     // nil: Paces()
	Logger *slog.Logger                      // nil: discards
}

// Row is how a device is, as it answered last.
type Row struct {
	Kind     Kind
	ID       string
	Emulated bool
	Health   device.Health
	Since    time.Time // wall time of the answer with which it became so; zero: it has not answered yet
}

// Steward asks the devices of a counter how they are. Table may be called at any time; Run, or Begin and Ask for each
// device, once at a time.
type Steward struct {
	set *Set
	o   Options

	mu      sync.Mutex // guards rows and changed
	rows    []Row
	changed chan struct{} // closed, and made anew, when a row is another

	hurry []chan struct{} // one slot each: the device is to be asked now

	// Each device's trail is its own goroutine's.
	trails []trail
}

// trail is what was and was not journaled of one device.
type trail struct {
	damper   damper
	passed   int           // changes since the last record
	told     bool          // the journal was held against an answer of this process
	recorded device.Health // what the journal says, once told
}

// NewSteward makes a steward of the devices of a site, of none of which anything is known. It asks nothing yet.
func NewSteward(set *Set, o Options) *Steward {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Steady == nil {
		o.Steady = time.Now
	}
	if o.Paces == nil {
		o.Paces = Paces()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Steward{set: set, o: o, trails: make([]trail, len(set.All)), changed: make(chan struct{})}
	for _, d := range set.All {
		s.hurry = append(s.hurry, make(chan struct{}, 1))
		s.rows = append(s.rows, Row{Kind: d.Kind, ID: d.ID, Emulated: d.Emulator != nil})
	}
	return s
}

// Table is how all devices are, in the order of the set.
func (s *Steward) Table() []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Row(nil), s.rows...)
}

// Changed is closed when the table is another than Table gave.
func (s *Steward) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Hurry has Run ask a device at once instead of at its next turn: somebody did something to it. It does not wait for it.
func (s *Steward) Hurry(kind Kind, id string) {
	for n, d := range s.set.All {
		if d.Kind == kind && d.ID == id {
			select {
			case s.hurry[n] <- struct{}{}:
			default: // it is about to be asked anyway
			}
		}
	}
}

// Begin journals which devices are no longer configured.
func (s *Steward) Begin(ctx context.Context) error {
	return s.o.Note(ctx, func(r kv.Reader) ([]*contract.Event, error) { return Gone(r, s.set.All) })
}

// Run asks all devices, each at its own pace, until ctx ends. It returns when no question is under way any more. What
// cannot be journaled is logged and tried again: a counter with a broken journal still shows how its devices are.
func (s *Steward) Run(ctx context.Context) error {
	if err := s.Begin(ctx); err != nil && ctx.Err() == nil {
		s.o.Logger.Warn("what became of devices that are gone is not journaled", "err", err)
	}
	var asking sync.WaitGroup
	for n, d := range s.set.All {
		asking.Go(func() { s.follow(ctx, n, s.o.Paces[d.Kind].Period) })
	}
	asking.Wait()
	return nil
}

// follow asks one device again and again.
func (s *Steward) follow(ctx context.Context, n int, period time.Duration) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-s.hurry[n]:
		}
		if err := s.Ask(ctx, n); err != nil && ctx.Err() == nil {
			s.o.Logger.Warn("a device's change is not journaled", "kind", string(s.set.All[n].Kind), "id", s.set.All[n].ID, "err", err)
		}
		timer.Reset(max(period, time.Second))
	}
}

// Ask asks the n-th device how it is and journals that when it is news and its quiet time is over. It takes no longer than
// the patience of its kind and one commit. An error is the journal's; the table has the answer all the same. Different
// devices may be asked at once.
func (s *Steward) Ask(ctx context.Context, n int) error {
	d, t := s.set.All[n], &s.trails[n]
	asked, cancel := context.WithTimeout(ctx, s.o.Paces[d.Kind].Patience)
	h := d.Health(asked)
	cancel()
	if ctx.Err() != nil {
		return nil // what it said may be our own going
	}
	s.show(n, h)
	if t.told && alike(t.recorded, h) && !s.forgotten(d) {
		return nil
	}
	if now := s.o.Steady(); !t.damper.may(now) {
		return nil
	}
	return s.record(ctx, d, t, h)
}

// forgotten reports whether the journal, which was told of a device, knows nothing of it any more: a new life has begun.
func (s *Steward) forgotten(d Device) (gone bool) {
	if s.o.Look == nil {
		return false
	}
	err := s.o.Look(func(r kv.Reader) error {
		last, err := Last(r, d.Kind, d.ID)
		gone = last == nil
		return err
	})
	return err == nil && gone
}

// show puts an answer into the table, and counts a change.
func (s *Steward) show(n int, h device.Health) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := &s.rows[n]
	if row.Since.IsZero() || !alike(row.Health, h) {
		if s.trails[n].told {
			s.trails[n].passed++
		}
		row.Since = s.o.Now()
		close(s.changed)
		s.changed = make(chan struct{})
	}
	row.Health = h
}

// record journals how a device is. What the journal says already is no record: a restart writes nothing.
func (s *Steward) record(ctx context.Context, d Device, t *trail, h device.Health) error {
	made := false
	err := s.o.Note(ctx, func(r kv.Reader) ([]*contract.Event, error) {
		e, err := Change(r, d.Kind, d.ID, h, max(t.passed-1, 0))
		if e == nil || err != nil {
			return nil, err
		}
		made = true
		return []*contract.Event{e}, nil
	})
	if err != nil {
		return err
	}
	t.told, t.recorded, t.passed = true, h, 0
	if made {
		t.damper = t.damper.made(s.o.Steady())
	}
	return nil
}

// alike reports whether two healths differ in nothing that is journaled.
func alike(a, b device.Health) bool {
	return same(&contract.DeviceChanged{State: a.State.String(), Reasons: codes(a)}, b)
}
