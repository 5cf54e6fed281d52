package board_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
	"google.golang.org/protobuf/proto"
)

const (
	berchem  = office.SiteID("buurtloket-berchem")
	hoek     = office.SiteID("buurtloket-groenenhoek")
	harmonie = office.SiteID("antwerpen-harmonie")
)

// now is a Friday morning; tuesday and thursday are of the week after.
var (
	now      = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	today    = office.NewDate(2026, 11, 20)
	tuesday  = office.NewDate(2026, 11, 24)
	thursday = office.NewDate(2026, 11, 26)
)

// tb is what *testing.T and *rapid.T have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// memory is a ledger that a test writes.
type memory map[board.Touch]*board.Record

func (m memory) Record(site office.SiteID, on office.Date) board.Record {
	if r := m[board.Touch{Site: site, Date: on}]; r != nil {
		return *r
	}
	return board.Record{}
}

// put marks a seat.
func (m memory) put(id office.SeatID, s board.State) {
	k := board.Touch{Site: id.Site, Date: id.Date}
	if m[k] == nil {
		m[k] = &board.Record{}
	}
	m[k].Marks = append(m[k].Marks, board.Mark{Desk: id.Desk, Start: id.Start, State: s})
}

func mustCompile(t tb, p *contract.Plan) *calendar.Plan {
	t.Helper()
	c, err := rulebook.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world is the plan of the catalogue over a ledger.
type world struct {
	stored *contract.Plan
	ledger memory
	scene  *board.Scene
}

func newWorld(t tb) *world {
	t.Helper()
	w := &world{stored: rulebook.Default(), ledger: memory{}}
	w.scene = &board.Scene{Plan: mustCompile(t, w.stored), Ledger: w.ledger, Now: now}
	return w
}

// fill marks seats of a site's day from the first on.
func (w *world) fill(site office.SiteID, on office.Date, n int, s board.State) {
	for i, id := range w.scene.Plan.Day(site, on).Seats() {
		if i < n {
			w.ledger.put(id, s)
		}
	}
}

// changed is the stored plan with a change, as the register would store it.
func changed(p *contract.Plan, c board.Change) *contract.Plan {
	out := proto.CloneOf(p)
	out.Version++
	for _, r := range c.Undo.GetRules() {
		out.Rules = without(out.Rules, r.Id)
	}
	for _, g := range c.Undo.GetRegimes() {
		out.Regimes = without(out.Regimes, g.Id)
	}
	out.Rules = append(out.Rules, c.Put.GetRules()...)
	out.Regimes = append(out.Regimes, c.Put.GetRegimes()...)
	return out
}

func without[T interface{ GetId() string }](all []T, id string) (out []T) {
	for _, x := range all {
		if x.GetId() != id {
			out = append(out, x)
		}
	}
	return out
}

// draw draws a world with seats in all states, in the past too.
func draw(t *rapid.T) *world {
	w := newWorld(t)
	sites := []office.SiteID{berchem, hoek, harmonie}
	days := rapid.IntRange(0, 25).Draw(t, "days")
	for range days {
		site := rapid.SampledFrom(sites).Draw(t, "site")
		on := today + office.Date(rapid.IntRange(-20, 20).Draw(t, "day"))
		k := board.Touch{Site: site, Date: on}
		if w.ledger[k] != nil {
			continue
		}
		w.ledger[k] = &board.Record{Blocked: rapid.IntRange(0, 9).Draw(t, "blocked") == 0, Shut: rapid.IntRange(0, 19).Draw(t, "shut") == 0}
		every := rapid.IntRange(1, 7).Draw(t, "every")
		for i, id := range w.scene.Plan.Day(site, on).Seats() {
			if i%every == 0 {
				w.ledger.put(id, board.State(rapid.IntRange(0, 4).Draw(t, "state")))
			}
		}
		if rapid.Bool().Draw(t, "outside") { // a seat that the plan does not have
			w.ledger.put(office.SeatID{Site: site, Date: on, Desk: 60, Start: 600}, board.Booked)
			w.ledger.put(office.SeatID{Site: site, Date: on, Desk: 61, Start: 600}, board.Held)
		}
	}
	return w
}

// drawMove draws a move that can be, as far as the rules of a single move say; ok is false when the day drawn has no desk.
func (w *world) drawMove(t *rapid.T) (m board.Move, ok bool) {
	sites := []office.SiteID{berchem, hoek, harmonie}
	m.From.Site = rapid.SampledFrom(sites).Draw(t, "from")
	m.From.Date = today + office.Date(rapid.IntRange(1, 14).Draw(t, "fromDay"))
	row := board.Week(w.scene, board.Span{From: m.From.Date, Days: 1, Sites: []office.SiteID{m.From.Site}, Hours: true}).Rows[0].Cells[0]
	if len(row.Opening) == 0 {
		return m, false
	}
	s := rapid.SampledFrom(row.Opening).Draw(t, "stretch")
	n := int((s.To - s.From) / s.Slot)
	first := rapid.IntRange(0, n-1).Draw(t, "first")
	last := rapid.IntRange(first+1, n).Draw(t, "last")
	m.From.Desk, m.From.From, m.From.To = s.Desk, s.From+office.Minute(first)*s.Slot, s.From+office.Minute(last)*s.Slot
	m.To.Site = rapid.SampledFrom(sites).Draw(t, "to")
	m.To.Date = today + office.Date(rapid.IntRange(1, 14).Draw(t, "toDay"))
	m.To.From = office.Minute(rapid.IntRange(0, (24*60-int(m.From.To-m.From.From))/10).Draw(t, "at") * 10)
	return m, true
}

// minutes counts the desk-minutes of all sites on the days around, seat by seat: the slow and obvious way.
func minutes(p *calendar.Plan) (sum int) {
	for _, s := range p.Sites() {
		for d := today; d < today+21; d++ {
			day := p.Day(s.ID, d)
			for _, id := range day.Seats() {
				sum += int(day.SlotAt(id.Desk, id.Start))
			}
		}
	}
	return sum
}
