package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Tile is a large choice: words that wrap, with a line beneath that says when, where, or why it cannot be had, and room for a
// picture beside them. It is pressed as a button is.
type Tile struct {
	Button
	hint    string
	picture fyne.Resource
	middle  bool // the words stand in the middle
	roomy   bool // the words are as large as a heading
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

// Middle puts the words in the middle: for a button whose words may need two lines.
func (t *Tile) Middle() *Tile {
	t.middle = true
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

// SetPicture changes the picture before the words; nil: none. It is drawn in the accent, or as quiet as the words of a tile that
// cannot be pressed.
func (t *Tile) SetPicture(r fyne.Resource) {
	if t.picture != r {
		t.picture = r
		t.Refresh()
	}
}

// SetRoomy makes the words as large as a heading, or of the usual size.
func (t *Tile) SetRoomy(on bool) {
	if t.roomy != on {
		t.roomy = on
		t.Refresh()
	}
}

// AccessibilityLabel is all that it says.
func (t *Tile) AccessibilityLabel() string { return strings.TrimSpace(t.words + " " + t.hint) }

// styles are how the two are written.
func (t *Tile) styles() (words, hint Style) {
	words, hint = Style{Bold: true}, Style{Size: look.Small}
	if t.roomy {
		words.Size, hint.Size = look.Heading, look.Text
	}
	if t.middle {
		words.Align, hint.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	}
	return words, hint
}

// left is where the words begin.
func (t *Tile) left() float32 {
	if t.picture == nil {
		return size(look.Space)
	}
	return t.edge() + 2.5*size(look.Space)
}

// edge is how wide and high the picture is.
func (t *Tile) edge() float32 {
	words, _ := t.styles()
	return 2 * words.size()
}

// lines are the words and the hint, broken for a width.
func (t *Tile) lines(width float32) (words, hint []string) {
	inner := width - t.left() - size(look.Space)
	w, h := t.styles()
	words = w.wrap(t.words, inner)
	if t.hint != "" {
		hint = h.wrap(t.hint, inner)
	}
	return words, hint
}

// Need is the height that the words need at a width, which may be less than a finger does.
func (t *Tile) Need(width float32) float32 {
	words, hint := t.lines(width)
	w, h := t.styles()
	high := float32(len(words))*w.measure("Ag").Height + float32(len(hint))*h.measure("Ag").Height
	return high + size(look.Space)
}

// Fits reports whether every single word has room at a width: lines break between words only.
func (t *Tile) Fits(width float32) bool {
	inner := width - t.left() - size(look.Space)
	words, hint := t.lines(width)
	w, h := t.styles()
	for _, l := range words {
		if w.measure(l).Width > inner+0.5 {
			return false
		}
	}
	for _, l := range hint {
		if h.measure(l).Width > inner+0.5 {
			return false
		}
	}
	return true
}

// CreateRenderer is called by the toolkit.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	f := &tileFace{t: t, ground: canvas.NewRectangle(nil), picture: canvas.NewImageFromResource(nil), ring: newRing()}
	f.picture.FillMode = canvas.ImageFillContain
	f.Refresh()
	return f
}

// tileFace keeps its lines and reuses them.
type tileFace struct {
	t       *Tile
	ground  *canvas.Rectangle
	picture *canvas.Image
	drawn   fyne.Resource // in picture, before it was coloured
	colour  color.Color   // it was drawn in
	lines   []*canvas.Text
	used    int
	ring    *ring
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
	f.ground.FillColor, f.ground.StrokeColor, f.ground.StrokeWidth, f.ground.CornerRadius = tint(fill), tint(edge), 2, 2*size(look.Corner)
	place(f.ground, 0, 0, s.Width, s.Height)
	f.ground.Refresh()
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

// sign draws the picture in a role.
func (f *tileFace) sign(role fyne.ThemeColorName) {
	t := f.t
	Show(f.picture, t.picture != nil)
	if t.picture == nil {
		return
	}
	e := t.edge()
	place(f.picture, 1.25*size(look.Space), (t.Size().Height-e)/2, e, e)
	if c := tint(role); f.drawn != t.picture || f.colour != c {
		f.drawn, f.colour = t.picture, c
		f.picture.Resource = Coloured(t.picture, role)
		f.picture.Refresh()
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
	out := []fyne.CanvasObject{f.ground, f.picture}
	for _, l := range f.lines {
		out = append(out, l)
	}
	return append(out, f.ring.objects()...)
}

// Destroy implements fyne.WidgetRenderer.
func (f *tileFace) Destroy() {}
