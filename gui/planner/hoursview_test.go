package planner_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/hours/hourstest"
)

// save keeps a notice in memory.
func (w *world) save(name string, content []byte) (string, error) {
	w.saved[name] = string(content)
	return "berichten/" + name, nil
}

// berchem goes to the page of hours and stands on the site of the changes.
func (w *world) berchem() {
	w.t.Helper()
	w.turn(fyne.KeyU)
	w.hours.Site(hourstest.Berchem)
	w.drawn()
}

// drawn waits for what is under way on the page of hours, and draws it.
func (w *world) drawn() {
	w.t.Helper()
	w.turn(fyne.KeyU)
}

// tab goes from field to field.
func (w *world) tab(n int) {
	for range n {
		w.win.Canvas().FocusNext()
	}
}

// hourStates are what a planner of hours sees.
var hourStates = []struct {
	name string
	goTo func(*world)
}{
	{"opening", (*world).berchem},
	{"opening-calendar", func(w *world) { w.berchem(); w.key(fyne.KeyRight) }},
	{"opening-history", func(w *world) { w.berchem(); w.key(fyne.KeyRight, fyne.KeyRight) }},
	{"opening-differ", func(w *world) { w.berchem(); w.key(fyne.KeyLeft) }},
	{"opening-rule", func(w *world) { w.berchem(); w.key(fyne.KeyF2) }},
	{"opening-refused", func(w *world) { w.berchem(); w.key(fyne.KeyF2, fyne.KeyF9) }},
	{"opening-change", func(w *world) { w.berchem(); w.key(fyne.KeyF7) }},
	{"opening-closure", func(w *world) { w.berchem(); w.key(fyne.KeyF3, fyne.KeyF9) }},
	{"opening-day", func(w *world) { w.berchem(); w.key(fyne.KeyF4) }},
	{"opening-sitting", func(w *world) { w.berchem(); w.key(fyne.KeyF10) }},
	{"opening-offer", func(w *world) { w.berchem(); w.key(fyne.KeyF11) }},
	{"opening-stop", func(w *world) { w.berchem(); w.key(fyne.KeyF8) }},
	{"opening-effect", (*world).closing},
	{"opening-early", func(w *world) {
		w.berchem()
		w.key(fyne.KeyF4)
		w.hours.Type(hours.Date, "26 nov")
		w.hours.Type(hours.Reason, "An is ziek")
		w.drawn()
		w.key(fyne.KeyF9)
	}},
	{"opening-done", func(w *world) { w.closing(); w.key(fyne.KeyF9) }},
	{"opening-cut", func(w *world) { w.berchem(); w.office.Cut(true); w.key(fyne.KeyF5) }},
}

// closing looks at a closure of the Tuesday with two appointments, by keys.
func (w *world) closing() {
	w.berchem()
	w.key(fyne.KeyF3)
	w.hours.Type(hours.Start, "1-12-2026")
	w.hours.Type(hours.End, "1-12-2026")
	w.hours.Type(hours.Reason, "Werken aan de vloer")
	w.drawn()
	w.key(fyne.KeyF9)
}

// TestHoursInEveryLook fixes what a planner of hours sees.
func TestHoursInEveryLook(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, st := range hourStates {
		for name, th := range map[string]look.Theme{"light": {}, "contrast": {Mode: look.Contrast}, "large": {Large: true}} {
			t.Run(st.name+"/"+name, func(t *testing.T) {
				w := mustOpen(t, th, "nl", 0)
				st.goTo(w)
				w.master(st.name + "-" + name)
			})
		}
	}
}

// TestHoursNotCut walks every state of the page in usual and in large text, in longer words than Dutch, and in large text in English.
func TestHoursNotCut(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for th, langs := range map[look.Theme][]string{{}: {"pseudo"}, {Large: true}: {"en", "pseudo"}} {
		for _, lang := range langs {
			for _, st := range hourStates {
				t.Run(st.name+"/"+lang, func(t *testing.T) {
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

// TestAClosureByKeys: only with keys a planner closes a day, sees whom that hits, commits, and saves the notice.
func TestAClosureByKeys(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.berchem()
	w.key(fyne.KeyF3)
	w.tab(1) // past where: the first day
	w.retype("1 dec")
	w.tab(1)
	w.retype("1 dec")
	w.tab(3)
	w.say("Werken aan de vloer")
	w.key(fyne.KeyF9)
	if f := w.hours.Shown().Form; f == nil || len(f.Hits) != 2 {
		t.Fatalf("looked at: %+v, %+v", f, w.hours.Shown().Notice)
	}
	w.key(fyne.KeyF9)
	if len(w.office.Commits) != 1 || len(w.office.Commits[0].Hit) != 2 || w.office.Commits[0].By != "ines" {
		t.Fatalf("committed %v: %+v", w.office.Commits, w.hours.Shown().Notice)
	}
	w.key(fyne.KeyF6)
	if len(w.saved) != 2 || w.saved["openingsuren-buurtloket-berchem-2026-12-01.pdf"] == "" {
		t.Errorf("saved %v", w.saved)
	}
}

// retype puts other words in the field where the keyboard is.
func (w *world) retype(words string) {
	w.t.Helper()
	f := w.win.Canvas().Focused()
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	for range 12 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	w.say(words)
}
