package room

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/appliance/booking"
	"github.com/buurtloket/buurtloket/appliance/queue"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Rules are what headquarters decided of this room, as its plan has it. They do not change once made.
type Rules struct {
	stamp [16]byte
	day   office.Date
	Order visit.Order                // of that day
	Flaw  *calendar.Flaw             // why that is not the one that headquarters gave
	On    queue.Rule                 // of other days
	Posts map[office.Desk]visit.Post // the desks that are no ordinary ones, unmanned
	Flaws []calendar.Flaw            // of posts, what this version cannot work with
}

// Rules reads the plan, anew only when there is another or the day is.
func (r *Room) Rules(t appliance.Turn) *Rules {
	stamp, day := booking.PlanStamp(t.View), office.DateOf(t.Now)
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.rules; known != nil && known.stamp == stamp && known.day == day {
		return known
	}
	plan := booking.Plan(t.View)
	out := &Rules{stamp: stamp, day: day, On: appliance.RuleOf(plan, r.Site.ID), Posts: map[office.Desk]visit.Post{}}
	out.Order, out.Flaw = rulebook.OrderOn(plan, r.Site.ID, day)
	posts, flaws := rulebook.Posts(plan, r.Site.ID)
	for _, p := range posts {
		out.Posts[p.Desk] = p
	}
	out.Flaws = flaws
	r.rules = out
	return out
}
