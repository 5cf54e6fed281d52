package clerk_test

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/gui/state/statetest"
	"github.com/buurtloket/buurtloket/sync/office"
)

// askSecond fills in the rest and asks for a colleague.
func (w *world) askSecond() {
	w.state.SetKind(0)
	w.state.SetDelivery("", "bpost", "b3")
	w.state.ReceiveDelivery()
	w.sheet(state.SecondSheet)
}

// openSafe opens the vault at a page, with something of every sort that waits.
func (w *world) openSafe(page state.Page) {
	w.counter.SetLists(func(l *state.Lists) { *l = statetest.SafeLists(office.DateOf(statetest.Morning)) })
	w.openVault()
	w.state.OpenPage(page)
	w.eventually("what waits", func(s state.Shown) bool { return strings.HasSuffix(s.Vault.Pages[state.DecidePage], " 6") })
}

func (w *world) choose(about string) {
	w.state.ChooseQuestion(about)
	w.view.Update()
}

// openDay opens the sheet of the day at a page, after two missed nights.
func (w *world) openDay(page state.DayPage) {
	w.counter.Change(statetest.AfterMissedNights)
	w.eventually("the checks", func(s state.Shown) bool { return strings.Contains(s.Line.Words, " 38 ") })
	w.view.Shortcut(fyne.KeyD)
	w.sheet(state.DailySheet)
	w.state.OpenDayPage(page)
	w.view.Update()
}
