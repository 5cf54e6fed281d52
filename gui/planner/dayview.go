package planner

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// How many half hours stand beside each other: so many that figures are not cut.
const (
	halves      = 12
	halvesLarge = 8
)

// dayBoard is one day by half hours, in the place of the week: sites down, as many half hours across as there is room for, those around
// where the planner stands.
type dayBoard struct {
	week   *week.Week
	words  *text.Planner
	root   *fyne.Container
	title  *kit.Text
	grid   *kit.Grid
	empty  *kit.Text
	legend *kit.Text
	more   *kit.Text
	first  int // the half hour that is leftmost
	shown  int // so many stand beside each other
}

func newDayBoard(v *weekPage) *dayBoard {
	t := v.words
	d := &dayBoard{week: v.week, words: t, title: kit.NewText("", kit.Style{Size: look.Heading}), grid: kit.NewGrid(t.Zoom, t.Sites, "", "+ %s"),
		more: kit.NewText("", kit.Style{Size: look.Small, Role: look.Quiet}), empty: kit.NewProse("", kit.Style{Role: look.Quiet}), legend: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	d.grid.OnPress = d.week.Press
	d.grid.OnMove = func(down, right int) {
		if right*right >= d.shown*d.shown { // Home and End go to those of the day, not of what is shown
			right *= 2 * 24
		}
		d.week.Go(down, right)
	}
	d.grid.OnPoint = func(row, col int) { d.week.Point(row, d.first+col) }
	d.grid.OnDrop = func(row, col, toRow, toCol int) {
		to := week.Nowhere
		if toRow >= 0 {
			to = week.Spot{Row: toRow, Col: d.first + toCol}
		}
		d.week.Drop(week.Spot{Row: row, Col: d.first + col}, to)
	}
	head := kit.FlowSpread(kit.Space(), d.title, d.more)
	d.root = kit.Column(kit.Gap(), d.grid, head, d.empty, d.grid, d.legend)
	return d
}

// update draws the day.
func (d *dayBoard) update(s week.Shown) {
	h := s.Half
	d.title.SetText(h.Title)
	d.legend.SetText(h.Legend)
	d.empty.SetText(h.Empty)
	kit.Show(d.empty, h.Empty != "")
	kit.Show(d.grid, h.Empty == "")
	kit.Show(d.legend, h.Empty == "")
	d.reveal(len(h.Heads), h.Col)
	d.more.SetText(d.beyond(len(h.Heads)))
	n := min(d.shown, len(h.Heads))
	d.grid.SetHeads(h.Heads[d.first:d.first+n], -1)
	out := make([]kit.GridRow, 0, len(h.Rows))
	for _, r := range h.Rows {
		row := kit.GridRow{Name: r.Name, Under: r.Mark.Say, Shape: shape(r.Mark), Tone: kit.Tone(r.Mark.Tone), Side: r.Desks}
		for _, c := range r.Cells[d.first : d.first+n] {
			row.Cells = append(row.Cells, field(c))
		}
		out = append(out, row)
	}
	d.grid.Set(out, s.Row, h.Col-d.first)
}

// reveal chooses the half hours that are shown, of so many, so that the one where the planner stands is among them.
func (d *dayBoard) reveal(all, col int) {
	d.shown = halves
	if kit.Large() {
		d.shown = halvesLarge
	}
	d.first = max(min(d.first, all-d.shown, col), col-d.shown+1, 0)
}

// beyond says on which sides the day goes on.
func (d *dayBoard) beyond(all int) string {
	var out []string
	if d.first > 0 {
		out = append(out, "« "+d.words.HalfEarlier)
	}
	if d.first+d.shown < all {
		out = append(out, d.words.HalfLater+" »")
	}
	return strings.Join(out, "     ")
}

// field is a cell as the kit draws it. What the draft changed is marked, what was lifted has the mark the other way.
func field(c week.Cell) kit.GridCell {
	main := c.Free
	switch {
	case c.Lifted:
		main = "« " + main
	case c.Changed:
		main = "» " + main
	}
	return kit.GridCell{Main: main, Detail: c.Figures, State: c.Need, Level: c.Level, Tone: kit.Tone(c.Tone), Dim: c.Closed, Marked: c.Changed || c.Lifted}
}
