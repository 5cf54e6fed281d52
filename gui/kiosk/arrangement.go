package kiosk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// arrangement places a page: what is asked above, what is touched below it, the buttons of every page at the foot.
type arrangement struct{ v *View }

// MinSize implements fyne.Layout: any screen will do.
func (arrangement) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 480) }

// Layout implements fyne.Layout.
func (a arrangement) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	v := a.v
	if s.Width < 1 || v.foot == nil {
		return
	}
	m := 1.5 * kit.Space()
	put(v.ground, 0, 0, s.Width, s.Height)
	bottom := s.Height
	if v.foot.Visible() {
		high := v.foot.HeightFor(s.Width)
		bottom -= high
		put(v.foot, 0, bottom, s.Width, high)
	}
	bottom -= m
	inner := s.Width - 2*m
	y := m
	if v.marked.Text() != "" {
		high := v.marked.HeightFor(inner)
		put(v.marked, m, y, inner, high)
		y += high
	}
	y = a.prose(v.title, m, y, inner) + kit.Gap()
	y = a.prose(v.words, m, y, inner) + kit.Gap()
	if v.big.Visible() {
		size := fyne.MeasureText(v.big.Text, v.big.TextSize, v.big.TextStyle)
		if size.Width > inner {
			v.big.TextSize *= inner / size.Width
		}
		put(v.big, m, y, inner, size.Height)
		y += size.Height + kit.Gap()
	}
	if v.looks.Low {
		y = max(y, s.Height*(1-v.reach))
	}
	switch {
	case v.columns[0].Visible():
		a.columns(m, y+m, inner, bottom)
	case v.field.Visible():
		a.entry(m, y, inner, bottom)
	default:
		a.tiles(m, y, inner, bottom)
	}
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	if p := fyne.NewPos(x, y); o.Position() != p {
		o.Move(p)
	}
	if s := fyne.NewSize(w, h); o.Size() != s {
		o.Resize(s)
	}
}

// prose places a text at its own height and tells where the next thing begins.
func (a arrangement) prose(t *kit.Text, x, y, w float32) float32 {
	if t.Text() == "" {
		put(t, x, y, w, 0)
		return y
	}
	high := t.HeightFor(w)
	put(t, x, y, w, high)
	return y + high
}

// tiles stand in two columns, or in three where two have no room for the words.
func (a arrangement) tiles(x, y, w, bottom float32) {
	v, gap := a.v, kit.Space()
	if v.pages.Visible() {
		turn := v.less.MinSize().Height
		bottom -= turn
		side := max(v.less.MinSize().Width, v.more.MinSize().Width)
		words := v.pages.HeightFor(w)
		put(v.less, x, bottom, side, turn)
		put(v.more, x+w-side, bottom, side, turn)
		middle := fyne.MeasureText(v.pages.Text(), fyne.CurrentApp().Settings().Theme().Size(look.Text), fyne.TextStyle{}).Width
		put(v.pages, x+(w-middle)/2, bottom+(turn-words)/2, middle, words)
		bottom -= gap
	}
	for _, columns := range []int{2, 3} {
		if a.grid(columns, x, y, w, bottom) {
			return
		}
	}
}

// grid places the tiles in columns, and reports whether their words have room.
func (a arrangement) grid(columns int, x, y, w, bottom float32) bool {
	v, gap := a.v, kit.Space()
	each := (w - float32(columns-1)*gap) / float32(columns)
	n, need := 0, float32(0)
	for _, t := range v.tiles {
		if t.Visible() {
			n++
			need = max(need, t.Need(each))
		}
	}
	rows := float32((n + columns - 1) / columns)
	room := (bottom - y - (rows-1)*gap) / max(rows, 1)
	high := min(max(need, min(room, 2*kit.Control())), room)
	for i, t := range v.tiles[:n] {
		put(t, x+float32(i%columns)*(each+gap), y+float32(i/columns)*(high+gap), each, high)
	}
	return need <= room
}

// entry is what is typed, and the keys beneath it.
func (a arrangement) entry(x, y, w, bottom float32) {
	v := a.v
	y = a.prose(v.field, x, y, w)
	y = a.prose(v.hint, x, y, w) + kit.Space()
	for _, k := range v.keys {
		if k.Visible() {
			put(k.Container, x, y, w, bottom-y)
			k.Layout(nil, k.Size())
		}
	}
}

// columns is what who passes by reads: beside each other, or beneath each other where the screen stands upright.
func (a arrangement) columns(x, y, w, bottom float32) {
	v, gap := a.v, 2*kit.Space()
	if bottom-y > w {
		for _, c := range v.columns {
			y = a.prose(c, x, y, w) + gap
		}
		return
	}
	each := (w - 2*gap) / 3
	for i, c := range v.columns {
		a.prose(c, x+float32(i)*(each+gap), y, each)
	}
}
