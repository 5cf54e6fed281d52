package visit

import (
	"fmt"
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
)

var stateNames = [...]string{"none", "waiting", "called", "serving", "finished", "missed", "left"}

// String names the state as the contract does.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// Open reports whether the visit still goes on.
func (s State) Open() bool { return s == Waiting || s == Called || s == Serving }

// Urgency says how pressing a visit without appointment is (A001-15). The numbers are those of the contract.
type Urgency uint8

// The urgencies.
const (
	Ordinary   Urgency = iota
	SemiUrgent         // semi-spoed
	Urgent             // spoed
)

// Stamp is a wall time in milliseconds since 1970, or 0: it did not happen.
type Stamp int64

// StampOf is the stamp of t.
func StampOf(t time.Time) Stamp { return Stamp(t.UnixMilli()) }

// Time is the instant of the stamp, in UTC. Ask only a stamp that happened.
func (s Stamp) Time() time.Time { return time.UnixMilli(int64(s)).UTC() }

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

	Products []office.ProductID
	Persons  int
	Urgency  Urgency

	State  State
	Desk   office.Desk // called to or serving at; after the end: where it ended
	Turn   uint64      // place by arrival; a larger one after a miss
	Misses int         // calls to which nobody came

	Arrived    Stamp // check-in
	Called     Stamp // first call; later ones do not change it
	LastCalled Stamp // latest call
	Started    Stamp // start of service
	Ended      Stamp // end of service, or of the visit
	Cut        bool  // closed by the system with the day: the end says nothing about the service
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
