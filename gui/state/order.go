package state

import (
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/gui/text"
)

// HallPage is a page of the sheet of the waiting room.
type HallPage uint8

// The pages.
const (
	OrderPage   HallPage = iota // who waits, with why and how long yet, beside the rule
	FiguresPage                 // of today, by cluster
	EndedPage                   // whose end can be taken back
	UsePage                     // of the self-service desk, the last weeks
	hallPages
)

// looking is the sheet of the waiting room.
type looking struct {
	page   HallPage
	chosen string // row of the queue
}

// HallShown is that sheet in words.
type HallShown struct {
	Page         HallPage
	Rows         []Row
	Empty, Hint  string
	Chosen       string
	Why          string   // of the chosen visitor, in full
	Rules        []string // of the queue
	Verb         string   // on the primary button; empty: none
	CanPress     bool
	AlarmsBehind []string // every alarm, on the page of the figures
}

// openHall opens the sheet on a page; on that page already it turns to the next.
func (c *Clerk) openHall(page HallPage) {
	c.change(func() {
		if c.sheet == HallSheet && c.room.page == page {
			page = (page + 1) % hallPages
		}
		if c.sheet != HallSheet {
			c.openLocked(HallSheet)
			c.room = looking{chosen: c.chosen}
		}
		c.turnHall(page)
	})
}

// turnHall opens a page and asks for what it shows. It wants the lock held.
func (c *Clerk) turnHall(page HallPage) {
	if c.room.page = page; page == UsePage {
		c.loadUse()
	}
}

// TurnHall opens a page of the sheet of the waiting room.
func (c *Clerk) TurnHall(i int) {
	c.change(func() { c.turnHall(HallPage(max(min(i, int(hallPages)-1), 0))) })
}

// ChooseHall says of whom the full reason is shown.
func (c *Clerk) ChooseHall(id string) { c.change(func() { c.room.chosen = id }) }

// PressHall acts on a row: who waits is opened, an end is taken back.
func (c *Clerk) PressHall(id string) {
	c.mu.Lock()
	page := c.room.page
	c.mu.Unlock()
	switch page {
	case OrderPage:
		c.OpenVisitor(id)
	case EndedPage:
		c.UndoEnd(id)
	}
}

func (c *Clerk) showHall() HallShown {
	w := c.cfg.Words
	s := HallShown{Page: c.room.page}
	switch s.Page {
	case OrderPage:
		s.Rows, s.Empty, s.Rules, s.Verb = c.orderRows(), w.Hall.NobodyWaits, c.snap.Order, w.Acts.Choose
		s.Chosen, s.Why = c.orderWhy()
		s.Hint = c.passedWords()
	case FiguresPage:
		s.Rows, s.Empty, s.Hint = c.figureRows(), w.Hall.DayEmpty, w.Hall.DayHint
		for _, a := range c.snap.Alarms {
			s.AlarmsBehind = append(s.AlarmsBehind, a.Say)
		}
	case EndedPage:
		s.Rows, s.Empty, s.Hint, s.Verb = c.endedRows(), w.Hall.BackEmpty, w.Hall.BackHint, w.Hall.Undo
	}
	if s.Page == UsePage {
		s.Empty = w.Use.Empty
		s.Rows, s.Hint = c.showUse()
	}
	s.CanPress = s.Verb != "" && len(s.Rows) > 0 && c.me() != nil
	return s
}

// passedWords say who was passed over when the visitor at this desk was called; empty when nobody was.
func (c *Clerk) passedWords() string {
	v, here := c.visit()
	if !here || len(v.Passed) == 0 {
		return ""
	}
	return v.Ticket + ". " + text.Fill(c.cfg.Words.Hall.Passed, "who", strings.Join(v.Passed, "; "))
}

// orderRows are who waits, in the order of calling, with the reason and how long it may take yet.
func (c *Clerk) orderRows() []Row {
	var rows []Row
	for _, q := range c.snap.Queue {
		r := Row{ID: q.Visit.String(), Lead: q.Ticket, Main: c.short(q.Product), Detail: q.Why, State: c.expect(q)}
		if q.Passed != "" {
			r.Shape = Empty
		}
		rows = append(rows, r)
	}
	return rows
}

// orderWhy is the chosen visitor of the sheet with all that is known of the place.
func (c *Clerk) orderWhy() (id, why string) {
	i := max(slices.IndexFunc(c.snap.Queue, func(q Waiting) bool { return q.Visit.String() == c.room.chosen }), 0)
	if i >= len(c.snap.Queue) {
		return "", ""
	}
	q := c.snap.Queue[i]
	return q.Visit.String(), c.reason(q)
}

// expect is how long a visitor may wait yet; no data is said, never guessed.
func (c *Clerk) expect(q Waiting) string {
	if q.Expect == "" {
		return c.cfg.Words.Hall.NoData
	}
	return q.Expect
}

// reason is why a visitor stands where they stand, how long it may take yet, and why this desk passes them over if it does.
func (c *Clerk) reason(q Waiting) string {
	w := c.cfg.Words.Hall
	parts := []string{text.Fill(w.Expect, "time", c.expect(q))}
	if q.Why != "" {
		parts = append([]string{q.Ticket + ": " + q.Why}, parts...)
	}
	if q.Passed != "" {
		parts = append(parts, text.Fill(w.NotHere, "why", q.Passed))
	}
	return strings.Join(parts, ". ") + "."
}

// endedRows are whose end can be taken back, the latest first.
func (c *Clerk) endedRows() []Row {
	var rows []Row
	for _, e := range c.snap.Ended {
		rows = append(rows, Row{ID: e.Visit.String(), Lead: e.Ticket, Main: c.short(e.Product), Detail: shortName(e.Name), State: e.Undo.Words})
	}
	return rows
}

// figureRows are the figures of today by cluster, the published lateness against its norm.
func (c *Clerk) figureRows() []Row {
	w := c.cfg.Words
	var rows []Row
	for _, f := range c.snap.Figures {
		r := Row{ID: string(f.Cluster), Main: c.clusterName(f), State: w.Hall.TooFew.Count(f.Lateness.Visits)}
		var parts []string
		if f.Norm > 0 {
			parts = append(parts, text.Fill(w.Hall.Norm, "limit", w.Decimal(f.Norm, 0)))
		}
		if f.Lateness.Known {
			r.State = text.Fill(w.Hall.LateBy, "value", w.Decimal(f.Lateness.Minutes, 1))
			r.Tone, r.Shape = Good, Full
			if f.Missed {
				r.Tone, r.Shape = Warn, Empty
			}
			if f.Norm == 0 {
				r.Tone, r.Shape = Plain, NoShape
			}
		}
		for _, m := range []struct {
			words string
			mean  Mean
		}{{w.Hall.Fair, f.LatenessFair}, {w.Hall.Waited, f.Wait}, {w.Hall.Served, f.Transaction}} {
			if m.mean.Known {
				parts = append(parts, text.Fill(m.words, "value", w.Decimal(m.mean.Minutes, 1)))
			}
		}
		if f.Early > 0 {
			parts = append(parts, w.Hall.Early.Count(f.Early))
		}
		r.Detail = joined(parts...)
		rows = append(rows, r)
	}
	return append(rows, c.contactRows()...)
}

// clusterName is a cluster's name in the language of the screen.
func (c *Clerk) clusterName(f Figures) string {
	if name := c.theme(f.Cluster); name != string(f.Cluster) {
		return name
	}
	return f.Name
}

// alarm is the first alarm of the clusters, which are told the worst first, and how many more there are.
func (c *Clerk) alarm() Notice {
	if len(c.snap.Alarms) == 0 {
		return Notice{}
	}
	n := Notice{Say: c.snap.Alarms[0].Say, Tone: Warn}
	if more := len(c.snap.Alarms) - 1; more > 0 {
		n.Next = c.cfg.Words.Hall.Alarms.Count(more)
	}
	return n
}
