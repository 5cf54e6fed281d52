package state

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Hall is the part of [Counter] that is about the waiting room beyond calling: its calls keep the promises made there.
type Hall interface {
	// Park sets the visitor who is served aside; the desk is free.
	Park(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Return lets who stepped aside wait again for the desk that set them aside, where they stood. To go on with them at
	// once that desk uses Serve.
	Return(ctx context.Context, visit office.VisitID) (Receipt, error)
	// Transfer sends a visitor on, in the place they have. Refused when nothing is left to do for them.
	Transfer(ctx context.Context, visit office.VisitID, to Onward) (Receipt, error)
	// Hasten gives who waits a code of urgency with its reason; visit.Ordinary takes it away.
	Hasten(ctx context.Context, visit office.VisitID, u visit.Urgency, reason visit.ReasonCode) (Receipt, error)
	// Undo takes back the last step of a visit, the one that was shown. Refused when it is too long ago, Conflict when
	// something else happened or the desk has somebody else.
	Undo(ctx context.Context, visit office.VisitID, step uint64) (Receipt, error)
	// CheckInCode announces an appointment by the visitor's code. Refused on another day or at another site, with where and
	// when instead.
	CheckInCode(ctx context.Context, code string) (Receipt, error)
}

// Onward is where a visitor is sent, and what is in order already. A zero Desk and Theme is whoever serves what is left.
type Onward struct {
	Desk  office.Desk
	Theme office.ClusterID
	Done  []office.ProductID
	Added []office.ProductID
}

// Undoable is the last step of a visit while it can be taken back. A Step of 0 is none.
type Undoable struct {
	Step  uint64 // grows from step to step over all visits
	Words string // as "oproep aan loket 1"
}

// Aside is a visitor who stepped aside.
type Aside struct {
	Visit   office.VisitID
	Desk    office.Desk // that set them aside, and takes them back
	Ticket  string
	Product office.ProductID
	Name    string
	Since   time.Time // when they stepped aside; zero: before this screen was opened
	Undo    Undoable
}

// Ended is a visit whose end can still be taken back.
type Ended struct {
	Visit   office.VisitID
	Desk    office.Desk // where it ended; 0: in the waiting room
	Ticket  string
	Product office.ProductID
	Name    string
	Undo    Undoable
}

// Alarm is a norm of today that is missed, or about to be (A003-23).
type Alarm struct {
	Say    string
	Missed bool
}

// Mean is a mean of today in minutes. Known is false while there are too few visits for it.
type Mean struct {
	Minutes float64
	Visits  int
	Known   bool
}

// Figures are those of one cluster today (A004-06 to A004-11). Lateness is the published one; LatenessFair counts nobody's own
// coming late.
type Figures struct {
	Cluster                office.ClusterID
	Name                   string
	Norm                   float64 // minutes; 0: none was published
	Missed                 bool    // the norm is missed as it stands
	Lateness, LatenessFair Mean
	Wait, Transaction      Mean
	Early                  int // called before their time
}

// Theme is a group of products that visitors are sent on to.
type Theme struct {
	ID             office.ClusterID
	Dutch, English string
}
