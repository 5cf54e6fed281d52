package planner

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/week"
)

// sheet is one piece of work over the board.
type sheet interface {
	panel() *kit.Sheet
	first() fyne.Focusable
	update(week.Shown)
	key(fyne.KeyName) bool // takes a key that no widget used
}

// updateSheet opens, closes or redraws what lies over the board.
func (v *weekPage) updateSheet(s week.Shown) {
	if s.Sheet != v.kind {
		if v.sheet != nil {
			v.sheet.panel().Close()
			v.sheet = nil
		}
		v.kind = s.Sheet
		switch s.Sheet {
		case week.HoursSheet:
			v.sheet = newHours(v)
		case week.CommitSheet:
			v.sheet = newCommit(v)
		case week.AdviceSheet:
			v.sheet = newAdvice(v)
		}
		if v.sheet != nil {
			v.sheet.update(s)
			v.sheet.panel().Open(v.sheet.first())
		}
	}
	if v.sheet != nil {
		v.sheet.update(s)
		kit.Relayout(v.sheet.panel())
	}
}

// hours is the sheet on which hours of a day are chosen.
type hours struct {
	v      *weekPage
	sheet  *kit.Sheet
	rows   *kit.Rows
	picked *kit.Text
	lift   *kit.Button
}

func newHours(v *weekPage) *hours {
	t, w := v.words, v.week
	p := &hours{v: v, picked: kit.NewProse("", kit.Style{Bold: true}), lift: kit.NewButton(t.Lift, "Enter", kit.Primary, w.Lift)}
	p.rows = kit.NewRows(kit.RowsStyle{Label: t.Lift, More: "+ %s", Least: 5, Grows: true})
	p.rows.OnChosen = func(id string) { w.Pick(number(id)) }
	p.rows.OnPressed = func(string) { w.Lift() }
	p.rows.OnKey = func(ev *fyne.KeyEvent) bool { return p.key(ev.Name) }
	shape := kit.Flow(kit.Gap(), kit.NewButton(t.EarlierBegin, "F5", kit.Secondary, func() { w.Shape(-1, 0) }), kit.NewButton(t.LaterBegin, "F6", kit.Secondary, func() { w.Shape(1, 0) }),
		kit.NewButton(t.EarlierEnd, "←", kit.Secondary, func() { w.Shape(0, -1) }), kit.NewButton(t.LaterEnd, "→", kit.Secondary, func() { w.Shape(0, 1) }))
	p.sheet = kit.NewSheet(v.canvas, "", fyne.NewSize(680, 480), kit.Column(kit.Space(), p.rows, p.rows, p.picked, shape,
		kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, w.Dismiss), p.lift)))
	return p
}

func (p *hours) panel() *kit.Sheet     { return p.sheet }
func (p *hours) first() fyne.Focusable { return p.rows }

func (p *hours) key(name fyne.KeyName) bool {
	shape, ok := map[fyne.KeyName][2]int{fyne.KeyLeft: {0, -1}, fyne.KeyRight: {0, 1}, fyne.KeyF5: {-1, 0}, fyne.KeyF6: {1, 0}}[name]
	if ok {
		p.v.week.Shape(shape[0], shape[1])
	}
	return ok
}

func (p *hours) update(s week.Shown) {
	p.sheet.SetTitle(s.Hours.Title)
	p.rows.SetRows(numbered(s.Hours.Rows, s.Hours.Detail))
	p.rows.Choose(strconv.Itoa(s.Hours.At))
	p.picked.SetText(s.Hours.Picked)
	p.lift.SetWords(s.Hours.Act)
}

// numbered are rows whose id is their place.
func numbered(words, detail []string) []kit.Row {
	var out []kit.Row
	for i, w := range words {
		out = append(out, kit.Row{ID: strconv.Itoa(i), Main: w, Detail: detail[i]})
	}
	return out
}

// number is the place that an id of numbered says; -1: none.
func number(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return -1
	}
	return n
}

// commit is the sheet before a draft is committed: what it changes, what that does, who loses a place.
type commit struct {
	v             *weekPage
	sheet         *kit.Sheet
	moves, effect *lines
	hitHead       *kit.Text
	hits          *kit.Rows
	yes           *kit.Button
}

func newCommit(v *weekPage) *commit {
	t, w := v.words, v.week
	head := func(words string) *kit.Text { return kit.NewText(words, kit.Style{Bold: true}) }
	p := &commit{v: v, moves: newLines(6, false), effect: newLines(10, false), hitHead: head(t.CommitHits), yes: kit.NewButton(t.CommitNow, "F9", kit.Primary, w.Commit)}
	p.hits = kit.NewRows(kit.RowsStyle{Label: t.CommitHits, More: "+ %s", Least: 3, Grows: true})
	p.sheet = kit.NewSheet(v.canvas, t.CommitTitle, fyne.NewSize(760, 0), kit.Column(kit.Space(), p.hits,
		kit.Column(kit.Gap(), nil, head(t.CommitMoves), p.moves.box), kit.Column(kit.Gap(), nil, head(t.CommitEffect), p.effect.box), p.hitHead, p.hits,
		kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, w.Dismiss), p.yes)))
	return p
}

func (p *commit) panel() *kit.Sheet     { return p.sheet }
func (p *commit) first() fyne.Focusable { return p.yes }
func (p *commit) key(fyne.KeyName) bool { return false }

func (p *commit) update(s week.Shown) {
	var moves []week.Line
	for _, m := range s.Commit.Moves {
		moves = append(moves, week.Line{Say: m})
	}
	p.moves.set(moves)
	p.effect.set(s.Commit.Lines)
	var hits []string
	for _, h := range s.Commit.Hits {
		hits = append(hits, h.Say)
	}
	kit.Show(p.hitHead, len(hits) > 0)
	kit.Show(p.hits, len(hits) > 0)
	p.hits.SetRows(numbered(hits, make([]string, len(hits))))
	p.yes.SetEnabled(s.Can.Commit)
}

// advice is the sheet of suggestions.
type advice struct {
	v      *weekPage
	sheet  *kit.Sheet
	rows   *kit.Rows
	method *kit.Text
	moves  *lines
	adopt  *kit.Button
}

func newAdvice(v *weekPage) *advice {
	t, w := v.words, v.week
	p := &advice{v: v, moves: newLines(3, false), method: kit.NewProse("", kit.Style{Size: look.Small, Role: look.Quiet}), adopt: kit.NewButton(t.Adopt, "Enter", kit.Primary, w.Adopt)}
	p.rows = kit.NewRows(kit.RowsStyle{Label: t.AdviceTitle, More: "+ %s", Least: 3, Double: true, Empty: t.NoAdvice})
	p.rows.OnChosen = func(id string) { w.Choose(number(id)) }
	p.rows.OnPressed = func(string) { w.Adopt() }
	p.sheet = kit.NewSheet(v.canvas, t.AdviceTitle, fyne.NewSize(900, 560), kit.Column(kit.Space(), p.rows, p.rows, p.moves.box, p.method,
		kit.FlowRight(kit.Gap(), kit.NewButton(t.Close, "Esc", kit.Secondary, w.Dismiss), p.adopt)))
	return p
}

func (p *advice) panel() *kit.Sheet     { return p.sheet }
func (p *advice) first() fyne.Focusable { return p.rows }
func (p *advice) key(fyne.KeyName) bool { return false }

func (p *advice) update(s week.Shown) {
	p.rows.SetRows(numbered(s.Advice.Rows, s.Advice.Detail))
	p.rows.Choose(strconv.Itoa(s.Advice.At))
	var moves []week.Line
	for _, m := range s.Advice.Moves {
		moves = append(moves, week.Line{Say: m})
	}
	p.moves.set(moves)
	p.method.SetText(s.Advice.Method)
	p.adopt.SetEnabled(len(s.Advice.Rows) > 0)
}
