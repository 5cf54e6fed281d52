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
	done      []string // codes of what was ticked
	given     bool
	out       office.DocumentNumber // that was taken out of its compartment, whose door was opened for it
	card      *Compared             // with the card in the reader; nil: not compared
	proved    string                // code of the step that the card proved
	lines     Mark                  // what the machine-readable lines of the document say
}

// steps are those of the item that hold for its collector.
func (h *handing) steps() []Step {
	var out []Step
	if h.item == nil {
		return nil
	}
	for _, s := range h.item.Steps {
		if len(s.Only) == 0 || slices.Contains(s.Only, h.collector) {
			out = append(out, s)
		}
	}
	return out
}

// picked is which choice of a step was ticked; -1 while none is.
func (h *handing) picked(s Step) int {
	return slices.IndexFunc(s.Choices, func(c StepChoice) bool { return slices.Contains(h.done, c.Code) })
}

// left is how many of the steps are not done.
func (h *handing) left() int {
	n := 0
	for _, s := range h.steps() {
		if h.picked(s) < 0 {
			n++
		}
	}
	return n
}

// ready reports whether a document was chosen and every step is done.
func (h *handing) ready() bool { return h.item != nil && h.left() == 0 }

// evidence is what was done, for the collector of now only.
func (h *handing) evidence() []string {
	var out []string
	for _, s := range h.steps() {
		if i := h.picked(s); i >= 0 {
			out = append(out, s.Choices[i].Code)
		}
	}
	return out
}

// HandOutShown is the sheet that finds a document in the safe.
type HandOutShown struct {
	Query string
	Found []Row
	Empty string
}

// ticks are the steps as they are shown.
func (c *Clerk) ticks() []Tick {
	var out []Tick
	for _, s := range c.hand.steps() {
		t := Tick{Picked: c.hand.picked(s), Usual: usualOf(s) >= 0}
		for _, choice := range s.Choices {
			t.Choices = append(t.Choices, choice.Words)
		}
		out = append(out, t)
	}
	return out
}

// collectors are the names of who may take the document along, and which of them does.
func (c *Clerk) collectors() (names []string, at int) {
	w := c.cfg.Words.HandOut
	for i, who := range c.hand.item.May {
		names = append(names, [...]string{w.Holder, w.Parent, w.Guardian, w.Proxy}[who])
		if who == c.hand.collector {
			at = i
		}
	}
	return names, at
}

// pressHandOut goes one step on: find the document, confirm the usual once a person noted the rest, or, with every step
// done, give it.
func (c *Clerk) pressHandOut() {
	c.mu.Lock()
	chosen, ready := c.hand.item != nil, c.hand.ready()
	through := c.handsThroughDoor()
	v, _ := c.visit()
	c.mu.Unlock()
	switch {
	case !chosen:
		c.open(HandOutSheet)
		if v.Name != "" {
			c.FindItem(v.Name)
		}
	case ready && through:
		c.fetch(true)
	case ready:
		c.do(c.give())
	default:
		c.confirmUsual()
	}
}

// FindItem searches the safe for a holder or number.
func (c *Clerk) FindItem(query string) {
	words := strings.TrimSpace(query)
	c.change(func() {
		c.hand.query = query
		if words == "" {
			c.hand.found, c.hand.searched = nil, false
		}
	})
	if words == "" {
		return
	}
	var found []Item
	c.look(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			found, err = c.cfg.Counter.FindItems(ctx, words)
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
				c.takeItem(c.hand.found[i])
			}
		}
	})
}

// takeItem begins the checklist of a document. It wants the lock held.
func (c *Clerk) takeItem(item Item) {
	h := &c.hand
	h.forgetCard()
	h.item, h.done, h.given, h.collector, h.lines = &item, nil, false, HolderSelf, Mark{}
	if len(item.May) > 0 {
		h.collector = item.May[0]
	}
	c.sheet = NoSheet
}

// DropItem lays the chosen document aside again.
func (c *Clerk) DropItem() {
	c.change(func() {
		c.hand.forgetCard()
		c.hand.item, c.hand.done, c.hand.lines = nil, nil, Mark{}
	})
}

// Collects says who takes the document along, by its place among those who may; other steps may belong to another
// collector.
func (c *Clerk) Collects(at int) {
	c.change(func() {
		if h := &c.hand; h.item != nil && at >= 0 && at < len(h.item.May) && h.collector != h.item.May[at] {
			h.forgetCard() // it was compared with somebody else
			h.collector = h.item.May[at]
		}
	})
}

// Pick notes how a step was done, by its place in the checklist and that of the choice; -1 takes it back.
func (c *Clerk) Pick(step, choice int) {
	c.change(func() {
		steps := c.hand.steps()
		if step < 0 || step >= len(steps) || choice >= len(steps[step].Choices) {
			return
		}
		of := steps[step].Choices
		c.hand.done = slices.DeleteFunc(slices.Clone(c.hand.done), func(code string) bool {
			return slices.ContainsFunc(of, func(s StepChoice) bool { return s.Code == code })
		})
		if choice >= 0 {
			c.hand.done = append(c.hand.done, of[choice].Code)
		}
	})
}

// give hands the document over, with the steps as evidence.
func (c *Clerk) give() job {
	c.mu.Lock()
	item, v := *c.hand.item, c.hand.visit
	over := HandOver{Visit: v, Item: item.Number, Collector: c.hand.collector, Evidence: c.hand.evidence()}
	if card := c.hand.card; card != nil && card.Same {
		over.Born = card.Born
	}
	c.mu.Unlock()
	return job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.HandOut(ctx, over) },
		then: func(Receipt) {
			w := c.cfg.Words.HandOut
			if c.hand.visit == v {
				c.hand.forgetCard()
				c.hand.given, c.hand.item, c.hand.found, c.hand.lines = true, nil, nil, Mark{}
			}
			c.say(text.Fill(w.Given, "kind", item.Kind, "name", item.Holder), w.GivenNext, Good)
		},
	}
}

func (c *Clerk) showHandOut() HandOutShown {
	w := c.cfg.Words.HandOut
	s := HandOutShown{Query: c.hand.query, Empty: w.Empty}
	if c.hand.searched {
		s.Empty = w.None
	}
	for _, i := range c.hand.found {
		s.Found = append(s.Found, Row{ID: string(i.Number), Main: i.Holder, Detail: i.Kind + " " + string(i.Number),
			State: c.lies(i)})
	}
	return s
}

// lies is where a document lies.
func (c *Clerk) lies(i Item) string {
	if i.Place == "" {
		return c.cfg.Words.HandOut.InHands
	}
	return text.Fill(c.cfg.Words.HandOut.Place, "place", i.Place)
}
