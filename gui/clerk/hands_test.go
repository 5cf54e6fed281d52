package clerk_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
)

// hands do a task as a person does, and write down each step: a key (alone or with Ctrl), a tap, a code or name typed, a scan,
// a card put in.
type hands struct {
	*world
	did []string
}

func (h *hands) note(format string, with ...any) { h.did = append(h.did, fmt.Sprintf(format, with...)) }

// keyNames are the keys that are written otherwise than the toolkit names them.
var keyNames = map[fyne.KeyName]string{fyne.KeyReturn: "Enter"}

func (h *hands) press(names ...fyne.KeyName) {
	h.t.Helper()
	for _, n := range names {
		said := keyNames[n]
		if said == "" {
			said = string(n)
		}
		h.note("%s", said)
		h.key(n)
	}
}

func (h *hands) chord(key fyne.KeyName) {
	h.t.Helper()
	h.eventually("the end of what was under way", func(s state.Shown) bool { return !s.Busy })
	h.note("Ctrl+%s", key)
	h.view.Shortcut(key)
	h.view.Update()
}

// types types where the keyboard is: one step, however long it is.
func (h *hands) types(what, words string) {
	h.t.Helper()
	h.note("*%s*", what)
	for _, r := range words { // what has the keyboard may change with the first character
		h.win.Canvas().Focused().TypedRune(r)
		h.view.Update()
	}
}

func (h *hands) scan(what string, s state.Scan) {
	h.note("scan of *%s*", what)
	h.counter.Scan(s)
}

// on is everything that can be tapped: the sheet when one lies there.
func (h *hands) on() []fyne.CanvasObject {
	if top := h.win.Canvas().Overlays().Top(); top != nil {
		return drawn(top)
	}
	return drawn(h.win.Canvas().Content())
}

// tap taps a button, a line of a checklist or a field by its words.
func (h *hands) tap(words string) {
	h.t.Helper()
	h.eventually("the end of what was under way", func(s state.Shown) bool { return !s.Busy })
	for _, o := range h.on() {
		named, ok := o.(fyne.Accessible)
		if !ok || !o.Visible() || strings.TrimSpace(named.AccessibilityLabel()) != words {
			continue
		}
		switch o := o.(type) {
		case *kit.Field:
			h.win.Canvas().Focus(o)
		case fyne.Tappable:
			test.Tap(o)
		default: // its label
			continue
		}
		h.note("tap *%s*", words)
		h.view.Update()
		return
	}
	h.t.Fatalf("there is no %q to tap", words)
}

// tab taps one of several choices beside each other by its words.
func (h *hands) tab(words string) {
	h.t.Helper()
	for _, o := range h.on() {
		c, ok := o.(*kit.Choice)
		if !ok {
			continue
		}
		for _, part := range test.WidgetRenderer(c).Objects() {
			if t, ok := part.(*canvas.Text); ok && strings.HasPrefix(t.Text, words) {
				h.note("tap *%s*", words)
				test.TapAt(c, t.Position().AddXY(2, 2))
				h.view.Update()
				return
			}
		}
	}
	h.t.Fatalf("there is no choice %q", words)
}

// done waits until nothing is under way and an act reached the counter so many times.
func (h *hands) done(act string, times int) {
	h.t.Helper()
	h.eventually(act, func(s state.Shown) bool { return !s.Busy && h.counter.Calls(act) >= times })
	if n := h.counter.Calls(act); n != times {
		h.t.Errorf("%s was done %d times", act, n)
	}
}

// rested waits for the resting screen.
func (h *hands) rested() {
	h.t.Helper()
	h.eventually("the resting screen", func(s state.Shown) bool { return !s.Busy && s.Sheet == state.NoSheet })
}

// free ends the visit at the desk; called calls the next visitor. Neither is counted.
func (h *hands) free() {
	h.key(fyne.KeyF4)
	h.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" })
}

func (h *hands) called() {
	h.free()
	h.key(fyne.KeyF2)
	h.eventually("the call", func(s state.Shown) bool { return s.Can[state.Serve] })
}

// code is that of an appointment whose visitor is not here yet.
func (h *hands) code() (code string) {
	h.counter.Change(func(s *state.Snapshot) {
		for _, slot := range s.Agenda {
			if slot.State == state.Expected {
				code = slot.Appointment.Code()
			}
		}
	})
	return code
}

func (h *hands) scanDocument() {
	h.scan("the document", state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
	h.eventually("the checklist", func(s state.Shown) bool { return s.Now.Chosen && !s.Busy })
}

func (h *hands) places() {
	h.t.Helper()
	h.eventually("the places", func(s state.Shown) bool { return s.Booking.CanBook })
}

// A whole code announces its visitor; what a person or a scanner types after it does nothing else, and every key of the desk
// goes on from there.
func TestNothingFollowsAWholeCode(t *testing.T) {
	for _, next := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF4} {
		h := &hands{world: mustOpen(t, look.Theme{}, "nl")}
		code := h.code()
		h.press(fyne.KeyF11)
		h.types("code", code)
		if next == fyne.KeyReturn { // at once, as a scanner that types
			h.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: next})
		}
		h.done("CheckIn", 1)
		if h.state.Shown().Sheet == state.CheckInSheet {
			h.press(next)
		}
		h.rested()
		h.done("CheckIn", 1)
		if n := h.counter.Calls("Finish"); (n == 1) != (next == fyne.KeyF4) {
			t.Errorf("after %s: finished %d times", next, n)
		}
	}
}

// A place of another day asks for the telephone before it is booked, and letters in the list of places are the name.
func TestBookAnotherDayByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyF4)
	w.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" })
	w.findPlaces()
	w.key(fyne.KeyEnd)
	if s := w.state.Shown().Booking; s.Soon {
		t.Fatalf("the last place is of today: %+v", s)
	}
	for _, r := range "Ria" {
		w.win.Canvas().Focused().TypedRune(r)
	}
	w.key(fyne.KeyReturn)
	if w.counter.Calls("Book") != 0 {
		t.Fatal("booked without the telephone")
	}
	w.write("0470 00 00 00")
	w.key(fyne.KeyReturn)
	w.eventually("the booking", func(s state.Shown) bool { return s.Sheet == state.NoSheet && !s.Busy })
	if b := w.counter.Booked(); b.Name != "Ria" || b.Phone != "0470 00 00 00" {
		t.Errorf("%+v", b)
	}
}

// A whole service by keyboard alone: finish, call, the visitor is here, done.
func TestServeByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyF4)
	w.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" })
	w.key(fyne.KeyF2)
	w.eventually("the call", func(s state.Shown) bool { return s.Now.Ticket == "A019" && s.Next == state.Serve })
	w.key(fyne.KeyF5)
	w.eventually("the service", func(s state.Shown) bool { return s.Now.Elapsed != "" })
	w.key(fyne.KeyF4)
	w.eventually("the end", func(s state.Shown) bool { return s.Now.Empty != "" })
	if n := w.counter.Calls("Call"); n != 1 {
		t.Errorf("called %d times", n)
	}
}

// A document by keyboard alone: find, choose, tick every step with Tab and Space, give.
func TestHandOutByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.chooseItem()
	if s := w.state.Shown(); s.Can[state.HandOutAct] {
		t.Error("the document can be given with no step done")
	}
	for range 60 { // more stops than the screen has
		w.win.Canvas().FocusNext()
		switch f := w.win.Canvas().Focused().(type) {
		case *kit.Check:
			if !f.Ticked() {
				w.key(fyne.KeySpace)
			}
		case *kit.Pick:
			if f.Picked() < 0 {
				w.key(fyne.KeyRight, fyne.KeyRight)
			}
		}
	}
	if s := w.state.Shown(); !s.Now.Ready || s.Next != state.HandOutAct {
		t.Fatalf("not ready: %+v", s.Now.Steps)
	}
	w.key(fyne.KeyF9)
	w.eventually("the hand-over", func(s state.Shown) bool { return s.Notice.Tone == state.Good })
	if got := strings.Join(w.counter.Handed().Evidence, " "); w.counter.Calls("HandOut") != 1 || got != "letter-seen identity likeness attest chip-tested later" {
		t.Errorf("handed out %d times, with %q", w.counter.Calls("HandOut"), got)
	}
	if f, ok := w.win.Canvas().Focused().(fyne.CanvasObject); !ok || !f.Visible() {
		t.Error("the keyboard is with something that is gone")
	}
}
