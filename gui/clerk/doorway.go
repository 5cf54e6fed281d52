package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// doorway is the sheet of a door that is opened for an act: what to do there, how the door stands, and the one button that
// Enter presses.
type doorway struct {
	base
	place, task, next *kit.Text
	steps             *said
	byKey, pass       *kit.Button
}

func newDoorway(v *View, s state.Shown) *doorway {
	w := s.Words.Gear
	p := &doorway{place: kit.NewText("", kit.Style{Size: look.Title, Bold: true, Elastic: true}), task: kit.NewProse("", strong),
		next: kit.NewProse("", quiet), steps: newSaid()}
	p.pass = kit.NewButton("", "Enter", kit.Primary, v.state.PassDoor)
	p.byKey = kit.NewButton(w.ByKey, "", kit.Secondary, v.state.GoByKey)
	back := kit.NewButton(s.Words.Acts.Back, "Esc", kit.Secondary, v.state.Dismiss)
	body := kit.Column(kit.Space(), nil, p.place, p.task, p.steps.box, p.next)
	p.make(v, w.PageDoors, fyne.NewSize(560, 400), body, back, p.byKey, p.pass)
	p.start = p.pass
	return p
}

func (p *doorway) update(s state.Shown) {
	g := s.Doorway
	p.place.SetText(g.Title)
	p.task.SetText(g.Task)
	p.steps.set(g.Steps)
	p.next.SetText(g.After)
	kit.Show(p.next, g.After != "")
	kit.Show(p.byKey, g.ByKey)
	p.pass.SetWords(g.Verb)
	weight := kit.Secondary // it stays enabled, for Enter to be there when the door is
	if g.Can {
		weight = kit.Primary
	}
	p.pass.SetWeight(weight)
	p.say(s.Notice)
}
