package state

import (
	"context"
	"slices"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// AsideShown is the sheet of somebody who stepped aside.
type AsideShown struct {
	Title, Product, When, Hint string
	CanResume                  bool // this desk set them aside and is free
	Sure                       bool // going away was asked; it needs a second yes
	Say, Next                  string
}

// pressPark sets the visitor at this desk aside.
func (c *Clerk) pressPark() {
	c.mu.Lock()
	v, _ := c.visit()
	c.mu.Unlock()
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Park(ctx, v.ID) },
		then: func(Receipt) {
			w := c.cfg.Words.Hall
			c.say(text.Fill(w.Parked, "ticket", v.Ticket), w.ParkedNext, Plain)
		},
	})
}

// mine are those who stepped aside from this desk, the longest first.
func (c *Clerk) mine() []Aside {
	return slices.DeleteFunc(slices.Clone(c.snap.Parked), func(a Aside) bool { return a.Desk != c.cfg.Desk })
}

// pressResume goes on with who stepped aside from this desk first.
func (c *Clerk) pressResume() {
	c.mu.Lock()
	mine := c.mine()
	c.mu.Unlock()
	if len(mine) > 0 {
		c.resume(mine[0])
	}
}

func (c *Clerk) resume(a Aside) {
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Serve(ctx, a.Visit) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.say(text.Fill(c.cfg.Words.Hall.Resumed, "ticket", a.Ticket), "", Plain)
		},
	})
}

// OpenAside opens somebody who stepped aside, by the row's id.
func (c *Clerk) OpenAside(id string) {
	c.mu.Lock()
	i := slices.IndexFunc(c.snap.Parked, func(a Aside) bool { return a.Visit.String() == id })
	ok := i >= 0 && c.me() != nil
	var visit office.VisitID
	if ok {
		visit = c.snap.Parked[i].Visit
	}
	c.mu.Unlock()
	if ok {
		c.change(func() {
			c.leave, c.chosen = leaving{visit: visit}, id
			c.openLocked(AsideSheet)
		})
	}
}

// aside is who the open sheet is about; false when they are back already.
func (c *Clerk) aside() (Aside, bool) {
	i := slices.IndexFunc(c.snap.Parked, func(a Aside) bool { return a.Visit == c.leave.visit })
	if i < 0 {
		return Aside{}, false
	}
	return c.snap.Parked[i], true
}

// canResume reports whether this desk can go on with somebody at once.
func (c *Clerk) canResume(a Aside) bool {
	_, here := c.visit()
	return c.me() != nil && !here && a.Desk == c.cfg.Desk
}

// ResumeAside goes on with the visitor of the open sheet at this desk.
func (c *Clerk) ResumeAside() {
	c.mu.Lock()
	a, ok := c.aside()
	ok = ok && c.canResume(a)
	c.mu.Unlock()
	if ok {
		c.resume(a)
	}
}

// ReturnAside lets the visitor of the open sheet wait again, in the place they had.
func (c *Clerk) ReturnAside() {
	c.mu.Lock()
	a, ok := c.aside()
	c.mu.Unlock()
	if !ok {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Return(ctx, a.Visit) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.say(text.Fill(c.cfg.Words.Hall.Returned, "ticket", a.Ticket), "", Plain)
		},
	})
}

// LeaveAside asks whether the visitor of the open sheet went away; pressed again it closes the visit.
func (c *Clerk) LeaveAside() {
	c.mu.Lock()
	a, ok := c.aside()
	sure := c.leave.sure
	c.mu.Unlock()
	switch {
	case !ok:
	case !sure:
		c.change(func() { c.leave.sure = true })
	default:
		c.leaves(a.Visit, a.Ticket)
	}
}

// chosenAside is the chosen row of the queue when that is of somebody who stepped aside, or nobody else is there.
func (c *Clerk) chosenAside() (Aside, bool) {
	i := slices.IndexFunc(c.snap.Parked, func(a Aside) bool { return a.Visit.String() == c.chosen })
	if i < 0 && len(c.snap.Queue) == 0 && len(c.snap.Parked) > 0 {
		i = 0
	}
	if i < 0 {
		return Aside{}, false
	}
	return c.snap.Parked[i], true
}

// awayWords say how long a visitor stepped aside, and for which desk.
func (c *Clerk) awayWords(a Aside) string {
	w := c.cfg.Words.Hall
	words := text.Fill(w.AsideFor, "desk", a.Desk)
	if a.Since.IsZero() {
		return w.Aside + ", " + words
	}
	return w.Aside + " " + text.Fill(w.AsideSince, "time", c.cfg.Words.Duration(c.cfg.Now().Sub(a.Since))) + ", " + words
}

// asideRows are who stepped aside, with how long they are away; they stand behind who waits.
func (c *Clerk) asideRows() []Row {
	w := c.cfg.Words.Hall
	var rows []Row
	for _, a := range c.snap.Parked {
		r := Row{ID: a.Visit.String(), Lead: a.Ticket, Main: c.short(a.Product), Detail: joined(w.AsideRow, shortName(a.Name))}
		if a.Desk != c.cfg.Desk { // for both there is no room
			r.Detail = joined(w.AsideRow, text.Fill(w.AsideFor, "desk", a.Desk))
		}
		if !a.Since.IsZero() {
			r.State = c.cfg.Words.Duration(c.cfg.Now().Sub(a.Since))
		}
		rows = append(rows, r)
	}
	return rows
}

// waitingCount is how many wait, and how many stepped aside.
func (c *Clerk) waitingCount() string {
	n := number(len(c.snap.Queue))
	if len(c.snap.Parked) > 0 {
		n = joined(n, c.cfg.Words.Hall.AsideCount.Count(len(c.snap.Parked)))
	}
	return n
}

func (c *Clerk) showAside() AsideShown {
	w := c.cfg.Words
	a, ok := c.aside()
	if !ok {
		return AsideShown{Title: w.Hall.AsideTitle}
	}
	return AsideShown{Title: joined(a.Ticket, a.Name), Product: c.product(a.Product).Name, When: c.awayWords(a),
		Hint: text.Fill(w.Hall.WaitHint, "desk", a.Desk), CanResume: c.canResume(a), Sure: c.leave.sure,
		Say: text.Fill(w.Visitor.LeaveSure, "ticket", a.Ticket), Next: w.Visitor.LeaveNext}
}
