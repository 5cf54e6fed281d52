package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// aside is the sheet of somebody who stepped aside: take back, let wait, or note that they went away.
type aside struct {
	base
	who, product, when, hint *kit.Text
	sure                     *kit.Notice
	resume, wait, leave      *kit.Button
}

func newAside(v *View, s state.Shown) *aside {
	w := s.Words
	p := &aside{who: kit.NewText("", kit.Style{Size: look.Title, Bold: true, Elastic: true}), product: kit.NewProse("", kit.Style{}),
		when: kit.NewProse("", kit.Style{}), hint: kit.NewProse("", quiet), sure: kit.NewNotice()}
	p.resume = kit.NewButton(w.Hall.Resume, "", kit.Primary, v.state.ResumeAside)
	p.wait = kit.NewButton(w.Hall.Wait, "", kit.Secondary, v.state.ReturnAside)
	p.leave = kit.NewButton(w.Acts.Leave, "", kit.Secondary, v.state.LeaveAside)
	p.make(v, w.Hall.AsideTitle, fyne.NewSize(560, 0), kit.Column(kit.Space(), nil,
		kit.Column(kit.Gap(), nil, p.who, p.product, p.when, p.hint), p.sure), p.leave, closer(v, s), p.wait, p.resume)
	p.start = p.resume
	if !s.Away.CanResume {
		p.start = p.wait
	}
	return p
}

func (p *aside) update(s state.Shown) {
	g, w := s.Away, s.Words
	p.who.SetText(g.Title)
	p.product.SetText(g.Product)
	p.when.SetText(g.When)
	p.hint.SetText(g.Hint)
	kit.Show(p.resume, g.CanResume)
	p.wait.SetWeight(kit.Secondary)
	if !g.CanResume {
		p.wait.SetWeight(kit.Primary)
	}
	p.resume.SetEnabled(!g.Sure)
	p.wait.SetEnabled(!g.Sure)
	p.leave.SetWords(w.Acts.Leave)
	p.sure.Set("", "", kit.Plain)
	if g.Sure {
		p.leave.SetWords(w.Acts.YesLeave)
		p.sure.Set(g.Say, g.Next, kit.Warn)
	}
	p.say(s.Notice)
}
