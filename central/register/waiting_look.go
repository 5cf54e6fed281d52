package register

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/central/notify/dispatch"
	"github.com/buurtloket/buurtloket/central/waiting"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

const msgSooner = contract.MessageKind_MESSAGE_KIND_SOONER

// The shortest and the longest time for which a place may be held for somebody on the waiting list: time to read a mail, and not so
// long that a place is gone by.
const (
	shortestOffer = HoldFor
	longestOffer  = 24 * time.Hour
)

// looked is how many freed seats one look deals with; what is left is due at once again.
const looked = 60

// look offers what came free to those who wait.
func (t *turn) look(c *contract.WaitingLook) *contract.HQReply {
	hold := time.Duration(c.HoldMs) * time.Millisecond
	if hold < shortestOffer || hold > longestOffer {
		return refuse(fault.Invalid, "hold", fmt.Sprintf("Een plaats kan van %d minuten tot %d uur vrijgehouden worden.", int(shortestOffer.Minutes()), int(longestOffer.Hours())))
	}
	t.lapse()
	v := View{t.w, t.m}
	states := map[office.AppointmentID]*contract.WaitingState{}
	var waiters []waiting.Waiter
	for _, w := range v.inOrderOfAsking() {
		if !t.tidy(w) {
			continue
		}
		id, _ := contract.ID16[office.AppointmentID](w.Appointment)
		states[id] = w
		waiters = append(waiters, t.waiter(id, w))
	}
	l := &looking{turn: t, until: t.now.Add(hold), states: states, free: map[dayOf]calendar.Free{}, found: map[found]*contract.Place{}}
	offers, over := waiting.Choose(waiters, t.freedSeats(), l.places)
	for _, s := range over {
		t.w.Delete(freedKey(s))
	}
	for _, o := range offers {
		t.offer(states[o.To], l.found[found{o.To, o.Seats[0]}], l.until)
	}
	return &contract.HQReply{Count: uint32(len(offers))}
}

// tidy ends what is over of a wish, and reports whether it still waits.
func (t *turn) tidy(w *contract.WaitingState) bool {
	id, _ := contract.ID16[office.AppointmentID](w.Appointment)
	switch {
	case t.waitOver(w):
		t.endOffer(w)
		t.w.Delete(waitingKey(id))
		return false
	case t.offerOver(w):
		t.tally(w.Offer, func(c *contract.WaitingTally) { c.Lapsed++ })
		t.endOffer(w)
		save(t.w, waitingKey(id), w)
	}
	return true
}

// waitOver reports whether a wish is over: its visit begins, nobody can be told of anything, or it was offered enough.
func (t *turn) waitOver(w *contract.WaitingState) bool {
	id, _ := contract.ID16[office.AppointmentID](w.Appointment)
	state := t.appointment(id)
	return state == nil || state.Cancelled || t.starts(state.Appointment) <= t.atMS || t.soonerFailed(w) ||
		w.Offers >= mostOffers && (w.Offer == nil || t.offerOver(w))
}

// offerOver reports whether the time of an offer is over, or it was never sent.
func (t *turn) offerOver(w *contract.WaitingState) bool {
	return w.Offer != nil && (w.Offer.UntilMs <= t.atMS || t.soonerMessage(w).GetStage() == dispatch.Dropped)
}

// soonerFailed reports whether nobody can be told of an offer: there is no address, or none that takes mail.
func (t *turn) soonerFailed(w *contract.WaitingState) bool {
	switch m := t.soonerMessage(w); m.GetStage() {
	case dispatch.Failed, dispatch.Bounced:
		return true
	case dispatch.Dropped: // but for time: whoever is erased or has left no address is told nothing the next time either
		return m.Reason != dispatch.TooLate && m.Reason != dispatch.TakenBack
	}
	return false
}

// soonerMessage is the message that tells of an offer; nil: none does.
func (t *turn) soonerMessage(w *contract.WaitingState) *contract.Message {
	id, _ := contract.ID16[office.AppointmentID](w.Appointment)
	return dispatch.Find(View{t.w, t.m}.Thread(appointmentThread(id)), w.GetOffer().GetMessage())
}

// waiter is a row as the rules see it.
func (t *turn) waiter(id office.AppointmentID, w *contract.WaitingState) waiting.Waiter {
	a := t.appointment(id).Appointment
	out := waiting.Waiter{ID: id, Number: w.Number, Date: office.Date(a.Place.Run.Date), From: office.Date(w.GetWish().GetFrom()),
		Passed: w.Offer != nil || !t.keeps(a)}
	for _, s := range w.GetWish().GetSites() {
		out.Sites = append(out.Sites, office.SiteID(s))
	}
	return out
}

// freedSeats are the seats that came free and are, and forgets the others.
func (t *turn) freedSeats() (out []waiting.Freed) {
	var gone []office.SeatID
	for k, b := range t.w.Scan([]byte("W/f/"), nil) {
		s, err := office.SeatOfKey(k[len("W/f/"):])
		if err != nil {
			panic("register: a malformed seat is noted as free: " + err.Error())
		}
		switch {
		case !(View{t.w, t.m}).Seat(s).Free():
			gone = append(gone, s)
		case t.holder(s) == (office.AppointmentID{}) && len(out) < looked:
			f, one := new(contract.WaitingFreed), waiting.Freed{Seat: s}
			load1(b, f)
			for _, told := range f.Told {
				if id, err := contract.ID16[office.AppointmentID](told); err == nil {
					one.Told = append(one.Told, id)
				}
			}
			out = append(out, one)
		}
	}
	for _, s := range gone {
		t.w.Delete(freedKey(s))
	}
	return out
}

// offer holds a place for somebody, and has them told of it.
func (t *turn) offer(w *contract.WaitingState, p *contract.Place, until time.Time) {
	id, _ := contract.ID16[office.AppointmentID](w.Appointment)
	save(t.w, holdKey(id), &contract.HoldState{Id: id[:], Place: p, UntilMs: until.UnixMilli()})
	for _, s := range p.Seats() {
		t.w.Put(heldKey(s), binary.BigEndian.AppendUint64(id[:], uint64(until.UnixMilli())))
		t.touched(s)
		if f := new(contract.WaitingFreed); load(t.w, freedKey(s), f) {
			f.Told = append(f.Told, id[:])
			save(t.w, freedKey(s), f)
		}
	}
	w.Offer = &contract.WaitingOffer{Place: p, UntilMs: until.UnixMilli()}
	w.Offers++
	name := appointmentThread(id)
	t.thread(name, &contract.MessageThread{Appointment: id[:]}, func(th *contract.MessageThread) {
		// Half of the time is for whoever reads it: later it is not sent.
		wish := dispatch.Wish{Kind: msgSooner, Due: t.atMS, Expires: t.atMS + (until.UnixMilli()-t.atMS)/2}
		w.Offer.Message = dispatch.Add(th, name, t.gate().Era, t.atMS, wish).GetNumber()
	})
	save(t.w, waitingKey(id), w)
	t.tally(w.Offer, func(c *contract.WaitingTally) { c.Offered++ })
}

// untellSooner takes back what was not sent yet of an offer.
func (t *turn) untellSooner(id office.AppointmentID) {
	t.thread(appointmentThread(id), nil, func(th *contract.MessageThread) { dispatch.Supersede(th, t.atMS, msgSooner) })
}

// looking is what one look asks the calendar.
type looking struct {
	*turn
	until  time.Time
	states map[office.AppointmentID]*contract.WaitingState
	free   map[dayOf]calendar.Free // of the days that were looked at
	found  map[found]*contract.Place
}

// found names a place that was found for somebody, by its first seat.
type found struct {
	to    office.AppointmentID
	first office.SeatID
}

type dayOf struct {
	site office.SiteID
	date office.Date
}

// Free implements calendar.Occupancy. Within one look nothing is booked, and what is offered the rules keep apart.
func (l *looking) Free(d *calendar.Day) calendar.Free {
	k := dayOf{d.Site, d.Date}
	known, ok := l.free[k]
	if !ok {
		known = View{l.w, l.m}.Free(d)
		l.free[k] = known
	}
	return known
}

// places implements waiting.Places: what can be booked for somebody now and until the end of the time that they get.
func (l *looking) places(w waiting.Waiter, freed office.SeatID) (out [][]office.SeatID) {
	state := l.appointment(w.ID)
	a := state.Appointment
	q := calendar.Query{Products: a.ProductIDs(), Persons: int(a.Persons), Sites: []office.SiteID{freed.Site}, From: freed.Date, To: freed.Date,
		Part: calendar.Part(l.states[w.ID].GetWish().GetPart()), Channel: office.Channel(a.Channel), Urgency: calendar.Urgency(min(a.Urgency, 255)),
		Named: state.Document != "", Now: l.until}
	all, err := calendar.Search(q, l.calendar(), l)
	if err != nil { // the rules leave nothing there for them
		return nil
	}
	for _, p := range all {
		if slices.Contains(p.Seats, freed) && l.bookable(a.MovedTo(rulebook.PlaceOf(p)), state.Document) {
			l.found[found{w.ID, p.Seats[0]}] = rulebook.PlaceOf(p)
			out = append(out, p.Seats)
		}
	}
	return out
}

// bookable reports whether an appointment could be moved to its place at this moment.
func (t *turn) bookable(a *contract.Appointment, document string) bool {
	wish := rulebook.WishOf(a, t.now)
	wish.Named = document != ""
	if calendar.Check(t.calendar(), wish) != nil || t.collects(wish.Site, wish.Date, document) != nil || t.shut(wish.Site) != nil ||
		t.withheld(a.Place, a.AppointmentID()) != nil {
		return false
	}
	_, seats := t.seatsAt(wish.Site, a.Place.Run)
	return !slices.ContainsFunc(seats, func(s custody.Seat) bool { return !s.Free() })
}
