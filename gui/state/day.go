package state

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Days is the part of the Counter that begins and ends a day.
type Days interface {
	// OpenDay begins the day; a day that was closed is opened again.
	OpenDay(ctx context.Context, checks []DayCheck) (Receipt, error)
	// CloseDay ends it, and tells what that did to who was still there. Refused when the vault was not counted and no
	// reason is given, and when documents are out and nobody says that they know.
	CloseDay(ctx context.Context, uncounted string, tripsKnown bool) (Receipt, []string, error)
	// DaySheet makes the day on paper, keeps it as a file, and shows it where this machine can.
	DaySheet(ctx context.Context) (Paper, error)
}

// Paper is a file that was kept. It names no visitor.
type Paper struct {
	Path  string
	Shown bool // the desktop's viewer was started
}

// Morning is what the night brought. The zero value knows nothing.
type Morning struct {
	Date  office.Date
	Lines []MorningLine
}

// MorningLine is one thing that is fresh or not, and what that means today.
type MorningLine struct {
	Say    string
	Good   bool
	Urgent bool // somebody must act on it today
}

// DayState is how the day stands.
type DayState struct {
	Date             office.Date
	Opened, Closed   time.Time // zero: not
	OpenedBy, EndsBy office.ClerkID
	Checks           []DayCheck // what stands in the way of closing, and what does not
}

// DayCheck is one thing that is looked at when a day begins or ends.
type DayCheck struct {
	Code string // of those the counter makes: "tickets", "count", "trip", "unsent"
	Good bool
	Say  string
}
