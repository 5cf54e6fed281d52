package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Notice says what happened and what to do next, on the ground of its tone. Without words it takes no room.
type Notice struct {
	widget.BaseWidget
	say, next *Text
	tone      Tone
}

var _ fyne.Accessible = (*Notice)(nil)

// NewNotice makes a notice without words.
func NewNotice() *Notice {
	n := &Notice{say: NewProse("", Style{Bold: true}), next: NewProse("", Style{})}
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Set changes all of it and reports whether anything changed; no words hide it.
func (n *Notice) Set(say, next string, tone Tone) bool {
	if n.say.text == say && n.next.text == next && n.tone == tone {
		return false
	}
	n.tone = tone
	n.say.SetText(say)
	n.next.SetText(next)
	Show(n.next, next != "")
	Show(n, say != "")
	n.Refresh()
	return true
}

// Words is all that is said.
func (n *Notice) Words() string {
	if n.next.text == "" {
		return n.say.text
	}
	return n.say.text + " " + n.next.text
}

// AccessibilityLabel is all that is said.
func (n *Notice) AccessibilityLabel() string { return n.Words() }

// AccessibilityRole is text.
func (n *Notice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// HeightFor is the height needed at a width.
func (n *Notice) HeightFor(width float32) float32 {
	inner := width - n.left() - size(look.Gap)
	h := n.say.HeightFor(inner) + 2*size(look.Gap)
	if n.next.text != "" {
		h += n.next.HeightFor(inner)
	}
	return h
}

func (n *Notice) left() float32 { return size(look.Space) }

// CreateRenderer is called by the toolkit.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	ground, bar := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	p := &painted{objects: []fyne.CanvasObject{ground, bar, n.say, n.next}}
	p.min = func() fyne.Size { return fyne.NewSize(100, n.HeightFor(max(n.Size().Width, 300))) }
	p.layout = func(s fyne.Size) {
		place(ground, 0, 0, s.Width, s.Height)
		place(bar, 0, 0, 6, s.Height)
		inner := max(s.Width-n.left()-size(look.Gap), 0)
		h := n.say.HeightFor(inner)
		place(n.say, n.left(), size(look.Gap), inner, h)
		place(n.next, n.left(), size(look.Gap)+h, inner, n.next.HeightFor(inner))
	}
	p.refresh = func() {
		ground.FillColor, ground.StrokeColor, ground.StrokeWidth = tint(n.tone.ground()), tint(n.tone.sign()), size(look.Line)
		bar.FillColor = tint(n.tone.sign())
		if n.tone == Main {
			ground.FillColor = tint(look.Mist)
		}
		ground.Refresh()
		bar.Refresh()
		p.layout(n.Size())
	}
	p.refresh()
	return p
}
