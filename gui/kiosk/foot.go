package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// foot are the buttons around every page, each at its own place whatever the others do: back at the left and on at the right,
// and beneath them (or between them, on a wide screen) what is the same everywhere, help last.
type foot struct {
	*fyne.Container
	ground     *canvas.Rectangle
	next, back *kit.Tile
	always     [5]*kit.Tile // stop, language, looks, read, help
}

func newFoot(v *View) *foot {
	f := &foot{ground: canvas.NewRectangle(nil)}
	add := func(act func()) *kit.Tile { return kit.NewTile(v.press(act)).Middle() }
	f.next, f.back = add(v.flow.Next), add(v.flow.Back)
	f.next.SetWeight(kit.Primary)
	f.Container = &fyne.Container{Layout: part{f.lay}, Objects: []fyne.CanvasObject{f.ground, f.next, f.back}} // the four keys come by them in this order
	for i, act := range []func(){v.flow.Home, v.flow.Languages, v.flow.Settings, v.flow.Read, v.flow.Help} {
		f.always[i] = add(act)
		f.Objects = append(f.Objects, f.always[i])
	}
	return f
}

func (f *foot) set(s flow.Shown) {
	kit.Show(f.Container, s.Page != flow.Idle && s.Home != "")
	paint(f.ground, look.Mist)
	set := func(t *kit.Tile, words string, can bool) {
		t.Set(words, "", can && s.Busy == "")
		kit.Show(t, words != "")
	}
	set(f.next, s.Next, s.Can)
	set(f.back, s.Back, true)
	if s.Back == "" {
		s.Home = "" // the last page: what goes on ends the visit
	}
	for i, words := range []string{s.Home, s.Languages, s.Settings, s.Read, s.Help} {
		set(f.always[i], words, true)
	}
}

// slot is where a button stands: a row, the first column, and how many.
type slot struct {
	t            *kit.Tile
	row, at, own int
}

// slots place the buttons in as few rows as have room for their words.
func (f *foot) slots(width float32) (all []slot, columns, rows int) {
	a := f.always
	wide := []slot{{f.back, 0, 0, 2}, {a[0], 0, 2, 2}, {a[1], 0, 4, 2}, {a[2], 0, 6, 2}, {a[3], 0, 8, 2}, {a[4], 0, 10, 3}, {f.next, 0, 13, 3}}
	two := []slot{{f.back, 0, 0, 3}, {a[0], 0, 3, 3}, {f.next, 0, 6, 6}, {a[1], 1, 0, 3}, {a[2], 1, 3, 3}, {a[3], 1, 6, 3}, {a[4], 1, 9, 3}}
	three := []slot{{f.back, 0, 0, 4}, {a[0], 0, 4, 4}, {f.next, 0, 8, 4}, {a[1], 1, 0, 6}, {a[2], 1, 6, 6}, {a[3], 2, 0, 6}, {a[4], 2, 6, 6}}
	for _, try := range []struct {
		slots         []slot
		columns, rows int
	}{{wide, 16, 1}, {two, 12, 2}, {three, 12, 3}} {
		all, columns, rows = try.slots, try.columns, try.rows
		if f.fits(all, width, columns) {
			break
		}
	}
	return all, columns, rows
}

// of is the width of a slot.
func (s slot) of(width float32, columns int) float32 {
	each := (width - kit.Space()) / float32(columns)
	return each*float32(s.own) - kit.Space()
}

func (f *foot) fits(all []slot, width float32, columns int) bool {
	for _, s := range all {
		if own := s.of(width, columns); s.t.AccessibilityLabel() != "" && (!s.t.Fits(own) || s.t.Need(own) > 1.2*kit.Control()) {
			return false
		}
	}
	return true
}

// finger is the height that a finger needs: letters grow in large text, fingers do not.
func finger() float32 {
	if kit.Large() {
		return kit.Control() / look.LargeFactor
	}
	return kit.Control()
}

// row is the height of the buttons.
func (f *foot) row(all []slot, width float32, columns int) float32 {
	high := finger()
	for _, s := range all {
		if s.t.Visible() {
			high = max(high, s.t.Need(s.of(width, columns)))
		}
	}
	return high
}

func (f *foot) high(width float32) float32 {
	all, columns, rows := f.slots(width)
	return float32(rows)*(f.row(all, width, columns)+kit.Space()) + kit.Space()
}

func (f *foot) lay(s fyne.Size) {
	put(f.ground, 0, 0, s.Width, s.Height)
	all, columns, _ := f.slots(s.Width)
	high := f.row(all, s.Width, columns)
	each := (s.Width - kit.Space()) / float32(columns)
	for _, one := range all {
		put(one.t, kit.Space()+each*float32(one.at), kit.Space()+float32(one.row)*(high+kit.Space()), one.of(s.Width, columns), high)
	}
}
