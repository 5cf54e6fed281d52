package week_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// half is the field of a site in the day that is shown, at a time.
func half(t *testing.T, s week.Shown, row int, at string) week.Cell {
	t.Helper()
	col := slices.Index(s.Half.Heads, at)
	if col < 0 || row >= len(s.Half.Rows) {
		t.Fatalf("no %s of row %d in %v", at, row, s.Half.Heads)
	}
	return s.Half.Rows[row].Cells[col]
}

// The day by half hours: of all sites, from the first that opens to the last that closes, with figures, strokes and who is expected.
func TestTheDayByHalfHours(t *testing.T) {
	within(t, func(s *screen) {
		got := s.do(func() { s.Point(0, 3) }, s.Zoom)
		h := got.Half
		if !h.On || h.Title != "do 26 nov" || len(h.Rows) != 3 || h.Heads[0] != "09:00" || h.Heads[len(h.Heads)-1] != "19:30" || h.Col != 0 {
			t.Fatalf("%+v", h)
		}
		if c := half(t, got, 0, "09:00"); c.Free != "0" || c.Figures != "9/9" || c.Need != "±6" || c.Level != 4 || c.Tone != week.Warn {
			t.Errorf("a full half hour: %+v", c)
		}
		if c := half(t, got, 0, "13:00"); c.Free != "9" || c.Figures != "0/9" || c.Level != 2 || c.Tone != week.Plain {
			t.Errorf("a quiet one: %+v", c)
		}
		if c := half(t, got, 0, "19:00"); c.Free != "3" || c.Tone != week.Bad {
			t.Errorf("one of which much more is expected: %+v", c)
		}
		if c := half(t, got, 1, "17:00"); !c.Closed || c.Level != 0 {
			t.Errorf("one in which nobody works: %+v", c)
		}
		got = s.do(func() { s.Go(0, 18) })
		if !has(got.Here, "Stadsloket Harmonie, do 26 nov, 18:00–18:30") || !has(got.Here, "1 loket, 3 plaatsen: 0 geboekt, 3 vrij") || !has(got.Here, "Verwacht in dit half uur: 5 plaatsen") {
			t.Errorf("at six: %+v", got.Here)
		}
		if got = s.do(func() { s.Go(0, 99) }); got.Half.Heads[got.Half.Col] != "19:30" {
			t.Errorf("beyond the end of the day: %s", got.Half.Heads[got.Half.Col])
		}
		if got = s.do(func() { s.Point(1, 99) }); got.Row != 0 {
			t.Errorf("pointed at nothing, and went to row %d", got.Row)
		}
		if got = s.do(s.Dismiss); got.Half.On || got.Day != 3 || len(got.Rows) != 3 {
			t.Errorf("back to the week: %+v", got.Half)
		}
	})
}

// Days follow each other over the end of the week, which is then another; a day on which nobody works says so.
func TestDaysFollowEachOther(t *testing.T) {
	within(t, func(s *screen) {
		s.do(func() { s.Point(0, 4) }, s.Zoom)
		got := s.do(func() { s.Turn(1) })
		if got.Half.Title != "za 28 nov" || got.Half.Empty != "Op za 28 nov werkt geen enkele locatie op afspraak." || !has(got.Here, "Stadsloket Harmonie, za 28 nov") || has(got.Here, "00:00") || len(s.hq.Weeks) != 1 {
			t.Errorf("Saturday: %+v, %d boards read", got.Half, len(s.hq.Weeks))
		}
		if got = s.do(func() { s.Turn(1) }, func() { s.Turn(1) }); got.Half.Title != "ma 30 nov" || len(s.hq.Weeks) != 2 || got.Half.Empty != "" {
			t.Errorf("Monday: %+v, %d boards read", got.Half.Title, len(s.hq.Weeks))
		}
		if got = s.do(func() { s.Turn(-1) }); got.Half.Title != "zo 29 nov" || len(s.hq.Weeks) != 3 {
			t.Errorf("Sunday again: %+v, %d boards read", got.Half.Title, len(s.hq.Weeks))
		}
	})
}

// Hours are lifted from the half hour on where the planner stands, and put down at the half hour where they are put: on the same draft.
func TestHoursOfADayAreMoved(t *testing.T) {
	within(t, func(s *screen) {
		got := s.do(func() { s.Point(0, 3) }, s.Zoom, func() { s.Go(0, 18) }, s.Press)
		if got.Sheet != week.HoursSheet || got.Hours.Picked != "Je neemt 18:00–20:00 op (2 u 00)." {
			t.Fatalf("picked %q", got.Hours.Picked)
		}
		got = s.do(s.Lift)
		if !half(t, got, 0, "18:00").Lifted || half(t, got, 0, "17:30").Lifted || got.Hand == "" {
			t.Errorf("in hand %q", got.Hand)
		}
		got = s.do(func() { s.Point(2, 14) }, s.Press)
		if got.Draft != "1 verplaatsing" || !half(t, got, 2, "16:30").Changed || half(t, got, 2, "15:30").Changed || !half(t, got, 0, "19:00").Changed || !got.Can.Commit {
			t.Errorf("draft %q: %+v", got.Draft, half(t, got, 2, "16:30"))
		}
		got = s.do(s.Zoom, s.Commit)
		if got.Commit.Moves[0] != "Loket 3 van Stadsloket Harmonie, do 26 nov 18:00–20:00, gaat naar Buurtloket Groenenhoek, do 26 nov om 16:00." {
			t.Errorf("from the week: %q", got.Commit.Moves)
		}
		if got = s.do(s.Dismiss, func() { s.Point(1, 3) }, s.Zoom, func() { s.Go(0, 99) }, s.Press); got.Sheet != week.NoSheet || got.Notice.Tone != week.Warn {
			t.Errorf("hours when nobody works: %+v", got.Notice)
		}
	})
}

// On the half hour that they came from, hours are back; on another one of the same day they are a move.
func TestHoursWithinADay(t *testing.T) {
	within(t, func(s *screen) {
		lift := func() { s.do(func() { s.Point(0, 18) }, s.Press, s.Lift) }
		s.do(func() { s.Point(0, 3) }, s.Zoom)
		lift()
		if got := s.do(s.Press); got.Hand != "" || got.Draft != "" {
			t.Errorf("put back: %q, %q", got.Hand, got.Draft)
		}
		lift()
		if got := s.do(func() { s.Point(0, 2) }, s.Press, s.Commit); !strings.HasSuffix(got.Commit.Moves[0], "gaat naar Stadsloket Harmonie, do 26 nov om 10:00.") {
			t.Errorf("earlier on the same day: %+v", got.Commit.Moves)
		}
	})
}

// A drop is lifting and putting down at once. Where a site has several openings it is asked which is meant, and then it goes where it
// was dragged.
func TestADrop(t *testing.T) {
	within(t, func(s *screen) {
		got := s.do(func() { s.Drop(week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}) })
		if got.Draft != "1 verplaatsing" || got.Sheet != week.NoSheet || got.Hand != "" || !got.Rows[1].Cells[4].Changed {
			t.Fatalf("one desk: %q, sheet %d, %+v", got.Draft, got.Sheet, got.Notice)
		}
		got = s.do(s.Discard, func() { s.Drop(week.Spot{Row: 0, Col: 3}, week.Spot{Row: 2, Col: 4}) })
		if got.Sheet != week.HoursSheet || got.Hours.Title != "Uren verplaatsen: Stadsloket Harmonie, do 26 nov" || got.Hours.Picked != "09:00–16:00 (7 u 00) gaat naar Buurtloket Groenenhoek, vr 27 nov." || got.Hours.Act != "Verplaats" || got.Draft != "" {
			t.Fatalf("several desks: %+v", got.Hours)
		}
		got = s.do(func() { s.Pick(3) }, func() { s.Shape(12, 0) }, s.Lift, s.Commit)
		if got.Commit.Moves[0] != "Loket 3 van Stadsloket Harmonie, do 26 nov 18:00–20:00, gaat naar Buurtloket Groenenhoek, vr 27 nov om 18:00." {
			t.Errorf("%q", got.Commit.Moves)
		}
		// What was dragged and not chosen goes nowhere, and the next hours that are lifted are in hand.
		got = s.do(s.Dismiss, s.Discard, func() { s.Drop(week.Spot{Row: 0, Col: 3}, week.Spot{Row: 2, Col: 4}) }, s.Dismiss)
		if got = s.do(s.Press, s.Lift); got.Hand == "" || got.Draft != "" {
			t.Errorf("after a drop that was given up: %q, %q", got.Hand, got.Draft)
		}
	})
}

// In the day a drop says the hour too.
func TestADropInTheDay(t *testing.T) {
	within(t, func(s *screen) {
		s.do(func() { s.Point(0, 3) }, s.Zoom)
		got := s.do(func() { s.Drop(week.Spot{Row: 0, Col: 18}, week.Spot{Row: 2, Col: 14}) })
		if got.Hours.Picked != "18:00–20:00 (2 u 00) gaat naar Buurtloket Groenenhoek, do 26 nov, 16:00." {
			t.Fatalf("%+v, %+v", got.Hours, got.Notice)
		}
		if got = s.do(s.Lift, s.Commit); !strings.HasSuffix(got.Commit.Moves[0], "do 26 nov 18:00–20:00, gaat naar Buurtloket Groenenhoek, do 26 nov om 16:00.") {
			t.Errorf("%q", got.Commit.Moves)
		}
	})
}

// A drop where it cannot go says why, and changes nothing.
func TestADropThatCannotBe(t *testing.T) {
	harmonie, groenenhoek := week.Spot{Row: 0, Col: 3}, week.Spot{Row: 2, Col: 4}
	for name, c := range map[string]struct {
		from, to week.Spot
		before   func(*screen)
		why      string
	}{
		"from a closed day": {week.Spot{Row: 0, Col: 6}, groenenhoek, nil, "Op deze dag is hier geen loket open om uren van te nemen."},
		"to nowhere":        {harmonie, week.Nowhere, nil, "Daar is geen dag van een locatie: er is niets verplaatst."},
		"beyond the board":  {harmonie, week.Spot{Row: 7, Col: 2}, nil, "Daar is geen dag van een locatie: er is niets verplaatst."},
		"from today":        {week.Spot{Row: 0, Col: 0}, groenenhoek, nil, "Vandaag is van het loket zelf"},
		"to today":          {harmonie, week.Spot{Row: 2, Col: 0}, nil, "Vandaag is van het loket zelf"},
		"with full hands":   {week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}, func(s *screen) { s.thursday() }, "Je hebt al uren in de hand."},
		"what headquarters refuses": {week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}, func(s *screen) {
			s.hq.Refuse(fault.New("x", fault.Invalid).Tell("Zij zijn van een ander bestuur.", ""))
		}, "Zij zijn van een ander bestuur."},
	} {
		t.Run(name, func(t *testing.T) {
			within(t, func(s *screen) {
				if c.before != nil {
					c.before(s)
				}
				before := s.Shown()
				got := s.do(func() { s.Drop(c.from, c.to) })
				if !strings.HasPrefix(got.Notice.Say, c.why) || got.Draft != "" || got.Sheet != week.NoSheet || got.Hand != before.Hand {
					t.Errorf("said %q, draft %q, sheet %d, hand %q", got.Notice.Say, got.Draft, got.Sheet, got.Hand)
				}
			})
		})
	}
	within(t, func(s *screen) {
		if got := s.do(func() { s.Drop(harmonie, harmonie) }); got.Sheet != week.NoSheet || got.Notice.Say != "" {
			t.Errorf("on itself: sheet %d, %q", got.Sheet, got.Notice.Say)
		}
	})
}

// Clusters that wait alike share a sentence; a site's own ones are told apart.
func TestWaitsThatChangeAlike(t *testing.T) {
	within(t, func(s *screen) {
		wait := func(id string, days uint32) *contract.BoardWait {
			return &contract.BoardWait{Cluster: id, ClusterName: id, Found: true, WorkingDays: days, WithinNorm: days <= 5}
		}
		say := func(after ...*contract.BoardWait) []week.Line {
			s.hq.Waits([]*contract.BoardWait{wait("burgerzaken", 8), wait("wonen", 8), wait("ocmw", 2)}, after)
			return s.do(s.Discard, func() { s.Drop(week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}) }).Effect
		}
		got := say(wait("burgerzaken", 4), wait("wonen", 4), wait("ocmw", 2))
		if !has(got, "burgerzaken, wonen: eerste vrije plaats 8 werkdagen » 4 werkdagen.") || has(got, "ocmw") {
			t.Errorf("two of three: %+v", got)
		}
		if got = say(wait("burgerzaken", 4), wait("wonen", 4), wait("ocmw", 1)); !has(got, "ocmw: eerste vrije plaats 2 werkdagen » 1 werkdag.") {
			t.Errorf("each its own: %+v", got)
		}
		s.hq.Waits([]*contract.BoardWait{wait("burgerzaken", 8), wait("wonen", 8)}, []*contract.BoardWait{wait("burgerzaken", 9), wait("wonen", 9)})
		got = s.do(s.Discard, func() { s.Drop(week.Spot{Row: 2, Col: 2}, week.Spot{Row: 1, Col: 4}) }).Effect
		if !has(got, "alle diensten: eerste vrije plaats 8 werkdagen » 9 werkdagen.") || got[0].Tone != week.Warn {
			t.Errorf("all: %+v", got)
		}
	})
}
