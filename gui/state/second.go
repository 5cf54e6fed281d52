package state

import (
	"context"

	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Second is the colleague of an act that takes two people, with the PIN they typed for this one act, or the counter's word that
// they did. The zero value is nobody.
type Second struct {
	ID   office.ClerkID
	PIN  string
	Word string // in the place of the PIN: see Gear.Vouch
}

// seconding is the sheet on which a colleague shows that they are there too. It lies over the work that asked for it,
// which comes back as it was.
type seconding struct {
	what  string // what the two of them do, in one sentence
	alone bool   // one person may do it too
	back  Sheet
	who   office.ClerkID
	run   func(context.Context, Second) (Receipt, error)
	then  func(Receipt)
}

// SecondShown is that sheet in words.
type SecondShown struct {
	What  string
	Staff []Row
	Who   string
	Empty string
	Alone bool
}

// together asks for a colleague and then does the work. It wants no lock.
func (c *Clerk) together(s seconding) {
	c.change(func() { c.togetherLocked(s) })
}

func (c *Clerk) togetherLocked(s seconding) {
	s.back, s.who = c.sheet, c.second.who // mostly the same two people work together
	c.second = s
	c.openLocked(SecondSheet)
}

// ChooseSecond says which colleague it is.
func (c *Clerk) ChooseSecond(id string) {
	c.change(func() { c.second.who = office.ClerkID(id) })
}

// Attest does the work together with the chosen colleague. The PIN is passed on and not kept.
func (c *Clerk) Attest(pin string) {
	c.mu.Lock()
	who := c.colleague()
	c.mu.Unlock()
	if who.ID != "" && pin != "" {
		c.perfect(Second{ID: who.ID, PIN: pin})
	}
}

// Alone does the work without a colleague, where that is allowed.
func (c *Clerk) Alone() {
	c.mu.Lock()
	alone := c.second.alone
	c.mu.Unlock()
	if alone {
		c.perfect(Second{})
	}
}

// perfect does the work. A PIN that is wrong, or a colleague who may not, is said here, where it can be put right; any
// other refusal goes back to the work.
func (c *Clerk) perfect(with Second) {
	c.mu.Lock()
	s, open := c.second, c.sheet == SecondSheet
	c.mu.Unlock()
	if !open {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return s.run(ctx, with) },
		then: func(r Receipt) {
			c.leaveSecond(s.back)
			s.then(r)
		},
		fail: func(err error) {
			if !fault.Is(err, fault.Denied) {
				c.leaveSecond(s.back)
			}
			c.refused(err)
		},
	})
}

// leaveSecond goes back to the work that asked for a colleague, unless something else lies there by now.
func (c *Clerk) leaveSecond(to Sheet) {
	if c.sheet == SecondSheet {
		c.sheet = to
	}
	c.second = seconding{who: c.second.who}
}

// colleagues are all who may be the second: everybody but who works at this desk.
func (c *Clerk) colleagues() []Person {
	var out []Person
	me := c.me()
	for _, p := range c.snap.Staff {
		if me == nil || p.ID != me.ID {
			out = append(out, p)
		}
	}
	return out
}

// colleague is the chosen one; without a choice the first.
func (c *Clerk) colleague() Person {
	all := c.colleagues()
	for _, p := range all {
		if p.ID == c.second.who {
			return p
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return Person{}
}

func (c *Clerk) showSecond() SecondShown {
	s := SecondShown{What: c.second.what, Who: string(c.colleague().ID), Empty: c.cfg.Words.Second.Empty, Alone: c.second.alone}
	for _, p := range c.colleagues() {
		s.Staff = append(s.Staff, Row{ID: string(p.ID), Main: p.Name})
	}
	return s
}
