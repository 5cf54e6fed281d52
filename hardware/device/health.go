package device

import (
	"context"
	"slices"
	"strings"
)

// State is how a device is, as far as it says so itself.
type State uint8

// The states, from what is not known to what cannot be reached.
const (
	Unknown   State = iota // it has not answered yet, or what it said has no meaning here
	Ready                  // it does what is asked of it
	Busy                   // it is at work and will be ready
	Attention              // it works, and somebody should look at it soon
	Stopped                // it answers and cannot work until somebody does something at it
	Absent                 // it does not answer: unplugged, switched off, or out of reach
)

// String is the word of a log and of the command line.
func (s State) String() string {
	names := [...]string{"unknown", "ready", "busy", "attention", "stopped", "absent"}
	if int(s) < len(names) {
		return names[s]
	}
	return names[Unknown]
}

// Usable reports whether an act may be begun: a busy device queues or refuses by itself.
func (s State) Usable() bool { return s == Ready || s == Busy || s == Attention }

// Reason is a code for why a device is as it is. Codes are the same for all kinds, so that one table of words serves
// every screen; a device that says something else gives a code of its own maker's, which is shown as it is.
type Reason string

// The reasons that have words.
const (
	PaperLow    Reason = "paper-low"
	PaperOut    Reason = "paper-out"
	PaperJam    Reason = "paper-jam"
	InkLow      Reason = "ink-low"
	InkOut      Reason = "ink-out"
	CoverOpen   Reason = "cover-open"
	DoorOpen    Reason = "door-open"
	NoPower     Reason = "no-power"
	NoCard      Reason = "no-card"
	Paused      Reason = "paused"   // somebody stopped it at the device
	Hot         Reason = "hot"      // it pauses to cool down
	Frozen      Reason = "frozen"   // it answers and its data stand still
	Unreadable  Reason = "protocol" // its answers cannot be understood
	Misfitted   Reason = "misfit"   // another device is at this address than the configuration says
	OutOfReach  Reason = "no-answer"
	NotAllowed  Reason = "no-access" // this program may not use it
	InUse       Reason = "in-use"    // something else is using it
	Unspecified Reason = "error"     // it says that something is wrong, and not what
)

// Health is a device at one moment.
type Health struct {
	State   State
	Reasons []Reason // the gravest first; none when Ready
	Model   string   // what it says it is, when it says so
	Detail  string   // in the device's own words, for whoever repairs it; never personal data
}

// Has reports whether a reason is among the reasons.
func (h Health) Has(r Reason) bool { return slices.Contains(h.Reasons, r) }

// String is for logs and the command line.
func (h Health) String() string {
	words := []string{h.State.String()}
	for _, r := range h.Reasons {
		words = append(words, string(r))
	}
	return strings.Join(words, " ")
}

// Device is what the steward of a counter asks of every device, whatever its kind. Both calls may be made at any time,
// from any goroutine, also beside an act of the device.
type Device interface {
	// Health asks the device how it is. It returns by the end of ctx; a device that gave no answer is Absent, one whose
	// answer has no meaning is Unknown. It changes nothing at the device.
	Health(ctx context.Context) Health
	// Close lets go of the device. Acts that are under way fail, with what is known of them.
	Close() error
}
