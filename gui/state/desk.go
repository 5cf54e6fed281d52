package state

import (
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// pressDesk does one of the five acts on the visitor of this desk.
func (c *Clerk) pressDesk(a Act) {
	c.mu.Lock()
	visit, _ := c.visit()
	undone, counter := c.undone(), c.cfg.Counter
	c.mu.Unlock()
	c.do(job{run: func(ctx context.Context) (Receipt, error) {
		switch a {
		case Call:
			return counter.Call(ctx)
		case Recall:
			return counter.Recall(ctx, visit.ID)
		case Miss:
			return counter.Miss(ctx, visit.ID)
		case Serve:
			return counter.Serve(ctx, visit.ID)
		default:
			return counter.Finish(ctx, visit.ID)
		}
	}, then: func(Receipt) {
		c.sayCalled(a, visit)
		if a == Finish && undone != "" {
			c.say(undone, "", Plain) // the world is as it is; it stands in the journal
		}
	}})
}

// sayCalled says what became of a call that nobody answered: nothing else on the screen tells.
func (c *Clerk) sayCalled(a Act, v Visit) {
	w := c.cfg.Words.Desk
	waits := slices.ContainsFunc(c.snap.Queue, func(q Waiting) bool { return q.Visit == v.ID })
	switch {
	case a == Recall:
		c.say(text.Fill(w.Recalled, "ticket", v.Ticket), "", Main)
	case a == Miss && waits:
		c.say(text.Fill(w.MissedWaits, "ticket", v.Ticket), "", Plain)
	case a == Miss:
		c.say(text.Fill(w.MissedOut, "ticket", v.Ticket), "", Plain)
	}
}

// Unplug cuts the line to headquarters, or puts it back: the switch of a demonstration.
func (c *Clerk) Unplug() {
	c.mu.Lock()
	out := !c.snap.Plug.Out
	counter := c.cfg.Counter
	c.mu.Unlock()
	c.do(job{run: func(ctx context.Context) (Receipt, error) { return Receipt{}, counter.Unplug(ctx, out) }})
}

// Dismiss closes what lies on top: the sheet, else the notice.
func (c *Clerk) Dismiss() {
	c.change(func() {
		switch {
		case c.sheet == MeetingSheet && c.meet.sure:
			c.meet.sure = false
		case (c.sheet == VisitorSheet || c.sheet == AsideSheet) && c.leave.sure:
			c.leave.sure = false
		case c.sheet == PhotoSheet && c.photo.left > 0:
			c.photo.left = 0
		case c.sheet == SignInSheet && c.me() == nil: // nothing can be done without signing in
		case c.sheet == StageSheet:
			c.leaveStage()
		case c.sheet == DoorwaySheet && c.opening != nil:
			c.giveUpWay(c.opening)
		case c.sheet == SecondSheet:
			c.notice = Notice{}
			c.leaveSecond(c.second.back)
		case c.sheet != NoSheet:
			c.sheet = NoSheet
		case c.notice.Say == "" && c.ahead.day != 0:
			c.ahead = aheading{}
		default:
			c.notice = Notice{}
		}
	})
}

// open shows a sheet, fresh.
func (c *Clerk) open(s Sheet) {
	c.change(func() { c.openLocked(s) })
}

func (c *Clerk) openLocked(s Sheet) {
	c.sheet, c.notice = s, Notice{}
	switch s {
	case SignInSheet:
		c.sign = signing{}
	case TicketSheet:
		c.issue = issuing{}
	case CheckInSheet:
		c.arrive = arriving{}
	case InboxSheet:
		c.mail.chosen = ""
	}
}

// follow drops what belonged to a visitor who has left.
func (c *Clerk) follow() {
	if v, here := c.visit(); !here || v.ID != c.hand.visit {
		c.hand = handing{visit: v.ID}
	}
}

// showNow is the column of the visitor at this desk.
func (c *Clerk) showNow() Now {
	w := c.cfg.Words
	n := Now{Title: text.Fill(w.Desk.Title, "n", c.cfg.Desk)}
	v, here := c.visit()
	if !here {
		switch {
		case c.me() == nil:
			n.Empty = w.Desk.EmptyOut
		case len(c.snap.Queue) == 0:
			n.Empty = w.Desk.EmptyAll
		default:
			n.Empty = w.Desk.Empty
		}
		n.News = c.newsWords()
		return n
	}
	n.Ticket, n.Name, n.Product = v.Ticket, v.Name, c.product(v.Product).Name
	if n.Name == "" {
		n.Name = w.Desk.Nameless
	}
	if len(v.Next) > 0 {
		n.Then = text.Fill(w.Hall.Then, "what", c.names(v.Next))
	}
	if v.Served.IsZero() {
		if len(v.Passed) > 0 {
			n.Passed = text.Fill(w.Hall.Passed, "who", strings.Join(v.Passed, "; "))
		}
		n.Phase = text.Fill(w.Desk.Called, "time", w.Duration(c.cfg.Now().Sub(v.Called)))
		return n
	}
	n.Phase, n.Elapsed = w.Desk.Serving, w.Elapsed(c.cfg.Now().Sub(v.Served))
	c.showItem(&n, v)
	c.showSteps(&n)
	return n
}

// showItem adds the document and its checklist.
func (c *Clerk) showItem(n *Now, v Visit) {
	w, h := c.cfg.Words, &c.hand
	switch {
	case h.given:
	case h.item == nil && c.product(v.Product).HandOut && c.snap.Vault.Keeps():
		n.Item = w.Desk.NoItem
	case h.item != nil:
		n.Item = text.Fill(w.Desk.Item, "kind", h.item.Kind, "number", h.item.Number, "holder", h.item.Holder,
			"place", c.lies(*h.item))
		n.Steps, n.Chosen, n.Product = c.ticks(), true, "" // the document says what for
		n.Collectors, n.Collector = c.collectors()
		n.Proofs = c.proofs()
		left := h.left()
		n.Ready, n.ToDo, n.Phase = left == 0, w.Desk.Ready, "" // the steps say that service runs
		if c.handsThroughDoor() {
			n.Door = text.Fill(w.Gear.OpenDoor, "place", h.item.Place)
		}
		if left > 0 {
			n.ToDo = w.Desk.StepsTo.Count(left)
		}
		if usual := h.usual(); len(usual) > 0 {
			n.Usual, n.Phase = true, text.Fill(w.HandOut.Usual, "what", listed(usual))
		}
	}
}
