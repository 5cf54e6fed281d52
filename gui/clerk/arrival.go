package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// ticket is the sheet that gives a ticket to a visitor without appointment.
type ticket struct {
	base
	filter   *kit.Field
	products *kit.Rows
	urgency  *kit.Choice
	reasons  *kit.Rows
	why      *fyne.Container // the reasons with their label
	v        *View
}

func newTicket(v *View, s state.Shown) *ticket {
	w := s.Words
	t := &ticket{v: v, filter: kit.NewField(w.Ticket.Product, v.typed(v.state.FilterTicket)),
		urgency: kit.NewChoice(w.Ticket.Urgency, []string{w.Ticket.Ordinary, w.Ticket.Semi, w.Ticket.Urgent}, v.state.SetUrgency)}
	t.products = kit.NewRows(kit.RowsStyle{Label: w.Ticket.Product, Empty: w.Hall.NoProduct, More: w.Queue.More, Least: 7})
	t.products.OnPressed = t.choose
	t.products.OnKey = sideways(v.state.MoveUrgency)
	t.filter.OnKey = down(v, t.products)
	t.reasons = newReasons(s, t.reason, v.state.MoveUrgency)
	give := kit.NewButton(w.Acts.Ticket, "", kit.Primary, t.give)
	list := kit.NewPanel(look.Paper, 0, 0, t.products)
	left := kit.Column(kit.Space(), list, kit.Labelled(w.Ticket.Product, t.filter), list, kit.Labelled(w.Hall.HowUrgent, t.urgency))
	t.why = kit.Labelled(w.Hall.Why, kit.NewPanel(look.Paper, 0, 0, t.reasons))
	body := kit.Shares(2*kit.Space(), []float32{1, 1}, left, t.why)
	t.make(v, w.Ticket.Title, fyne.NewSize(560, 520), body, closer(v, s), give)
	t.start = t.filter
	if s.Ticket.Chosen != "" { // a visitor who was refused: only the reason is left
		t.start = t.reasons
	}
	return t
}

// choose gives the ticket, or leads on to the reason of an urgent one.
func (t *ticket) choose(product string) {
	t.v.state.IssueTicket(product)
	if t.v.state.Shown().Ticket.Chosen != "" {
		t.v.canvas.Focus(t.reasons)
	}
}

// give is the button: it goes on from where the keyboard is.
func (t *ticket) give() {
	if s := t.v.state.Shown().Ticket; s.Chosen != "" && s.Chosen == t.products.Chosen() {
		t.v.state.IssueUrgent(t.reasons.Chosen())
		return
	}
	t.choose(t.products.Chosen())
}

// reason gives the ticket for a reason; a person may come to the reasons with Tab too.
func (t *ticket) reason(id string) {
	if t.v.state.Shown().Ticket.Chosen == "" {
		t.v.state.IssueTicket(t.products.Chosen())
	}
	t.v.state.IssueUrgent(id)
}

func (t *ticket) update(s state.Shown) {
	t.filter.Put(s.Ticket.Filter)
	t.products.SetRows(rows(s.Ticket.Products))
	t.urgency.Set(s.Ticket.Urgency)
	t.reasons.SetRows(rows(s.Ticket.Reasons))
	kit.Show(t.why, len(s.Ticket.Reasons) > 0)
	t.sheet.SetSize(fyne.NewSize(560, 520))
	if len(s.Ticket.Reasons) > 0 {
		t.sheet.SetSize(fyne.NewSize(860, 520))
	}
	t.products.Choose(s.Ticket.Chosen)
	t.say(s.Notice)
}

// checkIn is the sheet that announces an appointment by name or code.
type checkIn struct {
	base
	query *kit.Field
	found *kit.Rows
	card  *kit.Said // in the desk's reader
	read  *kit.Button
}

func newCheckIn(v *View, s state.Shown) *checkIn {
	w := s.Words
	c := &checkIn{query: kit.NewField(w.Meeting.Find, v.typed(v.state.FindArrival)), card: kit.NewSaid()}
	c.read = kit.NewButton(w.Card.ArriveAct, "", kit.Secondary, v.state.ArriveByCard)
	c.found = kit.NewRows(kit.RowsStyle{Label: w.Agenda.Title, Lead: "00:00", Double: true, More: w.Queue.More, Least: 5})
	c.found.OnPressed = v.state.CheckInSlot
	c.query.OnKey = func(ev *fyne.KeyEvent) bool {
		enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
		if s := v.state.Shown(); enter && s.Busy {
			return true // typed after a whole code, which is being announced
		} else if enter && s.CheckIn.Done {
			v.state.Dismiss()
			return true
		}
		if c.query.Text == "" && v.state.Shown().CheckIn.CanCard && enter {
			v.state.ArriveByCard()
			return true
		}
		if c.found.Len() == 0 && enter {
			v.state.ArriveByCode() // nobody of today: the code may be of another day
			return true
		}
		return down(v, c.found)(ev)
	}
	arrive := kit.NewButton(w.Acts.CheckIn, "", kit.Primary, func() { v.state.CheckInSlot(c.found.Chosen()) })
	list := kit.NewPanel(look.Paper, 0, 0, c.found)
	c.make(v, w.Acts.CheckIn, fyne.NewSize(560, 460), kit.Column(kit.Space(), list,
		c.card, kit.Labelled(w.Meeting.Find, c.query), list), closer(v, s), c.read, arrive)
	c.start = c.query
	return c
}

func (c *checkIn) update(s state.Shown) {
	c.query.Put(s.CheckIn.Query)
	c.found.SetEmpty(s.CheckIn.Empty)
	c.found.SetRows(rows(s.CheckIn.Found))
	c.card.Set(kit.Shape(s.CheckIn.Card.Shape), s.CheckIn.Card.Words, kit.Tone(s.CheckIn.Card.Tone))
	kit.Show(c.card, s.CheckIn.Card.Words != "")
	kit.Show(c.read, s.CheckIn.CanCard)
	c.say(s.Notice)
}

// meeting is the sheet of one appointment of the day.
type meeting struct {
	base
	name, when, product, code, phone, state, remark *kit.Text
	sure                                            *kit.Notice
	arrive, move, cancel, slip                      *kit.Button
}

func newMeeting(v *View, s state.Shown) *meeting {
	w := s.Words
	text := func() *kit.Text { return kit.NewProse("", kit.Style{}) }
	m := &meeting{name: kit.NewText("", kit.Style{Size: look.Title, Bold: true, Elastic: true}), when: text(), product: text(), code: text(),
		phone: text(), state: text(), remark: text(), sure: kit.NewNotice()}
	m.arrive = kit.NewButton(w.Acts.CheckIn, "", kit.Primary, v.state.CheckInMeeting)
	m.move = kit.NewButton(w.Acts.Move, "", kit.Secondary, v.state.MoveMeeting)
	m.cancel = kit.NewButton(w.Acts.Cancel, "", kit.Secondary, v.state.CancelMeeting)
	m.slip = kit.NewButton(w.Gear.PrintSlip, "", kit.Secondary, v.state.PrintMeeting)
	shut := closer(v, s)
	details := kit.Column(kit.Gap(), nil, m.name, m.product, m.when, m.state,
		kit.Shares(kit.Space(), []float32{1, 1}, kit.Labelled(w.Meeting.Code, m.code), kit.Labelled(w.Meeting.Phone, m.phone)), m.remark)
	m.make(v, w.Meeting.Title, fyne.NewSize(wider(s.Meeting.CanPrint), 0), kit.Column(kit.Space(), nil, details, m.sure), m.slip, m.cancel, m.move, shut, m.arrive)
	m.start = m.arrive
	if !s.Meeting.CanCheckIn {
		m.start = shut
	}
	return m
}

func (m *meeting) update(s state.Shown) {
	g, w := s.Meeting, s.Words
	for t, words := range map[*kit.Text]string{m.name: g.Name, m.when: g.When, m.product: g.Product, m.code: g.Code,
		m.phone: g.Phone, m.state: g.State, m.remark: g.Remark} {
		t.SetText(words)
		kit.Show(t, words != "")
	}
	m.arrive.SetEnabled(g.CanCheckIn && !g.Sure)
	m.move.SetEnabled(g.CanMove && !g.Sure)
	m.cancel.SetEnabled(g.CanCancel)
	kit.Show(m.slip, g.CanPrint)
	m.slip.SetEnabled(!g.Sure)
	words := w.Acts.Cancel
	if g.Sure {
		words = w.Acts.Yes
		m.sure.Set(w.Meeting.CancelSure, w.Meeting.CancelNext, kit.Bad)
	} else {
		m.sure.Set("", "", kit.Plain)
	}
	m.cancel.SetWords(words)
	m.say(s.Notice)
}
