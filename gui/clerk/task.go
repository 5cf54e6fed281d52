package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// task is what can be done about documents: one choice, and only the fields that the chosen thing needs.
type task struct {
	box           *fyne.Container
	what          *kit.Choice
	pick          *kit.Pick
	picking       *fyne.Container
	first, second *kit.Field
	one, two      *fyne.Container
	pickLabel     *kit.Text
	oneLabel      *kit.Text
	twoLabel      *kit.Text
}

func newTask(v *View, s state.Shown) *task {
	w := s.Words.Safe
	label := func() *kit.Text { return kit.NewText("", kit.Style{Size: look.Small, Role: look.Quiet, Elastic: true}) }
	p := &task{what: kit.NewChoice(w.What, nil, v.state.ChooseTask), pick: kit.NewPick(v.state.PickAnswer), pickLabel: label(), oneLabel: label(), twoLabel: label()}
	typed := func(string) { v.state.SetAnswers(p.first.Text, p.second.Text) }
	p.first, p.second = kit.NewField(w.Reason, typed), kit.NewField(w.Report, typed)
	p.first.OnSubmitted = func(string) {
		if p.two.Visible() {
			v.canvas.Focus(p.second)
			return
		}
		v.state.Decide()
	}
	p.second.OnSubmitted = func(string) { v.state.Decide() }
	p.picking = kit.Column(6, nil, p.pickLabel, p.pick)
	p.one, p.two = kit.Column(6, nil, p.oneLabel, p.first), kit.Column(6, nil, p.twoLabel, p.second)
	p.box = kit.Column(kit.Gap(), nil, p.what, p.picking, p.one, p.two)
	return p
}

func (p *task) update(g state.TaskShown) {
	kit.Show(p.box, len(g.Tasks) > 0)
	p.what.SetOptions(g.Tasks)
	p.what.Set(g.Task)
	kit.Show(p.picking, len(g.Options) > 0)
	p.pickLabel.SetText(g.PickLabel)
	p.pick.Set(g.Options, g.Picked)
	kit.Show(p.one, g.FirstLabel != "")
	kit.Show(p.two, g.SecondLabel != "")
	p.oneLabel.SetText(g.FirstLabel)
	p.twoLabel.SetText(g.SecondLabel)
	p.first.Put(g.First)
	p.second.Put(g.Second)
}
