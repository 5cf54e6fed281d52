package planner

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// weekPage is the week board, with what the draft does below it.
type weekPage struct {
	week   *week.Week
	words  *text.Planner
	canvas fyne.Canvas

	root   *fyne.Container
	grid   *kit.Grid
	day    *dayBoard // in its place, where one day is shown
	empty  *kit.Text
	here   *lines
	draft  *kit.Text
	effect *lines
	notice *kit.Notice
	keys   []key
	put    *kit.Button
	sheet  sheet // nil when none is open
	kind   week.Sheet
}

// key is what a function key does, with its button.
type key struct {
	name   fyne.KeyName
	button *kit.Button
	can    func(week.Can) bool
	press  func()
}

// build makes the widgets.
func (v *weekPage) build(c fyne.Canvas) fyne.CanvasObject {
	v.canvas = c
	t := v.words
	v.grid = kit.NewGrid(t.Title, t.Sites, t.FirstFree, "+ %s")
	v.grid.OnMove, v.grid.OnPoint, v.grid.OnPress = v.week.Go, v.week.Point, v.week.Press
	v.grid.OnHead = func(day int) { v.week.Point(v.week.Shown().Row, day); v.week.Zoom() }
	v.grid.OnDrop = func(row, day, toRow, toDay int) {
		v.week.Drop(week.Spot{Row: row, Col: day}, week.Spot{Row: toRow, Col: toDay})
	}
	v.day = newDayBoard(v)
	v.empty = kit.NewProse(t.Opening, kit.Style{Role: look.Quiet})
	v.here, v.effect = newLines(5, true), newLines(5, true)
	v.draft, v.notice = kit.NewProse("", kit.Style{Bold: true}), kit.NewNotice()
	v.makeKeys()
	left := kit.Column(kit.Gap(), nil, v.here.box)
	right := kit.Column(kit.Gap(), nil, v.draft, v.effect.box)
	below := kit.Shares(kit.Space(), []float32{40, 60}, left, right)
	boards := container.NewStack(v.grid, v.day.root)
	board := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), boards, v.empty, boards))
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, v.notice, below, v.buttons()))
	v.root = kit.Column(0, board, board, foot)
	return v.root
}

// makeKeys names the keys: what each does, and when.
func (v *weekPage) makeKeys() {
	w, t := v.week, v.words
	add := func(name fyne.KeyName, words string, weight kit.Weight, can func(week.Can) bool, press func()) {
		v.keys = append(v.keys, key{name, kit.NewButton(words, string(name), weight, press), can, press})
	}
	add(fyne.KeyF2, t.Earlier, kit.Secondary, func(c week.Can) bool { return c.Turn }, func() { w.Turn(-1) })
	add(fyne.KeyF3, t.Later, kit.Secondary, func(c week.Can) bool { return c.Turn }, func() { w.Turn(1) })
	add(fyne.KeyF10, t.Zoom, kit.Secondary, func(c week.Can) bool { return c.Zoom }, w.Zoom)
	add(fyne.KeyF4, t.Advise, kit.Secondary, func(c week.Can) bool { return c.Advise }, w.Advise)
	add(fyne.KeyF5, t.Sooner, kit.Secondary, func(c week.Can) bool { return c.Shift }, func() { w.Shift(-1) })
	add(fyne.KeyF6, t.Afterwards, kit.Secondary, func(c week.Can) bool { return c.Shift }, func() { w.Shift(1) })
	add(fyne.KeyF7, t.Undo, kit.Secondary, func(c week.Can) bool { return c.Undo }, w.Undo)
	add(fyne.KeyF8, t.Discard, kit.Secondary, func(c week.Can) bool { return c.Discard }, w.Discard)
	add(fyne.KeyF12, t.TakeBack, kit.Secondary, func(c week.Can) bool { return c.TakeBack }, w.TakeBack)
	add(fyne.KeyF9, t.Commit, kit.Primary, func(c week.Can) bool { return c.Commit }, w.Commit)
}

func (v *weekPage) buttons() *fyne.Container {
	v.put = kit.NewButton(v.words.Lift, "Enter", kit.Secondary, v.week.Press)
	all := []fyne.CanvasObject{v.put}
	for _, k := range v.keys {
		all = append(all, k.button.Spare())
	}
	return kit.FlowSpread(kit.Gap(), all...)
}

func (v *weekPage) run(ctx context.Context) error { return v.week.Run(ctx) }

func (v *weekPage) onChanged(f func()) { v.week.OnChanged(f) }

func (v *weekPage) open() bool { return v.sheet != nil }

func (v *weekPage) line() week.Line { return v.week.Shown().Line }

func (v *weekPage) wanting() int { return 0 }

func (v *weekPage) first() fyne.Focusable {
	if v.week.Shown().Half.On {
		return v.day.grid
	}
	return v.grid
}

// typed handles the keys that no focused widget used.
func (v *weekPage) typed(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		v.week.Dismiss()
		return
	}
	if v.sheet != nil && v.sheet.key(ev.Name) {
		return
	}
	s := v.week.Shown()
	for _, k := range v.keys {
		if k.name == ev.Name && k.can(s.Can) && (v.sheet == nil || ev.Name == fyne.KeyF9) {
			k.press()
		}
	}
}

// update draws the present picture.
func (v *weekPage) update() {
	s := v.week.Shown()
	v.empty.SetText(s.Empty)
	kit.Show(v.empty, s.Empty != "")
	v.updateBoard(s)
	v.here.set(s.Here)
	v.draft.SetText(v.draftWords(s))
	v.effect.set(s.Effect)
	v.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	for _, k := range v.keys {
		k.button.SetEnabled(k.can(s.Can) && s.Sheet == week.NoSheet)
	}
	v.put.SetWords(v.words.Lift)
	if s.Hand != "" {
		v.put.SetWords(v.words.Put)
	}
	v.put.SetEnabled(s.Can.Press)
	v.updateSheet(s)
	kit.Relayout(v.root)
}

// updateBoard draws the week, or the day by half hours. Whichever of them had the keyboard hands it on to the other.
func (v *weekPage) updateBoard(s week.Shown) {
	if at := v.canvas.Focused(); s.Half.On && at == v.grid || !s.Half.On && at == v.day.grid {
		v.canvas.Unfocus()
	}
	kit.Show(v.grid, !s.Half.On)
	kit.Show(v.day.root, s.Half.On)
	words := map[fyne.KeyName]string{fyne.KeyF2: v.words.Earlier, fyne.KeyF3: v.words.Later, fyne.KeyF10: v.words.Zoom}
	if s.Half.On {
		words = map[fyne.KeyName]string{fyne.KeyF2: v.words.DayEarlier, fyne.KeyF3: v.words.DayLater, fyne.KeyF10: v.words.ZoomOut}
	}
	for _, k := range v.keys {
		if w := words[k.name]; w != "" {
			k.button.SetWords(w)
		}
	}
	if s.Half.On {
		v.day.update(s)
		return
	}
	heads, today := make([]string, week.Days), -1
	for i, d := range s.Days {
		heads[i] = d.Name
		if d.Today {
			today = i
		}
	}
	v.grid.SetHeads(heads, today)
	v.grid.Set(rows(s), s.Row, s.Day)
}

// draftWords head what is at the right below: what is in hand, what the draft is, or what can be done.
func (v *weekPage) draftWords(s week.Shown) string {
	switch {
	case s.Hand != "":
		return s.Hand
	case s.Busy != "" && s.Draft != "":
		return v.words.DraftTitle + ": " + s.Draft + ". " + s.Busy
	case s.Draft != "":
		return v.words.DraftTitle + ": " + s.Draft
	}
	return v.words.DraftNone
}

// rows are the board's rows as the kit draws them.
func rows(s week.Shown) []kit.GridRow {
	out := make([]kit.GridRow, 0, len(s.Rows))
	for _, r := range s.Rows {
		row := kit.GridRow{Name: r.Name, Under: r.Mark.Say, Shape: shape(r.Mark), Tone: kit.Tone(r.Mark.Tone), Side: r.Wait.Say, Bent: kit.Tone(r.Wait.Tone)}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, field(c))
		}
		out = append(out, row)
	}
	return out
}

// shape goes with a tone: a state is never told by colour alone.
func shape(l week.Line) kit.Shape {
	switch {
	case l.Say == "":
		return kit.NoShape
	case l.Tone == week.Good:
		return kit.Full
	}
	return kit.Empty
}
