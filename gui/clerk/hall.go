package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// hall is the sheet of the waiting room: why the order is as it is, the figures of today, and what just ended.
type hall struct {
	base
	v             *View
	choice        *kit.Choice
	rows, figures *kit.Rows // who waits or ended, and the clusters, which have no lead
	why, hint     *kit.Text
	rules         *fyne.Container
	lines         []*kit.Text
	right         *fyne.Container
	alarms        *fyne.Container
	alarm         []*kit.Notice
	primary       *kit.Button
	page          state.HallPage
	shown         [2]*kit.Panel // around the two lists
}

func newHall(v *View, s state.Shown) *hall {
	w := s.Words
	p := &hall{v: v, why: kit.NewProse("", kit.Style{}), hint: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}),
		rules: kit.Column(2, nil), alarms: kit.Column(kit.Gap(), nil), page: s.Hall.Page}
	p.choice = kit.NewChoice(w.Hall.Page, []string{w.Hall.PageOrder, w.Hall.PageDay, w.Hall.PageBack, w.Use.Page}, v.state.TurnHall)
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.Queue.Title, Double: true, Above: true, Lead: "A000", More: w.Queue.More, Least: 4})
	p.rows.OnChosen = v.state.ChooseHall
	p.rows.OnPressed = v.state.PressHall
	p.figures = kit.NewRows(kit.RowsStyle{Label: w.Hall.PageDay, Double: true, Above: true, Empty: w.Hall.DayEmpty, More: w.Queue.More, Least: 4})
	turn := sideways(func(by int) { v.state.TurnHall(int(v.state.Shown().Hall.Page) + by) })
	p.rows.OnKey, p.figures.OnKey = turn, turn
	p.primary = kit.NewButton("", "", kit.Primary, func() { v.state.PressHall(p.rows.Chosen()) })
	p.shown = [2]*kit.Panel{kit.NewPanel(look.Paper, 0, 0, p.rows), kit.NewPanel(look.Paper, 0, 0, p.figures)}
	lists := kit.Shares(0, []float32{1, 1}, p.shown[0], p.shown[1])
	left := kit.Column(kit.Gap(), lists, p.alarms, lists, p.why, p.hint)
	p.right = kit.Column(kit.Gap(), nil, kit.NewText(w.Hall.Rules, strong), p.rules)
	body := kit.Shares(2*kit.Space(), []float32{21, 19}, left, p.right)
	p.make(v, w.Hall.Title, fyne.NewSize(1080, 640), kit.Column(kit.Space(), body, p.choice, body), closer(v, s), p.primary)
	p.start = p.list(s.Hall.Page)
	return p
}

// list is the list of a page.
func (p *hall) list(page state.HallPage) *kit.Rows {
	if page == state.FiguresPage || page == state.UsePage {
		return p.figures
	}
	return p.rows
}

func (p *hall) update(s state.Shown) {
	g := s.Hall
	p.choice.Set(int(g.Page))
	list := p.list(g.Page)
	list.SetEmpty(g.Empty)
	list.SetRows(rows(g.Rows))
	list.Choose(g.Chosen)
	kit.Show(p.shown[0], list == p.rows)
	kit.Show(p.shown[1], list == p.figures)
	if p.page != g.Page {
		p.page = g.Page
		if p.v.canvas.Focused() != fyne.Focusable(p.choice) { // who turns the pages goes on turning them
			p.v.canvas.Focus(list)
		}
	}
	p.why.SetText(g.Why)
	kit.Show(p.why, g.Why != "")
	p.hint.SetText(g.Hint)
	kit.Show(p.hint, g.Hint != "")
	kit.Show(p.right, len(g.Rules) > 0)
	p.updateRules(g.Rules)
	p.updateAlarms(g.AlarmsBehind)
	p.primary.SetWords(g.Verb)
	kit.Show(p.primary, g.Verb != "")
	p.primary.SetEnabled(g.CanPress)
	p.say(s.Notice)
}

// updateRules keeps the lines of the rule, made once and reused.
func (p *hall) updateRules(rules []string) {
	for len(p.lines) < len(rules) {
		t := kit.NewProse("", kit.Style{Size: look.Small})
		p.lines = append(p.lines, t)
		p.rules.Add(t)
	}
	for i, t := range p.lines {
		kit.Show(t, i < len(rules))
		if i < len(rules) {
			t.SetText(rules[i])
		}
	}
}

// updateAlarms keeps the alarms above the figures.
func (p *hall) updateAlarms(said []string) {
	for len(p.alarm) < len(said) {
		n := kit.NewNotice()
		p.alarm = append(p.alarm, n)
		p.alarms.Add(n)
	}
	for i, n := range p.alarm {
		if i < len(said) {
			n.Set(said[i], "", kit.Warn)
		} else {
			n.Set("", "", kit.Plain)
		}
	}
	kit.Show(p.alarms, len(said) > 0)
}
