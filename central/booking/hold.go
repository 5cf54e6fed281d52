package booking

import (
	"context"
	"errors"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Hold keeps a place for a citizen for [register.HoldFor], for the appointment that may come of it: its id, place, products and
// persons count, its channel is the web's. The same again is the same hold; another place moves it; prolong gives it more time,
// [register.HoldProlongs] times. A refusal carries alternatives: see [Alternatives].
func (b *Booking) Hold(ctx context.Context, a *contract.Appointment, prolong bool) (*contract.HoldState, error) {
	a = &contract.Appointment{Id: a.GetId(), Place: a.GetPlace(), Products: a.GetProducts(), Persons: a.GetPersons(),
		Channel: contract.Channel(office.ChannelWeb)}
	reply, err := b.command(ctx, "booking.Hold", &contract.HQCommand{Kind: &contract.HQCommand_Hold{Hold: &contract.HoldPlace{Appointment: a, Prolong: prolong}}})
	return reply.GetHold(), err
}

// LetGo ends a hold before its time; without one it does nothing.
func (b *Booking) LetGo(ctx context.Context, id office.AppointmentID) error {
	_, err := b.command(ctx, "booking.LetGo", &contract.HQCommand{Kind: &contract.HQCommand_LetGo{LetGo: &contract.LetGo{Hold: id[:]}}})
	return err
}

// Lapse ends the holds whose time is over, when this node's state has any. Any node may, as often as it likes.
func (b *Booking) Lapse(ctx context.Context) error {
	over := false
	if err := b.log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		over = b.machine.View(k).Lapsed(b.now())
		return nil
	}); err != nil || !over {
		return err
	}
	_, err := b.command(ctx, "booking.Lapse", &contract.HQCommand{Kind: &contract.HQCommand_Lapse{Lapse: &contract.LapseHolds{}}})
	return err
}

// command has a command applied now. The fault of a refusal is an RPC error that carries alternatives.
func (b *Booking) command(ctx context.Context, op string, c *contract.HQCommand) (*contract.HQReply, error) {
	c.AtMs = b.now().UnixMilli()
	reply, err := forward.Command(ctx, b.log, c)
	if err != nil {
		return nil, fault.RPC(err)
	}
	if err := register.Err(op, reply); err != nil {
		return reply, withAlternatives(fault.RPC(err), reply)
	}
	return reply, nil
}

// Alternatives are the places that a refusal of this door offers instead, the nearest first.
func Alternatives(err error) []*contract.Place {
	var refused *connect.Error
	if !errors.As(err, &refused) {
		return nil
	}
	for _, d := range refused.Details() {
		if v, err := d.Value(); err == nil {
			if r, ok := v.(*contract.Refusal); ok {
				return r.Alternatives
			}
		}
	}
	return nil
}
