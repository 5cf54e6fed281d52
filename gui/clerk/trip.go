package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// trip is the page of documents that go away for the day and come back.
type trip struct {
	box         *fyne.Container
	trips, rows *kit.Rows
	sites       *kit.Rows
	goals       *fyne.Container
	late        *kit.Notice
	title       *kit.Text
	making      *fyne.Container
	id, by      *kit.Field
}

func newTrip(v *View, s state.Shown) *trip {
	w := s.Words.Safe
	p := &trip{late: kit.NewNotice(), title: kit.NewText("", strong)}
	typed := func(string) { v.state.SetTrip(p.id.Text, p.by.Text) }
	p.id, p.by = kit.NewField(w.TripID, typed), kit.NewField(w.TripBack, typed)
	p.id.OnSubmitted = func(string) { v.canvas.Focus(p.by) }
	p.by.OnSubmitted = func(string) { v.state.Travel() }
	p.trips = kit.NewRows(kit.RowsStyle{Label: w.Tripping, Double: true, More: s.Words.Queue.More, Least: 3})
	p.trips.OnChosen = v.state.ChooseTrip
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.TripDocs, Double: true, More: s.Words.Queue.More, Least: 2, Empty: w.TripEmpty})
	p.trips.OnPressed = func(id string) {
		v.state.ChooseTrip(id)
		if v.state.Shown().Vault.Trip.New {
			v.canvas.Focus(p.sites)
			return
		}
		v.canvas.Focus(p.rows)
	}
	p.rows.OnChosen = v.state.ChooseTripDocument
	p.rows.OnPressed = v.state.TickTripDocument
	number := kit.Labelled(w.TripID, p.id)
	numbers := kit.Line(kit.Space(), number, number, kit.Labelled(w.TripBack, p.by))
	p.making = numbers
	p.sites = kit.NewRows(kit.RowsStyle{Label: w.TripTo, More: s.Words.Queue.More, Least: 2})
	p.sites.OnPressed = func(id string) {
		v.state.SetTripSite(id)
		v.canvas.Focus(p.rows)
	}
	there := kit.NewPanel(look.Paper, 0, 0, p.sites)
	p.goals = kit.Column(kit.Gap(), there, kit.NewText(w.TripTo, strong), there)
	list := kit.NewPanel(look.Paper, 0, 0, p.trips)
	docs := kit.NewPanel(look.Paper, 0, 0, p.rows)
	left := kit.Column(kit.Space(), p.goals, list, p.goals)
	right := kit.Column(kit.Gap(), docs, p.late, p.title, docs, p.making)
	p.box = kit.Shares(2*kit.Space(), []float32{5, 6}, left, right)
	return p
}

func (p *trip) update(g state.TripShown) {
	p.trips.SetRows(rows(g.Trips))
	p.trips.Choose(g.Chosen)
	p.late.Set(g.Say, g.Next, kit.Bad)
	p.title.SetText(g.Title)
	p.rows.SetEmpty(g.Empty)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Doc)
	kit.Show(p.making, g.New)
	kit.Show(p.goals, g.New)
	p.sites.SetRows(rows(g.Sites))
	p.id.Put(g.ID)
	p.by.Put(g.By)
}
