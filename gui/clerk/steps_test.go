package clerk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/golden"
	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// published is where the table of steps stands, between these marks.
const (
	published  = "../DESIGN.md"
	tableBegin = "<!-- steps: written by go test ./gui/clerk -run TestSteps -update -->\n"
	tableEnd   = "<!-- steps end -->\n"
)

// tasks are the rows of the table. goal 0: none was set. ready is not counted.
var tasks = []struct {
	name  string
	goal  int
	ready func(*hands)
	do    func(*hands)
}{
	{"call, serve, finish", 3, (*hands).free, func(h *hands) {
		h.press(fyne.KeyF2, fyne.KeyF5, fyne.KeyF4)
		h.done("Finish", 2)
	}},
	{"check in by a code that is typed", 2, nil, func(h *hands) {
		code := strings.ToLower(h.code())
		h.press(fyne.KeyF11)
		h.types("code", code)
		h.done("CheckIn", 1)
	}},
	{"check in by a code that is scanned", 1, nil, func(h *hands) {
		h.scan("the code", state.Scan{Kind: state.BookingScan, Text: h.code()})
		h.done("CheckIn", 1)
	}},
	{"hand out a scanned document, by keys", 6, nil, func(h *hands) {
		h.scanDocument()
		h.press(fyne.KeyDown, fyne.KeySpace, fyne.KeySpace, fyne.KeyF9, fyne.KeyF9)
		h.done("HandOut", 1)
	}},
	{"hand out a scanned document, by touch", 6, nil, func(h *hands) {
		h.scanDocument()
		h.tap("Identiteit van de afhaler nagekeken")
		h.tap("Foto vergeleken met de persoon")
		h.tap("Bevestig samen F9")
		h.tap("Geef af F9")
		h.done("HandOut", 1)
	}},
	{"hand out a scanned document, identity by the reader", 6, func(h *hands) { h.putCard("Lotte Maes") }, func(h *hands) {
		h.scanDocument()
		h.chord(fyne.KeyI)
		h.press(fyne.KeyDown, fyne.KeySpace, fyne.KeyF9, fyne.KeyF9)
		h.done("HandOut", 1)
	}},
	{"book for today", 5, (*hands).free, func(h *hands) {
		h.press(fyne.KeyF3)
		h.types("what for", "reispas aan")
		h.press(fyne.KeyReturn)
		h.places()
		h.types("name", "Ria Claes")
		h.press(fyne.KeyReturn)
		h.done("Book", 1)
	}},
	{"book for today for who sits at the desk", 5, nil, func(h *hands) {
		h.press(fyne.KeyF3)
		h.types("what for", "reispas aan")
		h.press(fyne.KeyReturn)
		h.places()
		h.press(fyne.KeyReturn, fyne.KeyReturn)
		h.done("Book", 1)
	}},
	{"recall", 0, (*hands).called, func(h *hands) { h.press(fyne.KeyF6); h.done("Recall", 1) }},
	{"did not appear", 0, (*hands).called, func(h *hands) { h.press(fyne.KeyF7); h.done("Miss", 1) }},
	{"step aside and take back", 0, nil, func(h *hands) {
		h.chord(fyne.KeyP)
		h.eventually("a free desk", func(s state.Shown) bool { return s.Can[state.ResumeAct] && !s.Busy })
		h.chord(fyne.KeyR)
		h.eventually("the visitor again", func(s state.Shown) bool { return s.Now.Ticket == "A014" && !s.Busy })
	}},
	{"send on to another desk", 0, nil, func(h *hands) {
		h.chord(fyne.KeyS)
		h.press(fyne.KeyReturn, fyne.KeyReturn)
		h.done("Transfer", 1)
	}},
	{"next product of the same visitor", 0, func(h *hands) { h.several() }, func(h *hands) { h.chord(fyne.KeyN); h.done("Transfer", 1) }},
	{"undo", 0, (*hands).free, func(h *hands) { h.chord(fyne.KeyZ); h.done("Undo", 1) }},
	{"ticket for a walk-in", 0, nil, func(h *hands) {
		h.press(fyne.KeyF8)
		h.types("what for", "reispas aan")
		h.press(fyne.KeyReturn, fyne.KeyReturn)
		h.done("IssueTicket", 1)
	}},
	{"urgent ticket with its reason", 0, nil, func(h *hands) {
		h.press(fyne.KeyF8)
		h.types("what for", "verl")
		h.press(fyne.KeyReturn, fyne.KeyRight, fyne.KeyReturn, fyne.KeyReturn)
		h.done("IssueTicket", 1)
	}},
	{"who waits becomes urgent, with the reason", 0, nil, func(h *hands) {
		h.press(fyne.KeyDown)
		h.chord(fyne.KeyU)
		h.press(fyne.KeyReturn)
		h.done("Hasten", 1)
	}},
	{"receive an announced consignment of three", 0, func(h *hands) {
		h.counter.Announce(state.Delivery{ID: "2026-1201", Items: []state.Arrival{{Number: "592-7000021-31"}, {Number: "592-7000022-32"}, {Number: "592-7000023-33"}}})
	}, receiveThree},
	{"count a compartment with one document", 0, nil, func(h *hands) {
		h.chord(fyne.KeyK)
		h.eventually("the vault", func(s state.Shown) bool { return len(s.Vault.Pages) > 0 && len(s.Vault.Receive.Rows) > 0 })
		h.tab("Tellen")
		h.tap(h.state.Shown().Words.Safe.CountWhere)
		h.types("compartment", "12")
		h.press(fyne.KeyReturn)
		h.scan("the document", state.Scan{Kind: state.DocumentScan, Number: "592123456732"})
		h.eventually("the document", func(s state.Shown) bool { return len(s.Vault.Count.Rows) == 1 })
		h.tap(h.state.Shown().Words.Acts.Counted)
		h.done("Count", 1)
	}},
	{"photo taken and kept", 0, func(h *hands) { h.counter.SetShot(statetest.GoodShot()) }, func(h *hands) {
		h.chord(fyne.KeyF)
		h.eventually("the camera", func(s state.Shown) bool { return s.Photo.CanTake })
		h.press(fyne.KeySpace)
		h.eventually("the verdict", func(s state.Shown) bool { return s.Photo.Judged && !s.Busy })
		h.press(fyne.KeySpace, fyne.KeyReturn)
		h.done("KeepPhoto", 1)
	}},
	{"sign in by PIN", 0, func(h *hands) { h.signOut() }, func(h *hands) {
		h.types("PIN", statetest.PIN)
		h.press(fyne.KeyReturn)
		h.eventually("who signed in", func(s state.Shown) bool { return s.Clerk == "An Peeters" })
	}},
	{"sign in by card", 0, func(h *hands) { h.counter.Bind("An Peeters", "an"); h.signOut() }, func(h *hands) {
		h.note("card in the reader")
		h.putCard("An Peeters")
		h.types("its PIN", statetest.CardPIN)
		h.press(fyne.KeyReturn)
		h.eventually("who signed in", func(s state.Shown) bool { return s.Clerk == "An Peeters" })
	}},
	{"lock and come back", 0, nil, func(h *hands) {
		h.chord(fyne.KeyQ)
		h.eventually("the lock", func(s state.Shown) bool { return s.Sheet == state.SignInSheet && !s.Busy })
		h.types("PIN", statetest.PIN)
		h.press(fyne.KeyReturn)
		h.eventually("the desk", func(s state.Shown) bool { return s.Sheet == state.NoSheet && s.Now.Ticket == "A014" && !s.Busy })
	}},
	{"call the colleagues", 0, nil, func(h *hands) {
		h.chord(fyne.KeyH)
		h.eventually("the call", func(s state.Shown) bool { return s.Asked && !s.Busy })
	}},
	{"question at the reception noted", 0, nil, func(h *hands) {
		h.chord(fyne.KeyY)
		h.press(fyne.KeyReturn)
		h.done("NoteContact", 1)
	}},
	{"print the number of who waits", 0, func(h *hands) { h.equip() }, func(h *hands) {
		h.press(fyne.KeyReturn)
		h.sheet(state.VisitorSheet)
		h.tap(h.state.Shown().Words.Gear.PrintTicket)
		h.done("Print", 1)
	}},
}

// receiveThree takes three documents of which headquarters announced the numbers only.
func receiveThree(h *hands) {
	h.chord(fyne.KeyK)
	h.eventually("the delivery", func(s state.Shown) bool { return len(s.Vault.Receive.Rows) == 3 })
	h.press(fyne.KeyReturn, fyne.KeyRight)
	h.note("Tab")
	h.win.Canvas().FocusNext()
	for i, who := range []string{"Noor Peeters", "Ilias Amrani", "Jef Wouters"} {
		if i > 0 {
			h.press(fyne.KeyReturn)
		}
		h.types("holder", who)
		h.press(fyne.KeyReturn)
	}
	h.tap(h.state.Shown().Words.Vault.From)
	h.types("who brought it", "bpost")
	h.press(fyne.KeyReturn)
	h.types("compartment", "b3")
	h.press(fyne.KeyReturn)
	h.sheet(state.SecondSheet)
	h.types("PIN of a colleague", statetest.PIN)
	h.press(fyne.KeyReturn)
	h.done("Receive", 1)
	if n := len(h.counter.Taken().Items); n != 3 {
		h.t.Errorf("%d documents were received", n)
	}
}

// TestSteps performs every task of the table in the floor's design and counts. It fails where the table says otherwise, or a
// goal is exceeded.
func TestSteps(t *testing.T) {
	var table strings.Builder
	table.WriteString("| task | steps | goal | which |\n|---|---|---|---|\n")
	for _, task := range tasks {
		t.Run(task.name, func(t *testing.T) {
			h := &hands{world: mustOpen(t, look.Theme{}, "nl")}
			if task.ready != nil {
				task.ready(h)
				h.view.Update()
			}
			task.do(h)
			goal := ""
			if n := len(h.did); task.goal > 0 {
				goal = fmt.Sprintf("%d", task.goal)
				if n > task.goal {
					t.Errorf("%d steps, the goal is %d: %v", n, task.goal, h.did)
				}
			}
			fmt.Fprintf(&table, "| %s | %d | %s | %s |\n", task.name, len(h.did), goal, strings.Join(h.did, ", "))
		})
	}
	if !t.Failed() {
		compareTable(t, table.String())
	}
}

// compareTable compares a table with the published one, or publishes it.
func compareTable(t *testing.T, table string) {
	t.Helper()
	all, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(all), tableBegin)
	was, after, closed := strings.Cut(rest, tableEnd)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", published)
	}
	if golden.Updating() {
		if err := os.WriteFile(published, []byte(before+tableBegin+table+tableEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if was != table {
		t.Errorf("%s says\n%s\nand what was performed is\n%s", published, was, table)
	}
}
