package register

import (
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/fault"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Whereabouts is where a document can be collected: at home in a vault, and for the day of a trip at the counter that it
// went to, and there alone (A002-43, A002-45).
type Whereabouts struct {
	Home office.SiteID
	Out  office.SiteID // empty: it is on no trip
	Day  office.Date   // of the trip; it is home again that evening
}

// On is the site at which it can be collected on a date.
func (w Whereabouts) On(d office.Date) office.SiteID {
	if w.Out != "" && d <= w.Day {
		return w.Out
	}
	return w.Home
}

// Whereabouts finds a document by what the journals say: it lies where nothing holds it back, or a colleague has it along on
// a trip of the day. The fault, NotFound or Refused, says in Dutch why it can be collected nowhere.
func (v View) Whereabouts(document string) (w Whereabouts, err error) {
	const op = "register.Whereabouts"
	number, err := Number(document)
	if err != nil {
		return w, err
	}
	var held string
	var home *contract.DocumentState
	given, trip := false, map[string]bool{} // handed out on a trip, and on which
	for d := range v.Document(number) {
		switch {
		case d.LentBy != "": // the vault that lent it answers for it, unless it was handed out
			if d.State == DocumentHandedOut {
				given, trip[d.Trip] = true, true
			}
		case d.State == DocumentHere, d.State == DocumentAway:
			home = d
		case held == "" || lying(d):
			held = d.State
		}
	}
	switch {
	case home != nil && home.State == DocumentAway && trip[home.Trip], home == nil && held == "" && given:
		held = DocumentHandedOut
	case home != nil && home.State == DocumentAway:
		return Whereabouts{Home: office.SiteID(home.Site), Out: office.SiteID(home.To), Day: office.Date(home.TripDay)}, nil
	case home != nil:
		return Whereabouts{Home: office.SiteID(home.Site)}, nil
	}
	switch held {
	case "":
		return w, fault.New(op, fault.NotFound).On(number).Tell("Dit document is nog op geen enkel loket aangekomen.", "U krijgt bericht zodra het er ligt.")
	case DocumentHandedOut:
		return w, fault.New(op, fault.Refused).On(number).Tell("Dit document is al afgehaald.", "Klopt dat niet, bel ons dan.")
	}
	return w, fault.New(op, fault.Refused).On(number).Tell("Dit document kan nu niet afgehaald worden.", "Bel ons; een medewerker zoekt het uit.")
}

// Lies is the site whose vault answers for a document: where it can be collected when no trip is on. Faults are those of
// Whereabouts.
func (v View) Lies(document string) (office.SiteID, error) {
	w, err := v.Whereabouts(document)
	return w.Home, err
}
