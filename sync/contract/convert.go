package contract

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// MaxRun is the longest run taken from a wire: a day of one-minute seats.
const MaxRun = 24 * 60

// NewRun makes a run of count seats of minutes each, beginning at first.
func NewRun(first office.SeatID, count, minutes int) *Run {
	return &Run{Date: int32(first.Date), Desk: uint32(first.Desk), Start: uint32(first.Start), Count: uint32(count), SlotMinutes: uint32(minutes)}
}

// Len is the number of seats of the run, at least 1.
func (r *Run) Len() int { return max(1, int(r.GetCount())) }

// Minutes is the length of each seat.
func (r *Run) Minutes() int {
	if m := int(r.GetSlotMinutes()); m > 0 {
		return m
	}
	return 10
}

// First is the first seat of the run at a site.
func (r *Run) First(site office.SiteID) office.SeatID {
	return office.SeatID{Site: site, Date: office.Date(r.GetDate()), Desk: office.Desk(r.GetDesk()), Start: office.Minute(r.GetStart())}
}

// Seats lists the seats of the run, in order.
func (r *Run) Seats(site office.SiteID) []office.SeatID {
	out := make([]office.SeatID, min(r.Len(), MaxRun))
	for i := range out {
		out[i] = r.First(site)
		out[i].Start += office.Minute(i * r.Minutes())
	}
	return out
}

// End is the local minute at which the last seat ends.
func (r *Run) End() office.Minute { return office.Minute(int(r.GetStart()) + r.Len()*r.Minutes()) }

// Check refuses a run that no calendar can have: it guards every run that comes from a wire.
func (r *Run) Check() error {
	switch {
	case r == nil:
		return fmt.Errorf("a run is missing")
	case r.Len() > MaxRun || r.Minutes() > int(office.EndOfDay):
		return fmt.Errorf("a run of %d seats of %d minutes", r.Len(), r.Minutes())
	case r.GetDesk() < 1 || r.GetDesk() > 255:
		return fmt.Errorf("desk %d", r.GetDesk())
	case int(r.GetStart())+r.Len()*r.Minutes() > int(office.EndOfDay):
		return fmt.Errorf("a run that ends after midnight")
	}
	return nil
}

// Check refuses a place that cannot be.
func (p *Place) Check() error {
	if p == nil || !office.SiteID(p.Site).Valid() {
		return fmt.Errorf("a place without a site")
	}
	return p.Run.Check()
}

// Seats lists the seats of the place, in order.
func (p *Place) Seats() []office.SeatID { return p.GetRun().Seats(office.SiteID(p.GetSite())) }

// Runs gathers seats of one slot length into the fewest runs, in the order of desks and times. The seats
// are of one site.
func Runs(seats []office.SeatID, minutes int) []*Run {
	var out []*Run
	for _, s := range sortedByDesk(seats) {
		if n := len(out); n > 0 {
			last := out[n-1]
			if last.Date == int32(s.Date) && last.Desk == uint32(s.Desk) && last.End() == s.Start {
				last.Count++
				continue
			}
		}
		out = append(out, NewRun(s, 1, minutes))
	}
	return out
}

// ID16 reads a 16-byte id from a wire.
func ID16[T ~[16]byte](b []byte) (T, error) {
	var id T
	if len(b) != 16 {
		return id, fmt.Errorf("an id of %d bytes, not 16", len(b))
	}
	return T(b), nil
}

// AppointmentID is the appointment's id; the zero id when it is missing or malformed.
func (a *Appointment) AppointmentID() office.AppointmentID {
	id, _ := ID16[office.AppointmentID](a.GetId())
	return id
}

// ProductIDs lists the products asked for, as ids.
func (a *Appointment) ProductIDs() []office.ProductID {
	out := make([]office.ProductID, len(a.GetProducts()))
	for i, p := range a.GetProducts() {
		out[i] = office.ProductID(p)
	}
	return out
}

// sortedByDesk is a copy of seats ordered by date, desk, start, so that neighbours on a desk stand together.
func sortedByDesk(seats []office.SeatID) []office.SeatID {
	out := slices.Clone(seats)
	slices.SortFunc(out, func(a, b office.SeatID) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Start, b.Start))
	})
	return out
}
