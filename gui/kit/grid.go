package kit

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/buurtloket/buurtloket/gui/look"
)

// GridCell is one field of a Grid.
type GridCell struct {
	Main   string // "12 vrij"
	Detail string // below it, quieter
	State  string // at the right, with its tone
	Level  int    // so many of four strokes are drawn: a state is never told by colour alone; -1: it has no strokes
	Tone   Tone
	Dim    bool // nothing is to be had here
	Marked bool // it has a border: something was done here
}

// GridRow is one line of a Grid.
type GridRow struct {
	Name  string
	Under string // below the name: "verbonden"
	Shape Shape  // before it
	Tone  Tone
	Side  string // after the name: what is said of the whole row
	Bent  Tone   // of Side
	Cells []GridCell
}

// Grid is rows by columns, of which one cell is where the person stands. It shows whole rows only, as many as fit. Moving and
// pressing are told to its owner, who says with Set where the person stands then.
type Grid struct {
	control
	label   string
	more    string
	corner  string
	side    string
	heads   []string
	today   int // the head that is strong; -1: none
	rows    []GridRow
	row     int
	col     int
	first   int
	scrolly float32
	drag    drag

	// OnMove is called when the person moves by so many rows and columns.
	OnMove func(down, right int)
	// OnPoint is called when a cell is pointed at.
	OnPoint func(row, col int)
	// OnPress is called when the cell where the person stands is pressed.
	OnPress func()
	// OnHead is called when the head of a column is tapped; nil: heads are no more than words.
	OnHead func(col int)
	// OnDrop is called when a cell was dragged to another, or to none: then the last two are -1. nil: nothing can be dragged.
	OnDrop func(row, col, toRow, toCol int)
}

var (
	_ fyne.Focusable     = (*Grid)(nil)
	_ fyne.Tappable      = (*Grid)(nil)
	_ fyne.Scrollable    = (*Grid)(nil)
	_ desktop.Cursorable = (*Grid)(nil)
	_ fyne.Accessible    = (*Grid)(nil)
)

// NewGrid makes an empty grid. corner heads the names and side what is said of each row; more is said with the number of rows
// below, as "nog %s".
func NewGrid(label, corner, side, more string) *Grid {
	g := &Grid{label: label, corner: corner, side: side, more: more, today: -1}
	g.init(g)
	return g
}

// Cursor is the normal arrow.
func (g *Grid) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// SetHeads names the columns; that of today is strong.
func (g *Grid) SetHeads(heads []string, today int) {
	if !slices.Equal(g.heads, heads) || g.today != today {
		g.heads, g.today = slices.Clone(heads), today
		g.Refresh()
	}
}

// Set shows other rows, and where the person stands.
func (g *Grid) Set(rows []GridRow, row, col int) {
	like := slices.EqualFunc(g.rows, rows, func(a, b GridRow) bool {
		cells := slices.Equal(a.Cells, b.Cells)
		a.Cells, b.Cells = nil, nil
		return cells && a.Name == b.Name && a.Under == b.Under && a.Shape == b.Shape && a.Tone == b.Tone && a.Side == b.Side && a.Bent == b.Bent
	})
	if like && g.row == row && g.col == col {
		return
	}
	g.rows, g.row, g.col = slices.Clone(rows), row, col
	g.reveal()
	g.Refresh()
}

// TypedKey moves over the cells and presses the one where the person stands.
func (g *Grid) TypedKey(ev *fyne.KeyEvent) {
	page := max(g.fitting()-1, 1)
	step := map[fyne.KeyName][2]int{fyne.KeyUp: {-1, 0}, fyne.KeyDown: {1, 0}, fyne.KeyLeft: {0, -1}, fyne.KeyRight: {0, 1},
		fyne.KeyPageUp: {-page, 0}, fyne.KeyPageDown: {page, 0}, fyne.KeyHome: {0, -len(g.heads)}, fyne.KeyEnd: {0, len(g.heads)}}
	by, moves := step[ev.Name]
	switch {
	case moves && g.OnMove != nil:
		g.OnMove(by[0], by[1])
	case presses(ev) && len(g.rows) > 0 && g.OnPress != nil:
		g.OnPress()
	default:
		Forward(g, ev)
	}
}

// Tapped goes to a cell; a tap where the person stands presses it.
func (g *Grid) Tapped(ev *fyne.PointEvent) {
	had := g.focused
	g.take()
	row, col := g.at(ev.Position)
	if row == nowhere {
		g.tappedHead(ev.Position)
		return
	}
	if had && row == g.row && col == g.col {
		g.OnPress()
		return
	}
	g.OnPoint(row, col)
}

// tappedHead tells of a head that was tapped.
func (g *Grid) tappedHead(p fyne.Position) {
	f := g.frame()
	if col := int((p.X - f.name) / f.cell); g.OnHead != nil && p.Y < f.head && p.X >= f.name && col < len(g.heads) {
		g.OnHead(col)
	}
}

// Scrolled moves by whole rows.
func (g *Grid) Scrolled(ev *fyne.ScrollEvent) {
	g.scrolly -= ev.Scrolled.DY
	step := int(g.scrolly / g.frame().row)
	if step == 0 && abs(g.scrolly) >= 10 { // a notch of the wheel
		step = int(g.scrolly / abs(g.scrolly))
	}
	if step == 0 {
		return
	}
	g.scrolly = 0
	if first := max(min(g.first+step, len(g.rows)-g.fitting()), 0); first != g.first {
		g.first = first
		g.Refresh()
	}
}

// frame is where the parts of a grid stand.
type frame struct{ head, row, name, side, cell float32 }

func (g *Grid) frame() frame {
	text, small := Style{Bold: true}.measure("Ag").Height, hintStyle.measure("Ag").Height
	f := frame{head: text + size(look.Gap), row: text + small + 2*size(look.Gap), name: 14 * size(look.Text), side: 8.5 * size(look.Text)}
	if Large() { // what stands beside each other stands below each other, and what is said of a row below its name
		f.row += small
		f.name, f.side = 14*size(look.Text), 0
	}
	f.cell = max((g.Size().Width-f.name-f.side)/float32(max(len(g.heads), 1)), 1)
	return f
}

func (g *Grid) fitting() int {
	f := g.frame()
	n := int((g.Size().Height - f.head + 0.5) / f.row)
	if n < len(g.rows) {
		n = int((g.Size().Height - f.head - hintStyle.measure("Ag").Height) / f.row)
	}
	return max(n, 1)
}

func (g *Grid) reveal() {
	fit := g.fitting()
	g.first = max(min(g.first, len(g.rows)-fit), 0)
	g.first = max(min(g.first, g.row), g.row-fit+1)
}

// AccessibilityLabel is where the person stands, in words.
func (g *Grid) AccessibilityLabel() string {
	if g.row >= len(g.rows) || g.col >= len(g.rows[g.row].Cells) || g.col >= len(g.heads) {
		return g.label
	}
	r := g.rows[g.row]
	c := r.Cells[g.col]
	return g.label + " (" + strconv.Itoa(g.row+1) + "/" + strconv.Itoa(len(g.rows)) + "): " +
		strings.Join([]string{r.Name, g.heads[g.col], c.Main, c.Detail, c.State}, ", ")
}

// AccessibilityRole is container.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer is called by the toolkit.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return newGridFace(g) }
