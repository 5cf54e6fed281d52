package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// receive is the page that takes a delivery in. By keyboard: Enter on a document ticks it and goes to what it is, or, as
// that is mostly the same as the one before, to its holder; Enter there goes to the next document. A scanner types into
// the list and does the same.
type receive struct {
	box, about, chosen *fyne.Container
	delivery           *kit.Choice
	id, scan           *kit.Field
	rows               *kit.Rows
	count, none        *kit.Text
	document           *kit.Text
	kind               *kit.Pick
	holder, from, into *kit.Field
	other              *fyne.Container
	lender             *kit.Pick
	lending            *fyne.Container
	trouble            *kit.Text
}

func newReceive(v *View, s state.Shown) *receive {
	w := s.Words.Vault
	p := &receive{count: kit.NewText("", kit.Style{Role: look.Quiet}), none: kit.NewProse(w.NoneChosen, quiet),
		document: kit.NewProse("", strong), delivery: kit.NewChoice(w.Title, nil, v.state.ChooseDelivery)}
	whole := func(string) { v.state.SetDelivery(p.id.Text, p.from.Text, p.into.Text) }
	p.id, p.from, p.into = kit.NewField(w.DeliveryID, whole), kit.NewField(w.From, whole), kit.NewField(w.Into, whole)
	p.scan, p.holder = kit.NewField(w.Scan, v.typed(v.state.TypeScan)), kit.NewField(w.Holder, v.typed(v.state.SetHolder))
	p.kind = kit.NewPick(v.state.SetKind)
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.Document, Double: true, Above: true, More: s.Words.Queue.More, Least: 3})
	p.lender = kit.NewPick(v.state.SetLender)
	p.lending = kit.Labelled(s.Words.Safe.LentBy, p.lender)
	p.trouble = kit.NewProse("", kit.Style{Role: look.Warn})
	p.wire(v)
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	p.other = kit.Labelled(w.DeliveryID, p.id)
	left := kit.Column(kit.Gap(), list, p.delivery, p.other, p.lending, p.trouble, kit.Labelled(w.Scan, p.scan), list, p.count)
	p.chosen = kit.Column(kit.Gap(), nil, p.document, kit.Labelled(w.Kind, p.kind), kit.Labelled(w.Holder, p.holder))
	p.about = kit.Column(kit.Gap(), nil, kit.Labelled(w.From, p.from), kit.Labelled(w.Into, p.into))
	right := kit.Column(2*kit.Space(), nil, p.none, p.chosen, p.about)
	p.box = kit.Shares(2*kit.Space(), []float32{1, 1}, left, right)
	return p
}

// wire leads Enter from one document to the next.
func (p *receive) wire(v *View) {
	about := func() {
		if v.state.Shown().Vault.Receive.Kind < 0 {
			v.canvas.Focus(p.kind)
			return
		}
		v.canvas.Focus(p.holder)
	}
	p.scan.OnSubmitted = func(typed string) {
		if v.state.Scan(typed) {
			about()
		}
	}
	p.rows.OnChosen = v.state.ChooseArrival
	p.rows.OnPressed = func(number string) {
		if v.state.TickArrival(number) {
			about()
		}
	}
	p.rows.OnRune = func(c rune) { // a scanner types; a list has no use for it
		v.canvas.Focus(p.scan)
		p.scan.TypedRune(c)
	}
	p.holder.OnSubmitted = func(string) {
		v.state.NextArrival()
		v.canvas.Focus(p.rows)
	}
	p.from.OnSubmitted = func(string) { v.canvas.Focus(p.into) }
	p.into.OnSubmitted = func(string) { v.state.ReceiveDelivery() }
}

func (p *receive) update(g state.ReceiveShown) {
	p.delivery.SetOptions(g.Deliveries)
	p.delivery.Set(g.Delivery)
	kit.Show(p.delivery, len(g.Deliveries) > 1)
	kit.Show(p.other, g.Other)
	kit.Show(p.lending, len(g.Lenders) > 0)
	p.lender.Set(g.Lenders, g.Lender)
	p.trouble.SetText(g.Trouble)
	kit.Show(p.trouble, g.Trouble != "")
	p.id.Put(g.ID)
	p.scan.Put(g.Scan)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Chosen)
	p.count.SetText(g.Count)
	kit.Show(p.none, g.Document == "")
	kit.Show(p.chosen, g.Document != "")
	p.document.SetText(g.Document)
	p.kind.Set(g.Kinds, g.Kind)
	p.holder.Put(g.Holder)
	p.from.Put(g.From)
	p.into.Put(g.Into)
}
