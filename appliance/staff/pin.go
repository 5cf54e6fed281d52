package staff

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/pin"
)

// Verify compares a PIN with that of the attempt's clerk. It takes as long for a clerk who does not exist. One
// comparison runs at a time, so that a rush of them cannot take the counter's memory; ctx bounds the wait for
// its turn. Faults: Invalid for what is no PIN, which counts as no try; Unreachable when ctx ends.
func (d *Door) Verify(ctx context.Context, a Attempt, typed string) (Verdict, error) {
	const op = "staff.Verify"
	if err := pin.Check(typed); err != nil {
		return Verdict{}, fault.Wrap(op, err)
	}
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return Verdict{}, fault.New(op, fault.Unreachable).Because(err)
	}
	hash, salt := make([]byte, pin.Length), make([]byte, pin.SaltLength)
	if a.stored != nil {
		hash, salt = a.stored.GetPin(), a.stored.GetPinSalt()
	}
	return Verdict{attempt: a, right: pin.Verify(typed, hash, salt)}, nil
}
