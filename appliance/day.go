package appliance

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// CloseDays ends what days before today left open: tickets nobody called, a visit nobody finished. Do calls it
// before the first command of a day, RunDays soon after midnight; with nothing open it writes nothing. A clock set back
// closes nothing.
func (n *Node) CloseDays(ctx context.Context) error {
	var today office.Date
	who := Who{}
	_, err := n.append(ctx, who, func(t Turn) (Decision, error) {
		today = office.DateOf(t.Now)
		events, err := queue.CloseDay(t.View, RuleOf(booking.Plan(t.View), t.Site), t.Now)
		return Decision{Events: events}, err
	})
	if err == nil {
		n.closed.Store(int64(today))
	}
	return err
}

// RuleOf gives the order of a site's queue on a day, as the plan that headquarters sent last has it; the default before it
// ever spoke, and where this version does not understand what it said.
func RuleOf(p *contract.Plan, site office.SiteID) queue.Rule {
	return func(d office.Date) visit.Order {
		o, _ := rulebook.OrderOn(p, site, d) // who shows the order says why it is another
		return o
	}
}

// newDay closes earlier days when the clock shows another day than at the last look.
func (n *Node) newDay(ctx context.Context) error {
	today, err := n.today()
	if err != nil || n.closed.Load() == int64(today) {
		return err
	}
	return n.CloseDays(ctx)
}

// today is the civil day at the site.
func (n *Node) today() (office.Date, error) {
	n.mu.Lock()
	plan := n.plan
	n.mu.Unlock()
	if plan != nil {
		return office.DateOf(n.cfg.Now().In(plan.Zone())), nil
	}
	var today office.Date
	err := n.Look(func(t Turn) error { today = office.DateOf(t.Now); return nil })
	return today, err
}

// dayLook is how often RunDays looks whether a day has begun: clocks are set, so no timer is trusted for a whole day.
const dayLook = time.Minute

// RunDays closes each day soon after it ended, until ctx ends. It is apart from Run because a counter that can
// never have a line has days all the same.
func (n *Node) RunDays(ctx context.Context) error {
	tick := time.NewTicker(dayLook)
	defer tick.Stop()
	for {
		if err := n.newDay(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Logger.Error("the day before was not closed", "err", err)
		}
		if n.booth != nil {
			n.booth.Tidy() // photos that nobody accepted
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
