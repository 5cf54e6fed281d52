package register

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// origin is where a record comes from.
type origin struct {
	site   office.SiteID
	life   office.Incarnation
	seq    uint64
	at     int64 // wall time of the record, for display
	silent bool  // a report spoke for it: history, without effect on seats
}

// fold takes the effect of one record of a site. Records without an effect at HQ are kept and shown; a record
// this version does not understand is kept and has none.
func (t *turn) fold(from origin, body []byte) {
	e, err := contract.Decode(body, new(contract.Event))
	if err != nil {
		return
	}
	switch k := e.Kind.(type) {
	case *contract.Event_Booked:
		t.foldBooked(from, k.Booked)
	case *contract.Event_Cancelled:
		t.foldCancelled(from, k.Cancelled)
	case *contract.Event_Released:
		t.foldReleased(from, k.Released)
	case *contract.Event_Requested:
		t.foldRequested(from, k.Requested)
	case *contract.Event_Thawed:
		ask, _ := contract.ID16[office.RequestID](k.Thawed.Ask)
		t.act(from, custody.Record{Act: custody.DidThaw, Ask: ask}, k.Thawed.Seats, nil)
	case *contract.Event_AnswerWorked:
		t.worked(from, k.AnswerWorked.Request)
	case *contract.Event_CheckedIn:
		t.foldShown(from, k.CheckedIn)
	case *contract.Event_Erased:
		t.foldErased(from, k.Erased.Subject)
	case *contract.Event_ProcedureRemarked:
		t.foldRemark(from, e)
	default:
		from.at = e.AtMs
		if !t.foldPhoto(from, e) && !t.foldEquipment(from, e) && !t.foldKiosk(from, e) && !t.foldLetter(from, e) {
			t.foldVault(from, e)
		}
	}
	t.foldTold(from, e)
}

// act applies one custody record to the seats it is about.
func (t *turn) act(from origin, r custody.Record, seats []*contract.HeldRun, about *contract.Appointment) {
	if from.silent {
		t.spoken(from, r, about)
		return
	}
	st, _ := loadSite(t.w, from.site)
	for _, h := range seats {
		if h.GetRun().Check() != nil {
			continue
		}
		r.Grant = h.Grant.Custody()
		for _, id := range h.Run.Seats(from.site) {
			before := View{t.w, t.m}.seat(st, id)
			after, outcome := before.Take(from.life, r)
			if after != before {
				t.putSeat(id, after)
			}
			t.outcome(from, id, outcome, about)
		}
	}
}

// spoken looks at a record that a report spoke for: only a move whose new place this headquarters has forgotten
// needs a person.
func (t *turn) spoken(from origin, r custody.Record, about *contract.Appointment) {
	o := custody.Spoken(r)
	if o.Verdict != custody.Conflict || about.GetPlace().Check() != nil {
		return
	}
	_, seats := t.seatsAt(office.SiteID(about.Place.Site), about.Place.Run)
	for _, s := range seats {
		if s.Booking == o.Booking {
			return
		}
	}
	t.outcome(from, about.Place.Run.First(office.SiteID(about.Place.Site)), o, about)
}

func (t *turn) foldBooked(from origin, b *contract.Booked) {
	a := b.Appointment
	id := a.AppointmentID()
	if id == (office.AppointmentID{}) || a.Place.Check() != nil || office.SiteID(a.Place.Site) != from.site {
		return
	}
	if known := t.appointment(id); known == nil || a.Leg > known.Appointment.Leg {
		state := &contract.AppointmentState{Appointment: a, Document: cmp.Or(b.Document, known.GetDocument())}
		if from.silent && !t.on(a) { // the report was the later word: since then it ended, here or at an HQ that is gone
			state.Cancelled, state.Reason = true, "geschiedenis van voor het herstel"
			t.vacate(a)
		}
		t.keepAppointment(state, from.silent)
		if from.silent {
			t.vacateElsewhere(from.site, a)
		}
		if from.silent && !state.Cancelled {
			t.changed(a, false) // a seat came back with an appointment that this HQ had never heard of
		}
	}
	t.act(from, custody.Record{Act: custody.DidBook, Booking: id}, heldSeats(a.Place.Run, b.Grants), a)
}

// vacate takes an appointment that is over off the seats that headquarters has it on.
func (t *turn) vacate(a *contract.Appointment) {
	ids, seats := t.seatsAt(office.SiteID(a.Place.Site), a.Place.Run)
	for i, seat := range seats {
		if without, err := seat.Cancel(a.AppointmentID()); err == nil {
			t.putSeat(ids[i], without)
		}
	}
}

// vacateElsewhere takes an appointment off the site's seats that are not of its place: moved more than once by an HQ
// that is gone, it was given back from several.
func (t *turn) vacateElsewhere(site office.SiteID, a *contract.Appointment) {
	left := map[office.SeatID]custody.Seat{}
	for id, seat := range seatsOf(t.w, siteSeatsPrefix(site)) {
		if seat.Booking != a.AppointmentID() || slices.Contains(a.Place.Seats(), id) {
			continue
		}
		if without, err := seat.Cancel(seat.Booking); err == nil {
			left[id] = without
		}
	}
	for _, id := range inOrder(left) {
		t.putSeat(id, left[id])
	}
}

// on reports whether an appointment is on the seats of its place.
func (t *turn) on(a *contract.Appointment) bool {
	_, seats := t.seatsAt(office.SiteID(a.Place.Site), a.Place.Run)
	return !slices.ContainsFunc(seats, func(s custody.Seat) bool { return s.Booking != a.AppointmentID() })
}

// touches reports whether an appointment is on any seat of its place.
func (t *turn) touches(a *contract.Appointment) bool {
	_, seats := t.seatsAt(office.SiteID(a.Place.Site), a.Place.Run)
	return slices.ContainsFunc(seats, func(s custody.Seat) bool { return s.Booking == a.AppointmentID() })
}

// heldSeats pairs the seats of a run with the identities they are held by: one for all, or one each.
func heldSeats(run *contract.Run, grants []*contract.Identity) []*contract.HeldRun {
	if len(grants) == 1 || len(grants) != run.Len() {
		var g *contract.Identity
		if len(grants) > 0 {
			g = grants[0]
		}
		return []*contract.HeldRun{{Run: run, Grant: g}}
	}
	out := make([]*contract.HeldRun, run.Len())
	for i := range out {
		one := contract.NewRun(office.SeatID{Date: office.Date(run.Date), Desk: office.Desk(run.Desk),
			Start: office.Minute(int(run.Start) + i*run.Minutes())}, 1, run.Minutes())
		out[i] = &contract.HeldRun{Run: one, Grant: grants[i]}
	}
	return out
}

func (t *turn) foldCancelled(from origin, c *contract.Cancelled) {
	id, err := contract.ID16[office.AppointmentID](c.Appointment)
	state := t.appointment(id)
	if err != nil || state == nil {
		return
	}
	act := custody.Record{Act: custody.DidCancel, Booking: id}
	if c.MovedTo != nil {
		if act.Ask, err = contract.ID16[office.RequestID](c.Ask); err == nil {
			act.Act = custody.DidMove // else the site moved it within its own seats
		}
	}
	t.act(from, act, c.Seats, state.Appointment)
	// What a life that is over cancels stays on its seat, as a conflict, until a person has settled it.
	if c.MovedTo == nil && office.SiteID(state.Appointment.Place.Site) == from.site && !t.touches(state.Appointment) {
		state.Cancelled, state.Reason = true, c.Reason
		t.keepAppointment(state, from.silent)
	}
}

func (t *turn) foldReleased(from origin, r *contract.Released) {
	t.act(from, custody.Record{Act: custody.DidRelease}, r.Free, nil)
	for _, h := range r.Booked {
		id, err := contract.ID16[office.AppointmentID](h.Appointment)
		if err != nil {
			continue
		}
		state := t.appointment(id)
		t.act(from, custody.Record{Act: custody.DidRelease, Booking: id}, h.Seats, state.GetAppointment())
		if state != nil && !state.Cancelled && !from.silent { // history is no news to the site that wrote it
			t.changed(state.Appointment, false)
		}
	}
}

// inOrder lists the seats of a map in their order: no map order in the state machine.
func inOrder[V any](m map[office.SeatID]V) []office.SeatID {
	return slices.SortedFunc(maps.Keys(m), office.SeatID.Compare)
}

func inOrderOf[V any](m map[office.AppointmentID]V) []office.AppointmentID {
	return slices.SortedFunc(maps.Keys(m), func(a, b office.AppointmentID) int { return bytes.Compare(a[:], b[:]) })
}
