package statetest

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// announced are two invented deliveries on their way.
func announced() []state.Delivery {
	return []state.Delivery{
		{ID: "2026-1184", Items: []state.Arrival{{Number: "592-7000001-11"}, {Number: "592-7000002-12"}, {Number: "592-7000003-13"}, {Number: "EK700004"}}},
		{ID: "2026-1190", Items: []state.Arrival{{Number: "EK700010", Kind: "reispas-afhalen", Holder: "Nele Vandenbroeck"}}},
	}
}

// Stock lists the vault and what is on its way.
func (f *Counter) Stock(context.Context) (state.Stock, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls["Stock"]++
	return state.Stock{Items: slices.Clone(f.items), Announced: slices.Clone(f.coming)}, f.fail["Stock"]
}

// Receive takes a delivery in: into the clerk's hands, and off what was announced.
func (f *Counter) Receive(ctx context.Context, d state.Delivery, with state.Second) (state.Receipt, error) {
	return f.act(ctx, "Receive", func(s *state.Snapshot) error {
		if err := f.attested(with, true); err != nil {
			return err
		}
		for _, a := range d.Items {
			if slices.ContainsFunc(f.items, func(i state.Item) bool { return i.Number == a.Number }) {
				return fault.New("statetest.Receive", fault.Taken)
			}
		}
		for _, a := range d.Items {
			f.items = append(f.items[:len(f.items):len(f.items)], state.Item{Number: a.Number, Kind: string(a.Kind), Holder: a.Holder})
			s.Vault.Items++
			f.arrived(s, a.Number)
		}
		f.taken, f.with = d, with.ID
		return nil
	})
}

// arrived takes a document off what was announced.
func (f *Counter) arrived(s *state.Snapshot, n office.DocumentNumber) {
	var open []state.Delivery
	for _, d := range f.coming {
		items := slices.DeleteFunc(slices.Clone(d.Items), func(a state.Arrival) bool { return a.Number == n })
		s.Vault.Coming -= len(d.Items) - len(items)
		if d.Items = items; len(items) > 0 {
			open = append(open, d)
		}
	}
	f.coming = open
}

// Announce makes deliveries the ones that are on their way.
func (f *Counter) Announce(all ...state.Delivery) {
	f.Change(func(s *state.Snapshot) {
		f.coming, s.Vault.Coming = all, 0
		for _, d := range all {
			s.Vault.Coming += len(d.Items)
		}
	})
}

// Taken is the last delivery that was received.
func (f *Counter) Taken() state.Delivery {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.taken
}

// With is who counted the last delivery along.
func (f *Counter) With() office.ClerkID {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.with
}

// Store puts an item into a compartment.
func (f *Counter) Store(ctx context.Context, n office.DocumentNumber, into string) (state.Receipt, error) {
	return f.act(ctx, "Store", func(*state.Snapshot) error {
		f.items = slices.Clone(f.items)
		for i := range f.items {
			if f.items[i].Number == n {
				f.items[i].Place = into
				return nil
			}
		}
		return fault.New("statetest.Store", fault.NotFound)
	})
}

// Count compares what lies there with the register.
func (f *Counter) Count(ctx context.Context, in string, present []string) (state.Tally, error) {
	var t state.Tally
	_, err := f.act(ctx, "Count", func(*state.Snapshot) error {
		for _, i := range f.items {
			switch {
			case in != "" && i.Place != in && slices.Contains(present, string(i.Number)):
				t.Misplaced = append(t.Misplaced, string(i.Number))
			case (in == "" || i.Place == in) && !slices.Contains(present, string(i.Number)):
				t.Missing = append(t.Missing, string(i.Number))
			}
		}
		for _, p := range present {
			if !slices.ContainsFunc(f.items, func(i state.Item) bool { return string(i.Number) == p }) {
				t.Surplus = append(t.Surplus, p)
			}
		}
		return nil
	})
	return t, err
}
