package statetest

import (
	"context"

	"github.com/buurtloket/buurtloket/gui/state"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Use is how an invented self-service desk was used.
var Use = []state.KioskUse{{By: "day", Code: "2026-11-26", Count: 41}, {By: "what", Code: "certificate", Count: 64}, {By: "what", Code: "pin-letter", Count: 31},
	{By: "what", Code: "ticket", Count: 22}, {By: "what", Code: "help", Withheld: true}, {By: "product", Code: "attest-bevolking", Count: 58}, {By: "outcome", Code: "done", Count: 97},
	{By: "outcome", Code: "left", Count: 20}, {By: "age", Code: "25-64", Count: 33}, {By: "age", Code: "65-", Withheld: true}, {By: "age", Code: "-25", Withheld: true},
	{By: "language", Code: "nl", Count: 71}, {By: "language", Code: "tr", Count: 12}}

// KioskUse implements state.KioskUses: nothing, until a test says that there was use.
func (f *Counter) KioskUse(context.Context, office.Date, office.Date) ([]state.KioskUse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.use, f.fail["KioskUse"]
}

// Used has the self-service desk be used so.
func (f *Counter) Used(counts ...state.KioskUse) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.use = counts
}
