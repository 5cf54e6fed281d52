package visit

import (
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Ticket is the number of a visit on its day, from 1. Numbers begin again every civil day.
type Ticket uint32

// String writes the number as it is printed and called: "A017". After A999 comes B001, after Z999 again A001,
// which no counter lives to see. No ticket has the number 0; it is written as a dash.
func (t Ticket) String() string {
	if t == 0 {
		return "-"
	}
	return fmt.Sprintf("%c%03d", 'A'+(t-1)/999%26, (t-1)%999+1)
}

// State is where a visit stands in its life.
type State uint8

// The states. The numbers are stored: do not reorder.
const (
	Waiting  State = 1 + iota // in the queue
	Called                    // shown for a desk, not yet appeared there
	Serving                   // at the desk
	Finished                  // served to the end
	Missed                    // closed: called as often as the order allows, never appeared
	Left                      // went away unserved, or closed with the day
	Parked                    // aside, to come back to the desk that parked it; the desk is free
)

var stateNames = [...]string{"none", "waiting", "called", "serving", "finished", "missed", "left", "parked"}

// String names the state as the contract does.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// Open reports whether the visit still goes on.
func (s State) Open() bool { return s == Waiting || s == Called || s == Serving || s == Parked }

// AtDesk reports whether a visit in this state takes a desk: nobody else can be called to it.
func (s State) AtDesk() bool { return s == Called || s == Serving }

// Stamp is a wall time in milliseconds since 1970, or 0: it did not happen.
type Stamp int64

// StampOf is the stamp of t.
func StampOf(t time.Time) Stamp { return Stamp(t.UnixMilli()) }

// Time is the instant of the stamp, in UTC. Ask only a stamp that happened.
func (s Stamp) Time() time.Time { return time.UnixMilli(int64(s)).UTC() }

// Target is where a visit that waits again is to go: one desk, or any desk of a theme. The zero Target is any
// desk that serves its products.
type Target struct {
	Desk  office.Desk
	Theme office.ClusterID
}

// Visit is one stay at a site, arrival to departure. It holds nothing about who the visitor is.
type Visit struct {
	ID     office.VisitID
	Ticket Ticket
	Date   office.Date // the civil day it belongs to

	// Of the appointment; zero for a walk-in.
	Appointment office.AppointmentID
	Planned     office.Minute // planned start
	PlannedDesk office.Desk   // desk of the place booked
	Minutes     int           // length of the place booked

	Products []office.ProductID // all that was asked for, in the order in which it was
	Done     []office.ProductID // those of them that need nothing more
	Persons  int                // for whom; one ticket may stand for a family (A000-17)
	Urgency  Urgency
	Reason   ReasonCode // of the urgency

	State     State
	Desk      office.Desk // called to, serving at or parked by; after the end: where it ended
	For       Target      // where a transfer or a return sends it
	Turn      uint64      // place by arrival; a larger one after a miss, the same after a transfer
	Misses    int         // calls in a row to which nobody came
	Transfers int         // how often it was sent on (A003-01)

	Arrived    Stamp // check-in; none when the visitor went straight to a desk
	Called     Stamp // first call; later ones do not change it
	LastCalled Stamp // latest call
	MissedCall Stamp // latest call to which nobody came
	Started    Stamp // start of service
	Again      Stamp // start of the present stretch of service, when it is not the first
	Paused     Stamp // end of the latest stretch that did not end the visit: a transfer or a parking
	Ended      Stamp // end of service, or of the visit
	Earlier    int64 // milliseconds of service in the stretches before the present one

	Recalled bool // the latest call was shown more than once

	Cut    bool // closed by the system with the day: the end says nothing about the service
	Skewed bool // the clock was set back during the visit: its times are in order, and its durations mean nothing
}

// Booked reports whether the visit has an appointment.
func (v Visit) Booked() bool { return v.Appointment != office.AppointmentID{} }

// Start is the instant of the planned start at a site in zone; false for a walk-in.
func (v Visit) Start(zone *time.Location) (time.Time, bool) {
	if !v.Booked() {
		return time.Time{}, false
	}
	return v.Date.At(v.Planned, zone), true
}

// Pending are the products that still need a desk, in the order in which they were asked for. It may share
// the memory of Products and must not be changed.
func (v Visit) Pending() []office.ProductID {
	if len(v.Done) == 0 {
		return v.Products
	}
	var out []office.ProductID
	for _, p := range v.Products {
		if !slices.Contains(v.Done, p) {
			out = append(out, p)
		}
	}
	return out
}

// Since is when the visit was first seen: its check-in, or the call of who never checked in.
func (v Visit) Since() Stamp {
	if v.Arrived != 0 {
		return v.Arrived
	}
	return v.Called
}

// latest is the last thing that happened to the visit.
func (v Visit) latest() Stamp {
	return max(v.Arrived, v.Called, v.LastCalled, v.Started, v.Again, v.Paused, v.Ended)
}

// breath is how far a clock may go back without spoiling what is measured: time synchronisation breathes.
const breath = Stamp(5000)

// at gives the stamp under which a step at that wall time is kept. The times of a visit never go back: where the
// clock did, the step is kept at the moment of the one before, and the visit is marked.
func (v *Visit) at(now Stamp) Stamp {
	last := v.latest()
	if now < last-breath {
		v.Skewed = true
	}
	return max(now, last)
}
