package receipt

import (
	"cmp"
	"context"
	"errors"
	"os"
	"sync/atomic"
	"time"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// Config says which printer, and how long it is waited for.
type Config struct {
	Open    Opener
	Columns Columns       // 0 is Wide42
	Answer  time.Duration // for one answer about its state; 0 is a second
	Finish  time.Duration // from the first byte of a ticket to the printer's word that it is printed; 0 is fifteen seconds
}

// Thermal is an ESC/POS printer behind an Opener. It opens the line for each call and closes it after, so that a printer
// that was unplugged is there again by itself; a goroutine that listens lives as long as the call.
type Thermal struct {
	config Config
	turn   chan struct{} // holds one token: who has it has the printer

	printing atomic.Bool                   // whether a Print has the printer
	last     atomic.Pointer[device.Health] // what was last learnt

	closing context.Context // ends every call when Close comes
	close   context.CancelFunc
}

var _ Printer = (*Thermal)(nil)

// New makes a driver, without opening the line.
func New(c Config) *Thermal {
	c.Columns = cmp.Or(c.Columns, Wide42)
	c.Answer, c.Finish = cmp.Or(c.Answer, time.Second), cmp.Or(c.Finish, 15*time.Second)
	t := &Thermal{config: c, turn: make(chan struct{}, 1)}
	t.turn <- struct{}{}
	t.last.Store(&device.Health{})
	t.closing, t.close = context.WithCancel(context.Background())
	return t
}

// Close implements device.Device.
func (t *Thermal) Close() error {
	t.close()
	return nil
}

// Health implements device.Device.
func (t *Thermal) Health(ctx context.Context) device.Health {
	select {
	case <-t.turn:
		defer func() { t.turn <- struct{}{} }()
	default:
		if t.printing.Load() {
			return device.Health{State: device.Busy}
		}
		return *t.last.Load() // another Health is asking just now
	}
	h := t.ask(ctx)
	t.last.Store(&h)
	return h
}

// ask opens the line and asks the printer how it is.
func (t *Thermal) ask(ctx context.Context) device.Health {
	talk, err := t.open(ctx)
	if err != nil {
		return unreached(err)
	}
	defer talk.end()
	status, err := talk.status(t.config.Answer)
	if err != nil {
		return unreached(err)
	}
	return status.Health()
}

// unreached is the health of a printer that could not be asked.
func unreached(err error) device.Health {
	h := device.Health{State: device.Absent, Reasons: []device.Reason{reasonOf(err)}, Detail: err.Error()}
	switch h.Reasons[0] {
	case device.NotAllowed:
		h.State = device.Stopped
	case device.Unreadable, device.Misfitted:
		h.State = device.Unknown
	}
	return h
}

// reasonOf is why a line failed.
func reasonOf(err error) device.Reason {
	switch {
	case errors.Is(err, os.ErrPermission):
		return device.NotAllowed
	case errors.Is(err, errNoStatus):
		return device.Unreadable
	case errors.Is(err, ErrNoDevice):
		return device.Misfitted
	}
	return device.OutOfReach
}

// Print implements Printer.
func (t *Thermal) Print(ctx context.Context, ticket Ticket) (Report, error) {
	data, report, err := Encode(ticket, t.config.Columns)
	if err != nil {
		return Report{}, failure(device.NotDone, device.Unspecified, err)
	}
	select {
	case <-t.turn:
		defer func() { t.turn <- struct{}{} }()
	case <-ctx.Done():
		return Report{}, failure(device.NotDone, device.OutOfReach, ctx.Err())
	}
	t.printing.Store(true)
	defer t.printing.Store(false)
	if err := t.print(ctx, data); err != nil {
		return Report{}, err
	}
	return report, nil
}

// print sends a ticket's bytes to a printer that can take them. The caller has the turn.
func (t *Thermal) print(ctx context.Context, data []byte) error {
	talk, err := t.open(ctx)
	if err != nil {
		return failure(device.NotDone, reasonOf(err), err)
	}
	defer talk.end()
	status, err := talk.status(t.config.Answer)
	if err != nil {
		return failure(device.NotDone, reasonOf(err), err)
	}
	if h := status.Health(); !h.State.Usable() {
		return failure(device.NotDone, h.Reasons[0], errors.New("the printer is "+h.State.String()))
	}
	if n, err := talk.send(data, t.config.Finish); err != nil {
		outcome := device.Uncertain
		if n == 0 {
			outcome = device.NotDone
		}
		return failure(outcome, device.OutOfReach, err)
	}
	return t.confirm(talk)
}

// confirm waits until the printer says that it has printed everything, and looks at it once more: its buffer takes a ticket
// whole, also when the paper runs out under it.
func (t *Thermal) confirm(talk *talk) error {
	confirmed := talk.finished(t.config.Finish, t.config.Answer)
	status, err := talk.status(t.config.Answer)
	if err != nil {
		return failure(device.Uncertain, reasonOf(err), errors.Join(confirmed, err))
	}
	if h := status.Health(); !h.State.Usable() {
		return failure(device.Uncertain, h.Reasons[0], errors.New("after the ticket the printer is "+h.State.String()))
	}
	if confirmed != nil {
		return failure(device.Uncertain, reasonOf(confirmed), confirmed)
	}
	return nil
}

// failure makes the error of a Print.
func failure(o device.Outcome, r device.Reason, err error) error {
	return &device.Error{Op: "receipt.Print", Outcome: o, Reason: r, Err: err}
}
