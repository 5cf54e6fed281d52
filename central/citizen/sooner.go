package citizen

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Sooner is how an appointment stands on the waiting list.
type Sooner struct {
	State   *contract.AppointmentState
	Plan    *calendar.Plan
	Waiting *contract.WaitingState // nil: it is not on it
	Offer   *contract.WaitingOffer // held for it now; nil: nothing
}

// Until is when what is offered is held no more, in the zone of the place.
func (s Sooner) Until() time.Time { return time.UnixMilli(s.Offer.GetUntilMs()).In(s.Plan.Zone()) }

// Waits reports whether there is a waiting list: somebody tells who is on it.
func (d *Door) Waits() bool { return d.sooner }

// Sooner is how the appointment of a link stands on the waiting list.
func (d *Door) Sooner(ctx context.Context, link string) (s Sooner, err error) {
	const op = "citizen.Sooner"
	id, ok := d.ReadLink(link)
	if !ok {
		return s, say(op, fault.NotFound, "link.broken")
	}
	err = d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		w := v.Waiting(id)
		s = Sooner{State: v.Appointment(id), Plan: v.Calendar(), Waiting: w, Offer: register.Offered(w, d.Now())}
		return nil
	})
	if err == nil && s.State == nil {
		err = say(op, fault.NotFound, "link.unknown").On(id.String())
	}
	return s, err
}

// AskSooner puts an appointment on the waiting list, or changes what it waits for; the same again changes nothing. Its fault is Refused
// where there is none, or for who cannot be told; Invalid or NotFound for a wish that cannot be; NotHeld when a counter keeps the
// appointment.
func (d *Door) AskSooner(ctx context.Context, of *contract.AppointmentState, wish *contract.WaitingWish) error {
	if !d.sooner {
		return say("citizen.AskSooner", fault.Refused, "sooner.none")
	}
	return d.command(ctx, "citizen.AskSooner", &contract.HQCommand{Kind: &contract.HQCommand_WaitingAsk{
		WaitingAsk: &contract.WaitingAsk{Appointment: of.Appointment.Id, Wish: wish}}})
}

// LeaveSooner takes an appointment off the waiting list; with offerOnly it declines what is offered, and goes on waiting.
func (d *Door) LeaveSooner(ctx context.Context, of *contract.AppointmentState, offerOnly bool) error {
	return d.command(ctx, "citizen.LeaveSooner", &contract.HQCommand{Kind: &contract.HQCommand_WaitingWithdraw{
		WaitingWithdraw: &contract.WaitingWithdraw{Appointment: of.Appointment.Id, OfferOnly: offerOnly}}})
}

// command has a command applied now.
func (d *Door) command(ctx context.Context, op string, c *contract.HQCommand) error {
	c.AtMs = d.Now().UnixMilli()
	reply, err := forward.Command(ctx, d.log, c)
	if err != nil {
		return err
	}
	return register.Err(op, reply)
}

// FreeSooner is the first place that is free already and sooner than an appointment, if there is any; false: there is none.
func (d *Door) FreeSooner(a *contract.Appointment) (calendar.Place, bool) {
	q := WishOf(a).Query()
	q.To, q.Limit = office.Date(a.Place.Run.Date)-1, 1
	found, _, err := d.Places(q)
	if err != nil || len(found) == 0 { // the rules may leave no day before it: then there is none
		return calendar.Place{}, false
	}
	return found[0], true
}
