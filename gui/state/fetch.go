package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
)

// handsThroughDoor reports whether the chosen document still lies behind a door that the counter opens.
func (c *Clerk) handsThroughDoor() bool {
	if c.hand.item == nil || c.hand.out == c.hand.item.Number {
		return false
	}
	_, ok := c.door(c.hand.item.Place)
	return ok
}

// fetch has the compartment of the chosen document opened. With the checklist done the document is handed out when the door
// is shut; before that it is in the clerk's hand, where a chip is tested, and is handed out later without a door.
func (c *Clerk) fetch(gives bool) {
	c.mu.Lock()
	if !c.handsThroughDoor() {
		c.mu.Unlock()
		return
	}
	item, visit := *c.hand.item, c.hand.visit
	w, ok := c.wayOf(item.Number, item.Place, ForCollect)
	c.mu.Unlock()
	if !ok {
		return
	}
	w.task = text.Fill(c.cfg.Words.Gear.TakeOne, "what", item.Kind+" "+string(item.Number), "place", item.Place)
	taken := func(opened bool) {
		if opened && c.hand.visit == visit {
			c.hand.out = item.Number
		}
	}
	o := &opening{ways: []way{w}, verb: c.cfg.Words.Gear.GoOn, then: func(Receipt) { taken(true) }, left: taken}
	if gives {
		give := c.give()
		o.verb, o.then = c.cfg.Words.Acts.Give, give.then
		o.record = func(ctx context.Context, _ Second) (Receipt, error) { return give.run(ctx) }
	}
	c.pass(o)
}
