package register

import (
	"encoding/binary"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// A hold keeps a place for who is still filling in a page. It is no custody: the seats stay headquarters', and nobody
// has them. While it lasts they are withheld from everybody else here: they are not offered, not booked for another, and not
// given to their site. Its id is that of the appointment that may come of it, so that who holds is who may book.
//
// It ends when it is booked, let go of, or lapses. A command that comes after its time does not see it, whether or not it was
// swept already; a seat is offered again once it was. Who comes back too late and finds the place still free has it all the same.
const (
	HoldFor      = 10 * time.Minute // how long a hold lasts, and how much longer each prolonging makes it from that moment
	HoldProlongs = 2                // how often it can be prolonged
)

// holdKey holds a HoldState.
func holdKey(id office.AppointmentID) []byte { return append([]byte("G/"), id[:]...) }

// heldKey names who holds a seat: id(16) until(8).
func heldKey(s office.SeatID) []byte { return s.AppendKey([]byte("H/")) }

func heldDayPrefix(site office.SiteID, d office.Date) []byte {
	return office.AppendDayKey([]byte("H/"), site, d)
}

// hold keeps a place for an appointment to come, as far as it could be booked now.
func (t *turn) hold(c *contract.HoldPlace) *contract.HQReply {
	a := c.GetAppointment()
	id := a.AppointmentID()
	switch {
	case id == (office.AppointmentID{}):
		return refuse(fault.Invalid, "hold", "De afspraak heeft geen geldige code.")
	case a.GetPlace().Check() != nil:
		return refuse(fault.Invalid, "place", "Deze plaats bestaat niet.")
	}
	if known := t.appointment(id); known != nil {
		no := refuse(fault.Conflict, id.String(), "Deze afspraak is al gemaakt.")
		no.Appointment = known.Appointment
		return no
	}
	held := View{t.w, t.m}.Hold(id)
	mine := held != nil && held.UntilMs > t.atMS && placeName(held.Place) == placeName(a.Place) && held.Place.Run.Len() == a.Place.Run.Len()
	switch {
	case mine && !c.Prolong:
		return &contract.HQReply{Hold: held}
	case mine && held.Prolonged >= HoldProlongs:
		no := refuse(fault.Exhausted, id.String(), "U kunt deze plaats niet langer vasthouden.")
		no.Hold = held
		return no
	}
	if no := t.holdable(a); no != nil {
		no.Alternatives = t.alternatives(a, "")
		return no
	}
	after := &contract.HoldState{Id: id[:], Place: a.Place, UntilMs: t.atMS + HoldFor.Milliseconds()}
	if mine {
		after.Prolonged = held.Prolonged + 1
	}
	t.letGo(id)
	save(t.w, holdKey(id), after)
	for _, s := range a.Place.Seats() {
		t.w.Put(heldKey(s), binary.BigEndian.AppendUint64(id[:], uint64(after.UntilMs)))
		t.touched(s)
	}
	return &contract.HQReply{Hold: after}
}

// holdable judges whether the appointment could be booked now; nil: it could.
func (t *turn) holdable(a *contract.Appointment) *contract.HQReply {
	id, wish := a.AppointmentID(), rulebook.WishOf(a, t.now)
	if err := calendar.Check(t.calendar(), wish); err != nil {
		return refusal(err, placeName(a.Place))
	}
	if no := t.shut(wish.Site); no != nil {
		return no
	}
	if no := t.withheld(a.Place, id); no != nil {
		return no
	}
	_, seats := t.seatsAt(wish.Site, a.Place.Run)
	for _, s := range seats {
		if _, err := s.Book(id); err != nil {
			return seatRefusal(err, a.Place)
		}
	}
	return nil
}

// withheld refuses a place of which somebody else holds a seat.
func (t *turn) withheld(p *contract.Place, from office.AppointmentID) *contract.HQReply {
	for _, s := range p.Seats() {
		if by := t.holder(s); by != (office.AppointmentID{}) && by != from {
			return refuse(fault.Taken, placeName(p), "Iemand anders is deze plaats net aan het boeken.")
		}
	}
	return nil
}

// holder is whose hold is on a seat now; zero: nobody's.
func (t *turn) holder(s office.SeatID) office.AppointmentID {
	b := t.w.Get(heldKey(s))
	if len(b) != 24 || int64(binary.BigEndian.Uint64(b[16:])) <= t.atMS {
		return office.AppointmentID{}
	}
	return office.AppointmentID(b[:16])
}

// letGo ends a hold, if there is one. A seat that another holds by now stays theirs.
func (t *turn) letGo(id office.AppointmentID) {
	held := View{t.w, t.m}.Hold(id)
	if held == nil {
		return
	}
	for _, s := range held.Place.Seats() {
		if b := t.w.Get(heldKey(s)); len(b) == 24 && office.AppointmentID(b[:16]) == id {
			t.w.Delete(heldKey(s))
			t.touched(s)
		}
	}
	t.w.Delete(holdKey(id))
}

// lapse ends the holds whose time is over, and tells how many there were.
func (t *turn) lapse() *contract.HQReply {
	over := (View{t.w, t.m}).lapsed(t.atMS)
	for _, id := range over {
		t.letGo(id)
	}
	return &contract.HQReply{Count: uint32(len(over))}
}

// Hold is a hold as it is stored, also after its time; nil when there is none.
func (v View) Hold(id office.AppointmentID) *contract.HoldState {
	h := new(contract.HoldState)
	if !load(v.r, holdKey(id), h) {
		return nil
	}
	return h
}

// Lapsed reports whether there is a hold whose time is over at a moment.
func (v View) Lapsed(now time.Time) bool { return len(v.lapsed(now.UnixMilli())) > 0 }

func (v View) lapsed(atMS int64) (over []office.AppointmentID) {
	for k, b := range v.r.Scan([]byte("G/"), nil) {
		h := new(contract.HoldState)
		if load1(b, h); h.UntilMs <= atMS {
			over = append(over, office.AppointmentID(k[len("G/"):]))
		}
	}
	return over
}

// withoutHeld takes from the free seats of a day those that are held. It knows no clock: a hold counts until it was swept.
func (v View) withoutHeld(free calendar.Free, d *calendar.Day) {
	for k := range v.r.Scan(heldDayPrefix(d.Site, d.Date), nil) {
		if id, err := office.SeatOfKey(k[len("H/"):]); err == nil {
			free.Take(id.Desk, id.Start)
		}
	}
}
