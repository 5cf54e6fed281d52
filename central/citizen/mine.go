package citizen

import (
	"context"

	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Keep puts an appointment with the others of whoever signed in, changes what they agreed to, or takes it off. The same again is
// harmless. Faults: Conflict when it is with those of somebody else.
func (d *Door) Keep(ctx context.Context, l *contract.CitizenLinked) error {
	const op = "citizen.Keep"
	reply, err := forward.Command(ctx, d.log, &contract.HQCommand{AtMs: d.Now().UnixMilli(), Kind: &contract.HQCommand_CitizenLinked{CitizenLinked: l}})
	if err == nil {
		err = register.Err(op, reply)
	}
	return fault.Wrap(op, err)
}

// Mine are the appointments of whoever signed in, by day and hour, live or ended, with everything that was acknowledged before.
func (d *Door) Mine(ctx context.Context, holder []byte) (all []*contract.AppointmentState, plan *calendar.Plan, err error) {
	err = d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		all, plan = v.AppointmentsOf(holder), v.Calendar()
		return nil
	})
	return all, plan, err
}

// KeptBy is with whose appointments one is; nil: with nobody's.
func (d *Door) KeptBy(ctx context.Context, id office.AppointmentID) (link *contract.CitizenLink, err error) {
	err = d.log.Read(ctx, func(k kv.Reader) error {
		link = d.machine.View(k).CitizenLink(id)
		return nil
	})
	return link, err
}
