package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Shape is the sign before a status: full for well, half for busy, empty for none.
type Shape uint8

// The shapes: ● ◐ ○ and nothing.
const (
	NoShape Shape = iota
	Full
	Half
	Empty
)

func (s Shape) String() string { return [...]string{"", "●", "◐", "○"}[s] }

// ground and sign are the roles of a tone.
func (t Tone) ground() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{look.Paper, look.OKGround, look.WarnGround, look.BadGround, look.Accent}[t]
}

func (t Tone) sign() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{look.Quiet, look.OK, look.Warn, look.Bad, look.Accent}[t]
}

// Status is a shape and words, as "○ Geen verbinding sinds 10:04". With a fill it stands on the ground of
// its tone; without it is only text.
type Status struct {
	widget.BaseWidget
	shape Shape
	words string
	tone  Tone
	fill  bool
	small bool
	text  *Text
}

var _ fyne.Accessible = (*Status)(nil)

// NewStatus makes a status without words, filled with the ground of its tone.
func NewStatus() *Status { return newStatus(true, false) }

// NewMark makes a status without ground, in small text: for a row of many.
func NewMark() *Status { return newStatus(false, true) }

func newStatus(fill, small bool) *Status {
	style := Style{Elastic: false}
	if small {
		style.Size = look.Small
	}
	s := &Status{fill: fill, small: small, text: NewText("", style)}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes all of it.
func (s *Status) Set(shape Shape, words string, tone Tone) {
	if s.shape == shape && s.words == words && s.tone == tone {
		return
	}
	s.shape, s.words, s.tone = shape, words, tone
	s.text.SetText(words)
	s.Refresh()
}

// Words is what is said.
func (s *Status) Words() string { return s.words }

// AccessibilityLabel is the words.
func (s *Status) AccessibilityLabel() string { return s.words }

// AccessibilityRole is text.
func (s *Status) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (s *Status) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	d := newDot()
	p := &painted{objects: append([]fyne.CanvasObject{ground}, append(d.objects(), s.text)...)}
	p.min = func() fyne.Size { return s.min() }
	p.layout = func(z fyne.Size) {
		place(ground, 0, 0, z.Width, z.Height)
		x := s.pad()
		if s.shape != NoShape {
			e := s.dot()
			d.place(x, (z.Height-e)/2, e)
			x += e + size(look.Gap)
		}
		h := s.text.MinSize().Height
		place(s.text, x, (z.Height-h)/2, max(z.Width-x-s.pad(), 0), h)
	}
	p.refresh = func() {
		ground.FillColor, ground.StrokeColor, ground.CornerRadius = color.Transparent, color.Transparent, size(look.Corner)
		if s.fill && s.tone != Plain {
			ground.FillColor, ground.StrokeColor, ground.StrokeWidth = tint(s.tone.ground()), tint(s.tone.sign()), size(look.Line)
		}
		ground.Refresh()
		d.draw(s.shape, s.tone.sign())
		s.text.SetRole(look.Ink)
		p.layout(s.Size())
	}
	p.refresh()
	return p
}

func (s *Status) pad() float32 {
	if s.fill {
		return size(look.Gap)
	}
	return 0
}

func (s *Status) dot() float32 { return s.text.style.size() * 0.8 }

func (s *Status) min() fyne.Size {
	m := s.text.MinSize()
	m.Width += 2 * s.pad()
	if s.shape != NoShape {
		m.Width += s.dot() + size(look.Gap)
	}
	if s.fill {
		m.Height += size(look.Gap)
	}
	return m
}

// dot draws a shape: a circle, filled, half filled, or empty.
type dot struct {
	circle *canvas.Circle
	half   *canvas.Rectangle
}

func newDot() *dot {
	return &dot{circle: canvas.NewCircle(color.Transparent), half: canvas.NewRectangle(color.Transparent)}
}

func (d *dot) objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.circle, d.half} }

func (d *dot) place(x, y, edge float32) {
	place(d.circle, x, y, edge, edge)
	place(d.half, x, y, edge/2, edge)
	d.half.TopLeftCornerRadius, d.half.BottomLeftCornerRadius = edge/2, edge/2
}

func (d *dot) draw(shape Shape, role fyne.ThemeColorName) {
	Show(d.circle, shape != NoShape)
	Show(d.half, shape == Half)
	c := tint(role)
	d.circle.StrokeColor, d.circle.StrokeWidth, d.circle.FillColor = c, 2, color.Transparent
	if shape == Full {
		d.circle.FillColor = c
	}
	d.half.FillColor = c
	d.circle.Refresh()
	d.half.Refresh()
}
