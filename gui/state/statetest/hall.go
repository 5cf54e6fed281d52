package statetest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Sent is where the latest visitor was sent on to.
func (f *Counter) Sent() state.Onward {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent
}

// Issued is the latest visitor let in without appointment.
func (f *Counter) Issued() state.WalkIn {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.issued
}

// Booked is the latest place that was booked.
func (f *Counter) Booked() state.Booking {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.booked
}

// Park sets the visitor at the desk aside.
func (f *Counter) Park(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	r, err := f.visit(ctx, "Park", id, func(s *state.Snapshot, v *state.Visit) bool {
		s.Parked = append(s.Parked, state.Aside{Visit: id, Desk: v.Desk, Ticket: v.Ticket, Product: v.Product, Name: v.Name,
			Since: f.now(), Undo: f.step("pauze aan loket 1")})
		return true
	})
	return f.stepped(r, id), err
}

// step is a step that was just made.
func (f *Counter) step(words string) state.Undoable {
	f.steps++
	return state.Undoable{Step: f.steps, Words: words}
}

// stepped adds the latest step to a receipt.
func (f *Counter) stepped(r state.Receipt, id office.VisitID) state.Receipt {
	f.mu.Lock()
	defer f.mu.Unlock()
	r.Visit, r.Step = id, f.steps
	return r
}

// unpark takes a visitor out of those who stepped aside.
func unpark(s *state.Snapshot, id office.VisitID) (state.Aside, bool) {
	i := slices.IndexFunc(s.Parked, func(a state.Aside) bool { return a.Visit == id })
	if i < 0 {
		return state.Aside{}, false
	}
	a := s.Parked[i]
	s.Parked = slices.Delete(slices.Clone(s.Parked), i, i+1)
	return a, true
}

// resume goes on with a visitor who stepped aside; parked is false for any other.
func (f *Counter) resume(ctx context.Context, id office.VisitID) (r state.Receipt, err error, parked bool) {
	f.mu.Lock()
	parked = slices.ContainsFunc(f.snap.Parked, func(a state.Aside) bool { return a.Visit == id })
	f.mu.Unlock()
	if !parked {
		return state.Receipt{}, nil, false
	}
	r, err = f.act(ctx, "Serve", func(s *state.Snapshot) error {
		a, _ := unpark(s, id)
		s.Visits = append(s.Visits, state.Visit{ID: id, Desk: desk, Ticket: a.Ticket, Product: a.Product, Name: a.Name, Called: f.now(), Served: f.now(),
			Undo: f.step("start van het gesprek aan loket 1")})
		return nil
	})
	return f.stepped(r, id), err, true
}

// Return lets a visitor who stepped aside wait again.
func (f *Counter) Return(ctx context.Context, id office.VisitID) (state.Receipt, error) {
	r, err := f.act(ctx, "Return", func(s *state.Snapshot) error {
		a, ok := unpark(s, id)
		if !ok {
			return fault.New("statetest.Return", fault.Conflict)
		}
		s.Queue = append(s.Queue, state.Waiting{Visit: id, Ticket: a.Ticket, Product: a.Product, Name: a.Name, WalkIn: true,
			Since: f.now(), Undo: f.step("terugkeer aan loket 1")})
		return nil
	})
	return f.stepped(r, id), err
}

// Transfer sends a visitor on: back into the queue.
func (f *Counter) Transfer(ctx context.Context, id office.VisitID, to state.Onward) (state.Receipt, error) {
	r, err := f.visit(ctx, "Transfer", id, func(s *state.Snapshot, v *state.Visit) bool {
		f.sent = to
		left := slices.DeleteFunc(append([]office.ProductID{v.Product}, v.Next...), func(p office.ProductID) bool { return slices.Contains(to.Done, p) })
		left = append(left, to.Added...)
		s.Queue = append([]state.Waiting{{Visit: id, Ticket: v.Ticket, Product: left[0], Next: left[1:], Name: v.Name, WalkIn: true,
			Since: f.now(), Undo: f.step("doorverwijzing aan loket 1")}}, s.Queue...)
		return true
	})
	return f.stepped(r, id), err
}

// Hasten gives who waits a code of urgency.
func (f *Counter) Hasten(ctx context.Context, id office.VisitID, u visit.Urgency, reason visit.ReasonCode) (state.Receipt, error) {
	r, err := f.act(ctx, "Hasten", func(s *state.Snapshot) error {
		i := slices.IndexFunc(s.Queue, func(q state.Waiting) bool { return q.Visit == id })
		if i < 0 || u != visit.Ordinary && !reason.Known() {
			return fault.New("statetest.Hasten", fault.Invalid)
		}
		s.Queue[i].Urgency, s.Queue[i].Undo = u, f.step("code van spoed aan loket 1")
		return nil
	})
	return f.stepped(r, id), err
}

// Undo takes back the step of an end, a parking or a sending on: the visitor is at the desk again. Of the other steps it
// only forgets that they can be taken back.
func (f *Counter) Undo(ctx context.Context, id office.VisitID, step uint64) (state.Receipt, error) {
	return f.act(ctx, "Undo", func(s *state.Snapshot) error {
		back := func(v state.Visit) error {
			if slices.ContainsFunc(s.Visits, func(o state.Visit) bool { return o.Desk == desk }) {
				return fault.New("statetest.Undo", fault.Conflict).Tell("Loket 1 heeft intussen iemand anders.", "Rond dat bezoek eerst af.")
			}
			v.ID, v.Desk, v.Called, v.Served = id, desk, f.now(), f.now()
			s.Visits = append(s.Visits, v)
			return nil
		}
		if i := slices.IndexFunc(s.Ended, func(e state.Ended) bool { return e.Visit == id && e.Undo.Step == step }); i >= 0 {
			e := s.Ended[i]
			s.Ended = slices.Delete(slices.Clone(s.Ended), i, i+1)
			return back(state.Visit{Ticket: e.Ticket, Product: e.Product, Name: e.Name})
		}
		if a, ok := unpark(s, id); ok {
			return back(state.Visit{Ticket: a.Ticket, Product: a.Product, Name: a.Name})
		}
		for i := range s.Visits {
			if s.Visits[i].ID == id {
				s.Visits[i].Undo = state.Undoable{}
				return nil
			}
		}
		i := slices.IndexFunc(s.Queue, func(q state.Waiting) bool { return q.Visit == id && q.Undo.Step == step })
		if i < 0 {
			return fault.New("statetest.Undo", fault.Conflict)
		}
		q := s.Queue[i]
		s.Queue = slices.Delete(s.Queue, i, i+1)
		return back(state.Visit{Ticket: q.Ticket, Product: q.Product, Next: q.Next, Name: q.Name})
	})
}

// CheckInCode announces an appointment of today by its code. Code "ELDERS" is one of another site.
func (f *Counter) CheckInCode(ctx context.Context, code string) (state.Receipt, error) {
	f.mu.Lock()
	for _, slot := range f.snap.Agenda {
		if slot.State == state.Expected && strings.EqualFold(slot.Appointment.Code(), code) {
			f.mu.Unlock()
			return f.CheckIn(ctx, slot.Appointment)
		}
	}
	f.mu.Unlock()
	return f.act(ctx, "CheckInCode", func(*state.Snapshot) error {
		if strings.EqualFold(code, "elders") {
			return fault.New("statetest.CheckInCode", fault.Refused).
				Tell("Deze afspraak is op dinsdag 1 december om 09:20 in Stadsloket Harmonie, niet hier.", "Verzet de afspraak, of geef een volgnummer zonder afspraak.")
		}
		return fault.New("statetest.CheckInCode", fault.NotFound).Tell("Geen afspraak van vandaag gevonden.", "Kijk de code na, zoek op naam, of geef een volgnummer zonder afspraak.")
	})
}

// hall is the invented morning's part of the snapshot that is about the waiting room.
func hall(s *state.Snapshot, since func(minutes, seconds int) state.Aside) {
	s.Desks = 2
	s.Themes = []state.Theme{{ID: "burgerzaken", Dutch: "Burgerzaken", English: "Civil affairs"}, {ID: "mobiliteit", Dutch: "Mobiliteit", English: "Mobility"},
		{ID: "wonen", Dutch: "Wonen", English: "Housing"}}
	s.Order = visit.DefaultOrder.Words()
	parked := since(6, 0)
	parked.Visit, parked.Desk, parked.Ticket, parked.Product, parked.Name = visitOf(11), 2, "A011", "reispas-aanvraag", "Emma De Smet"
	s.Parked = []state.Aside{parked}
	s.Ended = []state.Ended{{Visit: visitOf(13), Desk: 1, Ticket: "A013", Product: "kids-id-aanvraag", Name: "Hanne Wouters",
		Undo: state.Undoable{Step: 40, Words: "afronding aan loket 1"}}}
	s.Alarms = []state.Alarm{{Say: "Burgerzaken: A016 wacht al 12 min te lang.", Missed: false}}
	mean := func(m float64, n int) state.Mean {
		return state.Mean{Minutes: m, Visits: n, Known: n >= visit.SmallestGroup}
	}
	s.Figures = []state.Figures{
		{Cluster: "burgerzaken", Name: "Burgerzaken", Norm: 1, Lateness: mean(0.6, 23), LatenessFair: mean(0.4, 23), Wait: mean(6.2, 27), Transaction: mean(7.1, 26), Early: 3},
		{Cluster: "mobiliteit", Name: "Mobiliteit", Norm: 2, Missed: true, Lateness: mean(3.4, 11), LatenessFair: mean(3.1, 11), Wait: mean(9, 12), Transaction: mean(5.5, 12)},
		{Cluster: "wonen", Name: "Wonen", Norm: 5, Lateness: mean(0, 4), Wait: mean(0, 4), Transaction: mean(0, 3)},
	}
	whys := []string{"", "", "afspraak 10:00, aan de beurt", "inloop, 9 min", "afspraak 10:20, mag vroeger: niemand komt daardoor te laat", "inloop, 0 min"}
	for i := range s.Queue {
		s.Queue[i].Why = cmp.Or(s.Queue[i].Why, whys[i%6])
		s.Queue[i].Expect = [...]string{"minder dan 5 min", "minder dan 10 min", "5 tot 20 min", "10 tot 25 min", "15 tot 35 min", "20 tot 45 min"}[i%6]
	}
	s.Visits[0].Undo = state.Undoable{Step: 41, Words: "start van het gesprek aan loket 1"}
	for i := range s.Products {
		s.Products[i].Coded = s.Products[i].ID == "zonder-afspraak"
	}
}
