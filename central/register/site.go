package register

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// loadSite gives a site's station and what else is stored beside it. A site that was never heard of is open in
// the first era, which had no era before it to remember.
func loadSite(r kv.Reader, site office.SiteID) (custody.Station, *contract.SiteState) {
	s := new(contract.SiteState)
	if !load(r, siteKey(site), s) {
		return custody.Station{Era: firstEra}, s
	}
	st := custody.Station{Current: lifeOf(s.Current), Era: s.Era, Shut: s.Shut, BlockedThrough: office.Date(s.BlockedThrough)}
	for _, l := range s.Closed {
		st.Closed = append(st.Closed, lifeOf(l))
	}
	return st, s
}

// firstEra is the era of a headquarters that was never restored.
const firstEra = 1

func (t *turn) saveSite(site office.SiteID, st custody.Station, s *contract.SiteState) {
	s.Current, s.Closed = toLife(st.Current), nil
	for _, l := range st.Closed {
		s.Closed = append(s.Closed, toLife(l))
	}
	s.Era, s.Shut, s.BlockedThrough = st.Era, st.Shut, int32(st.BlockedThrough)
	save(t.w, siteKey(site), s)
}

// heardOf reports whether an appliance of this site ever came.
func (t *turn) heardOf(site office.SiteID) bool {
	st, _ := loadSite(t.w, site)
	return st.Current.Incarnation != 0 || len(st.Closed) > 0
}

func lifeOf(l *contract.SiteState_Life) custody.Life {
	return custody.Life{Incarnation: office.Incarnation(l.GetIncarnation()), Cursor: l.GetCursor(), Settled: l.GetSettled(), Forked: l.GetForked()}
}

func toLife(l custody.Life) *contract.SiteState_Life {
	return &contract.SiteState_Life{Incarnation: uint64(l.Incarnation), Cursor: l.Cursor, Settled: l.Settled, Forked: l.Forked}
}

// left is a swept seat without an appointment that has its place elsewhere: the closed life booked it there, told the
// visitor, and did not deliver the record by which it gave up this seat. The seat stays blocked.
func (t *turn) left(id office.SeatID, seat custody.Seat) custody.Seat {
	state := t.appointment(seat.Booking)
	if seat.Owner.Kind != custody.Blocked || state == nil || state.Cancelled ||
		slices.Contains(state.Appointment.Place.Seats(), id) || !t.touches(state.Appointment) {
		return seat
	}
	if without, err := seat.Cancel(seat.Booking); err == nil {
		return without
	}
	return seat
}

// sweep blocks what a closed life may have booked.
func (t *turn) sweep(site office.SiteID, s custody.Sweep) (blocked, booked uint32) {
	type change struct {
		id   office.SeatID
		seat custody.Seat
	}
	var changes []change
	for id, seat := range seatsOf(t.w, siteSeatsPrefix(site)) {
		if after := t.left(id, s.Over(seat)); after != seat {
			changes = append(changes, change{id, after})
		}
	}
	for _, c := range changes {
		t.putSeat(c.id, c.seat)
		if c.seat.Booking == (office.AppointmentID{}) {
			blocked++
		} else {
			booked++
		}
	}
	return blocked, booked
}
