package booking

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Hear decides what this site does on entries of HQ's feed: it accepts what it may, gives back what is recalled
// and still free, ends what HQ asks to end and it keeps, and closes its moves. Entries are heard in order, each
// seeing the effect of those before.
func Hear(d Desk, entries []*contract.FeedEntry) []*contract.Event {
	h := hearing{Desk: d, hands: map[office.SeatID]custody.Hand{}, given: map[office.AppointmentID]*contract.Appointment{}, era: State(d.R).Era}
	for _, e := range entries {
		switch k := e.Kind.(type) {
		case *contract.FeedEntry_Grant:
			h.grant(k.Grant)
		case *contract.FeedEntry_Recall:
			h.recall(k.Recall)
		case *contract.FeedEntry_Ask:
			h.asked(k.Ask)
		case *contract.FeedEntry_Answer:
			h.answer(k.Answer)
		case *contract.FeedEntry_Snapshot:
			for _, g := range k.Snapshot.Grants {
				h.grant(g)
			}
			for _, a := range k.Snapshot.Answers {
				h.answer(a)
			}
		}
	}
	return h.events
}

// hearing is a run through entries: hands holds what they changed so far, given the appointments that came or were made.
type hearing struct {
	Desk
	hands  map[office.SeatID]custody.Hand
	given  map[office.AppointmentID]*contract.Appointment
	era    uint64
	events []*contract.Event
}

func (h *hearing) hand(id office.SeatID) custody.Hand {
	if own, ok := h.hands[id]; ok {
		return own
	}
	return Hand(h.R, id)
}

func (h *hearing) say(e *contract.Event) { h.events = append(h.events, e) }

// grant accepts, seat by seat, what custody allows; what it does not was accepted before, or is not meant for
// this life, and is passed over in silence: HQ sends it again if it stands.
func (h *hearing) grant(g *contract.Grant) {
	offer := custody.Offer{To: office.Incarnation(g.To), Grant: g.Identity.Custody()}
	acc := &contract.Accepted{Grant: g.Identity}
	byLength := map[int][]office.SeatID{}
	var lengths []int
	for _, run := range g.Free {
		n := run.Minutes()
		for _, id := range run.Seats(h.Site) {
			if !h.accept(offer, id) {
				continue
			}
			if byLength[n] == nil {
				lengths = append(lengths, n)
			}
			byLength[n] = append(byLength[n], id)
		}
	}
	for _, n := range lengths {
		acc.Free = append(acc.Free, contract.Runs(byLength[n], n)...)
	}
	acc.Booked = h.appointments(offer, g.Booked)
	offer.Blocked = true
	acc.Attended = h.appointments(offer, g.Attended)
	if len(acc.Free)+len(acc.Booked)+len(acc.Attended) > 0 {
		h.say(&contract.Event{Kind: &contract.Event_Accepted{Accepted: acc}})
	}
}

func (h *hearing) accept(o custody.Offer, ids ...office.SeatID) bool {
	taken := make([]custody.Hand, len(ids))
	for i, id := range ids {
		hand, err := h.hand(id).Accept(h.Life, o, h.era)
		if err != nil {
			return false
		}
		taken[i] = hand
	}
	for i, id := range ids {
		h.hands[id] = taken[i]
	}
	return true
}

// appointments accepts each appointment with all its seats or not at all.
func (h *hearing) appointments(o custody.Offer, list []*contract.Appointment) []*contract.Appointment {
	var out []*contract.Appointment
	for _, a := range list {
		o.Booking = a.AppointmentID()
		if a.Place.Check() == nil && h.accept(o, a.Place.Run.Seats(h.Site)...) {
			h.given[o.Booking] = a
			out = append(out, a)
		}
	}
	return out
}

func (h *hearing) recall(r *contract.Recall) {
	var back []*contract.HeldRun
	for _, run := range r.Seats {
		for _, id := range run.Seats(h.Site) {
			hand := h.hand(id)
			if hand.State != custody.Held {
				continue
			}
			after, err := hand.Release()
			if err != nil {
				continue
			}
			h.hands[id] = after
			back = append(back, held([]office.SeatID{id}, []custody.Hand{hand}, run.Minutes())...)
		}
	}
	if len(back) > 0 {
		h.say(&contract.Event{Kind: &contract.Event_Released{Released: &contract.Released{Free: back, Reason: "recall"}}})
	}
}

// asked ends an appointment at HQ's wish, if this site keeps it.
func (h *hearing) asked(a *contract.Ask) {
	id, err := contract.ID16[office.AppointmentID](a.Cancel)
	if err != nil {
		return
	}
	kept := h.given[id]
	if k := Known(h.R, id); kept == nil && k != nil && k.KeptHere {
		kept = k.Appointment
	}
	if kept == nil {
		return
	}
	ids, hands := h.seats(kept)
	for i := range hands {
		after, err := hands[i].Cancel(id)
		if err != nil {
			return
		}
		h.hands[ids[i]] = after
	}
	h.say(&contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{
		Appointment: id[:], Reason: a.Reason, Seats: held(ids, hands, kept.Place.Run.Minutes())}}})
}

func (h *hearing) seats(a *contract.Appointment) ([]office.SeatID, []custody.Hand) {
	ids := a.Place.Run.Seats(h.Site)
	hands := make([]custody.Hand, len(ids))
	for i, id := range ids {
		hands[i] = h.hand(id)
	}
	return ids, hands
}

// answer closes a move of an appointment that this site had frozen, and does what HQ refused because this site can.
// Other answers need no act of custody.
func (h *hearing) answer(a *contract.Answer) {
	ask, err := contract.ID16[office.RequestID](a.Request)
	if err != nil {
		return
	}
	s := RequestOf(h.R, ask)
	if s == nil || s.Answer != nil {
		return
	}
	if frozen := s.Request.GetMove().GetFrozen(); frozen != nil && !h.close(s, frozen, ask, a) {
		return // an answer of an HQ that is gone: the one that we reported to answers again
	}
	h.fulfil(s, a)
}

// close moves or thaws what was frozen for a wish; false when the answer is not the one that may.
func (h *hearing) close(s *contract.RequestState, frozen *contract.Appointment, ask office.RequestID, a *contract.Answer) bool {
	said := custody.Answer{Ask: ask, Era: a.Era}
	step := func(hand custody.Hand) (custody.Hand, error) { return hand.Thaw(said, h.era) }
	if a.Accepted != nil {
		step = func(hand custody.Hand) (custody.Hand, error) { return hand.Move(said, h.era) }
	}
	ids, hands := h.seats(frozen)
	for i := range hands {
		after, err := step(hands[i])
		if err != nil {
			return false
		}
		h.hands[ids[i]] = after
	}
	if a.Accepted != nil {
		h.say(&contract.Event{Kind: &contract.Event_Cancelled{Cancelled: &contract.Cancelled{
			Appointment: frozen.Id, MovedTo: a.Accepted.Place, Ask: ask[:], Seats: s.Frozen}}})
		return true
	}
	h.say(&contract.Event{Kind: &contract.Event_Thawed{Thawed: &contract.Thawed{Ask: ask[:], Appointment: frozen.Id, Seats: s.Frozen}}})
	return true
}

// Tidy gives HQ the appointments of later days: until the evening before HQ keeps them, so that citizens can
// move and cancel online. It gives nil when there are none. The site keeps appointments through the day `own`.
func Tidy(d Desk, own office.Date) *contract.Event {
	out := &contract.Released{Reason: "follows its day"}
	for id := range beginning(d.R, d.Site, siteDays(d.Site), dayOf(d.Site, own+1)) {
		k := Known(d.R, id)
		if k == nil || !k.KeptHere || k.Cancelled {
			continue
		}
		seats, err := d.kept("booking.Tidy", k.Appointment)
		if err != nil {
			continue // frozen: it waits for an answer
		}
		out.Booked = append(out.Booked, &contract.Released_Handed{Appointment: k.Appointment.Id, Seats: seats})
	}
	if len(out.Booked) == 0 {
		return nil
	}
	return &contract.Event{Kind: &contract.Event_Released{Released: out}}
}

// Again asks anew, in a life that begins, what the former asked and has no answer to: HQ answers lives that live, and
// does the same wish once. What was frozen is HQ's now, with every seat of the former life.
func Again(r kv.Reader) []*contract.Event {
	var out []*contract.Event
	for s := range Requests(r) {
		if s.Answer != nil {
			continue
		}
		if m := s.Request.GetMove(); m != nil {
			m.Frozen = nil
		}
		out = append(out, &contract.Event{Kind: &contract.Event_Requested{Requested: &contract.Requested{Request: s.Request}}})
	}
	return out
}

// Report is this site's whole custody as state, for an era of HQ that does not know it.
func Report(r kv.Reader, site office.SiteID, life office.Incarnation, era, size uint64) *contract.Report {
	out := &contract.Report{Incarnation: uint64(life), Era: era, Size: size}
	seen := map[office.AppointmentID]bool{}
	for id, b := range storedHands(r, site, siteDays(site), nil) {
		hand := readHand(b)
		k := Known(r, hand.Booking)
		if k.GetCancelled() && hand.State == custody.Empty {
			hand.Booking = office.AppointmentID{} // given back, and ended by HQ since, which may have forgotten it
		}
		out.Hands = append(out.Hands, reported(id, hand))
		a := k.GetAppointment()
		if frozen := RequestOf(r, hand.Ask).GetRequest().GetMove().GetFrozen(); frozen != nil {
			a = frozen // as it is on this seat; what is known may be where HQ moved it
		}
		if a != nil && hand.Booking != (office.AppointmentID{}) && !seen[hand.Booking] {
			seen[hand.Booking] = true
			out.Appointments = append(out.Appointments, a)
		}
	}
	return out
}

func reported(id office.SeatID, h custody.Hand) *contract.Report_Hand {
	out := &contract.Report_Hand{
		Seats: &contract.HeldRun{Run: contract.NewRun(id, 1, 0), Grant: contract.NewIdentity(h.Grant)},
		Empty: h.State == custody.Empty, Blocked: h.Blocked,
	}
	if h.Booking != (office.AppointmentID{}) {
		out.Appointment = h.Booking[:]
	}
	if h.Ask != (office.RequestID{}) {
		out.Ask = h.Ask[:]
	}
	return out
}
