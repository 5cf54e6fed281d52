package state

import (
	"context"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/office"
)

// counting is the page that counts the vault. It is blind: who counts is not shown what should lie there, since a list
// that only has to be ticked is ticked.
type counting struct {
	scan  string
	in    string   // compartment; empty: the whole vault
	found []string // numbers, newest first
	sure  bool     // an empty vault was asked about once
	tally *Tally   // how the count came out; nil while it runs
	total int      // of the count that came out
}

// CountShown is that page in words.
type CountShown struct {
	Scan  string
	Title string // above the rows: what was counted, or how it came out
	Rows  []Row
	Empty string
	Hint  string
	Verb  string
	Done  bool // the rows are the outcome
	In    string
	Door  Mark   // of the compartment that is counted; without words it has none
	Open  string // the button that opens it; empty: it is open, or has no door
}

// SetCountIn says which compartment is counted; empty is the whole vault.
func (c *Clerk) SetCountIn(in string) { c.change(func() { c.vault.count.in = in }) }

// OpenCount has the compartment opened that is counted, when the counter opens its door and it is shut.
func (c *Clerk) OpenCount() {
	c.mu.Lock()
	d, ok := c.door(strings.TrimSpace(c.vault.count.in))
	ok = ok && d.State != DoorOpen && c.vault.count.tally == nil
	c.mu.Unlock()
	if !ok {
		return
	}
	wish := DoorWish{Purpose: ForCount, Compartment: d.Compartment}
	c.do(job{run: func(ctx context.Context) (Receipt, error) { return c.cfg.Counter.OpenDoor(ctx, wish, Second{}) },
		then: func(Receipt) {
			c.say(text.Fill(c.cfg.Words.Gear.Opening, "place", d.Compartment, "door", d.Number)+".", "", Main)
		}})
}

// countDoor adds the door of the compartment that is counted.
func (c *Clerk) countDoor(s *CountShown) {
	d, ok := c.door(strings.TrimSpace(s.In))
	if !ok {
		return
	}
	w := c.cfg.Words.Gear
	r := c.doorRow(Door{Number: d.Number, Compartment: d.Compartment, State: d.State})
	s.Door = Mark{r.Shape, text.Fill(w.CountDoor, "place", d.Compartment, "door", d.Number) + " " + r.State, r.Tone}
	if d.State != DoorOpen && !s.Done {
		s.Open = text.Fill(w.OpenDoor, "place", d.Compartment)
	}
}

// TypeCount takes what is typed or scanned until Enter.
func (c *Clerk) TypeCount(words string) { c.change(func() { c.vault.count.scan = words }) }

// ScanCount counts the document whose number was typed or scanned; the same one twice counts once.
func (c *Clerk) ScanCount(typed string) {
	c.change(func() {
		n := &c.vault.count
		if n.tally != nil {
			return
		}
		var known []office.DocumentNumber
		for _, i := range c.vault.stock.Items { // for its dashes only: what is known is not shown
			known = append(known, i.Number)
		}
		number, ok := documentNumber(typed, known)
		if !ok {
			c.say(c.cfg.Words.Vault.NotNumberSay, c.cfg.Words.Vault.NotNumberNext, Warn)
			return
		}
		n.found = slices.DeleteFunc(slices.Clone(n.found), func(f string) bool { return f == string(number) })
		n.found = slices.Insert(n.found, 0, string(number))
		n.scan, n.sure, c.notice = "", false, Notice{}
	})
}

// DropCount takes a number out of the count again.
func (c *Clerk) DropCount(number string) {
	c.change(func() {
		n := &c.vault.count
		if n.tally == nil {
			n.found = slices.DeleteFunc(slices.Clone(n.found), func(f string) bool { return f == number })
		}
	})
}

// CloseCount writes the count down and shows how it came out; pressed after that it begins a new one. An empty count
// wants a second press.
func (c *Clerk) CloseCount() {
	c.mu.Lock()
	n := c.vault.count
	c.mu.Unlock()
	w := c.cfg.Words.Vault
	switch {
	case n.tally != nil:
		c.change(func() { c.vault.count, c.notice = counting{}, Notice{} })
		return
	case len(n.found) == 0 && !n.sure:
		c.change(func() {
			c.vault.count.sure = true
			c.say(w.CountNone, w.CountNoneNext, Warn)
		})
		return
	}
	var tally Tally
	c.do(job{
		run: func(ctx context.Context) (r Receipt, err error) {
			tally, err = c.cfg.Counter.Count(ctx, strings.ToUpper(strings.TrimSpace(n.in)), n.found)
			return r, err
		},
		then: func(Receipt) {
			c.vault.count = counting{tally: &tally, total: len(n.found), in: n.in}
			c.loadStock() // what differs is to be decided on
			if missing, surplus := len(tally.Missing), len(tally.Surplus)+len(tally.Misplaced); missing+surplus > 0 {
				c.say(text.Fill(w.CountWrong, "missing", missing, "surplus", surplus), w.CountWrongNext, Bad)
				return
			}
			c.say(w.CountRight.Count(len(n.found)), "", Good)
		},
	})
}

func (c *Clerk) showCount() CountShown {
	w, n := c.cfg.Words.Vault, &c.vault.count
	s := CountShown{Scan: n.scan, In: n.in, Title: w.CountList, Empty: w.CountEmpty, Verb: c.cfg.Words.Acts.Counted}
	s.Done = n.tally != nil
	c.countDoor(&s)
	if n.tally == nil {
		if all := c.vault.lists.Uncounted; len(all) > 0 {
			s.Hint = text.Fill(c.cfg.Words.Safe.Uncounted, "names", strings.Join(all, ", "))
		}
		for _, f := range n.found {
			s.Rows, s.Hint = append(s.Rows, Row{ID: f, Main: f}), w.CountHint
		}
		if len(n.found) > 0 {
			s.Title += " " + number(len(n.found))
		}
		return s
	}
	s.Title, s.Verb, s.Empty = w.Result, c.cfg.Words.Acts.Recount, w.CountRight.Count(n.total)
	for _, f := range n.tally.Missing {
		s.Rows = append(s.Rows, c.differs(f, w.Missing, Bad))
	}
	for _, f := range n.tally.Surplus {
		s.Rows = append(s.Rows, c.differs(f, w.Surplus, Warn))
	}
	for _, f := range n.tally.Misplaced {
		s.Rows = append(s.Rows, c.differs(f, c.cfg.Words.Safe.Misplaced, Warn))
	}
	return s
}

// differs is a document of which the count and the register say different things.
func (c *Clerk) differs(document, how string, tone Tone) Row {
	r := Row{ID: document, Main: document, State: how, Tone: tone, Shape: Empty}
	for _, i := range c.vault.stock.Items {
		if string(i.Number) == document {
			r.Detail = joined(i.Kind, i.Holder, c.lies(i))
		}
	}
	return r
}
