package clerk

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// How high the steps beside a visitor may be, in the toolkit's points, and how many lines are kept for them. Of a long procedure those
// around the next step are shown; the sheet has all of it.
const (
	workLines       = 12
	workHeight      = 205
	workHeightLarge = 40
)

// work is the procedure of the visitor at the desk: its steps, what the next one is good for, and how far it is.
type work struct {
	v         *View
	box       *fyne.Container
	lines     []*kit.Check
	ids       []string
	why, done *kit.Text

	drawn []state.StepShown // what the lines were fitted for last
	large bool
	width float32
}

func newWork(v *View) *work {
	small := kit.Style{Size: look.Small, Role: look.Quiet}
	w := &work{v: v, why: kit.NewProse("", small), done: kit.NewText("", small), ids: make([]string, workLines)}
	w.box = kit.Column(kit.Gap(), nil)
	for at := range workLines {
		line := kit.NewCheck("", v.state.Shown().Words.Desk.Done, func(done bool) { v.state.TickStep(w.ids[at], done) })
		w.lines = append(w.lines, line)
		w.box.Add(line)
	}
	w.box.Add(w.why)
	w.box.Add(w.done)
	return w
}

// update shows the steps that fit around the next one, in a column so wide.
func (w *work) update(n state.Now, width float32) {
	kit.Show(w.box, len(n.Work) > 0)
	w.done.SetText(n.WorkDone)
	kit.Show(w.done, n.WorkDone != "" && !kit.Large())
	if slices.Equal(w.drawn, n.Work) && w.large == kit.Large() && w.width == width {
		return
	}
	w.drawn, w.large, w.width = n.Work, kit.Large(), width
	room := float32(workHeight)
	if w.large {
		room = workHeightLarge
	}
	w.why.SetText(n.WorkWhy)
	tall := w.why.HeightFor(width)
	if kit.Show(w.why, n.WorkWhy != "" && tall < room/3); w.why.Visible() {
		room -= tall
	}
	first, end := w.window(n, room)
	for i, line := range w.lines {
		at := first + i
		kit.Show(line, at < end)
		if at < end {
			w.ids[i] = n.Work[at].ID
			line.Set(n.Work[at].Words, n.Work[at].Done)
			line.SetEnabled(!n.Work[at].Fixed)
		}
	}
}

// window is which steps fit into a height: the next one whatever it takes, one before it, as many after it, and then more before it.
func (w *work) window(n state.Now, room float32) (first, end int) {
	if len(n.Work) == 0 {
		return 0, 0
	}
	next := slices.IndexFunc(n.Work, func(s state.StepShown) bool { return s.ID == n.WorkNext })
	if next < 0 {
		next = len(n.Work) - 1
	}
	takes := func(at int) bool { // measured with a line that is set anew afterwards
		w.lines[0].Set(n.Work[at].Words, n.Work[at].Done)
		h := w.lines[0].HeightFor(w.width) + kit.Gap()
		if room < h || end-first >= workLines {
			return false
		}
		room -= h
		return true
	}
	first, end = next, next+1
	takes(next)
	if first > 0 && takes(first-1) {
		first--
	}
	for end < len(n.Work) && takes(end) {
		end++
	}
	for first > 0 && takes(first-1) {
		first--
	}
	return first, end
}

// updateWork shows the procedure of the visitor, and while nobody is here how many changed.
func (d *desk) updateWork(s state.Shown) {
	n := s.Now
	d.work.update(n, d.panel.Size().Width-2*kit.Space())
	d.news.SetText(n.News)
	kit.Show(d.news, n.News != "")
	set(d.works, s, state.ProceduresAct)
	kit.Show(d.works, s.Can[state.ProceduresAct] && (n.News != "" || len(n.Work) > 0) && !kit.Large())
}

// procedures is the sheet with how everything is done: what is new first, its difference, and a place to say what could be better.
type procedures struct {
	base
	works, steps *kit.Rows
	title, about *kit.Text
	news         *kit.Notice
	detail, said *kit.Text
	remark       *kit.Field
	read, send   *kit.Button
}

func newProcedures(v *View, s state.Shown) *procedures {
	w := s.Words.Process
	p := &procedures{title: kit.NewProse("", strong), about: kit.NewProse("", quiet), news: kit.NewNotice(),
		detail: kit.NewProse("", kit.Style{Size: look.Small}), said: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	p.works = kit.NewRows(kit.RowsStyle{Label: w.Title, Empty: w.Empty, More: s.Words.Queue.More, Least: 8})
	p.works.OnChosen = v.state.ChooseProcedure
	p.steps = kit.NewRows(kit.RowsStyle{Label: w.Title, Empty: w.NoSteps, More: s.Words.Queue.More, Least: 4, Grows: true})
	p.steps.OnChosen = v.state.ChooseStep
	p.works.OnPressed = func(string) {
		if v.state.Shown().Works.CanRead {
			v.state.ReadProcedure()
			return
		}
		v.canvas.Focus(p.steps)
	}
	p.remark = kit.NewField(w.Remark, v.typed(v.state.TypeRemark))
	p.remark.OnSubmitted = func(string) { v.state.SendRemark() }
	p.steps.OnPressed = func(string) { v.canvas.Focus(p.remark) }
	p.send = kit.NewButton(w.Send, "", kit.Secondary, v.state.SendRemark)
	p.read = kit.NewButton(w.Read, "", kit.Primary, v.state.ReadProcedure)
	left := kit.NewPanel(look.Paper, 0, 0, p.works)
	list := kit.NewPanel(look.Paper, 0, 0, p.steps)
	right := kit.Column(kit.Gap(), list, kit.Column(2, nil, p.title, p.about), p.news, list, p.detail, p.said, kit.Labelled(w.Remark, p.remark))
	p.make(v, w.Title, fyne.NewSize(1240, 720), kit.Shares(2*kit.Space(), []float32{3, 8}, left, right), closer(v, s), p.send, p.read)
	p.start = p.works
	return p
}

func (p *procedures) update(s state.Shown) {
	g := s.Works
	p.works.SetEmpty(g.Empty)
	p.works.SetRows(rows(g.Rows))
	p.works.Choose(g.Chosen)
	p.title.SetText(g.Title)
	p.about.SetText(g.About)
	p.news.Set(g.News.Say, g.News.Next, kit.Tone(g.News.Tone))
	p.steps.SetRows(rows(g.Steps))
	p.steps.Choose(g.Step)
	p.detail.SetText(g.Detail)
	kit.Show(p.detail, g.Detail != "")
	p.said.SetText(g.Said)
	kit.Show(p.said, g.Said != "")
	p.remark.Put(g.Typed)
	p.read.SetEnabled(g.CanRead && !s.Busy)
	kit.Show(p.read, g.CanRead)
	p.send.SetEnabled(g.CanSend)
	p.say(s.Notice)
}
