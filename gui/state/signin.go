package state

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// signing is the sheet to sign in.
type signing struct{ who office.ClerkID }

// SignInShown is the sign-in sheet in words.
type SignInShown struct {
	Staff  []Row
	Who    string
	Empty  string
	Remark string
	PIN    string // whose PIN is asked
	Card   bool   // the chosen one is the card in the reader
}

// signAgain asks who works here, when nobody does; whoever worked here until now is told that.
func (c *Clerk) signAgain(until bool) {
	c.openLocked(SignInSheet)
	if c.snap.Locked.ID != "" {
		c.sayLocked()
		return
	}
	if until {
		c.say(c.cfg.Words.SignIn.Again, c.cfg.Words.SignIn.AgainNext, Warn)
	}
}

// pressSign signs out who is signed in, or opens the sheet to sign in.
func (c *Clerk) pressSign() {
	c.mu.Lock()
	me := c.me()
	c.mu.Unlock()
	if me == nil {
		c.open(SignInSheet)
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.SignOut(ctx) },
		then: func(Receipt) {
			c.openLocked(SignInSheet)
			c.say(c.cfg.Words.SignIn.Bye, "", Plain)
		},
	})
}

// ChoosePerson says who signs in.
func (c *Clerk) ChoosePerson(id string) {
	c.change(func() { c.sign.who = office.ClerkID(id) })
}

// SignIn signs the chosen person in. The PIN is passed on and not kept.
func (c *Clerk) SignIn(pin string) {
	c.mu.Lock()
	who, card := c.who(), c.cardSigns()
	c.mu.Unlock()
	if card {
		c.signInByCard(pin)
		return
	}
	if who.ID == "" {
		return
	}
	c.do(job{
		run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.SignIn(ctx, who.ID, pin) },
		then: func(Receipt) {
			c.sheet = NoSheet
			c.welcome(who)
		},
	})
}

// welcome greets who signed in: with the morning, or with what comes next. It wants the lock held.
func (c *Clerk) welcome(who Person) {
	if c.tookOver(who) || c.greet(who.ID) {
		return
	}
	next := c.newsWords()
	if next == "" && c.can()[Call] {
		next = c.cfg.Words.SignIn.HelloNext
	}
	c.say(text.Fill(c.cfg.Words.SignIn.Hello, "name", who.Name), next, Good)
}

// who is the chosen person; without a choice the first.
func (c *Clerk) who() Person {
	chosen := c.sign.who
	if chosen == "" {
		chosen = c.snap.Locked.ID // most often they come back
	}
	for _, p := range c.snap.Staff {
		if p.ID == chosen {
			return p
		}
	}
	if len(c.snap.Staff) > 0 {
		return c.snap.Staff[0]
	}
	return Person{}
}

func (c *Clerk) showSignIn() SignInShown {
	w := c.cfg.Words.SignIn
	s := SignInShown{Who: string(c.who().ID), Empty: w.Empty, PIN: w.PIN, Card: c.cardSigns()}
	if c.snap.Line.State == Cut {
		s.Remark = w.Offline
	}
	card := c.cfg.Words.Card
	if k, ok := c.readCard(); ok {
		s.Staff = append(s.Staff, Row{ID: byCard, Main: card.SignIn, Detail: k.Name, Shape: Full, Strong: true})
	} else if m, ok := c.cardMark(); ok {
		s.Remark = m.Words
	}
	if s.Card {
		s.Who, s.PIN, s.Remark = byCard, card.PIN, card.PINHint
	}
	for _, p := range c.snap.Staff {
		s.Staff = append(s.Staff, Row{ID: string(p.ID), Main: p.Name})
	}
	return s
}
