package clerk

import (
	"math"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// waiting is the left column: who waits, in the order of calling.
type waiting struct {
	panel        *kit.Panel
	count, why   *kit.Text
	rows         *kit.Rows
	call, ticket *kit.Button
	order        *kit.Button
}

func newWaiting(v *View, s state.Shown) *waiting {
	w := s.Words
	c := &waiting{count: kit.NewText("", kit.Style{Size: look.Heading, Role: look.Quiet}), call: v.button(s, state.Call),
		ticket: v.button(s, state.TicketAct), order: v.button(s, state.OrderAct).Spare(), why: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet})}
	c.rows = kit.NewRows(kit.RowsStyle{Label: w.Queue.Title, Lead: "A000", Double: true, Above: true, Empty: w.Queue.Empty,
		More: w.Queue.More, Least: 2})
	c.rows.OnPressed = v.state.OpenVisitor
	c.rows.OnChosen = v.state.ChooseWaiting
	c.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), c.rows,
		kit.Heading(kit.NewHeading(w.Queue.Title), c.count), c.rows, c.why, kit.Flow(kit.Gap(), c.call, c.ticket, c.order)))
	return c
}

func (c *waiting) update(s state.Shown) {
	c.count.SetText(s.WaitingCount)
	c.rows.SetRows(rows(s.Waiting))
	c.rows.Choose(s.WaitingChosen)
	c.why.SetText(s.Why)
	kit.Show(c.why, s.Why != "")
	set(c.call, s, state.Call)
	set(c.ticket, s, state.TicketAct)
	set(c.order, s, state.OrderAct)
}

// agenda is the right column: the day, slot by slot, and how punctual it was so far.
type agenda struct {
	panel   *kit.Panel
	rows    *kit.Rows
	norm    *kit.Text
	alarm   *kit.Notice // a norm that is missed, or about to be
	search  *kit.Button
	checkIn *kit.Button
	later   *kit.Button
	back    *kit.Button // to today
	title   *kit.Text
	begun   string // the row the list was last scrolled to: that of the present time
	day     string // the day that is shown, in words
}

func newAgenda(v *View, s state.Shown) *agenda {
	w := s.Words
	c := &agenda{norm: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}), search: v.button(s, state.Search),
		checkIn: v.button(s, state.CheckIn), alarm: kit.NewNotice()}
	c.rows = kit.NewRows(kit.RowsStyle{Label: w.Agenda.Title, Lead: "00:00", Grows: true, Empty: w.Agenda.Empty,
		More: w.Queue.More, Least: 4})
	c.rows.OnPressed = v.state.OpenSlot
	c.rows.OnKey = sideways(v.state.TurnAgenda)
	c.title = kit.NewHeading(w.Agenda.Title)
	c.later = kit.NewButton(w.Agenda.Later, "", kit.Secondary, func() { v.state.TurnAgenda(1) })
	c.back = kit.NewButton(w.Agenda.Title, "", kit.Secondary, func() { v.state.TurnAgenda(-math.MaxInt16) })
	c.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), c.rows,
		c.title, c.rows, c.alarm, c.norm, kit.Flow(kit.Gap(), c.checkIn, c.search, c.later, c.back)))
	return c
}

func (c *agenda) update(s state.Shown) {
	turned := c.day != s.AgendaTitle
	c.day = s.AgendaTitle
	c.title.SetText(s.AgendaTitle)
	c.later.SetEnabled(s.Can[state.Search])
	kit.Show(c.later, !kit.Large()) // in large text the sideways arrows do it
	kit.Show(c.back, s.AgendaAhead)
	c.rows.SetEmpty(s.AgendaEmpty)
	if turned {
		c.rows.SetRows(nil) // another day is not looked at from where one stood in the last
	}
	c.rows.SetRows(rows(s.Agenda))
	c.norm.SetText(s.Norm)
	c.alarm.Set(s.Alarm.Say, s.Alarm.Next, kit.Tone(s.Alarm.Tone))
	kit.Show(c.norm, s.Norm != "" && s.Alarm.Say == "")        // an alarm tells of a norm itself
	if turned || c.begun != s.AgendaNow && !c.rows.Focused() { // who is looking around in it is left alone
		c.begun = s.AgendaNow
		c.rows.Reveal(s.AgendaNow)
	}
	set(c.search, s, state.Search)
	set(c.checkIn, s, state.CheckIn)
}
