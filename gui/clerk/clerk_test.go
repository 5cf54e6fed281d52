package clerk_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// station is a picture, and how to come to it.
type station struct {
	name string
	goTo func(*world)
}

// stations are the pictures in which nothing may be cut: the resting screen and every sheet.
var stations = []station{
	{"rest", func(*world) {}},
	{"online", func(w *world) {
		w.key(fyne.KeyF12)
		w.eventually("the line", func(s state.Shown) bool { return s.Line.Tone == state.Good })
	}},
	{"called", func(w *world) {
		w.key(fyne.KeyF4)
		w.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" })
		w.key(fyne.KeyF2)
		w.eventually("the call", func(s state.Shown) bool { return s.Now.Ticket == "A019" })
	}},
	{"steps", func(w *world) {
		w.chooseItem()
		w.state.Pick(0, 0)
		w.state.Pick(3, 1)
		w.view.Update()
	}},
	{"steps-proxy", func(w *world) { w.chooseItem(); w.state.Collects(2); w.view.Update() }},
	{"steps-usual", func(w *world) { w.chooseItem(); w.state.Pick(1, 0); w.state.Pick(2, 0); w.view.Update() }},
	{"steps-confirmed", func(w *world) {
		w.chooseItem()
		w.state.Pick(1, 0)
		w.state.Pick(2, 0)
		w.view.Update()
		w.key(fyne.KeyF9)
	}},
	{"booking", func(w *world) { w.findPlaces() }},
	{"booking-refused", func(w *world) {
		w.findPlaces()
		w.state.SetVisitor("", "")
		w.state.Book()
		w.eventually("the refusal", func(s state.Shown) bool { return s.Notice.Say != "" })
	}},
	{"handout", func(w *world) {
		w.key(fyne.KeyF9)
		w.eventually("the document", func(s state.Shown) bool { return len(s.HandOut.Found) > 0 })
	}},
	{"inbox", func(w *world) { w.key(fyne.KeyF10) }},
	{"ticket", func(w *world) { w.key(fyne.KeyF8) }},
	{"checkin", func(w *world) { w.key(fyne.KeyF11) }},
	{"checkin-code", func(w *world) {
		h := hands{world: w}
		code := h.code()
		w.key(fyne.KeyF11)
		w.write(code)
		w.eventually("the ticket", func(s state.Shown) bool { return s.CheckIn.Done && !s.Busy })
	}},
	{"meeting", func(w *world) { w.openMeeting(); w.state.CancelMeeting(); w.view.Update() }},
	{"visitor", func(w *world) { w.key(fyne.KeyDown, fyne.KeyReturn); w.sheet(state.VisitorSheet) }},
	{"visitor-leaves", func(w *world) {
		w.key(fyne.KeyReturn)
		w.sheet(state.VisitorSheet)
		w.state.LeaveVisitor()
		w.view.Update()
	}},
	{"booking-visitor", func(w *world) {
		w.key(fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
		w.eventually("places", func(s state.Shown) bool { return len(s.Booking.Places) > 1 })
	}},
	{"move", func(w *world) {
		w.openMeeting()
		w.state.MoveMeeting()
		w.eventually("places", func(s state.Shown) bool { return len(s.Booking.Places) > 1 })
	}},
	{"receive", func(w *world) { w.openVault(); w.receive() }},
	{"receive-other", func(w *world) {
		w.openVault()
		w.state.ChooseDelivery(2)
		w.state.ReceiveDelivery()
		w.view.Update()
	}},
	{"stock", func(w *world) { w.openVault(); w.state.OpenPage(state.StockPage); w.view.Update() }},
	{"count", func(w *world) {
		w.openVault()
		w.state.OpenPage(state.CountPage)
		w.state.ScanCount("592123456732")
		w.view.Update() // as people type: each is on the screen before the next
		w.state.ScanCount("EK999999")
		w.view.Update()
	}},
	{"count-wrong", func(w *world) {
		w.openVault()
		w.state.OpenPage(state.CountPage)
		w.state.ScanCount("592123456732")
		w.view.Update() // as people type: each is on the screen before the next
		w.state.ScanCount("EK999999")
		w.view.Update()
		w.state.CloseCount()
		w.eventually("the outcome", func(s state.Shown) bool { return s.Vault.Count.Done && strings.Contains(s.Line.Words, " 38 ") })
	}},
	{"second", func(w *world) { w.openVault(); w.receive(); w.askSecond() }},
	{"second-wrong", func(w *world) {
		w.openVault()
		w.receive()
		w.askSecond()
		w.state.Attest("9999")
		w.eventually("the refusal", func(s state.Shown) bool { return s.Notice.Tone == state.Bad })
	}},
	{"decide", func(w *world) { w.openSafe(state.DecidePage); w.choose("592-1234567-32") }},
	{"decide-several", func(w *world) {
		w.openSafe(state.DecidePage)
		w.choose("590-0000071-97")
		w.state.TickQuestion("590-0000071-97")
		w.state.Decide()
		w.view.Update()
	}},
	{"decide-carry", func(w *world) {
		w.openSafe(state.DecidePage)
		w.choose("EK123456")
		w.state.ChooseTask(1)
		w.view.Update()
	}},
	{"trip-late", func(w *world) { w.openSafe(state.TripPage); w.key(fyne.KeyReturn, fyne.KeyReturn) }},
	{"trip-new", func(w *world) {
		w.openSafe(state.TripPage)
		w.key(fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
		w.eventually("what can go along", func(s state.Shown) bool { return s.Vault.Trip.New })
	}},
	{"document", func(w *world) {
		w.openSafe(state.StockPage)
		w.state.ShowChosen()
		w.eventually("the chain", func(s state.Shown) bool { return len(s.Vault.Dossier.Rows) > 0 })
	}},
	{"morning", func(w *world) { w.openDay(state.MorningPage) }},
	{"opening", func(w *world) {
		w.openDay(state.OpeningPage)
		w.state.Looked(0, 0)
		w.state.Looked(1, 1)
		w.view.Update()
	}},
	{"closing", func(w *world) { w.openDay(state.ClosingPage) }},
	{"closed", func(w *world) {
		w.openDay(state.ClosingPage)
		w.state.KnowTrips(true)
		w.view.Update()
		w.state.PressDaily()
		w.eventually("the end of the day", func(s state.Shown) bool { return s.Daily.Verb == "" && s.Notice.Tone == state.Good })
		w.state.MakeSheet()
		w.eventually("the paper", func(s state.Shown) bool { return strings.Contains(s.Notice.Say, ".pdf") })
	}},
	{"keys", func(w *world) { w.key(fyne.KeyF1) }},
	{"signin", func(w *world) {
		w.counter.Change(func(s *state.Snapshot) { s.Visits, s.Signed = nil, nil })
		w.eventually("nobody", func(s state.Shown) bool { return s.Next == state.SignAct })
		w.state.Press(state.SignAct)
		w.sheet(state.SignInSheet)
	}},
}

func (w *world) chooseItem() {
	w.key(fyne.KeyF9)
	w.eventually("the document", func(s state.Shown) bool { return len(s.HandOut.Found) > 0 })
	w.key(fyne.KeyDown, fyne.KeyReturn)
	w.eventually("the checklist", func(s state.Shown) bool { return len(s.Now.Steps) > 0 })
	if _, ok := w.win.Canvas().Focused().(*kit.Choice); !ok {
		w.t.Errorf("the keyboard is not with who collects but with %T", w.win.Canvas().Focused())
	}
}

// openVault opens the vault where it begins: with the delivery that was announced.
func (w *world) openVault() {
	w.view.Shortcut(fyne.KeyK)
	w.sheet(state.VaultSheet)
	w.eventually("the delivery", func(s state.Shown) bool { return len(s.Vault.Receive.Rows) > 0 })
}

// receive checks two documents in by keyboard alone: tick, kind, holder, and the next one.
func (w *world) receive() {
	w.key(fyne.KeyReturn, fyne.KeyRight) // the first of the list, and what it is
	w.win.Canvas().FocusNext()
	w.write("Noor Peeters")
	w.key(fyne.KeyReturn, fyne.KeyReturn) // back to the list, and the next one
	w.write("Ilias Amrani")
}

func (w *world) findPlaces() {
	w.key(fyne.KeyF3)
	w.state.SetWide(true)
	w.view.Update()
	w.write("eid")
	w.key(fyne.KeyReturn, fyne.KeyReturn)
	w.eventually("places", func(s state.Shown) bool { return len(s.Booking.Places) > 3 })
}

// openMeeting opens the first appointment whose visitor is not here yet.
func (w *world) openMeeting() {
	for _, r := range w.state.Shown().Agenda {
		if r.State == w.state.Shown().Words.Agenda.NotYet {
			w.state.OpenSlot(r.ID)
			break
		}
	}
	w.sheet(state.MeetingSheet)
}

// Nothing may be cut or stand outside the window: in every theme's metrics, both text sizes, both languages.
func TestNothingIsCut(t *testing.T) {
	wantNothingCut(t, stations, look.Theme{Large: true}, look.Theme{})
}

// wantNothingCut goes to stations in themes and both languages, and wants all that is drawn there whole and inside the window.
func wantNothingCut(t *testing.T, stations []station, themes ...look.Theme) {
	t.Helper()
	if !thorough {
		t.Skip("a picture under the race detector")
	}
	for _, th := range themes {
		for _, lang := range []string{"nl", "en"} {
			for _, st := range stations {
				if !th.Large && lang != "nl" { // large text in the same language is the harder case
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%+v", st.name, lang, th), func(t *testing.T) {
					w := mustOpen(t, th, lang)
					inWords(t, w, lang, st)
					c := w.win.Canvas()
					for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
						w.checkFits(root)
					}
				})
			}
		}
	}
}

// checkFits walks everything that is drawn.
func (w *world) checkFits(root fyne.CanvasObject) {
	w.t.Helper()
	whole := w.win.Canvas().Size()
	for _, o := range drawn(root) {
		if t, ok := o.(*kit.Text); ok && t.Cut() {
			w.t.Errorf("cut: %q in %v", t.Text(), t.Size())
		}
		if _, ok := o.(fyne.Widget); !ok || !o.Visible() {
			continue
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if s := o.Size(); at.X < -1 || at.Y < -1 || at.X+s.Width > whole.Width+1 || at.Y+s.Height > whole.Height+1 {
			w.t.Errorf("outside the window: %T at %v of %v", o, at, s)
		}
		if b, ok := o.(*kit.Button); ok && b.Size().Width+0.5 < b.MinSize().Width {
			w.t.Errorf("button too narrow: %s", b.AccessibilityLabel())
		}
	}
	w.checkOverlap(root)
}

// drawn is everything under an object that is not within something hidden, as it lies there now.
func drawn(root fyne.CanvasObject) []fyne.CanvasObject {
	if !root.Visible() {
		return nil
	}
	out := []fyne.CanvasObject{root}
	var within []fyne.CanvasObject
	switch o := root.(type) {
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	case *fyne.Container:
		within = o.Objects
	}
	for _, o := range within {
		out = append(out, drawn(o)...)
	}
	return out
}

// checkOverlap looks for siblings in containers that lie over each other.
func (w *world) checkOverlap(root fyne.CanvasObject) {
	w.t.Helper()
	for _, o := range drawn(root) {
		c, ok := o.(*fyne.Container)
		if !ok {
			continue
		}
		for i, a := range c.Objects {
			if end := a.Position().Add(a.Size()); a.Visible() && (end.X > c.Size().Width+1 || end.Y > c.Size().Height+1) {
				w.t.Errorf("%T ends at %v, outside its container of %v", a, end, c.Size())
			}
			for _, b := range c.Objects[i+1:] {
				if a.Visible() && b.Visible() && overlap(a, b) {
					w.t.Errorf("%T at %v %v lies over %T at %v %v", a, a.Position(), a.Size(), b, b.Position(), b.Size())
				}
			}
		}
	}
}

func overlap(a, b fyne.CanvasObject) bool {
	pa, sa, pb, sb := a.Position(), a.Size(), b.Position(), b.Size()
	return pa.X+sa.Width > pb.X+0.5 && pb.X+sb.Width > pa.X+0.5 && pa.Y+sa.Height > pb.Y+0.5 && pb.Y+sb.Height > pa.Y+0.5
}

func TestMasters(t *testing.T) {
	for _, st := range stations {
		t.Run(st.name, func(t *testing.T) {
			w := mustOpen(t, look.Theme{}, "nl")
			st.goTo(w)
			w.assertMaster(st.name)
		})
	}
	t.Run("rest-large-contrast", func(t *testing.T) {
		mustOpen(t, look.Theme{Mode: look.Contrast, Large: true}, "nl").assertMaster("rest-large-contrast")
	})
}

// A booking by keyboard alone, from F3 to the notice that it stands.
func TestBookByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.findPlaces()
	w.key(fyne.KeyReturn) // the first place
	w.write("x")
	w.key(fyne.KeyReturn) // of today: nobody needs to be telephoned about it
	w.eventually("the booking", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
	if w.counter.Calls("Book") != 1 {
		t.Error("not booked once")
	}
	if w.win.Canvas().Focused() == nil {
		t.Error("closing the sheet lost the keyboard")
	}
}

// The Tab key reaches every control that can be used, and comes round.
func TestTabReachesEverything(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	want := map[string]bool{"Geef nummer F8": true, "Geef document af F9": true, "Klaar F4": true, "Meld aan F11": true,
		"Zoek plaats F3": true, "Postvak 2 F10": true, "Kluis Ctrl+K": true, "Toetsen F1": true, "Stekker in F12": true}
	for range 30 {
		if b, ok := w.win.Canvas().Focused().(*kit.Button); ok {
			delete(want, b.AccessibilityLabel())
		}
		w.win.Canvas().FocusNext()
	}
	if len(want) > 0 {
		t.Errorf("never reached: %v", want)
	}
}

func TestEscapeClosesASheetAndGivesTheKeyboardBack(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	before := w.win.Canvas().Focused()
	w.key(fyne.KeyF10)
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("the inbox did not open")
	}
	w.key(fyne.KeyEscape)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("the inbox did not close")
	}
	if w.win.Canvas().Focused() != before {
		t.Error("the keyboard is elsewhere")
	}
}

// Whoever types and presses Enter faster than the screen is drawn chooses from the list of what they typed.
func TestQuickFingers(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyF8)
	w.sheet(state.TicketSheet)
	come := func() (n int) {
		for _, r := range w.state.Shown().Waiting {
			if strings.Contains(r.Main, "afhalen") {
				n++
			}
		}
		return n
	}
	before, field := come(), w.win.Canvas().Focused()
	for _, r := range "reispas af" {
		field.TypedRune(r)
	}
	for range 2 { // nothing that was posted has been drawn
		w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	w.eventually("the ticket", func(s state.Shown) bool { return w.counter.Calls("IssueTicket") == 1 && !s.Busy })
	if come() != before+1 {
		t.Errorf("the ticket was given for something else: %+v", w.state.Shown().Waiting)
	}
}
