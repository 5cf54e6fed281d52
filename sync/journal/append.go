package journal

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Receipt says where a decision's records are. Without records Last is First-1.
type Receipt struct {
	Life        office.Incarnation
	First, Last uint64
}

// Append runs decide on the present state and writes what it returns, durably, before returning. Decisions
// run one at a time, maybe on another caller's goroutine: be quick, and touch the journal only through the
// View.
//
// An error of decide comes back as it is and has changed nothing. Other errors: Invalid, Exhausted or
// Conflict for a commit that breaks a limit or does not continue the feed; the fold's error; the latch's,
// after which it is not certain whether this or an earlier decision was kept. When ctx ends before decide
// has begun, nothing is done; from then on the outcome is awaited.
func (j *Journal) Append(ctx context.Context, decide func(View) (Commit, error)) (Receipt, error) {
	const op = "journal.Append"
	return j.submit(ctx, op, &job{part: func(g *group) (Receipt, error) {
		return g.decide(op, g.tip, decide)
	}})
}

// Begin begins a new life, after a restore: with its own sequence and tree, in which the projections go on
// as they are until the fold of the first record says otherwise. decide sees the new life and is told where
// the previous one ended; it must make at least one record. Errors are those of Append; then no life began.
func (j *Journal) Begin(ctx context.Context, decide func(v View, previous Head) (Commit, error)) (Receipt, error) {
	const op = "journal.Begin"
	return j.submit(ctx, op, &job{part: func(g *group) (Receipt, error) {
		life, err := g.newLife()
		if err != nil {
			return Receipt{}, fault.Wrap(op, err)
		}
		previous := Head{Site: j.o.Site, Life: g.tip.life, Size: g.tip.edge.Size, Root: g.tip.edge.Root()}
		start := tip{ordinal: g.tip.ordinal + 1, life: life, feed: g.tip.feed}
		return g.decide(op, start, func(v View) (Commit, error) {
			c, err := decide(v, previous)
			if err == nil && len(c.Events) == 0 {
				err = fault.New(op, fault.Invalid).Because(fmt.Errorf("a life begins with a record"))
			}
			return c, err
		})
	}})
}

// Erase destroys a subject's key and all that is sealed under it, in one transaction. Records, tree and
// projections stay as they are. To journal the erasure as well, append with Commit.Erase instead. Erasing
// who is unknown does nothing.
func (j *Journal) Erase(ctx context.Context, subject office.SubjectID) error {
	_, err := j.Append(ctx, func(View) (Commit, error) {
		return Commit{Erase: []office.SubjectID{subject}}, nil
	})
	return err
}

// job is one piece of work in the queue: a part of a group, or something that must run alone.
type job struct {
	part  func(*group) (Receipt, error)
	alone func() error

	claimed atomic.Bool   // by a writer, who will answer; or by its caller, who gives up
	done    chan struct{} // closed with the answer
	receipt Receipt
	err     error
	panic   any // of the decision: goes back to its caller
}

// submit queues a job and sees to it that it is done: by whoever has the pen, or by taking the pen itself.
func (j *Journal) submit(ctx context.Context, op string, work *job) (Receipt, error) {
	work.done = make(chan struct{})
	if err := ctx.Err(); err != nil {
		return Receipt{}, cancelled(op, err)
	}
	select {
	case j.jobs <- work:
	case <-j.closed:
		return Receipt{}, closedFault(op)
	case <-ctx.Done():
		return Receipt{}, cancelled(op, ctx.Err())
	}
	for {
		var giveUp error
		select {
		case <-work.done:
			return work.answer()
		case j.pen <- struct{}{}:
			j.write()
			continue
		case <-j.closed:
			giveUp = closedFault(op)
		case <-ctx.Done():
			giveUp = cancelled(op, ctx.Err())
		}
		if work.claimed.CompareAndSwap(false, true) {
			return Receipt{}, giveUp
		}
		<-work.done // claimed, so it is being done
		return work.answer()
	}
}

// answer is what the caller gets.
func (w *job) answer() (Receipt, error) {
	if w.panic != nil {
		panic(w.panic)
	}
	return w.receipt, w.err
}

// cancelled is for a caller whose context ended before anything was done.
func cancelled(op string, cause error) error {
	return fault.New(op, fault.Unreachable).Because(cause)
}
