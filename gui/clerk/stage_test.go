package clerk_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/look"
	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
)

// stageStations are the pictures of a demonstration: the resting screen with devices that are emulated, and its sheet.
var stageStations = []station{
	{"staged", func(w *world) { w.rehearse() }},
	{"stage", func(w *world) { w.onStage(1) }},
	{"stage-receipt", func(w *world) { w.onStage(4); w.key(fyne.KeyDown) }},
	{"stage-scan", func(w *world) { w.onStage(7) }},
}

// rehearse gives the counter devices that are emulated.
func (w *world) rehearse() {
	w.t.Helper()
	w.counter.Change(func(s *state.Snapshot) { statetest.Equipped(s); statetest.Rehearsed(s) })
	w.eventually("the switches", func(s state.Shown) bool { return s.Staged })
}

// onStage opens the sheet at a device.
func (w *world) onStage(prop int) {
	w.t.Helper()
	w.rehearse()
	w.view.Shortcut(fyne.KeyM)
	w.sheet(state.StageSheet)
	w.state.TurnStage(prop)
	w.view.Update()
}

func TestNothingOfTheStageIsCut(t *testing.T) {
	wantNothingCut(t, stageStations, look.Theme{Large: true}, look.Theme{}, look.Theme{Large: true, Mode: look.Contrast})
}

func TestStageMasters(t *testing.T) {
	for _, st := range stageStations {
		t.Run(st.name, func(t *testing.T) {
			w := mustOpen(t, look.Theme{}, "nl")
			st.goTo(w)
			w.assertMaster(st.name)
		})
	}
	t.Run("stage-large-contrast", func(t *testing.T) {
		w := mustOpen(t, look.Theme{Mode: look.Contrast, Large: true}, "nl")
		w.onStage(1)
		w.assertMaster("stage-large-contrast")
	})
}

// By keyboard alone: sideways to a device, down to a switch, Enter on and Enter off; a choice is made in between where
// there is one; Escape goes back.
func TestTheStageByKeyboard(t *testing.T) {
	w := mustOpen(t, look.Theme{}, "nl")
	w.onStage(1)
	w.key(fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	w.eventually("no paper", func(s state.Shown) bool { return s.Stage.Rows[0].State == "aan" })
	w.key(fyne.KeyReturn)
	w.eventually("paper", func(s state.Shown) bool { return s.Stage.Rows[0].State == "uit" })
	w.key(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight) // the card reader
	w.key(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	w.eventually("the card", func(s state.Shown) bool { return s.Stage.Now.Words == "nu: Oksana Kovalenko" })
	if got := w.counter.Emulated(); got != "insert Oksana Kovalenko" {
		t.Errorf("did %q", got)
	}
	w.key(fyne.KeyEscape)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("the sheet did not close")
	}
}
