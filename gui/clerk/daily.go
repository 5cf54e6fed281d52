package clerk

import (
	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// daily is the sheet of the day: what the night brought, its opening, and its closing.
type daily struct {
	base
	v               *View
	choice          *kit.Choice
	heading         *kit.Notice
	here            *kit.Text
	lines, notices  *said
	noticesTitle    *kit.Text
	checks          *fyne.Container
	looked          []looking
	reason          *kit.Field
	why             *fyne.Container
	known           *kit.Check
	count, paper    *kit.Button
	print           *kit.Button
	primary         *kit.Button
	state, where    *kit.Text
	page            state.DayPage
	checking, whois *fyne.Container
}

// looking is one thing to look at before the day begins.
type looking struct {
	words *kit.Text
	pick  *kit.Pick
	box   *fyne.Container
}

// said is a list of sentences to be read.
type said struct {
	box   *fyne.Container
	lines []*kit.Said
}

func newSaid() *said { return &said{box: kit.Column(kit.Gap(), nil)} }

func (l *said) set(marks []state.Mark) {
	for len(l.lines) < len(marks) {
		one := kit.NewSaid()
		l.lines = append(l.lines, one)
		l.box.Add(one)
	}
	for i, one := range l.lines {
		kit.Show(one, i < len(marks))
		if i < len(marks) {
			one.Set(kit.Shape(marks[i].Shape), marks[i].Words, kit.Tone(marks[i].Tone))
		}
	}
	kit.Show(l.box, len(marks) > 0)
}

func newDaily(v *View, s state.Shown) *daily {
	w := s.Words.Daily
	label := func(words string) *kit.Text { return kit.NewText(words, kit.Style{Size: look.Small, Role: look.Quiet}) }
	p := &daily{v: v, heading: kit.NewNotice(), here: kit.NewProse("", kit.Style{}), lines: newSaid(), notices: newSaid(), noticesTitle: label(w.Notices),
		checks: kit.Column(kit.Gap(), nil), state: kit.NewProse("", strong), where: kit.NewProse("", quiet), page: s.Daily.Page}
	p.choice = kit.NewChoice(w.Page, []string{w.Morning, w.Opening, w.Closing}, func(i int) { v.state.OpenDayPage(state.DayPage(i)) })
	p.reason = kit.NewField(w.Uncounted, v.typed(v.state.SetUncounted))
	p.why = kit.Labelled(w.Uncounted, p.reason)
	p.known = kit.NewCheck(w.TripsKnown, s.Words.Desk.Done, v.state.KnowTrips)
	p.count = kit.NewButton(w.Count, "", kit.Secondary, v.state.CountNow)
	p.paper = kit.NewButton(w.Sheet, "", kit.Secondary, v.state.MakeSheet)
	p.print = kit.NewButton(s.Words.Gear.PrintDay, "", kit.Secondary, v.state.PrintDay)
	p.primary = kit.NewButton(w.Open, "", kit.Primary, v.state.PressDaily)
	p.whois = kit.Column(6, nil, label(w.Here), p.here)
	p.checking = kit.Column(kit.Gap(), nil, label(w.Checks), p.checks)
	body := kit.Column(kit.Space(), nil, p.state, p.heading, p.whois, p.checking, p.lines.box, p.noticesTitle, p.notices.box, p.why, p.known, p.where)
	p.make(v, w.Title, fyne.NewSize(720, 560), kit.Column(kit.Space(), body, p.choice, body), closer(v, s), p.count, p.print, p.paper, p.primary)
	p.start = p.begin(s)
	return p
}

// begin is where the keyboard begins: with the one act, or with the pages where there is none.
func (p *daily) begin(s state.Shown) fyne.Focusable {
	if s.Daily.Verb != "" {
		return p.primary
	}
	return p.choice
}

func (p *daily) update(s state.Shown) {
	g := s.Daily
	p.choice.Set(int(g.Page))
	p.state.SetText(g.State)
	kit.Show(p.state, g.Page != state.MorningPage)
	p.heading.Set(headingOf(g), "", kit.Tone(g.Tone))
	p.here.SetText(g.Here)
	kit.Show(p.whois, g.Here != "")
	p.look(g.Checks)
	p.lines.set(g.Lines)
	p.notices.set(g.Notices)
	kit.Show(p.noticesTitle, len(g.Notices) > 0)
	kit.Show(p.why, g.Reason)
	p.reason.Put(g.Why)
	kit.Show(p.known, g.Trips)
	p.known.Set(s.Words.Daily.TripsKnown, g.Known)
	p.where.SetText(g.Paper)
	kit.Show(p.where, g.Paper != "")
	kit.Show(p.count, g.Count)
	kit.Show(p.paper, g.Sheet)
	kit.Show(p.print, g.Print)
	kit.Show(p.primary, g.Verb != "")
	p.primary.SetWords(g.Verb)
	if p.page != g.Page {
		p.page = g.Page
		if p.v.canvas.Focused() != fyne.Focusable(p.choice) {
			p.v.canvas.Focus(p.begin(s))
		}
	}
	p.say(s.Notice)
}

// headingOf is said above the lines of the morning only: elsewhere the state of the day stands there.
func headingOf(g state.DailyShown) string {
	if g.Page != state.MorningPage {
		return ""
	}
	return g.Heading
}

// look keeps the lines of what is looked at, made once and reused.
func (p *daily) look(all []state.Pick) {
	kit.Show(p.checking, len(all) > 0)
	for len(p.looked) < len(all) {
		at := len(p.looked)
		one := looking{words: kit.NewProse("", kit.Style{}), pick: kit.NewPick(func(how int) { p.v.state.Looked(at, how) })}
		one.box = kit.Shares(kit.Space(), []float32{1, 1}, kit.Inset(0, 4, one.words), one.pick) // on one line with the ways
		p.looked = append(p.looked, one)
		p.checks.Add(one.box)
	}
	for i, one := range p.looked {
		kit.Show(one.box, i < len(all))
		if i < len(all) {
			one.words.SetText(all[i].Words)
			one.pick.Set(all[i].Options, all[i].Picked)
		}
	}
}
