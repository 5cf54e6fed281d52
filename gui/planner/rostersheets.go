package planner

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
)

// items are rows of a list whose id is their place.
func items(all []roster.Item) []kit.Row {
	var out []kit.Row
	for i, x := range all {
		out = append(out, kit.Row{ID: strconv.Itoa(i), Main: x.Main, Detail: x.Detail, State: marked(x.State), Tone: kit.Tone(x.State.Tone)})
	}
	return out
}

// listLines is how many sentences stand below a list.
const listLines = 9

// listSheet is a list with something said of it, and at most one thing to do.
type listSheet struct {
	p      *rosterPage
	sheet  *kit.Sheet
	intro  *kit.Text
	rows   *kit.Rows
	lines  *lines
	notice *kit.Notice
	do     *kit.Button
}

func newListSheet(p *rosterPage) *listSheet {
	t, r := &p.words.Roster, p.roster
	l := &listSheet{p: p, intro: kit.NewProse("", kit.Style{}), lines: newLines(listLines, false), notice: kit.NewNotice(), do: kit.NewButton("", "F9", kit.Primary, r.Act)}
	l.rows = kit.NewRows(kit.RowsStyle{Label: t.Title, More: t.More, Least: 4, Grows: true})
	l.rows.OnChosen = func(id string) { r.Choose(number(id)) }
	l.rows.OnPressed = func(string) { r.Act() }
	l.sheet = kit.NewSheet(p.canvas, "", fyne.NewSize(900, 600), kit.Column(kit.Space(), l.rows, l.intro, l.rows, l.lines.box, l.notice,
		kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, r.Dismiss), l.do)))
	return l
}

func (l *listSheet) panel() *kit.Sheet     { return l.sheet }
func (l *listSheet) first() fyne.Focusable { return l.rows }

func (l *listSheet) key(name fyne.KeyName) bool {
	if name == fyne.KeyF9 {
		l.p.roster.Act()
	}
	return name == fyne.KeyF9
}

func (l *listSheet) update(s roster.Shown) {
	x := s.List
	l.sheet.SetTitle(x.Title)
	l.intro.SetText(x.Intro)
	kit.Show(l.intro, x.Intro != "" && len(x.Items) > 0)
	l.rows.SetEmpty(x.Empty)
	l.rows.SetRows(items(x.Items))
	l.rows.Choose(strconv.Itoa(x.At))
	l.lines.set(l.p.some(x.Lines, listLines))
	l.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	l.do.SetWords(x.Do)
	kit.Show(l.do, x.Do != "")
	l.do.SetEnabled(x.Can)
}

// shiftSheet is a shift that is made or changed: who, when, what, from and to, and what that does.
type shiftSheet struct {
	p              *rosterPage
	sheet          *kit.Sheet
	people, gaps   *kit.Rows
	day, work      *kit.Choice
	desk, from, to *kit.Field
	effect         *lines
	notice         *kit.Notice
	strike, next   *kit.Button
}

func newShiftSheet(p *rosterPage) *shiftSheet {
	t, r := &p.words.Roster, p.roster
	f := &shiftSheet{p: p, effect: newLines(4, true), notice: kit.NewNotice(), strike: kit.NewButton(t.Remove, "F8", kit.Secondary, r.Strike), next: kit.NewButton(t.Next, "F6", kit.Secondary, r.Next)}
	f.people = kit.NewRows(kit.RowsStyle{Label: t.Person, More: t.More, Least: 6, Grows: true})
	f.people.OnChosen, f.people.OnPressed = func(id string) { r.Who(number(id)) }, func(string) { r.Place() }
	f.gaps = kit.NewRows(kit.RowsStyle{Label: t.OpenPosts, More: t.More, Least: 3, Empty: t.NoOpenPosts})
	f.gaps.OnChosen, f.gaps.OnPressed = func(id string) { r.Gap(number(id)) }, func(string) { r.Place() }
	f.day, f.work = kit.NewChoice(t.Day, make([]string, roster.Days), r.When), kit.NewChoice(t.Work, nil, r.What)
	f.desk, f.from, f.to = entered(t.DeskNumber, r.Desk, r.Place), entered(t.From, r.From, r.Place), entered(t.To, r.To, r.Place)
	left := kit.Column(kit.Gap(), f.people, kit.NewText(t.Person, kit.Style{Role: look.Quiet}), f.people)
	hours := kit.Shares(kit.Space(), []float32{1, 1, 1}, kit.Labelled(t.From, f.from), kit.Labelled(t.To, f.to), kit.Labelled(t.DeskNumber, f.desk))
	right := kit.Column(kit.Gap(), f.gaps, f.day, f.work, hours, kit.NewText(t.OpenPosts, kit.Style{Role: look.Quiet}), f.gaps)
	both := kit.Shares(kit.Space(), []float32{38, 62}, left, right)
	place := kit.NewButton(t.Place, "F9", kit.Primary, r.Place)
	f.sheet = kit.NewSheet(p.canvas, "", fyne.NewSize(1000, 640), kit.Column(kit.Gap(), both, both, f.effect.box, f.notice,
		kit.FlowRight(kit.Gap(), f.strike, f.next, kit.NewButton(t.Close, "Esc", kit.Secondary, r.Dismiss), place)))
	return f
}

// entered is a field that says what is typed, and in which Enter does something.
func entered(label string, typed func(string), do func()) *kit.Field {
	out := kit.NewField(label, typed)
	out.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
			do()
			return true
		}
		return false
	}
	return out
}

func (f *shiftSheet) panel() *kit.Sheet     { return f.sheet }
func (f *shiftSheet) first() fyne.Focusable { return f.people }

func (f *shiftSheet) key(name fyne.KeyName) bool {
	do, ok := map[fyne.KeyName]func(){fyne.KeyF9: f.p.roster.Place, fyne.KeyF8: f.p.roster.Strike, fyne.KeyDelete: f.p.roster.Strike, fyne.KeyF6: f.p.roster.Next}[name]
	if ok {
		do()
	}
	return ok
}

func (f *shiftSheet) update(s roster.Shown) {
	x := s.Form
	f.sheet.SetTitle(x.Title)
	f.people.SetRows(items(x.People))
	f.people.Choose(strconv.Itoa(x.Who))
	f.gaps.SetRows(items(x.Gaps))
	f.day.SetOptions(x.Days)
	f.day.Set(x.Day)
	f.work.SetOptions(x.Works)
	f.work.Set(x.Work)
	f.desk.Put(x.Desk)
	f.from.Put(x.From)
	f.to.Put(x.To)
	if x.Work == 0 {
		f.desk.Enable()
	} else {
		f.desk.Disable()
	}
	f.effect.set(x.Effect)
	f.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	f.strike.SetEnabled(x.Old)
	f.next.SetEnabled(x.More)
}

// needSheet is hours needed beside hours there, and what they would be with other opening hours.
type needSheet struct {
	p               *rosterPage
	sheet           *kit.Sheet
	rows            *kit.Rows
	lines           *lines
	method          *kit.Text
	way, day        *kit.Choice
	from, to, desks *kit.Field
	notice          *kit.Notice
}

func newNeedSheet(p *rosterPage) *needSheet {
	t, r := &p.words.Roster, p.roster
	n := &needSheet{p: p, lines: newLines(7, false), method: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}), notice: kit.NewNotice()}
	n.rows = kit.NewRows(kit.RowsStyle{Label: t.Need, More: t.More, Least: 4})
	n.way, n.day = kit.NewChoice(t.NeedWhat, []string{t.NeedMore, t.NeedShut}, r.Way), kit.NewChoice(t.Day, make([]string, roster.Days), r.On)
	n.from, n.to, n.desks = entered(t.From, r.Begin, r.WhatIf), entered(t.To, r.End, r.WhatIf), entered(t.NeedDesks, r.Desks, r.WhatIf)
	ask := kit.NewButton(t.NeedAsk, "F9", kit.Primary, r.WhatIf)
	hours := kit.Shares(kit.Space(), []float32{1, 1, 1}, kit.Labelled(t.From, n.from), kit.Labelled(t.To, n.to), kit.Labelled(t.NeedDesks, n.desks))
	n.sheet = kit.NewSheet(p.canvas, "", fyne.NewSize(1000, 680), kit.Column(kit.Gap(), n.rows, n.rows, n.lines.box, n.method,
		kit.Flow(kit.Gap(), kit.NewText(t.NeedWhat, kit.Style{Bold: true}), n.way), n.day, hours, n.notice,
		kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, r.Dismiss), ask)))
	return n
}

func (n *needSheet) panel() *kit.Sheet     { return n.sheet }
func (n *needSheet) first() fyne.Focusable { return n.way }

func (n *needSheet) key(name fyne.KeyName) bool {
	if name == fyne.KeyF9 {
		n.p.roster.WhatIf()
	}
	return name == fyne.KeyF9
}

func (n *needSheet) update(s roster.Shown) {
	x := s.Need
	n.sheet.SetTitle(x.Title)
	n.rows.SetRows(items(x.Items))
	n.lines.set(x.Lines)
	n.method.SetText(x.Method)
	n.way.Set(x.Way)
	n.day.SetOptions(x.Days)
	n.day.Set(x.Day)
	n.from.Put(x.From)
	n.to.Put(x.To)
	n.desks.Put(x.Desks)
	n.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
}
