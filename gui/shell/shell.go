package shell

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Screen is one screen as the shell runs it. All but Run are called on the toolkit's goroutine.
type Screen interface {
	// Title is the window's.
	Title() string
	// Build makes the content, once. post runs a function on the toolkit's goroutine later; it may be called
	// from any goroutine and is the only way from the outside in.
	Build(c fyne.Canvas, post func(func())) fyne.CanvasObject
	// Update draws everything again: the theme or the text size is another.
	Update()
	// Focus gives the keyboard to where work starts.
	Focus()
	// Typed takes a key that no focused widget used.
	Typed(*fyne.KeyEvent)
	// Shortcuts are the keys that Shortcut takes when they are pressed together with Ctrl.
	Shortcuts() []fyne.KeyName
	Shortcut(fyne.KeyName)
	// Run gives the screen life until ctx ends.
	Run(ctx context.Context) error
}

// Typist is a Screen that takes characters too: those of a keyboard or of a scanner that types, where no field has the
// keyboard. It is called on the toolkit's goroutine.
type Typist interface {
	TypedRune(rune)
}

// Options are how a screen is shown.
type Options struct {
	Theme      look.Theme
	Size       fyne.Size // of the window; default 1280 × 800
	FullScreen bool
	Scale      float32 // of everything; 0 leaves it to the toolkit
	KeepOpen   bool    // a person cannot close the window: kiosk and display; on the full screen no pointer is shown over it
	OwnLooks   bool    // the screen changes its looks itself, and no key does
	Log        *slog.Logger
}

// appID names our preferences; the toolkit wants one.
const appID = "be.buurtloket.loket"

// dutch are the toolkit's own words, which it has in many languages but not in this one.
//
//go:embed base.nl.json
var dutch []byte

// Run shows a screen until its window closes or ctx ends. Without a display it opens nothing and returns
// what [Display] says.
func Run(ctx context.Context, s Screen, o Options) error {
	if err := Display(os.Getenv); err != nil {
		return err
	}
	o = o.withDefaults()
	if o.Scale > 0 {
		if err := os.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(o.Scale), 'f', 2, 32)); err != nil {
			return fmt.Errorf("set the scale: %w", err)
		}
	}
	if err := lang.AddTranslationsForLocale(dutch, "nl"); err != nil {
		return fmt.Errorf("add the toolkit's Dutch words: %w", err)
	}
	a := app.NewWithID(appID)
	w := open(a, s, o)
	return live(ctx, a, w, s)
}

func (o Options) withDefaults() Options {
	if o.Size.IsZero() {
		o.Size = fyne.NewSize(1280, 800)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// open makes the window with the screen in it.
func open(a fyne.App, s Screen, o Options) fyne.Window {
	a.Settings().SetTheme(o.Theme)
	w := a.NewWindow(s.Title())
	w.SetPadded(false)
	content := s.Build(w.Canvas(), fyne.Do)
	if o.KeepOpen && o.FullScreen {
		content = under(content)
	}
	w.SetContent(content)
	w.Resize(o.Size)
	w.SetFullScreen(o.FullScreen)
	w.SetMaster()
	w.Canvas().SetOnTypedKey(s.Typed)
	if typist, ok := s.(Typist); ok {
		w.Canvas().SetOnTypedRune(typist.TypedRune)
	}
	w.SetCloseIntercept(func() {
		if !o.KeepOpen {
			w.Close()
		}
	})
	for _, key := range s.Shortcuts() {
		w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl},
			func(fyne.Shortcut) { s.Shortcut(key) })
	}
	if o.OwnLooks {
		return w
	}
	theme := o.Theme
	change := func(alter func()) func(fyne.Shortcut) {
		return func(fyne.Shortcut) {
			alter()
			a.Settings().SetTheme(theme)
			s.Update()
		}
	}
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyT, Modifier: fyne.KeyModifierControl},
		change(func() { theme.Mode = look.Modes[(int(theme.Mode)+1)%len(look.Modes)] }))
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl},
		change(func() { theme.Large = !theme.Large }))
	return w
}

// live runs the toolkit's loop on this goroutine and the screen beside it, and ends both together.
func live(ctx context.Context, a fyne.App, w fyne.Window, s Screen) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	var failed error
	a.Lifecycle().SetOnStarted(func() {
		s.Focus()
		wg.Go(func() {
			failed = s.Run(ctx)
			if ctx.Err() == nil || failed == nil {
				fyne.Do(a.Quit)
			}
		})
	})
	a.Lifecycle().SetOnStopped(cancel)
	w.ShowAndRun()
	cancel()
	wg.Wait()
	if failed != nil && ctx.Err() == nil {
		return fmt.Errorf("run the screen: %w", failed)
	}
	return nil
}
