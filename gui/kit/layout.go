package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/buurtloket/buurtloket/gui/look"
)

// flowing is what can tell its height once its width is known; wrapped text and our layouts can.
type flowing interface {
	HeightFor(width float32) float32
}

type flowLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// heightFor is the height an object needs at a width.
func heightFor(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(flowing); ok {
		return f.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(flowLayout); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if _, spacer := o.(layout.SpacerObject); o.Visible() || spacer {
			out = append(out, o)
		}
	}
	return out
}

// column stacks; a spacer or the object at fill takes what is left.
type column struct {
	gap  float32
	fill fyne.CanvasObject
}

// Column stacks objects with a gap; the fill, which may be nil, takes the height that is left.
func Column(gap float32, fill fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: gap, fill: fill}, objects...)
}

func (l *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	shown := visible(objects)
	for _, o := range shown {
		h += heightFor(o, width)
	}
	return h + l.gap*float32(max(len(shown)-1, 0))
}

func (l *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	shown := visible(objects)
	for _, o := range shown {
		s := o.MinSize()
		m.Width = max(m.Width, s.Width)
		m.Height += s.Height
	}
	m.Height += l.gap * float32(max(len(shown)-1, 0))
	return m
}

func (l *column) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	spare := s.Height - l.heightFor(objects, s.Width)
	var y float32
	for _, o := range visible(objects) {
		h := heightFor(o, s.Width)
		if o == l.fill {
			h = max(h+spare, 0) // too little room is taken from the fill, so that buttons stay in sight
		}
		place(o, 0, y, s.Width, h)
		y += h + l.gap
	}
}

// line sets side by side; the object at fill takes what is left.
type line struct {
	gap  float32
	fill fyne.CanvasObject
}

// Line sets objects side by side, middles on one line; the fill, which may be nil, takes the width left.
func Line(gap float32, fill fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, fill: fill}, objects...)
}

func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	shown := visible(objects)
	for _, o := range shown {
		s := o.MinSize()
		m.Width += s.Width
		m.Height = max(m.Height, s.Height)
	}
	m.Width += l.gap * float32(max(len(shown)-1, 0))
	return m
}

func (l *line) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	spare := s.Width - l.MinSize(objects).Width
	var x float32
	for _, o := range visible(objects) {
		m := o.MinSize()
		if o == l.fill {
			m.Width = max(m.Width+spare, 0)
		}
		h := min(m.Height, s.Height)
		if f, ok := o.(flowing); ok {
			h = f.HeightFor(m.Width)
		}
		if _, ok := o.(*fyne.Container); ok {
			h = s.Height
		}
		place(o, x, (s.Height-h)/2, m.Width, h)
		x += m.Width + l.gap
	}
}

// flow sets side by side and goes to a next line when the width is used up.
type flow struct {
	gap    float32
	right  bool // all to the right
	spread bool // the last object to the right, unless alone
}

// Flow sets objects side by side, and on further lines where they do not fit.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

// FlowRight is Flow from the right-hand side: for the buttons of a sheet.
func FlowRight(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap, right: true}, objects...)
}

// FlowSpread is Flow with the last object at the right-hand side, unless it stands alone on its line.
func FlowSpread(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap, spread: true}, objects...)
}

// lines breaks the objects into lines that fit the width.
func (l *flow) lines(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	var out [][]fyne.CanvasObject
	var x float32
	for _, o := range visible(objects) {
		w := o.MinSize().Width
		if len(out) == 0 || x+l.gap+w > width {
			out, x = append(out, nil), -l.gap
		}
		out[len(out)-1] = append(out[len(out)-1], o)
		x += l.gap + w
	}
	return out
}

func tallest(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		h = max(h, heightFor(o, min(o.MinSize().Width, width)))
	}
	return h
}

func (l *flow) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	lines := l.lines(objects, width)
	for _, line := range lines {
		h += tallest(line, width)
	}
	return h + l.gap*float32(max(len(lines)-1, 0))
}

func (l *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range visible(objects) {
		m = m.Max(o.MinSize())
	}
	return m
}

func (l *flow) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	var y float32
	lines := l.lines(objects, s.Width)
	for n, line := range lines {
		h := tallest(line, s.Width)
		var x float32
		if l.right {
			x = s.Width + l.gap
			for _, o := range line {
				x -= o.MinSize().Width + l.gap
			}
		}
		for i, o := range line {
			m := o.MinSize()
			m.Width = min(m.Width, s.Width)
			m.Height = heightFor(o, m.Width)
			if l.spread && n == len(lines)-1 && i > 0 && i == len(line)-1 {
				x = s.Width - m.Width
			}
			place(o, x, y+(h-m.Height)/2, m.Width, m.Height)
			x += m.Width + l.gap
		}
		y += h + l.gap
	}
}

// shares divides the width by weight.
type shares struct {
	gap     float32
	weights []float32
}

// Shares sets objects side by side over the full height, their widths in proportion to the weights. What is hidden
// leaves its share to the others.
func Shares(gap float32, weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&shares{gap: gap, weights: weights}, objects...)
}

// shown gives what is visible with the sum of its weights.
func (l *shares) shown(objects []fyne.CanvasObject) (n int, sum float32) {
	for i, o := range objects {
		if o.Visible() {
			n, sum = n+1, sum+l.weights[i]
		}
	}
	return n, sum
}

func (l *shares) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	n, sum := l.shown(objects)
	free := width - l.gap*float32(max(n-1, 0))
	var h float32
	for i, o := range objects {
		if o.Visible() {
			h = max(h, heightFor(o, free*l.weights[i]/sum))
		}
	}
	return h
}

func (l *shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range visible(objects) {
		s := o.MinSize()
		m.Width += s.Width
		m.Height = max(m.Height, s.Height)
	}
	n, _ := l.shown(objects)
	m.Width += l.gap * float32(max(n-1, 0))
	return m
}

func (l *shares) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	n, sum := l.shown(objects)
	free := s.Width - l.gap*float32(max(n-1, 0))
	var x float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		w := free * l.weights[i] / sum
		place(o, x, 0, w, s.Height)
		x += w + l.gap
	}
}

// inset keeps a margin around one object.
type inset struct{ h, v float32 }

// Inset keeps a margin around an object, horizontally and vertically.
func Inset(horizontal, vertical float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{horizontal, vertical}, o)
}

func (l inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], width-2*l.h) + 2*l.v
}

func (l inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*l.h, 2*l.v)
}

func (l inset) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	place(objects[0], l.h, l.v, s.Width-2*l.h, s.Height-2*l.v)
}

// Relayout places everything under an object again; what does not move costs nothing. A view calls it after
// a change that may have altered the height of wrapped text or hidden something.
func Relayout(o fyne.CanvasObject) {
	switch w := o.(type) {
	case *Panel:
		Relayout(w.content)
	case *Sheet:
		w.arrange()
		Relayout(w.card)
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, child := range c.Objects {
		Relayout(child)
	}
}

// Gap is the room between things that belong together, Space that between groups.
func Gap() float32 { return size(look.Gap) }

// Space is the room between groups and inside panels.
func Space() float32 { return size(look.Space) }

// Control is the height of a button or field.
func Control() float32 { return size(look.Control) }

// Large reports whether text is large now: lists may then use two lines a row.
func Large() bool {
	switch t := current().(type) {
	case look.Theme:
		return t.Large
	case *look.Changing:
		return t.Now().Large
	}
	return false
}
