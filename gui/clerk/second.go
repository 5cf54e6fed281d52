package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// second is the sheet on which a colleague shows that they are there too: who, and their own PIN. Whoever types digits
// at once means the PIN, as when signing in.
type second struct {
	base
	what  *kit.Text
	staff *kit.Rows
	pin   *kit.Pin
	alone *kit.Button
}

func newSecond(v *View, s state.Shown) *second {
	w := s.Words.Second
	p := &second{what: kit.NewProse("", strong), pin: kit.NewPin(w.PIN, v.state.Attest)}
	p.staff = kit.NewRows(kit.RowsStyle{Label: w.Who, Empty: w.Empty, More: s.Words.Queue.More, Least: 3})
	p.staff.OnChosen = v.state.ChooseSecond
	p.staff.OnRune = func(c rune) {
		v.canvas.Focus(p.pin)
		p.pin.TypedRune(c)
	}
	p.staff.OnPressed = func(id string) {
		v.state.ChooseSecond(id)
		v.canvas.Focus(p.pin)
	}
	hint := kit.NewProse(w.Hint, kit.Style{Size: look.Small, Role: look.Quiet})
	right := kit.Column(kit.Gap(), nil, kit.Labelled(w.PIN, p.pin), p.pin.Pad(s.Words.Acts.Erase, s.Words.Acts.Enter), hint)
	list := kit.NewPanel(look.Paper, 0, 0, p.staff)
	left := kit.Column(6, list, kit.NewText(w.Who, kit.Style{Size: look.Small, Role: look.Quiet}), list)
	body := kit.Shares(2*kit.Space(), []float32{1, 1}, left, right)
	p.alone = kit.NewButton(w.Alone, "", kit.Secondary, v.state.Alone)
	back := kit.NewButton(s.Words.Acts.Back, "Esc", kit.Secondary, v.state.Dismiss)
	p.make(v, w.Title, fyne.NewSize(640, 480), kit.Column(kit.Space(), body, p.what, body), back, p.alone)
	p.start = p.staff
	return p
}

func (p *second) update(s state.Shown) {
	g := s.Second
	p.what.SetText(g.What)
	p.staff.SetRows(rows(g.Staff))
	p.staff.Choose(g.Who)
	kit.Show(p.alone, g.Alone)
	p.say(s.Notice)
}
