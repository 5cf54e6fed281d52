package register

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// foldRequested does what a site asks for, or refuses, and answers in its feed. A wish is
// done once, whichever life asks it again; the reply is kept under its id, as a command's is under its act. A wish that a report spoke for was asked of an HQ that is gone: it is answered anew.
func (t *turn) foldRequested(from origin, q *contract.Requested) {
	w := q.Request
	if m := w.GetMove(); m.GetFrozen() != nil {
		id := m.Frozen.AppointmentID()
		ask, _ := contract.ID16[office.RequestID](w.Id)
		t.act(from, custody.Record{Act: custody.DidFreeze, Booking: id, Ask: ask}, q.Frozen, m.Frozen)
	}
	st, _ := loadSite(t.w, from.site)
	if st.Current.Incarnation != from.life {
		return // nobody is left to hear the answer: a life that followed asks again
	}
	key := actKey(w.GetId())
	reply := new(contract.HQReply)
	if len(w.GetId()) == 0 || !load(t.w, key, reply) {
		reply = t.wish(from.site, w)
		if len(w.GetId()) > 0 {
			save(t.w, key, reply)
		}
	}
	t.answer(from.site, w.GetId(), reply)
}

// answer tells a site what became of its wish.
func (t *turn) answer(site office.SiteID, request []byte, reply *contract.HQReply) {
	answer := &contract.Answer{Request: request, Era: t.gate().Era}
	if reply.Kind == 0 {
		answer.Accepted = reply.Appointment
	} else {
		answer.Refused = &contract.Refusal{Code: fault.Kind(reply.Kind - 1).String(), Say: reply.Say, Alternatives: reply.Alternatives}
	}
	e := &contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: answer}}
	t.tell(site, e)
	save(t.w, answerKey(site, request), e) // a snapshot repeats it until a clerk has worked it
}

// worked forgets an answer that a clerk has dealt with. What the clerk dealt with may be an older answer, of an HQ that
// is gone, while ours is on its way: so it must have been taken.
func (t *turn) worked(from origin, request []byte) {
	e := new(contract.FeedEntry)
	if key := answerKey(from.site, request); !from.silent && load(t.w, key, e) && e.Number <= loadFeed(t.w, from.site).taken {
		t.w.Delete(key)
	}
}

// closeWish notes at every seat frozen by a wish that it is answered.
func (t *turn) closeWish(site office.SiteID, ask office.RequestID, granted bool) {
	closed := map[office.SeatID]custody.Seat{}
	for id, seat := range seatsOf(t.w, siteSeatsPrefix(site)) {
		step := seat.Refuse
		if granted {
			step = seat.MoveAway
		}
		if after, err := step(ask); err == nil {
			closed[id] = after
		}
	}
	for _, id := range inOrder(closed) {
		t.putSeat(id, closed[id])
	}
}

func (t *turn) wish(asker office.SiteID, w *contract.Request) *contract.HQReply {
	switch k := w.GetWish().(type) {
	case *contract.Request_Book:
		return t.book(&contract.BookSeats{Appointment: k.Book, Document: w.Document})
	case *contract.Request_Cancel_:
		return t.wishToCancel(asker, k.Cancel)
	case *contract.Request_Move_:
		if k.Move.Frozen != nil {
			return t.moveAway(w.Id, k.Move)
		}
		return t.move(&contract.MoveBooking{Appointment: k.Move.Appointment, To: k.Move.To})
	}
	return refuse(fault.Invalid, "request", "Deze aanvraag is niet begrepen.")
}

// wishToCancel cancels what HQ keeps. An answer is final, and an appointment that a site keeps is that site's to end:
// so the wish is refused, in words that say where to go, and a site that is not the asker is asked.
func (t *turn) wishToCancel(asker office.SiteID, c *contract.Request_Cancel) *contract.HQReply {
	id, _ := contract.ID16[office.AppointmentID](c.Appointment)
	if state := t.appointment(id); state != nil && !state.Cancelled && state.Appointment.Place.Site == string(asker) {
		_, seats := t.seatsAt(asker, state.Appointment.Place.Run)
		if slices.ContainsFunc(seats, func(s custody.Seat) bool { return !s.Owner.AtHQ() }) {
			return refuse(fault.NotHeld, placeName(state.Appointment.Place), "Deze afspraak ligt ondertussen bij dit loket zelf; annuleer ze in de agenda.")
		}
	}
	reply := t.cancel(&contract.CancelBooking{Appointment: c.Appointment, Reason: c.Reason})
	if reply.Pending {
		return refuse(fault.NotHeld, placeName(reply.Appointment.Place), "Deze afspraak ligt bij een ander loket; daar is gevraagd ze te annuleren.")
	}
	return reply
}

// moveAway moves an appointment that the asking site has frozen: book there now; the site frees its seats when
// it hears the answer.
func (t *turn) moveAway(ask []byte, m *contract.Request_Move) *contract.HQReply {
	old := m.Frozen
	id, request := old.AppointmentID(), office.RequestID{}
	request, _ = contract.ID16[office.RequestID](ask)
	site := office.SiteID(old.GetPlace().GetSite())
	state := t.appointment(id)
	if state == nil || state.Cancelled || old.Place.Check() != nil {
		t.closeWish(site, request, false)
		return refuse(fault.NotFound, id.String(), "Deze afspraak is niet gevonden.")
	}
	frozen := true
	_, seats := t.seatsAt(site, old.Place.Run)
	for _, seat := range seats {
		frozen = frozen && seat.Ask == request && !seat.Moved
	}
	if !frozen { // the freeze did not count: the appointment is moved by whoever keeps it
		return t.move(&contract.MoveBooking{Appointment: id[:], To: m.To})
	}
	moved := state.Appointment.MovedTo(m.To)
	if no := t.take(moved, state.Document); no != nil {
		no.Alternatives = t.alternatives(moved, state.Document)
		t.closeWish(site, request, false)
		return no
	}
	t.closeWish(site, request, true)
	t.changed(moved, false)
	return &contract.HQReply{Appointment: moved}
}
