package ticket

import (
	"time"

	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Claim is the slip of who comes back for a certificate that could not be made at once. What it is of does not stand on it.
type Claim struct {
	Site  string      // as people call it
	Code  string      // that the visitor says at the counter, as "7J8-H3H"
	Until office.Date // the last day on which it waits
	Now   time.Time   // in the site's zone
}

// Ticket lays it out.
func (c Claim) Ticket() receipt.Ticket {
	t := receipt.Ticket{
		receipt.Line{Text: c.Site, Align: receipt.Middle, Bold: true},
		receipt.Feed(1),
		receipt.Line{Text: "Uw attest is aangevraagd", Align: receipt.Middle, Bold: true},
		receipt.Feed(1),
		receipt.Line{Text: "Uw afhaalcode", Align: receipt.Middle},
		receipt.Line{Text: c.Code, Align: receipt.Middle, Size: 3, Bold: true},
		receipt.Rule{},
		receipt.Line{Text: "Kom het hier afhalen met deze code en uw identiteitskaart."},
		receipt.Line{Text: "Het wacht op u tot en met " + calendar.SayDate(c.Until) + "."},
	}
	return append(t, foot("", c.Now)...)
}
