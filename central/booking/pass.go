package booking

import (
	"context"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// pass signs what was just decided. It needs of the state the key only, and what this node has of that will do: a code under
// a key that ends in this moment counts for as long as any under it.
func (b *Booking) pass(a *contract.Appointment) (text string) {
	if b.passes == nil {
		return ""
	}
	_ = b.log.Stale(func(k kv.Reader, _ consensus.Freshness) error { // without a state nothing is signed
		text = b.passes.Text(k, a)
		return nil
	})
	return text
}

// Pass implements the Booking service: for who lost the code, and for what a counter booked. It reads the state that has
// everything acknowledged before, so that nobody gets the code of a place that was left a moment ago. What a counter keeps
// and moved since is known when its record is here; until then the counter itself knows that the code is of a former place.
func (b *Booking) Pass(ctx context.Context, r *connect.Request[contract.PublicPassRequest]) (*connect.Response[contract.PublicPassResponse], error) {
	const op = "booking.Pass"
	id, err := contract.ID16[office.AppointmentID](r.Msg.Appointment)
	if err != nil {
		return nil, fault.RPC(fault.New(op, fault.Invalid).Because(err))
	}
	out := new(contract.PublicPassResponse)
	err = b.log.Read(ctx, func(k kv.Reader) error {
		state := b.machine.View(k).Appointment(id)
		if state == nil || state.Cancelled {
			return fault.New(op, fault.NotFound).On(id.String()).Tell("Deze afspraak is niet gevonden, of ze is geannuleerd.", "Maak een nieuwe afspraak.")
		}
		if b.passes != nil {
			out.Pass = b.passes.Text(k, state.Appointment)
		}
		return nil
	})
	if err != nil {
		return nil, fault.RPC(err)
	}
	return connect.NewResponse(out), nil
}
