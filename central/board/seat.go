package board

import (
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// State is who has a seat.
type State uint8

// The states of a seat. A seat that nobody marked is Free, or Blocked where the record says so.
const (
	Free    State = iota // headquarters may book it
	Booked               // an appointment is on it, whoever is its custodian
	Held                 // the site has it and may book it while cut off
	Kept                 // somebody is just booking it
	Blocked              // nobody may book it
)

// Mark is the state of one seat.
type Mark struct {
	Desk  office.Desk
	Start office.Minute
	State State
}

// Record is what headquarters has written down of a site's day. Seats without a mark are as nobody touched them. It is shared
// and must not be changed.
type Record struct {
	Marks   []Mark
	Blocked bool // seats without a mark are blocked
	Shut    bool // headquarters gives nothing of this site away: its free seats are blocked too
}

// Ledger gives the records. It may be asked for days long past and for days without seats.
type Ledger interface {
	Record(site office.SiteID, on office.Date) Record
}

// free is the set of a day's seats that headquarters may book.
func (r Record) free(d *calendar.Day) calendar.Free {
	if d.Len() == 0 || r.Shut {
		return calendar.Free{}
	}
	set := d.NoneFree()
	if !r.Blocked {
		set = d.AllFree()
	}
	for _, m := range r.Marks {
		if m.State == Free {
			set.Give(m.Desk, m.Start)
		} else {
			set.Take(m.Desk, m.Start)
		}
	}
	return set
}

// occupancy is the ledger as the calendar's search wants it, for one site: each day is put together once, however many products
// are searched.
type occupancy struct {
	Ledger
	days map[office.Date]calendar.Free
}

// Free implements calendar.Occupancy.
func (o occupancy) Free(d *calendar.Day) calendar.Free {
	f, ok := o.days[d.Date]
	if !ok {
		f = o.Record(d.Site, d.Date).free(d)
		o.days[d.Date] = f
	}
	return f
}
