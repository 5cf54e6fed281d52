package planner

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// fleetPage is all counters below each other, and the one that the planner stands on in sentences.
type fleetPage struct {
	fleet  *fleet.Fleet
	words  *text.Words
	canvas fyne.Canvas

	root           *fyne.Container
	rows           *kit.Rows
	summary, title *kit.Text
	here           *lines
	notice         *kit.Notice
	refresh, lose  *kit.Button
	sheet          *lostSheet // nil when it is closed
}

func (p *fleetPage) build(c fyne.Canvas) fyne.CanvasObject {
	p.canvas = c
	t := p.words.Fleet
	p.rows = kit.NewRows(kit.RowsStyle{Label: t.Title, Double: true, Above: true, Empty: t.Opening, More: t.More, Least: 4})
	p.rows.OnChosen = p.fleet.Choose
	p.summary, p.title = kit.NewProse("", kit.Style{Role: look.Quiet}), kit.NewText("", kit.Style{Size: look.Heading, Bold: true, Elastic: true})
	p.here, p.notice = newLines(16, false), kit.NewNotice()
	p.refresh = kit.NewButton(t.Refresh, "F5", kit.Secondary, p.fleet.Refresh)
	p.lose = kit.NewButton(t.DeclareLost, "F9", kit.Secondary, p.fleet.AskLost)
	list := kit.NewColumn(kit.Space(), kit.Gap(), kit.Column(kit.Gap(), p.rows, p.summary, p.rows))
	one := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.title, p.here.box))
	both := kit.Shares(0, []float32{60, 40}, list, one)
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.notice, kit.FlowSpread(kit.Gap(), p.refresh, p.lose)))
	p.root = kit.Column(0, both, both, foot)
	return p.root
}

func (p *fleetPage) run(ctx context.Context) error {
	p.fleet.Run(ctx)
	return nil
}

func (p *fleetPage) onChanged(f func())    { p.fleet.OnChanged(f) }
func (p *fleetPage) first() fyne.Focusable { return p.rows }
func (p *fleetPage) open() bool            { return p.sheet != nil }
func (p *fleetPage) line() week.Line       { return p.fleet.Shown().Line }
func (p *fleetPage) wanting() int          { return p.fleet.Shown().Wanting }

func (p *fleetPage) typed(ev *fyne.KeyEvent) {
	can := p.fleet.Shown().Can
	switch {
	case ev.Name == fyne.KeyEscape:
		p.fleet.Dismiss()
	case ev.Name == fyne.KeyF5 && can.Refresh:
		p.fleet.Refresh()
	case ev.Name == fyne.KeyF9 && can.Confirm:
		p.fleet.DeclareLost()
	case ev.Name == fyne.KeyF9 && can.Lose:
		p.fleet.AskLost()
	}
}

func (p *fleetPage) update() {
	s := p.fleet.Shown()
	var rows []kit.Row
	for _, r := range s.Rows {
		rows = append(rows, kit.Row{ID: r.Site, Main: r.Name, Detail: r.Facts, State: marked(r.State), Shape: urgent(r.Urgency), Tone: kit.Tone(r.State.Tone), Strong: r.Urgency >= fleet.Attention})
	}
	p.rows.SetEmpty(s.Empty)
	p.rows.SetRows(rows)
	p.rows.Choose(s.At)
	p.summary.SetText(marked(s.Summary))
	p.title.SetText(s.Title)
	p.here.set(s.Here)
	if s.Asking == nil { // else the sheet says it
		p.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	}
	p.refresh.SetEnabled(s.Can.Refresh)
	p.lose.SetEnabled(s.Can.Lose)
	p.updateSheet(s)
	kit.Relayout(p.root)
}

// urgent is the shape of a site: full is well, half wants a person, empty has no line.
func urgent(u fleet.Urgency) kit.Shape {
	return [...]kit.Shape{kit.NoShape, kit.Full, kit.Empty, kit.Half, kit.Half}[u]
}

// marked is a state with a mark before it where somebody must act: never by colour alone.
func marked(l week.Line) string {
	if l.Tone == week.Bad {
		return "! " + l.Say
	}
	return l.Say
}

// updateSheet opens, closes or redraws the sheet that asks whether an appliance is lost.
func (p *fleetPage) updateSheet(s fleet.Shown) {
	if s.Asking == nil {
		if p.sheet != nil {
			p.sheet.sheet.Close()
			p.sheet = nil
		}
		return
	}
	if p.sheet == nil {
		p.sheet = newLostSheet(p)
		p.sheet.update(s)
		p.sheet.sheet.Open(p.sheet.second)
	}
	p.sheet.update(s)
	kit.Relayout(p.sheet.sheet)
}

// lostSheet asks two planners whether an appliance is lost.
type lostSheet struct {
	sheet  *kit.Sheet
	two    *kit.Text
	second *kit.Field
	notice *kit.Notice
	yes    *kit.Button
}

func newLostSheet(p *fleetPage) *lostSheet {
	t := p.words.Fleet
	l := &lostSheet{two: kit.NewProse("", kit.Style{}), second: kit.NewField(t.LostSecond, p.fleet.Second), notice: kit.NewNotice(),
		yes: kit.NewButton(t.LostNow, "F9", kit.Primary, p.fleet.DeclareLost)}
	l.sheet = kit.NewSheet(p.canvas, "", fyne.NewSize(680, 0), kit.Column(kit.Space(), nil, kit.NewProse(t.LostWhat, kit.Style{}), l.two,
		kit.Labelled(t.LostSecond, l.second), l.notice, kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, p.fleet.Dismiss), l.yes)))
	return l
}

func (l *lostSheet) update(s fleet.Shown) {
	l.sheet.SetTitle(s.Asking.Title)
	l.two.SetText(s.Asking.Two)
	l.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	l.yes.SetEnabled(s.Can.Confirm)
}
