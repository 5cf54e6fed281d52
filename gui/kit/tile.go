package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Tile is a large choice: words that wrap, with a line beneath that says when, where, or why it cannot be had. It is pressed as
// a button is.
type Tile struct {
	Button
	hint string
}

var (
	_ fyne.Tappable    = (*Tile)(nil)
	_ fyne.Focusable   = (*Tile)(nil)
	_ fyne.Disableable = (*Tile)(nil)
	_ fyne.Accessible  = (*Tile)(nil)
)

// NewTile makes an empty tile.
func NewTile(press func()) *Tile {
	t := &Tile{Button: Button{press: press}}
	t.init(t)
	return t
}

// Set changes what the tile says, and whether it can be pressed.
func (t *Tile) Set(words, hint string, enabled bool) {
	if t.words == words && t.hint == hint && t.disabled == !enabled {
		return
	}
	t.words, t.hint, t.disabled = words, hint, !enabled
	t.Refresh()
}

// AccessibilityLabel is all that it says.
func (t *Tile) AccessibilityLabel() string { return strings.TrimSpace(t.words + " " + t.hint) }

// tileWords and tileHint are how the two are written.
var (
	tileWords = Style{Bold: true, Align: fyne.TextAlignLeading}
	tileHint  = Style{Size: look.Small}
)

// Need is the height that the words need at a width.
func (t *Tile) Need(width float32) float32 {
	inner := width - 2*size(look.Space)
	high := float32(len(tileWords.wrap(t.words, inner))) * tileWords.measure("Ag").Height
	if t.hint != "" {
		high += float32(len(tileHint.wrap(t.hint, inner))) * tileHint.measure("Ag").Height
	}
	return max(high+size(look.Space), size(look.Control))
}

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
	fill, edge, ink := look.Paper, look.Edge, look.Ink
	switch {
	case t.disabled:
		fill, edge, ink = look.Mist, look.Mist, look.Quiet // no border: its shape says so too
	case t.weight == Primary:
		fill, edge, ink = look.Accent, look.Accent, look.OnAccent
	case t.hovered:
		fill = look.Hover
	}
	quiet := look.Quiet
	if ink == look.OnAccent {
		quiet = ink
	}
	f.ground.FillColor, f.ground.StrokeColor, f.ground.StrokeWidth, f.ground.CornerRadius = tint(fill), tint(edge), 2, size(look.Corner)
	place(f.ground, 0, 0, s.Width, s.Height)
	f.ground.Refresh()
	inner := s.Width - 2*size(look.Space)
	words, hint := tileWords.wrap(t.words, inner), []string(nil)
	if t.hint != "" {
		hint = tileHint.wrap(t.hint, inner)
	}
	f.used = 0
	wh, hh := tileWords.measure("Ag").Height, tileHint.measure("Ag").Height
	y := (s.Height - float32(len(words))*wh - float32(len(hint))*hh) / 2
	for _, l := range words {
		y = f.line(l, tileWords, ink, y, inner, wh)
	}
	for _, l := range hint {
		y = f.line(l, tileHint, quiet, y, inner, hh)
	}
	for _, l := range f.lines[f.used:] {
		show(l, false)
	}
	f.ring.draw(t.focused, 0, 0, s.Width, s.Height)
}

// line writes one line and tells where the next begins.
func (f *tileFace) line(words string, st Style, role fyne.ThemeColorName, y, width, height float32) float32 {
	if f.used == len(f.lines) {
		f.lines = append(f.lines, canvas.NewText("", nil))
	}
	l := f.lines[f.used]
	f.used++
	setText(l, words, st, role)
	place(l, size(look.Space), y, width, height)
	show(l, true)
	return y + height
}

// Objects implements fyne.WidgetRenderer.
func (f *tileFace) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.ground}
	for _, l := range f.lines {
		out = append(out, l)
	}
	return append(out, f.ring.objects()...)
}

// Destroy implements fyne.WidgetRenderer.
func (f *tileFace) Destroy() {}
