package profile

import (
	"context"
	"errors"
	"time"
)

// Sender is the other side. It is called by one goroutine at a time of each node, and maybe by several nodes at once.
type Sender interface {
	// Hand gives a notice. The same act again is taken once, and answered as the first time; a notice of the same appointment with a
	// later moment takes the place of an earlier one. nil: it is there for good. A [Refused] that is final is not tried again; any
	// other error is, and it may have been taken.
	Hand(ctx context.Context, n Notice) error
}

// Notice is how an appointment now stands.
type Notice struct {
	Act         [16]byte // its name
	Holder      []byte   // whose: 32 bytes, see the package comment
	Change      Change
	At          time.Time // when it changed
	Appointment string    // its identity, for ever the same
	Code        string    // as the visitor knows it
	Start, End  time.Time
	Site        string
	Address     string
	Products    []string // in Dutch
	Link        string   // its page; empty where headquarters does not know its own address
}

// Change is what happened to an appointment.
type Change string

// The changes.
const (
	Made      Change = "made"
	Moved     Change = "moved"
	Cancelled Change = "cancelled"
)

// Refused says that a notice was not taken. Code is ours or of the protocol, never the other side's words: it is kept and shown.
type Refused struct {
	Code  string
	Final bool
	Err   error
}

// Error implements error.
func (r *Refused) Error() string { return "not taken: " + r.Code }

// Unwrap gives the cause.
func (r *Refused) Unwrap() error { return r.Err }

// codeOf is why a notice was not taken, and whether that is for good.
func codeOf(err error) (code string, final bool) {
	var no *Refused
	if errors.As(err, &no) {
		return no.Code, no.Final
	}
	return away, false
}

// away is the code of no answer.
const away = "away"
