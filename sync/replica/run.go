package replica

import (
	"context"
	"errors"
	"io"

	"golang.org/x/sync/errgroup"
)

// Stream is one end of a line that carries messages both ways, in order. Receive may run beside Send.
// Receive gives io.EOF when the far end is done.
type Stream[In, Out any] interface {
	Receive() (In, error)
	Send(Out) error
}

// Step is one end of the exchange: a Shipper or a Receiver, as Run drives it.
type Step[In, Out any] struct {
	Receive func(context.Context, In) ([]Out, error)
	Pump    func(context.Context) ([]Out, error)
	// Changed gives a channel that is closed, or yields, once Pump may have something new. It is taken before
	// Pump is asked, so nothing is missed.
	Changed func() <-chan struct{}
	// After, when set, is called after each message was taken and its answers were sent.
	After func()
	// HangUp makes the stream's Receive return. It is called when a step fails or ctx ends; without it Run then waits
	// for the far end to say something more.
	HangUp func()
}

// Run drives one end over a stream until the far end is done (nil), the context ends, or a step fails.
// The stream must end when ctx does: whoever made it cancels it, or gives Step.HangUp. Sends happen on the caller's goroutine;
// a second one only receives.
func Run[In, Out any](ctx context.Context, s Stream[In, Out], step Step[In, Out], first ...Out) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in := make(chan In)
	var failed error // what a step failed with before anything else did: after HangUp the reader only echoes it
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(in)
		for {
			m, err := s.Receive()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			select {
			case in <- m:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	g.Go(func() (err error) {
		defer func() {
			if err == nil {
				return
			}
			if ctx.Err() == nil {
				failed = err
			}
			if step.HangUp != nil {
				step.HangUp()
			}
		}()
		if err := send(s, first, nil); err != nil {
			return err
		}
		for {
			changed := step.Changed()
			out, err := step.Pump(ctx)
			if err := send(s, out, err); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case m, ok := <-in:
				if !ok {
					return nil
				}
				out, err := step.Receive(ctx, m)
				if err := send(s, out, err); err != nil {
					return err
				}
				if step.After != nil {
					step.After()
				}
			case <-changed:
			}
		}
	})
	if err := g.Wait(); failed == nil {
		return err
	}
	return failed
}

// send sends what a step gave, also when the step failed: its last words (a Frozen) still go out.
func send[In, Out any](s Stream[In, Out], out []Out, failed error) error {
	for _, m := range out {
		if err := s.Send(m); err != nil {
			return err
		}
	}
	return failed
}
