package planner_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// rosterStates are what a planner sees of rosters.
var rosterStates = []struct {
	name string
	goTo func(*world)
}{
	{"roster", func(w *world) { w.turn(fyne.KeyR) }},
	{"roster-person", func(w *world) { w.turn(fyne.KeyR); w.key(down, down, right) }},
	{"roster-draft", func(w *world) {
		w.turn(fyne.KeyR)
		w.key(right, fyne.KeyInsert, right, right, right, down, fyne.KeyInsert) // a gap of Tuesday, and An on Friday
		w.key(down, down, down, fyne.KeyDelete, fyne.KeyUp, fyne.KeyUp, fyne.KeyInsert)
	}},
	{"roster-shift", func(w *world) { w.turn(fyne.KeyR); w.key(down, down, down, down, right, enter) }},
	{"roster-shift-twice", func(w *world) { w.turn(fyne.KeyR); w.key(down, down, down, right, enter, fyne.KeyF6, fyne.KeyTab) }},
	{"roster-judge", func(w *world) {
		w.turn(fyne.KeyR)
		w.key(down, down, right, right, right, right, fyne.KeyInsert, down, down, fyne.KeyDelete, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyInsert, fyne.KeyF9)
	}},
	{"roster-save", func(w *world) { w.turn(fyne.KeyR); w.key(right, fyne.KeyInsert, fyne.KeyF9) }},
	{"roster-saved", func(w *world) { w.turn(fyne.KeyR); w.key(right, fyne.KeyInsert, fyne.KeyF9, fyne.KeyF9) }},
	{"roster-proposal", func(w *world) { w.turn(fyne.KeyR); w.key(fyne.KeyF4) }},
	{"roster-need", func(w *world) { w.turn(fyne.KeyR); w.key(right, right, right, fyne.KeyF10, fyne.KeyF9) }},
	{"roster-history", func(w *world) { w.turn(fyne.KeyR); w.key(fyne.KeyF11) }},
	{"roster-staff", func(w *world) { w.turn(fyne.KeyR); w.key(down, right, fyne.KeyF12) }},
	{"roster-sites", func(w *world) { w.turn(fyne.KeyR); w.key(fyne.KeyF5) }},
	{"roster-cut", func(w *world) {
		w.turn(fyne.KeyR)
		w.key(right, fyne.KeyInsert)
		w.staff.Cut(true)
		w.roster.Refresh()
		w.key(right)
	}},
}

// TestRosterInEveryLook fixes what a planner sees of rosters.
func TestRosterInEveryLook(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, st := range rosterStates {
		for name, th := range map[string]look.Theme{"light": {}, "contrast": {Mode: look.Contrast}, "large": {Large: true}} {
			t.Run(st.name+"/"+name, func(t *testing.T) {
				w := mustOpen(t, th, "nl", 0)
				st.goTo(w)
				w.master(st.name + "-" + name)
			})
		}
	}
}

// TestNothingOfTheRosterIsCut walks what a planner sees of rosters in usual and in large text, in Dutch, in English and in longer words.
func TestNothingOfTheRosterIsCut(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, th := range []look.Theme{{}, {Large: true}} {
		for _, lang := range []string{"pseudo"} { // longer than any language
			for _, st := range rosterStates {
				t.Run(fmt.Sprintf("%s/%s/%v", st.name, lang, th.Large), func(t *testing.T) {
					w := mustOpen(t, th, lang, 0)
					st.goTo(w)
					c := w.win.Canvas()
					for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
						w.whole(root, st.name)
					}
				})
			}
		}
	}
}

// TestARosterByKeysAndByTouch: a gap is filled with one key and saved with two; by touch with three taps.
func TestARosterByKeysAndByTouch(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.turn(fyne.KeyR)
	w.key(right, fyne.KeyInsert, fyne.KeyF9, fyne.KeyF9)
	if len(w.staff.Puts) != 1 {
		t.Fatalf("%d saved by keys: %+v", len(w.staff.Puts), w.roster.Shown().Notice)
	}
	w = mustOpen(t, look.Theme{}, "nl", 0)
	w.turn(fyne.KeyR)
	w.tapRoster(4, 1)
	w.tapRoster(4, 1)
	if s := w.roster.Shown(); s.Sheet != roster.ShiftSheet || s.Form.From != "13:30" {
		t.Fatalf("a second touch opens sheet %d: %+v", s.Sheet, s.Form)
	}
	w.tap("Zet in het ontwerp F9")
	w.tap("Bewaar F9")
	w.tap("Ja, bewaar F9")
	if len(w.staff.Puts) != 1 {
		t.Errorf("%d saved by touch: %+v", len(w.staff.Puts), w.roster.Shown().Notice)
	}
}

// TestAFormByKeys: who, when, what, from and to, without a pointer.
func TestAFormByKeys(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.turn(fyne.KeyR)
	w.key(down, right, right, enter) // An on Wednesday
	w.key(down, down, down)          // Joris
	if s := w.roster.Shown(); s.Form.Title != "Nieuwe dienst: Joris Claes" {
		t.Fatalf("%+v", s.Form)
	}
	w.tab(1)
	w.key(fyne.KeyRight) // Thursday
	w.tab(1)
	w.key(fyne.KeyRight, fyne.KeyRight) // telephone
	w.tab(1)
	w.say("8")
	w.tab(1)
	w.say("12:15")
	w.key(enter)
	s := w.roster.Shown()
	if c := s.Rows[4].Cells[3]; s.Sheet != roster.NoSheet || c.Main != "08:00–12:15" || c.Detail != "telefoon" || s.Notice.Tone == week.Warn {
		t.Errorf("Joris on Thursday %+v; %+v", c, s.Form)
	}
}

// tapRoster touches a cell of the roster.
func (w *world) tapRoster(row, col int) {
	w.t.Helper()
	for _, grid := range all[*kit.Grid](w.win.Content()) {
		if strings.HasPrefix(grid.AccessibilityLabel(), "Rooster") {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(grid)
			test.TapCanvas(w.win.Canvas(), at.AddXY(245+float32(col)*130, 50+float32(row)*52))
			w.until("the touch", func(week.Shown) bool { return w.calm() })
			return
		}
	}
	w.t.Fatal("no grid is shown")
}

// tap touches a button by its words.
func (w *world) tap(label string) {
	w.t.Helper()
	c := w.win.Canvas()
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		for _, b := range all[*kit.Button](root) {
			if b.AccessibilityLabel() == label && b.Visible() && !b.Disabled() {
				test.Tap(b)
				w.until("the touch of "+label, func(week.Shown) bool { return w.calm() })
				return
			}
		}
	}
	w.t.Fatalf("no button %q", label)
}

// all are the objects of a kind below another.
func all[T fyne.CanvasObject](o fyne.CanvasObject) (found []T) {
	if !o.Visible() {
		return nil
	}
	if f, ok := o.(T); ok {
		return []T{f}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			found = append(found, all[T](c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			found = append(found, all[T](c)...)
		}
	}
	return found
}
