package visit

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// The measures of one visit. The second result is false where there is no data: the thing did not happen,
// does not apply, or the clock was set back during the visit. No data is never a zero.

// WaitOnsite is first call − check-in (A000-24). Who went straight to a desk never checked in and has none.
func WaitOnsite(v Visit) (time.Duration, bool) {
	if v.Skewed {
		return 0, false
	}
	return between(v.Arrived, v.Called)
}

// Lateness is max(0, start of service − planned start), whatever the check-in: the published norm (A004-13).
// An early start counts as 0 (A004-14). Walk-ins and who was never served have none. zone is the site's.
func Lateness(v Visit, zone *time.Location) (time.Duration, bool) {
	start, booked := v.Start(zone)
	if !booked || v.Started == 0 || v.Skewed {
		return 0, false
	}
	return max(0, v.Started.Time().Sub(start)), true
}

// LatenessFair is max(0, start of service − max(planned start, check-in)): lateness that does not punish the
// desk for a late visitor. It is shown beside Lateness, never instead of it.
func LatenessFair(v Visit, zone *time.Location) (time.Duration, bool) {
	start, booked := v.Start(zone)
	if !booked || v.Started == 0 || v.Arrived == 0 || v.Skewed {
		return 0, false
	}
	if arrived := v.Arrived.Time(); arrived.After(start) {
		start = arrived
	}
	return max(0, v.Started.Time().Sub(start)), true
}

// EarlyService reports whether an appointment was called before its planned start (A000-26).
func EarlyService(v Visit, zone *time.Location) (early, ok bool) {
	start, booked := v.Start(zone)
	if !booked || v.Called == 0 || v.Skewed {
		return false, false
	}
	return v.Called.Time().Before(start), true
}

// TransactionTime is end of service − start of service, the time at the desk (A000-29): of a visit that was sent on
// or parked, the sum over its desks, without the time between them. A service that was still open when the day was
// closed has none: nobody knows when it ended.
func TransactionTime(v Visit) (time.Duration, bool) {
	if v.State != Finished || v.Cut || v.Skewed {
		return 0, false
	}
	last, ok := between(max(v.Started, v.Again), v.Ended)
	return last + time.Duration(v.Earlier)*time.Millisecond, ok
}

// Bounced reports whether a visit that was served was sent on to another desk (A003-01).
func Bounced(v Visit) (bounced, ok bool) { return v.Transfers > 0, v.Started != 0 }

// NoShow reports whether an appointment of day d planned at m is one that nobody came to: not checked in,
// and its time is over. It is excluded from lateness and counted by itself.
func NoShow(checkedIn bool, d office.Date, m office.Minute, now time.Time) bool {
	return !checkedIn && now.After(d.At(m, now.Location()))
}

// between is to − from when both happened, in that order.
func between(from, to Stamp) (time.Duration, bool) {
	if from == 0 || to == 0 || to < from {
		return 0, false
	}
	return to.Time().Sub(from.Time()), true
}
