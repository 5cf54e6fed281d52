package booking

import (
	"cmp"
	"slices"

	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/kv"
	"github.com/buurtloket/buurtloket/sync/office"
)

// Agenda is one day of this site, in the order of the clock: every seat the opening hours give, as this counter
// knows it, and every live appointment, once, over all its seats. Names are filled in by who may open them.
func Agenda(d Desk, date office.Date) *contract.AgendaDay {
	day := d.Plan.Day(d.Site, date)
	out := &contract.AgendaDay{Date: int32(date), Closed: day.Closed}
	taken := map[office.SeatID]bool{}
	var rows []*contract.AgendaRow
	for k := range OfDay(d.R, d.Site, date) {
		if k.Cancelled {
			continue
		}
		a := k.Appointment
		for _, id := range a.Place.Seats() {
			taken[id] = true
		}
		rows = append(rows, &contract.AgendaRow{Run: a.Place.Run, Status: contract.AgendaRow_BOOKED, Appointment: a,
			Code: a.AppointmentID().Code(), Own: k.KeptHere, Moving: d.frozen(a)})
	}
	today := d.Plan.Today(d.Now)
	minute := office.MinuteOf(d.Now.In(d.Plan.Zone()))
	for _, id := range day.Seats() {
		if taken[id] {
			continue
		}
		row := &contract.AgendaRow{Run: contract.NewRun(id, 1, int(day.SlotAt(id.Desk, id.Start)))}
		switch {
		case date < today || date == today && id.Start < minute:
			row.Status = contract.AgendaRow_PAST
		case Hand(d.R, id).State == custody.Held:
			row.Status, row.Own = contract.AgendaRow_FREE_HERE, true
		default:
			row.Status = contract.AgendaRow_FREE_AT_HQ
		}
		rows = append(rows, row)
	}
	sortRows(rows)
	out.Rows = rows
	return out
}

// frozen reports whether a wish to move the appointment is under way.
func (d Desk) frozen(a *contract.Appointment) bool {
	return Hand(d.R, a.Place.Run.First(d.Site)).Ask != office.RequestID{}
}

// Held is what this site may book at once, as the calendar's search wants it.
func Held(r kv.Reader, site office.SiteID) calendar.Occupancy { return heldSeats{r, site} }

type heldSeats struct {
	r    kv.Reader
	site office.SiteID
}

func (h heldSeats) Free(d *calendar.Day) calendar.Free {
	if d.Site != h.site || d.Len() == 0 {
		return calendar.Free{}
	}
	free := d.NoneFree()
	for id, b := range storedHands(h.r, d.Site, dayOf(d.Site, d.Date), nil) {
		if custody.HandState(b[0]&3) == custody.Held {
			free.Give(id.Desk, id.Start)
		}
	}
	return free
}

// Supposed is what HQ may still have free at this site, as far as this counter knows: seats it does not hold and
// of which it knows no appointment. A booking there is a wish, not a promise.
func Supposed(r kv.Reader, site office.SiteID) calendar.Occupancy { return supposed{r, site} }

type supposed struct {
	r    kv.Reader
	site office.SiteID
}

func (s supposed) Free(d *calendar.Day) calendar.Free {
	if d.Site != s.site || d.Len() == 0 {
		return calendar.Free{}
	}
	free := d.AllFree()
	for id, b := range storedHands(s.r, d.Site, dayOf(d.Site, d.Date), nil) {
		if custody.HandState(b[0]&3) != custody.Empty {
			free.Take(id.Desk, id.Start)
		}
	}
	for k := range OfDay(s.r, d.Site, d.Date) {
		if k.Cancelled {
			continue
		}
		for _, id := range k.Appointment.Place.Seats() {
			free.Take(id.Desk, id.Start)
		}
	}
	return free
}

// sortRows orders rows by start, then desk.
func sortRows(rows []*contract.AgendaRow) {
	slices.SortFunc(rows, func(a, b *contract.AgendaRow) int {
		return cmp.Or(cmp.Compare(a.Run.Start, b.Run.Start), cmp.Compare(a.Run.Desk, b.Run.Desk))
	})
}
