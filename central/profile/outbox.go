package profile

import (
	"context"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/buurtloket/buurtloket/central/citizen"
	"github.com/buurtloket/buurtloket/central/consensus"
	"github.com/buurtloket/buurtloket/central/forward"
	"github.com/buurtloket/buurtloket/central/register"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Config is what an Outbox is made of. All but Sender, Link and Logger is required.
type Config struct {
	Node    string // its name
	Log     consensus.Log
	Machine *register.Machine
	Sender  Sender                            // nil: nobody is told
	Link    func(office.AppointmentID) string // address of an appointment's page; nil: it has none
	Leads   func() bool                       // whether this node does the work
	Now     func() time.Time
	Logger  *slog.Logger
}

// Outbox hands notices over. Step is for one goroutine at a time; Status for any.
type Outbox struct{ Config }

// New makes an Outbox.
func New(c Config) *Outbox {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Outbox{c}
}

// Times and sizes.
const (
	every = time.Second      // a notice is looked at so soon
	round = 90 * time.Second // one round at most: shorter than the lease of what it claims
	batch = 20               // notices in a round
)

// Run hands notices over until ctx ends.
func (o *Outbox) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if !o.Leads() {
			continue
		}
		one, cancel := context.WithTimeout(ctx, round)
		if err := o.Step(one); err != nil && ctx.Err() == nil {
			o.Logger.Info("notices for profiles wait", "err", err)
		}
		cancel()
	}
}

// Step claims what is due, hands it over, and notes what became of it. When the other side does not answer once, the rest of the
// round waits as well. Without a sender it only notes what is of no use any more.
func (o *Outbox) Step(ctx context.Context) error {
	const op = "profile.Step"
	due, err := o.due()
	if err != nil || len(due) == 0 {
		return fault.Wrap(op, err)
	}
	claimed, err := o.step(ctx, &contract.ProfileStep{By: o.Node, Claim: due})
	if err != nil || len(claimed) == 0 || o.Sender == nil {
		return fault.Wrap(op, err)
	}
	var outcomes []*contract.ProfileOutcome
	gone := ""
	for _, row := range claimed {
		if ctx.Err() != nil {
			break // the lease ends by itself
		}
		if gone != "" {
			outcomes = append(outcomes, &contract.ProfileOutcome{Appointment: row.Appointment, Act: row.Act, Code: gone})
			continue
		}
		outcome := o.hand(ctx, row)
		if !outcome.Sent && !outcome.Refused {
			gone = outcome.Code
		}
		outcomes = append(outcomes, outcome)
	}
	_, err = o.step(ctx, &contract.ProfileStep{By: o.Node, Outcomes: outcomes})
	return fault.Wrap(op, err)
}

// due names the appointments of which this node can do something about a notice now.
func (o *Outbox) due() (out [][]byte, err error) {
	now := o.Now().UnixMilli()
	most := batch
	if o.Sender == nil {
		most = -1 // those that cannot be handed over must not hide those that are over
	}
	err = o.Log.Stale(func(r kv.Reader, _ consensus.Freshness) error {
		v := o.Machine.View(r)
		for _, id := range v.DueNotices(now, most) {
			if o.Sender != nil || v.Notice(id).GetExpiresMs() <= now {
				out = append(out, id[:])
			}
		}
		return nil
	})
	return out, err
}

func (o *Outbox) step(ctx context.Context, s *contract.ProfileStep) ([]*contract.ProfileNotice, error) {
	reply, err := forward.Command(ctx, o.Log, &contract.HQCommand{AtMs: o.Now().UnixMilli(), Kind: &contract.HQCommand_Profile{Profile: s}})
	if err == nil {
		err = register.Err("profile.step", reply)
	}
	return reply.GetNotices(), err
}

// hand gives one notice to the other side.
func (o *Outbox) hand(ctx context.Context, row *contract.ProfileNotice) *contract.ProfileOutcome {
	out := &contract.ProfileOutcome{Appointment: row.Appointment, Act: row.Act}
	n, err := o.notice(ctx, row)
	if err == nil {
		err = o.Sender.Hand(ctx, n)
	}
	if err == nil {
		out.Sent = true
		return out
	}
	out.Code, out.Refused = codeOf(err)
	o.Logger.Info("a notice was not taken", "act", hex.EncodeToString(row.Act), "code", out.Code, "final", out.Refused)
	return out
}

// notice is what a row says, with the appointment as it stands now.
func (o *Outbox) notice(ctx context.Context, row *contract.ProfileNotice) (n Notice, err error) {
	id := office.AppointmentID(row.Appointment)
	err = o.Log.Read(ctx, func(r kv.Reader) error {
		v := o.Machine.View(r)
		state, plan := v.Appointment(id), v.Calendar()
		if state == nil {
			return &Refused{Code: "forgotten", Final: true}
		}
		a := state.Appointment
		date := office.Date(a.Place.GetRun().GetDate())
		n = Notice{Act: [16]byte(row.Act), Holder: row.Holder, Change: changes[row.Change], At: time.UnixMilli(row.AtMs).In(plan.Zone()), Appointment: id.String(), Code: id.Code(),
			Start: date.At(office.Minute(a.Place.GetRun().GetStart()), plan.Zone()), End: date.At(a.Place.GetRun().End(), plan.Zone())}
		if site, ok := plan.Site(office.SiteID(a.Place.GetSite())); ok {
			n.Site, n.Address = site.Name, citizen.AddressOf(site)
		}
		for _, p := range a.ProductIDs() {
			if product, ok := plan.Product(p); ok {
				n.Products = append(n.Products, product.Dutch)
			}
		}
		return nil
	})
	if o.Link != nil {
		n.Link = o.Link(id)
	}
	return n, err
}

var changes = map[contract.ProfileChange]Change{contract.ProfileChange_PROFILE_CHANGE_MADE: Made, contract.ProfileChange_PROFILE_CHANGE_MOVED: Moved,
	contract.ProfileChange_PROFILE_CHANGE_CANCELLED: Cancelled}
