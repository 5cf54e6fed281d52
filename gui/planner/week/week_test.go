package week_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/planner/week/weektest"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
)

// screen is a planner's screen with a headquarters behind it, in the invented time of a synctest bubble.
type screen struct {
	*week.Week
	hq *weektest.Headquarters
}

func within(t *testing.T, f func(s *screen)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		hq := weektest.New(0)
		s := &screen{Week: week.New(week.Config{Headquarters: hq, By: "ines", Words: text.Dutch()}), hq: hq}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.Run(ctx) })
		defer func() { cancel(); wg.Wait() }()
		synctest.Wait()
		f(s)
	})
}

// do acts and waits until it was done.
func (s *screen) do(acts ...func()) week.Shown {
	for _, act := range acts {
		act()
		synctest.Wait()
	}
	return s.Shown()
}

// thursday lifts Thursday evening of Harmonie.
func (s *screen) thursday() week.Shown {
	return s.do(func() { s.Point(0, 3) }, s.Press, func() { s.Pick(3) }, s.Lift)
}

func has(lines []week.Line, words string) bool {
	for _, l := range lines {
		if strings.Contains(l.Say, words) {
			return true
		}
	}
	return false
}

// The example of the screen's design: Thursday evening goes from Harmonie to Groenenhoek, seen before it is done.
func TestAnEveningIsMoved(t *testing.T) {
	within(t, func(s *screen) {
		got := s.thursday()
		if !strings.Contains(got.Hand, "loket 3 van Stadsloket Harmonie, do 26 nov, 16:00–20:00") || !got.Rows[0].Cells[3].Lifted {
			t.Errorf("in hand: %q", got.Hand)
		}
		got = s.do(func() { s.Point(2, 3) }, s.Press)
		if got.Hand != "" || got.Draft != "1 verplaatsing" || !got.Rows[2].Cells[3].Changed || !got.Can.Commit {
			t.Errorf("draft %q, in hand %q, can %+v", got.Draft, got.Hand, got.Can)
		}
		if got.Rows[2].Wait.Say != "9 » 5 werkdagen" || !has(got.Effect, "Buurtloket Groenenhoek, identiteitskaart: eerste vrije plaats 9 werkdagen » 5 werkdagen.") ||
			!has(got.Effect, "hier mogen werken: An Peeters, Bart Maes") || !has(got.Effect, "Geen enkele afspraak") || !has(got.Effect, "6 plaatsen worden aan het loket teruggevraagd") {
			t.Errorf("effect %+v", got.Effect)
		}
		if len(s.hq.Commits) != 0 {
			t.Fatal("a draft was committed by itself")
		}
		if got = s.do(s.Commit); got.Sheet != week.CommitSheet || len(s.hq.Commits) != 0 || got.Commit.Moves[0] != "Loket 3 van Stadsloket Harmonie, do 26 nov 16:00–20:00, gaat naar Buurtloket Groenenhoek, do 26 nov om 16:00." {
			t.Fatalf("before committing: %+v", got.Commit)
		}
		got = s.do(s.Commit)
		if len(s.hq.Commits) != 1 || s.hq.Commits[0].By != "ines" || got.Sheet != week.NoSheet || got.Draft != "" || got.Notice.Say != "Vastgelegd." || !got.Can.TakeBack {
			t.Errorf("%d commits; %+v", len(s.hq.Commits), got.Notice)
		}
		if got.Notice.Next != "6 plaatsen zijn teruggevraagd; ze komen zodra het loket antwoordt." || got.Rows[2].Wait.Say != "5 werkdagen" {
			t.Errorf("%+v, %+v", got.Notice, got.Rows[2].Wait)
		}
		got = s.do(s.TakeBack)
		if got.Draft != text.Dutch().Planner.DraftUndo || got.Rows[2].Wait.Say != "5 » 9 werkdagen" {
			t.Errorf("taking back: %q, %+v", got.Draft, got.Rows[2].Wait)
		}
		if got = s.do(s.Commit, s.Commit); s.hq.Commits[1].Draft.Undo != 8 || got.Rows[2].Wait.Say != "9 werkdagen" || got.Can.TakeBack {
			t.Errorf("taken back: %+v", got.Rows[2].Wait)
		}
	})
}

func TestAPartOfAnOpening(t *testing.T) {
	within(t, func(s *screen) {
		got := s.do(func() { s.Point(0, 3) }, s.Press, func() { s.Pick(3) }, func() { s.Shape(6, 0) }, func() { s.Shape(0, -12) })
		if got.Hours.Picked != "Je neemt 17:00–18:00 op (1 u 00)." {
			t.Errorf("picked %q", got.Hours.Picked)
		}
		if got = s.do(func() { s.Shape(100, 0) }, func() { s.Shape(0, -100) }); got.Hours.Picked != "Je neemt 17:50–18:00 op (10 min)." {
			t.Errorf("never less than a slot: %q", got.Hours.Picked)
		}
		if got = s.do(func() { s.Shape(-100, 0) }, func() { s.Shape(0, 100) }); got.Hours.Picked != "Je neemt 16:00–20:00 op (4 u 00)." {
			t.Errorf("never more than the opening: %q", got.Hours.Picked)
		}
		if got = s.do(func() { s.Pick(0) }); got.Hours.Picked != "Je neemt 09:00–16:00 op (7 u 00)." {
			t.Errorf("another opening: %q", got.Hours.Picked)
		}
	})
}

// What headquarters refuses is not in the draft, and the hours stay in hand; what it says is read.
func TestARefusedMove(t *testing.T) {
	within(t, func(s *screen) {
		s.thursday()
		s.hq.Refuse(fault.New("x", fault.Invalid).Tell("Daar is dan geen loket vrij.", "Kies een ander uur."))
		got := s.do(func() { s.Point(1, 3) }, s.Press)
		if got.Draft != "" || got.Hand == "" || got.Notice.Tone != week.Bad || got.Notice.Say != "Daar is dan geen loket vrij. Kies een ander uur." || got.Can.Commit {
			t.Errorf("draft %q, hand %q, %+v", got.Draft, got.Hand, got.Notice)
		}
		if got = s.do(func() { s.Point(2, 3) }, s.Press); got.Draft != "1 verplaatsing" {
			t.Errorf("somewhere else: %q, %+v", got.Draft, got.Notice)
		}
		s.hq.Refuse(fault.New("x", fault.Invalid).Tell("Te laat op de dag.", ""))
		if got = s.do(func() { s.Shift(6) }); !got.Can.Commit || got.Notice.Say != "Te laat op de dag." {
			t.Errorf("a refused hour: %+v, %+v", got.Can, got.Notice)
		}
		if got = s.do(func() { s.Shift(6) }, s.Commit); !strings.HasSuffix(got.Commit.Moves[0], "om 17:00.") {
			t.Errorf("an hour later: %q", got.Commit.Moves)
		}
	})
}

// Putting hours back where they came from is no move, and letting go of them neither.
func TestHoursPutBack(t *testing.T) {
	within(t, func(s *screen) {
		s.thursday()
		if got := s.do(s.Press); got.Hand != "" || got.Draft != "" {
			t.Errorf("put back: %q, %q", got.Hand, got.Draft)
		}
		s.thursday()
		if got := s.do(s.Dismiss); got.Hand != "" || got.Draft != "" {
			t.Errorf("let go: %q, %q", got.Hand, got.Draft)
		}
		s.thursday()
		s.do(func() { s.Point(2, 3) }, s.Press)
		s.do(func() { s.Point(0, 0) }, s.Press, s.Lift)
		if got := s.do(func() { s.Point(2, 1) }, s.Press); got.Draft != "2 verplaatsingen" {
			t.Errorf("two moves: %q", got.Draft)
		}
		if got := s.do(s.Undo); got.Draft != "1 verplaatsing" || !got.Can.Commit {
			t.Errorf("a step back: %q", got.Draft)
		}
		if got := s.do(s.Discard); got.Draft != "" || got.Rows[2].Cells[3].Changed {
			t.Errorf("dropped: %q", got.Draft)
		}
	})
}

// Somebody else changes the plan: the draft is weighed again before it can be committed; a commit of an old one is refused.
func TestThePlanChangesUnderneath(t *testing.T) {
	within(t, func(s *screen) {
		s.thursday()
		s.do(func() { s.Point(2, 3) }, s.Press)
		s.hq.Change()
		got := s.do(s.Commit, s.Commit)
		if len(s.hq.Commits) != 0 || got.Notice.Tone == week.Good || got.Draft != "1 verplaatsing" {
			t.Errorf("committed on another plan: %+v", got.Notice)
		}
		if !got.Can.Commit {
			t.Errorf("it was not weighed again: %+v", got)
		}
		if s.do(s.Commit, s.Commit); len(s.hq.Commits) != 1 || s.hq.Commits[0].Draft.Version != 8 {
			t.Errorf("%d commits", len(s.hq.Commits))
		}
	})
}

// Who is hit is listed on the sheet, and the commit names them.
func TestWhoIsHitIsSeen(t *testing.T) {
	within(t, func(s *screen) {
		s.hq.Hit(&contract.PlanHit{Why: "het loket is dan elders", Appointment: &contract.Appointment{Id: []byte("0123456789abcdef"),
			Place: &contract.Place{Site: "antwerpen-harmonie", Run: &contract.Run{Date: int32(weektest.Today) + 3, Desk: 3, Start: 1000}}}})
		s.thursday()
		got := s.do(func() { s.Point(2, 3) }, s.Press, s.Commit)
		if !has(got.Effect, "1 afspraak verliest haar plaats") || len(got.Commit.Hits) != 1 || got.Commit.Hits[0].Say != "Stadsloket Harmonie, do 26 nov om 16:40: het loket is dan elders" {
			t.Errorf("%+v, %+v", got.Effect, got.Commit.Hits)
		}
		if s.do(s.Commit); len(s.hq.Commits) != 1 || string(s.hq.Commits[0].Hit[0]) != "0123456789abcdef" {
			t.Errorf("commits %v", s.hq.Commits)
		}
	})
}

// Headquarters is gone: the board stays with its age, the draft stays, nothing can be committed; it comes back by itself.
func TestWithoutHeadquarters(t *testing.T) {
	within(t, func(s *screen) {
		s.thursday()
		s.do(func() { s.Point(2, 3) }, s.Press)
		s.hq.Cut(true)
		got := s.do(s.Refresh)
		if got.Line.Tone != week.Warn || !strings.Contains(got.Line.Say, "dit bord is van") || got.Draft == "" || got.Can.Commit || len(got.Rows) != 3 {
			t.Errorf("%+v, %q, %+v", got.Line, got.Draft, got.Can)
		}
		s.hq.Cut(false)
		if got = s.do(s.Refresh); got.Line.Tone != week.Good || !got.Can.Commit {
			t.Errorf("%+v, %+v", got.Line, got.Can)
		}
	})
}

// A suggestion becomes a draft and nothing more.
func TestASuggestion(t *testing.T) {
	within(t, func(s *screen) {
		move := &contract.BoardMove{FromSite: "antwerpen-harmonie", FromDate: int32(weektest.Today), From: 540, To: 600, Desk: 1, ToSite: "buurtloket-groenenhoek", ToDate: int32(weektest.Today) + 1, At: 540}
		s.hq.Advice(&contract.BoardSuggestion{Reason: "Berchem wacht lang.", WaitingLess: 12}, &contract.BoardSuggestion{Reason: "Groenenhoek wacht 9 werkdagen.", WaitingLess: 40, Draft: &contract.BoardDraft{Moves: []*contract.BoardMove{move}}})
		got := s.do(s.Advise, func() { s.Choose(1) })
		if got.Sheet != week.AdviceSheet || got.Advice.Detail[1] != "scheelt 40 dagen wachten" || len(got.Advice.Moves) != 1 {
			t.Fatalf("%+v", got.Advice)
		}
		if got = s.do(s.Adopt); got.Draft != "1 verplaatsing" || len(s.hq.Commits) != 0 || !got.Can.Commit {
			t.Errorf("%q, %d commits", got.Draft, len(s.hq.Commits))
		}
	})
}

func TestWeeks(t *testing.T) {
	within(t, func(s *screen) {
		if got := s.do(func() { s.Turn(1) }); got.Days[0].Name != "ma 30 nov" || got.Days[0].Today {
			t.Errorf("next week begins %+v", got.Days[0])
		}
		if got := s.do(func() { s.Turn(-1) }); !got.Days[0].Today {
			t.Errorf("this week begins %+v", got.Days[0])
		}
		if got := s.do(func() { s.Go(-5, 99) }); got.Row != 0 || got.Day != 6 || !got.Rows[0].Cells[6].Closed || !has(got.Here, "geen dienst") {
			t.Errorf("at %d, %d: %+v", got.Row, got.Day, got.Here)
		}
		if got := s.do(s.Press); got.Sheet != week.NoSheet || got.Notice.Tone != week.Warn {
			t.Errorf("hours of a closed day: %+v", got.Notice)
		}
	})
}

// Whatever a planner presses: what can be committed has a known effect, nothing is committed without the sheet before it, and the
// screen is never without an answer.
func TestWhateverIsPressed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		within(t, func(s *screen) {
			confirmed := 0
			for range rapid.IntRange(1, 40).Draw(r, "presses") {
				before := s.Shown()
				act := rapid.SampledFrom([]string{"go", "press", "pick", "shape", "lift", "shift", "undo", "dismiss", "discard", "back", "commit", "advise", "adopt", "turn", "zoom", "drop", "cut", "change"}).Draw(r, "act")
				n := rapid.IntRange(-4, 4).Draw(r, "n")
				map[string]func(){"go": func() { s.Go(n, n) }, "press": s.Press, "pick": func() { s.Pick(n) }, "shape": func() { s.Shape(n, -n) }, "lift": s.Lift, "shift": func() { s.Shift(n) },
					"undo": s.Undo, "dismiss": s.Dismiss, "discard": s.Discard, "back": s.TakeBack, "commit": s.Commit, "advise": s.Advise, "adopt": s.Adopt, "turn": func() { s.Turn(n) },
					"zoom": s.Zoom, "drop": func() { s.Drop(week.Spot{Row: 0, Col: 2 + n}, week.Spot{Row: 2 - n, Col: 3}) },
					"cut": func() { s.hq.Cut(n > 0) }, "change": s.hq.Change}[act]()
				synctest.Wait()
				got := s.Shown()
				if act == "commit" && before.Sheet == week.CommitSheet {
					confirmed++
				}
				if len(s.hq.Commits) > confirmed {
					t.Fatalf("committed without the sheet, by %s", act)
				}
				if got.Busy != "" || got.Can.Commit && (got.Draft == "" || len(got.Effect) == 0) {
					t.Fatalf("after %s: %+v", act, got)
				}
			}
		})
	})
}
