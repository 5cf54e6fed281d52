package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// CreateRenderer is called by the toolkit.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	f := &tileFace{t: t, ground: canvas.NewRectangle(nil), ring: newRing()}
	f.Refresh()
	return f
}

// tileFace keeps its lines and reuses them.
type tileFace struct {
	t      *Tile
	ground *canvas.Rectangle
	signs  signs
	lines  []*canvas.Text
	used   int
	ring   *ring
}

// MinSize implements fyne.WidgetRenderer.
func (f *tileFace) MinSize() fyne.Size { return fyne.NewSize(size(look.Control), size(look.Control)) }

// Layout implements fyne.WidgetRenderer.
func (f *tileFace) Layout(fyne.Size) { f.Refresh() }

// Refresh implements fyne.WidgetRenderer.
func (f *tileFace) Refresh() {
	t, s := f.t, f.t.Size()
	fill, edge, ink, quiet, sign := look.Paper, look.Edge, look.Ink, look.Quiet, look.Accent
	switch {
	case t.disabled:
		fill, edge, ink, sign = look.Mist, look.Mist, look.Quiet, look.Quiet // no border: its shape says so too
	case t.weight == Primary:
		fill, edge, ink, quiet, sign = look.Accent, look.Accent, look.OnAccent, look.OnAccent, look.OnAccent
	case t.hovered:
		fill = look.Hover
	}
	f.paint(tint(fill), tint(edge))
	place(f.ground, 0, 0, s.Width, s.Height)
	f.sign(sign)
	words, hint := t.lines(s.Width)
	w, h := t.styles()
	wh, hh := w.measure("Ag").Height, h.measure("Ag").Height
	f.used = 0
	y := (s.Height - float32(len(words))*wh - float32(len(hint))*hh) / 2
	for _, l := range words {
		y = f.line(l, w, ink, y, wh)
	}
	for _, l := range hint {
		y = f.line(l, h, quiet, y, hh)
	}
	for _, l := range f.lines[f.used:] {
		Show(l, false)
	}
	f.ring.draw(t.focused, 0, 0, s.Width, s.Height)
}

// paint gives the ground its colours. The toolkit lays a widget out while it draws one frame; who asks to be drawn again then,
// for nothing, costs another.
func (f *tileFace) paint(fill, edge color.Color) {
	g, round := f.ground, 2*size(look.Corner)
	if g.FillColor == fill && g.StrokeColor == edge && g.CornerRadius == round {
		return
	}
	g.FillColor, g.StrokeColor, g.StrokeWidth, g.CornerRadius = fill, edge, 2, round
	g.Refresh()
}

// sign shows the picture in a role. A tile that nobody sees draws none.
func (f *tileFace) sign(role fyne.ThemeColorName) {
	t := f.t
	if !t.Visible() {
		return
	}
	e := t.edge()
	f.signs.show(t.picture, role, e)
	if f.signs.now != nil {
		place(f.signs.now, 1.25*size(look.Space), (t.Size().Height-e)/2, e, e)
	}
}

// line writes one line and tells where the next begins.
func (f *tileFace) line(words string, st Style, role fyne.ThemeColorName, y, height float32) float32 {
	if f.used == len(f.lines) {
		f.lines = append(f.lines, canvas.NewText("", nil))
	}
	l := f.lines[f.used]
	f.used++
	setText(l, words, st, role)
	place(l, f.t.left(), y, f.t.Size().Width-f.t.left()-size(look.Space), height)
	Show(l, true)
	return y + height
}

// Objects implements fyne.WidgetRenderer.
func (f *tileFace) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.ground}
	if f.signs.now != nil {
		out = append(out, f.signs.now)
	}
	for _, l := range f.lines {
		out = append(out, l)
	}
	return append(out, f.ring.objects()...)
}

// Destroy implements fyne.WidgetRenderer.
func (f *tileFace) Destroy() {}
