package notify

import (
	"context"
	"errors"
	"time"
)

// Patience is how long handing over one message may take. It is well within the lease of a claim.
const Patience = time.Minute

// Parcel is one message on its way to one address.
type Parcel struct {
	ID  string // of the message, for ever its own; 32 hexadecimal digits
	To  string // a mail address, or a telephone number as +32470000000
	At  time.Time
	Say Letter
}

// Carrier hands messages to what delivers them. Carry is called by one goroutine at a time.
//
// Carry gives nil when the message was taken. What it gives otherwise decides whether it is sent again, so it must not guess: a
// [NotTaken] says that the message has certainly not been taken, any other error that it may have been. It ends soon after ctx does.
// Package carriertest is its contract.
type Carrier interface {
	Carry(ctx context.Context, p Parcel) error
	// Where is where messages go, for people who run this; without secrets.
	Where() string
}

// Until says whether it is of use to try again.
type Until int

// The three.
const (
	Later Until = iota // perhaps this message is taken later
	Never              // this message is never taken at this address
	Away               // nobody was there, or nobody is let in: no message is taken now
)

// NotTaken says that a message was certainly not taken.
type NotTaken struct {
	Until  Until
	Reason string // a short word without spaces, without anything of the message or its address: "smtp-550", "away"
	Err    error  // for the log of who runs this; nor does it hold an address
}

// Error implements error.
func (n *NotTaken) Error() string {
	if n.Err == nil {
		return "not taken: " + n.Reason
	}
	return "not taken: " + n.Reason + ": " + n.Err.Error()
}

// Unwrap gives the cause.
func (n *NotTaken) Unwrap() error { return n.Err }

// notTaken finds a NotTaken in an error.
func notTaken(err error) *NotTaken {
	var no *NotTaken
	if errors.As(err, &no) {
		return no
	}
	return nil
}
