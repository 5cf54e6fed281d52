// Package weektest is a headquarters in memory for tests of the planner's screen: a plan of desk-hours that moves change, with a
// version, refusals and a line that can be cut.
package weektest

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"google.golang.org/protobuf/proto"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Today is the Monday that the board begins with.
var Today = office.NewDate(2026, 11, 23)

// Headquarters implements week.Headquarters. It is safe for concurrent use.
type Headquarters struct {
	mu      sync.Mutex
	version uint64
	rows    []*contract.BoardRow
	before  [][]*contract.BoardRow // of each commit
	advice  []*contract.BoardSuggestion
	hits    []*contract.PlanHit
	cut     bool
	refuse  error                    // what the next Try is refused with
	waits   [2][]*contract.BoardWait // of every site that a draft touches, before and after; empty: those that follow from its seats

	Duty    map[string][]*contract.BoardPerson // whom the roster has at the desks, by site; a site that is not in it has no roster
	Commits []*contract.BoardCommitRequest
	Weeks   []*contract.BoardWeekRequest
}

// New makes a city of three counters and so many more as asked.
func New(more int) *Headquarters {
	h := &Headquarters{version: 7}
	h.rows = append(h.rows, row("antwerpen-harmonie", "Stadsloket Harmonie", 3, true, true), row("buurtloket-berchem", "Buurtloket Berchem", 2, true, false),
		row("buurtloket-groenenhoek", "Buurtloket Groenenhoek", 1, false, false))
	for i := range more {
		h.rows = append(h.rows, row(fmt.Sprintf("wijk-%02d", i), fmt.Sprintf("Wijkloket %d", i+1), uint32(1+i%3), i%2 == 0, i%4 == 0))
	}
	return h
}

// row is a site that is open on weekdays from nine to four, and on Thursday evening where it has three desks.
func row(id, name string, desks uint32, appliance, online bool) *contract.BoardRow {
	r := &contract.BoardRow{Site: id, Name: name, Desks: desks, Appliance: appliance, Online: online,
		People: []*contract.BoardPerson{{Id: "an", Name: "An Peeters"}, {Id: "bart", Name: "Bart Maes"}}}
	for d := range uint32(7) {
		c := &contract.BoardCell{Date: int32(Today) + int32(d)}
		if d >= 5 {
			c.Closed = "Op deze dag is er geen dienst op afspraak."
		} else {
			for k := range desks {
				c.Stretches = append(c.Stretches, &contract.BoardStretch{Desk: k + 1, From: 540, To: 960, SlotMinutes: 10, Booked: 20, Held: 4})
			}
			if d == 3 && desks == 3 {
				c.Stretches = append(c.Stretches, &contract.BoardStretch{Desk: 3, From: 960, To: 1200, SlotMinutes: 10, Booked: 3, Held: 6})
			}
			c.Known, c.RestsOn, c.Expected = true, 8, float64(30*desks)
		}
		r.Cells = append(r.Cells, c)
	}
	count(r)
	return r
}

// count makes the figures of a row of its openings.
func count(r *contract.BoardRow) {
	long := uint32(9)
	for i, c := range r.Cells {
		c.Seats, c.Booked, c.Held, c.Desks, c.DeskMinutes = 0, 0, 0, 0, 0
		for _, s := range c.Stretches {
			c.Seats += (s.To - s.From) / s.SlotMinutes
			c.Booked += s.Booked
			c.Held += s.Held
			c.DeskMinutes += s.To - s.From
			c.Desks = max(c.Desks, s.Desk)
		}
		c.Free = c.Seats - min(c.Booked+c.Held, c.Seats)
		c.Hours = halves(c)
		c.Need, c.Word = 0, "gesloten"
		if c.Seats > 0 {
			c.Need = min(100, uint32(c.Expected)*100/c.Seats)
			c.Word = map[bool]string{true: "tekort", false: "ruim"}[c.Need > 79]
			if c.Seats > 60 {
				long = min(long, uint32(i)+2)
			}
		}
	}
	r.Waits = []*contract.BoardWait{{Cluster: "identiteit", ClusterName: "identiteitskaart", Found: true, WorkingDays: long, WithinNorm: long <= 5}}
}

// halves counts a day by half hours: of each opening the first places are booked, the next ones held. More is expected in the evening.
func halves(c *contract.BoardCell) (out []*contract.BoardHour) {
	for m := uint32(0); m < 1440; m += 30 {
		h := &contract.BoardHour{From: m}
		for _, s := range c.Stretches {
			if s.From >= m+30 || m >= s.To {
				continue
			}
			h.Desks++
			for at := max(m, s.From); at < min(m+30, s.To); at += s.SlotMinutes {
				h.Seats++
				switch n := (at - s.From) / s.SlotMinutes; {
				case n < s.Booked:
					h.Booked++
				case n < s.Booked+s.Held:
					h.Held++
				default:
					h.Free++
				}
			}
		}
		if h.Seats > 0 {
			h.Expected = c.Expected / 14
			if m >= 960 {
				h.Expected = 5
			}
			out = append(out, h)
		}
	}
	return out
}

// Cut takes the line away, or gives it back.
func (h *Headquarters) Cut(cut bool) { h.set(func() { h.cut = cut }) }

// Refuse makes the next Try fail.
func (h *Headquarters) Refuse(err error) { h.set(func() { h.refuse = err }) }

// Hit makes the draft hit an appointment.
func (h *Headquarters) Hit(hit ...*contract.PlanHit) { h.set(func() { h.hits = hit }) }

// Waits makes the waits of what a draft touches.
func (h *Headquarters) Waits(before, after []*contract.BoardWait) {
	h.set(func() { h.waits = [2][]*contract.BoardWait{before, after} })
}

// Advice is what is proposed.
func (h *Headquarters) Advice(s ...*contract.BoardSuggestion) { h.set(func() { h.advice = s }) }

// Change is somebody else who changes the plan.
func (h *Headquarters) Change() { h.set(func() { h.version++ }) }

func (h *Headquarters) set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *Headquarters) there(op string) error {
	if h.cut {
		return fault.New(op, fault.Unreachable).Tell("Het hoofdkantoor antwoordt niet.", "Probeer het straks nog eens.")
	}
	return nil
}

func clone(rows []*contract.BoardRow) []*contract.BoardRow {
	var out []*contract.BoardRow
	for _, r := range rows {
		out = append(out, proto.CloneOf(r))
	}
	return out
}

// Week implements week.Headquarters.
func (h *Headquarters) Week(_ context.Context, q *contract.BoardWeekRequest) (*contract.BoardWeekResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Weeks = append(h.Weeks, q)
	if err := h.there("weektest.Week"); err != nil {
		return nil, err
	}
	from := q.From
	if from == 0 {
		from = int32(Today)
	}
	rows := clone(h.rows)
	for _, r := range rows {
		for i, c := range r.Cells {
			c.Date = from + int32(i)
		}
	}
	return &contract.BoardWeekResponse{Version: h.version, From: from, Days: 7, Rows: rows, NormDays: 5, Today: int32(Today), Method: "uit vroegere weken"}, nil
}

// Try implements week.Headquarters.
func (h *Headquarters) Try(_ context.Context, d *contract.BoardDraft) (*contract.BoardEffect, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there("weektest.Try"); err != nil {
		return nil, err
	}
	if err := h.refuse; err != nil {
		h.refuse = nil
		return nil, err
	}
	return h.effect(d), nil
}

// effect compares the plan with what it would be.
func (h *Headquarters) effect(d *contract.BoardDraft) *contract.BoardEffect {
	after := clone(h.rows)
	touched := map[string]bool{}
	if d.Undo != 0 && len(h.before) > 0 {
		after = clone(h.before[len(h.before)-1])
		for i, r := range after {
			touched[r.Site] = !proto.Equal(r, h.rows[i])
		}
	}
	e := &contract.BoardEffect{Version: h.version, Stale: d.Version != h.version, Moves: d.Moves, Hits: h.hits}
	for _, m := range d.Moves {
		take(cell(after, m.FromSite, m.FromDate), m)
		give(cell(after, m.ToSite, m.ToDate), m)
		touched[m.FromSite], touched[m.ToSite] = true, true
		e.Recalls = append(e.Recalls, &contract.BoardRecall{Site: m.FromSite, Held: 6, Certain: 15, Online: h.row(m.FromSite).Online})
		people := h.row(m.ToSite).People
		duty, rostered := h.Duty[m.ToSite]
		if rostered {
			people = duty
		}
		e.Staff = append(e.Staff, &contract.BoardCoverage{Site: m.ToSite, Date: m.ToDate, DesksBefore: 1, DesksAfter: 2, Known: true, People: people, Rostered: rostered})
	}
	for i, r := range after {
		if touched[r.Site] {
			count(r)
			x := &contract.BoardRowEffect{Before: proto.CloneOf(h.rows[i]), After: r}
			if h.waits[0] != nil {
				x.Before.Waits, x.After.Waits = h.waits[0], h.waits[1]
			}
			e.Rows = append(e.Rows, x)
		}
	}
	return e
}

func (h *Headquarters) row(site string) *contract.BoardRow {
	i := slices.IndexFunc(h.rows, func(r *contract.BoardRow) bool { return r.Site == site })
	return h.rows[i]
}

func cell(rows []*contract.BoardRow, site string, date int32) *contract.BoardCell {
	for _, r := range rows {
		for _, c := range r.Cells {
			if r.Site == site && c.Date == date {
				return c
			}
		}
	}
	return &contract.BoardCell{}
}

// take closes a part of an opening.
func take(c *contract.BoardCell, m *contract.BoardMove) {
	for i, s := range c.Stretches {
		if s.Desk != m.Desk || s.From > m.From || s.To < m.To {
			continue
		}
		var left []*contract.BoardStretch
		if s.From < m.From {
			left = append(left, &contract.BoardStretch{Desk: s.Desk, From: s.From, To: m.From, SlotMinutes: 10})
		}
		if m.To < s.To {
			left = append(left, &contract.BoardStretch{Desk: s.Desk, From: m.To, To: s.To, SlotMinutes: 10})
		}
		c.Stretches = slices.Replace(c.Stretches, i, i+1, left...)
		return
	}
}

// give opens a desk.
func give(c *contract.BoardCell, m *contract.BoardMove) {
	c.Closed = ""
	c.Stretches = append(c.Stretches, &contract.BoardStretch{Desk: c.Desks + 1, From: m.At, To: m.At + m.To - m.From, SlotMinutes: 10})
}

// Commit implements week.Headquarters.
func (h *Headquarters) Commit(_ context.Context, q *contract.BoardCommitRequest) (*contract.BoardCommitResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there("weektest.Commit"); err != nil {
		return nil, err
	}
	if q.Draft.Version != h.version || len(q.Hit) != len(h.hits) {
		return nil, fault.New("weektest.Commit", fault.Conflict).Tell("Het rooster is intussen gewijzigd.", "Kijk het ontwerp na.")
	}
	h.Commits = append(h.Commits, q)
	e := h.effect(q.Draft)
	h.before = append(h.before, clone(h.rows))
	for _, r := range e.Rows {
		i := slices.IndexFunc(h.rows, func(x *contract.BoardRow) bool { return x.Site == r.After.Site })
		h.rows[i] = proto.CloneOf(r.After)
	}
	h.version++
	return &contract.BoardCommitResponse{Version: h.version, Effect: e}, nil
}

// Advise implements week.Headquarters.
func (h *Headquarters) Advise(context.Context, *contract.BoardAdviseRequest) (*contract.BoardAdviseResponse, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.there("weektest.Advise"); err != nil {
		return nil, err
	}
	return &contract.BoardAdviseResponse{Version: h.version, Suggestions: h.advice, Method: "Elke verplaatsing die meer wachten scheelt dan ze kost, de beste eerst."}, nil
}
