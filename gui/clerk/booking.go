package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// booking is the sheet that finds the first free place and books it. By keyboard: type what for, Enter,
// choose the product, Enter, choose the place, Enter, type the name, Enter, Enter. Shorter: Enter on words that suit one product
// chooses it, letters in the list of places are the name, and for a place of today, whose visitor stands here, Enter after the
// name books.
type booking struct {
	base
	filter, name, phone *kit.Field
	products, places    *kit.Rows
	persons, where, day *kit.Choice
	urgency             *kit.Choice
	code                *fyne.Container // the urgency with its label
	count, scope        *kit.Text
	remark, now         *kit.Text
	book                *kit.Button
}

func newBooking(v *View, s state.Shown) *booking {
	w := s.Words
	b := &booking{filter: kit.NewField(w.Booking.Product, v.typed(v.state.FilterProducts)),
		count: kit.NewText("", kit.Style{Role: look.Quiet}), scope: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}), remark: kit.NewProse("", kit.Style{Role: look.Warn})}
	b.products = kit.NewRows(kit.RowsStyle{Label: w.Booking.Product, Empty: w.Hall.NoProduct, More: w.Queue.More, Least: 1})
	b.places = kit.NewRows(kit.RowsStyle{Label: w.Booking.Places, Lead: "00:00", Double: true, Above: true, More: w.Queue.More, Least: 2})
	b.persons = kit.NewChoice(w.Booking.Persons, []string{"1", "2", "3", "4"}, func(i int) { v.state.SetPersons(i + 1) })
	b.where = kit.NewChoice(w.Booking.Where, []string{w.Booking.Here, w.Booking.Everywhere}, func(i int) { v.state.SetWide(i == 1) })
	b.day = kit.NewChoice(w.Booking.From, []string{w.Booking.Today, w.Booking.Tomorrow, w.Booking.NextWeek, w.Booking.NextMonth},
		v.state.SetFrom)
	b.urgency = kit.NewChoice(w.Ticket.Urgency, []string{w.Ticket.Semi, w.Ticket.Urgent}, v.state.SetBookUrgency)
	b.code = kit.Labelled(w.Ticket.Urgency, b.urgency)
	visitor := func(string) { v.state.SetVisitor(b.name.Text, b.phone.Text) }
	b.name, b.phone = kit.NewField(w.Booking.Name, visitor), kit.NewField(w.Booking.Phone, visitor)
	b.book = kit.NewButton(w.Acts.Book, "", kit.Primary, v.state.Book)
	b.wire(v)
	list := kit.NewPanel(look.Paper, 0, 0, b.products)
	b.now = kit.NewProse("", strong)
	what := kit.Column(kit.Gap(), list, kit.Labelled(w.Booking.Product, b.filter), list)
	options := kit.Column(kit.Gap(), nil, b.code, kit.Labelled(w.Booking.From, b.day),
		kit.Flow(kit.Space(), kit.Labelled(w.Booking.Where, b.where), kit.Labelled(w.Booking.Persons, b.persons)))
	places := kit.NewPanel(look.Paper, 0, 0, b.places)
	right := kit.Column(kit.Gap(), places, kit.Line(kit.Gap(), b.count, kit.NewText(w.Booking.Places, strong), b.count), b.scope, places, b.remark)
	visitors := kit.Shares(kit.Space(), []float32{3, 2}, kit.Labelled(w.Booking.Name, b.name), kit.Labelled(w.Booking.Phone, b.phone))
	chooser := kit.Column(kit.Gap(), what, what, options)
	if s.Booking.Moving { // what for and who are known
		chooser, visitors = kit.Column(kit.Space(), nil, b.now, kit.Labelled(w.Booking.From, b.day),
			kit.Labelled(w.Booking.Where, b.where)), kit.Column(0, nil)
	}
	columns := kit.Shares(2*kit.Space(), []float32{1, 1}, chooser, right)
	b.make(v, w.Booking.Title, fyne.NewSize(1000, 680), kit.Column(kit.Space(), columns, columns, visitors), closer(v, s), b.book)
	b.start = b.filter
	if s.Booking.Product != "" { // what for is known: the places are what comes next
		b.start = b.places
	}
	if s.Booking.Offered {
		b.start = b.name
	}
	return b
}

// wire leads Enter from one step to the next.
func (b *booking) wire(v *View) {
	choose := func(id string) {
		v.state.ChooseProduct(id)
		v.canvas.Focus(b.places)
	}
	b.products.OnPressed = choose
	b.filter.OnKey = func(ev *fyne.KeyEvent) bool {
		if (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) && b.products.Len() == 1 {
			choose(b.products.Chosen()) // what was typed leaves no doubt
			return true
		}
		return down(v, b.products)(ev)
	}
	b.places.OnRune = func(r rune) { // who types a name at once means the field; the first place is chosen already
		if s := v.state.Shown().Booking; !s.Moving && s.CanBook && b.name.Text == "" {
			v.canvas.Focus(b.name)
			b.name.TypedRune(r)
		}
	}
	b.places.OnChosen = v.state.ChoosePlace
	b.places.OnKey = func(ev *fyne.KeyEvent) bool { // the arrows beside the list's own choose where
		if ev.Name != fyne.KeyLeft && ev.Name != fyne.KeyRight {
			return false
		}
		v.state.SetWide(ev.Name == fyne.KeyRight)
		return true
	}
	b.places.OnPressed = func(id string) {
		v.state.ChoosePlace(id)
		if v.state.Shown().Booking.Moving {
			v.canvas.Focus(b.book)
			return
		}
		v.canvas.Focus(b.name)
	}
	b.name.OnSubmitted = func(string) {
		if v.state.Shown().Booking.Soon { // Tab leads to the telephone for who wants it nonetheless
			v.state.Book()
			return
		}
		v.canvas.Focus(b.phone)
	}
	b.phone.OnSubmitted = func(string) { v.state.Book() }
}

// down leads from a field to the list below it, by the down key and by Enter.
func down(v *View, to fyne.Focusable) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyDown && ev.Name != fyne.KeyReturn && ev.Name != fyne.KeyEnter {
			return false
		}
		v.canvas.Focus(to)
		return true
	}
}

func (b *booking) update(s state.Shown) {
	g := s.Booking
	b.sheet.SetTitle(g.Title)
	b.now.SetText(g.Now)
	b.filter.Put(g.Filter)
	b.products.SetRows(rows(g.Products))
	b.products.Choose(g.Chosen)
	b.persons.Set(g.Persons - 1)
	b.where.Set(boolIndex(g.Wide))
	b.day.Set(g.From)
	b.urgency.Set(g.Urgency)
	kit.Show(b.code, g.Coded)
	b.places.SetEmpty(g.Empty)
	b.places.SetRows(rows(g.Places))
	b.places.Choose(g.Place)
	b.count.SetText(g.Count)
	b.scope.SetText(g.Scope)
	kit.Show(b.scope, g.Scope != "")
	b.remark.SetText(g.Remark)
	kit.Show(b.remark, g.Remark != "")
	b.name.Put(g.Name)
	b.phone.Put(g.Phone)
	b.book.SetWords(g.Verb)
	b.book.SetEnabled(g.CanBook)
	b.say(s.Notice)
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}
