package forward

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// proposer is the part of a consensus.Log that takes commands.
type proposer interface {
	Propose(ctx context.Context, command []byte) (reply []byte, index uint64, err error)
}

// Command has a command applied and gives its reply. When the outcome is unknown — the leader changed under it —
// it asks again until ctx ends: every command either carries what makes it happen once (an id, a sequence) or
// is harmless when repeated.
func Command(ctx context.Context, log proposer, c *contract.HQCommand) (*contract.HQReply, error) {
	const op = "forward.Command"
	command := contract.Encode(c)
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		b, _, err := log.Propose(ctx, command)
		if err == nil {
			reply, err := contract.Decode(b, new(contract.HQReply))
			if err != nil {
				return nil, fault.New(op, fault.Internal).Because(err)
			}
			return reply, nil
		}
		var unknown *consensus.Unknown
		if !errors.As(err, &unknown) {
			return nil, fault.Wrap(op, err)
		}
		select {
		case <-ctx.Done():
			return nil, fault.New(op, fault.Unreachable).Because(fmt.Errorf("%w: %w", ctx.Err(), err)).
				Tell("Het hoofdkantoor antwoordt niet; het is niet zeker of dit gelukt is.", "Kijk straks in de agenda voor je het opnieuw doet.")
		case <-time.After(wait):
		}
	}
}
