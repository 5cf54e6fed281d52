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

// Patience bounds how long a command or a read waits for a leader with a majority: an election takes a second or
// three, so who waited this long is better told that there is none.
const Patience = 8 * time.Second

// pauses are the waits between tries: 10, 20, 40, … milliseconds, at most a quarter of a second.
func pauses() func() time.Duration {
	wait := 5 * time.Millisecond
	return func() time.Duration { wait = min(2*wait, 250*time.Millisecond); return wait }
}

// proposer is the part of a consensus.Log that takes commands.
type proposer interface {
	Propose(ctx context.Context, command []byte) (reply []byte, index uint64, err error)
}

// Command has a command applied and gives its reply. While nobody leads, or when the outcome is unknown because the
// leader changed under it, it asks again, for at most Patience: every command either carries what makes it happen once
// (an id, a sequence) or is harmless when repeated. Its fault is Unreachable then, and says whether it may have been
// done; in that case its cause is a *consensus.Unknown.
func Command(ctx context.Context, log proposer, c *contract.HQCommand) (*contract.HQReply, error) {
	const op = "forward.Command"
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	command := contract.Encode(c)
	unsure := false
	for next := pauses(); ; {
		b, _, err := log.Propose(ctx, command)
		if err == nil {
			reply, err := contract.Decode(b, new(contract.HQReply))
			if err != nil {
				return nil, fault.New(op, fault.Internal).Because(err)
			}
			return reply, nil
		}
		unsure = unsure || consensus.IsUnknown(err)
		var not *consensus.NotLeader
		if ctx.Err() == nil && !consensus.IsUnknown(err) && !errors.As(err, &not) {
			return nil, fault.Wrap(op, err)
		}
		select {
		case <-ctx.Done():
			return nil, outOfPatience(op, unsure, fmt.Errorf("%w: %w", ctx.Err(), err))
		case <-time.After(next()):
		}
	}
}

// outOfPatience is the fault of who waited in vain for a majority.
func outOfPatience(op string, unsure bool, cause error) error {
	if unsure {
		return fault.New(op, fault.Unreachable).Because(&consensus.Unknown{Err: cause}).
			Tell("Het hoofdkantoor antwoordt niet; het is niet zeker of dit gelukt is.", "Kijk straks in de agenda voor je het opnieuw doet.")
	}
	return fault.New(op, fault.Unreachable).Because(cause).
		Tell("Het hoofdkantoor kan nu niets vastleggen: er is geen meerderheid van zijn knooppunten bereikbaar. Er is niets gewijzigd.",
			"Probeer het straks opnieuw.")
}
