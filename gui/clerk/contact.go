package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// contact is the sheet that counts a contact without a visit: the sideways arrows in the list say how somebody was helped,
// Enter on what it was about counts it.
type contact struct {
	base
	channel, took *kit.Choice
	filter        *kit.Field
	about         *kit.Rows
	today         *kit.Text
}

func newContact(v *View, s state.Shown) *contact {
	w := s.Words.Contact
	p := &contact{channel: kit.NewChoice(w.Channel, s.Contact.Channels, v.state.SetChannel),
		took:   kit.NewChoice(w.Took, s.Contact.Minutes, v.state.SetTook),
		filter: kit.NewField(w.About, v.typed(v.state.FilterSubjects)),
		today:  kit.NewProse("", quiet)}
	p.about = kit.NewRows(kit.RowsStyle{Label: w.About, Empty: w.Nobody, More: s.Words.Queue.More, Least: 6})
	p.about.OnPressed = v.state.NoteContact
	p.about.OnKey = sideways(func(by int) { v.state.SetChannel(v.state.Shown().Contact.Channel + by) })
	p.filter.OnKey = down(v, p.about)
	note := kit.NewButton(w.Note, "", kit.Primary, func() { v.state.NoteContact(p.about.Chosen()) })
	list := kit.NewPanel(look.Paper, 0, 0, p.about)
	hint := kit.NewProse(w.Hint, kit.Style{Size: look.Small, Role: look.Quiet})
	p.make(v, w.Title, fyne.NewSize(640, 620), kit.Column(kit.Gap(), list, kit.Labelled(w.Channel, p.channel), kit.Labelled(w.About, p.filter), list,
		kit.Labelled(w.Took, p.took), p.today, hint), closer(v, s), note)
	p.start = p.about
	return p
}

func (p *contact) update(s state.Shown) {
	c := s.Contact
	p.channel.Set(c.Channel)
	p.took.Set(c.Took)
	p.filter.Put(c.Filter)
	p.about.SetRows(rows(c.Subjects))
	p.today.SetText(c.Today)
	kit.Show(p.today, c.Today != "")
	p.say(s.Notice)
}
