package custody

import "github.com/buurtloket/buurtloket/sync/office"

// Take applies a site's record to HQ's seat. The caller has asked [Station.Ingest] before, so the records of
// an incarnation come once each and in order, and those its report spoke for do not come here. A closed
// incarnation owns nothing, so its bookings come out as conflicts by the same rules.
func (s Seat) Take(from office.Incarnation, r Record) (Seat, Outcome) {
	switch r.Act {
	case DidAccept:
		return s, Outcome{}
	case DidBook:
		return s.TakeBooked(from, r.Grant, r.Booking)
	case DidCancel, DidMove:
		return s.TakeCancelled(from, r.Grant, r.Booking)
	case DidRelease:
		return s.TakeReleased(from, r.Grant, r.Booking)
	case DidFreeze:
		return s.TakeFrozen(from, r.Grant, r.Booking, r.Ask)
	case DidThaw:
		return s.TakeThawed(from, r.Grant)
	}
	return s, ignored(Invalid)
}

// of tells whether the seat is the incarnation's under this very grant.
func (s Seat) of(from office.Incarnation, id Identity) (Reason, bool) {
	switch {
	case from == 0 || s.Owner.By != from:
		return NotHeld, false
	case s.Grant != id:
		return StaleIdentity, false
	}
	return "", true
}

// TakeBooked takes in that a site booked the seat. If the seat is not that site's under that grant, or has a
// booking, the two cannot both be: a conflict, settled by a person.
func (s Seat) TakeBooked(from office.Incarnation, id Identity, a office.AppointmentID) (Seat, Outcome) {
	if s.Booking == a {
		return s, ignored(AlreadyKnown)
	}
	if why, ok := s.of(from, id); !ok {
		return s, conflict(why, a)
	}
	if s.Booking != (office.AppointmentID{}) {
		return s, conflict(AlreadyBooked, a)
	}
	if s.Owner.Kind == Blocked {
		return s, conflict(SeatBlocked, a)
	}
	s.Booking = a
	return s, Outcome{}
}

// TakeCancelled takes in that a site cancelled the appointment, or freed the seat after HQ had moved the
// appointment. The seat is free in the site's hands; a blocked seat is nobody's again. A cancellation by an
// incarnation that no longer keeps the appointment is shown to a person, who knows whom the citizen told.
func (s Seat) TakeCancelled(from office.Incarnation, id Identity, a office.AppointmentID) (Seat, Outcome) {
	if s.Booking != a || a == (office.AppointmentID{}) {
		return s, ignored(NotBooked)
	}
	if why, ok := s.of(from, id); !ok {
		return s, conflict(why, a)
	}
	s.Booking, s.Ask, s.Moved = office.AppointmentID{}, office.RequestID{}, false
	if s.Owner.Kind == Blocked {
		s.Owner = Owner{Kind: Blocked}
	}
	return s, Outcome{}
}

// TakeReleased takes in that a site gave the seat back, with the appointment a if not zero. It counts only
// from the owner and under the grant it was owned by: a release of an earlier grant says nothing of this one.
func (s Seat) TakeReleased(from office.Incarnation, id Identity, a office.AppointmentID) (Seat, Outcome) {
	if why, ok := s.of(from, id); !ok {
		return s, ignored(why)
	}
	known := s.Booking
	s.Owner.By, s.Booking, s.Ask, s.Moved = 0, a, office.RequestID{}, false
	if s.Owner.Kind == Site {
		s.Owner.Kind = HQ
	}
	if known != a && known != (office.AppointmentID{}) {
		return s, conflict(AlreadyBooked, known)
	}
	return s, Outcome{}
}

// TakeFrozen takes in that a site asked HQ to move the appointment: HQ keeps it until it answers with
// [Seat.MoveAway] or [Seat.Refuse]. A wish of an incarnation that no longer keeps the appointment is void.
func (s Seat) TakeFrozen(from office.Incarnation, id Identity, a office.AppointmentID, ask office.RequestID) (Seat, Outcome) {
	if why, ok := s.of(from, id); !ok {
		return s, ignored(why)
	}
	if s.Booking != a || a == (office.AppointmentID{}) {
		return s, ignored(NotBooked)
	}
	s.Ask, s.Moved = ask, false
	return s, Outcome{}
}

// TakeThawed takes in that a site has heard a refusal. HQ's side of it ended with the refusal itself.
func (s Seat) TakeThawed(from office.Incarnation, id Identity) (Seat, Outcome) {
	if why, ok := s.of(from, id); !ok {
		return s, ignored(why)
	}
	return s, Outcome{}
}

// TakeReport takes one hand of a site's report as state, while the site's gate is closed. It is to be called
// for every stored seat of the site and every hand of the report, with a zero Seat or Hand where there is
// none. HQ woke from a backup, so where the hand's identity is the greater, HQ has forgotten that grant and
// the hand is right; where HQ's is the greater, the grant was still on its way and dies, because the site
// promised with its report to accept nothing of an older era.
func (s Seat) TakeReport(from office.Incarnation, h Hand) (Seat, Outcome) {
	known, same := s.Booking, s.Owner.By == from && s.Grant == h.Grant
	switch {
	case h.State != Empty && h.Grant.Less(s.Grant):
		// HQ had forgotten this incarnation and gave the appointment of a blocked seat to another meanwhile.
		return s.Block(), conflict(StaleIdentity, h.Booking)
	case h.State != Empty:
		kind := Site
		if h.Blocked {
			kind = Blocked
		}
		s = Seat{Owner: Owner{Kind: kind, By: from}, Grant: h.Grant, Booking: h.Booking, Ask: h.Ask}
	case same, s.Grant.Less(h.Grant):
		kind := s.Owner.Kind
		if kind == Site {
			kind = HQ
		}
		s = Seat{Owner: Owner{Kind: kind}, Grant: h.Grant, Booking: h.Booking}
	case s.Owner.By == from:
		s.Owner.By, s.Ask, s.Moved = 0, office.RequestID{}, false
		if s.Owner.Kind == Site {
			s.Owner.Kind = HQ
		}
	}
	if !same && known != s.Booking && known != (office.AppointmentID{}) {
		return s, conflict(AlreadyBooked, known)
	}
	return s, Outcome{}
}

// Spoken judges a record that a report spoke for ([Intake.Silent]): it changes no seat. Only a move needs a
// person: the HQ that booked the new seat may have forgotten it. The caller drops the conflict when the
// appointment has a seat.
func Spoken(r Record) Outcome {
	if r.Act == DidMove {
		return conflict(OldEra, r.Booking)
	}
	return ignored(AlreadyKnown)
}
