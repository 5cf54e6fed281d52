package register

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// report takes a site's whole custody as state and opens its gate.
func (t *turn) report(c *contract.ReportTaken) *contract.HQReply {
	site, r := office.SiteID(c.Site), c.Report
	st, s := loadSite(t.w, site)
	h := t.headquarters()
	witness := custody.Witness{Through: t.reach(),
		Sole: custody.Planners{First: office.ClerkID(h.SoleBy), Second: office.ClerkID(h.SoleSecond)}}
	after, sweep, err := st.Report(t.gate(), custody.Report{Incarnation: office.Incarnation(r.Incarnation), Era: r.Era, Size: r.Size}, witness)
	if err == custody.GateOpen {
		return done()
	}
	if err != nil {
		if err == custody.Fork {
			t.saveSite(site, after, s)
		}
		return refuse(fault.Conflict, c.Site, fmt.Sprintf("Het verslag van dit loket is niet aanvaard: %v.", err))
	}
	for _, p := range r.Personal {
		t.keepPerson(p)
	}
	hands := handsOf(site, r)
	for id := range seatsOf(t.w, siteSeatsPrefix(site)) {
		if _, ok := hands[id]; !ok {
			hands[id] = custody.Hand{}
		}
	}
	gone := t.takeHands(st, office.Incarnation(r.Incarnation), hands, appointmentsOf(r))
	t.saveSite(site, after, s)
	t.takeAppointments(site, appointmentsOf(r))
	t.settleGone(hands, gone)
	t.sweep(site, sweep)
	t.answerAgain(site, asksOf(hands))
	f := loadFeed(t.w, site)
	f.skipTo(0)
	f.save(t.w, site)
	t.fed(site)
	return done()
}

// takeHands takes every hand of a report. It gives the appointments that headquarters believed to be on seats where they are not.
func (t *turn) takeHands(st custody.Station, life office.Incarnation, hands map[office.SeatID]custody.Hand, known map[office.AppointmentID]*contract.Appointment) []office.AppointmentID {
	var gone []office.AppointmentID
	for _, id := range inOrder(hands) {
		before := View{t.w, t.m}.seat(st, id)
		after, outcome := before.TakeReport(life, hands[id])
		t.putSeat(id, after)
		t.outcome(origin{site: id.Site, life: life}, id, outcome, known[hands[id].Booking])
		if before.Booking != after.Booking && before.Booking != (office.AppointmentID{}) {
			gone = append(gone, before.Booking)
		}
	}
	return gone
}

// takeAppointments notes the appointments of a report that are on their seats. One that the headquarters of before the
// restore moved here may still be where this one remembers it: there it is ended, or shown to a person.
func (t *turn) takeAppointments(site office.SiteID, known map[office.AppointmentID]*contract.Appointment) {
	for _, id := range inOrderOf(known) {
		a, before := known[id], t.appointment(id)
		if !t.on(a) {
			continue
		}
		if before != nil && a.Leg < before.Appointment.Leg {
			if !before.Cancelled && t.touches(before.Appointment) { // here, and where this headquarters remembers to have moved it
				first := a.Place.Seats()[0]
				t.outcome(origin{site: site}, first, custody.Outcome{Verdict: custody.Conflict, Booking: id}, before.Appointment)
			}
			continue
		}
		t.keepAppointment(&contract.AppointmentState{Appointment: a, Document: before.GetDocument()}, true)
		if before != nil && !before.Cancelled && a.Leg > before.Appointment.Leg {
			t.depart(site, before.Appointment, a)
		}
	}
}

// depart takes an appointment off the seats of its former place, as far as headquarters keeps them.
func (t *turn) depart(teller office.SiteID, old, now *contract.Appointment) {
	ids, seats := t.seatsAt(office.SiteID(old.Place.Site), old.Place.Run)
	for i, seat := range seats {
		if seat.Booking != old.AppointmentID() || slices.Contains(now.Place.Seats(), ids[i]) {
			continue
		}
		without, err := seat.Cancel(old.AppointmentID())
		if err != nil || t.shut(ids[i].Site) != nil {
			t.outcome(origin{site: teller}, ids[i], custody.Outcome{Verdict: custody.Conflict, Booking: old.AppointmentID()}, now)
			continue
		}
		t.putSeat(ids[i], without)
	}
	t.changed(old, true)
}

// settleGone ends what a report showed to be over: appointments that headquarters believed on seats and are on none, and
// those of which a part only was given back, because the rest of their seats has been given out anew since.
func (t *turn) settleGone(hands map[office.SeatID]custody.Hand, gone []office.AppointmentID) {
	for _, id := range inOrder(hands) {
		seat := View{t.w, t.m}.Seat(id)
		if hands[id].State != custody.Empty || seat.Booking == (office.AppointmentID{}) || seat.Booking != hands[id].Booking {
			continue
		}
		state := t.appointment(seat.Booking)
		if state == nil || t.on(state.Appointment) && slices.Contains(state.Appointment.Place.Seats(), id) {
			continue // of one never heard of, the record that booked it will tell
		}
		if without, err := seat.Cancel(seat.Booking); err == nil {
			gone = append(gone, seat.Booking)
			t.putSeat(id, without)
		}
	}
	for _, id := range gone {
		if state := t.appointment(id); state != nil && !state.Cancelled && !t.touches(state.Appointment) {
			state.Cancelled, state.Reason = true, "volgens het verslag van het loket"
			t.keepAppointment(state, true)
		}
	}
}

// asksOf are the wishes to move that are open in the hands, each with its first seat.
func asksOf(hands map[office.SeatID]custody.Hand) map[office.RequestID]office.SeatID {
	asks := map[office.RequestID]office.SeatID{}
	for id, hand := range hands {
		if first, ok := asks[hand.Ask]; hand.Ask != (office.RequestID{}) && (!ok || id.Compare(first) < 0) {
			asks[hand.Ask] = id
		}
	}
	return asks
}

// handsOf spreads a report over the seats it speaks of.
func handsOf(site office.SiteID, r *contract.Report) map[office.SeatID]custody.Hand {
	hands := map[office.SeatID]custody.Hand{}
	for _, h := range r.Hands {
		if h.Seats.GetRun().Check() != nil {
			continue
		}
		hand := custody.Hand{Grant: h.Seats.Grant.Custody(), Blocked: h.Blocked}
		hand.Booking, _ = contract.ID16[office.AppointmentID](h.Appointment)
		hand.Ask, _ = contract.ID16[office.RequestID](h.Ask)
		switch {
		case h.Empty:
		case hand.Booking != office.AppointmentID{}:
			hand.State = custody.Booked
		default:
			hand.State = custody.Held
		}
		for _, id := range h.Seats.Run.Seats(site) {
			hands[id] = hand
		}
	}
	return hands
}

func appointmentsOf(r *contract.Report) map[office.AppointmentID]*contract.Appointment {
	out := map[office.AppointmentID]*contract.Appointment{}
	for _, a := range r.Appointments {
		if id := a.AppointmentID(); id != (office.AppointmentID{}) && a.Place.Check() == nil {
			out[id] = a
		}
	}
	return out
}

// answerAgain answers, to a site that has just reported, the open wishes to move that this headquarters remembers
// to have answered: the site takes no answer of an older era. Those it does not remember come with their records.
func (t *turn) answerAgain(site office.SiteID, asks map[office.RequestID]office.SeatID) {
	for _, ask := range slices.SortedFunc(maps.Keys(asks), func(a, b office.RequestID) int { return bytes.Compare(a[:], b[:]) }) {
		reply := new(contract.HQReply)
		if !load(t.w, actKey(ask[:]), reply) {
			continue
		}
		seat := View{t.w, t.m}.Seat(asks[ask])
		old := t.appointment(seat.Booking)
		if reply.Kind == 0 && (old == nil || placeName(old.Appointment.Place) == asks[ask].String()) {
			reply = refuse(fault.Conflict, placeName(reply.Appointment.Place), "Het hoofdkantoor is hersteld en weet niet meer van de nieuwe plaats.")
		}
		t.closeWish(site, ask, reply.Kind == 0)
		if reply.Kind == 0 {
			reply.Appointment = old.Appointment
		}
		t.answer(site, ask[:], reply)
	}
}
