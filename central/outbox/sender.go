package outbox

import (
	"context"
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/letter"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Sender is the adapter to the register that has letters sent. Its methods may be called from any goroutine. Their faults are
// Unreachable while the register cannot be asked.
type Sender interface {
	// Find is whom a wish means, as the national number of eleven digits; or why there is no letter for them.
	Find(context.Context, Wish) (number string, refused letter.Reason, err error)
	// Send has a letter sent and tells how far it is: accepted, sent, or refused and why. Asked again of the same letter it sends no
	// other and tells how far that one is.
	Send(context.Context, Letter) (contract.LetterStage, letter.Reason, error)
}

// Wish is who asked for a letter, as a card or they themselves say.
type Wish struct {
	Number string // national number; empty: they told name and date of birth
	Name   string
	Born   office.Date // 0 with a number
	At     time.Time   // when they asked
}

// Letter is one letter to be sent.
type Letter struct {
	Site   office.SiteID
	ID     [16]byte // with the site, its name
	Number string
	Since  time.Time // when the register accepted it; zero: it was not told of it, or did not answer
}
