package state

import (
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// handing is the work of handing over a document to the visitor at this desk.
type handing struct {
	visit     office.VisitID
	query     string
	found     []Item
	searched  bool
	item      *Item
	collector Collector
	done      []string // ids of the steps that were ticked
	given     bool
}

// left is how many of the steps are not done.
func (h *handing) left(steps []Step) int {
	n := 0
	for _, s := range steps {
		if !slices.Contains(h.done, s.ID) {
			n++
		}
	}
	return n
}

// HandOutShown is the sheet that finds a document in the safe.
type HandOutShown struct {
	Query string
	Found []Row
	Empty string
}

// steps are those of the item with what its collector adds.
func (c *Clerk) steps() []Step {
	h, w := &c.hand, c.cfg.Words.HandOut
	if h.item == nil {
		return nil
	}
	steps := slices.Clone(h.item.Steps)
	switch h.collector {
	case Parent, Guardian:
		steps = append(steps, Step{"authority", w.StepChild})
	case Proxy:
		steps = append(steps, Step{"mandate", w.StepMandate}, Step{"copy", w.StepCopy})
	}
	return steps
}

func (c *Clerk) ticks() []Tick {
	var out []Tick
	for _, s := range c.steps() {
		out = append(out, Tick{ID: s.ID, Words: s.Words, Done: slices.Contains(c.hand.done, s.ID)})
	}
	return out
}

// pressHandOut goes one step on: find the document, or, with every step done, give it.
func (c *Clerk) pressHandOut() {
	c.mu.Lock()
	chosen, ready := c.hand.item != nil, c.hand.left(c.steps()) == 0
	v, _ := c.visit()
	c.mu.Unlock()
	switch {
	case !chosen:
		c.open(HandOutSheet)
		if v.Name != "" {
			c.FindItem(v.Name)
		}
	case ready:
		c.give()
	}
}

// FindItem searches the safe for a holder or number.
func (c *Clerk) FindItem(query string) {
	query = strings.TrimSpace(query)
	c.change(func() { c.hand.query = query })
	if query == "" {
		c.change(func() { c.hand.found, c.hand.searched = nil, false })
		return
	}
	var found []Item
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			found, err = c.cfg.Counter.FindItems(ctx, query)
			return r, err
		},
		then: func(Receipt) {
			if c.hand.query == query {
				c.hand.found, c.hand.searched = found, true
			}
		},
	})
}

// ChooseItem takes a found document to the desk: its checklist begins.
func (c *Clerk) ChooseItem(number string) {
	c.change(func() {
		for i := range c.hand.found {
			if string(c.hand.found[i].Number) == number {
				item := c.hand.found[i]
				c.hand.item, c.hand.done, c.hand.given = &item, nil, false
				c.sheet = NoSheet
			}
		}
	})
}

// DropItem lays the chosen document aside again.
func (c *Clerk) DropItem() {
	c.change(func() { c.hand.item, c.hand.done = nil, nil })
}

// Collects says who takes the document along; other steps may belong to another collector.
func (c *Clerk) Collects(who Collector) {
	c.change(func() { c.hand.collector = who })
}

// Tick ticks or unticks a step.
func (c *Clerk) Tick(step string, done bool) {
	c.change(func() {
		c.hand.done = slices.DeleteFunc(slices.Clone(c.hand.done), func(s string) bool { return s == step })
		if done {
			c.hand.done = append(c.hand.done, step)
		}
	})
}

// give hands the document over, with the steps as evidence.
func (c *Clerk) give() {
	c.mu.Lock()
	item, v := *c.hand.item, c.hand.visit
	over := HandOver{Desk: c.cfg.Desk, Visit: v, Item: item.Number, Collector: c.hand.collector}
	for _, s := range c.steps() {
		over.Steps = append(over.Steps, s.ID)
	}
	c.mu.Unlock()
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.HandOut(ctx, over) },
		then: func(Receipt) {
			w := c.cfg.Words.HandOut
			c.hand.given, c.hand.item, c.hand.found = true, nil, nil
			c.say(text.Fill(w.Given, "kind", item.Kind, "name", item.Holder), w.GivenNext, Good)
		},
	})
}

func (c *Clerk) showHandOut() HandOutShown {
	w := c.cfg.Words.HandOut
	s := HandOutShown{Query: c.hand.query, Empty: w.Empty}
	if c.hand.searched {
		s.Empty = w.None
	}
	for _, i := range c.hand.found {
		s.Found = append(s.Found, Row{ID: string(i.Number), Main: i.Holder, Detail: i.Kind + " " + string(i.Number),
			State: text.Fill(w.Place, "place", i.Place)})
	}
	return s
}
