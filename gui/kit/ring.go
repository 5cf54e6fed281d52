package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// ring is the focus ring. It is drawn around the widget, outside its bounds, so that nothing moves when the
// focus comes or goes; layouts leave at least look.Gap between things, which is wider than the ring.
type ring struct {
	outer, inner *canvas.Rectangle
}

func newRing() *ring {
	r := &ring{outer: canvas.NewRectangle(color.Transparent), inner: canvas.NewRectangle(color.Transparent)}
	r.outer.Hide()
	r.inner.Hide()
	return r
}

func (r *ring) objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.outer, r.inner} }

// draw puts the ring around a box, or takes it away.
func (r *ring) draw(focused bool, x, y, w, h float32) {
	Show(r.outer, focused)
	Show(r.inner, focused && size(look.RingThin) > 0)
	if !focused {
		return
	}
	thin, wide := size(look.RingThin), size(look.RingWide)
	band(r.inner, look.RingInner, thin, x-thin, y-thin, w+2*thin, h+2*thin)
	both := thin + wide
	band(r.outer, look.RingOuter, wide, x-both, y-both, w+2*both, h+2*both)
}

// within draws the ring inside a box: what can scroll is clipped by the toolkit, and so would the ring be.
func (r *ring) within(focused bool, x, y, w, h float32) {
	e := size(look.RingThin) + size(look.RingWide)
	r.draw(focused, x+e, y+e, w-2*e, h-2*e)
}

func band(b *canvas.Rectangle, role fyne.ThemeColorName, width, x, y, w, h float32) {
	b.StrokeColor, b.StrokeWidth, b.CornerRadius = tint(role), width, size(look.Corner)+width
	place(b, x, y, w, h)
	b.Refresh()
}
