package dispatch

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// When messages are due. They are the same on every node: what is due is decided where commands are applied.
const (
	RemindAt    = office.Minute(10 * 60) // of the day before
	remindAfter = 12 * time.Hour         // who booked later than this before the reminder needs none
	lastMinute  = time.Hour              // before the visit; later a reminder is of no use
	// ConflictAfter gives people at headquarters the time to settle a conflict before anybody is troubled with it.
	ConflictAfter = time.Hour
	// SurveyAfter and SurveyUntil: while the visit is fresh.
	SurveyAfter, SurveyUntil = 2 * time.Hour, 72 * time.Hour
	// ReadyUntil is how long it is of use to tell that a document lies ready.
	ReadyUntil = 30 * 24 * time.Hour
	// StillReadyDays after a document came its holder is told again. That is a courtesy, and begins no term.
	StillReadyDays = 30
	// LastCallDays before the last day its holder is told that it ends.
	LastCallDays = 14
)

// Remind is when a visit is remembered, and until when that is of use; false when it was made so late that nobody forgot it.
func Remind(day office.Date, start office.Minute, zone *time.Location, made int64) (due, expires int64, ok bool) {
	at := (day - 1).At(RemindAt, zone)
	if at.Sub(time.UnixMilli(made)) < remindAfter {
		return 0, 0, false
	}
	return at.UnixMilli(), day.At(start, zone).Add(-lastMinute).UnixMilli(), true
}

// Ends is the last day of a term of so many months. Three months after 30 November are 28 February, as counters count.
func Ends(from office.Date, months int) office.Date {
	y, m, d := from.UTC().Date()
	last := office.NewDate(y, m+time.Month(months)+1, 0)
	return min(office.NewDate(y, m+time.Month(months), d), last)
}

// retries are the waits between attempts; the last goes on.
var retries = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// Backoff is how long to wait after so many attempts failed.
func Backoff(tries uint32) time.Duration {
	return retries[min(int(tries), len(retries)-1)]
}
