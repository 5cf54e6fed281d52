package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// waiting is the left column: who waits, in the order of calling.
type waiting struct {
	panel        *kit.Panel
	count        *kit.Text
	rows         *kit.Rows
	call, ticket *kit.Button
}

func newWaiting(v *View, s state.Shown) *waiting {
	w := s.Words
	c := &waiting{count: kit.NewText("", kit.Style{Size: look.Heading, Role: look.Quiet}), call: v.button(s, state.Call),
		ticket: v.button(s, state.TicketAct)}
	c.rows = kit.NewRows(kit.RowsStyle{Label: w.Queue.Title, Lead: "A000", Double: true, Empty: w.Queue.Empty,
		More: w.Queue.More, Least: 2})
	c.rows.OnPressed = func(string) { v.state.Press(state.Call) }
	c.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), c.rows,
		kit.Heading(kit.NewHeading(w.Queue.Title), c.count), c.rows, kit.Flow(kit.Gap(), c.call, c.ticket)))
	return c
}

func (c *waiting) update(s state.Shown) {
	c.count.SetText(s.WaitingCount)
	c.rows.SetRows(rows(s.Waiting))
	set(c.call, s, state.Call)
	set(c.ticket, s, state.TicketAct)
}

// agenda is the right column: the day, slot by slot, and how punctual it was so far.
type agenda struct {
	panel    *kit.Panel
	rows     *kit.Rows
	norm     *kit.Text
	search   *kit.Button
	checkIn  *kit.Button
	revealed bool // the list was scrolled to the present time once
}

func newAgenda(v *View, s state.Shown) *agenda {
	w := s.Words
	c := &agenda{norm: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}), search: v.button(s, state.Search),
		checkIn: v.button(s, state.CheckIn)}
	c.rows = kit.NewRows(kit.RowsStyle{Label: w.Agenda.Title, Lead: "00:00", Grows: true, Empty: w.Agenda.Empty,
		More: w.Queue.More, Least: 4})
	c.rows.OnPressed = v.state.OpenSlot
	title := kit.NewHeading(w.Agenda.Title)
	c.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), c.rows,
		title, c.rows, c.norm, kit.Flow(kit.Gap(), c.checkIn, c.search)))
	return c
}

func (c *agenda) update(s state.Shown) {
	c.rows.SetRows(rows(s.Agenda))
	c.norm.SetText(s.Norm)
	visible(c.norm, s.Norm != "")
	if !c.revealed && s.AgendaNow != "" {
		c.revealed = true
		c.rows.Reveal(s.AgendaNow)
	}
	set(c.search, s, state.Search)
	set(c.checkIn, s, state.CheckIn)
}

// desk is the middle column: the visitor at this desk, the document's checklist, and what can be done.
type desk struct {
	v                                           *View
	panel                                       *kit.Panel
	empty, ticket, product, name, phase         *kit.Text
	elapsed, item, todo                         *kit.Text
	steps                                       *fyne.Container
	checks                                      []*kit.Check
	ids                                         []string
	here                                        *fyne.Container
	notice                                      *kit.Notice
	serve, recall, miss, handOut, other, finish *kit.Button
}

func newDesk(v *View, s state.Shown) *desk {
	d := &desk{v: v, empty: kit.NewProse("", quiet), product: kit.NewProse("", strong), name: kit.NewText("", kit.Style{Elastic: true}),
		ticket:  kit.NewText("", kit.Style{Size: look.Title, Bold: true}),
		elapsed: kit.NewText("", kit.Style{Size: look.Heading}), phase: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}),
		item: kit.NewProse("", kit.Style{}), todo: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}),
		notice: kit.NewNotice(), steps: kit.Column(kit.Gap(), nil),
		serve: v.button(s, state.Serve), recall: v.button(s, state.Recall), miss: v.button(s, state.Miss),
		handOut: v.button(s, state.HandOutAct), finish: v.button(s, state.Finish),
		other: kit.NewButton(s.Words.Acts.Back, "", kit.Secondary, v.state.DropItem)}
	top := kit.Line(kit.Space(), d.name, d.ticket, d.name, d.elapsed)
	d.here = kit.Column(kit.Gap(), nil, top, d.product, d.phase, d.item, d.todo, d.steps)
	body := kit.Column(kit.Space(), nil, d.empty, d.here)
	buttons := kit.Flow(kit.Gap(), d.serve, d.recall, d.miss, d.handOut, d.other, d.finish)
	d.panel = kit.NewColumn(kit.Space(), kit.Space(), kit.Column(kit.Space(), body,
		kit.NewHeading(s.Now.Title), body, d.notice, buttons))
	return d
}

func (d *desk) update(s state.Shown) {
	n := s.Now
	d.empty.SetText(n.Empty)
	visible(d.empty, n.Empty != "")
	visible(d.here, n.Empty == "")
	for t, words := range map[*kit.Text]string{d.ticket: n.Ticket, d.product: n.Product, d.name: n.Name, d.phase: n.Phase,
		d.elapsed: n.Elapsed, d.item: n.Item, d.todo: n.ToDo} {
		t.SetText(words)
		visible(t, words != "")
	}
	d.updateSteps(n.Steps)
	said := s.Notice
	if s.Sheet != state.NoSheet {
		said = state.Notice{} // the sheet says it
	}
	d.notice.Set(said.Say, said.Next, kit.Tone(said.Tone))
	give := s.Words.Acts.HandOut
	if n.Chosen {
		give = s.Words.Acts.Give
	}
	d.handOut.SetWords(give)
	called, serving := s.Can[state.Serve], s.Can[state.Finish]
	for b, show := range map[*kit.Button]bool{d.serve: called, d.recall: called, d.miss: called, d.finish: serving,
		d.handOut: serving && (n.Item != "" || s.Can[state.HandOutAct]), d.other: n.Chosen} {
		visible(b, show)
	}
	set(d.serve, s, state.Serve)
	set(d.recall, s, state.Recall)
	set(d.miss, s, state.Miss)
	set(d.handOut, s, state.HandOutAct)
	set(d.finish, s, state.Finish)
}

// updateSteps keeps one check for each step, made once and reused.
func (d *desk) updateSteps(steps []state.Tick) {
	visible(d.steps, len(steps) > 0)
	for len(d.checks) < len(steps) {
		i := len(d.checks)
		c := kit.NewCheck("", d.v.state.Shown().Words.Desk.Done, func(done bool) { d.v.state.Tick(d.ids[i], done) })
		d.checks = append(d.checks, c)
		d.steps.Add(c)
	}
	d.ids = d.ids[:0]
	for i, c := range d.checks {
		visible(c, i < len(steps))
		if i < len(steps) {
			d.ids = append(d.ids, steps[i].ID)
			c.Set(steps[i].Words, steps[i].Done)
		}
	}
}
