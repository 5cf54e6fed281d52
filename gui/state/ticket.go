package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// issuing is the sheet that gives a ticket to a visitor without appointment.
type issuing struct {
	filter  string
	urgency visit.Urgency
}

// TicketShown is that sheet in words.
type TicketShown struct {
	Filter   string
	Products []Row
	Urgency  int // ordinary, semi-urgent, urgent
}

// FilterTicket narrows the products of the ticket sheet.
func (c *Clerk) FilterTicket(words string) { c.change(func() { c.issue.filter = words }) }

// SetUrgency says how pressing the visit is: ordinary, semi-urgent or urgent.
func (c *Clerk) SetUrgency(i int) {
	c.change(func() { c.issue.urgency = visit.Urgency(max(min(i, int(visit.Urgent)), 0)) })
}

// IssueTicket gives a ticket for a product.
func (c *Clerk) IssueTicket(product string) {
	c.mu.Lock()
	walk := WalkIn{Product: office.ProductID(product), Persons: 1, Urgency: c.issue.urgency}
	c.mu.Unlock()
	if walk.Product == "" {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.IssueTicket(ctx, walk) },
		then: func(r Receipt) {
			w := c.cfg.Words.Ticket
			c.sheet = NoSheet
			c.say(text.Fill(w.Issued, "ticket", r.Ticket), w.IssuedNext, Good)
		},
	})
}

func (c *Clerk) showTicket() TicketShown {
	return TicketShown{Filter: c.issue.filter, Products: c.productRows(c.issue.filter), Urgency: int(c.issue.urgency)}
}
