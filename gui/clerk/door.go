package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// door is the sheet of a visitor who is not helped now: why, and the places that Enter books.
type door struct {
	base
	say                  *kit.Notice
	places               *kit.Rows
	hint                 *kit.Text
	list                 *fyne.Container
	urgent, ticket, book *kit.Button
	search               *kit.Button
}

func newDoor(v *View, s state.Shown) *door {
	w := s.Words
	p := &door{say: kit.NewNotice(), hint: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	p.places = kit.NewRows(kit.RowsStyle{Label: w.Hall.DoorPlaces, Lead: "00:00", Double: true, Above: true, More: w.Queue.More, Least: 3})
	p.places.OnChosen = v.state.ChooseOffer
	p.places.OnPressed = v.state.TakeOffer
	p.urgent = kit.NewButton(w.Hall.DoorUrgent, "", kit.Secondary, v.state.UrgentAtDoor)
	p.ticket = v.button(s, state.TicketAct)
	p.search = v.button(s, state.Search)
	p.book = kit.NewButton(w.Acts.Book, "", kit.Primary, func() { v.state.TakeOffer(p.places.Chosen()) })
	p.list = kit.Column(kit.Gap(), nil, kit.NewText(w.Hall.DoorPlaces, strong), kit.NewPanel(look.Paper, 0, 0, p.places), p.hint)
	p.make(v, s.Door.Title, fyne.NewSize(640, 0), kit.Column(kit.Space(), nil, p.say, p.list), p.urgent, p.ticket, closer(v, s), p.search, p.book)
	p.start = p.places
	if !s.Door.Walk {
		p.start = p.search
		p.search.SetWeight(kit.Primary)
	}
	return p
}

func (p *door) update(s state.Shown) {
	g := s.Door
	p.sheet.SetTitle(g.Title)
	p.say.Set(g.Say, g.Next, kit.Warn)
	p.places.SetEmpty(g.Empty)
	p.places.SetRows(rows(g.Places))
	p.places.Choose(g.Place)
	p.hint.SetText(g.Hint)
	kit.Show(p.hint, g.Hint != "")
	kit.Show(p.list, g.Walk)
	kit.Show(p.urgent, g.Walk)
	kit.Show(p.ticket, !g.Walk)
	kit.Show(p.book, g.Walk && len(g.Places) > 0)
	p.base.say(s.Notice)
}
