package state

import (
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// sayLeft tells every desk which tickets the closing of the day ended, wherever it was closed: none disappears without a
// word. It is given the picture before; tickets that the site keeps are still there and are not told.
func (c *Clerk) sayLeft(before Snapshot) {
	closed := before.Day.Closed.IsZero() && !c.snap.Day.Closed.IsZero() || before.Today != 0 && before.Today != c.snap.Today
	if !closed {
		return
	}
	there := map[string]bool{}
	for _, t := range c.tickets(c.snap) {
		there[t] = true
	}
	var gone []string
	for _, t := range c.tickets(before) {
		if !there[t] {
			gone = append(gone, t)
		}
	}
	if len(gone) > 0 {
		w := c.cfg.Words.Hall
		c.say(text.Fill(w.LeftAtClosing.Count(len(gone)), "tickets", strings.Join(gone, ", ")), w.LeftNext, Warn)
	}
}

// tickets are those of the visitors who are here.
func (c *Clerk) tickets(s Snapshot) []string {
	var out []string
	for _, v := range s.Visits {
		out = append(out, v.Ticket)
	}
	for _, q := range s.Queue {
		out = append(out, q.Ticket)
	}
	for _, a := range s.Parked {
		out = append(out, a.Ticket)
	}
	return out
}
