package planner_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// thursday shows Thursday by half hours.
func (w *world) thursday() { w.key(right, right, right, fyne.KeyF10) }

// dayStates are what a planner sees of one day, and of a drag.
var dayStates = []struct {
	name string
	goTo func(*world)
}{
	{"day", (*world).thursday},
	{"day-hand", func(w *world) { w.thursday(); w.key(fyne.KeyEnd, enter, enter, down, down) }},
	{"day-draft", func(w *world) { w.thursday(); w.key(fyne.KeyEnd, enter, enter, down, down, enter) }},
	{"day-closed", func(w *world) { w.thursday(); w.key(fyne.KeyF3, fyne.KeyF3) }},
	{"dropped", func(w *world) { w.drop(0, 3, 2, 4) }},
	{"undropped", func(w *world) { w.drop(0, 3, 1, 0) }},
}

// TestEveryDay fixes them in every theme.
func TestEveryDay(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, st := range dayStates {
		for name, th := range map[string]look.Theme{"light": {}, "contrast": {Mode: look.Contrast}, "large": {Large: true}} {
			t.Run(st.name+"/"+name, func(t *testing.T) {
				w := mustOpen(t, th, "nl", 3)
				st.goTo(w)
				w.master(st.name + "-" + name)
			})
		}
	}
}

// TestNothingOfADayIsCut walks them in usual and in large text.
func TestNothingOfADayIsCut(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, th := range []look.Theme{{}, {Large: true}} {
		for _, lang := range []string{"nl", "en"} {
			for _, st := range dayStates {
				w := mustOpen(t, th, lang, 3)
				st.goTo(w)
				c := w.win.Canvas()
				for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
					w.whole(root, st.name+" in "+lang)
				}
			}
		}
	}
}

// shownGrid is the grid that is to be seen.
func (w *world) shownGrid() *kit.Grid {
	w.t.Helper()
	var all []*kit.Grid
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if g, ok := o.(*kit.Grid); ok {
			all = append(all, g)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(w.win.Content())
	if len(all) != 1 {
		w.t.Fatalf("%d grids are to be seen", len(all))
	}
	return all[0]
}

// in is the middle of a field of the week board.
func (w *world) in(row, col int) fyne.Position {
	g := w.shownGrid()
	name, side := float32(14*15), float32(8.5*15)
	if kit.Large() {
		name, side = 14*21, 0
	}
	high := (g.MinSize().Height - 37) / 3
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(g).AddXY(name+(float32(col)+0.5)*(g.Size().Width-name-side)/7, 37+(float32(row)+0.5)*high)
}

// drop drags a field of the week to another.
func (w *world) drop(row, col, toRow, toCol int) {
	w.t.Helper()
	from, to := w.in(row, col), w.in(toRow, toCol)
	test.Drag(w.win.Canvas(), to, to.X-from.X, to.Y-from.Y)
	w.until("what was dropped", func(s week.Shown) bool { return s.Busy == "" && w.calm() })
}

// A day is opened by a key, by its button and by its head, moved in by keys and by touch, and left again.
func TestADayByKeysAndByTouch(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.thursday()
	if s := w.week.Shown(); !s.Half.On || s.Half.Title != "do 26 nov" {
		t.Fatalf("%+v", s.Half)
	}
	w.key(fyne.KeyEnd, fyne.KeyLeft, enter, enter)
	if s := w.week.Shown(); s.Hand == "" || s.Half.Heads[s.Half.Col] != "19:00" {
		t.Fatalf("in hand %q, at %d", s.Hand, s.Half.Col)
	}
	w.key(down, down, fyne.KeyHome, enter, fyne.KeyF9, fyne.KeyF9)
	if len(w.hq.Commits) != 1 || w.hq.Commits[0].Draft.Moves[0].From != 19*60 || w.hq.Commits[0].Draft.Moves[0].At != 9*60 {
		t.Fatalf("commits %v", w.hq.Commits)
	}
	w.key(fyne.KeyEscape)
	if s := w.week.Shown(); s.Half.On || w.win.Canvas().Focused() != fyne.Focusable(w.shownGrid()) {
		t.Errorf("back in the week: %t, the keyboard at %T", s.Half.On, w.win.Canvas().Focused())
	}
	g := w.shownGrid()
	test.TapCanvas(w.win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(g).AddXY(14*15+130*4.5, 10))
	w.until("Friday", func(s week.Shown) bool { return s.Half.Title == "vr 27 nov" })
	g = w.shownGrid()
	test.TapCanvas(w.win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(g).AddXY(14*15+75*2.5, 60))
	w.until("ten o'clock", func(s week.Shown) bool { return s.Half.Heads[s.Half.Col] == "10:00" && s.Row == 0 })
}

// With a finger or the mouse hours are dragged from one site to another: what keys do in more steps.
func TestHoursAreDragged(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.drop(2, 1, 1, 2)
	if s := w.week.Shown(); s.Draft != text.Dutch().Planner.DraftMoves.Count(1) || !s.Rows[1].Cells[2].Changed || s.Sheet != week.NoSheet {
		t.Fatalf("draft %q, %+v", s.Draft, s.Notice)
	}
	w.key(fyne.KeyF9, fyne.KeyF9)
	if len(w.hq.Commits) != 1 {
		t.Fatalf("%d commits", len(w.hq.Commits))
	}
	w.drop(0, 3, 2, 4)
	if s := w.week.Shown(); s.Sheet != week.HoursSheet {
		t.Fatalf("of several desks it was not asked which: %+v", s.Notice)
	}
	w.key(enter)
	if s := w.week.Shown(); s.Draft == "" || s.Hand != "" {
		t.Errorf("draft %q, hand %q", s.Draft, s.Hand)
	}
}

// BenchmarkWeekPainted is what a step over a board of twenty sites costs before it is painted: all that is drawn anew of it. BenchmarkDayPainted
// is the same of a day by half hours.
func BenchmarkWeekPainted(b *testing.B) { painted(b, func(*world) {}) }

func BenchmarkDayPainted(b *testing.B) { painted(b, (*world).thursday) }

func painted(b *testing.B, goTo func(*world)) {
	w := mustOpen(b, look.Theme{}, "nl", 17)
	goTo(w)
	w.win.Canvas().Capture()
	for i := 0; b.Loop(); i++ {
		w.week.Go(0, 1-2*(i%2))
		w.view.Update()
	}
}
