package devices

import "time"

// The quiet time between two records of one device: the first, the longest, and how long without a change makes it the
// first again.
const (
	Quiet     = time.Minute
	MostQuiet = 30 * time.Minute
	Calm      = time.Hour
)

// damper says when a change of one device may be journaled. It has no clock: it is told the time, of one that nobody sets.
type damper struct {
	last  time.Time     // of the last record; zero: none yet
	quiet time.Duration // until the next may come
}

// may reports whether a record may be made now.
func (d damper) may(now time.Time) bool { return d.last.IsZero() || now.Sub(d.last) >= d.quiet }

// made says that one was.
func (d damper) made(now time.Time) damper {
	if d.last.IsZero() || now.Sub(d.last) >= d.quiet+Calm {
		return damper{last: now, quiet: Quiet}
	}
	return damper{last: now, quiet: min(2*d.quiet, MostQuiet)}
}
