package display

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/buurtloket/buurtloket/gui/display/board"
	"github.com/buurtloket/buurtloket/gui/look"
)

// View is the display's screen. Make it with New, then Build it into a window.
type View struct {
	board   *board.Board
	pending atomic.Bool // an Update is on its way: changes until then need no other
	root    *fyne.Container
	pulse   uint64
	ring    *fyne.Animation
	alone   bool // nobody is called beside the first, and nobody waits: the call has the whole width

	grounds []*ground
	lines   []*line

	bar, call, room, warning *ground
	site, clock              *line
	number, ticket           *line
	where, what              *line
	beforeHead, nextHead     *line
	before                   [board.Befores]struct{ ticket, where *line }
	next                     [board.Nexts]*line
	waits, expect            *line
	hours, notes             [board.Notes]*line
	stale, staleIf           *line
	news                     *news
}

// ground is a coloured area under texts.
type ground struct {
	*canvas.Rectangle
	role fyne.ThemeColorName
}

// New makes the view of a board.
func New(b *board.Board) *View { return &View{board: b} }

// Shares of the screen's height that texts have.
const (
	huge   = 0.26 // the number: at least a sixth, to be read at ten metres
	big    = 0.10
	middle = 0.055
	small  = 0.042
	least  = 0.032 // to be read at four metres
)

// Build makes the objects. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(_ fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.bar, v.call, v.room, v.warning = v.area(look.Mist), v.area(look.Accent), v.area(look.Mist), v.area(look.WarnGround)
	v.site, v.clock = v.text(look.Ink, middle, true, fyne.TextAlignLeading), v.text(look.Ink, middle, false, fyne.TextAlignTrailing)
	v.number, v.ticket = v.text(look.OnAccent, small, false, fyne.TextAlignCenter), v.text(look.OnAccent, huge, true, fyne.TextAlignCenter)
	v.where, v.what = v.text(look.OnAccent, big, true, fyne.TextAlignCenter), v.text(look.OnAccent, small, false, fyne.TextAlignCenter)
	v.beforeHead, v.nextHead = v.text(look.Quiet, least, false, fyne.TextAlignLeading), v.text(look.Quiet, least, false, fyne.TextAlignLeading)
	for i := range v.before {
		v.before[i].ticket = v.text(look.Ink, middle, true, fyne.TextAlignLeading)
		v.before[i].where = v.text(look.Ink, small, false, fyne.TextAlignTrailing)
	}
	for i := range v.next {
		v.next[i] = v.text(look.Ink, small, false, fyne.TextAlignLeading)
	}
	v.waits, v.expect = v.text(look.Ink, middle, true, fyne.TextAlignLeading), v.text(look.Ink, small, false, fyne.TextAlignLeading)
	for i := range board.Notes {
		v.hours[i] = v.text(look.Ink, least, false, fyne.TextAlignLeading)
		v.notes[i] = v.text(look.Quiet, least, false, fyne.TextAlignLeading)
	}
	v.stale, v.staleIf = v.text(look.Warn, least, true, fyne.TextAlignLeading), v.text(look.Warn, least, false, fyne.TextAlignTrailing)
	v.news = v.newNews()
	v.root = container.New(arrangement{v})
	for _, g := range v.grounds {
		v.root.Add(g.Rectangle)
	}
	for _, l := range v.lines {
		v.root.Add(l.Text)
	}
	v.ring = fyne.NewAnimation(pulseTime, v.swell)
	v.ring.AutoReverse = true
	v.board.OnChanged(func() {
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

func (v *View) area(role fyne.ThemeColorName) *ground {
	g := &ground{canvas.NewRectangle(nil), role}
	v.grounds = append(v.grounds, g)
	return g
}

func (v *View) text(role fyne.ThemeColorName, share float32, bold bool, align fyne.TextAlign) *line {
	l := newLine(role, share, bold, align)
	v.lines = append(v.lines, l)
	return l
}

// Title is the window's.
func (v *View) Title() string { return v.board.Shown().Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error { return v.board.Run(ctx) }

// Focus has nothing to focus.
func (v *View) Focus() {}

// Typed takes no key.
func (v *View) Typed(*fyne.KeyEvent) {}

// Shortcuts are none.
func (v *View) Shortcuts() []fyne.KeyName { return nil }

// Shortcut takes none.
func (v *View) Shortcut(fyne.KeyName) {}

// Update draws the present picture.
func (v *View) Update() {
	s := v.board.Shown()
	th := fyne.CurrentApp().Settings().Theme()
	for _, g := range v.grounds {
		if c := th.Color(g.role, 0); c != g.FillColor {
			g.FillColor = c
			g.Refresh()
		}
	}
	for _, l := range v.lines {
		l.paint(th)
	}
	v.calm(s.Main.Ticket == "" || s.Closed)
	v.site.say(s.Site)
	v.clock.say(s.Clock)
	v.number.say(cmp.Or(s.Main.Again, s.Heads.Number))
	if s.Main.Ticket == "" { // what there is to say takes the number's place
		s.Main.Ticket, s.Main.Where = s.Main.Where, ""
	}
	v.ticket.say(s.Main.Ticket)
	v.where.say(s.Main.Where)
	v.what.say(s.Main.What)
	v.beforeHead.say(s.Heads.Before)
	v.nextHead.say(s.Heads.Next)
	for i, b := range s.Before {
		v.before[i].ticket.say(b.Ticket)
		v.before[i].where.say(b.Where)
	}
	for i, n := range s.Next {
		v.next[i].say(n)
	}
	v.waits.say(s.Waits)
	v.expect.say(s.Expect)
	for i := range board.Notes {
		v.hours[i].say(s.Hours[i])
		v.notes[i].say(s.Notes[i])
	}
	if s.Stale != "" {
		s.Line = board.Line{} // the warning stands there
	}
	if v.news.set(s.News, s.Line) {
		v.root.Layout.Layout(v.root.Objects, v.root.Size())
	}
	v.stale.say(s.Stale)
	v.staleIf.say(s.StaleIf)
	if alone := s.Heads.Before == "" && s.Heads.Next == ""; alone != v.alone {
		v.alone = alone
		v.root.Refresh()
	}
	v.even()
	v.warn(s.Stale != "")
	if s.Pulse != v.pulse {
		v.pulse = s.Pulse
		v.ring.Stop()
		v.ring.Start()
	}
}

// calm takes the accent away while nobody is called: it is for a number.
func (v *View) calm(on bool) {
	ground, words := look.Accent, look.OnAccent
	if on {
		ground, words = look.Mist, look.Ink
	}
	if v.call.role == ground {
		return
	}
	v.call.role, v.call.FillColor = ground, fyne.CurrentApp().Settings().Theme().Color(ground, 0)
	v.call.Refresh()
	for _, l := range []*line{v.number, v.ticket, v.where, v.what} {
		l.role = words
		l.paint(fyne.CurrentApp().Settings().Theme())
	}
}

// even gives the lines of a list one size.
func (v *View) even() {
	even(v.hours[:])
	even(v.notes[:])
}

func (v *View) warn(on bool) {
	if on != v.warning.Visible() {
		if on {
			v.warning.Show()
		} else {
			v.warning.Hide()
		}
	}
}

// pulseTime is how long the ring around a new number takes to come, and then to go: slow enough to trouble nobody
// (WCAG 2.3.1), and the only thing here that moves.
const pulseTime = 700 * time.Millisecond

// swell draws the ring around the number.
func (v *View) swell(grown float32) {
	v.call.StrokeColor = fyne.CurrentApp().Settings().Theme().Color(look.RingOuter, 0)
	v.call.StrokeWidth = grown * v.root.Size().Height * 0.02
	v.call.Refresh()
}
