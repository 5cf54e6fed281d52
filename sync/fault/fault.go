// Package fault is the one error type at Buurtloket's borders: which operation failed, of what kind, on
// what, why — and, apart from that, a sentence for the person in front of the screen that says what
// happened and what to do next.
//
// The cause is for the operator and the log; Say and Next are for people, in Dutch, and hold neither
// personal data nor codes. Faults are values: safe to share between goroutines once made.
package fault

import (
	"errors"
	"strings"
)

// Kind says what sort of failure it was; callers branch on it, screens choose their tone by it.
// The numbers cross the wire: do not reorder.
type Kind uint8

// The kinds of failure.
const (
	Internal    Kind = iota // a defect or a broken machine: nothing the person did
	Invalid                 // the input cannot be right, whatever the state
	NotFound                // no such thing
	Refused                 // the rules forbid it: closed, past, not offered here
	Taken                   // somebody else has it
	NotHeld                 // this party is not the custodian
	Conflict                // the state moved on: look again
	Denied                  // who asks may not do this
	Unreachable             // no line, no quorum, shutting down: try again later
	Exhausted               // a limit of size or number
	Corrupt                 // stored or received bytes fail their check
)

var kindNames = [...]string{"internal", "invalid", "not found", "refused", "taken", "not held", "conflict",
	"denied", "unreachable", "exhausted", "corrupt"}

// String names the kind in lower-case English.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Fault is one failure. Only Op and Kind are always set.
type Fault struct {
	Op      string // operation, as "booking.Book"
	Kind    Kind
	Subject string   // the thing it was about: a seat, a file, a site; never personal data
	Say     string   // what happened, in Dutch, for the person at the screen
	Next    string   // what to do next, in Dutch
	Codes   []string // Say and Next as sync/told writes them, for a screen in another language; none: there are no codes for it
	Err     error    // cause
}

// New makes a fault of an operation and a kind. Fill in the rest with the chained setters.
func New(op string, kind Kind) *Fault { return &Fault{Op: op, Kind: kind} }

// Wrap makes a fault around err that keeps err's kind, subject and sentence; nil stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	f := &Fault{Op: op, Kind: KindOf(err), Err: err}
	var inner *Fault
	if errors.As(err, &inner) {
		f.Subject, f.Say, f.Next, f.Codes = inner.Subject, inner.Say, inner.Next, inner.Codes
	}
	return f
}

// On sets the subject.
func (f *Fault) On(subject string) *Fault { f.Subject = subject; return f }

// Tell sets the sentence for people and the next step.
func (f *Fault) Tell(say, next string) *Fault { f.Say, f.Next = say, next; return f }

// Coded says the same as Say and Next in codes.
func (f *Fault) Coded(codes ...string) *Fault { f.Codes = codes; return f }

// Because sets the cause.
func (f *Fault) Because(err error) *Fault { f.Err = err; return f }

// Error is for operators: "booking.Book: taken: berchem/2026-11-26/1/10:10: cause".
func (f *Fault) Error() string {
	parts := []string{f.Op, f.Kind.String()}
	if f.Subject != "" {
		parts = append(parts, f.Subject)
	}
	if f.Err != nil {
		parts = append(parts, f.Err.Error())
	} else if f.Say != "" {
		parts = append(parts, f.Say)
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// KindOf is the kind of the outermost fault in err's chain; an error that carries none is Internal.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// Is reports whether err is a fault of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Sentence is what a person may read of err: the sentence and the next step of the first fault that has
// one, also inside joined errors, else a general one. It never shows a cause.
func Sentence(err error) string {
	if f := told(err); f != nil {
		return strings.TrimSpace(f.Say + " " + f.Next)
	}
	return general[KindOf(err)]
}

// Codes is what Sentence says, in codes; none when there are none for it.
func Codes(err error) []string {
	if f := told(err); f != nil {
		return f.Codes
	}
	return nil
}

// told is the first fault of err's tree that has a sentence.
func told(err error) *Fault {
	switch e := err.(type) {
	case nil:
		return nil
	case *Fault:
		if e.Say != "" {
			return e
		}
		return told(e.Err)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if f := told(one); f != nil {
				return f
			}
		}
		return nil
	}
	return told(errors.Unwrap(err))
}

// general is said when nobody closer to the matter found better words.
var general = map[Kind]string{
	Internal:    "Er ging iets mis in het systeem; er is niets gewijzigd. Probeer het opnieuw of bel de beheerder.",
	Invalid:     "Deze invoer klopt niet; er is niets gewijzigd. Kijk de gegevens na.",
	NotFound:    "Dit is niet gevonden. Kijk na of het juist is ingetikt.",
	Refused:     "Dit kan niet volgens de regels van deze locatie; er is niets gewijzigd.",
	Taken:       "Deze plaats is net door iemand anders genomen. Kies een andere.",
	NotHeld:     "Deze plaats ligt niet bij dit loket. Vraag ze aan, of kies een plaats van dit loket.",
	Conflict:    "De toestand is intussen veranderd. Kijk opnieuw en probeer nog eens.",
	Denied:      "Je mag dit niet doen met deze aanmelding. Vraag een collega met de juiste rol.",
	Unreachable: "Er is nu geen verbinding met het hoofdkantoor. Probeer het straks opnieuw.",
	Exhausted:   "Dit is te groot of te veel; er is niets gewijzigd.",
	Corrupt:     "De gegevens zijn beschadigd en niet gebruikt. Bel de beheerder.",
}
