package rulebook

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// WishOf is what an appointment asks of the calendar, at the instant now. Its place has been checked.
func WishOf(a *contract.Appointment, now time.Time) calendar.Wish {
	first := a.GetPlace().GetRun().First(office.SiteID(a.GetPlace().GetSite()))
	return calendar.Wish{Site: first.Site, Date: first.Date, Desk: first.Desk, Start: first.Start,
		Products: a.ProductIDs(), Persons: int(a.GetPersons()), Channel: office.Channel(a.GetChannel()),
		Urgency: calendar.Urgency(min(a.GetUrgency(), 255)), Now: now,
		Seats: a.GetPlace().Seats()}
}

// PlaceOf writes a place of the calendar as the contract has it.
func PlaceOf(p calendar.Place) *contract.Place {
	n := len(p.Seats)
	return &contract.Place{Site: string(p.Site), Run: contract.NewRun(p.Seats[0], n, int(p.Until-p.Start)/n)}
}

// BookingOf is an appointment as the calendar needs it to tell whether a change of plan hits it. Its place has been
// checked.
func BookingOf(a *contract.Appointment) calendar.Booking {
	return calendar.Booking{ID: a.AppointmentID(), Seats: a.GetPlace().Seats(), Slot: office.Minute(a.GetPlace().GetRun().Minutes()), Products: a.ProductIDs()}
}
