package ticket

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/visit"
)

// Number is a visitor's ticket at the moment it is printed.
type Number struct {
	Site  string // as people call it
	Visit visit.Visit
	Offer visit.Offer // of the products, with their level: one that is not in it is printed as nothing
	Ahead int         // visitors who wait and stand before this one
	Wait  string      // how long it is likely to take, a range as visit.Wait says it; empty or visit.NoData: nobody knows
	Now   time.Time   // in the site's zone
	Code  string      // for the QR code, printable ASCII; empty: none
}

// Ticket lays it out. A visit that is at a desk already waits for nothing, and the paper does not say that it does.
func (n Number) Ticket() receipt.Ticket {
	t := receipt.Ticket{
		receipt.Line{Text: n.Site, Align: receipt.Middle, Bold: true},
		receipt.Feed(1),
		receipt.Line{Text: "Uw nummer", Align: receipt.Middle},
		receipt.Line{Text: n.Visit.Ticket.String(), Align: receipt.Middle, Size: 6, Bold: true},
		receipt.Feed(1),
	}
	if shown := visit.Show(n.Visit, n.Offer); shown.Product != "" {
		t = append(t, receipt.Line{Text: shown.Product, Align: receipt.Middle})
	}
	t = append(t, receipt.Rule{})
	if n.Visit.State == visit.Waiting {
		t = append(t, receipt.Line{Text: n.ahead()})
		if n.Wait != "" && n.Wait != visit.NoData {
			t = append(t, receipt.Line{Text: "Verwachte wachttijd: " + n.Wait + "."})
		}
		t = append(t, receipt.Line{Text: "Kijk naar het scherm. Wij roepen uw nummer."})
	}
	return append(t, foot(n.Code, n.Now)...)
}

func (n Number) ahead() string {
	switch n.Ahead {
	case 0:
		return "Er wacht niemand voor u."
	case 1:
		return "Er wacht 1 bezoeker voor u."
	}
	return fmt.Sprintf("Er wachten %d bezoekers voor u.", n.Ahead)
}

// foot ends a paper: its QR code, when it was printed, and the cut.
func foot(code string, now time.Time) receipt.Ticket {
	var t receipt.Ticket
	if code != "" {
		t = append(t, receipt.Feed(1), receipt.QR{Text: code, Align: receipt.Middle})
	}
	return append(t, receipt.Line{Text: now.Format("02-01-2006 15:04"), Align: receipt.Middle}, receipt.Feed(1), receipt.Cut{})
}
