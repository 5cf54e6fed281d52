package planner

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	opening "github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// hoursPage is the sites below each other, and of one of them its hours, its calendar and who changed what.
type hoursPage struct {
	hours  *opening.Hours
	words  *text.Words
	canvas fyne.Canvas

	root        *fyne.Container
	sites, rows *kit.Rows
	title       *kit.Text
	tabs        *kit.Choice
	week, here  *lines
	notice      *kit.Notice
	keys        []hoursKey
	sheet       *hoursSheet // nil when it is closed
}

// hoursKey is what a function key does, with its button.
type hoursKey struct {
	name   fyne.KeyName
	button *kit.Button
	can    func(opening.Can) bool
	press  func()
}

func (p *hoursPage) build(c fyne.Canvas) fyne.CanvasObject {
	p.canvas = c
	t := p.words.Hours
	p.sites = kit.NewRows(kit.RowsStyle{Label: t.Sites, Double: true, Above: true, Empty: t.Opening, More: t.More, Least: 4})
	p.sites.OnChosen, p.sites.OnKey = p.hours.Site, p.sideways
	p.rows = kit.NewRows(kit.RowsStyle{Label: t.Rows, Double: true, Above: true, Empty: t.Opening, More: t.More, Least: 3})
	p.rows.OnChosen, p.rows.OnKey = p.hours.Choose, p.sideways
	p.rows.OnPressed = func(string) { p.hours.Open(opening.ChangeForm) }
	p.title = kit.NewText("", kit.Style{Size: look.Heading, Bold: true, Elastic: true})
	p.tabs = kit.NewChoice(t.TabsLabel, t.Tabs[:], func(i int) { p.hours.Turn(opening.Tab(i)) })
	p.week, p.here, p.notice = newLines(2, false), newLines(6, false), kit.NewNotice()
	p.makeKeys()
	var buttons []fyne.CanvasObject
	for _, k := range p.keys {
		buttons = append(buttons, k.button.Spare())
	}
	list := kit.NewColumn(kit.Space(), kit.Gap(), p.sites)
	one := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), p.rows, p.title, p.tabs, p.week.box, p.rows, p.here.box))
	both := kit.Shares(0, []float32{36, 64}, list, one)
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.notice, kit.FlowSpread(kit.Gap(), buttons...)))
	p.root = kit.Column(0, both, both, foot)
	return p.root
}

func (p *hoursPage) makeKeys() {
	t := p.words.Hours
	add := func(name fyne.KeyName, words string, can func(opening.Can) bool, press func()) {
		p.keys = append(p.keys, hoursKey{name, kit.NewButton(words, string(name), kit.Secondary, press), can, press})
	}
	form := func(name fyne.KeyName, words string, k opening.Kind) {
		add(name, words, func(c opening.Can) bool { return c.Open }, func() { p.hours.Open(k) })
	}
	form(fyne.KeyF2, t.Rule, opening.RuleForm)
	form(fyne.KeyF3, t.Close, opening.ClosureForm)
	form(fyne.KeyF4, t.Day, opening.DayForm)
	add(fyne.KeyF5, t.Refresh, func(c opening.Can) bool { return c.Refresh }, p.hours.Refresh)
	add(fyne.KeyF6, t.Notice, func(c opening.Can) bool { return c.Notice }, p.hours.SaveNotice)
	add(fyne.KeyF7, t.Change, func(c opening.Can) bool { return c.Change }, func() { p.hours.Open(opening.ChangeForm) })
	add(fyne.KeyF8, t.Stop, func(c opening.Can) bool { return c.Stop }, func() { p.hours.Open(opening.StopForm) })
	form(fyne.KeyF10, t.Sit, opening.SittingForm)
	form(fyne.KeyF11, t.Offer, opening.OfferForm)
}

func (p *hoursPage) run(ctx context.Context) error {
	p.hours.Run(ctx)
	return nil
}

func (p *hoursPage) onChanged(f func())    { p.hours.OnChanged(f) }
func (p *hoursPage) first() fyne.Focusable { return p.sites }
func (p *hoursPage) open() bool            { return p.sheet != nil }
func (p *hoursPage) line() week.Line       { return p.hours.Shown().Line }
func (p *hoursPage) wanting() int          { return 0 }

// sideways turns the tabs by the arrows that a list has no use for.
func (p *hoursPage) sideways(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		p.hours.Next(-1)
	case fyne.KeyRight:
		p.hours.Next(1)
	default:
		return false
	}
	return true
}

func (p *hoursPage) typed(ev *fyne.KeyEvent) {
	s := p.hours.Shown()
	switch {
	case ev.Name == fyne.KeyEscape:
		p.hours.Dismiss()
		return
	case s.Form != nil:
		if ev.Name == fyne.KeyF9 && s.Can.Confirm {
			p.hours.Confirm()
		}
		return
	}
	for _, k := range p.keys {
		if k.name == ev.Name && k.can(s.Can) {
			k.press()
		}
	}
}

func (p *hoursPage) update() {
	s := p.hours.Shown()
	var sites, rows []kit.Row
	for _, x := range s.Sites {
		sites = append(sites, kit.Row{ID: x.ID, Main: x.Name, Detail: x.Detail, State: x.State.Say, Tone: kit.Tone(x.State.Tone)})
	}
	for _, x := range s.Rows {
		rows = append(rows, kit.Row{ID: x.ID, Main: x.Main, Detail: x.Detail, State: x.State.Say, Tone: kit.Tone(x.State.Tone)})
	}
	p.sites.SetEmpty(s.Empty)
	p.sites.SetRows(sites)
	p.sites.Choose(s.Site)
	p.title.SetText(s.Title)
	p.tabs.Set(int(s.Tab))
	p.week.set(s.Week)
	p.rows.SetEmpty(s.None)
	p.rows.SetRows(rows)
	p.rows.Choose(s.At)
	p.here.set(s.Here)
	if s.Form == nil { // else the sheet says it
		p.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	}
	for _, k := range p.keys {
		k.button.SetEnabled(k.can(s.Can))
	}
	p.updateSheet(s)
	kit.Relayout(p.root)
}

// updateSheet opens, closes or redraws the sheet of the form. A form that was looked at has another sheet than its fields.
func (p *hoursPage) updateSheet(s opening.Shown) {
	if p.sheet != nil && (s.Form == nil || s.Form.Kind != p.sheet.kind || s.Form.Looked != p.sheet.looked) {
		p.sheet.sheet.Close()
		p.sheet = nil
	}
	if s.Form == nil {
		return
	}
	if p.sheet == nil {
		p.sheet = newHoursSheet(p, s.Form)
		p.sheet.update(s)
		p.sheet.sheet.Open(p.sheet.first)
	}
	p.sheet.update(s)
	kit.Relayout(p.sheet.sheet)
}

// hoursSheet is a form, or what it does.
type hoursSheet struct {
	kind   opening.Kind
	looked bool
	sheet  *kit.Sheet
	first  fyne.Focusable
	what   *kit.Text
	parts  []func(opening.Field)
	lines  *lines
	hits   *kit.Rows
	notice *kit.Notice
	yes    *kit.Button
}

func newHoursSheet(p *hoursPage, f *opening.Form) *hoursSheet {
	t := p.words.Hours
	d := &hoursSheet{kind: f.Kind, looked: f.Looked, what: kit.NewProse("", kit.Style{}), notice: kit.NewNotice(), lines: newLines(22, false)}
	words, parts := t.Check, []fyne.CanvasObject{d.what}
	var fill fyne.CanvasObject
	size := fyne.NewSize(860, 0)
	if f.Looked {
		words = t.Commit
		if len(f.Hits) > 0 {
			size.Height = 560
		}
		d.hits = kit.NewRows(kit.RowsStyle{Label: t.HitNext, More: t.More, Empty: t.HitsNone, Least: 3})
		parts = []fyne.CanvasObject{d.lines.box, d.hits}
		fill = d.hits
	} else {
		for _, line := range f.Fields {
			parts = append(parts, d.line(p, line))
		}
	}
	d.yes = kit.NewButton(words, "F9", kit.Primary, p.hours.Confirm)
	if f.Looked {
		d.first = d.yes
	}
	parts = append(parts, d.notice, kit.FlowRight(kit.Gap(), kit.NewButton(t.Back, "Esc", kit.Secondary, p.hours.Dismiss), d.yes))
	d.sheet = kit.NewSheet(p.canvas, f.Title, size, kit.Column(kit.Gap(), fill, parts...))
	return d
}

// line is a line of fields side by side.
func (d *hoursSheet) line(p *hoursPage, fields []opening.Field) fyne.CanvasObject {
	var out []fyne.CanvasObject
	var shares []float32
	for _, f := range fields {
		out, shares = append(out, d.field(p, f)), append(shares, 1)
	}
	if len(out) == 1 {
		return out[0]
	}
	return kit.Shares(kit.Gap(), shares, out...)
}

// field is one field with its label.
func (d *hoursSheet) field(p *hoursPage, f opening.Field) fyne.CanvasObject {
	switch {
	case f.Ticks != nil:
		return d.ticks(p, f)
	case f.Options != nil:
		c := kit.NewChoice(f.Label, f.Options, func(i int) { p.hours.Pick(f.Name, i) })
		d.parts = append(d.parts, func(f opening.Field) { c.Set(f.At) })
		d.start(c)
		return kit.Labelled(f.Label, c)
	}
	e := kit.NewField(f.Label, nil)
	e.Put(f.Value)
	e.OnChanged = func(words string) { p.hours.Type(f.Name, words) }
	d.parts = append(d.parts, func(opening.Field) {})
	d.start(e)
	return kit.Labelled(f.Label, e)
}

// ticks are the days of the week.
func (d *hoursSheet) ticks(p *hoursPage, f opening.Field) fyne.CanvasObject {
	var checks []*kit.Check
	var boxes []fyne.CanvasObject
	var shares []float32
	for _, tick := range f.Ticks {
		c := kit.NewCheck(tick.Name, p.words.Desk.Done, func(on bool) { p.hours.Tick(tick.Day, on) })
		checks, boxes, shares = append(checks, c), append(boxes, c), append(shares, 1)
		d.start(c)
	}
	d.parts = append(d.parts, func(f opening.Field) {
		for i, tick := range f.Ticks {
			checks[i].Set(tick.Name, tick.On)
		}
	})
	return kit.Labelled(f.Label, kit.Shares(kit.Gap(), shares, boxes...))
}

// start notes where work starts.
func (d *hoursSheet) start(f fyne.Focusable) {
	if d.first == nil {
		d.first = f
	}
}

func (d *hoursSheet) update(s opening.Shown) {
	f := s.Form
	d.sheet.SetTitle(f.Title)
	d.what.SetText(f.What)
	kit.Show(d.what, f.What != "")
	n := 0
	for _, line := range f.Fields {
		for _, one := range line {
			if n < len(d.parts) {
				d.parts[n](one)
			}
			n++
		}
	}
	d.lines.set(f.Lines)
	if d.hits != nil {
		var hits []kit.Row
		for i, h := range f.Hits {
			hits = append(hits, kit.Row{ID: strconv.Itoa(i), Main: h})
		}
		kit.Show(d.hits, len(hits) > 0)
		d.hits.SetRows(hits)
	}
	d.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	d.yes.SetEnabled(s.Can.Confirm)
}
