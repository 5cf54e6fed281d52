package forward

import (
	"errors"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// outcome is what became of a command.
type outcome struct {
	reply []byte
	index uint64
	err   error
}

// fate is what is known of a command after a call to the leader that failed. Only an answer that says so proves that
// nothing was proposed: any other failure, and a call that came back without an answer, may have been done.
func fate(err error) error {
	var ce *connect.Error
	if errors.As(err, &ce) {
		switch ce.Code() {
		case connect.CodeFailedPrecondition:
			return notProposed(err)
		case connect.CodeResourceExhausted:
			return fault.New("forward.Propose", fault.Exhausted).Because(err)
		}
	}
	return unknown(err)
}

// outcomeOf reads what the leader says of one command.
func outcomeOf(f *contract.ProposeFate) outcome {
	switch f.Kind {
	case contract.ProposeFate_APPLIED:
		return outcome{reply: f.Reply, index: f.Index}
	case contract.ProposeFate_NOT_PROPOSED:
		return outcome{err: notProposed(nil)}
	case contract.ProposeFate_TOO_LARGE:
		return outcome{err: fault.New("forward.Propose", fault.Exhausted)}
	}
	return outcome{err: unknown(errUnsaid)}
}

// fateOf is what the leader says of one command that was brought with others.
func fateOf(reply []byte, index uint64, err error) *contract.ProposeFate {
	switch code(err) {
	case 0:
		return &contract.ProposeFate{Kind: contract.ProposeFate_APPLIED, Reply: reply, Index: index}
	case connect.CodeFailedPrecondition:
		return &contract.ProposeFate{Kind: contract.ProposeFate_NOT_PROPOSED}
	case connect.CodeResourceExhausted:
		return &contract.ProposeFate{Kind: contract.ProposeFate_TOO_LARGE}
	}
	return &contract.ProposeFate{Kind: contract.ProposeFate_UNKNOWN}
}

// code is how the leader says of one command alone that it failed; 0 when it did not.
func code(err error) connect.Code {
	switch {
	case err == nil:
		return 0
	case fault.Is(err, fault.Exhausted):
		return connect.CodeResourceExhausted
	case consensus.IsUnknown(err):
		return connect.CodeUnavailable
	}
	return connect.CodeFailedPrecondition // a consensus.Log that does not say Unknown has proposed nothing
}

// unknown is the error of a command that may have been applied.
func unknown(why error) error {
	return fault.New("forward.Propose", fault.Unreachable).Because(&consensus.Unknown{Err: why})
}

// notProposed is the error of a command that was not.
func notProposed(why error) error {
	return fault.New("forward.Propose", fault.Unreachable).Because(errors.Join(&consensus.NotLeader{}, why))
}

var errUnsaid = errors.New("the leader does not know, or does not say")
