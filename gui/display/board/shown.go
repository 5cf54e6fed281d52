package board

import (
	"strings"
	"time"

	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// How much is shown. The screen has an object for each, made once.
const (
	Befores = 4
	Nexts   = 6
	Notes   = 3
)

// Shown is the display at one moment, in words. Two are equal when nobody could see a difference.
type Shown struct {
	Title string
	Site  string
	Clock string // "do 26 nov  10:04"

	Closed bool   // nobody is served now and nobody is called: Main says so
	Main   Call   // the latest call; where there is none, Ticket is empty and Where says what to do
	Pulse  uint64 // another number than before: somebody was called
	Before [Befores]Call
	Next   [Nexts]string // numbers

	Heads   Heads
	Waits   string // how many wait
	Expect  string // how long who comes now will wait; empty: nobody knows
	Hours   [Notes]string
	Notes   [Notes]string // days on which it is closed
	News    Item          // news or an activity, while it is closed
	Line    Line          // and on one line while it is open
	Stale   string        // nothing is heard from the counter: since when
	StaleIf string        // and what to do
}

// Heads are the words above the parts.
type Heads struct{ Number, Before, Next string }

// Call is a number and where it goes.
type Call struct {
	Ticket, Where, What string
	Again               string // that it is not the first call
}

// build makes the picture. It is called with the lock held.
func (b *Board) build() (s Shown) {
	w := b.cfg.Words.Display
	now := b.cfg.Now().In(b.cfg.Location)
	s.Title, s.Clock = w.Title, b.cfg.Words.Day(now)+"  "+b.cfg.Words.Clock(now)
	s.Pulse = b.pulse
	if !b.lost.IsZero() {
		s.Stale, s.StaleIf = text.Fill(w.Stale, "time", b.cfg.Words.Clock(b.lost.In(b.cfg.Location))), w.StaleIf
	}
	if b.view == nil {
		s.Main.Where = w.Opening
		return s
	}
	b.room(&s)
	b.hours(&s, office.DateOf(now))
	b.news(&s, now)
	return s
}

// room tells who is called, who comes next and how long it takes.
func (b *Board) room(s *Shown) {
	w, v := b.cfg.Words.Display, b.view
	s.Site, s.Main.Where = v.SiteName, w.Nobody
	for i, c := range v.Calls {
		switch {
		case i == 0:
			s.Main, s.Heads.Number = b.call(c), w.Number
		case i <= Befores:
			s.Before[i-1] = b.call(c)
		}
	}
	if copy(s.Next[:], v.Next) > 0 {
		s.Heads.Next = w.Next
	}
	if len(v.Calls) > 1 {
		s.Heads.Before = w.Before
	}
	s.Waits = w.NoWait
	if v.Waiting > 0 {
		s.Waits = w.Waits.Count(int(v.Waiting))
	}
	switch {
	case v.ExpectTo > 0 && v.ExpectFrom == 0:
		s.Expect = text.Fill(w.Under, "to", v.ExpectTo)
	case v.ExpectTo > 0:
		s.Expect = text.Fill(w.Expect, "from", v.ExpectFrom, "to", v.ExpectTo)
	}
}

func (b *Board) call(c *contract.HallCall) Call {
	w := b.cfg.Words.Display
	out := Call{Ticket: c.Ticket, Where: text.Fill(w.Desk, "n", c.Desk), What: c.Product}
	if c.Direction != "" {
		out.Where = text.Fill(w.DeskIs, "n", c.Desk, "what", c.Direction)
	}
	if c.Times > 1 && !c.Serving {
		out.Again = w.Again
	}
	return out
}

// hours tells when it is open, and what closes it soon. Where nobody is served now and nobody is called, that is the first
// thing on the screen.
func (b *Board) hours(s *Shown, today office.Date) {
	w, v := b.cfg.Words.Display, b.view
	var first *contract.HallHours // what opens soonest
	n := 0
	for _, h := range v.Hours {
		if h.NextDate != 0 && (first == nil || h.NextDate < first.NextDate || h.NextDate == first.NextDate && h.NextFrom < first.NextFrom) {
			first = h
		}
		line := b.line(h, today)
		if line == "" || n == Notes {
			continue
		}
		s.Hours[n] = line
		n++
	}
	for i, c := range v.Closures[:min(len(v.Closures), Notes)] {
		s.Notes[i] = b.closure(c)
	}
	if v.Open || len(v.Calls) > 0 || v.Waiting > 0 {
		return
	}
	s.Closed, s.Waits, s.Expect = true, "", ""
	s.Main = Call{Ticket: w.Closed, What: v.Closed}
	if first != nil {
		s.Main.Where = text.Fill(w.Opens, "day", b.day(office.Date(first.NextDate), today), "time", office.Minute(first.NextFrom))
	}
}

// line is the hours of today in one way, or when it is open again in that way.
func (b *Board) line(h *contract.HallHours, today office.Date) string {
	w := b.cfg.Words.Display
	what, ok := w.Modes[h.Of]
	if !ok {
		what = h.Name // of a newer daemon
	}
	if len(h.Spans) > 0 {
		var spans []string
		for _, span := range h.Spans {
			spans = append(spans, b.span(span.From, span.To))
		}
		return text.Fill(w.Hours, "what", what, "hours", strings.Join(spans, ", "))
	}
	if h.NextDate == 0 {
		return ""
	}
	return text.Fill(w.Later, "what", what, "day", b.day(office.Date(h.NextDate), today), "time", office.Minute(h.NextFrom))
}

func (b *Board) span(from, to uint32) string {
	return text.Fill(b.cfg.Words.Display.Span, "from", office.Minute(from), "to", office.Minute(to))
}

func (b *Board) closure(c *contract.HallClosure) string {
	w := b.cfg.Words.Display
	from, to := b.date(office.Date(c.FromDate)), b.date(office.Date(c.ToDate))
	part, days := c.To != 0, c.FromDate != c.ToDate
	switch {
	case part && days:
		return text.Fill(w.Until, "day", from, "to", to, "hours", b.span(c.From, c.To), "why", c.Reason)
	case part:
		return text.Fill(w.Part, "day", from, "hours", b.span(c.From, c.To), "why", c.Reason)
	case days:
		return text.Fill(w.From, "from", from, "to", to, "why", c.Reason)
	}
	return text.Fill(w.On, "day", from, "why", c.Reason)
}

// day names a day as seen from today.
func (b *Board) day(d, today office.Date) string {
	if d == today {
		return b.cfg.Words.Display.Today
	}
	return b.date(d)
}

func (b *Board) date(d office.Date) string {
	return b.cfg.Words.Day(time.Time(d.UTC()))
}
