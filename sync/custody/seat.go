package custody

import "github.com/buurtloket/buurtloket/sync/office"

// OwnerKind says in whose hands a seat is, as HQ sees it.
type OwnerKind uint8

// The kinds of owner. The numbers are stored: do not reorder.
const (
	HQ      OwnerKind = iota // HQ may book, cancel and give it
	Site                     // the incarnation By may, or will when the grant reaches it
	Blocked                  // nobody may book it: a closed or unknown incarnation perhaps did
)

// Owner is who has a seat. The seat's site is known from its id, so a site is named by incarnation alone.
// A blocked seat may carry an appointment all the same; By is then the incarnation that attends to the
// appointment — it may check it in or cancel it, but never book the seat — and zero when HQ does.
type Owner struct {
	Kind OwnerKind
	By   office.Incarnation
}

// SiteOwner is the owner of a seat that was given to an incarnation.
func SiteOwner(i office.Incarnation) Owner { return Owner{Kind: Site, By: i} }

// AtHQ reports whether HQ is custodian of what is on the seat: of a blocked seat only of its appointment.
func (o Owner) AtHQ() bool { return o.By == 0 }

// Seat is one seat as HQ knows it. The zero Seat is HQ's, free and never granted, so a seat need not be
// stored until it is touched (but see [Station.Seat]). Seats are comparable values.
type Seat struct {
	Owner   Owner
	Grant   Identity             // of the last grant, also after it came back
	Booking office.AppointmentID // zero: none
	Ask     office.RequestID     // the site's open wish to move the appointment away; zero: none
	Moved   bool                 // HQ granted that wish: the appointment sits elsewhere, the site will cancel here
}

// Free reports whether HQ may book the seat now.
func (s Seat) Free() bool { return s.Owner.Kind == HQ && s.Booking == office.AppointmentID{} }

// Next is the identity the next grant of this seat gets in an era.
func (s Seat) Next(era uint64) Identity { return Identity{Era: era, N: s.Grant.N + 1} }

// Give grants the seat to an incarnation; a booking on it goes along, and with it the custody of that
// appointment. Of a blocked seat only the appointment can be given. The identity must be greater than any
// the seat has had (see [Seat.Next]). What must be sent, now and again, is [Seat.Offer] of the result.
func (s Seat) Give(to office.Incarnation, id Identity) (Seat, error) {
	switch {
	case to == 0:
		return s, Invalid
	case !s.Owner.AtHQ():
		return s, NotHeld
	case s.Owner.Kind == Blocked && s.Booking == office.AppointmentID{}:
		return s, SeatBlocked
	case !s.Grant.Less(id):
		return s, StaleIdentity
	}
	kind := Site
	if s.Owner.Kind == Blocked {
		kind = Blocked
	}
	s.Owner, s.Grant = Owner{Kind: kind, By: to}, id
	return s, nil
}

// Offer is a grant on its way: what the site needs to accept it.
type Offer struct {
	To      office.Incarnation
	Grant   Identity
	Booking office.AppointmentID // comes along; zero: the seat is free
	Blocked bool                 // only the appointment is given, the seat stays blocked
}

// Offer is the grant to send, or to send again, for a seat that is at a site. Sending again never makes a
// new identity: the site that had and released the seat would take a fresh one for a second gift.
func (s Seat) Offer() (Offer, bool) {
	return Offer{To: s.Owner.By, Grant: s.Grant, Booking: s.Booking, Blocked: s.Owner.Kind == Blocked}, !s.Owner.AtHQ()
}

// Book books a free seat that is HQ's.
func (s Seat) Book(a office.AppointmentID) (Seat, error) {
	switch {
	case a == office.AppointmentID{}:
		return s, Invalid
	case s.Owner.Kind == Site:
		return s, NotHeld
	case s.Owner.Kind == Blocked:
		return s, SeatBlocked
	case s.Booking != office.AppointmentID{}:
		return s, AlreadyBooked
	}
	s.Booking = a
	return s, nil
}

// Keeps tells whether HQ is custodian of an appointment on this seat and so may change it: because the seat
// is HQ's or blocked, or because its site asked HQ to move the appointment and waits.
func (s Seat) Keeps(a office.AppointmentID) error {
	switch {
	case a == office.AppointmentID{} || s.Booking != a || s.Moved:
		return NotBooked
	case !s.Owner.AtHQ() && s.Ask == office.RequestID{}:
		return NotHeld
	}
	return nil
}

// Cancel ends an appointment that HQ keeps. The seat stays in the hands it is in: a blocked one stays
// blocked, because the closed incarnation may have cancelled and booked anew as well. An appointment that
// a site wants to move is not cancelled here: HQ answers the wish.
func (s Seat) Cancel(a office.AppointmentID) (Seat, error) {
	if a == (office.AppointmentID{}) || s.Booking != a {
		return s, NotBooked
	}
	if !s.Owner.AtHQ() {
		return s, NotHeld
	}
	s.Booking = office.AppointmentID{}
	return s, nil
}

// MoveAway grants a site's wish: HQ has, in the same commit, booked the appointment on another seat. This
// seat comes free in the site's hands when the site has heard it; until then both sides leave it alone.
func (s Seat) MoveAway(ask office.RequestID) (Seat, error) {
	if ask == (office.RequestID{}) || s.Ask != ask || s.Moved {
		return s, NotAsked
	}
	s.Moved = true
	return s, nil
}

// Refuse turns a site's wish down: the appointment is the site's again as soon as it hears so.
func (s Seat) Refuse(ask office.RequestID) (Seat, error) {
	if ask == (office.RequestID{}) || s.Ask != ask || s.Moved {
		return s, NotAsked
	}
	s.Ask = office.RequestID{}
	return s, nil
}
