package planner

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// rosterPage is people by days, with what nobody covers above them and what breaks a rule below.
type rosterPage struct {
	roster *roster.Roster
	words  *text.Words
	canvas fyne.Canvas

	root                  *fyne.Container
	title, summary, empty *kit.Text
	judged                *kit.Text
	draft                 *kit.Text
	grid                  *kit.Grid
	here, findings        *lines
	most                  int // lines of each
	notice                *kit.Notice
	keys                  []rosterKey
	sheet                 rosterSheet // nil when none is open
	kind                  roster.Sheet
}

// rosterKey is what a key does, with its button.
type rosterKey struct {
	name   fyne.KeyName
	button *kit.Button
	can    func(roster.Can) bool
	press  func()
}

// rosterSheet is one piece of work over the page.
type rosterSheet interface {
	panel() *kit.Sheet
	first() fyne.Focusable
	update(roster.Shown)
	key(fyne.KeyName) bool // takes a key that no widget used
}

func (p *rosterPage) build(c fyne.Canvas) fyne.CanvasObject {
	p.canvas = c
	t, r := &p.words.Roster, p.roster
	p.title, p.empty = kit.NewText("", kit.Style{Size: look.Heading, Bold: true, Elastic: true}), kit.NewProse(t.Opening, kit.Style{Role: look.Quiet})
	p.summary, p.judged = kit.NewText("", kit.Style{}), kit.NewText("", kit.Style{})
	p.draft, p.notice = kit.NewText("", kit.Style{Bold: true}), kit.NewNotice()
	p.grid = kit.NewGrid(t.Title, t.People, t.Week, "+ %s")
	p.grid.OnMove, p.grid.OnPoint, p.grid.OnPress = r.Go, r.Point, r.Press
	p.most = 5
	if kit.Large() {
		p.most = 3 // the people need the room
	}
	p.here, p.findings = newLines(p.most, true), newLines(p.most, true)
	p.makeKeys()
	var buttons []fyne.CanvasObject
	for _, k := range p.keys {
		buttons = append(buttons, k.button.Spare())
	}
	said := kit.Flow(kit.Space(), p.summary, p.judged, p.draft)
	board := kit.NewPanel(look.Paper, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), p.grid, p.title, said, p.empty, p.grid))
	below := kit.Shares(kit.Space(), []float32{45, 55}, p.here.box, p.findings.box)
	foot := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.Column(kit.Gap(), nil, p.notice, below, kit.FlowSpread(kit.Gap(), buttons...)))
	p.root = kit.Column(0, board, board, foot)
	return p.root
}

// makeKeys names the keys: what each does, and when.
func (p *rosterPage) makeKeys() {
	r, t := p.roster, &p.words.Roster
	add := func(name fyne.KeyName, words, hint string, weight kit.Weight, can func(roster.Can) bool, press func()) {
		p.keys = append(p.keys, rosterKey{name, kit.NewButton(words, hint, weight, press), can, press})
	}
	edit := func(c roster.Can) bool { return c.Edit }
	turn := func(c roster.Can) bool { return c.Turn }
	ask := func(c roster.Can) bool { return c.Ask }
	add("", t.Shift, "Enter", kit.Secondary, edit, r.Press)
	add(fyne.KeyInsert, t.Fill, "Ins", kit.Secondary, edit, r.Fill)
	add(fyne.KeyDelete, t.Remove, "Del", kit.Secondary, edit, r.Remove)
	add(fyne.KeyF2, t.Earlier, "F2", kit.Secondary, turn, func() { r.Turn(-1) })
	add(fyne.KeyF3, t.Later, "F3", kit.Secondary, turn, func() { r.Turn(1) })
	add(fyne.KeyF4, t.Propose, "F4", kit.Secondary, ask, r.Propose)
	add(fyne.KeyF5, t.Site, "F5", kit.Secondary, turn, r.OpenSites)
	add(fyne.KeyF6, t.Judge, "F6", kit.Secondary, edit, r.Judge)
	add(fyne.KeyF7, t.Undo, "F7", kit.Secondary, func(c roster.Can) bool { return c.Undo }, r.Undo)
	add(fyne.KeyF8, t.Discard, "F8", kit.Secondary, func(c roster.Can) bool { return c.Discard }, r.Discard)
	add(fyne.KeyF10, t.Need, "F10", kit.Secondary, ask, r.Reckon)
	add(fyne.KeyF11, t.History, "F11", kit.Secondary, ask, r.History)
	add(fyne.KeyF12, t.Staff, "F12", kit.Secondary, edit, r.OpenStaff)
	add(fyne.KeyF9, t.Save, "F9", kit.Primary, func(c roster.Can) bool { return c.Save }, r.Save)
}

func (p *rosterPage) run(ctx context.Context) error {
	p.roster.Run(ctx)
	return nil
}

func (p *rosterPage) onChanged(f func())    { p.roster.OnChanged(f) }
func (p *rosterPage) first() fyne.Focusable { return p.grid }
func (p *rosterPage) open() bool            { return p.sheet != nil }
func (p *rosterPage) line() week.Line       { return p.roster.Shown().Line }
func (p *rosterPage) wanting() int          { return 0 }

// typed handles the keys that no focused widget used.
func (p *rosterPage) typed(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		p.roster.Dismiss()
		return
	}
	if p.sheet != nil {
		p.sheet.key(ev.Name)
		return
	}
	can := p.roster.Shown().Can
	for _, k := range p.keys {
		if k.name == ev.Name && k.can(can) {
			k.press()
		}
	}
}

// update draws the present picture.
func (p *rosterPage) update() {
	s := p.roster.Shown()
	p.empty.SetText(s.Empty)
	kit.Show(p.empty, s.Empty != "")
	p.title.SetText(s.Title)
	kit.Show(p.title, s.Title != "")
	p.say(p.summary, s.Summary)
	p.say(p.judged, s.Objections)
	p.draft.SetText(s.Draft)
	kit.Show(p.draft, s.Draft != "")
	heads, today := make([]string, roster.Days), -1
	for i, d := range s.Days {
		heads[i] = d.Name
		if d.Today {
			today = i
		}
	}
	p.grid.SetHeads(heads, today)
	p.grid.Set(rosterRows(s), s.Row, s.Day)
	p.here.set(p.some(s.Here, p.most))
	p.findings.set(p.some(s.Findings, p.most))
	if s.Sheet == roster.NoSheet { // else the sheet says it
		p.notice.Set(s.Notice.Say, s.Notice.Next, kit.Tone(s.Notice.Tone))
	}
	for _, k := range p.keys {
		k.button.SetEnabled(k.can(s.Can))
	}
	p.updateSheet(s)
	kit.Relayout(p.root)
}

// say shows a sentence with a mark where somebody must act.
func (p *rosterPage) say(t *kit.Text, l week.Line) {
	role := look.Ink
	switch l.Tone {
	case week.Warn:
		role = look.Warn
	case week.Bad:
		role = look.Bad
	}
	t.SetText(marked(l))
	t.SetRole(role)
}

// some is as many sentences as there is room for, the gravest first, with how many more there are.
func (p *rosterPage) some(all []week.Line, most int) []week.Line {
	if len(all) <= most {
		return all
	}
	head, rest := all[:0:0], all
	if all[0].Tone == week.Main { // it says what the others are about
		head, rest = all[:1], all[1:]
	}
	grave := func(l week.Line) int {
		if l.Tone == week.Warn || l.Tone == week.Bad {
			return 0
		}
		return 1
	}
	rest = slices.Clone(rest)
	slices.SortStableFunc(rest, func(a, b week.Line) int { return grave(a) - grave(b) })
	out := append(slices.Clone(head), rest[:most-1-len(head)]...)
	return append(out, week.Line{Say: strings.Replace(p.words.Roster.More, "%s", strconv.Itoa(len(all)-len(out)), 1)})
}

// rosterRows are the page's rows as the kit draws them. What the draft changed is marked.
func rosterRows(s roster.Shown) []kit.GridRow {
	out := make([]kit.GridRow, 0, len(s.Rows))
	for _, r := range s.Rows {
		row := kit.GridRow{Name: r.Name, Under: r.Under, Side: r.Side}
		if r.Over {
			row.Side, row.Bent = "! "+r.Side, kit.Tone(week.Warn)
		}
		for _, c := range r.Cells {
			cell := kit.GridCell{Main: c.Main, Detail: c.Detail, State: c.Mark, Level: c.Level, Tone: kit.Tone(c.Tone), Dim: c.Dim, Marked: c.Changed}
			if kit.Large() && c.Level < 0 {
				cell.Main, cell.State, cell.Detail = c.Short[0], c.Short[1], c.Short[2]
				if c.Mark != "" {
					cell.State += " " + c.Mark
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		out = append(out, row)
	}
	return out
}

// updateSheet opens, closes or redraws what lies over the page.
func (p *rosterPage) updateSheet(s roster.Shown) {
	if s.Sheet != p.kind {
		if p.sheet != nil {
			p.sheet.panel().Close()
			p.sheet = nil
		}
		p.kind = s.Sheet
		switch s.Sheet {
		case roster.NoSheet:
		case roster.ShiftSheet:
			p.sheet = newShiftSheet(p)
		case roster.NeedSheet:
			p.sheet = newNeedSheet(p)
		default:
			p.sheet = newListSheet(p)
		}
		if p.sheet != nil {
			p.sheet.update(s)
			p.sheet.panel().Open(p.sheet.first())
		}
	}
	if p.sheet != nil {
		p.sheet.update(s)
		kit.Relayout(p.sheet.panel())
	}
}
