package clerk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// teamStations are the pictures of what colleagues do for each other.
var teamStations = []station{
	{"called-help", func(w *world) { w.anotherCalls() }},
	{"called-help-sheet", func(w *world) { w.key(fyne.KeyF3); w.sheet(state.BookingSheet); w.anotherCalls() }},
	{"kiosk-help", func(w *world) {
		w.counter.Change(statetest.AskedAtTheKiosk)
		w.eventually("the call", func(s state.Shown) bool { return s.Can[state.ComeAct] })
	}},
	{"asked-help", func(w *world) {
		w.view.Shortcut(fyne.KeyH)
		w.eventually("the call", func(s state.Shown) bool { return s.Asked && !s.Busy })
	}},
	{"locked", func(w *world) { w.lock() }},
	{"contact", func(w *world) { w.ctrl(fyne.KeyY, state.ContactSheet) }},
	{"contact-noted", func(w *world) { w.noteByPhone(); w.ctrl(fyne.KeyY, state.ContactSheet) }},
	{"contact-figures", func(w *world) { w.noteByPhone(); w.ctrl(fyne.KeyG, state.HallSheet) }},
	{"ahead", func(w *world) { w.ahead(1) }},
	{"ahead-closed", func(w *world) { w.ahead(3) }},
	{"took-over", func(w *world) {
		w.lock()
		w.key(fyne.KeyDown)
		w.write(statetest.PIN)
		w.key(fyne.KeyReturn)
		w.eventually("the colleague", func(s state.Shown) bool { return s.Sheet == state.NoSheet && !s.Busy })
	}},
}

// anotherCalls has desk 2 call its colleagues.
func (w *world) anotherCalls() {
	w.t.Helper()
	w.counter.Change(statetest.Calling(2, statetest.Morning))
	w.eventually("the call", func(s state.Shown) bool { return s.Can[state.ComeAct] })
}

func (w *world) lock() {
	w.t.Helper()
	w.ctrl(fyne.KeyQ, state.SignInSheet)
	w.eventually("the lock", func(s state.Shown) bool { return !s.Busy })
}

// noteByPhone counts a call, by keyboard alone: sideways to the channel, Enter on what it was about.
func (w *world) noteByPhone() {
	w.t.Helper()
	w.ctrl(fyne.KeyY, state.ContactSheet)
	w.key(fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	w.eventually("the contact", func(s state.Shown) bool { return s.Sheet == state.NoSheet && !s.Busy })
}

// ahead turns the agenda so many days further, with the arrow in the agenda's own list.
func (w *world) ahead(days int) {
	w.t.Helper()
	for range 40 {
		if w.state.Shown().AgendaAhead {
			break
		}
		w.win.Canvas().FocusNext()
		w.key(fyne.KeyRight)
	}
	w.state.TurnAgenda(days - 1)
	w.eventually("the day", func(s state.Shown) bool { return s.AgendaEmpty != s.Words.Agenda.Fetching })
}

func TestNothingOfTheColleaguesIsCut(t *testing.T) {
	wantNothingCut(t, teamStations, look.Theme{Large: true}, look.Theme{}, look.Theme{Large: true, Mode: look.Contrast})
}

func TestColleagueMasters(t *testing.T) {
	for _, st := range teamStations {
		t.Run(st.name, func(t *testing.T) {
			w := mustOpen(t, look.Theme{}, "nl")
			st.goTo(w)
			w.assertMaster(st.name)
		})
	}
	t.Run("locked-large-contrast", func(t *testing.T) {
		w := mustOpen(t, look.Theme{Mode: look.Contrast, Large: true}, "nl")
		w.lock()
		w.assertMaster("locked-large-contrast")
	})
}

// One key answers a call, also while a field of another piece of work has the keyboard.
func TestAnAnswerByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyF3)
	w.sheet(state.BookingSheet)
	w.anotherCalls()
	w.view.Shortcut(fyne.KeyJ)
	w.eventually("the answer", func(s state.Shown) bool { return !s.Can[state.ComeAct] && !s.Busy })
	if s := w.state.Shown(); w.counter.Calls("AnswerCall") != 1 || s.Sheet != state.BookingSheet {
		t.Errorf("answered %d times, sheet %v", w.counter.Calls("AnswerCall"), s.Sheet)
	}
}

// A question at the reception is counted with the key of the sheet and Enter; Escape goes back and counts nothing.
func TestAContactByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.ctrl(fyne.KeyY, state.ContactSheet)
	w.key(fyne.KeyEscape)
	if w.counter.Calls("NoteContact") != 0 || w.win.Canvas().Overlays().Top() != nil {
		t.Fatal("Escape counted, or the sheet stayed")
	}
	w.noteByPhone()
	if s := w.state.Shown(); w.counter.Calls("NoteContact") != 1 || s.Notice.Say != "Genoteerd bij telefoon: eID afhalen" {
		t.Errorf("%d times, %+v", w.counter.Calls("NoteContact"), s.Notice)
	}
}
