package custody

import "github.com/buurtloket/buurtloket/sync/office"

// Act is what a site did with a seat.
type Act uint8

// The acts. The numbers are for memory only; events on the wire have their own.
const (
	DidAccept Act = 1 + iota
	DidBook
	DidCancel
	DidRelease
	DidFreeze
	DidThaw
	DidMove
)

// Record is one custody fact in a site's journal, about one seat. Both sides fold the same records: the
// site with [Hand.Fold], HQ with [Seat.Take].
type Record struct {
	Act     Act
	Grant   Identity             // the grant the site held the seat by
	Booking office.AppointmentID // the appointment it is about; of an accept or release: what came or went along
	Ask     office.RequestID     // of freeze, thaw and move
	Blocked bool                 // of an accept: only the appointment was given
}

// Verdict is what HQ does with a site's record.
type Verdict uint8

// The verdicts.
const (
	Applied  Verdict = iota // the seat has changed, or the record said nothing about it that counts
	Conflict                // what was written cannot both be: kept, shown, settled by a person
	Ignored                 // no effect, for a reason
)

// Outcome is a verdict with its reason (of Conflict and Ignored) and the appointment a person must look at
// (of Conflict). Nothing is dropped: the record itself stays in the origin's journal at HQ in any case.
type Outcome struct {
	Verdict Verdict
	Reason  Reason
	Booking office.AppointmentID
}

func ignored(why Reason) Outcome { return Outcome{Verdict: Ignored, Reason: why} }

func conflict(why Reason, a office.AppointmentID) Outcome {
	return Outcome{Verdict: Conflict, Reason: why, Booking: a}
}
