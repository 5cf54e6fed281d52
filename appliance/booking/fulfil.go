package booking

import (
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// A grant and a wish may cross: the site asks for a place that HQ has given it already, so that HQ, who does not hold it
// any more, must refuse. The grant stands before the refusal in the feed; when the site hears the refusal it is the
// custodian of that place, and does what it asked for. So a place is not lost between two who each think the other has it.

// crossed reports whether HQ refused a wish because the place asked for is this site's own.
func crossed(site office.SiteID, wish *contract.Request, a *contract.Answer) bool {
	return a.GetRefused().GetCode() == fault.NotHeld.String() && wished(wish).GetSite() == string(site)
}

// wished is the place that a wish asks for; nil for one to cancel, and for one to move what HQ keeps: what is refused of
// that may be the appointment as well as the place, and the appointment is not ours to move.
func wished(wish *contract.Request) *contract.Place {
	if m := wish.GetMove(); m.GetFrozen() != nil {
		return m.To
	}
	return wish.GetBook().GetPlace()
}

// fulfil does a wish that crossed its grant, once, if this site holds the whole place free and the calendar still
// allows it. Else the refusal stands, with the other places that HQ names.
func (h *hearing) fulfil(s *contract.RequestState, said *contract.Answer) {
	if !crossed(h.Site, s.Request, said) {
		return
	}
	a, move := s.Request.GetBook(), s.Request.GetMove()
	if move != nil {
		a = move.Frozen.MovedTo(move.To)
	}
	id := a.AppointmentID()
	if move == nil && (Known(h.R, id) != nil || h.given[id] != nil) {
		return // it is booked: nothing is left to be done
	}
	if a.Place.Check() != nil {
		return
	}
	wish := rulebook.WishOf(a, h.Now)
	wish.Named = s.Request.Document != ""
	if calendar.Check(h.Plan, wish) != nil {
		return
	}
	ids, hands := h.seats(a)
	after := make([]custody.Hand, len(hands))
	for i := range hands {
		var err error
		if after[i], err = hands[i].Book(id); err != nil {
			return
		}
	}
	for i := range ids {
		h.hands[ids[i]] = after[i]
	}
	h.given[id] = a
	e := booked(a, hands)
	e.GetBooked().Document, e.GetBooked().Ask = s.Request.Document, said.Request
	h.say(e)
	if move != nil {
		h.leave(move)
	}
}

// leave gives up the place from which an appointment was moved, into this site's own hands.
func (h *hearing) leave(m *contract.Request_Move) {
	ids, hands := h.seats(m.Frozen)
	seats := held(ids, hands, m.Frozen.Place.Run.Minutes())
	for i := range hands {
		after, err := hands[i].Cancel(m.Frozen.AppointmentID())
		if err != nil {
			return // what was thawed a moment ago can be cancelled
		}
		h.hands[ids[i]] = after
	}
	h.say(&contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{
		Appointment: m.Appointment, MovedTo: m.To, Seats: seats}}})
}

// foldFulfilled writes down that a wish came true here, though HQ refused it.
func foldFulfilled(w kv.Writer, ask []byte, a *contract.Appointment) {
	id, err := contract.ID16[office.RequestID](ask)
	if err != nil {
		return
	}
	s := RequestOf(w, id)
	if s == nil {
		return
	}
	s.Answer, s.Here = &contract.Answer{Request: ask, Accepted: a, Era: s.Answer.GetEra()}, true
	w.Put(requestKey(id), contract.Encode(s))
}
