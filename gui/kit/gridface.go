package kit

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

// strokes is how many strokes tell a level at most.
const strokes = 4

// gridFace draws a grid: heads, as many lines as fit, the line that tells of more, and the ring where the person stands.
type gridFace struct {
	g            *Grid
	corner, side *Text
	heads        []*Text
	lines        []*gridLine
	more         *canvas.Text
	ring         *ring
	drop         *dropMark
}

// gridLine draws one row.
type gridLine struct {
	name, under, side *Text
	dot               *dot
	rule              *canvas.Rectangle
	cells             []*gridField
}

// gridField draws one cell.
type gridField struct {
	ground              *canvas.Rectangle
	main, detail, state *Text
	strokes             [strokes]*canvas.Rectangle
}

func newGridFace(g *Grid) *gridFace {
	head := Style{Size: look.Small, Role: look.Quiet, Elastic: true}
	f := &gridFace{g: g, corner: NewText(g.corner, head), side: NewText(g.side, head), more: canvas.NewText("", color.Transparent), ring: newRing(), drop: newDropMark()}
	f.Refresh()
	return f
}

func newGridLine() *gridLine {
	small := Style{Size: look.Small, Elastic: true}
	return &gridLine{name: NewText("", Style{Bold: true, Elastic: true}), under: NewText("", Style{Size: look.Small, Role: look.Quiet, Elastic: true}),
		side: NewText("", small), dot: newDot(), rule: canvas.NewRectangle(color.Transparent)}
}

func newGridField() *gridField {
	small := Style{Size: look.Small, Elastic: true}
	c := &gridField{ground: canvas.NewRectangle(color.Transparent), main: NewText("", Style{Bold: true, Elastic: true}),
		detail: NewText("", Style{Size: look.Small, Role: look.Quiet, Elastic: true}), state: NewText("", small)}
	for i := range c.strokes {
		c.strokes[i] = canvas.NewRectangle(color.Transparent)
	}
	return c
}

func (f *gridFace) MinSize() fyne.Size {
	p := f.g.frame()
	return fyne.NewSize(p.name+p.side+7*5*size(look.Text), p.head+3*p.row)
}

func (f *gridFace) Layout(fyne.Size) {
	f.g.reveal()
	f.Refresh()
}

func (f *gridFace) Destroy() {}

func (f *gridFace) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.corner, f.side}
	for _, h := range f.heads {
		out = append(out, h)
	}
	for _, l := range f.lines {
		out = append(out, l.objects()...)
	}
	out = append(append(out, f.more), f.ring.objects()...)
	return append(out, f.drop.objects()...)
}

func (l *gridLine) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.rule, l.name, l.under, l.side}
	out = append(out, l.dot.objects()...)
	for _, c := range l.cells {
		out = append(out, c.objects()...)
	}
	return out
}

func (c *gridField) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{c.ground, c.main, c.detail, c.state}
	for _, s := range c.strokes {
		out = append(out, s)
	}
	return out
}

func (f *gridFace) Refresh() {
	g, p := f.g, f.g.frame()
	f.drawHeads(p)
	shown := min(g.fitting(), len(g.rows)-g.first)
	for len(f.lines) < shown {
		f.lines = append(f.lines, newGridLine())
	}
	for i, l := range f.lines {
		for _, o := range l.objects() {
			Show(o, i < shown)
		}
		if i < shown {
			l.draw(g, g.rows[g.first+i], p, p.head+float32(i)*p.row)
		}
	}
	f.drawMore(shown, p)
	at := g.row - g.first
	f.ring.within(g.focused && at >= 0 && at < shown, p.name+float32(g.col)*p.cell, p.head+float32(at)*p.row, p.cell, p.row)
	f.drop.draw(g, p, shown)
	canvas.Refresh(g)
}

func (f *gridFace) drawHeads(p frame) {
	g := f.g
	h := hintStyle.measure("Ag").Height
	y := (p.head - h) / 2
	place(f.corner, size(look.Gap), y, p.name-size(look.Gap), h)
	place(f.side, p.name+p.cell*float32(len(g.heads))+size(look.Gap), y, max(p.side-size(look.Gap), 0), h)
	Show(f.side, p.side > 0)
	for len(f.heads) < len(g.heads) {
		f.heads = append(f.heads, NewText("", Style{Size: look.Small, Elastic: true}))
	}
	for i, t := range f.heads {
		Show(t, i < len(g.heads))
		if i >= len(g.heads) {
			continue
		}
		t.style.Bold = i == g.today
		t.SetText(g.heads[i])
		t.Refresh()
		place(t, p.name+float32(i)*p.cell+size(look.Gap), y, p.cell-size(look.Gap), h)
	}
	f.corner.Refresh()
	f.side.Refresh()
}

func (f *gridFace) drawMore(shown int, p frame) {
	g := f.g
	below := len(g.rows) - g.first - shown
	Show(f.more, below > 0)
	setText(f.more, strings.ReplaceAll(g.more, "%s", strconv.Itoa(below)), Style{Size: look.Small, Align: fyne.TextAlignCenter}, look.Quiet)
	place(f.more, 0, p.head+float32(shown)*p.row, g.Size().Width, hintStyle.measure("Ag").Height)
}

// draw puts a row at height y.
func (l *gridLine) draw(g *Grid, r GridRow, p frame, y float32) {
	gap := size(look.Gap)
	text, small := l.name.style.measure("Ag").Height, l.under.MinSize().Height
	l.rule.FillColor = tint(look.Hairline)
	place(l.rule, 0, y+p.row-1, g.Size().Width, 1)
	l.rule.Refresh()
	l.name.SetText(r.Name)
	l.under.SetText(r.Under)
	l.side.SetText(r.Side)
	l.side.SetRole(r.Bent.sign())
	l.name.prose = r.Under == "" && len(l.name.style.wrap(r.Name, p.name-2*gap)) <= 2 // where nothing stands below it
	if l.name.prose {
		place(l.name, gap, y+gap, p.name-2*gap, p.row-gap-3)
	} else {
		place(l.name, gap, y+gap, p.name-2*gap, text)
	}
	edge := l.under.style.size() * 0.8
	l.dot.draw(r.Shape, r.Tone.sign())
	l.dot.place(gap, y+gap+text+(small-edge)/2, edge)
	x := gap
	if r.Shape != NoShape {
		x += edge + gap
	}
	place(l.under, x, y+gap+text, p.name-x-gap, small)
	if p.side > 0 {
		place(l.side, p.name+p.cell*float32(len(g.heads))+gap, y+(p.row-small)/2, p.side-2*gap, small)
	} else {
		place(l.side, gap, y+gap+text+small, p.name-2*gap, small)
	}
	for len(l.cells) < len(r.Cells) {
		l.cells = append(l.cells, newGridField())
	}
	for i, c := range l.cells {
		if i >= len(r.Cells) {
			for _, o := range c.objects() {
				Show(o, false)
			}
			continue
		}
		c.draw(r.Cells[i], p, p.name+float32(i)*p.cell, y)
	}
	for _, t := range []*Text{l.name, l.under, l.side} {
		t.Refresh() // the theme may be another
	}
}

// draw puts a cell at its place: strokes after main and detail before state where there is room, else one below the other.
func (c *gridField) draw(cell GridCell, p frame, x, y float32) {
	gap := size(look.Gap)
	text, small := c.main.MinSize().Height, c.detail.MinSize().Height
	c.ground.FillColor, c.ground.StrokeColor, c.ground.StrokeWidth, c.ground.CornerRadius = color.Transparent, color.Transparent, 0, size(look.Corner)
	switch {
	case cell.Dim:
		c.ground.FillColor = tint(look.Mist)
	case cell.Tone != Plain:
		c.ground.FillColor = tint(cell.Tone.ground())
	}
	if cell.Marked {
		c.ground.StrokeColor, c.ground.StrokeWidth = tint(look.Accent), 2
	}
	place(c.ground, x+2, y+2, p.cell-4, p.row-5)
	c.ground.Refresh()
	c.main.SetText(cell.Main)
	c.detail.SetText(cell.Detail)
	c.state.SetText(cell.State)
	c.main.style.Bold = !cell.Dim
	c.main.SetRole(roleIf(cell.Dim, look.Quiet, look.Ink))
	c.state.SetRole(cell.Tone.sign())
	left, wide := x+gap, p.cell-2*gap
	bar := size(look.Gap) * 0.6
	all := bar * (strokes*1.5 - 0.5)
	under, sw := y+gap+text, min(c.state.style.measure(cell.State).Width, wide)
	top, high := y+gap+text*0.2, text*0.6
	if p.side > 0 { // beside each other, where there is room
		room := wide - all - gap/2
		if cell.Dim || cell.Level < 0 {
			room = wide // it has no strokes
		}
		place(c.main, left, y+gap, max(room, 0), text)
		place(c.detail, left, under, max(wide-sw-gap/2, 0), small)
		place(c.state, left+wide-sw, under, sw, small)
	} else {
		place(c.main, left, y+gap, wide, text)
		place(c.state, left, under, max(roomIf(cell.Level < 0, wide, wide-all-gap/2), 0), small)
		place(c.detail, left, under+small, wide, small)
		top, high = under+small*0.15, small*0.7
	}
	for i, s := range c.strokes {
		Show(s, !cell.Dim && cell.Level >= 0 && c.main.Visible())
		s.FillColor = tint(look.Hairline)
		if i < cell.Level {
			s.FillColor = tint(cell.Tone.sign())
		}
		place(s, left+wide-all+float32(i)*bar*1.5, top, bar, high)
		s.Refresh()
	}
	for _, t := range []*Text{c.main, c.detail, c.state} {
		t.Refresh()
	}
}

func roomIf(all bool, wide, rest float32) float32 {
	if all {
		return wide
	}
	return rest
}

func roleIf(yes bool, a, b fyne.ThemeColorName) fyne.ThemeColorName {
	if yes {
		return a
	}
	return b
}
