package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Weight is how much a button asks for attention.
type Weight uint8

// The weights. A screen has one Primary at most.
const (
	Secondary Weight = iota
	Primary
)

// Button does one thing when pressed: by pointer, by Enter or Space when it has the focus, or by its key
// when the window handles that. The key is written beside the words.
type Button struct {
	control
	words, key string
	weight     Weight
	press      func()
	spare      bool // its key is not written in large text
}

var (
	_ fyne.Tappable    = (*Button)(nil)
	_ fyne.Focusable   = (*Button)(nil)
	_ fyne.Disableable = (*Button)(nil)
	_ fyne.Accessible  = (*Button)(nil)
)

// NewButton makes a button; key is the hint shown beside the words, as "F2", and may be empty.
func NewButton(words, key string, weight Weight, press func()) *Button {
	b := &Button{words: words, key: key, weight: weight, press: press}
	b.init(b)
	return b
}

// Spare leaves out the key beside the words in large text, where many buttons stand together: the list of keys has it.
func (b *Button) Spare() *Button {
	b.spare = true
	return b
}

// hint is the key as it is written beside the words.
func (b *Button) hint() string {
	if b.spare && Large() {
		return ""
	}
	return b.key
}

// SetWords changes the label.
func (b *Button) SetWords(words string) {
	if b.words != words {
		b.words = words
		b.Refresh()
	}
}

// SetWeight changes the weight: the one primary button of a screen moves to the act that comes next.
func (b *Button) SetWeight(w Weight) {
	if b.weight != w {
		b.weight = w
		b.Refresh()
	}
}

// Tapped presses it by pointer.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.take()
	b.Press()
}

// Press does what the button does, unless it is disabled.
func (b *Button) Press() {
	if !b.disabled && b.press != nil {
		b.press()
	}
}

// TypedKey presses it on Enter and Space and passes on the rest: as the widget that it is a part of, as the toolkit knows no other.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if presses(ev) {
		b.Press()
		return
	}
	Forward(b.self, ev)
}

// AccessibilityLabel is the words with the key.
func (b *Button) AccessibilityLabel() string { return strings.TrimSpace(b.words + " " + b.key) }

// AccessibilityRole is button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	f := &buttonFace{b: b, ground: canvas.NewRectangle(nil), words: canvas.NewText("", nil),
		hint: canvas.NewText("", nil), ring: newRing()}
	objects := append([]fyne.CanvasObject{f.ground, f.words, f.hint}, f.ring.objects()...)
	f.refresh()
	return &painted{objects: objects, layout: f.layout, min: f.min, refresh: f.refresh}
}

type buttonFace struct {
	b           *Button
	ground      *canvas.Rectangle
	words, hint *canvas.Text
	ring        *ring
}

var (
	buttonStyle = Style{Bold: true}
	hintStyle   = Style{Size: look.Small}
)

func (f *buttonFace) widths() (words, gap, hint float32) {
	words = buttonStyle.measure(f.b.words).Width
	if f.b.hint() == "" {
		return words, 0, 0
	}
	return words, size(look.Gap), hintStyle.measure(f.b.hint()).Width
}

func (f *buttonFace) min() fyne.Size {
	w, g, h := f.widths()
	return fyne.NewSize(w+g+h+2*size(look.Space), size(look.Control))
}

func (f *buttonFace) layout(s fyne.Size) {
	w, g, h := f.widths()
	x := (s.Width - w - g - h) / 2
	wh, hh := buttonStyle.measure("Ag").Height, hintStyle.measure("Ag").Height
	place(f.ground, 0, 0, s.Width, s.Height)
	place(f.words, x, (s.Height-wh)/2, w, wh)
	place(f.hint, x+w+g, (s.Height-hh)/2+1, h, hh)
	f.ring.draw(f.b.focused, 0, 0, s.Width, s.Height)
}

func (f *buttonFace) refresh() {
	b := f.b
	fill, edge, ink, hint := look.Paper, look.Edge, look.Ink, look.Quiet
	switch {
	case b.disabled:
		fill, edge, ink = look.Mist, look.Mist, look.Quiet // no border: its shape says so too
	case b.weight == Primary:
		fill, edge, ink, hint = look.Accent, look.Accent, look.OnAccent, look.OnAccent
	case b.hovered:
		fill = look.Hover
	}
	f.ground.FillColor, f.ground.StrokeColor = tint(fill), tint(edge)
	f.ground.StrokeWidth, f.ground.CornerRadius = size(look.Line), size(look.Corner)
	if b.hovered && !b.disabled {
		f.ground.StrokeWidth = 2
	}
	setText(f.words, b.words, buttonStyle, ink)
	setText(f.hint, b.hint(), hintStyle, hint)
	f.ground.Refresh()
	f.layout(b.Size())
}

// setText sets a canvas text to words in a style and a role.
func setText(c *canvas.Text, words string, st Style, role fyne.ThemeColorName) {
	col := tint(role)
	if c.Text == words && c.Color == col && c.TextSize == st.size() && c.TextStyle == st.face() && c.Alignment == st.Align {
		return
	}
	c.Text, c.Color, c.TextSize, c.TextStyle, c.Alignment = words, col, st.size(), st.face(), st.Align
	c.Refresh()
}
