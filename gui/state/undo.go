package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// takeBack is a step that this desk can take back.
type takeBack struct {
	visit  office.VisitID
	ticket string
	Undoable
}

// remember keeps which step of a visit was this window's own. Who waits again after it is at no desk, and the picture
// alone does not tell whose step it was.
func (c *Clerk) remember(r Receipt) {
	if r.Step == 0 {
		return
	}
	if c.steps == nil {
		c.steps = map[office.VisitID]uint64{}
	}
	c.steps[r.Visit] = r.Step
}

// lastStep is the latest step that this desk can take back: of who is at it, who stepped aside from it, who ended at it, or
// of a visit whose last step was made in this window. The counter offers a step only while it can be taken back.
func (c *Clerk) lastStep() (takeBack, bool) {
	var last takeBack
	offer := func(id office.VisitID, ticket string, u Undoable, ours bool) {
		if u.Step > last.Step && (ours || c.steps[id] == u.Step) {
			last = takeBack{id, ticket, u}
		}
	}
	for _, v := range c.snap.Visits {
		offer(v.ID, v.Ticket, v.Undo, v.Desk == c.cfg.Desk)
	}
	for _, a := range c.snap.Parked {
		offer(a.Visit, a.Ticket, a.Undo, a.Desk == c.cfg.Desk)
	}
	for _, e := range c.snap.Ended {
		offer(e.Visit, e.Ticket, e.Undo, e.Desk == c.cfg.Desk)
	}
	for _, q := range c.snap.Queue {
		offer(q.Visit, q.Ticket, q.Undo, false)
	}
	return last, last.Step != 0
}

// undoWords say what would be taken back; empty when there is nothing.
func (c *Clerk) undoWords() string {
	last, ok := c.lastStep()
	if !ok || c.me() == nil {
		return ""
	}
	return text.Fill(c.cfg.Words.Hall.LastStep, "ticket", last.ticket, "step", last.Words)
}

// pressUndo takes the last step back. It needs no second yes: the step can be made again.
func (c *Clerk) pressUndo() {
	c.mu.Lock()
	last, ok := c.lastStep()
	c.mu.Unlock()
	if ok {
		c.undo(last)
	}
}

// UndoEnd takes back the end of a visit, by its row.
func (c *Clerk) UndoEnd(id string) {
	c.mu.Lock()
	var end takeBack
	for _, e := range c.snap.Ended {
		if e.Visit.String() == id && c.me() != nil {
			end = takeBack{e.Visit, e.Ticket, e.Undo}
		}
	}
	c.mu.Unlock()
	if end.Step != 0 {
		c.undo(end)
	}
}

func (c *Clerk) undo(step takeBack) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Undo(ctx, step.visit, step.Step) },
		then: func(Receipt) {
			if c.sheet == HallSheet {
				c.sheet = NoSheet
			}
			c.say(text.Fill(c.cfg.Words.Hall.Undone, "ticket", step.ticket, "step", step.Words), "", Plain)
		},
	})
}
