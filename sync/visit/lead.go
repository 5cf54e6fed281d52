package visit

import "github.com/buurtloket/buurtloket/sync/office"

// LeadDays is lead_time in calendar days: booking → appointment (A000-31). Booked today for today is 0. A
// booking dated after its appointment — an import, a wrong clock — has no data. booked is the civil date of
// the booking in the site's zone.
func LeadDays(booked, appointment office.Date) (int, bool) {
	if appointment < booked {
		return 0, false
	}
	return int(appointment - booked), true
}

// LeadWorkingDays is lead_time in working days (A004-05): the working days after the day of booking, up to and
// including the day of the appointment. working says whether a date is a working day of the organisation.
func LeadWorkingDays(booked, appointment office.Date, working func(office.Date) bool) (int, bool) {
	if appointment < booked {
		return 0, false
	}
	n := 0
	for d := booked + 1; d <= appointment; d++ {
		if working(d) {
			n++
		}
	}
	return n, true
}

// FirstFree is first_free: working days from today to the first free slot. free is the date of that slot;
// found is false when the search, up to its horizon, found none: then there is no data.
func FirstFree(today, free office.Date, found bool, working func(office.Date) bool) (int, bool) {
	if !found {
		return 0, false
	}
	return LeadWorkingDays(today, free, working)
}
