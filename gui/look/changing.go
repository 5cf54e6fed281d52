package look

import (
	"image/color"
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// Changing is a theme that becomes another one in place. The toolkit reads its fonts anew for every theme that it is given,
// which takes longer than a page and keeps megabytes: a screen whose looks are chosen by each visitor gives it one of these,
// once, and refreshes its own objects after every change.
type Changing struct{ now atomic.Pointer[Theme] }

var _ fyne.Theme = (*Changing)(nil)

// NewChanging makes a theme that begins as t.
func NewChanging(t Theme) *Changing {
	c := new(Changing)
	c.Set(t)
	return c
}

// Set makes it another theme. Objects that were drawn do not change by themselves.
func (c *Changing) Set(t Theme) { c.now.Store(&t) }

// Now is the theme that it is.
func (c *Changing) Now() Theme { return *c.now.Load() }

// Color implements fyne.Theme.
func (c *Changing) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return c.now.Load().Color(name, v)
}

// Font implements fyne.Theme.
func (c *Changing) Font(style fyne.TextStyle) fyne.Resource { return c.now.Load().Font(style) }

// Icon implements fyne.Theme.
func (c *Changing) Icon(name fyne.ThemeIconName) fyne.Resource { return c.now.Load().Icon(name) }

// Size implements fyne.Theme.
func (c *Changing) Size(name fyne.ThemeSizeName) float32 { return c.now.Load().Size(name) }
