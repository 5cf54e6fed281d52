package register

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// A planner decides on what a board showed: the plan of that moment, and whom the change would hit. A guard carries that
// along, and the order of commands decides whether it still holds. What the change takes away is asked back in the same step,
// so that there is no moment at which the plan says one thing and the sites were not told.

// outdated refuses a change that was made of another plan than the one in force; nil: it was not, or nobody asked.
func (t *turn) outdated(g *contract.PlanGuard) *contract.HQReply {
	version := View{t.w, t.m}.Plan().GetVersion()
	if g == nil || g.Version == version {
		return nil
	}
	say := fmt.Sprintf("Het plan is intussen gewijzigd (versie %d, niet %d). Er is niets gewijzigd.", version, g.Version)
	return refuse(fault.Conflict, fmt.Sprintf("plan/%d", version), say)
}

// unseen refuses a change that hits an appointment of which the planner does not know; nil: there is none, or nobody asked.
func unseen(g *contract.PlanGuard, hits []*contract.PlanHit) *contract.HQReply {
	if g == nil {
		return nil
	}
	n := 0
	for _, h := range hits {
		if !slices.ContainsFunc(g.Hit, func(id []byte) bool { return bytes.Equal(id, h.Appointment.GetId()) }) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	no := refuse(fault.Conflict, "hit", fmt.Sprintf("Intussen zijn er %d afspraken bijgekomen die hun plaats zouden verliezen. Er is niets gewijzigd.", n))
	no.Hits = hits
	return no
}

// askBack checks what is to be asked back, or refuses; the second result does it.
func (t *turn) askBack(all []*contract.RecallPut) (no *contract.HQReply, do func()) {
	for _, c := range all {
		if no := t.askable(c); no != nil {
			return no, nil
		}
	}
	return nil, func() {
		for _, c := range all {
			t.ask(c)
		}
	}
}

// Changed is the plan with a change, stored and compiled; nothing is changed. Faults as of a change that is put.
func (v View) Changed(c *contract.PlanChange) (*contract.Plan, *calendar.Plan, error) {
	return v.changed(c, true)
}

// Change is the note of the change that made a version of the plan; nil when there is none.
func (v View) Change(version uint64) *contract.PlanNote {
	n := new(contract.PlanNote)
	if !load(v.r, noteKey(version), n) {
		return nil
	}
	return n
}

// Since lists the changes that were made after a version of the plan, oldest first.
func (v View) Since(version uint64) []*contract.PlanNote {
	var out []*contract.PlanNote
	for _, b := range v.r.Scan([]byte("n/"), noteKey(version+1)) {
		n := new(contract.PlanNote)
		load1(b, n)
		out = append(out, n)
	}
	return out
}

// Withheld lists the seats of a day that somebody is just booking, or was and did not come back in time.
func (v View) Withheld(site office.SiteID, d office.Date) []office.SeatID {
	var out []office.SeatID
	for k := range v.r.Scan(heldDayPrefix(site, d), nil) {
		if id, err := office.SeatOfKey(k[len("H/"):]); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// Asked is a seat that was asked back of its site and has not come back.
type Asked struct {
	Seat  office.SeatID
	Since time.Time
}

// Asked lists what was asked back of a site and is still in its hands: a counter without a line has not heard of it. What became
// an appointment meanwhile is not in it.
func (v View) Asked(site office.SiteID) []Asked {
	st, _ := loadSite(v.r, site)
	var out []Asked
	for k, b := range v.r.Scan(recalledPrefix(site), nil) {
		id, err := office.SeatOfKey(k[len("r/"):])
		if err != nil || len(b) != 8 {
			continue
		}
		seat := v.seat(st, id)
		if !seat.Owner.AtHQ() && seat.Booking == (office.AppointmentID{}) {
			out = append(out, Asked{id, time.UnixMilli(int64(binary.BigEndian.Uint64(b)))})
		}
	}
	return out
}

// Glance is who has a seat, and whether anybody booked it.
type Glance struct {
	Desk   office.Desk
	Start  office.Minute
	Owner  custody.OwnerKind
	Booked bool
}

// Glance looks at the stored seats of a site and day, as DaySeats does, and reads no more of each than it tells: a board looks at
// hundreds of thousands.
func (v View) Glance(site office.SiteID, d office.Date) (out []Glance) {
	prefix := daySeatsPrefix(site, d)
	for k, b := range v.r.Scan(prefix, nil) {
		at := k[len(prefix):]
		if len(at) != 3 || len(b) == 0 {
			panic("register: a malformed seat is stored")
		}
		out = append(out, Glance{Desk: office.Desk(at[2]), Start: office.Minute(binary.BigEndian.Uint16(at)), Owner: custody.OwnerKind(b[0] & 3), Booked: b[0]&hasBooking != 0})
	}
	return out
}
