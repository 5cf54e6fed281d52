package state

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// leaving is the sheet of somebody who waits.
type leaving struct {
	visit office.VisitID
	sure  bool // going away was asked once; it needs a second yes
}

// VisitorShown is somebody who waits, in words.
type VisitorShown struct {
	Title, Product, When, Why string
	Say, Next                 string // the question that is asked before the visit is closed
	Sure, CanCall, CanPrint   bool
}

// OpenVisitor opens somebody of the queue, or who stepped aside, by the row's id.
func (c *Clerk) OpenVisitor(id string) {
	c.mu.Lock()
	i := slices.IndexFunc(c.snap.Queue, func(q Waiting) bool { return q.Visit.String() == id })
	ok := i >= 0 && c.me() != nil
	aside := slices.ContainsFunc(c.snap.Parked, func(a Aside) bool { return a.Visit.String() == id })
	var visit office.VisitID
	if ok {
		visit = c.snap.Queue[i].Visit
	}
	c.mu.Unlock()
	if aside {
		c.OpenAside(id)
	}
	if !ok {
		return
	}
	c.change(func() {
		c.leave, c.chosen = leaving{visit: visit}, id
		c.openLocked(VisitorSheet)
	})
}

// waiter is who the open sheet is about; false when that visitor no longer waits.
func (c *Clerk) waiter() (Waiting, bool) {
	i := slices.IndexFunc(c.snap.Queue, func(q Waiting) bool { return q.Visit == c.leave.visit })
	if i < 0 {
		return Waiting{}, false
	}
	return c.snap.Queue[i], true
}

// calledNext is the place in the queue of who this desk calls next: the first whom it does not pass over.
func (c *Clerk) calledNext() int {
	return max(slices.IndexFunc(c.snap.Queue, func(q Waiting) bool { return q.Passed == "" }), 0)
}

// calls reports whether this desk would call a visitor now.
func (c *Clerk) calls(q Waiting) bool {
	return c.can()[Call] && q.Passed == "" && c.snap.Queue[c.calledNext()].Visit == q.Visit
}

// CallVisitor calls the visitor of the open sheet, when that is who comes first.
func (c *Clerk) CallVisitor() {
	c.mu.Lock()
	q, ok := c.waiter()
	ok = ok && c.calls(q)
	c.mu.Unlock()
	if !ok {
		return
	}
	c.change(func() { c.sheet = NoSheet })
	c.Press(Call)
}

// LeaveVisitor asks whether the visitor of the open sheet went away; pressed again it closes the visit, which nothing
// takes back.
func (c *Clerk) LeaveVisitor() {
	c.mu.Lock()
	q, ok := c.waiter()
	sure := c.leave.sure
	c.mu.Unlock()
	if !ok {
		return
	}
	if !sure {
		c.change(func() { c.leave.sure = true })
		return
	}
	c.leaves(q.Visit, q.Ticket)
}

// leaves closes the visit of who went away unserved.
func (c *Clerk) leaves(id office.VisitID, ticket string) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Leave(ctx, id) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.say(text.Fill(c.cfg.Words.Visitor.Left, "ticket", ticket), "", Plain)
		},
	})
}

// BookForVisitor searches a place for the visitor of the open sheet: for the same product, with what is known of them.
func (c *Clerk) BookForVisitor() {
	c.mu.Lock()
	q, ok := c.waiter()
	c.mu.Unlock()
	if !ok {
		return
	}
	c.change(func() {
		c.book = booking{product: q.Product, persons: max(q.Persons, 1), name: q.Name, phone: c.phoneOf(q.Ticket),
			who: joined(q.Ticket, q.Name)}
		c.openLocked(BookingSheet)
		c.findLocked()
	})
}

// phoneOf is the telephone number in the appointment that a ticket was given for; empty without one.
func (c *Clerk) phoneOf(ticket string) string {
	for _, s := range c.snap.Agenda {
		if s.Ticket == ticket && ticket != "" {
			return s.Phone
		}
	}
	return ""
}

// gone closes the sheet of a visitor who no longer waits: another desk called them.
func (c *Clerk) gone() {
	_, waits := c.waiter()
	_, aside := c.aside()
	if (c.sheet == VisitorSheet || c.sheet == HasteSheet) && !waits && !c.busy || c.sheet == AsideSheet && !aside && !c.busy {
		c.sheet = NoSheet
	}
}

func (c *Clerk) showVisitor() VisitorShown {
	w := c.cfg.Words.Visitor
	q, ok := c.waiter()
	if !ok {
		return VisitorShown{Title: w.Title}
	}
	when, waits := "", text.Fill(w.Since, "time", c.cfg.Words.Duration(c.cfg.Now().Sub(q.Since)))
	switch {
	case q.Why != "" && q.WalkIn:
		waits = "" // the reason tells it
	case q.Why != "":
	case q.WalkIn:
		when = w.WalkIn
	default:
		when = text.Fill(w.Planned, "time", q.Planned)
	}
	return VisitorShown{Title: joined(q.Ticket, q.Name), Product: c.product(q.Product).Name,
		When: joined(when, waits), Why: q.Why,
		Say: text.Fill(w.LeaveSure, "ticket", q.Ticket), Next: w.LeaveNext, Sure: c.leave.sure,
		CanCall: c.calls(q), CanPrint: c.has("receipt") && c.me() != nil}
}
