package state

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// issuing is the sheet that gives a ticket to a visitor without appointment.
type issuing struct {
	filter  string
	chosen  office.ProductID // while its reason is asked
	urgency visit.Urgency
}

// TicketShown is that sheet in words.
type TicketShown struct {
	Filter   string
	Products []Row
	Chosen   string // of Products, while its reason is asked
	Urgency  int    // ordinary, semi-urgent, urgent
	Reasons  []Row  // of the urgency; none for an ordinary visit
}

// FilterTicket narrows the products of the ticket sheet.
func (c *Clerk) FilterTicket(words string) {
	c.change(func() { c.issue.filter, c.issue.chosen = words, "" })
}

// SetUrgency says how pressing the visit is: ordinary, semi-urgent or urgent.
func (c *Clerk) SetUrgency(i int) {
	c.change(func() { c.issue.urgency = visit.Urgency(max(min(i, int(visit.Urgent)), 0)) })
}

// MoveUrgency makes the visit more or less pressing by a step.
func (c *Clerk) MoveUrgency(by int) {
	c.mu.Lock()
	i := int(c.issue.urgency) + by
	c.mu.Unlock()
	c.SetUrgency(i)
}

// IssueTicket gives a ticket for a product. An urgent one is asked its reason first (A001-13), and one for a product that
// counts urgent visits its code (A001-15).
func (c *Clerk) IssueTicket(product string) {
	c.mu.Lock()
	walk := WalkIn{Product: office.ProductID(product), Persons: 1, Urgency: c.issue.urgency}
	coded := c.product(walk.Product).Coded
	c.mu.Unlock()
	w := c.cfg.Words.Hall
	switch {
	case walk.Product == "":
	case walk.Urgency == visit.Ordinary && coded:
		c.change(func() { c.say(text.Fill(w.NeedCode, "product", c.short(walk.Product)), w.NeedCodeNext, Warn) })
	case walk.Urgency != visit.Ordinary:
		c.change(func() {
			c.issue.chosen = walk.Product
			c.say(w.NeedReason, "", Plain)
		})
	default:
		c.issueTicket(walk)
	}
}

// IssueUrgent gives the ticket of the chosen product for a reason of urgency, by its row.
func (c *Clerk) IssueUrgent(reason string) {
	c.mu.Lock()
	walk := WalkIn{Product: c.issue.chosen, Persons: 1, Urgency: c.issue.urgency, Reason: visit.ReasonCode(reason)}
	c.mu.Unlock()
	switch {
	case walk.Urgency == visit.Ordinary || !walk.Reason.Known():
	case walk.Product == "":
		c.change(func() { c.say(c.cfg.Words.Booking.NeedFirst, "", Warn) })
	default:
		c.issueTicket(walk)
	}
}

func (c *Clerk) issueTicket(walk WalkIn) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.IssueTicket(ctx, walk) },
		then: func(r Receipt) {
			w := c.cfg.Words.Ticket
			c.sheet = NoSheet
			c.say(text.Fill(w.Issued, "ticket", r.Ticket), w.IssuedNext, Good)
		},
		fail: func(err error) {
			if !c.turnAway(walk, err) {
				c.refused(err)
			}
		},
	})
}

func (c *Clerk) showTicket() TicketShown {
	s := TicketShown{Filter: c.issue.filter, Products: c.productRows(c.issue.filter), Chosen: string(c.issue.chosen), Urgency: int(c.issue.urgency)}
	if c.issue.urgency != visit.Ordinary {
		s.Reasons = c.reasonRows()
	}
	if i := slices.IndexFunc(s.Products, func(r Row) bool { return r.ID == s.Chosen }); i < 0 {
		s.Chosen = ""
	}
	return s
}
