package kiosk

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/buurtloket/buurtloket/gui/kiosk/flow"
	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
)

// View is the kiosk's screen. Make it with New, then Build it into a window.
type View struct {
	flow    *flow.Flow
	reach   float32 // how much of the screen's height who sits can reach
	canvas  fyne.Canvas
	pending atomic.Bool // an Update is on its way: changes until then need no other
	page    flow.Page
	looks   flow.Looks

	root         *fyne.Container
	ground       *ground
	title, words *kit.Text
	marked       *kit.Text
	big          *canvas.Text
	tiles        [flow.MostChoices]*kit.Tile
	pages        *kit.Text
	less, more   *kit.Button
	field        *kit.Text
	hint         *kit.Text
	keys         map[flow.Keys]*keyboard
	foot         *kit.Panel
	buttons      []*button
	columns      [3]*kit.Text // of the page that nobody touched
}

// button is one of those around every page.
type button struct {
	*kit.Button
	words func(flow.Shown) string
	can   func(flow.Shown) bool // nil: always
}

// New makes the view of a flow. reach is the share of the screen's height, from below, that who sits can reach: with Low all
// that is touched stands in it.
func New(f *flow.Flow, reach float32) *View { return &View{flow: f, reach: reach} }

// Build makes the objects. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(c fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.canvas = c
	v.ground = newGround(v.flow.Touch)
	v.title, v.words = kit.NewProse("", kit.Style{Size: look.Title, Bold: true}), kit.NewProse("", kit.Style{})
	v.marked, v.pages = kit.NewText("", kit.Style{Size: look.Small, Role: look.Quiet}), kit.NewText("", kit.Style{Role: look.Quiet})
	v.big = canvas.NewText("", nil)
	v.big.TextStyle.Bold = true
	v.field, v.hint = kit.NewText("", kit.Style{Size: look.Title, Bold: true}), kit.NewProse("", kit.Style{})
	v.root = &fyne.Container{Layout: arrangement{v}}
	v.root.Objects = []fyne.CanvasObject{v.ground, v.marked, v.title, v.words, v.big, v.field, v.hint}
	for i := range v.columns {
		v.columns[i] = kit.NewProse("", kit.Style{})
		v.root.Objects = append(v.root.Objects, v.columns[i])
	}
	for i := range v.tiles {
		v.tiles[i] = kit.NewTile(func() { v.choose(i) })
		v.root.Objects = append(v.root.Objects, v.tiles[i])
	}
	v.keys = map[flow.Keys]*keyboard{}
	for _, k := range []flow.Keys{flow.Letters, flow.Digits, flow.CodeKeys, flow.MailKeys} {
		v.keys[k] = newKeyboard(k, v.flow.Type, v.flow.Erase)
		v.root.Objects = append(v.root.Objects, v.keys[k].Container)
	}
	v.less, v.more = kit.NewButton("", "", kit.Secondary, func() { v.flow.Turn(-1) }), kit.NewButton("", "", kit.Secondary, func() { v.flow.Turn(1) })
	v.root.Objects = append(v.root.Objects, v.less, v.pages, v.more, v.buildFoot())
	v.flow.OnChanged(func() {
		if v.pending.CompareAndSwap(false, true) {
			post(func() {
				v.pending.Store(false)
				v.Update()
			})
		}
	})
	v.Update()
	return v.root
}

// buildFoot makes the buttons that every page has.
func (v *View) buildFoot() fyne.CanvasObject {
	add := func(weight kit.Weight, press func(), words func(flow.Shown) string) *button {
		b := &button{Button: kit.NewButton("", "", weight, press), words: words}
		v.buttons = append(v.buttons, b)
		return b
	}
	add(kit.Secondary, v.flow.Back, func(s flow.Shown) string { return s.Back })
	add(kit.Secondary, v.flow.Home, func(s flow.Shown) string { return s.Home })
	add(kit.Secondary, v.flow.Languages, func(s flow.Shown) string { return s.Languages })
	add(kit.Secondary, v.flow.Settings, func(s flow.Shown) string { return s.Settings })
	add(kit.Secondary, v.flow.Read, func(s flow.Shown) string { return s.Read })
	add(kit.Secondary, v.flow.Help, func(s flow.Shown) string { return s.Help })
	add(kit.Primary, v.flow.Next, func(s flow.Shown) string { return s.Next }).can = func(s flow.Shown) bool { return s.Can }
	var all []fyne.CanvasObject
	for _, b := range v.buttons {
		all = append(all, b.Button)
	}
	v.foot = kit.NewPanel(look.Mist, kit.Space(), kit.Space(), kit.FlowSpread(kit.Space(), all...))
	return v.foot
}

// choose is a touch of a tile: of the question whether somebody is there, or of the page.
func (v *View) choose(n int) {
	if v.flow.Shown().Still != nil {
		v.flow.Stay(n == 0)
		return
	}
	v.flow.Choose(n)
}

// Title is the window's.
func (v *View) Title() string { return v.flow.Shown().Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error { return v.flow.Run(ctx) }

// Focus gives the four keys nothing to begin with: the first press takes the first thing.
func (v *View) Focus() {}

// Typed handles the four keys, where a focused thing has no use for them.
func (v *View) Typed(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		v.canvas.FocusPrevious()
	case fyne.KeyDown, fyne.KeyRight:
		v.canvas.FocusNext()
	case fyne.KeyEscape:
		v.flow.Back()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if v.canvas.Focused() == nil {
			v.flow.Touch()
		}
	}
}

// Shortcuts are none: there is no way out.
func (v *View) Shortcuts() []fyne.KeyName { return nil }

// Shortcut takes none.
func (v *View) Shortcut(fyne.KeyName) {}

// Update draws the present picture.
func (v *View) Update() {
	s := v.flow.Shown()
	v.dress(s.Looks)
	v.ground.Refresh()
	v.title.SetText(s.Title)
	v.words.SetText(strings.Join(s.Text, "\n"))
	v.marked.SetText(s.Marked)
	v.words.SetRole(map[flow.Tone]fyne.ThemeColorName{flow.Plain: look.Ink, flow.Good: look.Ink, flow.Warn: look.Ink, flow.Bad: look.Bad}[s.Tone])
	v.title.SetRole(map[flow.Tone]fyne.ThemeColorName{flow.Plain: look.Ink, flow.Good: look.OK, flow.Warn: look.Warn, flow.Bad: look.Bad}[s.Tone])
	if s.Busy != "" {
		v.words.SetText(s.Busy)
	}
	th := fyne.CurrentApp().Settings().Theme()
	v.big.Text, v.big.TextSize, v.big.Color = s.Big, 2.4*th.Size(look.Title), th.Color(look.Ink, 0)
	v.big.Refresh()
	visible(v.big, s.Idle != nil || s.Big != "" && s.Still == nil)
	if s.Still != nil {
		s = asking(s)
		v.title.SetText(s.Title)
		v.words.SetText(s.Text[0])
	}
	v.updateChoices(s)
	v.updateEntry(s)
	v.updateIdle(s)
	for _, b := range v.buttons {
		words := b.words(s)
		b.SetWords(words)
		visible(b.Button, words != "")
		b.SetEnabled(s.Busy == "" && (b.can == nil || b.can(s)))
	}
	visible(v.foot, s.Page != flow.Idle && s.Home != "")
	if s.Page != v.page {
		v.page = s.Page
		v.canvas.Unfocus()
	}
	v.root.Layout.Layout(v.root.Objects, v.root.Size())
	kit.Relayout(v.root)
}

// asking is the question whether somebody is there, in place of the page.
func asking(s flow.Shown) flow.Shown {
	return flow.Shown{Page: s.Page, Title: s.Still.Title, Text: []string{fmt.Sprint(s.Still.Seconds)}, Still: s.Still, Looks: s.Looks,
		Choices: []flow.Choice{{Words: s.Still.Yes}, {Words: s.Still.No}}}
}

// dress changes the theme for this visit.
func (v *View) dress(l flow.Looks) {
	if l == v.looks {
		return
	}
	v.looks = l
	th, ours := fyne.CurrentApp().Settings().Theme().(look.Theme)
	if !ours {
		return
	}
	th.Large, th.Mode = l.Large, look.Light
	if l.Contrast {
		th.Mode = look.Contrast
	}
	fyne.CurrentApp().Settings().SetTheme(th)
	v.root.Refresh()
}

func (v *View) updateChoices(s flow.Shown) {
	for i, t := range v.tiles {
		on := i < len(s.Choices)
		if on {
			c := s.Choices[i]
			t.Set(c.Words, c.Hint, !c.Off && s.Busy == "")
			t.SetWeight(kit.Secondary)
			if s.Still != nil && i == 0 {
				t.SetWeight(kit.Primary)
			}
		}
		visible(t, on)
	}
	visible(v.less, s.Pages != "")
	visible(v.more, s.Pages != "")
	visible(v.pages, s.Pages != "")
	v.less.SetEnabled(s.Less)
	v.more.SetEnabled(s.More)
	v.pages.SetText(s.Pages)
	v.less.SetWords(s.Earlier)
	v.more.SetWords(s.Later)
}

func (v *View) updateEntry(s flow.Shown) {
	visible(v.field, s.Entry != nil)
	visible(v.hint, s.Entry != nil)
	for k, board := range v.keys {
		visible(board.Container, s.Entry != nil && s.Entry.Keys == k)
	}
	if s.Entry == nil {
		v.field.SetText("")
		return
	}
	e := s.Entry
	v.keys[e.Keys].set(e.Space, e.Erase, e.Text, e.Names)
	v.field.SetText(e.Text + "|")
	v.hint.SetText(e.Hint)
	v.hint.SetRole(look.Quiet)
	if e.Wrong != "" {
		v.hint.SetText("! " + e.Wrong)
		v.hint.SetRole(look.Bad)
	}
}

func (v *View) updateIdle(s flow.Shown) {
	for _, c := range v.columns {
		visible(c, s.Idle != nil)
	}
	if s.Idle == nil {
		return
	}
	i := s.Idle
	v.big.Text = i.Touch
	v.columns[0].SetText(strings.Join(append(append([]string{}, i.Hours...), i.Notes...), "\n"))
	v.columns[1].SetText(pairs(i.Sites))
	v.columns[2].SetText(pairs(i.News))
}

func pairs(all [][2]string) string {
	var out []string
	for _, p := range all {
		out = append(out, p[0]+"\n"+p[1])
	}
	return strings.Join(out, "\n")
}

func visible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// ground is the whole screen: a touch of nothing in particular.
type ground struct {
	widget.BaseWidget
	touched func()
}

func newGround(touched func()) *ground {
	g := &ground{touched: touched}
	g.ExtendBaseWidget(g)
	return g
}

// Tapped implements fyne.Tappable.
func (g *ground) Tapped(*fyne.PointEvent) { g.touched() }

// CreateRenderer is called by the toolkit.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(fyne.CurrentApp().Settings().Theme().Color(look.Paper, 0)))
}
