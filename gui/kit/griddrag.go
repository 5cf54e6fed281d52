package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/look"
)

var _ fyne.Draggable = (*Grid)(nil)

// drag is what is under way when a cell is dragged. What it means is the owner's to say: a grid tells from where to where.
type drag struct {
	under    bool
	row, col int // where it began
	to       [2]int
	last     fyne.Position
}

// nowhere is the row and the column of what is no cell.
const nowhere = -1

// at is the cell at a place; nowhere for both where there is none.
func (g *Grid) at(p fyne.Position) (row, col int) {
	f := g.frame()
	if p.Y < f.head || p.X < f.name {
		return nowhere, nowhere
	}
	row, col = g.first+int((p.Y-f.head)/f.row), int((p.X-f.name)/f.cell)
	if row >= len(g.rows) || row >= g.first+g.fitting() || col >= len(g.heads) {
		return nowhere, nowhere
	}
	return row, col
}

// Dragged is called by the toolkit while a pointer or a finger that was put down here moves.
func (g *Grid) Dragged(ev *fyne.DragEvent) {
	before := g.drag
	if !g.drag.under {
		row, col := g.at(ev.Position.SubtractXY(ev.Dragged.DX, ev.Dragged.DY))
		g.drag = drag{under: true, row: row, col: col}
	}
	g.drag.last = ev.Position
	g.drag.to[0], g.drag.to[1] = g.at(ev.Position)
	if g.OnDrop != nil && (!before.under || g.drag.to != before.to) {
		g.Refresh()
	}
}

// DragEnd is called by the toolkit when it is let go of. A finger that trembled and did not leave its cell has tapped it.
func (g *Grid) DragEnd() {
	d := g.drag
	g.drag = drag{}
	switch {
	case !d.under:
	case d.to == [2]int{d.row, d.col}:
		g.Refresh()
		g.Tapped(&fyne.PointEvent{Position: d.last})
	case g.OnDrop != nil:
		g.take()
		g.Refresh()
		if d.row != nowhere {
			g.OnDrop(d.row, d.col, d.to[0], d.to[1])
		}
	}
}

// dropMark is the frame around the cell where what is dragged would go: of two colours, as a ring of the focus is not.
type dropMark struct{ from, to *canvas.Rectangle }

func newDropMark() *dropMark {
	m := &dropMark{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
	m.from.Hide()
	m.to.Hide()
	return m
}

func (m *dropMark) objects() []fyne.CanvasObject { return []fyne.CanvasObject{m.from, m.to} }

// draw marks where a drag began, thinly, and where it is.
func (m *dropMark) draw(g *Grid, f frame, shown int) {
	for _, r := range []*canvas.Rectangle{m.from, m.to} {
		at := g.drag.to
		if r == m.from {
			at = [2]int{g.drag.row, g.drag.col}
		}
		y := at[0] - g.first
		Show(r, g.OnDrop != nil && g.drag.under && at[0] != nowhere && y >= 0 && y < shown)
		if !r.Visible() {
			continue
		}
		r.StrokeColor, r.StrokeWidth, r.CornerRadius = tint(look.Accent), 2, size(look.Corner)
		if r == m.to {
			r.StrokeWidth = 4
		}
		place(r, f.name+float32(at[1])*f.cell+2, f.head+float32(y)*f.row+2, f.cell-4, f.row-5)
		r.Refresh()
	}
}
