package custody

import "github.com/buurtloket/buurtloket/sync/office"

// HandState is what a site has of a seat.
type HandState uint8

// The states. The numbers are stored: do not reorder.
const (
	Empty  HandState = iota // nothing: never accepted, or given back
	Held                    // the seat, free
	Booked                  // the seat with an appointment on it
)

// Hand is one seat as a site's journal says: a fold of the site's records about it. The zero Hand is a seat
// the site never had. A hand that has become empty must be kept as long as the incarnation lives: its Grant
// is what refuses an old grant delivered again. Hands are comparable values.
type Hand struct {
	State   HandState
	Blocked bool                 // only the appointment is ours: without it the hand is empty
	Grant   Identity             // the greatest ever journaled for this seat
	Booking office.AppointmentID // on the seat; of an empty hand: what it was given back with
	Ask     office.RequestID     // the open wish to move the appointment; while set, the appointment is frozen
}

// Accept takes an offer into the hand. Me is the incarnation the site is living, reported the era it last
// reported to. Refused are: another incarnation's grant (a restored site would book again what its former
// life booked), an identity not greater than any journaled for this seat (a grant delivered again after the
// seat went back), a grant of before that report (HQ has been told the hand was empty), a seat in hand.
func (h Hand) Accept(me office.Incarnation, o Offer, reported uint64) (Hand, error) {
	switch {
	case me == 0 || o.To != me:
		return h, ForeignIncarnation
	case !h.Grant.Less(o.Grant):
		return h, StaleIdentity
	case o.Grant.Era < reported:
		return h, OldEra
	case h.State != Empty:
		return h, AlreadyHeld
	case o.Blocked && o.Booking == office.AppointmentID{}:
		return h, SeatBlocked
	}
	h = Hand{State: Held, Blocked: o.Blocked, Grant: o.Grant, Booking: o.Booking}
	if o.Booking != (office.AppointmentID{}) {
		h.State = Booked
	}
	return h, nil
}

// Keeps tells whether the site is custodian of an appointment on this seat and so may check it in or change
// it. While a wish to move it is open it is not: HQ is.
func (h Hand) Keeps(a office.AppointmentID) error {
	switch {
	case h.State == Empty:
		return NotHeld
	case h.State != Booked || h.Booking != a:
		return NotBooked
	case h.Ask != office.RequestID{}:
		return Frozen
	}
	return nil
}

// Book books a seat that is held free.
func (h Hand) Book(a office.AppointmentID) (Hand, error) {
	switch {
	case a == office.AppointmentID{}:
		return h, Invalid
	case h.State == Empty:
		return h, NotHeld
	case h.State == Booked:
		return h, AlreadyBooked
	}
	h.State, h.Booking = Booked, a
	return h, nil
}

// Cancel ends an appointment the site keeps. The seat stays in its hand, free — except that of a blocked
// seat nothing stays.
func (h Hand) Cancel(a office.AppointmentID) (Hand, error) {
	if err := h.Keeps(a); err != nil {
		return h, err
	}
	return h.vacate(), nil
}

// Release gives the seat back to HQ, with the appointment on it if there is one.
func (h Hand) Release() (Hand, error) {
	switch {
	case h.State == Empty:
		return h, NotHeld
	case h.Ask != office.RequestID{}:
		return h, Frozen
	}
	h.State, h.Blocked = Empty, false
	return h, nil
}

// Freeze asks HQ to move the appointment to another seat. From here until the answer it is HQ's to move,
// and the site can neither change nor give back what is on the seat.
func (h Hand) Freeze(ask office.RequestID) (Hand, error) {
	if ask == (office.RequestID{}) {
		return h, Invalid
	}
	if err := h.Keeps(h.Booking); err != nil {
		return h, err
	}
	h.Ask = ask
	return h, nil
}

// Answer is HQ's answer to a wish to move, with the era in which it was given.
type Answer struct {
	Ask office.RequestID
	Era uint64
}

// Thaw takes in a refusal: the appointment stays on this seat and is the site's again. An answer of before
// the last report is refused as a grant would be: the HQ that gave it has forgotten it and will answer again.
func (h Hand) Thaw(a Answer, reported uint64) (Hand, error) {
	if err := h.answers(a, reported); err != nil {
		return h, err
	}
	h.Ask = office.RequestID{}
	return h, nil
}

// Move takes in a granted wish: the appointment has its new seat at HQ, so this one comes free. Never the
// other way round: a move books there first and gives up here last.
func (h Hand) Move(a Answer, reported uint64) (Hand, error) {
	if err := h.answers(a, reported); err != nil {
		return h, err
	}
	return h.vacate(), nil
}

func (h Hand) answers(a Answer, reported uint64) error {
	switch {
	case h.Ask == office.RequestID{} || h.Ask != a.Ask:
		return NotAsked
	case a.Era < reported:
		return OldEra
	}
	return nil
}

// vacate is the hand without its appointment.
func (h Hand) vacate() Hand {
	h.Booking, h.Ask, h.State = office.AppointmentID{}, office.RequestID{}, Held
	if h.Blocked {
		h.State, h.Blocked = Empty, false
	}
	return h
}

// Fold applies a record of the site's own journal: the same steps without the question whether they may be
// taken, which was answered before the record was written. A record that cannot follow is an error: the
// journal is not one this code wrote (I5).
func (h Hand) Fold(r Record) (Hand, error) {
	switch r.Act {
	case DidAccept:
		return h.Accept(1, Offer{To: 1, Grant: r.Grant, Booking: r.Booking, Blocked: r.Blocked}, 0)
	case DidBook:
		return h.Book(r.Booking)
	case DidCancel:
		return h.Cancel(r.Booking)
	case DidRelease:
		return h.Release()
	case DidFreeze:
		return h.Freeze(r.Ask)
	case DidThaw:
		return h.Thaw(Answer{Ask: r.Ask}, 0)
	case DidMove:
		return h.Move(Answer{Ask: r.Ask}, 0)
	}
	return h, Invalid
}
