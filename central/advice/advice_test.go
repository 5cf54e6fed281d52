package advice_test

import (
	"reflect"
	"testing"

	"github.com/buurtloket/buurtloket/central/board"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// What the months must prove: better by at least so much, in the mean of all who asked, for so many seeds of all; and never worse
// than leaving things as they are by more than the bound, not even where there is nothing to spare.
const (
	seeds  = 9
	better = 0.15 // working days
	often  = 8
	bound  = 0.1 // working days
)

// TestAMonthWithSuggestions: the same people, the same luck, with and without following what is suggested each Monday.
func TestAMonthWithSuggestions(t *testing.T) {
	won := 0
	for seed := range uint64(seeds) {
		without, with := simulate(t, seed, false, 0), simulate(t, seed, false, 10)
		t.Logf("seed %d: without %.2f days, %d of %d refused; with %.2f days, %d of %d refused, %d moved", seed,
			without.days, without.lost, without.asked, with.days, with.lost, with.asked, with.moved)
		if without.asked != with.asked {
			t.Fatalf("seed %d: not the same people", seed)
		}
		if with.burden() <= without.burden()-better && with.lost <= without.lost {
			won++
		}
		if with.burden() > without.burden()+bound {
			t.Errorf("seed %d: worse, %.2f to %.2f", seed, without.burden(), with.burden())
		}
	}
	if won < often {
		t.Errorf("better in %d of %d months, want %d", won, seeds, often)
	}
}

// TestNothingToSpare: where every site is short, following suggestions does no harm beyond the bound.
func TestNothingToSpare(t *testing.T) {
	for seed := range uint64(4) {
		without, with := simulate(t, seed, true, 0), simulate(t, seed, true, 10)
		t.Logf("seed %d: without %.2f days, %d of %d refused; with %.2f days, %d refused, %d moved", seed,
			without.days, without.lost, without.asked, with.days, with.lost, with.moved)
		if with.burden() > without.burden()+bound || with.lost > without.lost+without.asked/100 {
			t.Errorf("seed %d: worse, %.2f to %.2f, refused %d to %d", seed, without.burden(), with.burden(), without.lost, with.lost)
		}
	}
}

// TestEverySuggestionCanBe: alone and all together they are drafts that the board takes, that hit nobody, leave a desk where
// they come from and fit the house where they go.
func TestEverySuggestionCanBe(t *testing.T) {
	for seed := range uint64(20) {
		c := newCity(t, seed, seed%4 == 3)
		c.live(seed, 7+int(seed%13), nil)
		a := c.advise(1 + int(seed%8))
		all := board.Draft{Name: "alle"}
		for _, s := range a.Suggestions {
			all.Moves = append(all.Moves, s.Move)
			c.takes(t, board.Draft{Name: "een", Moves: []board.Move{s.Move}})
			if s.Reason == "" || s.Less <= 0 {
				t.Fatalf("suggestion without reason or use: %+v", s)
			}
			if b := s.Move.From; s.Move.To.Date != b.Date || s.Move.To.From != b.From {
				t.Fatalf("shifts change: %+v", s.Move)
			}
		}
		c.takes(t, all)
		if a.After > a.Before+1e-6 {
			t.Fatalf("waiting from %v to %v", a.Before, a.After)
		}
	}
}

// takes checks that the board takes a draft.
func (c *city) takes(t *testing.T, d board.Draft) {
	if len(d.Moves) == 0 {
		return
	}
	change, err := board.Translate(d, c.stored, c.plan, c.today)
	if err != nil {
		t.Fatal(err)
	}
	before := c.plan
	s, stored := c.scene(), c.stored
	s.Bookings = c.bookings
	c.stored = c.changed(change.Pieces())
	c.compile()
	e := board.Weigh(s, c.plan, change.Touch)
	c.stored, c.plan = stored, before
	if err := e.Balanced(); err != nil || len(e.Hits) > 0 {
		t.Fatalf("%v, hits %v", err, e.Hits)
	}
	for _, r := range e.Rows {
		for i, cell := range r.After.Cells {
			if n := int(r.After.Site.Desks.Value); cell.Desks > n {
				t.Fatalf("%s has %d desks, %d of them open", cell.Site, n, cell.Desks)
			}
			for k, h := range r.Before.Cells[i].Hours {
				if h.Desks > 0 && r.After.Cells[i].Hours[k].Desks == 0 {
					t.Fatalf("%s closes at %s", cell.Site, h.From)
				}
			}
		}
	}
}

// bookings are the appointments of a day: one for each seat that is taken.
func (c *city) bookings(site office.SiteID, on office.Date) (out []calendar.Booking) {
	for at := range c.booked[board.Touch{Site: site, Date: on}] {
		out = append(out, calendar.Booking{Seats: []office.SeatID{{Site: site, Date: on, Desk: at.desk, Start: at.start}}, Products: []office.ProductID{"eid-aanvraag"}})
	}
	return out
}

// TestTheSameStateTheSameSuggestions: nothing is drawn by chance, and no order of a map shows.
func TestTheSameStateTheSameSuggestions(t *testing.T) {
	c := newCity(t, 3, false)
	c.live(3, 30, nil)
	first := c.advise(10)
	if len(first.Suggestions) == 0 {
		t.Fatal("no suggestions")
	}
	for range 5 {
		if again := c.advise(10); !reflect.DeepEqual(first, again) {
			t.Fatalf("first %+v, then %+v", first, again)
		}
	}
	for i := range first.Suggestions[1:] {
		if first.Suggestions[i].Less < first.Suggestions[i+1].Less-1e-6 {
			t.Errorf("suggestion %d saves %v, the next %v", i, first.Suggestions[i].Less, first.Suggestions[i+1].Less)
		}
	}
}

// TestWithoutFiguresThereIsNothingToSuggest: an empty calendar says nothing of what people want.
func TestWithoutFiguresThereIsNothingToSuggest(t *testing.T) {
	c := newCity(t, 1, false)
	if a := c.advise(10); len(a.Suggestions) != 0 || a.Before != 0 || a.After != 0 {
		t.Errorf("%+v", a)
	}
}
