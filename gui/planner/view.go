package planner

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/planner/fleet"
	opening "github.com/buurtloket/buurtloket/gui/planner/hours"
	"github.com/buurtloket/buurtloket/gui/planner/inbox"
	"github.com/buurtloket/buurtloket/gui/planner/roster"
	"github.com/buurtloket/buurtloket/gui/planner/week"
	"github.com/buurtloket/buurtloket/gui/text"
)

// page is one of the planner's pages: a whole screen below the bar.
type page interface {
	build(fyne.Canvas) fyne.CanvasObject
	run(context.Context) error
	onChanged(func())
	update()
	first() fyne.Focusable // where work starts
	typed(*fyne.KeyEvent)
	open() bool      // a sheet lies over it
	line() week.Line // whether headquarters is there
	wanting() int    // so many things on it want a person
}

// Pages is what the planner's pages show. All of them must be given.
type Pages struct {
	Week  *week.Week
	Fleet *fleet.Fleet
	Inbox *inbox.Inbox
	// Roster is who works where and when.
	Roster *roster.Roster
	// Hours is opening hours and offer.
	Hours *opening.Hours
}

// View is the planner's screen. Make it with New, then Build it into a window.
type View struct {
	words   *text.Words
	by      string
	pages   []page
	names   []string
	keys    []fyne.KeyName // each with Ctrl
	canvas  fyne.Canvas
	pending atomic.Bool // an Update is on its way: changes until then need no other

	at    int // the page that is shown
	root  *fyne.Container
	bar   *kit.Choice
	line  *kit.Status
	roots []fyne.CanvasObject
}

// New makes the view of the planner's pages; by is who plans.
func New(p Pages, by string, words *text.Words) *View {
	t := words.Pages
	return &View{words: words, by: by, names: []string{t.Week, t.Hours, t.Roster, t.Fleet, t.Inbox}, keys: []fyne.KeyName{fyne.KeyW, fyne.KeyU, fyne.KeyR, fyne.KeyK, fyne.KeyG},
		pages: []page{&weekPage{week: p.Week, words: &words.Planner}, &hoursPage{hours: p.Hours, words: words}, &rosterPage{roster: p.Roster, words: words}, &fleetPage{fleet: p.Fleet, words: words}, &inboxPage{inbox: p.Inbox, words: words}}}
}

// Build makes the widgets. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(c fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.canvas = c
	v.bar, v.line = kit.NewChoice(v.words.Pages.Label, v.options(), v.turn), kit.NewStatus()
	who := kit.NewText(v.by, kit.Style{Role: look.Quiet})
	head := kit.NewPanel(look.Mist, kit.Space(), kit.Gap(), kit.FlowSpread(kit.Space(), v.bar, who, v.line))
	for _, p := range v.pages {
		v.roots = append(v.roots, p.build(c))
		p.onChanged(func() {
			if v.pending.CompareAndSwap(false, true) {
				post(func() {
					v.pending.Store(false)
					v.Update()
				})
			}
		})
	}
	body := container.NewStack(v.roots...)
	v.root = kit.Column(0, body, head, body)
	v.Update()
	return v.root
}

// options are the pages as the bar names them: what wants a person with its number, and the key.
func (v *View) options() []string {
	var out []string
	for i, p := range v.pages {
		name := v.names[i]
		if n := p.wanting(); n > 0 {
			name = text.Fill(v.words.Pages.Count, "page", name, "n", strconv.Itoa(n))
		}
		if !kit.Large() {
			name += "  Ctrl+" + string(v.keys[i])
		}
		out = append(out, name)
	}
	return out
}

// turn shows another page.
func (v *View) turn(to int) {
	if to == v.at || v.pages[v.at].open() {
		v.bar.Set(v.at)
		return
	}
	v.at = to
	v.bar.Set(to)
	v.canvas.Unfocus()
	v.Update()
}

// Title is the window's.
func (v *View) Title() string { return v.words.Planner.Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error {
	errs := make([]error, len(v.pages))
	var wg sync.WaitGroup
	for i, p := range v.pages {
		wg.Go(func() { errs[i] = p.run(ctx) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Focus gives the keyboard to where work starts on this page.
func (v *View) Focus() {
	if p := v.pages[v.at]; !p.open() {
		v.canvas.Focus(p.first())
	}
}

// Typed handles the keys that no focused widget used.
func (v *View) Typed(ev *fyne.KeyEvent) { v.pages[v.at].typed(ev) }

// Shortcuts are those that turn to a page.
func (v *View) Shortcuts() []fyne.KeyName { return v.keys }

// Shortcut turns to a page.
func (v *View) Shortcut(name fyne.KeyName) {
	for i, k := range v.keys {
		if k == name {
			v.turn(i)
		}
	}
}

// Update draws the present picture.
func (v *View) Update() {
	p := v.pages[v.at]
	for i, root := range v.roots {
		kit.Show(root, i == v.at)
	}
	line := p.line()
	v.line.Set(shape(line), line.Say, kit.Tone(line.Tone))
	v.bar.SetOptions(v.options())
	p.update()
	if !p.open() && v.canvas.Focused() == nil && v.canvas.Overlays().Top() == nil {
		v.Focus()
	}
	kit.Relayout(v.root)
}
