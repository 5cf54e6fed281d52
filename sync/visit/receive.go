package visit

import (
	"fmt"
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Booking is what is known of an appointment when its visitor stands at the door.
type Booking struct {
	Site     office.SiteID
	SiteName string // Dutch, as on the door
	Date     office.Date
	Planned  office.Minute
}

// Timing is how an arrival and its appointment fit.
type Timing uint8

// The timings.
const (
	OnTime    Timing = iota
	Early            // may wait here; perhaps called early
	Late             // keeps the appointment's place
	TooLate          // joins those without appointment
	WrongDay         // not today
	WrongSite        // not here
)

// Welcome is what the rules say of an arrival.
type Welcome struct {
	Timing  Timing
	Minutes int    // before or after the planned start, for Early, Late and TooLate
	Say     string // Dutch; nothing when on time. For another day or site: where and when instead
}

// Admits reports whether the visitor can be checked in here and now.
func (w Welcome) Admits() bool { return w.Timing < WrongDay }

// Receive says how an appointment and an arrival at site here, now in its zone, fit. Another site is told before
// another day: who stands at the wrong door on the wrong day must know both, and Say gives both.
func (o Order) Receive(b Booking, here office.SiteID, now time.Time) Welcome {
	today := office.DateOf(now)
	is := "is"
	if b.Date < today {
		is = "was"
	}
	where := b.SiteName
	if where == "" {
		where = string(b.Site)
	}
	switch {
	case b.Site != here:
		return Welcome{Timing: WrongSite, Say: fmt.Sprintf("Deze afspraak %s op %s om %s in %s, niet hier.", is, calendar.SayDate(b.Date), b.Planned, where)}
	case b.Date != today:
		return Welcome{Timing: WrongDay, Say: fmt.Sprintf("Deze afspraak %s op %s om %s, niet vandaag.", is, calendar.SayDate(b.Date), b.Planned)}
	}
	start := b.Date.At(b.Planned, now.Location())
	w := Welcome{Minutes: int(now.Sub(start).Abs() / time.Minute)}
	switch {
	case StampOf(now) > StampOf(start)+minutes(o.Grace):
		w.Timing = TooLate
		w.Say = fmt.Sprintf("De afspraak was om %s, %d min geleden: de bezoeker sluit aan bij de inloop.", b.Planned, w.Minutes)
	case w.Minutes > 0 && now.After(start):
		w.Timing = Late
		w.Say = fmt.Sprintf("De afspraak was om %s, %d min geleden: de bezoeker houdt de plaats in de rij.", b.Planned, w.Minutes)
	case w.Minutes > o.Soon && now.Before(start):
		w.Timing = Early
		w.Say = fmt.Sprintf("De afspraak is pas om %s, over %d min.", b.Planned, w.Minutes)
	}
	return w
}
