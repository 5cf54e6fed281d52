package state

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Colleagues is what the people at the other desks of a site do for each other.
type Colleagues interface {
	// CallColleagues asks for help at this desk; it needs nobody signed in. While a call stands, another changes nothing.
	CallColleagues(ctx context.Context) (Receipt, error)
	// AnswerCall says that who is signed in comes to where a call is from; to this desk's own, that it is over.
	AnswerCall(ctx context.Context, calling HelpCall) (Receipt, error)
	// LockDesk takes the clerk's session away and leaves the desk theirs, with whom it serves, until somebody signs in here.
	LockDesk(ctx context.Context) (Receipt, error)
}

// SelfService stands for a self-service desk among the desks that call: there a visitor asked for a person.
const SelfService office.Desk = 0

// HelpCall is the latest call for help from a place, today.
type HelpCall struct {
	Desk     office.Desk // or SelfService
	Kiosk    uint8       // number of a self-service desk on another machine; 0: the one at the counter's own
	Say      string      // the counter's own sentence, of SelfService
	At       time.Time
	Answered bool
	Comes    string // name of who comes; empty: nobody yet, or it is over
	From     office.Desk
}

// Lock is who went away from this desk for a moment; without a person it is not locked.
type Lock struct {
	Person
	Since time.Time
}

// calling is the longest standing call of another place, and this desk's own; nil where there is none. Self-service desks, where
// nobody is in trouble, come after the others.
func (c *Clerk) calling() (other, own *HelpCall) {
	for i := range c.snap.Calls {
		switch h := &c.snap.Calls[i]; {
		case h.Answered:
		case h.Desk == c.cfg.Desk:
			own = h
		case other == nil, (h.Desk == SelfService) == (other.Desk == SelfService) && h.At.Before(other.At),
			h.Desk != SelfService && other.Desk == SelfService:
			other = h
		}
	}
	return other, own
}

// desperate reports whether another desk waits for who works here: then nothing comes before going there.
func (c *Clerk) desperate() bool {
	other, _ := c.calling()
	return other != nil && other.Desk != SelfService
}

// pressColleagues calls the colleagues, or says that it is over.
func (c *Clerk) pressColleagues() {
	c.mu.Lock()
	var call HelpCall
	_, own := c.calling()
	over := own != nil && c.me() != nil // else a second press is the same call
	if over {
		call = *own
	}
	c.mu.Unlock()
	if !over {
		c.do(job{run: c.cfg.Counter.CallColleagues})
		return
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.AnswerCall(ctx, call) },
		then: func(Receipt) { c.say(c.cfg.Words.Team.Settled, "", Good) },
	})
}

// pressCome says that who works here comes to where the first call is from.
func (c *Clerk) pressCome() {
	c.mu.Lock()
	other, _ := c.calling()
	var calling HelpCall
	if other != nil {
		calling = *other
	}
	c.mu.Unlock()
	if other == nil {
		return
	}
	say := c.cfg.Words.Team.Going
	if calling.Desk == SelfService {
		say = c.cfg.Words.Team.GoingThere
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.AnswerCall(ctx, calling) },
		then: func(Receipt) { c.say(text.Fill(say, "desk", calling.Desk), "", Good) },
	})
}

// sayComing tells who comes, once, to the desk that called. It wants the lock held.
func (c *Clerk) sayComing(before Snapshot) {
	for _, was := range before.Calls {
		for _, is := range c.snap.Calls {
			if is.Desk == c.cfg.Desk && was.Desk == is.Desk && was.At.Equal(is.At) && !was.Answered && is.Comes != "" {
				c.say(text.Fill(c.cfg.Words.Team.Comes, "name", is.Comes, "desk", is.From), "", Good)
			}
		}
	}
}

// urgent puts a call on the screen: another desk's before anything else, under any work; that of the self-service desk on the
// resting screen, and this desk's own where nothing else is said. A locked desk says that it is locked, for nobody there can come.
func (c *Clerk) urgent(s *Shown) {
	w := c.cfg.Words.Team
	other, own := c.calling()
	s.Asked = own != nil
	switch {
	case c.lost.Say != "":
	case other != nil && c.me() != nil && other.Desk == SelfService:
		if c.sheet == NoSheet && (s.Notice.Say == "" || s.Notice.Say == other.Say) {
			s.Notice = Notice{Say: other.Say, Next: text.Fill(w.ThereNext, "key", ComeAct.Key()), Brief: text.Fill(w.CalledBrief, "key", ComeAct.Key()), Tone: Warn}
		}
	case other != nil && c.me() != nil:
		s.Notice = Notice{Say: text.Fill(w.Called, "desk", other.Desk), Next: text.Fill(w.CalledNext, "key", ComeAct.Key()),
			Brief: text.Fill(w.CalledBrief, "key", ComeAct.Key()), Tone: Bad}
	case own != nil && s.Notice.Say == "":
		s.Notice = Notice{Say: text.Fill(w.Asked, "time", c.moment(own.At)), Next: text.Fill(w.AskedNext, "key", ColleaguesAct.Key()), Tone: Warn}
	}
}

// canColleagues adds what can be done with the colleagues. Calling them can always be done.
func (c *Clerk) canColleagues(can *[acts]bool, signed bool) {
	other, _ := c.calling()
	can[ColleaguesAct], can[ComeAct], can[LockAct] = true, signed && other != nil, signed
	can[ContactAct] = signed
}

// pressColleague does the acts of this file; false for any other.
func (c *Clerk) pressColleague(a Act) bool {
	switch a {
	case ColleaguesAct:
		c.pressColleagues()
	case ComeAct:
		c.pressCome()
	case LockAct:
		c.do(job{run: c.cfg.Counter.LockDesk, then: func(Receipt) { c.signAgain(false) }})
	case ContactAct:
		c.openContact()
	default:
		return false
	}
	return true
}

// locked reports whether this desk is locked and nobody signed in again.
func (c *Clerk) locked() bool { return c.snap.Locked.ID != "" && c.me() == nil }

// sayLocked tells who may go on here. It wants the lock held.
func (c *Clerk) sayLocked() {
	w, l := c.cfg.Words.Team, c.snap.Locked
	say, next := w.Locked, w.LockedNext
	v, here := c.visit()
	if here {
		say, next = w.LockedWith, w.LockedWithNext
	}
	fill := func(s string) string {
		return text.Fill(s, "time", c.moment(l.Since), "name", l.Name, "ticket", v.Ticket)
	}
	c.say(fill(say), fill(next), Plain)
}

// veil takes what names people off the screen of a locked desk: whoever passes may read it.
func (c *Clerk) veil(s *Shown) {
	if !c.locked() {
		return
	}
	w := c.cfg.Words.Team
	s.Clerk, s.Agenda, s.AgendaEmpty, s.AgendaNow = c.snap.Locked.Name, nil, w.Veiled, ""
	s.Waiting, s.WaitingChosen, s.Why, s.Undo = c.queueRows(), "", "", ""
	if _, here := c.visit(); here {
		s.Now = Now{Title: s.Now.Title, Ticket: s.Now.Ticket, Phase: w.Veiled, Elapsed: s.Now.Elapsed}
	}
}

// tookOver greets who signs in at a desk that was locked; false when it was not. What a colleague ticked is not what the next
// one saw. It wants the lock held.
func (c *Clerk) tookOver(who Person) bool {
	left, w := c.left, c.cfg.Words.Team
	c.left = Person{}
	if left.ID == "" {
		return false
	}
	v, here := c.visit()
	say, next := w.Back, ""
	switch {
	case left.ID == who.ID && here:
		say = w.BackWith
	case left.ID == who.ID:
	case here:
		say, next = w.TookWith, w.TookNext
	default:
		say = w.Took
	}
	if left.ID != who.ID {
		c.hand.done = nil
	}
	c.hand.forgetCard() // what a card proved was proved to a session that is over
	c.say(text.Fill(say, "name", left.Name, "ticket", v.Ticket), next, Good)
	return true
}
