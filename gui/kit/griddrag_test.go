package kit_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// dragged is what a grid of three rows by four columns told.
type dragged struct {
	grid  *kit.Grid
	said  []string
	drops [][4]int
	taps  [][2]int
	heads []int
}

func mustGrid(t *testing.T, drops bool) *dragged {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	d := &dragged{grid: kit.NewGrid("board", "site", "", "+ %s")}
	d.grid.OnPoint = func(row, col int) { d.taps = append(d.taps, [2]int{row, col}) }
	d.grid.OnPress = func() { d.said = append(d.said, "press") }
	d.grid.OnHead = func(col int) { d.heads = append(d.heads, col) }
	if drops {
		d.grid.OnDrop = func(row, col, toRow, toCol int) { d.drops = append(d.drops, [4]int{row, col, toRow, toCol}) }
	}
	w := test.NewWindow(d.grid)
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(937, 400)) // names 210, after the rows 127, four columns of 150
	d.grid.SetHeads([]string{"a", "b", "c", "d"}, -1)
	cells := make([]kit.GridCell, 4)
	d.grid.Set([]kit.GridRow{{Name: "x", Cells: cells}, {Name: "y", Cells: cells}, {Name: "z", Cells: cells}}, 0, 0)
	return d
}

// cell is a place within a cell; steps of a drag go from one to the next.
func cell(row, col int) fyne.Position {
	return fyne.NewPos(210+150*float32(col)+40, 50+52*float32(row))
}

// drag takes what is at the first place to the last, over those between.
func (d *dragged) drag(over ...fyne.Position) {
	for i, p := range over[1:] {
		from := over[i]
		d.grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p}, Dragged: fyne.NewDelta(p.X-from.X, p.Y-from.Y)})
	}
	d.grid.DragEnd()
}

// A drag tells from where to where, whatever it passes; what is let go of beside the cells goes nowhere, and what began there is none.
func TestAGridIsDragged(t *testing.T) {
	d := mustGrid(t, true)
	d.drag(cell(0, 1), cell(1, 1), cell(2, 3))
	d.drag(cell(2, 0), fyne.NewPos(20, 60))
	d.drag(cell(2, 0), fyne.NewPos(300, 390))
	d.drag(fyne.NewPos(20, 60), cell(1, 1))
	if want := [][4]int{{0, 1, 2, 3}, {2, 0, -1, -1}, {2, 0, -1, -1}}; !slices.Equal(d.drops, want) {
		t.Errorf("drops %v, want %v", d.drops, want)
	}
	if len(d.taps)+len(d.heads)+len(d.said) > 0 {
		t.Errorf("a drag tapped %v, %v, %v", d.taps, d.heads, d.said)
	}
	d.grid.DragEnd() // of nothing
	if len(d.drops) != 3 {
		t.Errorf("the end of no drag dropped %v", d.drops)
	}
}

// A finger that trembles taps: where things can be dragged, and where they cannot.
func TestATremblingFingerTaps(t *testing.T) {
	for _, drops := range []bool{true, false} {
		d := mustGrid(t, drops)
		d.drag(cell(1, 2), cell(1, 2).AddXY(5, 3))
		if !slices.Equal(d.taps, [][2]int{{1, 2}}) || len(d.drops) > 0 {
			t.Errorf("drops %v: taps %v", d.drops, d.taps)
		}
		d.drag(cell(0, 0), cell(0, 0).AddXY(3, 3))
		if len(d.said) != 1 {
			t.Errorf("on the cell where the person stands: pressed %d times", len(d.said))
		}
		d.drag(fyne.NewPos(400, 10), fyne.NewPos(404, 12))
		if !slices.Equal(d.heads, []int{1}) {
			t.Errorf("on a head: %v", d.heads)
		}
		if !drops {
			d.drag(cell(0, 1), cell(2, 3))
			if len(d.drops)+len(d.taps) != 1 {
				t.Errorf("a drag where nothing can be dragged: %v, %v", d.drops, d.taps)
			}
		}
	}
}

// While it is dragged the cell under it is framed, and afterwards none is.
func TestWhereADragIsIsSeen(t *testing.T) {
	d := mustGrid(t, true)
	plain := test.RenderObjectToMarkup(d.grid)
	move := func(from, to fyne.Position) string {
		d.grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(to.X-from.X, to.Y-from.Y)})
		return test.RenderObjectToMarkup(d.grid)
	}
	first, then := move(cell(0, 0), cell(1, 1)), move(cell(1, 1), cell(2, 2))
	if first == plain || then == first {
		t.Error("a drag is not seen")
	}
	if off := move(cell(2, 2), fyne.NewPos(300, 390)); off == then || off == plain {
		t.Error("beside the cells the drag is not seen, or as if it were over one")
	}
	d.grid.DragEnd()
	d.grid.FocusLost()
	if test.RenderObjectToMarkup(d.grid) != plain {
		t.Error("the frame of a drag stays")
	}
}
