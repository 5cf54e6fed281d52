package planner_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner"
	"github.com/buurtloket/buurtloket/gui/planner/errand"
	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	"github.com/buurtloket/buurtloket/gui/planner/fleet/fleettest"
	opening "github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/hours/hourstest"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/inbox/inboxtest"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/roster/rostertest"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/planner/week/weektest"
	"github.com/buurtloket/buurtloket/gui/text"
	"github.com/buurtloket/buurtloket/sync/contract"
)

// world is the planner's screen on the test driver, over a headquarters in memory. The test's own goroutine is the toolkit's.
type world struct {
	t      testing.TB
	hq     *weektest.Headquarters
	city   *fleettest.Headquarters
	post   *inboxtest.Headquarters
	week   *week.Week
	fleet  *fleet.Fleet
	inbox  *inbox.Inbox
	staff  *rostertest.Headquarters
	roster *roster.Roster
	office *hourstest.Headquarters
	hours  *opening.Hours
	saved  map[string]string
	view   *planner.View
	win    fyne.Window
	posts  chan func()
}

func mustOpen(t testing.TB, th look.Theme, lang string, more int) *world {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(func() { test.NewApp() })
	app.Settings().SetTheme(th)
	w := &world{t: t, hq: weektest.New(more), city: fleettest.New(), post: inboxtest.New(), posts: make(chan func(), 100)}
	still := func(ctx context.Context, _ time.Duration) { <-ctx.Done() } // the board is read by itself no second time
	noon := func() time.Time { return time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC) }
	words := wordsOf(lang)
	w.week = week.New(week.Config{Headquarters: w.hq, By: "ines", Words: words, Now: noon, Location: time.UTC, Pause: still})
	page := errand.Config{By: "ines", Words: words, Now: noon, Location: time.UTC, Pause: still}
	w.fleet, w.inbox = fleet.New(w.city, page), inbox.New(w.post, page)
	w.staff = rostertest.New()
	w.roster = roster.New(w.staff, page)
	w.office, w.saved = hourstest.New(), map[string]string{}
	w.hours = opening.New(w.office, page, w.save)
	w.view = planner.New(planner.Pages{Week: w.week, Fleet: w.fleet, Inbox: w.inbox, Roster: w.roster, Hours: w.hours}, "ines", words)
	w.win = test.NewWindow(nil)
	t.Cleanup(w.win.Close)
	w.win.SetPadded(false)
	w.win.SetContent(w.view.Build(w.win.Canvas(), func(f func()) { w.posts <- f }))
	w.win.Canvas().SetOnTypedKey(w.view.Typed)
	w.win.Resize(fyne.NewSize(1280, 800))
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = w.view.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	w.until("the board", func(s week.Shown) bool { return len(s.Rows) > 0 && s.Busy == "" && w.calm() })
	return w
}

// calm reports whether the other pages have shown what came, and do nothing.
func (w *world) calm() bool {
	f, x := w.fleet.Shown(), w.inbox.Shown()
	r, h := w.roster.Shown(), w.hours.Shown()
	return f.Line.Say != "" && !f.Busy && x.Line.Say != "" && !x.Busy && r.Line.Say != "" && r.Busy == "" && h.Line.Say != "" && !h.Busy
}

// wordsOf are a language's words; "pseudo" is Dutch of which each word takes four tenths more room.
func wordsOf(lang string) *text.Words {
	if lang != "pseudo" {
		return text.In(lang)
	}
	words := *text.Dutch()
	for _, part := range []any{&words.Pages, &words.Fleet, &words.Dispute, &words.Roster, &words.Hours} {
		longer(reflect.ValueOf(part).Elem())
	}
	return &words
}

// longer stretches every string of a value.
func longer(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(stretch(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			longer(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			longer(v.Index(i))
		}
	}
}

// stretch makes every word four tenths longer, but for what is filled in.
func stretch(words string) string {
	all := strings.Split(words, " ")
	for i, w := range all {
		if !strings.ContainsAny(w, "{%0123456789") {
			all[i] = strings.Repeat("ë", (2*len([]rune(w))+2)/5) + w
		}
	}
	return strings.Join(all, " ")
}

// until draws until the screen is as wanted.
func (w *world) until(what string, ok func(week.Shown) bool) {
	w.t.Helper()
	deadline := time.After(5 * time.Second)
	for !ok(w.week.Shown()) {
		select {
		case f := <-w.posts:
			f()
		case <-deadline:
			w.t.Fatalf("%s was not shown", what)
		}
	}
	w.view.Update()
}

// key types keys where the keyboard is, each when what was under way has ended.
func (w *world) key(names ...fyne.KeyName) {
	w.t.Helper()
	for _, n := range names {
		if f := w.win.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: n})
		} else {
			w.view.Typed(&fyne.KeyEvent{Name: n})
		}
		w.until("the end of "+string(n), func(s week.Shown) bool { return s.Busy == "" && w.calm() })
	}
}

const right, down, enter = fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn

// evening moves Thursday evening from Harmonie to Groenenhoek, by keys.
func (w *world) evening() {
	w.key(right, right, right, enter, down, down, down, enter, down, down, enter)
}

// turn goes to a page by its key.
func (w *world) turn(to fyne.KeyName) {
	w.t.Helper()
	w.view.Shortcut(to)
	w.until("the page of "+string(to), func(week.Shown) bool { return w.calm() })
}

// say types words where the keyboard is.
func (w *world) say(words string) {
	w.t.Helper()
	test.Type(w.win.Canvas().Focused(), words)
	w.until("what was typed", func(week.Shown) bool { return w.calm() })
}

// states are what a planner sees.
var states = []struct {
	name string
	goTo func(*world)
}{
	{"board", func(*world) {}},
	{"hours", func(w *world) { w.key(right, right, right, enter, down, down, down, fyne.KeyF6, fyne.KeyLeft) }},
	{"hand", func(w *world) { w.key(right, right, right, enter, down, down, down, enter) }},
	{"draft", (*world).evening},
	{"commit", func(w *world) {
		w.hq.Hit(&contract.PlanHit{Why: "het loket is dan elders", Appointment: &contract.Appointment{Id: make([]byte, 16),
			Place: &contract.Place{Site: "antwerpen-harmonie", Run: &contract.Run{Date: int32(weektest.Today) + 3, Desk: 3, Start: 1000}}}})
		w.evening()
		w.key(fyne.KeyF9)
	}},
	{"committed", func(w *world) { w.evening(); w.key(fyne.KeyF9, fyne.KeyF9) }},
	{"advice", func(w *world) {
		move := &contract.BoardMove{FromSite: "antwerpen-harmonie", FromDate: int32(weektest.Today) + 3, From: 960, To: 1200, Desk: 3, ToSite: "buurtloket-groenenhoek", ToDate: int32(weektest.Today) + 3, At: 960}
		w.hq.Advice(&contract.BoardSuggestion{Reason: "Buurtloket Groenenhoek wacht 9 werkdagen, Stadsloket Harmonie heeft donderdagavond 15 plaatsen vrij.", WaitingLess: 118,
			Draft: &contract.BoardDraft{Moves: []*contract.BoardMove{move}}}, &contract.BoardSuggestion{Reason: "Buurtloket Berchem heeft maandag te weinig.", WaitingLess: 12, Draft: &contract.BoardDraft{}})
		w.key(fyne.KeyF4)
	}},
	{"fleet", func(w *world) { w.turn(fyne.KeyK) }},
	{"fleet-ask", func(w *world) {
		w.turn(fyne.KeyK)
		w.key(down, down, down, fyne.KeyF9)
		w.say("Ines")
		w.key(fyne.KeyF9)
	}},
	{"fleet-silent", func(w *world) {
		w.turn(fyne.KeyK)
		w.city.Set(func() { w.city.Silent = []string{"hq-2", "hq-3"} })
		w.key(fyne.KeyF5)
	}},
	{"fleet-cut", func(w *world) { w.turn(fyne.KeyK); w.city.Cut(true); w.key(fyne.KeyF5) }},
	{"inbox", func(w *world) { w.turn(fyne.KeyG) }},
	{"inbox-document", func(w *world) { w.turn(fyne.KeyG); w.key(down) }},
	{"inbox-rebook", func(w *world) { w.turn(fyne.KeyG); w.key(fyne.KeyF2, down, fyne.KeyF9) }},
	{"inbox-contacted", func(w *world) { w.turn(fyne.KeyG); w.key(fyne.KeyF3); w.say("Gebeld, belt terug."); w.key(fyne.KeyF9) }},
	{"lost", func(w *world) {
		w.evening()
		w.hq.Cut(true)
		w.week.Refresh()
		w.until("that it is lost", func(s week.Shown) bool { return s.Line.Tone == week.Warn && s.Busy == "" })
	}},
}

// TestEveryState fixes every state in every theme.
func TestEveryState(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, st := range states {
		for name, th := range map[string]look.Theme{"light": {}, "dark": {Mode: look.Dark}, "contrast": {Mode: look.Contrast}, "large": {Large: true}} {
			t.Run(st.name+"/"+name, func(t *testing.T) {
				w := mustOpen(t, th, "nl", 17)
				st.goTo(w)
				w.master(st.name + "-" + name)
			})
		}
	}
}

func (w *world) master(name string) {
	w.t.Helper()
	golden.Assert(w.t, w.win.Canvas(), name, w.posts)
}

// TestNothingIsCut walks every state in usual and in large text: in Dutch, the pages also in longer words, and where the languages
// differ by more than words in English.
func TestNothingIsCut(t *testing.T) {
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, th := range []look.Theme{{}, {Large: true}} {
		for _, lang := range []string{"nl", "en", "pseudo"} {
			for _, st := range states {
				if lang == "en" && strings.Contains(st.name, "-") || lang == "pseudo" && !strings.HasPrefix(st.name, "fleet") && !strings.HasPrefix(st.name, "inbox") {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%v", st.name, lang, th.Large), func(t *testing.T) {
					w := mustOpen(t, th, lang, 3)
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

// whole fails for every text that is not shown whole.
func (w *world) whole(o fyne.CanvasObject, where string) {
	if !o.Visible() {
		return
	}
	if t, ok := o.(*kit.Text); ok && t.Cut() {
		w.t.Errorf("%s: %q is cut", where, t.Text())
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			w.whole(child, where)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			w.whole(child, where)
		}
	}
}

// The whole work by keys, and by touch.
func TestByKeysAndByTouch(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl", 0)
	w.evening()
	w.key(fyne.KeyF9, fyne.KeyF9)
	if len(w.hq.Commits) != 1 {
		t.Fatalf("%d commits by keys", len(w.hq.Commits))
	}
	w = mustOpen(t, look.Theme{}, "nl", 0)
	w.tapCell(0, 3)
	w.tapCell(0, 3)
	if s := w.week.Shown(); s.Sheet != week.HoursSheet {
		t.Fatalf("a second touch of a cell opens sheet %d", s.Sheet)
	}
}

// tapCell touches a cell of the board.
func (w *world) tapCell(row, col int) {
	w.t.Helper()
	grid := find[*kit.Grid](w.win.Content())
	test.TapCanvas(w.win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(grid).AddXY(245+float32(col)*130, 50+float32(row)*52))
	w.until("the touch", func(s week.Shown) bool { return s.Busy == "" })
}

// find is the first object of a kind below another.
func find[T fyne.CanvasObject](o fyne.CanvasObject) (found T) {
	if f, ok := o.(T); ok {
		return f
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	var none T
	for _, c := range children {
		if f := find[T](c); fyne.CanvasObject(f) != fyne.CanvasObject(none) {
			return f
		}
	}
	return none
}

// BenchmarkWeekBoard draws a board of twenty sites anew.
func BenchmarkWeekBoard(b *testing.B) {
	w := mustOpen(b, look.Theme{}, "nl", 17)
	for i := 0; b.Loop(); i++ {
		w.week.Go(0, 1-2*(i%2))
		w.view.Update()
		w.win.Canvas().Capture()
	}
}
