package calendar

import (
	"fmt"
	"slices"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Booking is an appointment as far as the rules care: its seats, in order, and what it is for.
type Booking struct {
	ID       office.AppointmentID
	Seats    []office.SeatID // consecutive, of one desk; at least one
	Slot     office.Minute   // length of each seat when it was booked; 0: not known
	Products []office.ProductID
}

// Hit is a booking that a change of plan leaves without its place, and why.
type Hit struct {
	Booking
	Why Verdict
}

// Hits lists the bookings that stood under the plan before and do not under the plan after, in the order of an
// agenda. A closure that hits bookings lists them and moves nobody: what becomes of each is for a person to decide.
// Without a plan before, every booking that does not stand is listed. What can no longer be booked, because it is
// past or too far ahead, stands all the same.
func Hits(before, after *Plan, bookings []Booking) []Hit {
	var hits []Hit
	for _, b := range bookings {
		if len(b.Seats) == 0 {
			continue
		}
		if now := after.stands(b); !now.OK && (before == nil || before.stands(b).OK) {
			hits = append(hits, Hit{b, now})
		}
	}
	slices.SortStableFunc(hits, func(x, y Hit) int { return x.Seats[0].Compare(y.Seats[0]) })
	return hits
}

// stands judges whether a booking that was made has its place: all of its seats, at a desk that serves its products,
// on a date on which they are offered.
func (p *Plan) stands(b Booking) Verdict {
	s := p.bySite[b.Seats[0].Site]
	if s == nil {
		return refusal(UnknownSite, sayUnknownSite)
	}
	v := visit{channel: office.ChannelDesk, want: newSet(len(p.order))}
	for _, id := range b.Products {
		pr := p.products[id]
		if pr == nil {
			return refusal(UnknownProduct, sayUnknownProduct)
		}
		v.products = append(v.products, pr)
		v.want.add(pr.index)
		if no := p.facilities(s, pr, false); !no.OK {
			return no
		}
	}
	date := b.Seats[0].Date
	if no := p.offeredAt(s, v, date); !no.OK {
		return no
	}
	return p.day(s, date).stands(b, v)
}

// stands judges the seats of a booking. One whose slots became shorter has lost minutes that are now somebody else's
// to book.
func (d *Day) stands(b Booking, v visit) Verdict {
	for i, seat := range b.Seats {
		o, slot := d.find(seat.Desk, seat.Start)
		switch {
		case o == nil && d.seats == 0:
			return refusal(Closed, d.Closed)
		case o == nil || slot < 0 || o.Slot < b.Slot || (i > 0 && seat.Start-b.Seats[i-1].Start != o.Slot):
			return refusal(NoSeat, fmt.Sprintf("Loket %d van %s heeft op %s om %s geen plaats meer.", seat.Desk, d.site.Name, SayDate(d.Date), seat.Start))
		case !o.takes(Appointment, v):
			return refusal(NotThen, fmt.Sprintf("Loket %d van %s doet dit niet meer om %s.", seat.Desk, d.site.Name, seat.Start))
		}
		if l := d.limited(Appointment, v, span{seat.Start, seat.Start + o.Slot}); l != nil {
			return refusal(Closed, fmt.Sprintf("Dit kan niet van %s tot %s: %s.", l.from, l.to, l.reason))
		}
	}
	return fine
}
