package planner

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// inboxPage is the disputes below each other, and what each side has of the one that the planner stands on.
type inboxPage struct {
	inbox  *inbox.Inbox
	words  *text.Words
	canvas fyne.Canvas

	root            *fyne.Container
	rows            *kit.Rows
	say             *kit.Text
	evidence, steps *lines
	headEv, headSt  *kit.Text
	notice          *kit.Notice
	keys            []inboxKey
	sheet           *decideSheet // nil when it is closed
}

// inboxKey is what a function key does, with its button.
type inboxKey struct {
	name   fyne.KeyName
	button *kit.Button
	can    func(inbox.Can) bool
	press  func()
}

func (p *inboxPage) build(c fyne.Canvas) fyne.CanvasObject {
	p.canvas = c
	t := p.words.Dispute
	p.rows = kit.NewRows(kit.RowsStyle{Label: t.Title, Double: true, Above: true, Empty: t.Opening, More: t.More, Least: 4})
	p.rows.OnChosen = p.inbox.Choose
	p.say, p.notice = kit.NewProse("", kit.Style{Bold: true}), kit.NewNotice()
	p.evidence, p.steps = newLines(14, false), newLines(5, false)
	p.headEv, p.headSt = kit.NewText(t.Evidence, kit.Style{Role: look.Quiet}), kit.NewText(t.Steps, kit.Style{Role: look.Quiet})
	p.makeKeys()
	var buttons []fyne.CanvasObject
	for _, k := range p.keys {
		buttons = append(buttons, k.button.Spare())
	}
	list := kit.NewColumn(kit.Space(), kit.Gap(), p.rows)
	one := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.say, p.headEv, p.evidence.box, p.headSt, p.steps.box))
	both := kit.Shares(0, []float32{40, 60}, list, one)
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.notice, kit.FlowSpread(kit.Gap(), buttons...)))
	p.root = kit.Column(0, both, both, foot)
	return p.root
}

func (p *inboxPage) makeKeys() {
	t := p.words.Dispute
	add := func(name fyne.KeyName, words string, can func(inbox.Can) bool, press func()) {
		p.keys = append(p.keys, inboxKey{name, kit.NewButton(words, string(name), kit.Secondary, press), can, press})
	}
	add(fyne.KeyF2, t.Rebook, func(c inbox.Can) bool { return c.Rebook }, func() { p.inbox.Open(inbox.Rebook) })
	add(fyne.KeyF3, t.Contact, func(c inbox.Can) bool { return c.Contact }, func() { p.inbox.Open(inbox.Contact) })
	add(fyne.KeyF4, t.Accept, func(c inbox.Can) bool { return c.Accept }, func() { p.inbox.Open(inbox.Accept) })
	add(fyne.KeyF5, t.Refresh, func(c inbox.Can) bool { return c.Refresh }, p.inbox.Refresh)
	add(fyne.KeyF8, t.Settle, func(c inbox.Can) bool { return c.Settle }, func() { p.inbox.Open(inbox.Settle) })
}

func (p *inboxPage) run(ctx context.Context) error {
	p.inbox.Run(ctx)
	return nil
}

func (p *inboxPage) onChanged(f func())    { p.inbox.OnChanged(f) }
func (p *inboxPage) first() fyne.Focusable { return p.rows }
func (p *inboxPage) open() bool            { return p.sheet != nil }
func (p *inboxPage) line() week.Line       { return p.inbox.Shown().Line }
func (p *inboxPage) wanting() int          { return len(p.inbox.Shown().Rows) }

func (p *inboxPage) typed(ev *fyne.KeyEvent) {
	can := p.inbox.Shown().Can
	switch {
	case ev.Name == fyne.KeyEscape:
		p.inbox.Dismiss()
		return
	case ev.Name == fyne.KeyF9:
		p.inbox.Confirm()
		return
	}
	for _, k := range p.keys {
		if k.name == ev.Name && k.can(can) && p.sheet == nil {
			k.press()
		}
	}
}

func (p *inboxPage) update() {
	s := p.inbox.Shown()
	var rows []kit.Row
	for _, r := range s.Rows {
		rows = append(rows, kit.Row{ID: r.ID, Main: r.Name, Detail: r.Detail, State: marked(r.State), Shape: kit.Half, Tone: kit.Tone(r.State.Tone)})
	}
	p.rows.SetEmpty(s.Empty)
	p.rows.SetRows(rows)
	p.rows.Choose(s.At)
	p.say.SetText(s.Say)
	kit.Show(p.headEv, len(s.Evidence) > 0)
	kit.Show(p.headSt, s.Say != "")
	p.evidence.set(s.Evidence)
	p.steps.set(s.Steps)
	if s.Sheet == nil { // else the sheet says it
		p.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	}
	for _, k := range p.keys {
		k.button.SetEnabled(k.can(s.Can))
	}
	p.updateSheet(s)
	kit.Relayout(p.root)
}

// updateSheet opens, closes or redraws the sheet of what is about to be done.
func (p *inboxPage) updateSheet(s inbox.Shown) {
	if s.Sheet == nil {
		if p.sheet != nil {
			p.sheet.sheet.Close()
			p.sheet = nil
		}
		return
	}
	if p.sheet == nil {
		p.sheet = newDecideSheet(p, s.Sheet)
		p.sheet.update(s)
		p.sheet.sheet.Open(p.sheet.first())
	}
	p.sheet.update(s)
	kit.Relayout(p.sheet.sheet)
}

// decideSheet is what is about to be done about a dispute: where to, and why.
type decideSheet struct {
	sheet  *kit.Sheet
	rebook bool
	which  *kit.Choice
	places *kit.Rows
	why    *kit.Field
	notice *kit.Notice
	yes    *kit.Button
}

func newDecideSheet(p *inboxPage, s *inbox.Sheet) *decideSheet {
	t := p.words.Dispute
	d := &decideSheet{rebook: s.Act == inbox.Rebook, why: kit.NewField(t.Why, p.inbox.Why), notice: kit.NewNotice(),
		yes: kit.NewButton(t.Now, "F9", kit.Primary, p.inbox.Confirm)}
	d.which = kit.NewChoice(t.Which, s.Which, p.inbox.Which)
	d.places = kit.NewRows(kit.RowsStyle{Label: t.Places, More: t.More, Empty: t.NoPlaces, Least: 4})
	d.places.OnChosen = func(id string) { p.inbox.Place(number(id)) }
	parts := []fyne.CanvasObject{kit.NewProse(s.What, kit.Style{})}
	size, fill := fyne.NewSize(680, 0), fyne.CanvasObject(nil)
	if d.rebook {
		size, fill = fyne.NewSize(760, 560), d.places
		parts = append(parts, kit.Labelled(t.Which, d.which), kit.NewText(t.Places, kit.Style{Role: look.Quiet}), d.places)
	}
	parts = append(parts, kit.Labelled(t.Why, d.why), d.notice, kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, p.inbox.Dismiss), d.yes))
	d.sheet = kit.NewSheet(p.canvas, s.Title, size, kit.Column(kit.Gap(), fill, parts...))
	return d
}

func (d *decideSheet) first() fyne.Focusable {
	if d.rebook {
		return d.places
	}
	return d.why
}

func (d *decideSheet) update(s inbox.Shown) {
	d.which.SetOptions(s.Sheet.Which)
	d.which.Set(s.Sheet.WhichAt)
	d.places.SetRows(numbered(s.Sheet.Places, make([]string, len(s.Sheet.Places))))
	d.places.Choose(strconv.Itoa(s.Sheet.PlaceAt))
	d.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	d.yes.SetEnabled(s.Can.Confirm)
}
