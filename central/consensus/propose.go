package consensus

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// enqueueTimeout bounds the wait for raft's main goroutine to take an entry.
const enqueueTimeout = 2 * time.Second

// proposal is one caller's command on its way.
type proposal struct {
	command []byte
	opener  bool         // no command: only an entry of this term is wanted
	fate    atomic.Int32 // waiting, then taken by the proposer or withdrawn by the caller
	done    chan outcome // buffered
}

const (
	waiting int32 = iota
	taken
	withdrawn
)

// outcome is what became of a proposal.
type outcome struct {
	reply []byte
	index uint64
	err   error
}

// Propose implements [Log].
func (n *Node) Propose(ctx context.Context, command []byte) (reply []byte, index uint64, err error) {
	const op = "consensus.Propose"
	if len(command) > n.c.MaxCommand {
		return nil, 0, fault.New(op, fault.Exhausted).On("command size")
	}
	o := n.submit(ctx, op, &proposal{command: command, done: make(chan outcome, 1)})
	return o.reply, o.index, o.err
}

// submit hands p to the proposer and waits for its outcome.
func (n *Node) submit(ctx context.Context, op string, p *proposal) outcome {
	c, err := n.serving(op)
	if err == nil && c.raft.State() != raft.Leader {
		err = n.notLeader(op)
	}
	if err != nil {
		return outcome{err: err}
	}
	select {
	case n.queue <- p:
	case <-ctx.Done():
		return outcome{err: unreachable(op, cause(ctx))}
	case <-n.ctx.Done():
		return outcome{err: unreachable(op, cause(n.ctx))}
	}
	var why error
	select {
	case o := <-p.done:
		return o
	case <-ctx.Done():
		why = cause(ctx)
	case <-n.ctx.Done():
		why = cause(n.ctx)
	}
	if p.fate.CompareAndSwap(waiting, withdrawn) {
		return outcome{err: unreachable(op, why)}
	}
	return outcome{err: unknown(op, why)}
}

// propose is the proposer's goroutine: it gathers what waits into one entry, hands it to raft, and lets a
// bounded number of entries fly at once, so that under load the next entry fills while others commit.
func (n *Node) propose() {
	slots := make(chan struct{}, n.c.Flights)
	for {
		var first *proposal
		select {
		case first = <-n.queue:
		case <-n.ctx.Done():
			return
		}
		select {
		case slots <- struct{}{}:
		case <-n.ctx.Done():
			first.done <- outcome{err: unreachable("consensus.Propose", cause(n.ctx))}
			return
		}
		batch := n.gather(first)
		if len(batch) == 0 {
			<-slots
			continue
		}
		n.fly(batch, slots)
	}
}

// gather takes first and what else waits now, up to the bounds of a batch.
func (n *Node) gather(first *proposal) (batch []*proposal) {
	size := 0
	for p := first; ; {
		if p.fate.CompareAndSwap(waiting, taken) {
			batch = append(batch, p)
			size += len(p.command)
		}
		if len(batch) >= n.c.BatchCommands || size >= n.c.BatchBytes {
			return batch
		}
		select {
		case p = <-n.queue:
		default:
			return batch
		}
	}
}

// fly hands the batch to raft and, beside the proposer, waits for its fate.
func (n *Node) fly(batch []*proposal, slots <-chan struct{}) {
	const op = "consensus.Propose"
	c, err := n.serving(op)
	if err != nil {
		land(batch, func(int) outcome { return outcome{err: err} })
		<-slots
		return
	}
	commands := make([][]byte, 0, len(batch))
	for _, p := range batch {
		if !p.opener {
			commands = append(commands, p.command)
		}
	}
	future := c.raft.Apply(sealCommands(commands), enqueueTimeout)
	n.riders.Go(func() {
		err := c.await(future)
		<-slots
		n.settleBatch(batch, future, err)
	})
}

// settleBatch tells each caller what became of its command.
func (n *Node) settleBatch(batch []*proposal, future raft.ApplyFuture, err error) {
	const op = "consensus.Propose"
	switch {
	case err == nil:
	case errors.Is(err, raft.ErrEnqueueTimeout):
		land(batch, func(int) outcome { return outcome{err: unreachable(op, err)} })
		return
	case surelyNotApplied(err):
		land(batch, func(int) outcome { return outcome{err: n.notLeader(op)} })
		return
	default:
		land(batch, func(int) outcome { return outcome{err: unknown(op, err)} })
		return
	}
	res, ok := future.Response().(applied)
	if !ok || res.err != nil {
		cause := errors.Join(errors.New("the state could not be written"), res.err)
		land(batch, func(int) outcome { return outcome{err: unknown(op, cause)} })
		return
	}
	i := 0
	land(batch, func(k int) outcome {
		if batch[k].opener {
			return outcome{index: res.first - 1}
		}
		i++
		return outcome{reply: res.replies[i-1], index: res.first + uint64(i-1)}
	})
}

func land(batch []*proposal, with func(i int) outcome) {
	for i, p := range batch {
		p.done <- with(i)
	}
}

// await waits for a future of raft. Raft forgets some futures when it shuts down (entries and questions in
// its queues then), hence the second way out; the goroutine of a forgotten future is lost with its raft.
func (c *core) await(f raft.Future) error {
	got := make(chan error, 1)
	go func() { got <- f.Error() }()
	select {
	case err := <-got:
		return err
	case <-c.gone:
		select {
		case err := <-got:
			return err
		default:
			return raft.ErrRaftShutdown
		}
	}
}
