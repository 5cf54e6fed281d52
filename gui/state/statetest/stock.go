package statetest

import (
	"context"
	"strings"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// photo is what is to be told of a place without a photo booth.
var photo = []string{"Breng een pasfoto mee: hier is geen fotocabine."}

// Find finds the free slots of today and three invented places after it.
func (f *Counter) Find(_ context.Context, w state.Wish) (state.Found, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Find"]++
	if err := f.fail["Find"]; err != nil {
		return state.Found{}, err
	}
	var out []state.Place
	for _, s := range f.snap.Agenda {
		if s.State == state.FreeHere && w.From <= f.snap.Today {
			out = append(out, state.Place{Seats: []office.SeatID{s.Seat}, SiteName: f.snap.Name, Warnings: photo})
		}
	}
	seat := func(site office.SiteID, days office.Date, start office.Minute) []office.SeatID {
		return []office.SeatID{{Site: site, Date: f.snap.Today + days, Desk: 1, Start: start}}
	}
	out = append(out, state.Place{Seats: seat(f.snap.Site, 5, 9*60), SiteName: f.snap.Name, Warnings: photo})
	if !w.Here {
		way := state.Live
		if f.snap.Line.State == state.Cut {
			way = state.Request
		}
		out = append(out, state.Place{Seats: seat("antwerpen-harmonie", 1, 17*60), SiteName: "Administratief centrum met snelbalie aan het Moorkensplein", Way: way},
			state.Place{Seats: seat("buurtloket-groenenhoek", 4, 14*60+20), SiteName: "Buurtloket Groenenhoek", Way: way, Warnings: photo})
	}
	scope := "Alle locaties, zoals ze nu zijn."
	if f.snap.Line.State == state.Cut {
		scope = "Geen verbinding: alleen dit loket. Wat niet van dit loket is, wordt aangevraagd."
	}
	return state.Found{Places: out[:min(len(out), max(w.Limit, 1))], Scope: scope}, nil
}

// Book books a place, or asks for it.
func (f *Counter) Book(ctx context.Context, b state.Booking) (state.Receipt, error) {
	r, err := f.act(ctx, "Book", func(s *state.Snapshot) error {
		f.booked = b
		for i := range s.Agenda {
			if s.Agenda[i].Seat != b.Place.Seats[0] {
				continue
			}
			if s.Agenda[i].State != state.FreeHere {
				return fault.New("statetest.Book", fault.Taken)
			}
			slot := &s.Agenda[i]
			slot.State, slot.Name, slot.Phone, slot.Product = state.Expected, b.Name, b.Phone, b.Product
			slot.Appointment = office.AppointmentID{15: byte(100 + i)}
		}
		return nil
	})
	if r.Asked = b.Place.Way == state.Request; !r.Asked && err == nil {
		r.Appointment = office.AppointmentID{0: 7, 15: byte(b.Place.Seats[0].Start)}
	}
	return r, err
}

// Cancel cancels an appointment.
func (f *Counter) Cancel(ctx context.Context, a office.AppointmentID) (state.Receipt, error) {
	return f.act(ctx, "Cancel", func(s *state.Snapshot) error {
		for i := range s.Agenda {
			if s.Agenda[i].Appointment == a {
				s.Agenda[i] = state.Slot{Seat: s.Agenda[i].Seat, Minutes: s.Agenda[i].Minutes}
			}
		}
		return nil
	})
}

// Moved is where the last appointment was moved to.
func (f *Counter) Moved() state.Place {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.moved
}

// Move moves an appointment, or asks for it: then it is frozen where it is.
func (f *Counter) Move(ctx context.Context, a office.AppointmentID, to state.Place) (state.Receipt, error) {
	r, err := f.act(ctx, "Move", func(s *state.Snapshot) error {
		f.moved = to
		var was state.Slot
		for i := range s.Agenda {
			if s.Agenda[i].Appointment != a {
				continue
			}
			if was = s.Agenda[i]; to.Way == state.Request {
				s.Agenda[i].State = state.Moving
				return nil
			}
			s.Agenda[i] = state.Slot{Seat: was.Seat, Minutes: was.Minutes}
		}
		for i := range s.Agenda {
			if s.Agenda[i].Seat == to.Seats[0] {
				was.Seat, was.Minutes = s.Agenda[i].Seat, s.Agenda[i].Minutes
				s.Agenda[i] = was
			}
		}
		return nil
	})
	r.Asked = to.Way == state.Request
	return r, err
}

// FindItems finds items by holder or number.
func (f *Counter) FindItems(_ context.Context, query string) ([]state.Item, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["FindItems"]++
	var out []state.Item
	for _, i := range f.items {
		if strings.Contains(strings.ToLower(i.Holder+" "+string(i.Number)), strings.ToLower(query)) {
			out = append(out, i)
		}
	}
	return out, f.fail["FindItems"]
}

// Handed is the last hand-over.
func (f *Counter) Handed() state.HandOver {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.handed
}

// HandOut takes an item out of the vault.
func (f *Counter) HandOut(ctx context.Context, h state.HandOver) (state.Receipt, error) {
	return f.act(ctx, "HandOut", func(s *state.Snapshot) error {
		for i := range f.items {
			if f.items[i].Number == h.Item {
				f.items = append(f.items[:i:i], f.items[i+1:]...)
				s.Vault.Items--
				f.handed = h
				return nil
			}
		}
		return fault.New("statetest.HandOut", fault.NotFound)
	})
}
