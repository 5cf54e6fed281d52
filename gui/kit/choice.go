package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Choice is one of a few options, side by side; the arrow keys and a click choose. The chosen one is bold
// and underlined by a bar.
type Choice struct {
	control
	label   string
	options []string
	chosen  int

	// OnChosen is called with the index when a person chooses another option.
	OnChosen func(int)
}

var (
	_ fyne.Focusable  = (*Choice)(nil)
	_ fyne.Tappable   = (*Choice)(nil)
	_ fyne.Accessible = (*Choice)(nil)
)

// NewChoice makes a choice with the first option chosen.
func NewChoice(label string, options []string, chosen func(int)) *Choice {
	c := &Choice{label: label, options: options, OnChosen: chosen}
	c.init(c)
	return c
}

// Set chooses an option without telling.
func (c *Choice) Set(i int) {
	if i != c.chosen && i >= 0 && i < len(c.options) {
		c.chosen = i
		c.Refresh()
	}
}

// SetOptions changes the options; fewer or other words keep the chosen index where it exists.
func (c *Choice) SetOptions(options []string) {
	equal := len(options) == len(c.options)
	for i := range options {
		equal = equal && options[i] == c.options[i]
	}
	if equal {
		return
	}
	c.options = options
	c.chosen = max(min(c.chosen, len(options)-1), 0)
	c.Refresh()
}

func (c *Choice) choose(i int) {
	if i != c.chosen && i >= 0 && i < len(c.options) && !c.disabled {
		c.Set(i)
		if c.OnChosen != nil {
			c.OnChosen(i)
		}
	}
}

// TypedKey chooses by the arrows and passes on the rest.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		c.choose(c.chosen - 1)
	case fyne.KeyRight, fyne.KeySpace:
		c.choose(c.chosen + 1)
	default:
		Forward(c, ev)
	}
}

// Tapped chooses what lies under the pointer.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	c.take()
	for i, b := range c.cells(c.Size().Width) {
		if ev.Position.X >= b.x && ev.Position.X < b.x+b.w && ev.Position.Y >= b.y && ev.Position.Y < b.y+b.h {
			c.choose(i)
			return
		}
	}
}

// AccessibilityLabel is the label with the chosen option.
func (c *Choice) AccessibilityLabel() string {
	if c.chosen >= len(c.options) {
		return c.label
	}
	return c.label + ": " + c.options[c.chosen]
}

// AccessibilityRole is button.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *Choice) width(i int) float32 {
	return buttonStyle.measure(c.options[i]).Width + 3*size(look.Gap)
}

// cell is where an option stands.
type cell struct{ x, y, w, h float32 }

// cells places the options side by side, and on further lines where the width is used up.
func (c *Choice) cells(width float32) []cell {
	var out []cell
	var x, y float32
	h := size(look.Control)
	for i := range c.options {
		w := c.width(i)
		if x > 0 && width > 0 && x+w > width+0.5 {
			x, y = 0, y+h
		}
		out = append(out, cell{x, y, w, h})
		x += w
	}
	return out
}

// HeightFor is the height needed at a width.
func (c *Choice) HeightFor(width float32) float32 {
	cells := c.cells(width)
	if len(cells) == 0 {
		return size(look.Control)
	}
	last := cells[len(cells)-1]
	return last.y + last.h
}

// CreateRenderer is called by the toolkit.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	f := &choiceFace{c: c, box: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent), ring: newRing()}
	f.Refresh()
	return f
}

type choiceFace struct {
	c        *Choice
	box, bar *canvas.Rectangle
	words    []*canvas.Text
	ring     *ring
}

func (f *choiceFace) MinSize() fyne.Size {
	m := fyne.NewSize(0, size(look.Control))
	for i := range f.c.options { // one line; our layouts ask for the height at less width than that
		m.Width += f.c.width(i)
	}
	return m
}

func (f *choiceFace) Layout(fyne.Size) { f.Refresh() }

func (f *choiceFace) Refresh() {
	c := f.c
	f.box.FillColor, f.box.StrokeColor, f.box.StrokeWidth = tint(look.Paper), tint(look.Edge), size(look.Line)
	f.box.CornerRadius = size(look.Corner)
	f.bar.FillColor = tint(look.Accent)
	for len(f.words) < len(c.options) {
		f.words = append(f.words, canvas.NewText("", color.Transparent))
	}
	f.words = f.words[:len(c.options)]
	var w, h float32
	for i, b := range c.cells(c.Size().Width) {
		st, role := Style{Align: fyne.TextAlignCenter}, look.Quiet
		if i == c.chosen {
			st.Bold, role = true, look.Ink
			place(f.bar, b.x+8, b.y+b.h-5, b.w-16, 4)
		}
		setText(f.words[i], c.options[i], st, role)
		th := st.measure("Ag").Height
		place(f.words[i], b.x, b.y+(b.h-th)/2, b.w, th)
		w, h = max(w, b.x+b.w), b.y+b.h
	}
	place(f.box, 0, 0, w, h)
	f.ring.draw(c.focused, 0, 0, w, h)
	canvas.Refresh(c)
}

func (f *choiceFace) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.box, f.bar}
	for _, w := range f.words {
		out = append(out, w)
	}
	return append(out, f.ring.objects()...)
}

func (f *choiceFace) Destroy() {}
