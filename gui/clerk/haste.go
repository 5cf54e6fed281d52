package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// haste is the sheet that gives who waits a code of urgency: the sideways arrows say how urgent, Enter on a reason does it.
type haste struct {
	base
	urgency *kit.Choice
	reasons *kit.Rows
	calm    *kit.Button
}

func newHaste(v *View, s state.Shown) *haste {
	w := s.Words
	p := &haste{urgency: kit.NewChoice(w.Hall.HowUrgent, []string{w.Ticket.Semi, w.Ticket.Urgent}, v.state.SetHaste)}
	p.reasons = newReasons(s, v.state.Hasten, func(by int) { v.state.SetHaste(v.state.Shown().Haste.Urgency + by) })
	give := kit.NewButton(w.Hall.Hasten, "", kit.Primary, func() { v.state.Hasten(p.reasons.Chosen()) })
	p.calm = kit.NewButton(w.Hall.Ordinary, "", kit.Secondary, v.state.Calm)
	list := kit.Labelled(w.Hall.Why, kit.NewPanel(look.Paper, 0, 0, p.reasons))
	p.make(v, s.Haste.Title, fyne.NewSize(560, 0), kit.Column(kit.Space(), list, kit.Labelled(w.Hall.HowUrgent, p.urgency), list),
		p.calm, closer(v, s), give)
	p.start = p.reasons
	return p
}

// newReasons is the list of reasons of urgency; the sideways arrows change how urgent it is.
func newReasons(s state.Shown, pressed func(string), more func(by int)) *kit.Rows {
	r := kit.NewRows(kit.RowsStyle{Label: s.Words.Hall.Why, More: s.Words.Queue.More, Least: 8})
	r.OnPressed = pressed
	r.OnKey = sideways(more)
	return r
}

// sideways leads the arrows beside a list's own to a choice.
func sideways(by func(int)) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyLeft:
			by(-1)
		case fyne.KeyRight:
			by(1)
		default:
			return false
		}
		return true
	}
}

func (p *haste) update(s state.Shown) {
	p.sheet.SetTitle(s.Haste.Title)
	p.urgency.Set(s.Haste.Urgency)
	p.reasons.SetRows(rows(s.Haste.Reasons))
	kit.Show(p.calm, s.Haste.CanCalm)
	p.say(s.Notice)
}
