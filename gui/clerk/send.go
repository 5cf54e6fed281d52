package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// send is the sheet that sends a visitor on. By keyboard: down to the desk or theme, or a few letters of it, Enter, Enter.
type send struct {
	base
	v       *View
	filter  *kit.Field
	targets *kit.Rows
	done    *fyne.Container
	lines   []*kit.Check
	box     *fyne.Container // the products of the visit, when one was served
}

func newSend(v *View, s state.Shown) *send {
	w := s.Words
	p := &send{v: v, filter: kit.NewField(w.Hall.SendTo, v.typed(v.state.FilterTargets)), done: kit.Column(kit.Gap(), nil)}
	p.targets = kit.NewRows(kit.RowsStyle{Label: w.Hall.SendTo, Grows: true, Empty: w.Hall.SendNone, More: w.Queue.More, Least: 5})
	p.targets.OnPressed = v.state.Send
	p.filter.OnKey = down(v, p.targets)
	on := kit.NewButton(w.Hall.SendNow, "", kit.Primary, func() { v.state.Send(p.targets.Chosen()) })
	list := kit.NewPanel(look.Paper, 0, 0, p.targets)
	p.box = kit.Labelled(w.Hall.SendDone, p.done)
	hint := kit.NewProse(w.Hall.SendHint, kit.Style{Size: look.Small, Role: look.Quiet})
	p.make(v, s.Send.Title, fyne.NewSize(600, 560), kit.Column(kit.Space(), list,
		kit.Labelled(w.Hall.SendTo, p.filter), list, p.box, hint), closer(v, s), on)
	p.start = p.filter
	return p
}

func (p *send) update(s state.Shown) {
	g := s.Send
	p.sheet.SetTitle(g.Title)
	p.filter.Put(g.Filter)
	p.targets.SetRows(rows(g.Targets))
	kit.Show(p.box, len(g.Products) > 0)
	for len(p.lines) < len(g.Products) {
		at := len(p.lines)
		line := kit.NewCheck("", s.Words.Desk.Done, func(done bool) { p.v.state.DoneHere(at, done) })
		p.lines = append(p.lines, line)
		p.done.Add(line)
	}
	for i, line := range p.lines {
		kit.Show(line, i < len(g.Products))
		if i < len(g.Products) {
			line.Set(g.Products[i].Choices[0], g.Products[i].Picked == 0)
		}
	}
	p.say(s.Notice)
}
