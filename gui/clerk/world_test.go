package clerk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/clerk"
	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/gui/text"
)

// world is a clerk's screen on the test driver, over an invented counter. The test's own goroutine is the
// toolkit's: it draws when it drains what was posted.
type world struct {
	t       testing.TB
	counter *statetest.Counter
	state   *state.Clerk
	view    *clerk.View
	win     fyne.Window
	posts   chan func()
}

// mustOpen shows the screen in a window of 1280 × 800 and waits for its first snapshot.
func mustOpen(t testing.TB, th look.Theme, lang string) *world {
	t.Helper()
	app := test.NewApp() // not NewTempApp, which benchmarks cannot use
	t.Cleanup(func() { test.NewApp() })
	app.Settings().SetTheme(th)
	now := func() time.Time { return statetest.Morning }
	w := &world{t: t, counter: statetest.Berchem(now), posts: make(chan func(), 100)}
	w.state = state.NewClerk(state.Config{Counter: w.counter, Desk: 1, Words: text.In(lang), Now: now, Location: statetest.Morning.Location()})
	w.view = clerk.New(w.state)
	w.win = test.NewWindow(nil)
	t.Cleanup(w.win.Close)
	w.win.SetPadded(false)
	w.win.SetContent(w.view.Build(w.win.Canvas(), func(f func()) { w.posts <- f }))
	w.win.Resize(fyne.NewSize(1280, 800))
	w.win.Canvas().SetOnTypedKey(w.view.Typed)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = w.view.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	w.eventually("the first snapshot", func(s state.Shown) bool { return len(s.Agenda) > 0 })
	w.view.Focus()
	return w
}

// eventually draws what was posted until the picture is as wanted.
func (w *world) eventually(what string, ok func(state.Shown) bool) {
	w.t.Helper()
	deadline := time.After(5 * time.Second)
	for !ok(w.state.Shown()) {
		select {
		case f := <-w.posts:
			f()
		case <-deadline:
			w.t.Fatalf("%s did not happen", what)
		}
	}
	w.view.Update()
}

// key types a key where the keyboard is.
func (w *world) key(names ...fyne.KeyName) {
	w.t.Helper()
	for _, n := range names {
		w.eventually("the end of what was under way", func(s state.Shown) bool { return !s.Busy })
		ev := &fyne.KeyEvent{Name: n}
		if f := w.win.Canvas().Focused(); f != nil {
			f.TypedKey(ev)
		} else {
			w.view.Typed(ev)
		}
		w.view.Update()
	}
}

// write types text where the keyboard is.
func (w *world) write(words string) {
	w.t.Helper()
	f := w.win.Canvas().Focused()
	if f == nil {
		w.t.Fatal("nothing has the keyboard")
	}
	test.Type(f, words)
	w.view.Update()
}

// sheet waits for a sheet.
func (w *world) sheet(s state.Sheet) {
	w.t.Helper()
	w.eventually("the sheet", func(sh state.Shown) bool { return sh.Sheet == s })
}

// assertMaster compares the canvas with a master under testdata.
func (w *world) assertMaster(name string) {
	w.t.Helper()
	golden.Assert(w.t, w.win.Canvas(), name, w.posts)
}
