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

func (c *Check) box() float32 { return size(look.Text) * 1.2 }

// HeightFor is the height needed at a width.
func (c *Check) HeightFor(width float32) float32 {
	return max(c.words.HeightFor(width-c.box()-size(look.Gap)), c.box())
}

// top is where the box begins: its middle is on the middle of the first line of words.
func (c *Check) top() float32 {
	return (c.words.style.measure("Ag").Height - c.box()) / 2
}

// CreateRenderer is called by the toolkit.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(color.Transparent)
	short, long := canvas.NewLine(color.Transparent), canvas.NewLine(color.Transparent)
	ring := newRing()
	p := &painted{objects: append([]fyne.CanvasObject{box, short, long, c.words}, ring.objects()...)}
	p.min = func() fyne.Size {
		return fyne.NewSize(c.box()+size(look.Gap)+c.words.MinSize().Width, max(c.words.MinSize().Height, c.box()))
	}
	p.layout = func(s fyne.Size) {
		e := c.box()
		x, y := float32(0), c.top()
		place(box, x, y, e, e)
		tick(short, x+e*0.22, y+e*0.52, x+e*0.42, y+e*0.74)
		tick(long, x+e*0.42, y+e*0.74, x+e*0.8, y+e*0.26)
		place(c.words, e+size(look.Gap), 0, max(s.Width-e-size(look.Gap), 0), s.Height)
		ring.draw(c.focused, 0, 0, s.Width, s.Height)
	}
	p.refresh = func() {
		box.CornerRadius, box.StrokeWidth, box.StrokeColor, box.FillColor = 3, 2, tint(look.Edge), tint(look.Paper)
		if c.ticked {
			box.StrokeColor, box.FillColor = tint(look.OK), tint(look.OK)
		} else if c.hovered {
			box.FillColor = tint(look.Hover)
		}
		for _, l := range []*canvas.Line{short, long} {
			l.StrokeColor, l.StrokeWidth = tint(look.Paper), 2.5
			show(l, c.ticked)
			l.Refresh()
		}
		box.Refresh()
		p.layout(c.Size())
	}
	p.refresh()
	return p
}

func tick(l *canvas.Line, x1, y1, x2, y2 float32) {
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
}
