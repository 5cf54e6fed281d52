package room

import (
	"github.com/buurtloket/buurtloket/appliance"
	"github.com/buurtloket/buurtloket/sync/calendar"
	"github.com/buurtloket/buurtloket/sync/contract"
	"github.com/buurtloket/buurtloket/sync/office"
)

// How far and how many closures are told of.
const (
	shownClosures = 6
	closuresAhead = 42 // days
)

// Hours tell when this site is open, in each way in which it is, and whether it is now in any (A002-60).
func (r *Room) Hours(t appliance.Turn) (out []*contract.HallHours, now bool) {
	today := office.DateOf(t.Now)
	for m := calendar.Appointment; m <= calendar.SelfService; m++ {
		roster := t.Plan.Roster(r.Site.ID, m)
		if !roster.Exists(today) {
			continue
		}
		h := &contract.HallHours{Of: m.String(), Name: m.Dutch()}
		for _, span := range roster.On(today) {
			h.Spans = append(h.Spans, &contract.HallSpan{From: uint32(span.From), To: uint32(span.To)})
		}
		if next, ok := roster.Next(t.Now); ok {
			h.NextDate, h.NextFrom = int32(next.Date), uint32(next.From)
		}
		_, open := roster.At(t.Now)
		now = now || open
		out = append(out, h)
	}
	return out, now
}

// Closures are what closes this site soon, and why it is closed all of today; empty: it is not.
func (r *Room) Closures(t appliance.Turn) (out []*contract.HallClosure, closed string) {
	today := office.DateOf(t.Now)
	for _, c := range t.Plan.Closings(r.Site.ID, office.Period{From: today, To: today + closuresAhead}) {
		if c.Dates.Contains(today) && c.From == 0 && c.To == 0 {
			closed = c.Reason
		}
		if len(out) < shownClosures {
			out = append(out, &contract.HallClosure{FromDate: int32(c.Dates.From), ToDate: int32(c.Dates.To), Reason: c.Reason,
				From: uint32(c.From), To: uint32(c.To)})
		}
	}
	return out, closed
}
