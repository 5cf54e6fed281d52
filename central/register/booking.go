package register

import (
	"errors"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// book is a booking asked for at HQ itself. The appointment's id makes it happen once.
func (t *turn) book(c *contract.BookSeats) *contract.HQReply {
	a := c.Appointment
	if known := t.appointment(a.AppointmentID()); known != nil {
		return &contract.HQReply{Appointment: known.Appointment}
	}
	if no := t.take(a, c.Document); no != nil {
		no.Alternatives = t.alternatives(a, c.Document)
		return no
	}
	t.keepPerson(c.Person)
	t.changed(a, false)
	return &contract.HQReply{Appointment: a}
}

// take books an appointment's place if the calendar allows it and HQ holds every seat; one that collects a document only
// where that lies (A002-43). It gives nil, or why not.
func (t *turn) take(a *contract.Appointment, document string) *contract.HQReply {
	if a.AppointmentID() == (office.AppointmentID{}) {
		return refuse(fault.Invalid, "appointment", "De afspraak heeft geen geldige code.")
	}
	if err := a.Place.Check(); err != nil {
		return refuse(fault.Invalid, "place", "Deze plaats bestaat niet.")
	}
	wish := rulebook.WishOf(a, t.now)
	wish.Named = document != ""
	if err := calendar.Check(t.calendar(), wish); err != nil {
		return refusal(err, placeName(a.Place))
	}
	if no := t.collects(wish.Site, wish.Date, document); no != nil {
		return no
	}
	if no := t.shut(wish.Site); no != nil {
		return no
	}
	id := a.AppointmentID()
	if no := t.withheld(a.Place, id); no != nil {
		return no
	}
	if err := t.each(wish.Site, a.Place.Run, func(s custody.Seat) (custody.Seat, error) { return s.Book(id) }); err != nil {
		return seatRefusal(err, a.Place)
	}
	t.letGo(id)
	t.keepAppointment(&contract.AppointmentState{Appointment: a, Document: document}, false)
	return nil
}

// collects refuses the collection of a document at a site where it does not lie on the day.
func (t *turn) collects(site office.SiteID, on office.Date, document string) *contract.HQReply {
	if document == "" {
		return nil
	}
	where, err := View{t.w, t.m}.Whereabouts(document)
	if err != nil {
		return refusal(err, document)
	}
	if at := where.On(on); at != site {
		lies, _ := t.calendar().Site(at)
		return refuse(fault.Refused, document, fmt.Sprintf("Dit document ligt in %s; alleen daar kan het afgehaald worden.", lies.Name))
	}
	return nil
}

// shut refuses any step on a site's seats until the site has reported to this era: what HQ believes of them is old.
func (t *turn) shut(site office.SiteID) *contract.HQReply {
	st, _ := loadSite(t.w, site)
	if st.Check(t.gate()) == nil {
		return nil
	}
	return refuse(fault.Unreachable, string(site), "Deze locatie heeft zich na het herstel van het hoofdkantoor nog niet gemeld; dit kan nu niet.")
}

// seatRefusal says in words why custody forbids it.
func seatRefusal(err error, p *contract.Place) *contract.HQReply {
	subject := placeName(p)
	switch {
	case errors.Is(err, custody.NotHeld):
		return refuse(fault.NotHeld, subject, "Deze plaats ligt bij het loket zelf.")
	case errors.Is(err, custody.SeatBlocked):
		return refuse(fault.Refused, subject, "Deze plaats is geblokkeerd tot een planner beslist.")
	case errors.Is(err, custody.AlreadyBooked):
		return refuse(fault.Taken, subject, "Deze plaats is net door iemand anders genomen.")
	}
	return refuse(fault.Refused, subject, "Dit kan niet met deze plaats.")
}

// cancel ends an appointment that HQ keeps; one that a site keeps is asked for.
func (t *turn) cancel(c *contract.CancelBooking) *contract.HQReply {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	state := t.appointment(id)
	if err != nil || state == nil {
		return refuse(fault.NotFound, "appointment", "Deze afspraak is niet gevonden.")
	}
	if state.Cancelled {
		return &contract.HQReply{Appointment: state.Appointment}
	}
	return t.end(state, c.Reason)
}

// end cancels a live appointment, or asks the site that keeps it.
func (t *turn) end(state *contract.AppointmentState, reason string) *contract.HQReply {
	a := state.Appointment
	id, site := a.AppointmentID(), office.SiteID(a.Place.Site)
	if no := t.shut(site); no != nil {
		return no
	}
	err := t.each(site, a.Place.Run, func(s custody.Seat) (custody.Seat, error) { return s.Cancel(id) })
	switch {
	case errors.Is(err, custody.NotHeld):
		t.tell(site, &contract.FeedEntry{Kind: &contract.FeedEntry_Ask{Ask: &contract.Ask{Cancel: id[:], Reason: reason}}})
		return &contract.HQReply{Appointment: a, Pending: true}
	case err != nil:
		return refuse(fault.Conflict, id.String(), "Deze afspraak kan nu niet geannuleerd worden.")
	}
	state.Cancelled, state.Reason = true, reason
	t.keepAppointment(state, false)
	t.changed(a, true)
	return &contract.HQReply{Appointment: a}
}

// move books the new place first and gives up the old one last, both in this command.
func (t *turn) move(c *contract.MoveBooking) *contract.HQReply {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	state := t.appointment(id)
	if err != nil || state == nil || state.Cancelled {
		return refuse(fault.NotFound, "appointment", "Deze afspraak is niet gevonden.")
	}
	old := state.Appointment
	if no := t.shut(office.SiteID(old.Place.Site)); no != nil {
		return no
	}
	free := func(s custody.Seat) (custody.Seat, error) { return s.Cancel(id) }
	if err := t.each(office.SiteID(old.Place.Site), old.Place.Run, free); err != nil {
		return refuse(fault.NotHeld, placeName(old.Place), "Deze afspraak ligt bij het loket; vraag het daar.")
	}
	moved := old.MovedTo(c.To)
	if no := t.take(moved, state.Document); no != nil {
		t.restore(old)
		no.Alternatives = t.alternatives(moved, state.Document)
		return no
	}
	t.changed(old, true)
	t.changed(moved, false)
	return &contract.HQReply{Appointment: moved}
}

// restore puts an appointment back on the seats it was taken off in this very command, so that a place that
// overlaps the old one can be tried and refused.
func (t *turn) restore(a *contract.Appointment) {
	id := a.AppointmentID()
	ids, seats := t.seatsAt(office.SiteID(a.Place.Site), a.Place.Run)
	for i := range seats {
		seats[i].Booking = id
	}
	t.putSeats(ids, seats)
}

// changed tells the place's site how an appointment that HQ keeps now stands.
func (t *turn) changed(a *contract.Appointment, cancelled bool) {
	t.tell(office.SiteID(a.Place.Site), &contract.FeedEntry{Kind: &contract.FeedEntry_Appointment{
		Appointment: &contract.AppointmentChanged{Appointment: a, Cancelled: cancelled}}})
}

func (t *turn) appointment(id office.AppointmentID) *contract.AppointmentState {
	return View{t.w, t.m}.Appointment(id)
}

// offered is how many places a refusal names; of those that are near, searched how many may be of other sites than
// the one where a document lies.
const (
	offered  = 3
	searched = 60
)

// alternatives are the nearest places that HQ itself can give instead.
func (t *turn) alternatives(a *contract.Appointment, document string) []*contract.Place {
	return View{t.w, t.m}.Alternatives(a, document, offered, t.now)
}

// Alternatives are the nearest places, so many at most, that headquarters itself can give an appointment now instead of its own; one
// that collects a document only where that lies.
func (v View) Alternatives(a *contract.Appointment, document string, most int, now time.Time) []*contract.Place {
	if a.GetPlace().Check() != nil {
		return nil
	}
	n, wish, where := most, rulebook.WishOf(a, now), Whereabouts{}
	if document != "" {
		var err error
		if where, err = v.Whereabouts(document); err != nil {
			return nil
		}
		n, wish.Named = searched, true
	}
	var out []*contract.Place
	for _, p := range calendar.Alternatives(wish, n, v.Calendar(), v.Occupancy()) {
		if document == "" || p.Site == where.On(p.Date) {
			out = append(out, rulebook.PlaceOf(p))
		}
	}
	return out[:min(len(out), most)]
}

func placeName(p *contract.Place) string {
	return p.GetRun().First(office.SiteID(p.GetSite())).String()
}
