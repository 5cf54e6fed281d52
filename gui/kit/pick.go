package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// Pick is an item of a checklist that can be done in one of several ways: a box that is ticked once a way is picked,
// and the ways beside it, on further lines where they do not fit. A click picks a way, and takes it back when it was
// picked; the left and right arrow go through them, Enter and Space to the next and after the last to none.
type Pick struct {
	control
	options []string
	words   []*Text
	picked  int
	face    *pickFace

	// OnPicked is called when a person picks another way; -1 takes it back. The view sets it again from its state.
	OnPicked func(int)
}

var (
	_ fyne.Focusable  = (*Pick)(nil)
	_ fyne.Tappable   = (*Pick)(nil)
	_ fyne.Accessible = (*Pick)(nil)
)

// NewPick makes an item with nothing picked.
func NewPick(picked func(int)) *Pick {
	p := &Pick{picked: -1, OnPicked: picked}
	p.init(p)
	return p
}

// Set changes the ways and the picked one; -1 is none.
func (p *Pick) Set(options []string, picked int) {
	same := len(options) == len(p.options) && picked == p.picked
	for i := range options {
		same = same && options[i] == p.options[i]
	}
	if same {
		return
	}
	p.options, p.picked = append([]string(nil), options...), picked
	for len(p.words) < len(options) {
		p.words = append(p.words, NewProse("", Style{}))
	}
	for i, w := range p.words {
		Show(w, i < len(options))
		if i < len(options) {
			w.SetText(options[i])
		}
	}
	p.Refresh()
}

// Picked is the picked way, or -1.
func (p *Pick) Picked() int { return p.picked }

func (p *Pick) pick(i int) {
	if !p.disabled && p.OnPicked != nil && i != p.picked {
		p.OnPicked(i)
	}
}

// TypedKey goes through the ways and passes on the rest.
func (p *Pick) TypedKey(ev *fyne.KeyEvent) {
	switch last := len(p.options) - 1; {
	case ev.Name == fyne.KeyLeft && p.picked > 0:
		p.pick(p.picked - 1)
	case ev.Name == fyne.KeyRight:
		p.pick(min(p.picked+1, last))
	case presses(ev) && p.picked == last:
		p.pick(-1)
	case presses(ev):
		p.pick(p.picked + 1)
	default:
		Forward(p, ev)
	}
}

// Tapped picks what lies under the pointer, or takes it back.
func (p *Pick) Tapped(ev *fyne.PointEvent) {
	p.take()
	for i, b := range p.cells(p.Size().Width) {
		if ev.Position.X >= b.x && ev.Position.X < b.x+b.w && ev.Position.Y >= b.y && ev.Position.Y < b.y+b.h {
			if i == p.picked {
				i = -1
			}
			p.pick(i)
			return
		}
	}
}

// AccessibilityLabel is the picked way, or all of them.
func (p *Pick) AccessibilityLabel() string {
	if p.picked >= 0 && p.picked < len(p.options) {
		return p.options[p.picked]
	}
	label := ""
	for i, o := range p.options {
		if i > 0 {
			label += " / "
		}
		label += o
	}
	return label
}

// AccessibilityRole is button.
func (p *Pick) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// cells places the ways right of the box, each as wide as its words unless that is more than there is.
func (p *Pick) cells(width float32) []cell {
	pad, gap, left := size(look.Gap), size(look.Gap)/2, boxEdge()+size(look.Gap)
	room := width - left
	var out []cell
	var x, y, line float32
	for i, o := range p.options {
		w := (Style{Bold: true}).measure(o).Width + 2*pad // so that picking moves nothing
		if width > 0 {
			w = min(w, room)
		}
		if x > 0 && width > 0 && x+w > room+0.5 {
			x, y, line = 0, y+line+gap, 0
		}
		h := p.words[i].HeightFor(w-2*pad) + pad
		out = append(out, cell{left + x, y, w, h})
		x, line = x+w+gap, max(line, h)
	}
	return out
}

// HeightFor is the height needed at a width.
func (p *Pick) HeightFor(width float32) float32 {
	var h float32
	for _, b := range p.cells(width) {
		h = max(h, b.y+b.h)
	}
	return h
}

// CreateRenderer is called by the toolkit.
func (p *Pick) CreateRenderer() fyne.WidgetRenderer {
	p.face = &pickFace{p: p, box: newBox(), ring: newRing()}
	p.face.Refresh()
	return p.face
}

type pickFace struct {
	p     *Pick
	box   *box
	pills []*canvas.Rectangle
	ring  *ring
}

func (f *pickFace) MinSize() fyne.Size {
	w := f.p.Size().Width
	return fyne.NewSize(boxEdge()+8*size(look.Text), f.p.HeightFor(w))
}

func (f *pickFace) Layout(fyne.Size) { f.Refresh() }

func (f *pickFace) Refresh() {
	p, pad := f.p, size(look.Gap)
	for len(f.pills) < len(p.options) {
		f.pills = append(f.pills, canvas.NewRectangle(color.Transparent))
	}
	cells := p.cells(p.Size().Width)
	for i, pill := range f.pills {
		Show(pill, i < len(cells))
		if i >= len(cells) {
			continue
		}
		b, word := cells[i], p.words[i]
		pill.CornerRadius, pill.StrokeWidth = size(look.Corner), size(look.Line)
		pill.FillColor, pill.StrokeColor = tint(look.Paper), tint(look.Edge)
		if i == p.picked {
			pill.FillColor, pill.StrokeColor, pill.StrokeWidth = tint(look.OKGround), tint(look.OK), 2
		}
		word.style.Bold = i == p.picked
		place(pill, b.x, b.y, b.w, b.h)
		place(word, b.x+pad, b.y+pad/2, b.w-2*pad, b.h-pad)
		pill.Refresh()
		word.Refresh()
	}
	f.box.draw(p.picked >= 0, p.hovered)
	if len(cells) > 0 {
		f.box.place(0, (cells[0].h-boxEdge())/2)
	}
	f.ring.draw(p.focused, 0, 0, p.Size().Width, p.Size().Height)
	canvas.Refresh(p)
}

func (f *pickFace) Objects() []fyne.CanvasObject {
	out := f.box.objects()
	for _, p := range f.pills {
		out = append(out, p)
	}
	for _, w := range f.p.words {
		out = append(out, w)
	}
	return append(out, f.ring.objects()...)
}

func (f *pickFace) Destroy() {}
