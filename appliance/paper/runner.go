package paper

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/buurtloket/buurtloket/hardware/device"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

// Book is the journal as the runner needs it.
type Book interface {
	// Look shows one consistent state, and the wall time.
	Look(f func(r kv.Reader, now time.Time) error) error
	// Do runs a decision and returns when what it gave is durable. An error of it leaves unknown whether it is, unless the
	// decision made the error.
	Do(ctx context.Context, decide func(r kv.Reader, now time.Time) (*contract.Event, error)) error
	// Changed gives a channel that is closed at the next change.
	Changed() <-chan struct{}
}

// Draw makes the paper of a print from the present state. It says nothing of duplicates on a ticket; on a PDF it puts Mark
// where Print.Duplicate says so. A fault of it ends the print as failed.
type Draw func(ctx context.Context, p Print) (Paper, error)

// Patience bounds one call of a printer: the slowest says within it that a ticket is printed.
const Patience = 30 * time.Second

// Forever is the wait of a step that finds nothing to do.
const Forever = time.Duration(1<<63 - 1)

const (
	// breath is between two looks at a printer that is not ready or that works on a paper.
	breath = time.Second
	// follows is for how long a paper that a printer took is awaited; then it is told to stop, and gives is for how long
	// that is awaited.
	follows = 15 * time.Minute
	gives   = 2 * time.Minute
)

// Runner takes what is queued to the printers of a counter. Its fields are set before Run and not changed after. Every
// printer's name is the one in Print.Device.
type Runner struct {
	Book     Book
	Draw     Draw
	Printers map[string]Outlet
	Logger   *slog.Logger // nil: discards
}

// Run prints until ctx ends, one paper at a time for each printer. It returns an error when a step could not be journaled:
// nothing more is sent then. A paper that is under way when ctx ends is followed as long as Patience.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.settle(ctx); err != nil {
		return fault.Wrap("paper.Run", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	for name := range r.Printers {
		g.Go(func() error { return r.serve(ctx, name) })
	}
	return fault.Wrap("paper.Run", g.Wait())
}

// serve steps one printer until ctx ends.
func (r *Runner) serve(ctx context.Context, name string) error {
	for ctx.Err() == nil {
		changed := r.Book.Changed()
		wait, err := r.Step(ctx, name)
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			return nil // told to stop before the step was taken up: nothing of it was done
		}
		if err != nil {
			return err
		}
		if wait <= 0 {
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// settle ends what was asked of printers that are not in the configuration any more.
func (r *Runner) settle(ctx context.Context) error {
	var left []Print
	err := r.Book.Look(func(s kv.Reader, _ time.Time) (err error) {
		left, err = Abandoned(s, func(name string) bool { return r.Printers[name] != nil })
		return err
	})
	for _, p := range left {
		how := Failed
		if p.Stage == Sent {
			how = Unknown
		}
		if err == nil {
			err = r.end(ctx, p, Answer{how, NoPrinter})
		}
	}
	return err
}

// Step does the next thing that a printer has to do, and says after how long to look again: at once when something may be
// left, never when nothing is. One step at a time for each printer. Once it has begun to send it does not stop at the end of
// ctx. An error is one of the journal: what was sent is asked after when a runner runs again.
func (r *Runner) Step(ctx context.Context, name string) (time.Duration, error) {
	out, known := r.Printers[name]
	if !known {
		return Forever, fault.New("paper.Step", fault.NotFound).On(name)
	}
	var p Print
	var found bool
	var now time.Time
	err := r.Book.Look(func(s kv.Reader, at time.Time) (err error) {
		now = at
		p, found, err = Next(s, name)
		return err
	})
	switch {
	case err != nil || !found:
		return Forever, err
	case p.Stage == Sent:
		return r.ask(ctx, out, p, now)
	case p.late(now):
		if p.Reason == "" {
			p.Reason = TooLate
		}
		return 0, r.end(ctx, p, Answer{Failed, p.Reason})
	case p.rests(now):
		return breath, nil
	}
	if h := r.health(ctx, out); !h.State.Usable() {
		return breath, r.hold(ctx, p, reasonOf(h))
	}
	return r.send(ctx, out, p)
}

// health asks a printer how it is, within a moment.
func (r *Runner) health(ctx context.Context, out Outlet) device.Health {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return out.Health(ctx)
}

func reasonOf(h device.Health) Reason {
	if len(h.Reasons) > 0 {
		return h.Reasons[0]
	}
	return device.Unspecified
}

// send draws a print, writes down that it goes, and lets it go.
func (r *Runner) send(ctx context.Context, out Outlet, p Print) (time.Duration, error) {
	paper, err := r.Draw(ctx, p)
	if ctx.Err() != nil {
		return 0, nil // nothing has happened to it
	}
	if err == nil && p.Duplicate() {
		paper, err = paper.marked()
	}
	var digest []byte
	if err == nil {
		digest, err = out.Check(paper)
	}
	if err != nil {
		r.log().Error("a paper could not be drawn", "print", p.ID.Name(), "kind", p.Of.Kind.String(), "err", err)
		return 0, r.end(ctx, p, Answer{Failed, NoContent})
	}
	gone := false
	if err := r.Book.Do(ctx, func(s kv.Reader, now time.Time) (*contract.Event, error) {
		e, err := send(s, p.ID, digest, now)
		gone = e != nil
		return e, err
	}); err != nil || !gone {
		return 0, err
	}
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), Patience)
	defer cancel()
	return r.record(ctx, p, out.Send(call, p.ID.Name(), paper))
}

// ask asks after a print that was sent. One that a printer keeps for too long is stopped, so that it does not come out
// before somebody else.
func (r *Runner) ask(ctx context.Context, out Outlet, p Print, now time.Time) (time.Duration, error) {
	call, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	a, age := out.Ask(call, p.ID.Name()), apart(now, p.Sent)
	switch {
	case a.Stage.Ended() || age <= follows:
	case age <= follows+gives:
		out.Cancel(call, p.ID.Name())
	default:
		if a.Stage = Unknown; a.Reason == "" {
			a.Reason = Unfinished
		}
	}
	return r.record(ctx, p, a)
}

// record journals what is known of a print that was sent.
func (r *Runner) record(ctx context.Context, p Print, a Answer) (time.Duration, error) {
	switch {
	case a.Stage == Queued:
		return breath, r.hold(ctx, p, a.Reason)
	case a.Stage == Sent:
		return breath, nil
	}
	return 0, r.end(ctx, p, a)
}

// hold journals that a printer took nothing, when that is new.
func (r *Runner) hold(ctx context.Context, p Print, why Reason) error {
	return r.Book.Do(context.WithoutCancel(ctx), func(s kv.Reader, _ time.Time) (*contract.Event, error) { return hold(s, p.ID, why) })
}

// end journals the end of a print.
func (r *Runner) end(ctx context.Context, p Print, a Answer) error {
	err := r.Book.Do(context.WithoutCancel(ctx), func(s kv.Reader, _ time.Time) (*contract.Event, error) {
		return end(s, p.ID, a.Stage, a.Reason)
	})
	if err == nil && a.Stage != Printed {
		r.log().Warn("a paper was not printed", "print", p.ID.Name(), "kind", p.Of.Kind.String(), "end", a.Stage.String(), "why", string(a.Reason))
	}
	return err
}

func (r *Runner) log() *slog.Logger {
	if r.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.Logger
}
