package consensus

import (
	"context"
	"errors"

	"github.com/hashicorp/raft"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// NotLeader is the cause of a fault when this node does not lead. Nothing was proposed. ID and Addr name
// the leader where it is known and are empty during an election; the floor above forwards to it.
type NotLeader struct{ ID, Addr string }

// Error implements error.
func (e *NotLeader) Error() string {
	if e.ID == "" {
		return "this node does not lead and knows no leader"
	}
	return "this node does not lead; the leader is " + e.ID
}

// Unknown is the cause of a fault when a command was handed to raft and its fate was not seen: leadership
// was lost, the node closed or the caller's context ended. It may be applied already, later or never. The
// caller proposes the same command again, with the same event id; the machine sees the repetition.
type Unknown struct{ Err error }

// Error implements error.
func (e *Unknown) Error() string { return "outcome unknown: " + e.Err.Error() }

// Unwrap gives the reason.
func (e *Unknown) Unwrap() error { return e.Err }

// IsUnknown reports whether err leaves open that the command is applied.
func IsUnknown(err error) bool {
	var u *Unknown
	return errors.As(err, &u)
}

// LeaderOf finds the leader named by a refusal: ok is false when err is no such refusal or names none.
func LeaderOf(err error) (id, addr string, ok bool) {
	var n *NotLeader
	if errors.As(err, &n) && n.ID != "" {
		return n.ID, n.Addr, true
	}
	return "", "", false
}

var errClosed = errors.New("the node is closed")

// unreachable is the fault for "not done, try again later".
func unreachable(op string, cause error) error {
	return fault.New(op, fault.Unreachable).Because(cause)
}

// unknown is the fault for "perhaps done".
func unknown(op string, cause error) error {
	return fault.New(op, fault.Unreachable).Because(&Unknown{Err: cause}).Tell(
		"Het is niet zeker of dit al bewaard is.",
		"Probeer het opnieuw: het wordt nooit dubbel uitgevoerd.")
}

// surelyNotApplied reports whether raft's error proves that the entry never reached its log. Every other
// error, known or new, counts as unknown: a wrong "unknown" costs a retry, a wrong "no" costs a booking.
func surelyNotApplied(err error) bool {
	return errors.Is(err, raft.ErrNotLeader) || errors.Is(err, raft.ErrEnqueueTimeout) ||
		errors.Is(err, raft.ErrLeadershipTransferInProgress)
}

// cause is why ctx ended.
func cause(ctx context.Context) error { return context.Cause(ctx) }
