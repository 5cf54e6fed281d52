package local

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Find implements state.Counter.
func (c *Counter) Find(ctx context.Context, w state.Wish) (state.Found, error) {
	q := &contract.SearchRequest{Products: []string{string(w.Product)}, Persons: uint32(max(w.Persons, 1)), From: int32(w.From), Limit: uint32(w.Limit),
		Urgency: contract.Urgency(w.Urgency)}
	if w.Here {
		q.Sites = []string{string(w.Site)}
	}
	res, err := c.rpc.Search(ctx, connect.NewRequest(q))
	if err != nil {
		return state.Found{}, fault.FromRPC("local.Find", err)
	}
	out := state.Found{Scope: res.Msg.Scope}
	for _, p := range res.Msg.Places {
		place := placeOf(p.Place, p.SiteName)
		place.Way = state.Live
		if p.Sure {
			place.Way = state.Own
		} else if p.Pending {
			place.Way = state.Request
		}
		place.Warnings = p.Warnings
		out.Places = append(out.Places, place)
	}
	return out, nil
}

func placeOf(p *contract.Place, name string) state.Place {
	return state.Place{Seats: p.Seats(), Minutes: p.GetRun().Minutes(), SiteName: name}
}

// Book implements state.Counter.
func (c *Counter) Book(ctx context.Context, b state.Booking) (state.Receipt, error) {
	return c.booked(ctx)(call(ctx, c, "local.Book", func(cmd *contract.Command) *contract.BookRequest {
		q := &contract.BookRequest{Command: cmd, Place: contractPlace(b.Place), Products: []string{string(b.Product)}, Persons: uint32(max(b.Persons, 1)),
			Urgency: contract.Urgency(b.Urgency)}
		if b.Name != "" || b.Phone != "" {
			q.Person = &contract.Person{Name: b.Name, Phone: b.Phone}
		}
		return q
	}, c.rpc.Book))
}

// contractPlace writes consecutive seats as a run.
func contractPlace(p state.Place) *contract.Place {
	return &contract.Place{Site: string(p.Seats[0].Site), Run: contract.NewRun(p.Seats[0], len(p.Seats), p.Minutes)}
}

// booked reads what became of a booking or a wish. One that headquarters refused while we waited is an error with its
// words; the alternatives lie in the inbox. One that it accepted while we waited is told at once, so that its letter need
// not be read: it is put away, and if that fails it merely stays.
func (c *Counter) booked(ctx context.Context) func(*contract.BookResponse, error) (state.Receipt, error) {
	return func(b *contract.BookResponse, err error) (state.Receipt, error) {
		if err != nil {
			return state.Receipt{}, err
		}
		got := state.Receipt{Sequence: b.Sequence, Asked: b.Pending}
		if !b.Pending && b.Appointment != nil {
			got.Appointment, got.Leg = b.Appointment.AppointmentID(), b.Appointment.Leg
		}
		switch {
		case b.Answer.GetRefused() != nil:
			return state.Receipt{}, fault.New("local.Book", fault.Refused).Tell(b.Answer.Refused.Say, "De dichtste alternatieven liggen in het postvak.")
		case b.Answer != nil && len(b.Request) > 0:
			if done, err := c.Settle(ctx, string(b.Request)); err == nil {
				got.Sequence = done.Sequence
			}
		}
		return got, nil
	}
}

// Move implements state.Counter.
func (c *Counter) Move(ctx context.Context, id office.AppointmentID, to state.Place) (state.Receipt, error) {
	return c.booked(ctx)(call(ctx, c, "local.Move", func(cmd *contract.Command) *contract.MoveRequest {
		return &contract.MoveRequest{Command: cmd, Appointment: id[:], To: contractPlace(to)}
	}, c.rpc.Move))
}
