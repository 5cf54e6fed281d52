package vault

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Slowness is how long an order takes to be confirmed with SlowAnswer.
const Slowness = 5 * time.Second

// flutters is for how many readings a contact bounces: an odd number, and it ends with the truth.
const flutters = 3

var (
	errLost    = errors.New("the line broke")
	errWrong   = errors.New("another board answers")
	errRefused = errors.New("the board refuses")
)

// Emulator is a vault in memory: locks, doors and contacts, a hand that shuts the doors (Shut) and one that forces them
// (Force), and faults that can be switched on (Break) and off (Mend). It keeps the treaty of Vault. Serve shows the same
// doors as lock boards on a line.
type Emulator struct {
	now  func() time.Time
	over chan struct{} // closed by Close

	mu     sync.Mutex
	doors  map[Door]*leaf
	faults map[Fault][]Door // for StuckShut the doors; none are all
}

var _ Vault = (*Emulator)(nil)

// leaf is one door with its lock and its contact.
type leaf struct {
	open   bool
	held   bool // its coil is on
	lit    bool // its lamp burns
	pulses int
	bounce int // readings for which the contact still flutters
}

// NewEmulator gives a vault whose doors are shut. now is the clock that deadlines are held against; nil is time.Now.
func NewEmulator(now func() time.Time, doors ...Door) *Emulator {
	if now == nil {
		now = time.Now
	}
	e := &Emulator{now: now, over: make(chan struct{}), doors: map[Door]*leaf{}, faults: map[Fault][]Door{}}
	for _, d := range doors {
		e.doors[d] = &leaf{}
	}
	return e
}

// Break switches a fault on; for StuckShut it may name doors.
func (e *Emulator) Break(f Fault, doors ...Door) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults[f] = doors
}

// Mend switches a fault off.
func (e *Emulator) Mend(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.faults, f)
}

// Broken lists the faults that are on, in order.
func (e *Emulator) Broken() []Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.DeleteFunc(Faults(), func(f Fault) bool { return !e.has(f) })
}

// Shut is a hand that shuts a door.
func (e *Emulator) Shut(d Door) { e.move(d, false) }

// Force is a hand that opens a door without its lock.
func (e *Emulator) Force(d Door) { e.move(d, true) }

// Standing lists the doors that stand open, whatever can be read of them, by number: what a person before the vault sees.
func (e *Emulator) Standing() []Door {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []Door
	for d, l := range e.doors {
		if l.open {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// All lists the doors, by number.
func (e *Emulator) All() []Door {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(maps.Keys(e.doors))
}

// Stuck lists the doors that a fault keeps shut; none when there is no such fault, all when it names none.
func (e *Emulator) Stuck() []Door {
	e.mu.Lock()
	defer e.mu.Unlock()
	doors, on := e.faults[StuckShut]
	if on && len(doors) == 0 {
		return slices.Sorted(maps.Keys(e.doors))
	}
	return slices.Clone(doors)
}

// Pulses is how often a door's lock was pulsed.
func (e *Emulator) Pulses(d Door) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.doors[d]; l != nil {
		return l.pulses
	}
	return 0
}

// Held reports whether a door's coil is on.
func (e *Emulator) Held(d Door) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := e.doors[d]
	return l != nil && l.held
}

// Lit reports whether a door's lamp burns.
func (e *Emulator) Lit(d Door) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := e.doors[d]
	return l != nil && l.lit
}

func (e *Emulator) move(d Door, open bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.doors[d]; l != nil {
		e.swing(l, open)
	}
}

// has, swing, pulse and contact are for who holds mu.
func (e *Emulator) has(f Fault) bool { _, on := e.faults[f]; return on }

func (e *Emulator) swing(l *leaf, open bool) {
	if l.open != open && e.has(Bouncing) {
		l.bounce = flutters
	}
	l.open = open
}

func (e *Emulator) pulse(d Door) {
	l := e.doors[d]
	l.pulses++
	if stuck, on := e.faults[StuckShut]; on && (len(stuck) == 0 || slices.Contains(stuck, d)) {
		return
	}
	e.swing(l, true)
}

// contact reads one contact. Without power it is on or off as it happens to hang.
func (e *Emulator) contact(d Door) State {
	l := e.doors[d]
	open := l.open
	if l.bounce > 0 {
		open = open != (l.bounce%2 == 0)
		l.bounce--
	}
	if open {
		return Open
	}
	return Closed
}

// fails is why nothing can be asked of the vault now, or nil.
func (e *Emulator) fails() *failure {
	select {
	case <-e.over:
		return &failure{err: ErrClosed}
	default:
	}
	switch {
	case e.has(LineCut):
		return &failure{reason: device.OutOfReach, err: errLost}
	case e.has(WrongUnit):
		return &failure{reason: device.Unreadable, err: errWrong}
	case e.has(Refusing):
		return &failure{reason: device.Misfitted, err: errRefused}
	case e.has(PowerLost):
		return &failure{reason: device.NoPower, err: errNoPower}
	}
	return nil
}

// Open implements Vault.
func (e *Emulator) Open(ctx context.Context, o Order) error {
	const op = "vault.Open"
	delay, err := e.act(ctx, o)
	if err != nil {
		return fault(op, err)
	}
	if delay == 0 {
		return nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fault(op, &failure{maybe: true, reason: device.OutOfReach, err: context.Cause(ctx)})
	case <-e.over:
		return fault(op, &failure{maybe: true, err: ErrClosed})
	}
}

// act executes an order, and tells after how long it is confirmed.
func (e *Emulator) act(ctx context.Context, o Order) (time.Duration, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch f := e.fails(); {
	case e.doors[o.Door] == nil:
		return 0, &failure{reason: device.Misfitted, err: fmt.Errorf("%w: %d", ErrNoDoor, o.Door)}
	case !e.now().Before(o.Deadline):
		return 0, &failure{err: ErrLate}
	case ctx.Err() != nil:
		return 0, &failure{err: context.Cause(ctx)}
	case f != nil:
		return 0, f
	}
	lost := &failure{maybe: true, reason: device.OutOfReach, err: errLost}
	if e.has(LostBefore) {
		return 0, lost
	}
	e.pulse(o.Door)
	switch {
	case e.has(LostAfter):
		return 0, lost
	case e.has(SlowAnswer):
		return Slowness, nil
	}
	return 0, nil
}

// Doors implements Vault.
func (e *Emulator) Doors(ctx context.Context) (Reading, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := Reading{At: e.now()}
	f := e.fails()
	if f == nil && ctx.Err() != nil {
		f = &failure{err: context.Cause(ctx)}
	}
	for d := range e.doors {
		s := Seen{Door: d}
		if f == nil {
			s.State = e.contact(d)
		}
		r.Doors = append(r.Doors, s)
	}
	slices.SortFunc(r.Doors, func(a, b Seen) int { return int(a.Door) - int(b.Door) })
	if f != nil {
		return r, fault("vault.Doors", f)
	}
	return r, nil
}

// Light implements Vault. Every door has a lamp.
func (e *Emulator) Light(ctx context.Context, doors ...Door) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.fails()
	if f == nil && ctx.Err() != nil {
		f = &failure{err: context.Cause(ctx)}
	}
	if f != nil {
		return fault("vault.Light", f)
	}
	for d, l := range e.doors {
		l.lit = slices.Contains(doors, d)
	}
	return nil
}

// Health implements device.Device.
func (e *Emulator) Health(ctx context.Context) device.Health {
	r, err := e.Doors(ctx)
	h, usable := device.Health{Model: "emulator"}, 1
	if err != nil {
		h.Reasons, h.Detail, usable = []device.Reason{reasonOf(err)}, err.Error(), 0
		var e *device.Error
		if errors.As(err, &e) && e.Reason != "" {
			h.Reasons[0] = e.Reason
		}
	}
	return judge(h, r, usable)
}

// Close implements device.Device. The doors stay as they are.
func (e *Emulator) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	select {
	case <-e.over:
	default:
		close(e.over)
	}
	return nil
}
