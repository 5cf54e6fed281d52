package doors

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
	locker "github.com/buurtloket/buurtloket/hardware/vault"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Who is the person and the desk that events are stamped with; zero: the appliance itself. A set Act is remembered, so
// that the same command again changes nothing.
type Who struct {
	Clerk office.ClerkID
	Desk  office.Desk
	Act   Order
}

// Note makes what a decision gives durable: it runs the decision on the journal's state, inside its append, and returns
// after the commit. A decision without events changes nothing.
type Note func(ctx context.Context, who Who, decide func(r kv.Reader, now time.Time) ([]*contract.Event, error)) error

// Look shows one consistent state of the journal.
type Look func(f func(kv.Reader) error) error

// Options are what a keeper is made of; all but Logger are required.
type Options struct {
	Layout Layout
	Vault  locker.Vault
	Note   Note
	Look   Look
	Now    func() time.Time // the vault's clock
	Logger *slog.Logger     // nil: discards
}

// The times of a keeper.
const (
	Beat  = 500 * time.Millisecond // between two readings: a hand cannot open and shut a door in between
	Quiet = time.Minute            // between two records of doors that were lost or found
	reply = 3 * time.Second        // how long after its deadline an order's answer is waited for

	patience = 10 * time.Second // of one reading: an order may hold the cable before it
)

// Keeper pulses the locks of a vault and watches its doors. Open, Doors and Settled may be called at any time from any
// goroutine; Run, or Begin and then Step, once at a time.
type Keeper struct {
	o Options

	mu      sync.Mutex // guards what follows
	monitor *locker.Monitor
	before  map[string]bool // orders that were given before this process began
	last    locker.Reading
	unsaid  []locker.Finding // found and not yet journaled, in order
	undone  map[Order]string // orders that were not done, and why, not yet journaled
	denied  map[string]time.Time

	// Of the goroutine that steps.
	lost   []locker.Door // as of the last record
	lostAt time.Time     // of the last record; zero: none yet
	lamps  lamps
}

// NewKeeper makes a keeper of doors of which nothing is known.
func NewKeeper(o Options) *Keeper {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Keeper{o: o, monitor: locker.NewMonitor(o.Layout.Limits, o.Layout.Doors()...), before: map[string]bool{},
		undone: map[Order]string{}, denied: map[string]time.Time{}}
}

// Doors are the doors as they were read last.
func (k *Keeper) Doors() locker.Reading {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

// Layout is which door stands for which compartment.
func (k *Keeper) Layout() Layout { return k.o.Layout }

// Begin tells the monitor of what this process finds: orders without an end, and doors that stood open. None is pulsed.
func (k *Keeper) Begin(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.o.Look(func(r kv.Reader) error {
		all, err := States(r)
		for _, s := range all {
			door, id, at := locker.Door(s.Door), string(s.Order.GetOrder()), s.OrderedMs
			switch {
			case s.Order != nil && s.Outcome == "":
			case s.Open: // on an order that has its end, or on none: that it is shut some day is all that is left to tell
				id, at = "", s.OpenedMs
			default:
				continue
			}
			k.before[id] = true
			k.monitor.Ordered(door, id, time.UnixMilli(at))
		}
		return err
	})
}

// Run watches until ctx ends. What it cannot read or write is logged and ends nothing: the counter works on.
func (k *Keeper) Run(ctx context.Context) error {
	if err := k.Begin(ctx); err != nil {
		k.o.Logger.Error("orders and doors of before are not known: what stands open is taken for forced", "err", err)
	}
	tick := time.NewTicker(Beat)
	defer tick.Stop()
	for {
		if err := k.Step(ctx); err != nil && ctx.Err() == nil {
			k.o.Logger.Warn("what the doors did is not journaled yet", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Step reads the doors once and journals what that shows. An error is the journal's; what could not be journaled is kept and
// tried again at the next step, in order.
func (k *Keeper) Step(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, patience)
	reading, _ := k.o.Vault.Doors(within) // what could not be read is Unknown in the reading, and that is journaled
	cancel()
	if ctx.Err() != nil {
		return nil // doors that our own going made unknown
	}
	k.mu.Lock()
	k.last = reading
	k.unsaid = append(k.unsaid, k.monitor.Read(reading)...)
	k.mu.Unlock()
	if err := errors.Join(k.sayUndone(ctx), k.say(ctx)); err != nil {
		return err
	}
	return errors.Join(k.saySeen(ctx, reading), k.light(ctx))
}

// say journals what was found, one finding after another.
func (k *Keeper) say(ctx context.Context) error {
	for {
		k.mu.Lock()
		if len(k.unsaid) == 0 {
			k.mu.Unlock()
			return nil
		}
		f := k.unsaid[0]
		k.mu.Unlock()
		err := k.o.Note(ctx, Who{}, func(r kv.Reader, _ time.Time) ([]*contract.Event, error) {
			return k.o.Layout.Judge(r, f, k.early)
		})
		if err != nil {
			return err
		}
		k.mu.Lock()
		k.unsaid = k.unsaid[1:]
		k.mu.Unlock()
	}
}

// sayUndone journals which orders were not done.
func (k *Keeper) sayUndone(ctx context.Context) error {
	k.mu.Lock()
	undone := maps.Clone(k.undone)
	k.mu.Unlock()
	for id, why := range undone {
		err := k.o.Note(ctx, Who{}, func(r kv.Reader, _ time.Time) ([]*contract.Event, error) {
			e, err := End(r, id, why)
			if e == nil || err != nil {
				return nil, err
			}
			return []*contract.Event{e}, nil
		})
		if err != nil {
			return err
		}
		k.mu.Lock()
		delete(k.undone, id)
		k.mu.Unlock()
	}
	return nil
}

// early reports whether an order was given before this process began.
func (k *Keeper) early(order string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.before[order]
}

// saySeen journals which doors went out of sight or came back, no more often than once in Quiet; the first record of a
// process holds the next one up no more than a reading does.
func (k *Keeper) saySeen(ctx context.Context, reading locker.Reading) error {
	lost, first := k.o.Layout.lostIn(reading), k.lostAt.IsZero()
	if !first && (reading.At.Sub(k.lostAt).Abs() < Quiet || slices.Equal(lost, k.lost) && !k.forgotten()) {
		return nil
	}
	made := false
	err := k.o.Note(ctx, Who{}, func(r kv.Reader, _ time.Time) ([]*contract.Event, error) {
		all, err := k.o.Layout.Seen(r, reading)
		made = len(all) > 0
		return all, err
	})
	if err == nil && (made || first) {
		k.lost, k.lostAt = lost, reading.At
		if first {
			k.lostAt = reading.At.Add(-Quiet)
		}
	}
	return err
}

// forgotten reports whether the journal does not know any more which doors are out of sight: a new life begins without.
func (k *Keeper) forgotten() (gone bool) {
	if len(k.lost) == 0 {
		return false
	}
	err := k.o.Look(func(r kv.Reader) error {
		for _, d := range k.lost {
			s, err := stateOf(r, d)
			if err != nil {
				return err
			}
			gone = gone || !s.Lost
		}
		return nil
	})
	return err == nil && gone
}

// Result is what became of an order as far as its asker can know at once. That the door moved shows a moment later.
type Result struct {
	Door        locker.Door
	Compartment string
	Again       bool // the order was given before: nothing was pulsed now
	Uncertain   bool // nobody confirmed it: look at the door
}

// Open has a door opened: it journals the order, pulses the lock once, and journals at once when nothing was pulsed. What
// the door does afterwards is journaled by Step. The work is not given up when ctx ends: it is bounded by the order's
// deadline. Faults: those of Layout.Ask, which are journaled as denied; Unreachable when the vault did not pulse.
func (k *Keeper) Open(ctx context.Context, a Asking, desk office.Desk) (Result, error) {
	const op = "doors.Open"
	ctx = context.WithoutCancel(ctx)
	var ordered *contract.DoorOrdered
	var refused error
	err := k.o.Note(ctx, Who{Clerk: a.By, Desk: desk, Act: a.Order}, func(r kv.Reader, now time.Time) ([]*contract.Event, error) {
		ordered = nil
		e, err := k.o.Layout.Ask(r, a, now)
		if refused = err; e == nil || err != nil {
			return nil, err
		}
		ordered = e.GetDoorOrdered()
		return []*contract.Event{e}, nil
	})
	if refused != nil {
		k.Deny(ctx, a, desk, refused)
	}
	if err != nil {
		return Result{}, fault.Wrap(op, err)
	}
	if ordered == nil {
		return Result{Again: true}, nil
	}
	out := Result{Door: locker.Door(ordered.Door), Compartment: ordered.Compartment}
	out.Uncertain, err = k.pulse(ctx, ordered, a.Order)
	return out, fault.Wrap(op, err)
}

// pulse pulses the lock of an order that is durable, once.
func (k *Keeper) pulse(ctx context.Context, o *contract.DoorOrdered, id Order) (uncertain bool, err error) {
	deadline, door := time.UnixMilli(o.DeadlineMs), locker.Door(o.Door)
	k.mu.Lock()
	k.monitor.Ordered(door, string(id[:]), k.o.Now())
	k.mu.Unlock()
	within, cancel := context.WithTimeout(ctx, k.o.Layout.Deadline+reply)
	defer cancel()
	err = k.o.Vault.Open(within, locker.Order{Door: door, Deadline: deadline})
	if err == nil || !device.Refused(err) {
		return err != nil, nil
	}
	k.mu.Lock()
	k.monitor.Refused(door, string(id[:]))
	k.undone[id] = string(device.ReasonOf(err))
	k.mu.Unlock()
	if said := k.sayUndone(ctx); said != nil { // Step tries again; its door is not ordered meanwhile
		k.o.Logger.Error("that a door was not pulsed is not journaled yet", "door", int(door), "err", said)
	}
	return false, fault.New("doors.pulse", fault.Unreachable).On(o.Compartment).Because(err).
		Tell("Vak "+o.Compartment+" is niet geopend: de kluis kon het niet doen.", "Kijk bij de toestellen wat er scheelt en vraag het dan opnieuw.")
}

// Deny journals that a person was refused a door, by Ask or by who may do what at this counter. The same refusal again
// within a minute is one.
func (k *Keeper) Deny(ctx context.Context, a Asking, desk office.Desk, why error) {
	if a.By == "" || fault.Is(why, fault.Corrupt) || fault.Is(why, fault.Internal) {
		return
	}
	e := k.o.Layout.Deny(a, why)
	d := e.GetDoorDenied()
	name := string(a.By) + "\x00" + d.Document + "\x00" + d.Compartment + "\x00" + d.Purpose + "\x00" + d.Why
	now := k.o.Now()
	k.mu.Lock()
	at, known := k.denied[name]
	for n, t := range k.denied {
		if now.Sub(t).Abs() >= time.Minute {
			delete(k.denied, n)
		}
	}
	if known && now.Sub(at).Abs() < time.Minute {
		k.mu.Unlock()
		return
	}
	k.denied[name] = now
	k.mu.Unlock()
	err := k.o.Note(ctx, Who{Clerk: a.By, Desk: desk}, func(kv.Reader, time.Time) ([]*contract.Event, error) { return []*contract.Event{e}, nil })
	if err != nil {
		k.o.Logger.Error("a denied attempt is not journaled", "err", err)
	}
}
