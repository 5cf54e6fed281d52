package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// issuing is the sheet that gives a ticket to a visitor without appointment.
type issuing struct {
	filter string
	urgent bool
}

// TicketShown is that sheet in words.
type TicketShown struct {
	Filter   string
	Products []Row
	Urgent   bool
}

// FilterTicket narrows the products of the ticket sheet.
func (c *Clerk) FilterTicket(words string) { c.change(func() { c.issue.filter = words }) }

// SetUrgent lets the visitor go first.
func (c *Clerk) SetUrgent(urgent bool) { c.change(func() { c.issue.urgent = urgent }) }

// IssueTicket gives a ticket for a product.
func (c *Clerk) IssueTicket(product string) {
	c.mu.Lock()
	walk := WalkIn{Product: office.ProductID(product), Persons: 1, Urgent: c.issue.urgent}
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
	return TicketShown{Filter: c.issue.filter, Products: c.productRows(c.issue.filter), Urgent: c.issue.urgent}
}
