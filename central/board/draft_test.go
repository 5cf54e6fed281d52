package board_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
	"github.com/buurtloket/buurtloket/sync/rulebook"
)

// weighed is a draft that can be: its change, the plan after it, and its effect.
func (w *world) weigh(d board.Draft) (board.Change, *contract.Plan, board.Effect, error) {
	c, err := board.Translate(d, w.stored, w.scene.Plan, today)
	if err != nil {
		return c, nil, board.Effect{}, err
	}
	stored := changed(w.stored, c)
	after, err := rulebook.Compile(stored)
	if err != nil {
		return c, nil, board.Effect{}, err
	}
	e := board.Weigh(w.scene, after, c.Touch)
	return c, stored, e, e.Balanced()
}

// commit puts a changed plan in the place of the world's.
func (w *world) commit(t tb, stored *contract.Plan) {
	w.stored = stored
	w.scene.Plan = mustCompile(t, stored)
}

// note is what the register remembers of a change.
func note(before, after *contract.Plan, c board.Change) *contract.PlanNote {
	n := &contract.PlanNote{Version: after.Version, Before: &contract.Plan{}, After: &contract.Plan{Rules: c.Put.GetRules(), Regimes: c.Put.GetRegimes()}}
	for _, r := range before.Rules {
		if len(without(c.Undo.GetRules(), r.Id)) != len(c.Undo.GetRules()) {
			n.Before.Rules = append(n.Before.Rules, r)
		}
	}
	for _, g := range before.Regimes {
		if len(without(c.Undo.GetRegimes(), g.Id)) != len(c.Undo.GetRegimes()) {
			n.Before.Regimes = append(n.Before.Regimes, g)
		}
	}
	return n
}

// TestADraftLosesNothing is the promise of the package, for random drafts on random worlds, several after each other:
//   - every draft that can be leaves as many desk-minutes in the city as there were;
//   - what it says of the board afterwards is what the board says once it was done, and of the board before what it said;
//   - taking it back restores the plan, and taking that back does it again.
func TestADraftLosesNothing(t *testing.T) {
	done := 0
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		for step := range rapid.IntRange(1, 3).Draw(t, "steps") {
			d := board.Draft{Name: fmt.Sprint(step)}
			for range rapid.IntRange(1, 3).Draw(t, "moves") {
				if m, ok := w.drawMove(t); ok {
					d.Moves = append(d.Moves, m)
				}
			}
			if d.Empty() {
				continue
			}
			c, stored, e, err := w.weigh(d)
			if err != nil {
				if !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
					t.Fatalf("refused without words: %v", err)
				}
				continue
			}
			done++
			before, old := w.stored, minutes(w.scene.Plan)
			w.sees(t, e, func(r board.RowEffect) board.Row { return r.Before })
			w.commit(t, stored)
			if now := minutes(w.scene.Plan); now != old {
				t.Fatalf("%d desk-minutes before, %d after %+v", old, now, d.Moves)
			}
			w.sees(t, e, func(r board.RowEffect) board.Row { return r.After })
			w.backAndForth(t, before, c)
		}
	})
	if done == 0 {
		t.Error("no draft could be done")
	}
}

// sees checks that the board says of all that an effect touches what the effect says.
func (w *world) sees(t *rapid.T, e board.Effect, of func(board.RowEffect) board.Row) {
	for _, r := range e.Rows {
		row := of(r)
		for _, c := range row.Cells {
			got := board.Week(w.scene, board.Span{From: c.Date, Days: 1, Sites: []office.SiteID{c.Site}, Hours: true}).Rows[0]
			if !reflect.DeepEqual(got.Cells[0], c) || !reflect.DeepEqual(got.Waits, row.Waits) {
				t.Fatalf("the board says\n%+v %+v\nthe effect said\n%+v %+v", got.Cells[0], got.Waits, c, row.Waits)
			}
		}
	}
}

// backAndForth takes the last change back, which must restore the plan, and leaves it done.
func (w *world) backAndForth(t *rapid.T, before *contract.Plan, c board.Change) {
	done := w.stored
	back, undone, e, err := w.weigh(board.Draft{Undo: note(before, done, c)})
	if err != nil {
		t.Fatal(err)
	}
	if !same(before, undone) {
		t.Fatalf("taken back, the plan is not what it was:\n%v\n%v", before, undone)
	}
	if e.MinutesBefore != e.MinutesAfter {
		t.Fatalf("taking back loses hours: %+v", e)
	}
	w.commit(t, undone)
	_, again, _, err := w.weigh(board.Draft{Undo: note(done, undone, back)})
	if err != nil || !same(done, again) {
		t.Fatalf("taken back twice: %v", err)
	}
	w.commit(t, again)
	if _, _, _, err := w.weigh(board.Draft{Undo: note(done, undone, back)}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("taken back what was done again: %v", err)
	}
}

// same compares plans, versions apart.
func same(a, b *contract.Plan) bool {
	a, b = proto.CloneOf(a), proto.CloneOf(b)
	a.Version, b.Version = 0, 0
	return proto.Equal(a, b)
}

// TestAnEmptyDraft does nothing.
func TestAnEmptyDraft(t *testing.T) {
	w := newWorld(t)
	c, stored, e, err := w.weigh(board.Draft{})
	if err != nil || len(c.Touch) != 0 || !same(stored, w.stored) || !reflect.DeepEqual(e, board.Effect{}) {
		t.Errorf("change %+v, effect %+v, %v", c, e, err)
	}
}

// evening moves a desk of Harmonie to Groenenhoek on Thursday evening.
func evening() board.Move {
	return board.Move{From: board.Block{Site: harmonie, Date: thursday, Desk: 12, From: 17 * 60, To: 19 * 60},
		To: board.Target{Site: hoek, Date: thursday, From: 17 * 60}}
}

// TestThursdayEvening: the planner's story, with what every part of the effect says.
func TestThursdayEvening(t *testing.T) {
	w := newWorld(t)
	seat := func(start office.Minute) office.SeatID {
		return office.SeatID{Site: harmonie, Date: thursday, Desk: 12, Start: start}
	}
	w.ledger.put(seat(17*60), board.Booked)
	w.ledger.put(seat(17*60+10), board.Held)
	w.ledger.put(seat(17*60+20), board.Held)
	w.fill(hoek, thursday, 72, board.Booked) // full
	w.scene.Bookings = func(site office.SiteID, on office.Date) []calendar.Booking {
		if site != harmonie || on != thursday {
			return nil
		}
		return []calendar.Booking{{ID: office.AppointmentID{1}, Seats: []office.SeatID{seat(17 * 60)}, Products: []office.ProductID{"eid-aanvraag"}}}
	}
	w.scene.Staff = map[office.SiteID][]board.Person{hoek: {{ID: "an", Name: "An", Skills: []string{"wonen"}}, {ID: "bo", Name: "Bo", Skills: []string{"mobiliteit"}}}}
	c, stored, e, err := w.weigh(board.Draft{Name: "2", Moves: []board.Move{evening()}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Moves[0].To.Desk != 3 || len(c.Put.Rules) != 1 || len(c.Put.Regimes) != 1 || c.Put.Rules[0].Id != "verschuiving/2/1" {
		t.Errorf("change %+v", c)
	}
	if len(e.Hits) != 1 || e.Hits[0].ID != (office.AppointmentID{1}) {
		t.Errorf("hits %+v", e.Hits)
	}
	if len(e.Recalls) != 1 || len(e.Recalls[0].Seats) != 12 || e.Recalls[0].Held != 2 || e.Recalls[0].Certain != 9 {
		t.Errorf("recalls %+v", e.Recalls)
	}
	row := e.Rows[1]
	if row.After.Site.ID != hoek || row.Before.Cells[0].Seats != 72 || row.After.Cells[0].Seats != 84 || row.After.Cells[0].Free != 12 || row.After.Cells[0].Desks != 3 {
		t.Errorf("Groenenhoek: %+v", row.After.Cells)
	}
	if before, after := row.Before.Waits[0], row.After.Waits[0]; before.Date != thursday+7 || after.Date != thursday || !after.Within() {
		t.Errorf("first free: %+v, then %+v", before, after)
	}
	said := strings.Join(e.Warnings, "\n")
	for _, want := range []string{"heeft 2 loketten", "3 loketten open en 2 mensen", "niemand 'burgerzaken'", "1 afspraken verliezen hun plaats"} {
		if !strings.Contains(said, want) {
			t.Errorf("no warning %q in\n%s", want, said)
		}
	}
	w.commit(t, stored)
	if cell := board.Week(w.scene, board.Span{From: thursday, Days: 1, Sites: []office.SiteID{harmonie}}).Rows[0].Cells[0]; cell.Stranded != 1 || cell.Asked != 2 {
		t.Errorf("Harmonie afterwards: %+v", cell)
	}
}

// TestDraftsThatCannotBe are refused with words for a planner, each for its own reason.
func TestDraftsThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*board.Move)
		say   string
	}{
		{"unknown source", func(m *board.Move) { m.From.Site = "elders" }, "niet bekend"},
		{"unknown target", func(m *board.Move) { m.To.Site = "elders" }, "niet bekend"},
		{"today", func(m *board.Move) { m.From.Date = today }, "Vandaag is van het loket"},
		{"into today", func(m *board.Move) { m.To.Date = today }, "Vandaag is van het loket"},
		{"no hours", func(m *board.Move) { m.From.To = m.From.From }, "geen deel van een dag"},
		{"a desk that is not open", func(m *board.Move) { m.From.Desk = 13 }, "niet open"},
		{"past closing", func(m *board.Move) { m.From.To = 20*60 + 10 }, "niet open"},
		{"half a slot", func(m *board.Move) { m.From.To -= 5 }, "niet open"},
		{"between slots", func(m *board.Move) { m.From.From += 5 }, "niet open"},
		{"after midnight", func(m *board.Move) { m.To.From = 23 * 60 }, "middernacht"},
		{"a desk in use", func(m *board.Move) { m.To.Desk = 1 }, "al in gebruik"},
		{"another town", func(m *board.Move) { m.To.Site = "lier-stadskantoor" }, "ander bestuur"},
		{"a holiday", func(m *board.Move) { m.To.Date = office.NewDate(2026, 12, 25) }, "feestdagen"},
		{"an unknown product", func(m *board.Move) { m.To.Products = []office.ProductID{"niets"} }, ""},
		{"a product without a vault", func(m *board.Move) { m.To.Products = []office.ProductID{"eid-afhalen"} }, "kluis"},
	} {
		w := newWorld(t)
		m := evening()
		c.spoil(&m)
		_, _, _, err := w.weigh(board.Draft{Name: "x", Moves: []board.Move{m}})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.say) {
			t.Errorf("%s: %v (%s), want %q", c.name, err, fault.Sentence(err), c.say)
		}
	}
	w := newWorld(t)
	if _, _, _, err := w.weigh(board.Draft{Name: "x", Moves: []board.Move{evening(), evening()}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("the same hours twice: %v", err)
	}
	if _, _, _, err := w.weigh(board.Draft{Name: "x", Moves: []board.Move{evening()}, Undo: &contract.PlanNote{}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("moves and an undo: %v", err)
	}
	n := &contract.PlanNote{Version: 2, After: &contract.Plan{Rules: w.stored.Rules[:1]}}
	if _, _, _, err := w.weigh(board.Draft{Undo: n}); !fault.Is(err, fault.Invalid) {
		t.Errorf("undoing what the board did not do: %v", err)
	}
}

// TestHoursIntoAClosedDay: hours that would be lost because the target is closed are refused, not lost.
func TestHoursIntoAClosedDay(t *testing.T) {
	w := newWorld(t)
	w.stored.Closures = append(w.stored.Closures, &contract.Closure{Id: "dicht", Site: string(hoek), FromDate: int32(thursday), ToDate: int32(thursday), From: 18 * 60, To: 19 * 60, Reason: "overleg"})
	w.commit(t, w.stored)
	if _, _, _, err := w.weigh(board.Draft{Name: "x", Moves: []board.Move{evening()}}); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "uren verloren") {
		t.Errorf("%v", err)
	}
}
