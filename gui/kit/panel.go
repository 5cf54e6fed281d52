package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Panel is content on a ground of its own, with a hairline around it.
type Panel struct {
	widget.BaseWidget
	role    fyne.ThemeColorName
	content fyne.CanvasObject
	h, v    float32
}

// NewColumn puts content with margins on the window's own ground, which is paper, with a hairline at its
// right: a ground of its own would be painted twice at every change.
func NewColumn(horizontal, vertical float32, content fyne.CanvasObject) *Panel {
	return NewPanel("", horizontal, vertical, content)
}

// NewPanel puts content on the ground of a role, with margins; the theme's changes reach the ground.
func NewPanel(role fyne.ThemeColorName, horizontal, vertical float32, content fyne.CanvasObject) *Panel {
	p := &Panel{role: role, h: horizontal, v: vertical, content: content}
	p.ExtendBaseWidget(p)
	return p
}

// HeightFor is the height needed at a width.
func (p *Panel) HeightFor(width float32) float32 {
	return heightFor(p.content, width-2*p.h) + 2*p.v
}

// Content is what stands on the panel.
func (p *Panel) Content() fyne.CanvasObject { return p.content }

// CreateRenderer is called by the toolkit.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	r := &painted{objects: []fyne.CanvasObject{ground, p.content}}
	r.min = func() fyne.Size { return p.content.MinSize().AddWidthHeight(2*p.h, 2*p.v) }
	r.layout = func(s fyne.Size) {
		place(ground, 0, 0, s.Width, s.Height)
		if p.role == "" {
			place(ground, s.Width-1, 0, 1, s.Height)
		}
		place(p.content, p.h, p.v, max(s.Width-2*p.h, 0), max(s.Height-2*p.v, 0))
	}
	r.refresh = func() {
		if p.role == "" {
			ground.FillColor = tint(look.Hairline)
		} else {
			ground.FillColor, ground.StrokeColor, ground.StrokeWidth = tint(p.role), tint(look.Hairline), size(look.Line)
		}
		ground.Refresh()
		r.layout(p.Size())
	}
	r.refresh()
	return r
}

// Heading is the head of a section: words, and a figure or remark after them.
func Heading(words, remark *Text) *fyne.Container { return Line(size(look.Gap), remark, words, remark) }

// NewHeading makes the words of a heading.
func NewHeading(words string) *Text { return NewText(words, Style{Size: look.Heading, Bold: true}) }
