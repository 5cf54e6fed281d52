package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// vault is the sheet of the safe: its pages, of which one is shown.
type vault struct {
	base
	v       *View
	choice  *kit.Choice
	receive *receive
	stock   *stock
	decide  *decide
	trip    *trip
	count   *count
	dossier *dossier
	show    *kit.Button
	primary *kit.Button
	page    state.Page
}

func newVault(v *View, s state.Shown) *vault {
	w := s.Words
	p := &vault{v: v, receive: newReceive(v, s), stock: newStock(v, s), decide: newDecide(v, s), trip: newTrip(v, s), count: newCount(v, s),
		dossier: newDossier(v, s), page: s.Vault.Page}
	p.choice = kit.NewChoice(w.Vault.Page, s.Vault.Pages, func(i int) { v.state.OpenPage(state.Page(i)) })
	p.show = kit.NewButton(w.Safe.Show, "", kit.Secondary, v.state.ShowChosen)
	p.primary = kit.NewButton(s.Vault.Verb, "", kit.Primary, v.state.PressVault)
	pages := kit.Shares(0, []float32{1, 1, 1, 1, 1, 1}, p.receive.box, p.stock.box, p.decide.box, p.trip.box, p.count.box, p.dossier.box)
	p.make(v, w.Vault.Title, fyne.NewSize(1000, 680), kit.Column(kit.Space(), pages, p.choice, pages), closer(v, s), p.show, p.primary)
	p.start = p.firstOf(p.page)
	return p
}

// firstOf is where the keyboard begins on a page.
func (p *vault) firstOf(page state.Page) fyne.Focusable {
	return [...]fyne.Focusable{state.ReceivePage: p.receive.rows, state.StockPage: p.stock.filter, state.DecidePage: p.decide.rows,
		state.TripPage: p.trip.trips, state.CountPage: p.count.scan, state.DocumentPage: p.dossier.seek}[page]
}

func (p *vault) update(s state.Shown) {
	g := s.Vault
	kit.Show(p.receive.box, g.Page == state.ReceivePage)
	kit.Show(p.stock.box, g.Page == state.StockPage)
	kit.Show(p.decide.box, g.Page == state.DecidePage)
	kit.Show(p.trip.box, g.Page == state.TripPage)
	kit.Show(p.count.box, g.Page == state.CountPage)
	kit.Show(p.dossier.box, g.Page == state.DocumentPage)
	p.choice.SetOptions(g.Pages)
	p.choice.Set(int(g.Page))
	p.updatePage(g)
	kit.Show(p.show, g.Show)
	kit.Show(p.primary, g.Verb != "")
	p.primary.SetWords(g.Verb)
	p.primary.SetEnabled(g.Can)
	if g.Page != p.page {
		p.page = g.Page
		if p.v.canvas.Focused() != fyne.Focusable(p.choice) { // who turns the pages goes on turning them
			p.v.canvas.Focus(p.firstOf(g.Page))
		}
	}
	p.say(s.Notice)
}

// updatePage draws the page that is shown; the others are as they were, and hidden.
func (p *vault) updatePage(g state.VaultShown) {
	switch g.Page {
	case state.ReceivePage:
		p.receive.update(g.Receive)
	case state.StockPage:
		p.stock.update(g.Stock)
	case state.DecidePage:
		p.decide.update(g.Decide)
	case state.TripPage:
		p.trip.update(g.Trip)
	case state.CountPage:
		p.count.update(g.Count)
	default:
		p.dossier.update(g.Dossier)
	}
}

// stock is the page with what lies in the vault: find a document, put it into another compartment.
type stock struct {
	box          *fyne.Container
	filter, into *kit.Field
	rows         *kit.Rows
}

func newStock(v *View, s state.Shown) *stock {
	w := s.Words
	p := &stock{filter: kit.NewField(w.Vault.StockFind, v.typed(v.state.FilterStock)), into: kit.NewField(w.Vault.Into, v.typed(v.state.SetCompartment))}
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
	doors       *fyne.Container
	scan, in    *kit.Field
	rows        *kit.Rows
	title, hint *kit.Text
	done        bool // the outcome is on the screen
	door        *kit.Said
	open        *kit.Button
}

func newCount(v *View, s state.Shown) *count {
	w := s.Words
	p := &count{scan: kit.NewField(w.Vault.CountScan, v.typed(v.state.TypeCount)), title: kit.NewText("", strong),
		hint: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.Vault.CountList, More: w.Queue.More, Least: 5})
	p.rows.OnPressed = v.state.DropCount
	p.scan.OnSubmitted = v.state.ScanCount
	p.in = kit.NewField(w.Safe.CountWhere, v.typed(v.state.SetCountIn))
	p.in.OnSubmitted = func(string) {
		v.state.OpenCount()
		v.canvas.Focus(p.scan)
	}
	p.door, p.open = kit.NewSaid(), kit.NewButton("", "Enter", kit.Secondary, v.state.OpenCount)
	p.doors = kit.Line(kit.Space(), p.door, p.door, p.open)
	list := kit.NewPanel(look.Paper, 0, 0, p.rows)
	scanning := kit.Labelled(w.Vault.CountScan, p.scan)
	p.typing = kit.Line(kit.Space(), scanning, scanning, kit.Labelled(w.Safe.CountWhere, p.in))
	p.box = kit.Column(kit.Space(), list, p.typing, p.doors, p.title, list, p.hint)
	return p
}

func (p *count) update(g state.CountShown) {
	p.scan.Put(g.Scan)
	p.in.Put(g.In)
	kit.Show(p.typing, !g.Done)
	p.door.Set(kit.Shape(g.Door.Shape), g.Door.Words, kit.Tone(g.Door.Tone))
	kit.Show(p.doors, g.Door.Words != "")
	p.open.SetWords(g.Open)
	kit.Show(p.open, g.Open != "")
	p.title.SetText(g.Title)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	if g.Done && !p.done && len(g.Rows) > 0 {
		p.rows.Choose(g.Rows[0].ID) // whatever was chosen while counting
	}
	p.done = g.Done
	p.hint.SetText(g.Hint)
	kit.Show(p.hint, g.Hint != "")
}
