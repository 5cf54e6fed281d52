package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Check is one item of a checklist: a box that is ticked by click, Enter or Space, and its words.
type Check struct {
	control
	words  *Text
	ticked bool
	note   string // said after the words for who cannot see the tick

	// OnTicked is called when a person ticks or unticks it; the view sets it again from its state.
	OnTicked func(ticked bool)
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Tappable   = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
)

// NewCheck makes an item that is not ticked; done is the word for a ticked one, as "gedaan".
func NewCheck(words, done string, ticked func(bool)) *Check {
	c := &Check{words: NewProse(words, Style{}), note: done, OnTicked: ticked}
	c.init(c)
	return c
}

// Set changes the words and the tick.
func (c *Check) Set(words string, ticked bool) {
	if c.words.text == words && c.ticked == ticked {
		return
	}
	c.words.SetText(words)
	c.ticked = ticked
	c.Refresh()
}

// Ticked reports whether it is ticked.
func (c *Check) Ticked() bool { return c.ticked }

// Tapped ticks or unticks it.
func (c *Check) Tapped(*fyne.PointEvent) {
	c.take()
	c.toggle()
}

func (c *Check) toggle() {
	if !c.disabled && c.OnTicked != nil {
		c.OnTicked(!c.ticked)
	}
}

// TypedKey ticks on Enter and Space and passes on the rest.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if presses(ev) {
		c.toggle()
		return
	}
	Forward(c, ev)
}

// AccessibilityLabel is the words, and that it is done when it is.
func (c *Check) AccessibilityLabel() string {
	if c.ticked {
		return c.words.text + " (" + c.note + ")"
	}
	return c.words.text
}

// AccessibilityRole is button.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// HeightFor is the height needed at a width.
func (c *Check) HeightFor(width float32) float32 {
	return max(c.words.HeightFor(width-boxEdge()-size(look.Gap)), boxEdge())
}

// top is where the box begins: its middle is on the middle of the first line of words.
func (c *Check) top() float32 {
	return (c.words.style.measure("Ag").Height - boxEdge()) / 2
}

// CreateRenderer is called by the toolkit.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box, ring := newBox(), newRing()
	p := &painted{objects: append(append(box.objects(), c.words), ring.objects()...)}
	p.min = func() fyne.Size {
		return fyne.NewSize(boxEdge()+size(look.Gap)+c.words.MinSize().Width, max(c.words.MinSize().Height, boxEdge()))
	}
	p.layout = func(s fyne.Size) {
		left := boxEdge() + size(look.Gap)
		box.place(0, c.top())
		place(c.words, left, 0, max(s.Width-left, 0), s.Height)
		ring.draw(c.focused, 0, 0, s.Width, s.Height)
	}
	p.refresh = func() {
		box.draw(c.ticked, c.hovered)
		p.layout(c.Size())
	}
	p.refresh()
	return p
}

// box is the square that is ticked once something is done.
type box struct {
	square      *canvas.Rectangle
	short, long *canvas.Line
}

func newBox() *box {
	return &box{canvas.NewRectangle(color.Transparent), canvas.NewLine(color.Transparent), canvas.NewLine(color.Transparent)}
}

// boxEdge is the side of the square: a little more than the text beside it.
func boxEdge() float32 { return size(look.Text) * 1.2 }

func (b *box) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.square, b.short, b.long} }

func (b *box) place(x, y float32) {
	e := boxEdge()
	place(b.square, x, y, e, e)
	tick(b.short, x+e*0.22, y+e*0.52, x+e*0.42, y+e*0.74)
	tick(b.long, x+e*0.42, y+e*0.74, x+e*0.8, y+e*0.26)
}

func (b *box) draw(ticked, hovered bool) {
	s := b.square
	s.CornerRadius, s.StrokeWidth, s.StrokeColor, s.FillColor = 3, 2, tint(look.Edge), tint(look.Paper)
	if ticked {
		s.StrokeColor, s.FillColor = tint(look.OK), tint(look.OK)
	} else if hovered {
		s.FillColor = tint(look.Hover)
	}
	for _, l := range []*canvas.Line{b.short, b.long} {
		l.StrokeColor, l.StrokeWidth = tint(look.Paper), 2.5
		Show(l, ticked)
		l.Refresh()
	}
	s.Refresh()
}

func tick(l *canvas.Line, x1, y1, x2, y2 float32) {
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
}
