package calendar

import (
	"strings"

	"github.com/buurtloket/buurtloket/sync/fault"
)

// Code says which rule spoke. It is also the cause of the fault that Check returns, so that
// errors.Is(err, calendar.Past) tells them apart. The numbers cross the wire: do not reorder.
type Code uint8

// The codes. PhotoNeeded and NoAppointmentNeeded come with an offer that holds, as a warning; the latter
// refuses a citizen who asks for nothing else.
const (
	Fine                Code = iota
	PhotoNeeded              // no photo booth there: bring a photo (A002-42)
	NoAppointmentNeeded      // come along without one
	UnknownSite              // no such site
	UnknownProduct           // no such product, or none asked for
	NotYet                   // not offered until a later date
	NoLonger                 // no longer offered (A002-47)
	NoVault                  // hands out a document where none can be kept (A002-43, A002-45)
	NotThere                 // the site does not serve it
	NotThen                  // the site serves it, but not at that time
	StaffOnly                // only staff puts it in the agenda
	Closed                   // closed day or part of a day
	Past                     // begins before now
	SameDay                  // sooner than the channel may book (A000-33)
	BeyondHorizon            // later than the channel may book
	PastClosing              // begins or ends after closing
	TooLong                  // takes more time than there is in one stretch: too many persons or products
	NoSeat                   // no seat of that desk begins then
	WrongSeats               // the seats named are not those the visit takes
	TooSoon                  // begins before the notice that the product asks for has passed
	TooMany                  // more persons or products than one visit may have
	UrgencyNeeded            // how urgent it is must be said (A001-15)
	TodayOnly                // fills the free moments of the day, and no others (A001-14)
	NotTogether              // the products have no day in common
	ByAppointment            // not without an appointment (A001-16)
	NotNear                  // no site in the districts asked for serves it (A002-29)
	NotStepFree              // no site without steps serves it (A002-29)
)

var codeNames = [...]string{"fine", "photo needed", "no appointment needed", "unknown site", "unknown product",
	"not yet offered", "no longer offered", "no vault", "not offered there", "not offered then", "staff only",
	"closed", "in the past", "same day", "beyond the horizon", "past closing", "too long", "no such seat",
	"wrong seats", "too soon", "too many", "urgency needed", "today only", "not together", "by appointment",
	"not near", "not step-free"}

// Error names the code in lower-case English; a code is an error so that it can be the cause of one.
func (c Code) Error() string {
	if int(c) < len(codeNames) {
		return codeNames[c]
	}
	return "unknown code"
}

// kind is the kind of fault that goes with the code.
func (c Code) kind() fault.Kind {
	switch c {
	case UnknownSite, UnknownProduct:
		return fault.NotFound
	case NoSeat, WrongSeats, UrgencyNeeded:
		return fault.Invalid
	}
	return fault.Refused
}

// next is what the person at the screen can do about it, in Dutch.
func (c Code) next() string {
	switch c {
	case UnknownSite, UnknownProduct:
		return "Kies opnieuw uit de lijst."
	case NotYet, NotThen, Closed, Past, PastClosing, NoSeat, TooSoon:
		return "Kies een ander moment."
	case NoVault, NotThere:
		return "Kies een andere locatie."
	case NoAppointmentNeeded:
		return "Kom langs tijdens de openingsuren."
	case NoLonger, StaffOnly:
		return "Vraag het aan een medewerker."
	case SameDay:
		return "Kies een latere dag, of bel ons."
	case BeyondHorizon:
		return "Kies een vroegere dag."
	case TooLong, TooMany, NotTogether:
		return "Verdeel het bezoek over twee afspraken."
	case UrgencyNeeded:
		return "Kies spoed of semi-spoed."
	case TodayOnly:
		return "Kies een vrij moment van vandaag, of maak een gewone afspraak."
	case ByAppointment:
		return "Maak een afspraak."
	case NotNear, NotStepFree:
		return "Zoek ook op andere locaties."
	case WrongSeats:
		return "Zoek opnieuw een vrije plaats."
	}
	return ""
}

// Verdict is what the rules say of an offer.
type Verdict struct {
	OK     bool
	Warn   bool   // OK, but Reason must be told
	Reason string // Dutch sentence: why not, or the warning; empty when there is nothing to tell
	Code   Code

	// Instead is what to do instead, where to go or where else it can be had: Dutch sentences, or nothing (A002-47).
	Instead string

	open bool // Closed in this mode, and the day has another
}

// fine is the verdict with nothing to tell.
var fine = Verdict{OK: true}

func refusal(code Code, reason string) Verdict { return Verdict{Reason: reason, Code: code} }
func warning(code Code, reason string) Verdict {
	return Verdict{OK: true, Warn: true, Reason: reason, Code: code}
}

// fault makes the error of a refusal; nil for an offer that holds.
func (v Verdict) fault(op, subject string) error {
	if v.OK {
		return nil
	}
	return fault.New(op, v.Code.kind()).On(subject).Tell(v.Reason, v.next()).Because(v.Code)
}

// next is what the person at the screen can do about a refusal: what the verdict itself knows, else what its code does.
func (v Verdict) next() string {
	if v.Instead != "" {
		return v.Instead
	}
	return v.Code.next()
}

// Say is the verdict in words: the reason, and what to do instead; empty when there is nothing to tell.
func (v Verdict) Say() string {
	if v.OK {
		return v.Reason
	}
	return strings.TrimSpace(v.Reason + " " + v.next())
}
