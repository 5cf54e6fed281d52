package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Config is a vault of lock boards on one cable.
type Config struct {
	Line    Line
	Dialect Dialect
	Boards  []Board
	Now     func() time.Time // the clock that deadlines are held against; nil is time.Now
}

// Cabinet is a Vault over a cable with lock boards on it. It connects when it is asked something and lets a broken line go;
// an order is never sent twice, a reading that finds the connection gone is tried once more over a new one. While it has a
// connection, one goroutine reads it; Close waits for that one.
type Cabinet struct {
	config Config
	doors  []place // by door
	line   *line
	life   context.Context
	end    context.CancelFunc

	settled map[byte]uint64 // by board: the link over which its coils were last found off; for the holder of the turn

	mu   sync.Mutex
	held map[byte]error // by board that may hold a coil on: why it could not be made to let go; behind mu
	dark map[byte]error // by board whose lamps may be as they were: why; behind mu
}

var _ Vault = (*Cabinet)(nil)

// place is where a door hangs.
type place struct {
	board   int
	fitting Fitting
}

// New gives a cabinet of a configuration that makes sense: every door has one lock, and every lock one door. It connects to
// nothing yet.
func New(c Config) (*Cabinet, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Dialect == nil || c.Line.Connect == nil {
		return nil, errors.New("vault: a cabinet needs a dialect and a line")
	}
	if err := checkBoards(c.Dialect, c.Boards); err != nil {
		return nil, err
	}
	v := &Cabinet{config: c, line: newLine(c.Line), settled: map[byte]uint64{}, held: map[byte]error{}, dark: map[byte]error{}}
	for i, b := range c.Boards {
		for _, f := range b.Fittings {
			v.doors = append(v.doors, place{i, f})
		}
	}
	slices.SortFunc(v.doors, func(a, b place) int { return cmp.Compare(a.fitting.Door, b.fitting.Door) })
	v.life, v.end = context.WithCancel(context.Background())
	return v, nil
}

// Open implements Vault. What it does about a late order stands in the package comment. When this side ends the pulse, it
// returns after that.
func (c *Cabinet) Open(ctx context.Context, o Order) error {
	const op = "vault.Open"
	p, found := slices.BinarySearchFunc(c.doors, o.Door, func(p place, d Door) int { return cmp.Compare(p.fitting.Door, d) })
	if !found {
		return fault(op, &failure{reason: device.Misfitted, err: fmt.Errorf("%w: %d", ErrNoDoor, o.Door)})
	}
	remains := o.Deadline.Sub(c.config.Now())
	if remains <= 0 {
		return fault(op, &failure{err: ErrLate})
	}
	ctx, cancel := context.WithTimeoutCause(ctx, remains, ErrLate)
	defer cancel()
	ctx, leave, err := c.enter(ctx)
	if err != nil {
		return fault(op, err)
	}
	defer leave()
	if err := c.order(ctx, c.doors[p], o); err != nil {
		return fault(op, err)
	}
	return nil
}

// order proves the line by reading the door, sends the order, and ends the pulse where the board does not.
func (c *Cabinet) order(ctx context.Context, p place, o Order) error {
	b := c.config.Boards[p.board]
	began := c.config.Now()
	states, err := c.look(ctx, b, []Fitting{p.fitting})
	if err != nil {
		return certain(err)
	}
	took := c.config.Now().Sub(began)
	err = c.config.Dialect.pulse(ctx, c.line, b, p.fitting, states[0], func() error {
		if c.config.Now().Add(took).After(o.Deadline) {
			return ErrLate
		}
		return nil
	})
	if b.Release == ByMaster && !refused(err) {
		time.Sleep(b.Pulse) // the lock is on: neither ctx nor Close may leave it so
		c.letGo(context.WithoutCancel(ctx), b)
	}
	return err
}

// Doors implements Vault.
func (c *Cabinet) Doors(ctx context.Context) (Reading, error) {
	r, errs := c.read(ctx)
	for _, err := range errs {
		if err != nil {
			return r, fault("vault.Doors", err)
		}
	}
	return r, nil
}

// read reads board by board, with a turn for each, so that an order need not wait for boards that do not answer. It gives
// one error per board.
func (c *Cabinet) read(ctx context.Context) (Reading, []error) {
	r := Reading{At: c.config.Now(), Doors: make([]Seen, len(c.doors))}
	errs := make([]error, len(c.config.Boards))
	for i, b := range c.config.Boards {
		var states []State
		states, errs[i] = c.lookInTurn(ctx, b)
		if errs[i] != nil {
			errs[i] = certain(errs[i])
			continue
		}
		for j, f := range b.Fittings {
			at, _ := slices.BinarySearchFunc(c.doors, f.Door, func(p place, d Door) int { return cmp.Compare(p.fitting.Door, d) })
			r.Doors[at].State = states[j]
		}
	}
	for i, p := range c.doors {
		r.Doors[i].Door = p.fitting.Door
	}
	return r, errs
}

func (c *Cabinet) lookInTurn(ctx context.Context, b Board) ([]State, error) {
	ctx, leave, err := c.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return c.look(ctx, b, b.Fittings)
}

// look reads doors of one board. A connection that has served before may have ended since; that shows only now, and a
// reading may be done again.
func (c *Cabinet) look(ctx context.Context, b Board, fs []Fitting) ([]State, error) {
	again := c.line.used && c.line.link != nil
	for {
		if err := c.settle(ctx, b); err != nil {
			return nil, err
		}
		states, err := c.config.Dialect.read(ctx, c.line, b, fs)
		if again && errors.Is(err, errBroken) && ctx.Err() == nil {
			again = false
			continue
		}
		return states, err
	}
}

// settle sees to it that a board whose pulses this side ends holds no coil on, once per link: a program that ended in the
// middle of a pulse has left one.
func (c *Cabinet) settle(ctx context.Context, b Board) error {
	if b.Release != ByMaster {
		return nil
	}
	if err := c.line.connect(ctx); err != nil {
		return err
	}
	if c.settled[b.Address] != c.line.count {
		c.letGo(ctx, b)
	}
	return nil
}

// letGo switches off what a board holds on, and remembers when that did not succeed.
func (c *Cabinet) letGo(ctx context.Context, b Board) {
	err := c.config.Dialect.release(ctx, c.line, b)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.held[b.Address] = err
		delete(c.settled, b.Address)
		return
	}
	c.settled[b.Address] = c.line.count
	delete(c.held, b.Address)
}

// enter takes the line's turn, unless the cabinet is closed. The context it gives ends with the cabinet too.
func (c *Cabinet) enter(ctx context.Context) (context.Context, func(), error) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(c.life, func() { cancel(ErrClosed) })
	done := func() { stop(); cancel(nil) }
	if err := c.line.enter(ctx); err != nil {
		done()
		return nil, nil, err
	}
	if c.life.Err() != nil {
		c.line.leave()
		done()
		return nil, nil, &failure{err: ErrClosed}
	}
	return ctx, func() { c.line.leave(); done() }, nil
}

// Close implements device.Device. A pulse that this side ends is ended first.
func (c *Cabinet) Close() error {
	c.end()
	_ = c.line.enter(context.Background()) // it waits for whoever has the turn; a background never ends
	c.line.drop()
	c.line.leave()
	return nil
}

// fault is an error as the treaty has it.
func fault(op string, err error) error {
	e := &device.Error{Op: op, Err: err}
	var f *failure
	if errors.As(err, &f) {
		e.Reason, e.Err = f.reason, f.err
		if !f.maybe {
			e.Outcome = device.NotDone
		}
	}
	return e
}

// certain is a failed reading: nothing has happened at the device, whatever became of the request.
func certain(err error) error {
	var f *failure
	if !errors.As(err, &f) {
		return err
	}
	return &failure{reason: f.reason, err: f.err}
}

// refused reports whether an order is known not to have been done.
func refused(err error) bool {
	var f *failure
	return errors.As(err, &f) && !f.maybe
}
