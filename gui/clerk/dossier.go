package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// dossier is the page of one document: its life at the left, what can be done about it at the right.
type dossier struct {
	box         *fyne.Container
	seek        *kit.Field
	rows        *kit.Rows
	title, line *kit.Text
	facts       *kit.Text
	proof       *kit.Text
	held        *kit.Notice
	task        *task
}

func newDossier(v *View, s state.Shown) *dossier {
	w := s.Words.Safe
	p := &dossier{seek: kit.NewField(w.Seek, v.typed(v.state.TypeDossier)), title: kit.NewProse("", strong), facts: kit.NewProse("", kit.Style{}),
		line: kit.NewText(w.ChainTitle, kit.Style{Size: look.Small, Role: look.Quiet}), held: kit.NewNotice(), task: newTask(v, s)}
	p.seek.OnSubmitted = v.state.OpenDossier
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.ChainTitle, Double: true, More: s.Words.Queue.More, Least: 3})
	p.rows.OnChosen = v.state.ChooseHandover
	p.proof = kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	left := kit.Column(kit.Gap(), list, kit.Labelled(w.Seek, p.seek), p.line, list, p.proof)
	right := kit.Column(kit.Space(), nil, kit.Column(kit.Gap(), nil, p.title, p.facts), p.held, p.task.box)
	p.box = kit.Shares(2*kit.Space(), []float32{5, 6}, left, right)
	return p
}

func (p *dossier) update(g state.DossierShown) {
	p.seek.Put(g.Typed)
	p.title.SetText(g.Title)
	p.facts.SetText(g.Facts)
	kit.Show(p.facts, g.Facts != "")
	p.held.Set(g.Held, "", kit.Warn)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Link)
	p.proof.SetText(g.Proof)
	kit.Show(p.proof, g.Proof != "")
	p.task.update(g.Task)
}
