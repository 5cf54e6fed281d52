package booking

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Fold brings the projection up to date with one event of this site's journal. Events that are none of its
// business change nothing. An error means that the journal was not written by these rules.
func Fold(w kv.Writer, site office.SiteID, e *contract.Event) error {
	f := folding{w, site, e}
	switch k := e.Kind.(type) {
	case *contract.Event_Began:
		f.began()
	case *contract.Event_Accepted:
		return f.accepted(k.Accepted)
	case *contract.Event_Booked:
		return f.booked(k.Booked)
	case *contract.Event_Released:
		return f.released(k.Released)
	case *contract.Event_Cancelled:
		return f.cancelled(k.Cancelled)
	case *contract.Event_Requested:
		return f.requested(k.Requested)
	case *contract.Event_Thawed:
		ask, err := contract.ID16[office.RequestID](k.Thawed.Ask)
		if err != nil {
			return err
		}
		return f.act(custody.Record{Act: custody.DidThaw, Ask: ask}, k.Thawed.Seats)
	case *contract.Event_Reported:
		s := State(w)
		s.Era = k.Reported.Era
		putState(w, s)
	case *contract.Event_Erased:
		if id, err := contract.ID16[office.AppointmentID](k.Erased.Subject); err == nil { // whoever booked is the booking's subject
			f.erased(id)
		}
	case *contract.Event_AnswerWorked:
		f.worked(k.AnswerWorked)
	case *contract.Event_CheckedIn:
		return f.checkedIn(k.CheckedIn)
	}
	return nil
}

type folding struct {
	w    kv.Writer
	site office.SiteID
	e    *contract.Event
}

// began empties every hand: a new life holds nothing. What it kept, HQ keeps until it says otherwise.
func (f folding) began() {
	var empty []office.SeatID
	for id := range storedHands(f.w, f.site, siteDays(f.site), nil) {
		empty = append(empty, id)
	}
	for _, id := range empty {
		f.w.Delete(handKey(id))
	}
	var kept []*contract.KnownAppointment
	for _, b := range f.w.Scan([]byte("b/a/"), nil) {
		if k := mustDecode(b, new(contract.KnownAppointment)); k.KeptHere {
			kept = append(kept, k)
		}
	}
	for _, k := range kept {
		k.KeptHere = false
		putKnown(f.w, k)
	}
	s := State(f.w)
	putState(f.w, &contract.CustodyState{Feed: s.Feed, Taken: s.Taken})
}

// act applies one record to the hands it is about.
func (f folding) act(r custody.Record, seats []*contract.HeldRun) error {
	for _, h := range seats {
		r.Grant = h.Grant.Custody()
		for _, id := range h.GetRun().Seats(f.site) {
			after, err := Hand(f.w, id).Fold(r)
			if err != nil {
				return fmt.Errorf("booking: %s: %w", id, err)
			}
			f.w.Put(handKey(id), appendHand(nil, after))
		}
	}
	return nil
}

func (f folding) accepted(a *contract.Accepted) error {
	s := State(f.w)
	s.Granted = true
	putState(f.w, s)
	one := func(run *contract.Run) []*contract.HeldRun { return []*contract.HeldRun{{Run: run, Grant: a.Grant}} }
	for _, run := range a.Free {
		if err := f.act(custody.Record{Act: custody.DidAccept}, one(run)); err != nil {
			return err
		}
	}
	for i, list := range [][]*contract.Appointment{a.Booked, a.Attended} {
		for _, ap := range list {
			r := custody.Record{Act: custody.DidAccept, Booking: ap.AppointmentID(), Blocked: i == 1}
			if err := f.act(r, one(ap.Place.Run)); err != nil {
				return err
			}
			putKnown(f.w, &contract.KnownAppointment{Appointment: ap, KeptHere: true})
		}
	}
	return nil
}

func (f folding) booked(b *contract.Booked) error {
	a := b.Appointment
	if err := f.act(custody.Record{Act: custody.DidBook, Booking: a.AppointmentID()}, []*contract.HeldRun{{Run: a.Place.Run}}); err != nil {
		return err
	}
	putKnown(f.w, &contract.KnownAppointment{Appointment: a, KeptHere: true})
	if len(b.Ask) > 0 {
		foldFulfilled(f.w, b.Ask, a)
	}
	return nil
}

func (f folding) released(r *contract.Released) error {
	if err := f.act(custody.Record{Act: custody.DidRelease}, r.Free); err != nil {
		return err
	}
	for _, h := range r.Booked {
		id, err := contract.ID16[office.AppointmentID](h.Appointment)
		if err != nil {
			return err
		}
		if err := f.act(custody.Record{Act: custody.DidRelease, Booking: id}, h.Seats); err != nil {
			return err
		}
		if k := Known(f.w, id); k != nil {
			k.KeptHere = false
			putKnown(f.w, k)
		}
	}
	return nil
}

func (f folding) cancelled(c *contract.Cancelled) error {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	if err != nil {
		return err
	}
	r := custody.Record{Act: custody.DidCancel, Booking: id}
	if r.Ask, err = contract.ID16[office.RequestID](c.Ask); err == nil {
		r.Act = custody.DidMove
	}
	if err := f.act(r, c.Seats); err != nil {
		return err
	}
	k := Known(f.w, id)
	switch {
	case k == nil:
	case len(c.Ask) > 0 && !k.KeptHere: // the feed has told where it went, and what became of it there
	case c.MovedTo == nil:
		k.Cancelled, k.KeptHere = true, false
		putKnown(f.w, k)
	case c.MovedTo.Site != string(f.site):
		leave(f.w, k, false)
	case len(c.Ask) > 0: // HQ moved it to another place of ours, and keeps it until it gives it
		moved := k.Appointment.MovedTo(c.MovedTo)
		forget(f.w, k)
		putKnown(f.w, &contract.KnownAppointment{Appointment: moved})
	}
	return nil
}

func (f folding) requested(q *contract.Requested) error {
	id, err := contract.ID16[office.RequestID](q.Request.GetId())
	if err != nil {
		return err
	}
	state := &contract.RequestState{Request: q.Request, AtMs: f.e.AtMs, Clerk: f.e.Clerk, Frozen: q.Frozen}
	if before := RequestOf(f.w, id); before != nil { // asked again, in a new life
		state.AtMs, state.Clerk = before.AtMs, before.Clerk
	}
	f.w.Put(requestKey(id), contract.Encode(state))
	return f.act(custody.Record{Act: custody.DidFreeze, Ask: id}, q.Frozen)
}

func (f folding) worked(a *contract.AnswerWorked) {
	id, err := contract.ID16[office.RequestID](a.Request)
	if err != nil {
		return
	}
	if s := RequestOf(f.w, id); s != nil {
		s.Worked = true
		f.w.Put(requestKey(id), contract.Encode(s))
	}
}

// FoldFeed brings the projection up to date with one entry of the feed, after the record that says it was taken.
// What the entry gives into this site's hands comes by its own records, not here.
func FoldFeed(w kv.Writer, site office.SiteID, e *contract.FeedEntry) {
	switch k := e.Kind.(type) {
	case *contract.FeedEntry_Appointment:
		mirror(w, site, k.Appointment.Appointment, k.Appointment.Cancelled)
	case *contract.FeedEntry_Answer:
		answered(w, site, k.Answer)
	case *contract.FeedEntry_Plan:
		putPlan(w, k.Plan)
	case *contract.FeedEntry_PassKeys:
		learnKeys(w, k.PassKeys)
	case *contract.FeedEntry_Snapshot:
		putPlan(w, k.Snapshot.Plan)
		learnKeys(w, k.Snapshot.PassKeys)
		forgetMirror(w, k.Snapshot.Grants)
		for _, a := range k.Snapshot.Appointments {
			mirror(w, site, a, false)
		}
		for _, a := range k.Snapshot.Answers {
			answered(w, site, a)
		}
	}
	s := State(w)
	s.Feed = e.Number
	s.Taken++
	putState(w, s)
}

// mirror notes how an appointment that HQ keeps stands. One that this site keeps is left alone: HQ learns of it
// from our records, and what it says may be older — unless HQ speaks of a later leg, to which it moved the
// appointment at our own wish; then it has the word, also when the answer comes in the same breath.
func mirror(w kv.Writer, site office.SiteID, a *contract.Appointment, cancelled bool) {
	known := Known(w, a.AppointmentID())
	if known != nil && known.KeptHere && known.Appointment.Leg >= a.Leg {
		return
	}
	if known != nil {
		leave(w, known, false)
	}
	if a.Place.Site == string(site) {
		putKnown(w, &contract.KnownAppointment{Appointment: a, Cancelled: cancelled})
	}
}

// forgetMirror drops what HQ keeps, before a snapshot states it anew. What the snapshot gives us we may have given back
// already, on a record that HQ has not seen yet: that stays known.
func forgetMirror(w kv.Writer, grants []*contract.Grant) {
	given := map[office.AppointmentID]bool{}
	for _, g := range grants {
		for _, a := range slices.Concat(g.Booked, g.Attended) {
			given[a.AppointmentID()] = true
		}
	}
	var gone []*contract.KnownAppointment
	for _, b := range w.Scan([]byte("b/a/"), nil) {
		k := mustDecode(b, new(contract.KnownAppointment))
		if !k.KeptHere && !k.Cancelled && !given[k.Appointment.AppointmentID()] {
			gone = append(gone, k)
		}
	}
	for _, k := range gone {
		leave(w, k, true)
	}
}

func answered(w kv.Writer, site office.SiteID, a *contract.Answer) {
	id, err := contract.ID16[office.RequestID](a.Request)
	if err != nil {
		return
	}
	s := RequestOf(w, id)
	if s.GetRequest().GetMove().GetFrozen() != nil && a.Era < State(w).Era {
		return // of an HQ that is gone, for seats that it no longer speaks for: the one we reported to answers again
	}
	switch {
	case s == nil || s.Here:
		return
	case s.Answer == nil:
		s.Answer = a
		if b := s.Request.GetBook(); b != nil && crossed(site, s.Request, a) {
			if k := Known(w, b.AppointmentID()); k != nil { // a former life of this store did it, and its end was lost here
				s.Answer, s.Here = &contract.Answer{Request: a.Request, Accepted: k.Appointment, Era: a.Era}, true
			}
		}
	case a.Era > s.Answer.Era && (a.Accepted == nil) != (s.Answer.Accepted == nil):
		// Headquarters was restored, forgot what it had answered, and decided anew: that is how things are now, and
		// the visitor was told otherwise.
		s.Answer, s.Worked = a, false
	default:
		return // said before
	}
	w.Put(requestKey(id), contract.Encode(s))
}
