package fault

import (
	"errors"

	"connectrpc.com/connect"
)

// headerKind carries the kind, which is finer than an RPC code.
const (
	headerKind = "Buurtloket-Kind"
	headerCode = "Buurtloket-Code" // one for each sentence
)

// codes maps kinds to RPC codes.
var codes = map[Kind]connect.Code{
	Internal: connect.CodeInternal, Invalid: connect.CodeInvalidArgument, NotFound: connect.CodeNotFound,
	Refused: connect.CodeFailedPrecondition, Taken: connect.CodeAlreadyExists, NotHeld: connect.CodeFailedPrecondition,
	Conflict: connect.CodeAborted, Denied: connect.CodePermissionDenied, Unreachable: connect.CodeUnavailable,
	Exhausted: connect.CodeResourceExhausted, Corrupt: connect.CodeDataLoss,
}

// RPC is the error to send for err: its code, and the sentence a person may read. The cause stays at home.
// nil stays nil.
func RPC(err error) error {
	if err == nil {
		return nil
	}
	kind := KindOf(err)
	out := connect.NewError(codes[kind], errors.New(Sentence(err)))
	out.Meta().Set(headerKind, kind.String())
	for _, code := range Codes(err) {
		out.Meta().Add(headerCode, code)
	}
	return out
}

// FromRPC is the fault that RPC sent. An error of the RPC layer itself — no line, deadline — is Unreachable.
func FromRPC(op string, err error) error {
	var ce *connect.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &ce) {
		return New(op, Unreachable).Because(err)
	}
	for k, name := range kindNames {
		if ce.Meta().Get(headerKind) == name {
			return New(op, Kind(k)).Tell(ce.Message(), "").Coded(ce.Meta().Values(headerCode)...).Because(err)
		}
	}
	return New(op, kindOfCode(ce.Code())).Because(err)
}

// kindOfCode is for errors that the RPC layer made.
func kindOfCode(c connect.Code) Kind {
	switch c {
	case connect.CodeInvalidArgument, connect.CodeUnimplemented:
		return Invalid
	case connect.CodeResourceExhausted:
		return Exhausted
	case connect.CodePermissionDenied, connect.CodeUnauthenticated:
		return Denied
	case connect.CodeInternal, connect.CodeDataLoss:
		return Internal
	}
	return Unreachable
}
