package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// handOut is the sheet that finds a document in the safe. Its checklist is then worked through at the desk itself.
type handOut struct {
	base
	query *kit.Field
	found *kit.Rows
}

func newHandOut(v *View, s state.Shown) *handOut {
	w := s.Words.HandOut
	h := &handOut{query: kit.NewField(w.Search, v.typed(v.state.FindItem))}
	h.found = kit.NewRows(kit.RowsStyle{Label: w.Title, More: s.Words.Queue.More, Double: true, Least: 4})
	h.found.OnPressed = v.state.ChooseItem
	h.query.OnKey = down(v, h.found)
	choose := kit.NewButton(s.Words.Acts.Choose, "", kit.Primary, func() { v.state.ChooseItem(h.found.Chosen()) })
	list := kit.NewPanel(look.Paper, 0, 0, h.found)
	h.make(v, w.Title, fyne.NewSize(620, 520), kit.Column(kit.Space(), list,
		kit.Labelled(w.Search, h.query), list), closer(v, s), choose)
	h.start = h.query
	return h
}

func (h *handOut) update(s state.Shown) {
	h.query.Put(s.HandOut.Query)
	h.found.SetEmpty(s.HandOut.Empty)
	h.found.SetRows(rows(s.HandOut.Found))
	h.say(s.Notice)
}
