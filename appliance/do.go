package appliance

import (
	"context"
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/journal"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// Who is the person and the place a command comes from, and the act that names it.
type Who struct {
	Clerk office.ClerkID
	Desk  office.Desk
	// Act names the command. It is the id of what the command makes, so that a command that comes twice finds it.
	Act [16]byte
	// Once is set for commands that make nothing with an id of its own: the act itself is remembered.
	Once bool
}

// Turn is what a decision sees.
type Turn struct {
	booking.Desk
	View journal.View
	Now  time.Time // in the site's zone
}

// Decision is what a turn wants journaled: nothing at all when things already stand as asked.
type Decision struct {
	Events []*contract.Event
	Sealed []journal.Sealed // of the first event
	Erase  []office.SubjectID
}

// One is the decision for one event.
func One(e *contract.Event, err error) (Decision, error) {
	if e == nil || err != nil {
		return Decision{}, err
	}
	return Decision{Events: []*contract.Event{e}}, nil
}

// Do runs a decision inside the journal's append and returns after its commit, with the sequence the journal then
// has. Events are stamped with time, clerk and desk. A decision's error comes back as it is, and nothing
// changed. A command whose act is known changes nothing either, and succeeds.
func (n *Node) Do(ctx context.Context, who Who, decide func(Turn) (Decision, error)) (uint64, error) {
	if err := n.newDay(ctx); err != nil {
		return 0, err
	}
	return n.append(ctx, who, decide)
}

// append is Do without a look at the calendar.
func (n *Node) append(ctx context.Context, who Who, decide func(Turn) (Decision, error)) (uint64, error) {
	erases := false
	receipt, err := n.journal.Append(ctx, func(v journal.View) (journal.Commit, error) {
		if who.Once && v.Get(actKey(who.Act[:])) != nil {
			return journal.Commit{}, nil
		}
		turn, err := n.turn(v, who)
		if err != nil {
			return journal.Commit{}, err
		}
		d, err := decide(turn)
		if err != nil {
			return journal.Commit{}, err
		}
		erases = len(d.Erase) > 0
		return n.commit(v, who, turn.Now, d), nil
	})
	if err == nil && erases { // what was photographed of them goes at once; if not, the night sweeps again
		if err := n.sweepPhotos(); err != nil {
			n.cfg.Logger.Warn("blobs of erased photos stay until the night", "err", err)
		}
	}
	return receipt.Last, err
}

// Acted reports whether a command that makes nothing with an id of its own was carried out: what must come before it, as
// a colleague's PIN, need not be asked again.
func (n *Node) Acted(act [16]byte) (acted bool, err error) {
	err = n.journal.View(func(v journal.View) error { acted = v.Get(actKey(act[:])) != nil; return nil })
	return acted, err
}

// turn prepares what a decision sees. Before headquarters has ever spoken, the embedded plan serves.
func (n *Node) turn(v journal.View, who Who) (Turn, error) {
	plan, err := n.planOf(v)
	if err != nil {
		return Turn{}, err
	}
	now := n.cfg.Now().In(plan.Zone())
	return Turn{View: v, Now: now, Desk: booking.Desk{R: v, Site: n.cfg.Site, Life: v.Life(), Plan: plan, Now: now,
		Request: office.RequestID(who.Act)}}, nil
}

// Look runs f on a consistent state, as a decision would see it, and writes nothing.
func (n *Node) Look(f func(Turn) error) error {
	return n.journal.View(func(v journal.View) error {
		turn, err := n.turn(v, Who{})
		if err != nil {
			return err
		}
		return f(turn)
	})
}

// commit stamps the events of a decision. A clock that went back more than a breath is journaled first: sequence
// orders everything, but people must know why times look odd.
func (n *Node) commit(v journal.View, who Who, now time.Time, d Decision) journal.Commit {
	c := journal.Commit{Erase: d.Erase}
	at := now.UnixMilli()
	last, err := lastClock(v)
	if err != nil { // what fold could read, this can
		n.cfg.Logger.Error("the time of the last record cannot be read", "err", err)
	}
	if len(d.Events) > 0 && at < last-clockBreath.Milliseconds() {
		n.cfg.Logger.Warn("the clock went back", "by", time.Duration(last-at)*time.Millisecond)
		step := &contract.Event{AtMs: at, Kind: &contract.Event_ClockStepped{ClockStepped: &contract.ClockStepped{FromMs: last, ToMs: at}}}
		c.Events = append(c.Events, journal.Event{Body: contract.Encode(step)})
	}
	for i, e := range d.Events {
		e.AtMs = at
		if who.Clerk != "" || who.Desk != 0 { // else it is the appliance's own doing, at the desk it names
			e.Clerk, e.Desk = string(who.Clerk), uint32(who.Desk)
		}
		if who.Once && i == 0 {
			e.Act = who.Act[:]
		}
		event := journal.Event{Body: contract.Encode(e)}
		if i == 0 {
			event.Personal = d.Sealed
		}
		c.Events = append(c.Events, event)
	}
	return c
}

// clockBreath is how far a clock may go back without being told: time synchronisation breathes.
const clockBreath = 5 * time.Second

// planOf is the compiled plan in force. Only a plan that is not the one compiled last is read and compiled, so that what
// this version does not understand of it is logged once. A newer headquarters must not close this counter.
func (n *Node) planOf(v journal.View) (*calendar.Plan, error) {
	stamp := booking.PlanStamp(v)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.plan != nil && n.stamp == stamp {
		return n.plan, nil
	}
	stored := booking.Plan(v)
	if stored == nil {
		stored = rulebook.Default()
	}
	p, aside, err := rulebook.Read(stored)
	if err != nil {
		return nil, fault.New("appliance.plan", fault.Internal).On(fmt.Sprintf("plan %d", stored.Version)).Because(err)
	}
	for _, flaw := range aside {
		n.cfg.Logger.Warn("a part of the plan is not understood and set aside", "plan", stored.Version,
			"thing", string(flaw.Thing), "id", flaw.ID, "field", flaw.Field, "problem", flaw.Problem)
	}
	n.plan, n.stamp = p, stamp
	return p, nil
}

// Custody refuses acts of custody while this store is frozen, also after a restart.
func (n *Node) Custody() error {
	if say := n.frozen.Load(); say != nil {
		return fault.New("appliance.Custody", fault.Conflict).Tell(*say, "Boeken en annuleren is gestopt tot de beheerder beslist; al de rest werkt.")
	}
	return nil
}
