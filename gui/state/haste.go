package state

import (
	"cmp"
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// hastening is the sheet that gives who waits a code of urgency.
type hastening struct {
	visit   office.VisitID
	urgency visit.Urgency
}

// HasteShown is that sheet in words.
type HasteShown struct {
	Title   string
	Urgency int // semi-urgent, urgent
	Reasons []Row
	CanCalm bool // there is a code to take away
}

// openHaste opens the sheet for the chosen visitor of the queue, or for the one whose sheet is open.
func (c *Clerk) openHaste() {
	c.change(func() {
		q, ok := c.waiter()
		if c.sheet != VisitorSheet || !ok {
			if q, ok = c.chosenWaiting(); !ok {
				return
			}
		}
		c.leave = leaving{visit: q.Visit}
		c.haste = hastening{visit: q.Visit, urgency: cmp.Or(q.Urgency, visit.Urgent)}
		c.openLocked(HasteSheet)
	})
}

// chosenWaiting is the chosen visitor of the queue; who is called next when none was chosen; none when the chosen one
// stepped aside.
func (c *Clerk) chosenWaiting() (Waiting, bool) {
	if _, aside := c.chosenAside(); aside || len(c.snap.Queue) == 0 {
		return Waiting{}, false
	}
	i := slices.IndexFunc(c.snap.Queue, func(q Waiting) bool { return q.Visit.String() == c.chosen })
	if i < 0 {
		i = c.calledNext()
	}
	return c.snap.Queue[i], true
}

// SetHaste says how urgent the visitor of the open sheet is: semi-urgent or urgent.
func (c *Clerk) SetHaste(i int) {
	c.change(func() { c.haste.urgency = visit.Urgency(max(min(i, 1), 0)) + visit.SemiUrgent })
}

// Hasten gives the visitor of the open sheet the code of urgency, for a reason by its row.
func (c *Clerk) Hasten(reason string) {
	c.mu.Lock()
	u := c.haste.urgency
	c.mu.Unlock()
	if visit.ReasonCode(reason).Known() {
		c.hasten(u, visit.ReasonCode(reason))
	}
}

// Calm takes the code of urgency away again.
func (c *Clerk) Calm() { c.hasten(visit.Ordinary, "") }

func (c *Clerk) hasten(u visit.Urgency, reason visit.ReasonCode) {
	c.mu.Lock()
	q, ok := c.waiter()
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Hasten(ctx, q.Visit, u, reason) },
		then: func(Receipt) {
			w := c.cfg.Words
			c.sheet = NoSheet
			if u == visit.Ordinary {
				c.say(text.Fill(w.Hall.Calmed, "ticket", q.Ticket), "", Plain)
				return
			}
			c.say(text.Fill(w.Hall.Hastened, "ticket", q.Ticket, "urgency", c.urgency(u)), "", Good)
		},
	})
}

// urgency is an urgency in words.
func (c *Clerk) urgency(u visit.Urgency) string {
	return [...]string{visit.Ordinary: c.cfg.Words.Ticket.Ordinary, visit.SemiUrgent: c.cfg.Words.Queue.Semi, visit.Urgent: c.cfg.Words.Queue.Urgent}[u]
}

// reasonRows are the reasons of urgency that a report counts.
func (c *Clerk) reasonRows() []Row {
	var rows []Row
	for _, r := range visit.Reasons {
		words, ok := c.cfg.Words.Hall.Reasons[string(r.Code)]
		if !ok {
			words = r.Dutch
		}
		rows = append(rows, Row{ID: string(r.Code), Main: words})
	}
	return rows
}

func (c *Clerk) showHaste() HasteShown {
	q, _ := c.waiter()
	return HasteShown{Title: text.Fill(c.cfg.Words.Hall.HastenTitle, "ticket", joined(q.Ticket, q.Name)),
		Urgency: int(c.haste.urgency) - int(visit.SemiUrgent), Reasons: c.reasonRows(), CanCalm: q.Urgency != visit.Ordinary}
}
