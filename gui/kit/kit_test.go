package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// mustShow puts an object in a window of a size, in a theme, and gives the window.
func mustShow(t *testing.T, th look.Theme, w, h float32, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	fyne.CurrentApp().Settings().SetTheme(th)
	return win
}

func begin(t *testing.T, th look.Theme) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(th)
}

func assertMaster(t *testing.T, name string, win fyne.Window) {
	t.Helper()
	golden.Assert(t, win.Canvas(), name, nil)
}

var someRows = []kit.Row{
	{ID: "a", Lead: "A017", Main: "eID aanvraag", Detail: "om 10:10", State: "2 min"},
	{ID: "b", Lead: "A018", Main: "Rijbewijs", Detail: "inloop", State: "al 14 min", Tone: kit.Warn, Shape: kit.Half},
	{ID: "c", Lead: "A019", Main: "Verlies", Detail: "dringend", State: "0 min", Strong: true},
}

// one of everything, focused where it can be.
func gallery() map[string]func() (fyne.CanvasObject, fyne.Focusable) {
	return map[string]func() (fyne.CanvasObject, fyne.Focusable){
		"button-primary": func() (fyne.CanvasObject, fyne.Focusable) {
			b := kit.NewButton("Roep op", "F2", kit.Primary, nil)
			return b, b
		},
		"button-disabled": func() (fyne.CanvasObject, fyne.Focusable) {
			b := kit.NewButton("Klaar", "F4", kit.Secondary, nil)
			b.Disable()
			return b, nil
		},
		"status": func() (fyne.CanvasObject, fyne.Focusable) {
			s := kit.NewStatus()
			s.Set(kit.Empty, "Geen verbinding sinds 10:04", kit.Warn)
			return s, nil
		},
		"check": func() (fyne.CanvasObject, fyne.Focusable) {
			c := kit.NewCheck("Chip getest", "gedaan", nil)
			c.Set("Chip getest", true)
			return c, c
		},
		"rows": func() (fyne.CanvasObject, fyne.Focusable) {
			r := kit.NewRows(kit.RowsStyle{Label: "Wachtend", Lead: "A000", Double: true, More: "nog %s"})
			r.SetRows(someRows)
			return r, r
		},
		"notice": func() (fyne.CanvasObject, fyne.Focusable) {
			n := kit.NewNotice()
			n.Set("Geboekt.", "De plaats staat vast.", kit.Good)
			return n, nil
		},
		"choice": func() (fyne.CanvasObject, fyne.Focusable) {
			c := kit.NewChoice("Waar?", []string{"Dit loket", "Alle locaties"}, nil)
			return c, c
		},
		"field": func() (fyne.CanvasObject, fyne.Focusable) {
			f := kit.NewField("Naam", nil)
			return f, f
		},
		"pin": func() (fyne.CanvasObject, fyne.Focusable) {
			p := kit.NewPin("Je pincode", nil)
			p.TypedRune('1')
			p.TypedRune('x')
			p.TypedRune('2')
			return kit.Column(8, nil, p, p.Pad("Wis", "OK")), p
		},
	}
}

func TestMasters(t *testing.T) {
	for _, m := range []look.Mode{look.Light, look.Contrast} {
		for name, make := range gallery() {
			t.Run(m.String()+"/"+name, func(t *testing.T) {
				th := look.Theme{Mode: m}
				begin(t, th)
				o, focus := make()
				win := mustShow(t, th, 400, 220, kit.Inset(16, 16, o))
				if focus != nil {
					win.Canvas().Focus(focus)
				}
				assertMaster(t, m.String()+"-"+name, win)
			})
		}
	}
}

func TestEverythingFocusableIsAccessible(t *testing.T) {
	begin(t, look.Theme{})
	for name, make := range gallery() {
		o, focus := make()
		if a, ok := o.(fyne.Accessible); ok && a.AccessibilityLabel() == "" {
			t.Errorf("%s says nothing", name)
		}
		if focus == nil {
			continue
		}
		if a, ok := focus.(fyne.Accessible); !ok || a.AccessibilityLabel() == "" {
			t.Errorf("%s has the keyboard but no words", name)
		}
	}
}

func TestAButtonIsPressedByPointerEnterAndSpaceOnly(t *testing.T) {
	begin(t, look.Theme{})
	pressed := 0
	b := kit.NewButton("Klaar", "F4", kit.Primary, func() { pressed++ })
	win := mustShow(t, look.Theme{}, 200, 80, b)
	var passed []fyne.KeyName
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) })
	test.Tap(b)
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyF2, fyne.KeyEscape} {
		b.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
	if len(passed) != 2 || passed[0] != fyne.KeyF2 || passed[1] != fyne.KeyEscape {
		t.Errorf("passed on %v", passed)
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
}

// A field keeps what it needs to edit and passes on what it has no use for: else F2 would be dead in it.
func TestAFieldPassesFunctionKeysOn(t *testing.T) {
	begin(t, look.Theme{})
	f := kit.NewField("Naam", nil)
	win := mustShow(t, look.Theme{}, 200, 80, f)
	var passed []fyne.KeyName
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) })
	win.Canvas().Focus(f)
	test.Type(f, "Noël Güçlü")
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.Text != "Noël Güçl" {
		t.Errorf("typed %q", f.Text)
	}
	if len(passed) != 2 {
		t.Errorf("passed on %v", passed)
	}
	f.Put("Zoë")
	test.Type(f, "!")
	if f.Text != "!" { // what was filled in is selected
		t.Errorf("typing after a text that was put gave %q", f.Text)
	}
}

func TestRowsMoveByKeysAndKeepTheChoiceByID(t *testing.T) {
	begin(t, look.Theme{})
	r := kit.NewRows(kit.RowsStyle{Label: "Wachtend", Double: true, More: "nog %s"})
	var chosen, pressed []string
	r.OnChosen = func(id string) { chosen = append(chosen, id) }
	r.OnPressed = func(id string) { pressed = append(pressed, id) }
	r.SetRows(someRows)
	mustShow(t, look.Theme{}, 300, 130, r) // room for two of three
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyHome} {
		r.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if got := len(chosen); got != 5 || chosen[1] != "c" || chosen[4] != "a" {
		t.Errorf("chosen %v", chosen)
	}
	if len(pressed) != 1 || pressed[0] != "b" {
		t.Errorf("pressed %v", pressed)
	}
	r.Choose("b")
	r.SetRows(append([]kit.Row{{ID: "new", Main: "x"}}, someRows...))
	if got := r.Chosen(); got != "b" {
		t.Errorf("a row before it took the choice: %q", got)
	}
	r.SetRows([]kit.Row{someRows[0]})
	if got := r.Chosen(); got != "a" {
		t.Errorf("the chosen row went; now %q", got)
	}
	r.SetRows(nil)
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r.Chosen() != "" || len(pressed) != 1 {
		t.Error("an empty list has a choice")
	}
}

func TestTheWheelMovesByWholeRows(t *testing.T) {
	begin(t, look.Theme{})
	r := kit.NewRows(kit.RowsStyle{Label: "Wachtend", Lead: "A000", Double: true, More: "nog %s"})
	r.SetRows(someRows)
	win := mustShow(t, look.Theme{}, 300, 130, r)
	test.Scroll(win.Canvas(), fyne.NewPos(20, 20), 0, -12)
	assertMaster(t, "rows-scrolled", win)
}

func TestAPinIsDigitsAndIsForgotten(t *testing.T) {
	begin(t, look.Theme{})
	var got []string
	p := kit.NewPin("Je pincode", func(pin string) { got = append(got, pin) })
	mustShow(t, look.Theme{}, 300, 80, p)
	for _, r := range "12a34٣5" { // a letter and an Arabic digit are not taken
		p.TypedRune(r)
	}
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(got) != 1 || got[0] != "1234" {
		t.Errorf("got %v", got)
	}
}

func TestTheKeypadTypesAndTabPassesItBy(t *testing.T) {
	begin(t, look.Theme{})
	var got string
	p := kit.NewPin("Je pincode", func(pin string) { got = pin })
	pad := p.Pad("Wis", "OK")
	after := kit.NewButton("Sluit", "", kit.Secondary, nil)
	win := mustShow(t, look.Theme{}, 300, 400, kit.Column(8, nil, p, pad, after))
	win.Canvas().Focus(p)
	for _, i := range []int{0, 1, 10, 9, 11} { // 1 2 0 erase OK
		pad.Objects[i].(fyne.Tappable).Tapped(nil)
	}
	if got != "12" {
		t.Errorf("got %q", got)
	}
	win.Canvas().FocusNext()
	if win.Canvas().Focused() != fyne.Focusable(after) {
		t.Errorf("Tab went to %T", win.Canvas().Focused())
	}
}

func TestTheRingShowsOnlyWithFocus(t *testing.T) {
	begin(t, look.Theme{})
	a, b := kit.NewButton("Een", "", kit.Secondary, nil), kit.NewButton("Twee", "", kit.Secondary, nil)
	b.Disable()
	win := mustShow(t, look.Theme{}, 300, 80, kit.Flow(8, a, b))
	before := test.RenderToMarkup(win.Canvas())
	win.Canvas().FocusNext()
	if !a.Focused() || test.RenderToMarkup(win.Canvas()) == before {
		t.Error("no ring")
	}
	win.Canvas().FocusNext()
	if b.Focused() {
		t.Error("a disabled button took the focus")
	}
	win.Canvas().Unfocus()
	if test.RenderToMarkup(win.Canvas()) != before {
		t.Error("the ring stayed")
	}
}

func TestASheetKeepsTheKeyboardAndGivesItBack(t *testing.T) {
	begin(t, look.Theme{})
	under, in := kit.NewButton("Onder", "", kit.Secondary, nil), kit.NewButton("In", "", kit.Secondary, nil)
	win := mustShow(t, look.Theme{}, 600, 400, under)
	win.Canvas().Focus(under)
	s := kit.NewSheet(win.Canvas(), "Titel", fyne.NewSize(300, 0), in)
	s.Open(in)
	for range 3 {
		if !in.Focused() || under.Focused() {
			t.Fatal("the keyboard left the sheet")
		}
		win.Canvas().FocusNext()
	}
	s.Close()
	if !under.Focused() {
		t.Error("the keyboard was not given back")
	}
}

func TestProseAsksForTheHeightOfItsWidth(t *testing.T) {
	begin(t, look.Theme{})
	p := kit.NewProse("een twee drie vier vijf", kit.Style{})
	if one, more := p.HeightFor(1000), p.HeightFor(60); more < 2*one {
		t.Errorf("%v high when wide, %v when narrow", one, more)
	}
}

func TestATextThatDoesNotFitIsCutAndSaysSo(t *testing.T) {
	begin(t, look.Theme{})
	x := kit.NewText("een heel lange naam van iemand", kit.Style{Elastic: true})
	mustShow(t, look.Theme{}, 80, 40, x)
	if !x.Cut() || x.AccessibilityLabel() != "een heel lange naam van iemand" {
		t.Error("cut text does not say so, or is not read in full")
	}
	x.SetText("kort")
	if x.Cut() {
		t.Error("short text is cut")
	}
}

func TestDisabledControlsShowNoHand(t *testing.T) {
	begin(t, look.Theme{})
	b := kit.NewButton("Klaar", "", kit.Secondary, nil)
	if b.Cursor() != desktop.PointerCursor {
		t.Error("no hand")
	}
	b.Disable()
	if b.Cursor() != desktop.DefaultCursor {
		t.Error("a hand over a disabled button")
	}
}
