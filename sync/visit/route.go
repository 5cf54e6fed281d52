package visit

import (
	"slices"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Park sets a visit in service aside, so that the desk is free: the visitor fills in a form, takes a photo.
func (v Visit) Park(desk office.Desk, at Stamp) (Visit, error) {
	switch {
	case v.State == Parked && v.Desk == desk:
		return v, nil
	case v.State != Serving || v.Desk != desk:
		return v, v.not("visit.Park", "")
	}
	v.pause(at)
	v.State = Parked
	return v, nil
}

// Return lets a parked visitor wait for the desk that parked them, where they stood before; nothing changes for
// who waits already. The desk itself may also go on at once, with Serve.
func (v Visit) Return() (Visit, error) {
	switch v.State {
	case Waiting:
		return v, nil
	case Parked:
		v.State, v.For, v.Desk = Waiting, Target{Desk: v.Desk}, 0
		return v, nil
	}
	return v, v.not("visit.Return", "")
}

// Transfer sends a visit on.
type Transfer struct {
	To    Target             // a desk or a theme; the zero Target: whoever serves what is left
	Done  []office.ProductID // asked for and in order now
	Added []office.ProductID // turned out to be needed
}

// Transfer lets the visit wait again for another desk or theme, where it stood before: its turn and its
// appointment go with it. A desk sends on who is called to it, served at it or parked by it; who waits may be sent
// elsewhere by anybody, which counts as no transfer. Refused when nothing is left to do: such a visit is finished, not transferred.
func (v Visit) Transfer(desk office.Desk, t Transfer, at Stamp) (Visit, error) {
	const op = "visit.Transfer"
	if v.State != Waiting && (!v.State.Open() || v.Desk != desk) {
		return v, v.not(op, "")
	}
	if t.To.Desk != 0 && t.To.Theme != "" || v.State != Waiting && t.To.Desk == desk && desk != 0 {
		return v, fault.New(op, fault.Invalid).On(v.Ticket.String()).
			Tell("Een bezoek gaat naar één ander loket of naar één thema.", "Kies waarheen.")
	}
	after := v
	after.Products = union(v.Products, t.Added)
	after.Done = union(v.Done, t.Done)
	after.Done = slices.DeleteFunc(after.Done, func(p office.ProductID) bool {
		return slices.Contains(t.Added, p) || !slices.Contains(after.Products, p)
	})
	if len(after.Products) > 0 && len(after.Pending()) == 0 {
		return v, fault.New(op, fault.Refused).On(v.Ticket.String()).
			Tell("Alles is al afgehandeld.", "Rond het bezoek af, of voeg een product toe.")
	}
	after.For = t.To
	if v.State == Waiting {
		if v.For == after.For && slices.Equal(v.Products, after.Products) && slices.Equal(v.Done, after.Done) {
			return v, nil
		}
		return after, nil
	}
	if v.State == Serving {
		after.pause(at)
	}
	after.State, after.Desk, after.Transfers = Waiting, 0, v.Transfers+1
	return after, nil
}

// pause ends a stretch of service that does not end the visit.
func (v *Visit) pause(at Stamp) {
	v.Paused = v.at(at)
	v.Earlier += int64(v.Paused - max(v.Started, v.Again))
}

// union is a with what b has more; neither is changed.
func union(a, b []office.ProductID) []office.ProductID {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
