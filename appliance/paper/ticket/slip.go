package ticket

import (
	"time"

	"github.com/buurtloket/buurtloket/hardware/receipt"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Slip is the paper of an appointment: when, where, and what to bring. Not what for, and not for whom.
type Slip struct {
	Site    string // as people call it
	Address string // of the site; empty when nobody wrote it down
	Date    office.Date
	Start   office.Minute
	Bring   []string  // what the visitor must have with them, a line each
	Code    string    // that the visitor says at the counter, as "K7M4-2QXD"
	QR      string    // for the QR code, printable ASCII; empty: none
	Now     time.Time // in the site's zone
}

// Ticket lays it out.
func (s Slip) Ticket() receipt.Ticket {
	t := receipt.Ticket{
		receipt.Line{Text: "Uw afspraak", Align: receipt.Middle, Bold: true},
		receipt.Feed(1),
		receipt.Line{Text: calendar.SayDate(s.Date), Align: receipt.Middle, Bold: true},
		receipt.Line{Text: s.Start.String(), Align: receipt.Middle, Size: 4, Bold: true},
		receipt.Feed(1),
		receipt.Line{Text: s.Site, Align: receipt.Middle, Bold: true},
	}
	if s.Address != "" {
		t = append(t, receipt.Line{Text: s.Address, Align: receipt.Middle})
	}
	t = append(t, receipt.Rule{})
	if len(s.Bring) > 0 {
		t = append(t, receipt.Line{Text: "Breng mee:"})
		for _, b := range s.Bring {
			t = append(t, receipt.Line{Text: "- " + b})
		}
		t = append(t, receipt.Rule{})
	}
	t = append(t,
		receipt.Line{Text: "Uw code", Align: receipt.Middle},
		receipt.Line{Text: s.Code, Align: receipt.Middle, Size: 2, Bold: true},
		receipt.Line{Text: "Meld u hiermee aan als u er bent.", Align: receipt.Middle})
	return append(t, foot(s.QR, s.Now)...)
}
