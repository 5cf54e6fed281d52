package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Said is one sentence with a shape before it, on as many lines as its width asks for: for lists that are read, where
// nothing can be chosen.
type Said struct {
	widget.BaseWidget
	shape Shape
	tone  Tone
	text  *Text
}

var _ fyne.Accessible = (*Said)(nil)

// NewSaid makes a sentence without words.
func NewSaid() *Said {
	s := &Said{text: NewProse("", Style{})}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes all of it.
func (s *Said) Set(shape Shape, words string, tone Tone) {
	if s.shape == shape && s.text.text == words && s.tone == tone {
		return
	}
	s.shape, s.tone = shape, tone
	s.text.SetText(words)
	s.Refresh()
}

// AccessibilityLabel is the words.
func (s *Said) AccessibilityLabel() string { return s.text.text }

// AccessibilityRole is text.
func (s *Said) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// left is where the words begin: all sentences of a list line up, with a shape or without.
func (s *Said) left() float32 { return s.text.style.size()*0.8 + size(look.Gap) }

// HeightFor is the height needed at a width.
func (s *Said) HeightFor(width float32) float32 { return s.text.HeightFor(width - s.left()) }

// CreateRenderer is called by the toolkit.
func (s *Said) CreateRenderer() fyne.WidgetRenderer {
	d := newDot()
	p := &painted{objects: append(d.objects(), s.text)}
	p.min = func() fyne.Size { return fyne.NewSize(100, s.HeightFor(max(s.Size().Width, 300))) }
	p.layout = func(z fyne.Size) {
		e := s.text.style.size() * 0.8
		d.place(0, (s.text.style.measure("Ag").Height-e)/2+e/8, e) // on the middle of the letters of the first line
		place(s.text, s.left(), 0, max(z.Width-s.left(), 0), z.Height)
	}
	p.refresh = func() {
		d.draw(s.shape, s.tone.sign())
		p.layout(s.Size())
	}
	p.refresh()
	return p
}
