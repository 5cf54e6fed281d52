package clerk

import (
	"context"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// View is the clerk's screen. Make it with New, then Build it into a window.
type View struct {
	state   *state.Clerk
	canvas  fyne.Canvas
	seeing  atomic.Bool // a picture of the camera is on its way to be drawn
	pending atomic.Bool // an Update is on its way: changes until then need no other

	root    *fyne.Container
	head    *head
	waiting *waiting
	desk    *desk
	agenda  *agenda
	foot    *foot
	sheet   sheet // nil when none is open
	kind    state.Sheet
	chosen  bool // a document was chosen when last drawn
}

// sheet is one piece of work over the screen.
type sheet interface {
	panel() *kit.Sheet
	first() fyne.Focusable
	update(state.Shown)
}

// New makes the view of a state.
func New(s *state.Clerk) *View { return &View{state: s} }

// Build makes the widgets. It is called once, on the toolkit's goroutine; post runs a function there later.
func (v *View) Build(c fyne.Canvas, post func(func())) fyne.CanvasObject {
	v.canvas = c
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { v.Shortcut(fyne.KeyZ) }) // which the toolkit names itself
	s := v.state.Shown()
	v.head, v.waiting, v.desk = newHead(), newWaiting(v, s), newDesk(v, s)
	v.agenda, v.foot = newAgenda(v, s), newFoot(v, s)
	columns := kit.Shares(0, []float32{29, 36, 38}, v.waiting.panel, v.desk.panel, v.agenda.panel)
	v.root = kit.Column(0, columns, v.head.panel, columns, v.foot.panel)
	v.state.OnChanged(func() {
		if v.pending.CompareAndSwap(false, true) {
			post(v.catchUp)
		}
	})
	v.state.OnPictured(func() {
		if v.seeing.CompareAndSwap(false, true) {
			post(func() {
				v.seeing.Store(false)
				if p, ok := v.sheet.(*photo); ok {
					p.see()
				}
			})
		}
	})
	v.Update()
	return v.root
}

// catchUp draws what has changed and was not drawn yet.
func (v *View) catchUp() {
	if v.pending.CompareAndSwap(true, false) {
		v.Update()
	}
}

// typed is what a field does with what is typed: the list that follows it is right at once. A scanner, or quick fingers, may press
// Enter before the next picture, and must not choose from the one before.
func (v *View) typed(tell func(string)) func(string) {
	return func(words string) {
		tell(words)
		v.catchUp()
	}
}

// Title is the window's.
func (v *View) Title() string { return v.state.Shown().Words.Head.Title }

// Run gives the screen life until ctx ends.
func (v *View) Run(ctx context.Context) error { return v.state.Run(ctx) }

// Focus gives the keyboard to the list of who waits: the first thing one looks at.
func (v *View) Focus() {
	if v.sheet == nil {
		v.canvas.Focus(v.waiting.rows)
	}
}

// Update draws the present picture.
func (v *View) Update() {
	s := v.state.Shown()
	v.head.update(s)
	v.waiting.update(s)
	v.desk.update(s)
	v.agenda.update(s)
	v.foot.update(s)
	for _, beside := range []*kit.Panel{v.waiting.panel, v.agenda.panel} {
		kit.Show(beside, !s.Now.Chosen || !kit.Large()) // a checklist in large text needs their room
	}
	v.updateSheet(s)
	if s.Now.Chosen && !v.chosen && v.sheet == nil {
		v.canvas.Focus(v.desk.first()) // the checklist is what comes next
	}
	v.chosen = s.Now.Chosen
	if v.sheet == nil && v.canvas.Focused() == nil && v.canvas.Overlays().Top() == nil {
		v.Focus() // the sheet went together with what had the keyboard before it
	}
	if o, ok := v.canvas.Focused().(fyne.CanvasObject); ok && !o.Visible() {
		v.Focus() // what had the keyboard is no longer there
	}
	kit.Relayout(v.root)
}

// updateSheet opens, closes or redraws the piece of work that lies over the screen.
func (v *View) updateSheet(s state.Shown) {
	if s.Sheet != v.kind {
		if v.sheet != nil {
			if p, ok := v.sheet.(*photo); ok {
				p.leave()
			}
			v.sheet.panel().Close()
			v.sheet = nil
		}
		v.kind = s.Sheet
		if v.sheet = v.newSheet(s); v.sheet != nil {
			v.sheet.update(s)
			v.sheet.panel().Open(v.sheet.first())
		}
	}
	if v.sheet != nil {
		v.sheet.update(s)
		kit.Relayout(v.sheet.panel())
	}
}

func (v *View) newSheet(s state.Shown) sheet {
	switch s.Sheet {
	case state.SignInSheet:
		return newSignIn(v, s)
	case state.BookingSheet:
		return newBooking(v, s)
	case state.HandOutSheet:
		return newHandOut(v, s)
	case state.InboxSheet:
		return newInbox(v, s)
	case state.TicketSheet:
		return newTicket(v, s)
	case state.MeetingSheet:
		return newMeeting(v, s)
	case state.CheckInSheet:
		return newCheckIn(v, s)
	case state.KeysSheet:
		return newKeys(v, s)
	case state.VisitorSheet:
		return newVisitor(v, s)
	case state.VaultSheet:
		return newVault(v, s)
	case state.AsideSheet:
		return newAside(v, s)
	case state.SendSheet:
		return newSend(v, s)
	case state.HasteSheet:
		return newHaste(v, s)
	case state.DoorSheet:
		return newDoor(v, s)
	case state.HallSheet:
		return newHall(v, s)
	case state.StageSheet:
		return newStage(v, s)
	case state.ContactSheet:
		return newContact(v, s)
	case state.ProceduresSheet:
		return newProcedures(v, s)
	case state.SecondSheet:
		return newSecond(v, s)
	case state.DailySheet:
		return newDaily(v, s)
	case state.PhotoSheet:
		return newPhoto(v, s)
	case state.DevicesSheet:
		return newDevices(v, s)
	case state.DoorwaySheet:
		return newDoorway(v, s)
	}
	return nil
}

// Typed handles the keys that no focused widget used: the acts, and Escape.
func (v *View) Typed(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		v.state.Dismiss()
		return
	}
	if ev.Name == fyne.KeyDown && v.sheet == nil && v.state.Shown().Now.Chosen {
		v.desk.lead() // from who collects into the checklist
		return
	}
	if a := state.ActOf(string(ev.Name)); a != state.NoAct {
		v.state.Press(a)
	}
}

// Shortcut handles a key pressed together with Ctrl.
func (v *View) Shortcut(key fyne.KeyName) {
	if a := state.ActOf("Ctrl+" + string(key)); a != state.NoAct {
		v.state.Press(a)
	}
}

// Shortcuts are the keys that acts have together with Ctrl.
func (v *View) Shortcuts() []fyne.KeyName {
	var out []fyne.KeyName
	for _, key := range state.Keys() {
		if name, ok := strings.CutPrefix(key, "Ctrl+"); ok {
			out = append(out, fyne.KeyName(name))
		}
	}
	return out
}

// button is the button of an act, with its key.
func (v *View) button(s state.Shown, a state.Act) *kit.Button {
	return kit.NewButton(a.Words(s.Words), a.Key(), kit.Secondary, func() { v.state.Press(a) })
}

// set brings an act's button up to date: whether it can be pressed, and whether it comes next.
func set(b *kit.Button, s state.Shown, a state.Act) {
	b.SetEnabled(s.Can[a])
	w := kit.Secondary
	if s.Next == a && s.Sheet == state.NoSheet {
		w = kit.Primary
	}
	b.SetWeight(w)
}

// rows are a list's rows as the kit draws them.
func rows(in []state.Row) []kit.Row {
	out := make([]kit.Row, 0, len(in))
	for _, r := range in {
		out = append(out, kit.Row{ID: r.ID, Lead: r.Lead, Main: r.Main, Detail: r.Detail, State: r.State,
			Tone: kit.Tone(r.Tone), Shape: kit.Shape(r.Shape), Strong: r.Strong})
	}
	return out
}

var (
	quiet  = kit.Style{Role: look.Quiet}
	strong = kit.Style{Bold: true}
)
