package register

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// foldRequested does what a site asks for, or refuses, and answers in its feed. The record is taken once, so
// the wish is done once. A wish that a report spoke for was asked of an HQ that is gone: it is answered anew.
func (t *turn) foldRequested(from origin, q *contract.Requested) {
	w := q.Request
	if m := w.GetMove(); m.GetFrozen() != nil {
		id := m.Frozen.AppointmentID()
		ask, _ := contract.ID16[office.RequestID](w.Id)
		t.act(from, custody.Record{Act: custody.DidFreeze, Booking: id, Ask: ask}, q.Frozen, m.Frozen)
	}
	st, _ := loadSite(t.w, from.site)
	if st.Current.Incarnation != from.life {
		return // nobody is left to hear the answer; the record is kept and shown
	}
	reply := t.wish(w)
	answer := &contract.Answer{Request: w.GetId(), Era: t.gate().Era}
	if reply.Kind == 0 {
		answer.Accepted = reply.Appointment
	} else {
		answer.Refused = &contract.Refusal{Code: fault.Kind(reply.Kind - 1).String(), Say: reply.Say, Alternatives: reply.Alternatives}
	}
	t.tell(from.site, &contract.FeedEntry{Kind: &contract.FeedEntry_Answer{Answer: answer}})
}

func (t *turn) wish(w *contract.Request) *contract.HQReply {
	switch k := w.GetWish().(type) {
	case *contract.Request_Book:
		return t.book(&contract.BookSeats{Appointment: k.Book})
	case *contract.Request_Cancel_:
		return t.cancel(&contract.CancelBooking{Appointment: k.Cancel.Appointment, Reason: k.Cancel.Reason})
	case *contract.Request_Move_:
		if k.Move.Frozen != nil {
			return t.moveAway(w.Id, k.Move)
		}
		return t.move(&contract.MoveBooking{Appointment: k.Move.Appointment, To: k.Move.To})
	}
	return refuse(fault.Invalid, "request", "Deze aanvraag is niet begrepen.")
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
		return refuse(fault.NotFound, id.String(), "Deze afspraak is niet gevonden.")
	}
	moved := state.Appointment.MovedTo(m.To)
	if no := t.take(moved); no != nil {
		no.Alternatives = t.alternatives(moved)
		_ = t.each(site, old.Place.Run, func(s custody.Seat) (custody.Seat, error) {
			if refused, err := s.Refuse(request); err == nil {
				return refused, nil
			}
			return s, nil // the freeze did not count: there is nothing to lift
		})
		return no
	}
	_ = t.each(site, old.Place.Run, func(s custody.Seat) (custody.Seat, error) {
		if away, err := s.MoveAway(request); err == nil {
			return away, nil
		}
		return s, nil
	})
	t.changed(moved, false)
	return &contract.HQReply{Appointment: moved}
}
