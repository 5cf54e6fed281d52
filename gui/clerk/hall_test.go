package clerk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/kit"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// hallStations are the pictures of the waiting room: its sheets, and the screen with all that can stand on it.
var hallStations = []station{
	{"hall-order", func(w *world) { w.ctrl(fyne.KeyW, state.HallSheet); w.key(fyne.KeyDown) }},
	{"hall-figures", func(w *world) { w.ctrl(fyne.KeyG, state.HallSheet) }},
	{"hall-ended", func(w *world) { w.ctrl(fyne.KeyG, state.HallSheet); w.key(fyne.KeyRight) }},
	{"hall-use", func(w *world) { w.openUse() }},
	{"hall-use-none", func(w *world) { w.ctrl(fyne.KeyG, state.HallSheet); w.key(fyne.KeyRight, fyne.KeyRight) }},
	{"aside", func(w *world) { w.openAside() }},
	{"aside-leaves", func(w *world) { w.openAside(); w.state.LeaveAside(); w.view.Update() }},
	{"aside-mine", func(w *world) {
		w.state.Press(state.ParkAct)
		w.eventually("the desk to be free", func(s state.Shown) bool { return !s.Busy && s.Now.Empty != "" && s.Can[state.ResumeAct] })
	}},
	{"send", func(w *world) {
		w.several()
		w.ctrl(fyne.KeyS, state.SendSheet)
		w.state.DoneHere(0, true)
		w.view.Update()
	}},
	{"send-product", func(w *world) { w.ctrl(fyne.KeyS, state.SendSheet); w.write("re") }},
	{"several", func(w *world) { w.several() }},
	{"called-past", func(w *world) {
		w.counter.Change(func(s *state.Snapshot) {
			s.Visits[0].Served, s.Visits[0].Next = time.Time{}, []office.ProductID{"eid-aanvraag", "reispas-aanvraag"}
			s.Visits[0].Passed = []string{"A016: wie aan loket 1 zit, is niet opgeleid voor Elektronische vreemdelingenkaart (eVK) aanvragen", "A018: is voor loket 2"}
		})
		w.eventually("who was passed over", func(s state.Shown) bool { return s.Now.Passed != "" })
	}},
	{"haste", func(w *world) { w.key(fyne.KeyDown); w.ctrl(fyne.KeyU, state.HasteSheet) }},
	{"haste-taken", func(w *world) { w.ctrl(fyne.KeyU, state.HasteSheet) }},
	{"ticket-urgent", func(w *world) {
		w.key(fyne.KeyF8)
		w.write("verl")
		w.key(fyne.KeyReturn, fyne.KeyRight, fyne.KeyReturn)
	}},
	{"door", func(w *world) { w.turnAway() }},
	{"door-code", func(w *world) {
		w.key(fyne.KeyF11)
		w.write("elders")
		w.key(fyne.KeyReturn)
		w.sheet(state.DoorSheet)
	}},
	{"booking-coded", func(w *world) {
		w.key(fyne.KeyF3)
		w.write("zonder")
		w.key(fyne.KeyReturn) // it suits one product only
		w.eventually("places", func(s state.Shown) bool { return s.Booking.Coded && len(s.Booking.Places) > 1 })
	}},
}

// ctrl presses a key together with Ctrl and waits for its sheet.
func (w *world) ctrl(key fyne.KeyName, s state.Sheet) {
	w.t.Helper()
	w.view.Shortcut(key)
	w.sheet(s)
}

// openUse opens the page of the self-service desk.
func (w *world) openUse() {
	w.counter.Used(statetest.Use...)
	w.ctrl(fyne.KeyG, state.HallSheet)
	w.key(fyne.KeyRight, fyne.KeyRight)
	w.eventually("its use", func(s state.Shown) bool { return s.Hall.Page == state.UsePage && len(s.Hall.Rows) > 0 })
}

// openAside opens who stepped aside from desk 2: the last of the list.
func (w *world) openAside() {
	w.key(fyne.KeyEnd, fyne.KeyReturn)
	w.sheet(state.AsideSheet)
}

// several gives the visitor at the desk three products.
func (w *world) several() {
	w.counter.Change(func(s *state.Snapshot) {
		s.Visits[0].Next, s.Visits[0].Of = []office.ProductID{"reispas-aanvraag", "rijbewijs-aanvraag"}, 3
	})
	w.eventually("the products", func(s state.Shown) bool { return s.Now.Then != "" })
}

// turnAway refuses a ticket by the rules, and waits for the offer.
func (w *world) turnAway() {
	w.counter.Fail("IssueTicket", fault.New("local.Issue", fault.Refused).Tell("Zonder afspraak kan dit vandaag alleen van 13:00 tot 16:00.",
		"Eerste vrije plaatsen: donderdag 26 november om 10:20 in Buurtloket Berchem; vrijdag 27 november om 09:00 in Buurtloket Groenenhoek."))
	w.key(fyne.KeyF8)
	w.write("reispas aan")
	w.key(fyne.KeyReturn, fyne.KeyReturn)
	w.eventually("the offer", func(s state.Shown) bool { return s.Sheet == state.DoorSheet && len(s.Door.Places) > 0 })
}

// Nothing is cut in the waiting room either, in both languages and sizes.
func TestNothingOfTheHallIsCut(t *testing.T) {
	wantNothingCut(t, hallStations, look.Theme{Large: true}, look.Theme{})
}

func TestHallMasters(t *testing.T) {
	for _, st := range hallStations {
		t.Run(st.name, func(t *testing.T) {
			w := mustOpen(t, look.Theme{}, "nl")
			st.goTo(w)
			w.assertMaster(st.name)
		})
	}
}

// A visitor is parked and taken back with one key each, and a step is taken back with one.
func TestAsideByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.view.Shortcut(fyne.KeyP)
	w.eventually("a free desk", func(s state.Shown) bool { return !s.Busy && s.Can[state.ResumeAct] })
	w.view.Shortcut(fyne.KeyR)
	w.eventually("A014 again", func(s state.Shown) bool { return s.Now.Ticket == "A014" && s.Now.Elapsed != "" })
	w.key(fyne.KeyF4)
	w.eventually("the end", func(s state.Shown) bool { return !s.Busy && s.Undo == "Laatste stap: A014, afronding aan loket 1" })
	w.view.Shortcut(fyne.KeyZ)
	w.eventually("A014 at the desk", func(s state.Shown) bool { return s.Now.Ticket == "A014" && s.Notice.Say != "" })
	if w.counter.Calls("Undo") != 1 {
		t.Errorf("undone %d times", w.counter.Calls("Undo"))
	}
}

// A visitor is sent on by Ctrl+S, a few letters, Enter, Enter; a product that is in order is ticked with the space bar.
func TestSendOnByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.ctrl(fyne.KeyS, state.SendSheet)
	w.write("wonen")
	w.key(fyne.KeyReturn, fyne.KeyReturn)
	w.eventually("the visitor to be sent", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
	if to := w.counter.Sent(); to.Theme != "wonen" || to.Desk != 0 || len(to.Done)+len(to.Added) != 0 {
		t.Errorf("sent to %+v", to)
	}
	if w.win.Canvas().Focused() == nil {
		t.Error("closing the sheet lost the keyboard")
	}
}

// An urgent ticket by keyboard alone: what for, the sideways arrow, Enter, why, Enter.
func TestUrgentTicketByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyF8)
	w.write("zonder")
	w.key(fyne.KeyReturn, fyne.KeyReturn)
	w.eventually("that a code is needed", func(s state.Shown) bool { return strings.Contains(s.Notice.Say, "code nodig") })
	w.key(fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn) // urgent
	w.key(fyne.KeyDown, fyne.KeyReturn)                 // the second reason
	w.eventually("the ticket", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
	if got := w.counter.Issued(); got.Product != "zonder-afspraak" || got.Urgency != 2 || got.Reason != "verlies" {
		t.Errorf("%+v", got)
	}
}

// The offer at the door is taken by Enter: only the name is left to type.
func TestTheOfferAtTheDoorByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.turnAway()
	w.key(fyne.KeyReturn)
	w.sheet(state.BookingSheet)
	if _, ok := w.win.Canvas().Focused().(*kit.Field); !ok {
		t.Fatalf("the keyboard is with %T", w.win.Canvas().Focused())
	}
	w.write("Ria")
	w.key(fyne.KeyReturn)
	w.eventually("the booking", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Notice.Tone == state.Good })
	if b := w.counter.Booked(); b.Name != "Ria" || b.Product != "reispas-aanvraag" {
		t.Errorf("%+v", b)
	}
}

// Urgency by keyboard: Ctrl+U on the chosen visitor, Enter on the reason. The sideways arrow changes how urgent.
func TestHasteByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.key(fyne.KeyDown)
	w.ctrl(fyne.KeyU, state.HasteSheet)
	w.key(fyne.KeyLeft, fyne.KeyReturn)
	w.eventually("the code", func(s state.Shown) bool { return s.Notice.Say == "A017 heeft nu de code semi-spoed." })
}

// Escape closes a sheet also while somebody types in it.
func TestEscapeFromAField(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.ctrl(fyne.KeyS, state.SendSheet)
	w.write("w")
	w.key(fyne.KeyEscape)
	if s := w.state.Shown().Sheet; s != state.NoSheet {
		t.Errorf("sheet %d is open", s)
	}
	w.ctrl(fyne.KeyW, state.HallSheet)
}

// Every key together with Ctrl reaches the window, none twice.
func TestShortcuts(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	got := w.view.Shortcuts()
	for _, want := range []fyne.KeyName{"K", "P", "R", "S", "N", "U", "W", "G", "Z"} {
		if !slices.Contains(got, want) {
			t.Errorf("Ctrl+%s is not taken", want)
		}
	}
	for _, own := range []fyne.KeyName{"T", "L"} { // the window's: theme and large text
		if slices.Contains(got, own) || state.ActOf("Ctrl+"+string(own)) != state.NoAct {
			t.Errorf("Ctrl+%s is the window's", own)
		}
	}
}
