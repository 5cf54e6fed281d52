package citizen

import (
	"context"
	"io"
	"time"

	"github.com/buurtloket/buurtloket/central/booking"
	"github.com/buurtloket/buurtloket/central/busy"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/catalogue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what a door is made of. All but Limit, Busy, Surveys and Sooner is required.
type Config struct {
	Booking *booking.Booking
	Log     consensus.Log
	Machine *register.Machine
	Secret  []byte // that all nodes share: links of one are good at the others
	Now     func() time.Time
	Random  io.Reader
	Limit   Limit       // default: DefaultLimit
	Busy    *busy.Board // nil: nobody tells how busy it is
	Surveys bool        // visitors are asked on our own pages how it was
	Sooner  bool        // there is a waiting list: somebody tells who is on it
}

// Door is what citizens may do at one node. It is safe for concurrent use. Its faults say in Dutch what happened; those of the acts
// are a [Refusal] when there is something else to be had.
type Door struct {
	Words *Words
	Now   func() time.Time

	booking *booking.Booking
	log     consensus.Log
	machine *register.Machine
	signer  signer
	guard   *guard
	chance  chance
	sooner  bool
	surveys bool
	busy    *busy.Board
}

// New makes the door. Its fault is Invalid when the secret is too short.
func New(c Config) (*Door, error) {
	s, err := newSigner(c.Secret)
	if err != nil {
		return nil, err
	}
	if c.Limit == (Limit{}) {
		c.Limit = DefaultLimit
	}
	return &Door{Words: newWords(catalogue.Products()), Now: c.Now, booking: c.Booking, log: c.Log, machine: c.Machine, signer: s,
		guard: newGuard(c.Limit, c.Now), chance: chance{source: c.Random}, sooner: c.Sooner, surveys: c.Surveys, busy: c.Busy}, nil
}

// NewID draws the identity of an appointment or of an act.
func (d *Door) NewID() ([]byte, error) { return d.chance.id(d.Now()) }

// Plan is the rules in force, as this node has them: they may lag by a moment, and what is decided is decided again by the register.
func (d *Door) Plan() (plan *calendar.Plan, err error) {
	err = d.log.Stale(func(k kv.Reader, _ consensus.Freshness) error {
		plan = d.machine.View(k).Calendar()
		return nil
	})
	return plan, err
}

// Standing is an appointment as it stands, with everything that was acknowledged before; nil when there is none.
func (d *Door) Standing(ctx context.Context, id office.AppointmentID) (state *contract.AppointmentState, plan *calendar.Plan, err error) {
	state, _, plan, err = d.Progress(ctx, id)
	return state, plan, err
}

// Progress is how far it came with an identity: the appointment, the hold, or neither.
func (d *Door) Progress(ctx context.Context, id office.AppointmentID) (state *contract.AppointmentState, held *contract.HoldState, plan *calendar.Plan, err error) {
	err = d.log.Read(ctx, func(k kv.Reader) error {
		v := d.machine.View(k)
		state, held, plan = v.Appointment(id), v.Hold(id), v.Calendar()
		return nil
	})
	return state, held, plan, err
}

// Linked is the appointment of a link, as it stands now.
func (d *Door) Linked(ctx context.Context, link string) (*contract.AppointmentState, *calendar.Plan, error) {
	id, ok := d.ReadLink(link)
	if !ok {
		return nil, nil, say("citizen.Linked", fault.NotFound, "link.broken")
	}
	state, plan, err := d.Standing(ctx, id)
	if err == nil && state == nil {
		err = say("citizen.Linked", fault.NotFound, "link.unknown").On(id.String())
	}
	return state, plan, err
}

// Left is how long a hold lasts still; zero when it is over.
func (d *Door) Left(h *contract.HoldState) time.Duration {
	return max(0, time.UnixMilli(h.GetUntilMs()).Sub(d.Now()))
}

// Over reports whether the visit of an appointment is past.
func (d *Door) Over(a *contract.Appointment, plan *calendar.Plan) bool {
	return !office.Date(a.Place.Run.Date).At(a.Place.Run.End(), plan.Zone()).After(d.Now())
}
