package state

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/buurtloket/buurtloket/sync/office"
)

// mailing is the sheet with requests and their answers.
type mailing struct{ chosen string }

// InboxShown is the inbox in words.
type InboxShown struct {
	Letters      []Row
	Empty        string
	Chosen       string
	About        string
	Say, Next    string
	Tone         Tone
	Alternatives []Row
	NoOther      string
	Verb         string // on the button under the alternatives: book, or ask
	CanSettle    bool
}

// ChooseLetter opens a letter.
func (c *Clerk) ChooseLetter(id string) { c.change(func() { c.mail.chosen = id }) }

// letter is the chosen letter; without a choice the newest.
func (c *Clerk) letter() (Letter, bool) {
	i := slices.IndexFunc(c.snap.Inbox, func(l Letter) bool { return l.ID == c.mail.chosen })
	if i < 0 && len(c.snap.Inbox) > 0 {
		i = 0
	}
	if i < 0 {
		return Letter{}, false
	}
	return c.snap.Inbox[i], true
}

// Settle puts the chosen letter away.
func (c *Clerk) Settle() {
	c.mu.Lock()
	l, ok := c.letter()
	c.mu.Unlock()
	if !ok || l.Kind == RequestPending {
		return
	}
	c.do(job{
		run:  func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.Settle(ctx, l.ID) },
		then: func(Receipt) { c.say(c.cfg.Words.Inbox.Settled, "", Good) },
	})
}

// BookAlternative books one of the chosen letter's alternatives for the same visitor, or moves the appointment of the
// letter there, and puts the letter away.
func (c *Clerk) BookAlternative(id string) {
	c.mu.Lock()
	l, ok := c.letter()
	i := slices.IndexFunc(l.Alternatives, func(p Place) bool { return placeID(p) == id })
	c.mu.Unlock()
	if !ok || i < 0 {
		return
	}
	if l.Moving != (office.AppointmentID{}) {
		c.movePlace(l.Moving, l.Alternatives[i], l.ID)
		return
	}
	c.bookPlace(Booking{Place: l.Alternatives[i], Product: l.Product, Persons: max(l.Persons, 1), Name: l.Visitor,
		Phone: l.Phone}, l.ID)
}

func (c *Clerk) showInbox() InboxShown {
	w := c.cfg.Words.Inbox
	s := InboxShown{Empty: w.Empty}
	for _, l := range c.snap.Inbox {
		r := Row{ID: l.ID, Main: c.about(l), Detail: c.cfg.Words.Day(l.At.In(c.cfg.Location)) + " " +
			c.cfg.Words.Clock(l.At.In(c.cfg.Location))}
		r.State, r.Shape, r.Tone = c.kind(l.Kind)
		s.Letters = append(s.Letters, r)
	}
	l, ok := c.letter()
	if !ok {
		return s
	}
	s.Chosen, s.About, s.Say, s.CanSettle = l.ID, joined(c.about(l), l.Phone), l.Say, l.Kind != RequestPending
	switch {
	case l.Kind == RequestPending:
		s.Next = w.PendingNext
	case l.Kind == RequestAccepted:
		s.Next = w.AcceptedNext
	case len(l.Alternatives) > 0:
		s.Next = w.RefusedNext
	}
	_, _, s.Tone = c.kind(l.Kind)
	for _, p := range l.Alternatives {
		s.Alternatives, s.Verb = append(s.Alternatives, c.placeRow(p)), c.verb(p, l.Moving)
	}
	if l.Kind == RequestRefused && len(l.Alternatives) == 0 {
		s.NoOther = w.NoAlternatives
	}
	return s
}

// about is whom and what a letter is about.
func (c *Clerk) about(l Letter) string {
	if about := joined(l.Visitor, c.short(l.Product)); about != "" {
		return about
	}
	return l.Say
}

// joined puts the parts that are not empty side by side.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// kind is a letter's kind in words. A refusal is amber: nothing went wrong, there is something to do.
func (c *Clerk) kind(k LetterKind) (string, Shape, Tone) {
	w := c.cfg.Words.Inbox
	switch k {
	case RequestAccepted:
		return w.Accepted, Full, Good
	case RequestRefused:
		return w.Refused, Empty, Warn
	}
	return w.Pending, Half, Plain
}

// inboxButton is the words on the inbox's button: how many messages ask for somebody.
func (c *Clerk) inboxButton() string {
	n := 0
	for _, l := range c.snap.Inbox {
		if l.Kind != RequestPending {
			n++
		}
	}
	if n > 0 {
		return c.cfg.Words.Foot.Inbox.Count(n)
	}
	return c.cfg.Words.Foot.InboxNone
}

// number writes a small count.
func number(n int) string { return strconv.Itoa(n) }
