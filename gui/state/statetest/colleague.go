package statetest

import (
	"context"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Calling has another desk call its colleagues at a moment.
func Calling(from office.Desk, at time.Time) func(*state.Snapshot) {
	return func(s *state.Snapshot) { s.Calls = append(slices.Clone(s.Calls), state.HelpCall{Desk: from, At: at}) }
}

// AskedAtTheKiosk has a visitor at the self-service desk ask for a person.
func AskedAtTheKiosk(s *state.Snapshot) {
	s.Alarm = "Hulp gevraagd aan het zelfbedieningsloket, om 10:12."
	s.Calls = append(slices.Clone(s.Calls), state.HelpCall{Desk: state.SelfService, Say: s.Alarm})
}

// Comes has somebody come to a desk that called.
func Comes(to, from office.Desk, name string) func(*state.Snapshot) {
	return func(s *state.Snapshot) {
		s.Calls = slices.Clone(s.Calls)
		for i := range s.Calls {
			if s.Calls[i].Desk == to {
				s.Calls[i].Answered, s.Calls[i].Comes, s.Calls[i].From = true, name, from
			}
		}
	}
}

// CallColleagues implements state.Colleagues.
func (f *Counter) CallColleagues(ctx context.Context) (state.Receipt, error) {
	return f.act(ctx, "CallColleagues", sure(Calling(desk, f.now())))
}

// sure is a change that cannot fail.
func sure(alter func(*state.Snapshot)) func(*state.Snapshot) error {
	return func(s *state.Snapshot) error { alter(s); return nil }
}

// AnswerCall implements state.Colleagues.
func (f *Counter) AnswerCall(ctx context.Context, to state.HelpCall) (state.Receipt, error) {
	calling := to.Desk
	return f.act(ctx, "AnswerCall", func(s *state.Snapshot) error {
		if !slices.ContainsFunc(s.Calls, func(h state.HelpCall) bool { return h.Desk == calling }) {
			return fault.New("statetest.AnswerCall", fault.NotFound)
		}
		name := ""
		for _, p := range s.Signed {
			if p.Desk == desk && calling != desk {
				name = p.Name
			}
		}
		Comes(calling, desk, name)(s)
		if calling == state.SelfService {
			s.Alarm = ""
		}
		return nil
	})
}

// LockDesk implements state.Colleagues.
func (f *Counter) LockDesk(ctx context.Context) (state.Receipt, error) {
	return f.act(ctx, "LockDesk", func(s *state.Snapshot) error {
		for i, p := range s.Signed {
			if p.Desk == desk {
				s.Locked = state.Lock{Person: p.Person, Since: f.now()}
				s.Signed = append(s.Signed[:i], s.Signed[i+1:]...)
				return nil
			}
		}
		return fault.New("statetest.LockDesk", fault.Denied)
	})
}

// AgendaOf implements state.Agendas: each day has one appointment and free time, and Sunday is closed.
func (f *Counter) AgendaOf(_ context.Context, date office.Date) (state.AgendaDay, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["AgendaOf"]++
	out := state.AgendaDay{Date: date}
	if date.UTC().Weekday() == time.Sunday {
		out.Closed = "Op zondag is dit loket gesloten."
		return out, f.fail["AgendaOf"]
	}
	slot := func(start office.Minute, s state.SlotState) state.Slot {
		return state.Slot{Seat: office.SeatID{Site: f.snap.Site, Date: date, Desk: 1, Start: start}, Minutes: 10, State: s}
	}
	booked := slot(9*60+10, state.Expected)
	booked.Name, booked.Product, booked.Appointment = "Wout Pauwels", "eid-aanvraag", office.AppointmentID{0: 3, 15: byte(date)}
	out.Slots = []state.Slot{slot(9*60, state.FreeHere), booked, slot(9*60+20, state.FreeAtHQ), slot(9*60+30, state.FreeAtHQ)}
	return out, f.fail["AgendaOf"]
}

// NoteContact implements state.Contacts.
func (f *Counter) NoteContact(ctx context.Context, one state.Contact) (state.Receipt, error) {
	return f.act(ctx, "NoteContact", sure(func(s *state.Snapshot) {
		s.Contacts = slices.Clone(s.Contacts)
		for i := range s.Contacts {
			if n := &s.Contacts[i]; n.Channel == one.Channel && n.Subject == one.Subject {
				n.Count, n.Minutes = n.Count+1, n.Minutes+one.Minutes
				return
			}
		}
		s.Contacts = append(s.Contacts, state.ContactCount{Contact: one, Count: 1})
	}))
}
