package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// stage is the sheet of a demonstration: the devices, what can be done to the chosen one, and at the right what it is done
// with. Enter does what the button says.
type stage struct {
	base
	v       *View
	props   *kit.Choice
	rows    *kit.Rows
	with    *kit.Rows
	say     *kit.Text
	now     *kit.Status
	choices *fyne.Container
	code    *kit.Field
	typed   *fyne.Container
	press   *kit.Button
	prop    int
}

func newStage(v *View, s state.Shown) *stage {
	w := s.Words.Stage
	p := &stage{v: v, say: kit.NewProse("", strong), now: kit.NewMark(), code: kit.NewField(w.Typed, v.typed(v.state.TypeCode)), prop: s.Stage.Prop}
	p.props = kit.NewChoice(w.Devices, s.Stage.Props, v.state.TurnStage)
	turn := sideways(func(by int) { v.state.TurnStage(v.state.Shown().Stage.Prop + by) })
	p.rows = kit.NewRows(kit.RowsStyle{Label: w.List, Grows: true, Empty: w.Empty, More: s.Words.Queue.More, Least: 6})
	p.rows.OnChosen, p.rows.OnKey = v.state.ChooseSwitch, turn
	p.rows.OnPressed = func(id string) { // a choice is made first, unless it is to be taken back
		v.state.ChooseSwitch(id)
		if at := v.state.Shown().Stage; len(at.Choices) > 0 && at.Verb != w.TurnOff {
			v.Update()
			v.canvas.Focus(p.with)
			return
		}
		v.state.PressSwitch()
	}
	p.with = kit.NewRows(kit.RowsStyle{Label: w.With, Grows: true, More: s.Words.Queue.More, Least: 3})
	p.with.OnChosen, p.with.OnKey = v.state.ChooseWith, turn
	p.with.OnPressed = func(choice string) {
		v.state.ChooseWith(choice)
		v.state.PressSwitch()
	}
	p.code.OnSubmitted = func(string) { v.state.PressSwitch() }
	p.press = kit.NewButton("", "", kit.Primary, v.state.PressSwitch)
	list := kit.NewPanel(look.Paper, 0, 0, p.with)
	p.choices = kit.Column(kit.Gap(), list, kit.NewText(w.With, quiet), list)
	p.typed = kit.Column(0, nil, kit.Labelled(w.Typed, p.code))
	right := kit.Column(kit.Gap(), p.choices, p.say, p.now, p.choices, p.typed)
	left := kit.NewPanel(look.Paper, 0, 0, p.rows)
	halves := kit.Shares(2*kit.Space(), []float32{1, 1}, left, right)
	hint := kit.NewProse(s.Stage.Hint, kit.Style{Size: look.Small, Role: look.Quiet})
	p.make(v, w.Title, fyne.NewSize(1000, 600), kit.Column(kit.Space(), halves, p.props, halves, hint), closer(v, s), p.press)
	p.start = p.rows
	return p
}

func (p *stage) update(s state.Shown) {
	g := s.Stage
	p.props.SetOptions(g.Props)
	p.props.Set(g.Prop)
	p.rows.SetRows(rows(g.Rows))
	p.rows.Choose(g.Chosen)
	if p.prop != g.Prop {
		p.prop = g.Prop
		if p.v.canvas.Focused() != fyne.Focusable(p.props) { // who turns the devices goes on turning them
			p.v.canvas.Focus(p.rows)
		}
	}
	p.say.SetText(g.Say)
	p.now.Set(kit.Shape(g.Now.Shape), g.Now.Words, kit.Tone(g.Now.Tone))
	kit.Show(p.now, g.Now.Words != "")
	p.with.SetRows(rows(g.Choices))
	p.with.Choose(g.Choice)
	kit.Show(p.choices, len(g.Choices) > 0)
	p.code.Put(g.Typed)
	kit.Show(p.typed, g.Types)
	p.press.SetWords(g.Verb)
	kit.Show(p.press, g.Verb != "")
	p.base.say(s.Notice)
}
