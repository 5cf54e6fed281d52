package planner

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// View is the planner's screen. Make it with New, then Build it into a window.
type View struct {
	week    *week.Week
	words   *text.Planner
	canvas  fyne.Canvas
	pending atomic.Bool // an Update is on its way: changes until then need no other

	root       *fyne.Container
	title, who *kit.Text
	line       *kit.Status
	grid       *kit.Grid
	empty      *kit.Text
	here       *lines
	draft      *kit.Text
	effect     *lines
	notice     *kit.Notice
	keys       []key
	put        *kit.Button
	sheet      sheet // nil when none is open
	kind       week.Sheet
}

// key is what a function key does, with its button.
type key struct {
	name   fyne.KeyName
	button *kit.Button
	can    func(week.Can) bool
	press  func()
}

// New makes the view of a week.
func New(w *week.Week, words *text.Words) *View { return &View{week: w, words: &words.Planner} }

// Build makes the widgets. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(c fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.canvas = c
	t := v.words
	v.title, v.who, v.line = kit.NewHeading(t.Title), kit.NewText("", kit.Style{Role: look.Quiet}), kit.NewStatus()
	v.grid = kit.NewGrid(t.Title, t.Sites, t.FirstFree, "+ %s")
	v.grid.OnMove, v.grid.OnPoint, v.grid.OnPress = v.week.Go, v.week.Point, v.week.Press
	v.empty = kit.NewProse(t.Opening, kit.Style{Role: look.Quiet})
	v.here, v.effect = newLines(5, true), newLines(5, true)
	v.draft, v.notice = kit.NewProse("", kit.Style{Bold: true}), kit.NewNotice()
	v.makeKeys()
	spread := kit.NewText("", kit.Style{Elastic: true})
	head := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Line(kit.Space(), spread, v.title, v.who, spread, v.line))
	left := kit.Column(kit.Gap(), nil, v.here.box)
	right := kit.Column(kit.Gap(), nil, v.draft, v.effect.box)
	below := kit.Shares(kit.Space(), []float32{40, 60}, left, right)
	board := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), v.grid, v.empty, v.grid))
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, v.notice, below, v.buttons()))
	v.root = kit.Column(0, board, head, board, foot)
	v.week.OnChanged(func() {
		if v.pending.CompareAndSwap(false, true) {
			post(func() {
				v.pending.Store(false)
				v.Update()
			})
		}
	})
	v.Update()
	return v.root
}

// makeKeys names the keys: what each does, and when.
func (v *View) makeKeys() {
	w, t := v.week, v.words
	add := func(name fyne.KeyName, words string, weight kit.Weight, can func(week.Can) bool, press func()) {
		v.keys = append(v.keys, key{name, kit.NewButton(words, string(name), weight, press), can, press})
	}
	add(fyne.KeyF2, t.Earlier, kit.Secondary, func(c week.Can) bool { return c.Turn }, func() { w.Turn(-1) })
	add(fyne.KeyF3, t.Later, kit.Secondary, func(c week.Can) bool { return c.Turn }, func() { w.Turn(1) })
	add(fyne.KeyF4, t.Advise, kit.Secondary, func(c week.Can) bool { return c.Advise }, w.Advise)
	add(fyne.KeyF5, t.Sooner, kit.Secondary, func(c week.Can) bool { return c.Shift }, func() { w.Shift(-1) })
	add(fyne.KeyF6, t.Afterwards, kit.Secondary, func(c week.Can) bool { return c.Shift }, func() { w.Shift(1) })
	add(fyne.KeyF7, t.Undo, kit.Secondary, func(c week.Can) bool { return c.Undo }, w.Undo)
	add(fyne.KeyF8, t.Discard, kit.Secondary, func(c week.Can) bool { return c.Discard }, w.Discard)
	add(fyne.KeyF12, t.TakeBack, kit.Secondary, func(c week.Can) bool { return c.TakeBack }, w.TakeBack)
	add(fyne.KeyF9, t.Commit, kit.Primary, func(c week.Can) bool { return c.Commit }, w.Commit)
}

func (v *View) buttons() *fyne.Container {
	v.put = kit.NewButton(v.words.Lift, "Enter", kit.Secondary, v.week.Press)
	all := []fyne.CanvasObject{v.put}
	for _, k := range v.keys {
		all = append(all, k.button.Spare())
	}
	return kit.FlowSpread(kit.Gap(), all...)
}

// Title is the window's.
func (v *View) Title() string { return v.words.Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error { return v.week.Run(ctx) }

// Focus gives the keyboard to the board.
func (v *View) Focus() {
	if v.sheet == nil {
		v.canvas.Focus(v.grid)
	}
}

// Typed handles the keys that no focused widget used.
func (v *View) Typed(ev *fyne.KeyEvent) {
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

// Shortcuts are none.
func (v *View) Shortcuts() []fyne.KeyName { return nil }

// Shortcut takes none.
func (v *View) Shortcut(fyne.KeyName) {}

// Update draws the present picture.
func (v *View) Update() {
	s := v.week.Shown()
	v.who.SetText(s.Who)
	v.line.Set(shape(s.Line), s.Line.Say, kit.Tone(s.Line.Tone))
	v.empty.SetText(s.Empty)
	kit.Show(v.empty, s.Empty != "")
	heads, today := make([]string, week.Days), -1
	for i, d := range s.Days {
		heads[i] = d.Name
		if d.Today {
			today = i
		}
	}
	v.grid.SetHeads(heads, today)
	v.grid.Set(rows(s), s.Row, s.Day)
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
	if v.sheet == nil && v.canvas.Focused() == nil && v.canvas.Overlays().Top() == nil {
		v.Focus()
	}
	kit.Relayout(v.root)
}

// draftWords head what is at the right below: what is in hand, what the draft is, or what can be done.
func (v *View) draftWords(s week.Shown) string {
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

// rows are the board's rows as the kit draws them. What the draft changed is marked, what was lifted has the mark the other way.
func rows(s week.Shown) []kit.GridRow {
	out := make([]kit.GridRow, 0, len(s.Rows))
	for _, r := range s.Rows {
		row := kit.GridRow{Name: r.Name, Under: r.Mark.Say, Shape: shape(r.Mark), Tone: kit.Tone(r.Mark.Tone), Side: r.Wait.Say, Bent: kit.Tone(r.Wait.Tone)}
		for _, c := range r.Cells {
			main := c.Free
			switch {
			case c.Lifted:
				main = "« " + main
			case c.Changed:
				main = "» " + main
			}
			row.Cells = append(row.Cells, kit.GridCell{Main: main, Detail: c.Figures, State: c.Need, Level: c.Level, Tone: kit.Tone(c.Tone), Dim: c.Closed, Marked: c.Changed || c.Lifted})
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
