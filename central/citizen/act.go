package citizen

import (
	"context"
	"net/netip"
	"time"

	"connectrpc.com/connect"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Refusal is a fault with what can be had instead, the nearest first.
type Refusal struct {
	Fault   error
	Instead []*contract.Place
}

// Error implements error.
func (r *Refusal) Error() string { return r.Fault.Error() }

// Unwrap gives the fault.
func (r *Refusal) Unwrap() error { return r.Fault }

// refused turns the error of the booking door into ours.
func refused(op string, err error) error {
	if err == nil {
		return nil
	}
	return &Refusal{fault.FromRPC(op, err), booking.Alternatives(err)}
}

// Hold keeps a place for whoever picked it: a is an appointment to be, with its place. The same again is the same hold.
func (d *Door) Hold(ctx context.Context, by netip.Prefix, a *contract.Appointment) (*contract.HoldState, error) {
	if wait := d.guard.mayHold(by, a.AppointmentID()); wait > 0 {
		return nil, &TooMany{wait}
	}
	return d.hold(ctx, by, a, false)
}

// Prolong gives a hold more time. Its fault is Exhausted when it had that often enough.
func (d *Door) Prolong(ctx context.Context, by netip.Prefix, a *contract.Appointment) (*contract.HoldState, error) {
	return d.hold(ctx, by, a, true)
}

func (d *Door) hold(ctx context.Context, by netip.Prefix, a *contract.Appointment, longer bool) (*contract.HoldState, error) {
	held, err := d.booking.Hold(ctx, a, longer)
	if err != nil {
		return nil, refused("citizen.Hold", err)
	}
	d.guard.holds(by, a.AppointmentID(), time.UnixMilli(held.UntilMs))
	return held, nil
}

// LetGo frees a place that is held.
func (d *Door) LetGo(ctx context.Context, by netip.Prefix, id office.AppointmentID) error {
	if err := d.booking.LetGo(ctx, id); err != nil {
		return refused("citizen.LetGo", err)
	}
	d.guard.holds(by, id, time.Time{})
	return nil
}

// Book makes the appointment; who must have been checked. The same identity again is the same appointment.
func (d *Door) Book(ctx context.Context, by netip.Prefix, a *contract.Appointment, who Person) error {
	_, err := d.booking.Book(ctx, connect.NewRequest(&contract.PublicBookRequest{Id: a.Id, Place: a.Place, Products: a.Products,
		Persons: a.Persons, Channel: contract.Channel_CHANNEL_WEB, Person: &contract.Person{Name: who.Name, Mail: who.Mail, Phone: who.Phone}}))
	if err != nil {
		return refused("citizen.Book", err)
	}
	d.guard.holds(by, a.AppointmentID(), time.Time{})
	return nil
}

// Move gives an appointment another place, in one step: it has the new one, or still the old. The same act again moves once.
func (d *Door) Move(ctx context.Context, act []byte, of *contract.AppointmentState, to *contract.Place) (pending bool, err error) {
	res, err := d.booking.Move(ctx, connect.NewRequest(&contract.PublicMoveRequest{Id: act, Appointment: of.Appointment.Id, To: to}))
	if err != nil {
		return false, refused("citizen.Move", err)
	}
	return res.Msg.Pending, nil
}

// Cancel ends an appointment; pending says that the counter that keeps it was asked. The same act again ends it once.
func (d *Door) Cancel(ctx context.Context, act []byte, of *contract.AppointmentState) (pending bool, err error) {
	res, err := d.booking.Cancel(ctx, connect.NewRequest(&contract.PublicCancelRequest{Id: act, Appointment: of.Appointment.Id, Reason: "web"}))
	if err != nil {
		return false, refused("citizen.Cancel", err)
	}
	return res.Msg.Pending, nil
}

// Pass is the signed code of an appointment; empty when headquarters cannot sign just now.
func (d *Door) Pass(ctx context.Context, a *contract.Appointment) string {
	res, err := d.booking.Pass(ctx, connect.NewRequest(&contract.PublicPassRequest{Appointment: a.Id}))
	if err != nil {
		return ""
	}
	return res.Msg.Pass
}

// Warnings are what must be told of an appointment that stands, in Dutch.
func (d *Door) Warnings(a *contract.Appointment, plan *calendar.Plan) []string {
	first := a.Place.Run.First(office.SiteID(a.Place.Site))
	place, err := plan.Fit(calendar.Wish{Site: first.Site, Date: first.Date, Desk: first.Desk, Start: first.Start, Products: a.ProductIDs(),
		Persons: int(a.Persons), Channel: office.ChannelWeb, Now: d.Now()})
	if err != nil {
		return nil
	}
	return place.Warnings
}
