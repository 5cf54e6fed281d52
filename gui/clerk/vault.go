package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// vault is the sheet of the safe: three pages, of which one is shown.
type vault struct {
	base
	v       *View
	choice  *kit.Choice
	receive *receive
	stock   *stock
	count   *count
	primary *kit.Button
	page    state.Page
	words   [3]string // on the primary button, by page
}

func newVault(v *View, s state.Shown) *vault {
	w := s.Words
	p := &vault{v: v, receive: newReceive(v, s), stock: newStock(v, s), count: newCount(v, s), page: s.Vault.Page,
		words: [3]string{w.Acts.Receive, w.Acts.Store, w.Acts.Counted}}
	p.choice = kit.NewChoice(w.Vault.Page, []string{w.Vault.Receiving, w.Vault.Stock, w.Vault.Counting},
		func(i int) { v.state.OpenPage(state.Page(i)) })
	p.primary = kit.NewButton(p.words[p.page], "", kit.Primary, p.press)
	pages := kit.Shares(0, []float32{1, 1, 1}, p.receive.box, p.stock.box, p.count.box)
	p.make(v, w.Vault.Title, fyne.NewSize(1000, 680), kit.Column(kit.Space(), pages, p.choice, pages), closer(v, s), p.primary)
	p.start = p.firstOf(p.page)
	return p
}

// press is the one main act of the page that is shown.
func (p *vault) press() {
	switch p.page {
	case state.ReceivePage:
		p.v.state.ReceiveDelivery()
	case state.StockPage:
		p.v.state.StoreItem()
	default:
		p.v.state.CloseCount()
	}
}

// firstOf is where the keyboard begins on a page.
func (p *vault) firstOf(page state.Page) fyne.Focusable {
	return [...]fyne.Focusable{state.ReceivePage: p.receive.rows, state.StockPage: p.stock.filter, state.CountPage: p.count.scan}[page]
}

func (p *vault) update(s state.Shown) {
	g := s.Vault
	visible(p.receive.box, g.Page == state.ReceivePage)
	visible(p.stock.box, g.Page == state.StockPage)
	visible(p.count.box, g.Page == state.CountPage)
	p.choice.Set(int(g.Page))
	p.receive.update(g.Receive)
	p.stock.update(g.Stock)
	p.count.update(g.Count)
	p.words[state.CountPage] = g.Count.Verb
	p.primary.SetWords(p.words[g.Page])
	p.primary.SetEnabled(g.Page == state.CountPage || g.Page == state.ReceivePage && g.Receive.CanReceive ||
		g.Page == state.StockPage && g.Stock.CanStore)
	if g.Page != p.page {
		p.page = g.Page
		if p.v.canvas.Focused() != fyne.Focusable(p.choice) { // who turns the pages goes on turning them
			p.v.canvas.Focus(p.firstOf(g.Page))
		}
	}
	p.say(s.Notice)
}

// stock is the page with what lies in the vault: find a document, put it into another compartment.
type stock struct {
	box          *fyne.Container
	filter, into *kit.Field
	rows         *kit.Rows
}

func newStock(v *View, s state.Shown) *stock {
	w := s.Words
	p := &stock{filter: kit.NewField(w.Vault.StockFind, v.state.FilterStock), into: kit.NewField(w.Vault.Into, v.state.SetCompartment)}
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.Vault.Stock, Double: true, More: w.Queue.More, Least: 4})
	p.rows.OnChosen = v.state.ChooseStock
	p.rows.OnPressed = func(id string) {
		v.state.ChooseStock(id)
		v.canvas.Focus(p.into)
	}
	p.filter.OnKey = down(v, p.rows)
	p.into.OnSubmitted = func(string) { v.state.StoreItem() }
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	p.box = kit.Column(kit.Space(), list, kit.Labelled(w.Vault.StockFind, p.filter), list, kit.Labelled(w.Vault.Into, p.into))
	return p
}

func (p *stock) update(g state.StockShown) {
	p.filter.Put(g.Filter)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Chosen)
	p.into.Put(g.Into)
}

// count is the page that counts: scan after scan, then how it came out.
type count struct {
	box, typing *fyne.Container
	scan        *kit.Field
	rows        *kit.Rows
	title, hint *kit.Text
	done        bool // the outcome is on the screen
}

func newCount(v *View, s state.Shown) *count {
	w := s.Words
	p := &count{scan: kit.NewField(w.Vault.CountScan, v.state.TypeCount), title: kit.NewText("", strong),
		hint: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.Vault.CountList, More: w.Queue.More, Least: 5})
	p.rows.OnPressed = v.state.DropCount
	p.scan.OnSubmitted = v.state.ScanCount
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	p.typing = kit.Labelled(w.Vault.CountScan, p.scan)
	p.box = kit.Column(kit.Space(), list, p.typing, p.title, list, p.hint)
	return p
}

func (p *count) update(g state.CountShown) {
	p.scan.Put(g.Scan)
	visible(p.typing, !g.Done)
	p.title.SetText(g.Title)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	if g.Done && !p.done && len(g.Rows) > 0 {
		p.rows.Choose(g.Rows[0].ID) // whatever was chosen while counting
	}
	p.done = g.Done
	p.hint.SetText(g.Hint)
	visible(p.hint, g.Hint != "")
}
