package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// visitor is the sheet of somebody who waits: call, book another time, or note that they went away.
type visitor struct {
	base
	who, product, when, why *kit.Text
	sure                    *kit.Notice
	call, book, leave       *kit.Button
	haste, ticket           *kit.Button
}

func newVisitor(v *View, s state.Shown) *visitor {
	w := s.Words
	p := &visitor{who: kit.NewText("", kit.Style{Size: look.Title, Bold: true, Elastic: true}), product: kit.NewProse("", kit.Style{}),
		when: kit.NewProse("", kit.Style{}), why: kit.NewProse("", quiet), sure: kit.NewNotice()}
	p.call = kit.NewButton(w.Acts.Call, "", kit.Primary, v.state.CallVisitor)
	p.book = kit.NewButton(w.Acts.Search, "", kit.Secondary, v.state.BookForVisitor)
	p.haste = v.button(s, state.HasteAct)
	p.leave = kit.NewButton(w.Acts.Leave, "", kit.Secondary, v.state.LeaveVisitor)
	p.ticket = kit.NewButton(w.Gear.PrintTicket, "", kit.Secondary, v.state.PrintTicket)
	p.make(v, w.Visitor.Title, fyne.NewSize(wider(s.Visitor.CanPrint), 0), kit.Column(kit.Space(), nil,
		kit.Column(kit.Gap(), nil, p.who, p.product, p.when, p.why), p.sure), p.ticket, p.leave, p.book, p.haste, closer(v, s), p.call)
	p.start = p.call
	if !s.Visitor.CanCall {
		p.start = p.book
	}
	return p
}

func (p *visitor) update(s state.Shown) {
	g, w := s.Visitor, s.Words
	for t, words := range map[*kit.Text]string{p.who: g.Title, p.product: g.Product, p.when: g.When, p.why: g.Why} {
		t.SetText(words)
		kit.Show(t, words != "")
	}
	kit.Show(p.call, g.CanCall)
	p.call.SetEnabled(!g.Sure)
	kit.Show(p.ticket, g.CanPrint)
	p.ticket.SetEnabled(!g.Sure)
	p.book.SetEnabled(!g.Sure)
	p.haste.SetEnabled(!g.Sure && s.Can[state.HasteAct])
	if g.Sure {
		p.leave.SetWords(w.Acts.YesLeave)
		p.sure.Set(g.Say, g.Next, kit.Warn)
	} else {
		p.leave.SetWords(w.Acts.Leave)
		p.sure.Set("", "", kit.Plain)
	}
	p.say(s.Notice)
}

// wider is the width of a small sheet, with room for one more button where something can be printed.
func wider(prints bool) float32 {
	if prints {
		return 760
	}
	return 560
}
