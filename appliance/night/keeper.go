package night

import (
	"context"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Work is who does a step, as far as it can be done now. It is called with one step at a time, may be called again for a
// step that was done, and must return soon when ctx ends. What goes wrong is an outcome that is not done, in words.
type Work interface {
	Do(ctx context.Context, step Code, night office.Date) Outcome
}

// Store is where the nights are journaled. Put is durable when it returns.
type Store interface {
	State() (State, error)
	Put(ctx context.Context, decide Decision) error
}

// Keeper keeps the nights of a site. It is not safe for concurrent use.
type Keeper struct {
	Plan  Plan
	Work  Work
	Store Store

	night  office.Date // whose trials they are
	trials map[Code]Trial
}

// Turn does at most one step, or one try of it, and says how long to wait before the next call: zero when there may be
// more to do at once. After an error the same call may simply be made again.
func (k *Keeper) Turn(ctx context.Context, now func() time.Time) (time.Duration, error) {
	state, err := k.Store.State()
	if err != nil {
		return Retry, fmt.Errorf("night.Turn: %w", err)
	}
	at := now()
	if morning := k.Plan.Morning(at); k.night != morning {
		k.night, k.trials = morning, map[Code]Trial{}
	}
	state.Trials = k.trials
	turn, wait := k.Plan.Next(state, at)
	switch {
	case wait > 0:
		return wait, nil
	case turn.Report:
		err = k.Store.Put(ctx, func(r Reader, now time.Time) (*contract.Event, error) { return Report(r, turn.Night, now) })
	case turn.GiveUp:
		err = k.end(ctx, turn, k.trials[turn.Step].Outcome)
	default:
		err = k.try(ctx, turn, now)
	}
	if err != nil {
		return Retry, fmt.Errorf("night.Turn: %s: %w", turn.Step, err)
	}
	return 0, nil
}

// try does a step once, and writes it down when it is done.
func (k *Keeper) try(ctx context.Context, turn Turn, now func() time.Time) error {
	outcome := k.Work.Do(ctx, turn.Step, turn.Night)
	if ctx.Err() != nil && !outcome.Done {
		return nil // the process is told to stop: that says nothing about the step
	}
	t := k.trials[turn.Step]
	t.Last, t.Outcome = now(), outcome
	if t.Since.IsZero() || t.Since.After(t.Last) {
		t.Since = t.Last
	}
	k.trials[turn.Step] = t
	if outcome.Done {
		return k.end(ctx, turn, outcome)
	}
	return nil
}

func (k *Keeper) end(ctx context.Context, turn Turn, o Outcome) error {
	return k.Store.Put(ctx, func(r Reader, now time.Time) (*contract.Event, error) {
		return End(r, turn.Night, turn.Step, o, now)
	})
}
