package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// decide is the page with what waits for a person: the list, and beside it what can be done about what is chosen.
type decide struct {
	box             *fyne.Container
	rows            *kit.Rows
	say, next, hint *kit.Text
	ages            *kit.Text
	task            *task
}

func newDecide(v *View, s state.Shown) *decide {
	small := kit.Style{Size: look.Small, Role: look.Quiet}
	p := &decide{task: newTask(v, s), say: kit.NewProse("", strong), next: kit.NewProse("", kit.Style{}), hint: kit.NewProse("", small), ages: kit.NewProse("", small)}
	p.rows = kit.NewRows(kit.RowsStyle{Label: s.Words.Safe.Deciding, Double: true, More: s.Words.Queue.More, Least: 3})
	p.rows.OnChosen = v.state.ChooseQuestion
	p.rows.OnPressed = v.state.TickQuestion
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	left := kit.Column(kit.Gap(), list, list, p.hint, p.ages)
	right := kit.Column(kit.Gap(), nil, p.say, p.next, p.task.box)
	p.box = kit.Shares(2*kit.Space(), []float32{4, 6}, left, right)
	return p
}

func (p *decide) update(g state.DecideShown) {
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Chosen)
	for t, words := range map[*kit.Text]string{p.say: g.Say, p.next: g.Next, p.hint: g.Hint, p.ages: g.Ages} {
		t.SetText(words)
		kit.Show(t, words != "")
	}
	p.task.update(g.Task)
}
