package consensus

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
)

var errLost = errors.New("leadership was lost or not confirmed")

// Read implements [Log]. In order: this node leads a term of which an entry is applied here, so that its
// commit index is the cluster's; note the commit index; a majority of voters confirms, to requests sent
// after that, that it follows this leader in this term; the state reaches the noted index; f runs.
func (n *Node) Read(ctx context.Context, f func(kv.Reader) error) error {
	const op = "consensus.Read"
	c, err := n.serving(op)
	if err != nil {
		return err
	}
	if err := n.openTerm(ctx, op, c); err != nil {
		return err
	}
	// The term is settled again inside the round: an older commit index than that term's would show there.
	index := c.raft.CommitIndex()
	if err := n.confirmed(ctx, op); err != nil {
		return err
	}
	if err := n.state.reach(ctx, index); err != nil {
		return unreachable(op, err)
	}
	return n.look(op, f)
}

// look runs f on the present state and keeps f's own error apart from the store's.
func (n *Node) look(op string, f func(kv.Reader) error) error {
	var own error
	err := n.state.view(func(v *view) error {
		own = f(v.state)
		return nil
	})
	return n.viewed(op, own, err)
}

// viewed makes one error of what f said and what became of the read transaction.
func (n *Node) viewed(op string, own, err error) error {
	if err == nil {
		return own
	}
	if closed := cause(n.ctx); closed != nil {
		return unreachable(op, closed)
	}
	return errors.Join(own, fault.New(op, fault.Internal).Because(err))
}

// openTerm sees to it that an entry of the present term is in the state. Raft's own first entry of a term
// does not pass by the state, so the first reader of a term proposes one without commands.
func (n *Node) openTerm(ctx context.Context, op string, c *core) error {
	term, ok := c.leads()
	if !ok {
		return n.notLeader(op)
	}
	if at, _ := n.state.look(); at.term >= term {
		return nil
	}
	o := n.submit(ctx, op, &proposal{opener: true, done: make(chan outcome, 1)})
	if IsUnknown(o.err) { // nothing to be unsure of: a read changes nothing
		return unreachable(op, errLost)
	}
	return o.err
}

// leads returns the term that this node leads, if it does. Raft leaves the state of leader before it
// changes the term, so a term read on both sides of the state is the leader's.
func (c *core) leads() (term uint64, ok bool) {
	term = c.raft.CurrentTerm()
	ok = c.raft.State() == raft.Leader && c.raft.CurrentTerm() == term
	return term, ok
}

// confirmed waits for a round of confirmation that begins after now.
func (n *Node) confirmed(ctx context.Context, op string) error {
	answer := make(chan error, 1)
	select {
	case n.verify <- answer:
	case <-ctx.Done():
		return unreachable(op, cause(ctx))
	case <-n.ctx.Done():
		return unreachable(op, cause(n.ctx))
	}
	select {
	case err := <-answer:
		if errors.Is(err, errLost) {
			return n.notLeader(op)
		}
		return err
	case <-ctx.Done():
		return unreachable(op, cause(ctx))
	case <-n.ctx.Done():
		return unreachable(op, cause(n.ctx))
	}
}

// verifyRounds is the verifier's goroutine: all readers that wait when a round begins share it.
func (n *Node) verifyRounds() {
	for {
		var readers []chan error
		select {
		case r := <-n.verify:
			readers = append(readers, r)
		case <-n.ctx.Done():
			return
		}
		for more := true; more; {
			select {
			case r := <-n.verify:
				readers = append(readers, r)
			default:
				more = false
			}
		}
		err := n.round()
		for _, r := range readers {
			r <- err
		}
	}
}

// round confirms that this node leads now: errLost when it does not or cannot know. VerifyLeader is used
// for its side effect, a heartbeat to everyone at once, and for its refusal; who has answered since the
// round began is counted by the transport (see confirmation).
func (n *Node) round() error {
	c, err := n.serving("consensus.Read")
	if err != nil {
		return err
	}
	term, ok := c.leads()
	if at, _ := n.state.look(); !ok || at.term != term {
		return errLost
	}
	since := c.confirm.moment()
	if err := c.await(c.raft.VerifyLeader()); err != nil {
		return errLost
	}
	look := time.NewTicker(max(n.c.Heartbeat/20, time.Millisecond))
	defer look.Stop()
	for {
		if now, ok := c.leads(); !ok || now != term {
			return errLost
		}
		yes, changed := c.confirm.majority(raft.ServerID(n.c.NodeID), c.configuration(), term, since)
		if yes {
			return nil
		}
		select {
		case <-changed:
		case <-look.C: // leadership may have gone without an answer
		case <-n.ctx.Done():
			return errLost
		}
	}
}

// Stale implements [Log].
func (n *Node) Stale(f func(r kv.Reader, fresh Freshness) error) error {
	const op = "consensus.Stale"
	c, err := n.serving(op)
	if err != nil {
		return err
	}
	fresh := Freshness{Age: n.age(c)}
	commit := c.raft.CommitIndex()
	var own error
	err = n.state.view(func(v *view) error {
		at := v.position()
		fresh.Applied = at.index
		if commit > at.raft {
			fresh.Behind = commit - at.raft
		}
		own = f(v.state, fresh)
		return nil
	})
	return n.viewed(op, own, err)
}

// age is the time since a leader was heard. Raft stamps that with the machine's clock, so the machine's
// clock it is compared with.
func (n *Node) age(c *core) time.Duration {
	if c.raft.State() == raft.Leader {
		return 0
	}
	last := c.raft.LastContact()
	if last.IsZero() {
		return Forever
	}
	return max(time.Since(last), 0)
}

// Watch implements [Log].
func (n *Node) Watch() (applied uint64, changed <-chan struct{}) {
	at, changed := n.state.look()
	return at.index, changed
}
