package kit

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// rowsFace draws a list: as many row faces as fit, the words for an empty list, the line that tells of more,
// and the ring around the chosen row, or around the whole of an empty list.
type rowsFace struct {
	r     *Rows
	faces []*rowFace
	more  *canvas.Text
	ring  *ring
}

func newRowsFace(r *Rows) *rowsFace {
	return &rowsFace{r: r, more: canvas.NewText("", color.Transparent), ring: newRing()}
}

func (f *rowsFace) MinSize() fyne.Size {
	return fyne.NewSize(8*size(look.Text), float32(f.r.least)*f.r.rowHeight())
}

func (f *rowsFace) Layout(fyne.Size) {
	f.r.reveal()
	f.Refresh()
}

func (f *rowsFace) Refresh() {
	r, w, h := f.r, f.r.Size().Width, f.r.rowHeight()
	shown := min(r.fitting(), len(r.rows)-r.first)
	for len(f.faces) < shown {
		f.faces = append(f.faces, newRowFace())
	}
	for i, face := range f.faces {
		face.visible(i < shown)
		if i < shown {
			at := r.first + i
			face.draw(r, r.rows[at], at == r.chosen, float32(i)*h, w)
		}
	}
	Show(r.empty, len(r.rows) == 0)
	place(r.empty, size(look.Gap), size(look.Gap), max(w-2*size(look.Gap), 0), max(r.Size().Height-size(look.Gap), 0))
	f.drawMore(shown)
	f.drawRing(shown)
	canvas.Refresh(r)
}

func (f *rowsFace) drawMore(shown int) {
	r := f.r
	below := len(r.rows) - r.first - shown
	Show(f.more, shown > 0 && shown < len(r.rows))
	words := strings.ReplaceAll(r.more, "%s", strconv.Itoa(below))
	if below == 0 {
		words = ""
	}
	setText(f.more, words, Style{Size: look.Small, Align: fyne.TextAlignCenter}, look.Quiet)
	place(f.more, 0, float32(shown)*r.rowHeight(), r.Size().Width, hintStyle.measure("Ag").Height)
}

func (f *rowsFace) drawRing(shown int) {
	r, h := f.r, f.r.rowHeight()
	at := r.chosen - r.first
	switch {
	case len(r.rows) == 0:
		f.ring.within(r.focused, 0, 0, r.Size().Width, r.Size().Height)
	case at < 0 || at >= shown:
		f.ring.within(r.focused, 0, 0, r.Size().Width, float32(shown)*h)
	default:
		f.ring.within(r.focused, 0, float32(at)*h, r.Size().Width, h)
	}
}

func (f *rowsFace) Objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, face := range f.faces {
		out = append(out, face.objects()...)
	}
	return append(append(out, f.r.empty, f.more), f.ring.objects()...)
}

func (f *rowsFace) Destroy() {}

// rowFace draws one row; it remembers what it drew and does nothing when asked for the same.
type rowFace struct {
	ground, bar, rule         *canvas.Rectangle
	lead, main, detail, state *Text
	dot                       *dot

	drawn rowDrawn
}

// rowDrawn is everything a drawn row depends on.
type rowDrawn struct {
	row    Row
	chosen bool
	y, w   float32
	theme  fyne.Theme
}

func newRowFace() *rowFace {
	box := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	elastic := Style{Elastic: true}
	return &rowFace{ground: box(), bar: box(), rule: box(), dot: newDot(),
		lead: NewText("", Style{Bold: true}), main: NewText("", elastic),
		detail: NewText("", Style{Role: look.Quiet, Size: look.Small, Elastic: true}),
		state:  NewText("", Style{Size: look.Small}),
	}
}

func (f *rowFace) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.ground, f.bar, f.rule, f.lead, f.main, f.detail, f.state}
	return append(out, f.dot.objects()...)
}

func (f *rowFace) visible(yes bool) {
	for _, o := range f.objects() {
		Show(o, yes)
	}
	if !yes {
		f.drawn = rowDrawn{}
	}
}

func (f *rowFace) draw(r *Rows, row Row, chosen bool, y, w float32) {
	want := rowDrawn{row: row, chosen: chosen, y: y, w: w, theme: current()}
	if f.drawn == want {
		Show(f.bar, chosen)
		f.dot.draw(row.Shape, row.Tone.sign())
		return
	}
	f.drawn = want
	h := r.rowHeight()
	f.drawGround(chosen, y, w, h)
	f.main.style.Bold = row.Strong
	f.lead.SetText(row.Lead)
	f.main.SetText(row.Main)
	f.detail.SetText(row.Detail)
	f.state.SetText(row.State)
	f.state.SetRole(f.stateRole(row.Tone))
	f.dot.draw(row.Shape, row.Tone.sign())
	x := size(look.Gap) + 4
	if r.lead != "" {
		lw := buttonStyle.measure(r.lead).Width
		lh := f.lead.MinSize().Height
		ly := y + (h-lh)/2
		if r.two() && row.Main != "" {
			ly = y + h/2 - lh
		}
		place(f.lead, x, ly, lw, lh)
		x += lw + size(look.Gap)
	}
	if r.two() && row.Main != "" {
		f.two(row, r.above, x, y, w-size(look.Gap), h)
	} else {
		f.one(row, x, y, w-size(look.Gap), h)
	}
	for _, t := range []*Text{f.lead, f.main, f.detail, f.state} {
		t.Refresh() // the theme may be another
	}
}

func (f *rowFace) stateRole(t Tone) fyne.ThemeColorName {
	if t == Plain {
		return look.Quiet
	}
	return t.sign()
}

func (f *rowFace) drawGround(chosen bool, y, w, h float32) {
	f.ground.FillColor = color.Transparent // what lies under is paper: do not paint it twice
	if chosen {
		f.ground.FillColor = tint(look.Hover)
	}
	f.bar.FillColor = tint(look.Accent)
	f.rule.FillColor = tint(look.Hairline)
	place(f.ground, 0, y, w, h)
	place(f.bar, 0, y, 4, h)
	place(f.rule, 0, y+h-1, w, 1)
	Show(f.bar, chosen)
	f.ground.Refresh()
	f.rule.Refresh()
}

// one draws main, detail and state on one line; main has what it needs, detail the rest.
func (f *rowFace) one(row Row, x, y, right, h float32) {
	right = f.placeState(row, x, right, y+h/2)
	mw := min(f.main.style.measure(row.Main).Width, max(right-x, 0))
	mh := f.main.MinSize().Height
	place(f.main, x, y+(h-mh)/2, mw, mh)
	if mw > 0 {
		x += mw + size(look.Gap)
	}
	dh := f.detail.MinSize().Height
	place(f.detail, x, y+(h-dh)/2+1, max(right-x, 0), dh)
}

// two draws main above and detail below, the state beside one of them.
func (f *rowFace) two(row Row, above bool, x, y, right, h float32) {
	mh, dh := f.main.MinSize().Height, f.detail.MinSize().Height
	mid := y + h/2 + dh/2
	if above {
		mid = y + h/2 - mh/2
	}
	left := f.placeState(row, x, right, mid)
	first, second := right, left
	if above {
		first, second = left, right
	}
	place(f.main, x, y+h/2-mh, max(first-x, 0), mh)
	place(f.detail, x, y+h/2, max(second-x, 0), dh)
}

// placeState puts the state's word and shape at the right, its middle at height mid, and tells what is left.
func (f *rowFace) placeState(row Row, left, right, mid float32) float32 {
	if row.State == "" {
		place(f.state, right, mid, 0, 0)
		f.dot.place(right, mid, 0)
		return right
	}
	m := f.state.MinSize()
	w := min(m.Width, max(right-left, 0))
	place(f.state, right-w, mid-m.Height/2, w, m.Height)
	right -= w + size(look.Gap)
	edge := f.state.style.size() * 0.8
	f.dot.place(right-edge, mid-edge/2, edge)
	if row.Shape != NoShape {
		right -= edge + size(look.Gap)
	}
	return right
}
