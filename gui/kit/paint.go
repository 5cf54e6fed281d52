package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tone is the colour family of a badge, a status or a notice. It never stands alone: a word says the same.
type Tone uint8

// The tones; see LOOK in package look for when each is used.
const (
	Plain Tone = iota
	Good       // done, connected
	Warn       // offline, old data: a state, not an error
	Bad        // a person must act now
	Main       // the accent
)

func current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// tint is the colour of a role, or of a toolkit's name, in the theme of this moment.
func tint(role fyne.ThemeColorName) color.Color { return current().Color(role, 0) }

// size is a size of the theme of this moment.
func size(name fyne.ThemeSizeName) float32 { return current().Size(name) }

// Coloured is a picture of one colour in that of a role now. It has a name of its own for each colour: the toolkit remembers
// what it drew by name.
func Coloured(r fyne.Resource, role fyne.ThemeColorName) fyne.Resource {
	red, green, blue, _ := tint(role).RGBA()
	return fyne.NewStaticResource(fmt.Sprintf("%04x%04x%04x-%s", red, green, blue, r.Name()), theme.NewColoredResource(r, role).Content())
}

// painted is the renderer of all our widgets: a fixed set of objects and three functions over them.
type painted struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
}

func (p *painted) Layout(s fyne.Size)           { p.layout(s) }
func (p *painted) MinSize() fyne.Size           { return p.min() }
func (p *painted) Refresh()                     { p.refresh() }
func (p *painted) Objects() []fyne.CanvasObject { return p.objects }
func (p *painted) Destroy()                     {}

// place moves and resizes an object, when that changes anything.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	if p := fyne.NewPos(x, y); o.Position() != p {
		o.Move(p)
	}
	if s := fyne.NewSize(w, h); o.Size() != s {
		o.Resize(s)
	}
}

// Show shows or hides an object, when that changes anything.
func Show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
		paintAll()
	case !visible && o.Visible():
		o.Hide()
	}
}

// paintAll has every window painted once more. The toolkit does so by itself for what it has painted before; what is shown for the
// first time, or after a long while, it does not know yet, and that would stay unseen until something else changes.
func paintAll() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c, paints := w.Canvas().(interface{ SetDirty() }); paints {
			c.SetDirty()
		}
	}
}

// Forward hands a key that a focused widget does not use to the window's own key handler. The toolkit
// gives keys to the focused widget alone; without this a function key would be dead while a field has focus.
func Forward(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(ev)
	}
}
