// Package letter is what headquarters and counters both have to say of letters with a new PIN and PUK of an identity card, which
// somebody asks for at a self-service desk: how long nobody gets a second one, and why there is none.
package letter

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Reason is why no letter is sent: a code.
type Reason = string

// The reasons.
const (
	NoPerson  Reason = "no-person"  // nobody in the register is meant, or more than one
	OtherName Reason = "other-name" // who has the number is called otherwise
	Deceased  Reason = "deceased"
	NotHere   Reason = "not-here" // their own municipality has it sent
	Again     Reason = "again"    // one was asked for not long ago
	Erased    Reason = "erased"   // who asked was forgotten before the register could be asked
	Clerk     Reason = "clerk"    // the register wants a clerk to see who it is
)

// AgainDays is within how many days nobody gets a second letter where no rule says it: as long as one may be on its way.
const AgainDays = 14

// AgainOf is within how many days a rule gives nobody a second letter; a missing rule is the usual number.
func AgainOf(rule *contract.KioskRule) office.Date {
	if n := rule.GetLetterAgainDays(); n > 0 {
		return office.Date(min(n, 3650))
	}
	return AgainDays
}

// Soon reports whether a letter that was asked for at one moment makes another at a later one too soon. Moments are told by clocks that
// may differ, so one that lies before the other is soon as well.
func Soon(before, now time.Time, days office.Date) bool {
	return now.Sub(before) < time.Duration(days)*24*time.Hour
}
