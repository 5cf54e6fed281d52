package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// devices is the sheet of what is plugged in: a list on each of its pages, and the chosen one beside it.
type devices struct {
	base
	v              *View
	choice         *kit.Choice
	rows, papers   *kit.Rows // the papers have a time before them
	shown          [2]*kit.Panel
	title, since   *kit.Text
	say            *kit.Notice
	lines          *said
	asked, hint    *kit.Text
	words          *kit.Field
	ask            *fyne.Container
	volume         *kit.Text
	resets         *kit.Text
	louder, softer *kit.Button
	sound          *fyne.Container
	primary        *kit.Button
	page           state.DevicesPage
}

func newDevices(v *View, s state.Shown) *devices {
	w := s.Words
	small := kit.Style{Size: look.Small, Role: look.Quiet}
	p := &devices{v: v, title: kit.NewText("", kit.Style{Size: look.Heading, Bold: true, Elastic: true}), since: kit.NewProse("", small), lines: newSaid(),
		hint: kit.NewProse("", small), asked: kit.NewProse("", small), volume: kit.NewProse("", strong), resets: kit.NewProse("", small), page: s.Devices.Of}
	p.say = kit.NewNotice()
	p.choice = kit.NewChoice(w.Gear.Page, s.Devices.Pages, v.state.OpenDevicesPage)
	p.rows = p.list(s, w.Gear.PageDevices, "")
	p.papers = p.list(s, w.Gear.PagePrints, "00:00")
	p.words = kit.NewField(w.Gear.WhatWasIt, v.typed(v.state.SetDoorWords))
	p.words.OnSubmitted = func(string) { v.state.PressGear() }
	p.ask = kit.Column(6, nil, p.asked, p.words)
	p.softer = kit.NewButton(w.Gear.Softer, "-", kit.Secondary, func() { v.state.Louder(-1) })
	p.louder = kit.NewButton(w.Gear.Louder, "+", kit.Secondary, func() { v.state.Louder(1) })
	p.sound = kit.Column(kit.Gap(), nil, p.volume, p.resets, kit.Flow(kit.Gap(), p.softer, p.louder))
	p.primary = kit.NewButton("", "", kit.Primary, p.press)
	p.shown = [2]*kit.Panel{kit.NewPanel(look.Paper, 0, 0, p.rows), kit.NewPanel(look.Paper, 0, 0, p.papers)}
	left := kit.Shares(0, []float32{1, 1}, p.shown[0], p.shown[1])
	about := kit.Column(kit.Gap(), nil, p.title, p.since, p.say, p.lines.box, p.ask, p.hint)
	right := kit.Column(kit.Space(), about, about, p.sound)
	body := kit.Shares(2*kit.Space(), []float32{11, 10}, left, right)
	p.make(v, w.Gear.Title, fyne.NewSize(1000, 640), kit.Column(kit.Space(), body, p.choice, body), closer(v, s), p.primary)
	p.start = p.of(s.Devices.Of)
	return p
}

// list makes one of the two lists. Plus and minus are louder and softer from both.
func (p *devices) list(s state.Shown, label, lead string) *kit.Rows {
	v := p.v
	r := kit.NewRows(kit.RowsStyle{Label: label, Double: true, Above: true, Lead: lead, More: s.Words.Queue.More, Least: 4})
	r.OnChosen = v.state.ChooseGear
	r.OnPressed = func(string) { p.press() }
	r.OnKey = sideways(func(by int) { v.state.OpenDevicesPage(v.state.Shown().Devices.Page + by) })
	r.OnRune = func(c rune) {
		switch c {
		case '+', '=':
			v.state.Louder(1)
		case '-':
			v.state.Louder(-1)
		}
	}
	return r
}

// press does the act on the chosen row, or leads to what must be typed first.
func (p *devices) press() {
	if p.ask.Visible() && p.words.Text == "" {
		p.v.canvas.Focus(p.words)
		return
	}
	p.v.state.PressGear()
}

// of is the list of a page.
func (p *devices) of(page state.DevicesPage) *kit.Rows {
	if page == state.PrintsList {
		return p.papers
	}
	return p.rows
}

func (p *devices) update(s state.Shown) {
	g := s.Devices
	p.choice.SetOptions(g.Pages)
	p.choice.Set(g.Page)
	list := p.of(g.Of)
	list.SetEmpty(g.Empty)
	list.SetRows(rows(g.Rows))
	list.Choose(g.Chosen)
	kit.Show(p.shown[0], list == p.rows)
	kit.Show(p.shown[1], list == p.papers)
	p.updateChosen(g)
	if p.page != g.Of {
		p.page = g.Of
		if p.v.canvas.Focused() != fyne.Focusable(p.choice) { // who turns the pages goes on turning them
			p.v.canvas.Focus(list)
		}
	}
	p.base.say(s.Notice)
}

// updateChosen draws what is known of the chosen row, and what can be done about it.
func (p *devices) updateChosen(g state.DevicesShown) {
	for t, words := range map[*kit.Text]string{p.title: g.Title, p.since: g.Since, p.hint: g.Hint, p.asked: g.Ask, p.volume: g.Volume, p.resets: g.VolumeHint} {
		t.SetText(words)
		kit.Show(t, words != "")
	}
	p.say.Set(g.Say.Say, g.Say.Next, kit.Tone(g.Say.Tone))
	p.lines.set(g.Lines)
	kit.Show(p.ask, g.Ask != "")
	p.words.Put(g.Words)
	kit.Show(p.sound, g.Volume != "")
	p.louder.SetEnabled(g.Louder)
	p.softer.SetEnabled(g.Softer)
	kit.Show(p.primary, g.Verb != "")
	p.primary.SetWords(g.Verb)
	p.primary.SetEnabled(g.Can)
	weight := kit.Primary
	if g.Rare {
		weight = kit.Secondary
	}
	p.primary.SetWeight(weight)
}
