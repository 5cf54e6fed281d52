package visit

import (
	"fmt"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Fate is what becomes of a visit when a day is closed.
type Fate uint8

// The fates.
const (
	Stays      Fate = iota // it is over, or of a later day, or the site keeps its ticket
	CutOff                 // its service ends, at a moment nobody knows
	TurnedAway             // it ends unserved
)

// AtClosing is what becomes of a visit when all days before the date are closed. A ticket that waits may be kept, where
// the site wants it; a service ends, and who was called or parked is gone.
func (o Order) AtClosing(v Visit, before office.Date) Fate {
	switch {
	case !v.State.Open() || v.Date >= before:
		return Stays
	case v.State == Serving:
		return CutOff
	case v.State == Waiting && int(before)-1-int(v.Date) < o.KeepDays:
		return Stays
	}
	return TurnedAway
}

// Closed says in Dutch what the closing of its day did to a visit, or nothing when it did nothing: no ticket disappears
// without a word. A kept ticket is told with the last day on which it is good.
func (o Order) Closed(v Visit) string {
	switch {
	case v.State == Finished && v.Cut:
		return fmt.Sprintf("%s was bij sluiting nog in behandeling bij loket %d; het bezoek is afgesloten, zonder einduur.", v.Ticket, v.Desk)
	case v.State == Left && v.Cut && v.Paused != 0:
		return fmt.Sprintf("%s was nog niet klaar bij sluiting; het volgnummer is afgesloten.", v.Ticket)
	case v.State == Left && v.Cut && v.Called != 0:
		return fmt.Sprintf("%s was opgeroepen en niet verschenen bij sluiting; het volgnummer is afgesloten.", v.Ticket)
	case v.State == Left && v.Cut:
		return fmt.Sprintf("%s wachtte nog bij sluiting; het volgnummer is afgesloten.", v.Ticket)
	case v.State == Waiting && o.KeepDays > 0:
		return fmt.Sprintf("%s wachtte nog bij sluiting; het volgnummer blijft geldig tot en met %s.", v.Ticket, calendar.SayDate(v.Date+office.Date(o.KeepDays)))
	}
	return ""
}
