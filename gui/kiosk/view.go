package kiosk

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
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
	shown   flow.Shown  // as it was drawn last: what a finger means
	looks   flow.Looks
	theme   *look.Changing

	root         *fyne.Container
	ground       *ground
	head         *head
	title, words *kit.Text
	slab         *slab
	tiles        [flow.MostChoices]*kit.Tile
	pages        *kit.Text
	less, more   *kit.Tile
	field        *field
	hint         *kit.Text
	keys         map[flow.Keys]*keyboard
	foot         *foot
	idle         *idle // of the page that nobody touched
}

// New makes the view of a flow. reach is the share of the screen's height, from below, that who sits can reach: with Low all
// that is touched stands in it.
func New(f *flow.Flow, reach float32) *View { return &View{flow: f, reach: reach} }

// Build makes the objects. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(c fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.canvas = c
	begun, _ := fyne.CurrentApp().Settings().Theme().(look.Theme)
	v.theme = look.NewChanging(begun)
	fyne.CurrentApp().Settings().SetTheme(v.theme)
	v.ground, v.head, v.slab, v.field, v.idle = newGround(v.flow.Touch), newHead(), newSlab(), newField(), newIdle()
	v.title, v.words = kit.NewProse("", kit.Style{Size: look.Title, Bold: true}), kit.NewProse("", kit.Style{})
	v.pages, v.hint = kit.NewText("", kit.Style{Role: look.Quiet, Align: fyne.TextAlignCenter}), kit.NewProse("", kit.Style{})
	v.root = &fyne.Container{Layout: arrangement{v}}
	v.root.Objects = []fyne.CanvasObject{v.ground, v.head.Container, v.title, v.words, v.slab.Container, v.idle.Container, v.field.Container, v.hint}
	for i := range v.tiles {
		v.tiles[i] = kit.NewTile(v.press(func() { v.choose(i) }))
		v.root.Objects = append(v.root.Objects, v.tiles[i])
	}
	v.keys = map[flow.Keys]*keyboard{}
	for _, k := range []flow.Keys{flow.Letters, flow.Digits, flow.CodeKeys, flow.MailKeys} {
		v.keys[k] = newKeyboard(k, fingers{v.press, v.flow.Type, v.flow.Erase, func() {
			v.flow.Touch() // somebody is there
			v.Update()
		}})
		v.root.Objects = append(v.root.Objects, v.keys[k].Container)
	}
	v.less, v.more = kit.NewTile(v.press(func() { v.flow.Turn(-1) })).Middle(), kit.NewTile(v.press(func() { v.flow.Turn(1) })).Middle()
	v.foot = newFoot(v)
	v.root.Objects = append(v.root.Objects, v.less, v.pages, v.more, v.foot.Container)
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

// press is what a thing does when it is pressed: unless the key that pressed it was the end of what a scanner typed.
func (v *View) press(act func()) func() {
	return func() {
		if !v.flow.Return() {
			act()
		}
	}
}

// choose is a touch of a tile: of the question whether somebody is there, or of the page.
func (v *View) choose(n int) {
	if v.shown.Still != nil {
		v.flow.Stay(n == 0)
		return
	}
	v.flow.Choose(v.shown, n)
}

// Title is the window's.
func (v *View) Title() string { return v.flow.Shown().Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error { return v.flow.Run(ctx) }

// Focus gives the four keys nothing to begin with: the first press takes the first thing.
func (v *View) Focus() {}

// TypedRune takes a character of a keyboard that is plugged in.
func (v *View) TypedRune(r rune) { v.flow.Rune(r) }

// Typed handles the four keys, where a focused thing has no use for them, and those of a keyboard.
func (v *View) Typed(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		v.canvas.FocusPrevious()
	case fyne.KeyDown, fyne.KeyRight:
		v.canvas.FocusNext()
	case fyne.KeyEscape:
		v.flow.Back()
	case fyne.KeyBackspace:
		v.flow.Erase()
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case v.flow.Return():
		case v.canvas.Focused() != nil:
		case v.flow.Shown().Can && v.flow.Shown().Still == nil:
			v.flow.Next()
		default:
			v.flow.Touch()
		}
	case fyne.KeySpace:
		if v.canvas.Focused() == nil && v.flow.Shown().Entry == nil {
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
	turned := s.Page != v.shown.Page
	v.shown = s
	v.dress(s.Looks)
	if s.Still != nil {
		s = asking(s)
	}
	v.head.set(s.Site, s.Marked, s.Clock)
	v.title.SetText(s.Title)
	v.title.SetRole(map[flow.Tone]fyne.ThemeColorName{flow.Plain: look.Ink, flow.Good: look.OK, flow.Warn: look.Warn, flow.Bad: look.Bad}[s.Tone])
	said := strings.Join(s.Text, "\n")
	if s.Busy != "" {
		said = s.Busy
	}
	told := s.Idle == nil && (s.Big != "" || s.Entry == nil && len(s.Choices) == 0)
	v.words.SetText(map[bool]string{false: said}[told])
	v.slab.set(told, s.Big, said, s.Tone)
	if turned {
		v.keys[flow.Letters].at = usualPlate
	}
	v.updateChoices(s)
	v.updateEntry(s)
	v.idle.set(s.Idle)
	v.foot.set(s)
	if turned {
		v.canvas.Unfocus()
	}
	kit.Relayout(v.root)
}

// asking is the question whether somebody is there, in place of the page.
func asking(s flow.Shown) flow.Shown {
	return flow.Shown{Page: s.Page, Site: s.Site, Clock: s.Clock, Marked: s.Marked, Title: s.Still.Title, Big: fmt.Sprint(s.Still.Seconds), Tone: flow.Warn,
		Text: []string{s.Still.Left}, Still: s.Still, Looks: s.Looks, Choices: []flow.Choice{{Words: s.Still.Yes}, {Words: s.Still.No}}}
}

// dress changes the theme for this visit.
func (v *View) dress(l flow.Looks) {
	if l == v.looks {
		return
	}
	v.looks = l
	th := v.theme.Now()
	th.Large, th.Mode = l.Large, look.Light
	switch {
	case l.Contrast:
		th.Mode = look.Contrast
	case l.Dark:
		th.Mode = look.Dark
	}
	v.theme.Set(th)
	v.root.Refresh()
}

// fit makes the sizes those for the screen that it stands on.
func (v *View) fit(s fyne.Size) {
	if th := v.theme.Now(); th.Screen != s {
		th.Screen = s
		v.theme.Set(th)
		v.root.Refresh()
	}
}

// signs are the pictures of the choices; the toolkit has them once it has begun.
var signs = sync.OnceValue(func() map[flow.Sign]fyne.Resource {
	return map[flow.Sign]fyne.Resource{flow.Arrive: theme.LoginIcon(), flow.Queue: theme.ListIcon(), flow.Calendar: theme.CalendarIcon(),
		flow.Document: theme.DocumentPrintIcon(), flow.Collect: theme.DownloadIcon(), flow.Map: theme.SearchIcon(), flow.Envelope: theme.MailComposeIcon()}
})

func (v *View) updateChoices(s flow.Shown) {
	for i, t := range v.tiles {
		on := i < len(s.Choices)
		if on {
			c := s.Choices[i]
			t.SetPicture(signs()[c.Sign])
			t.Set(c.Words, c.Hint, !c.Off && s.Busy == "")
			t.SetWeight(kit.Secondary)
			if s.Still != nil && i == 0 {
				t.SetWeight(kit.Primary)
			}
		}
		kit.Show(t, on)
	}
	kit.Show(v.less, s.Pages != "")
	kit.Show(v.more, s.Pages != "")
	kit.Show(v.pages, s.Pages != "")
	v.pages.SetText(s.Pages)
	v.less.Set(s.Earlier, "", s.Less)
	v.more.Set(s.Later, "", s.More)
}

func (v *View) updateEntry(s flow.Shown) {
	kit.Show(v.field.Container, s.Entry != nil)
	kit.Show(v.hint, s.Entry != nil)
	for k, board := range v.keys {
		kit.Show(board.Container, s.Entry != nil && s.Entry.Keys == k)
	}
	if s.Entry == nil {
		v.field.set("", false)
		return
	}
	e := s.Entry
	v.keys[e.Keys].set(e)
	v.field.set(e.Text, e.Wrong != "")
	v.hint.SetText(e.Hint)
	v.hint.SetRole(look.Quiet)
	if e.Wrong != "" {
		v.hint.SetText("! " + e.Wrong)
		v.hint.SetRole(look.Bad)
	}
}

// ground is the whole screen: a touch of nothing in particular. It draws nothing: the window has the colour of paper under all
// that lies in it, and without a graphics card each pixel that is painted once more is time.
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
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
