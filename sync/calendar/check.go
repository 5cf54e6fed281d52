package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Wish is a booking somebody wants to make.
type Wish struct {
	Site     office.SiteID
	Date     office.Date
	Desk     office.Desk
	Start    office.Minute // local wall time
	Products []office.ProductID
	Persons  int // fewer than one counts as one
	Channel  office.Channel
	Urgency  Urgency // obligatory for what counts urgent matters without appointment (A001-15)

	// Named: it collects a document that the asker names. Who knows where that one lies on the day decides where it is
	// collected, and not whether the site has a vault: a vault lends for the day (A002-43, A002-45).
	Named bool

	Now time.Time // the asker's wall time; it rides in the command as data

	// Seats, when given, are the seats the asker thinks the visit takes; they must be exactly those.
	Seats []office.SeatID
}

// Place is where and when a visit can be.
type Place struct {
	Site     office.SiteID
	Date     office.Date
	Start    office.Minute // local wall time
	Until    office.Minute // end of the last seat
	Desk     office.Desk
	Slot     office.Minute   // length of each seat
	Seats    []office.SeatID // consecutive, of one desk; all of them are taken by the visit
	Minutes  int             // desk time of the visit; the seats may last longer
	Warnings []string        // what must be told, Dutch sentences; shared, do not change
	Why      string          // why it is proposed at this rank, in Dutch; empty from Fit
}

// Check tells whether the rules allow the booking: nil, or a fault whose cause is the Code that says
// which rule forbids it. It is the one rule for counters and headquarters, and deterministic. It does not
// look at what is taken: whether the asker holds the seats is custody's to say.
func Check(p *Plan, w Wish) error {
	_, err := p.Fit(w)
	return err
}

// Fit is Check that also gives the place: the seats the visit takes and what must be told.
func (p *Plan) Fit(w Wish) (Place, error) {
	place, verdict := p.fit(w)
	if !verdict.OK {
		subject := office.SeatID{Site: w.Site, Date: w.Date, Desk: w.Desk, Start: w.Start}
		return Place{}, verdict.fault("calendar.Check", subject.String())
	}
	return place, nil
}

func (p *Plan) fit(w Wish) (Place, Verdict) {
	s := p.bySite[w.Site]
	if s == nil {
		return Place{}, refusal(UnknownSite, sayUnknownSite)
	}
	v, verdict := p.visit(w.Products, w.Persons, w.Channel)
	if !verdict.OK {
		return Place{}, verdict
	}
	v.named = w.Named
	verdict, warnings := p.at(s, v)
	if !verdict.OK {
		return Place{}, verdict
	}
	if no := p.timely(v, w); !no.OK {
		return Place{}, no
	}
	d := p.day(s, w.Date)
	if no := d.served(Appointment, v); !no.OK {
		return Place{}, no
	}
	o, slot, verdict := d.room(w, v)
	if !verdict.OK {
		return Place{}, verdict
	}
	place := d.place(o, w.Desk, slot, v, warnings)
	if w.Seats != nil && !slices.Equal(w.Seats, place.Seats) {
		return Place{}, refusal(WrongSeats, fmt.Sprintf("Dit bezoek neemt %d plaatsen vanaf %s.", len(place.Seats), place.Start))
	}
	return place, fine
}

// timely judges what has to do with time and not with the site: urgency, the clock, terms, the dates of the products.
func (p *Plan) timely(v visit, w Wish) Verdict {
	if no := v.urgent(w.Urgency); !no.OK {
		return no
	}
	if no := p.inTerm(v, w); !no.OK {
		return no
	}
	return p.offeredAt(p.bySite[w.Site], v, w.Date)
}

// room finds the opening and slot in which the visit begins, and judges whether it ends there too.
func (d *Day) room(w Wish, v visit) (*Opening, int, Verdict) {
	longest, closing := false, office.Minute(0)
	for i := range d.Openings {
		if o := &d.Openings[i]; o.takes(Appointment, v) {
			longest = longest || o.need(v.minutes) <= o.Slots
			closing = max(closing, o.To)
		}
	}
	if !longest {
		return nil, 0, refusal(TooLong, sayTooLong(d, v))
	}
	o, slot := d.find(w.Desk, w.Start)
	switch {
	case o == nil && w.Start >= closing:
		return nil, 0, refusal(PastClosing, fmt.Sprintf("%s sluit op %s om %s.", d.site.Name, SayDate(d.Date), closing))
	case o == nil || slot < 0:
		return nil, 0, refusal(NoSeat, fmt.Sprintf("Om %s begint er geen plaats aan loket %d.", w.Start, w.Desk))
	case !o.takes(Appointment, v):
		return nil, 0, refusal(NotThen, fmt.Sprintf("Loket %d van %s doet dit niet om %s.", w.Desk, d.site.Name, w.Start))
	case slot+o.need(v.minutes) > o.Slots:
		return nil, 0, refusal(PastClosing, fmt.Sprintf("Dit bezoek duurt %d minuten en is dan niet klaar om %s, als het loket sluit.",
			v.minutes, o.To))
	}
	if l := d.limited(Appointment, v, span{w.Start, o.start(slot + o.need(v.minutes))}); l != nil {
		return nil, 0, refusal(Closed, fmt.Sprintf("Dit kan niet van %s tot %s: %s.", l.from, l.to, l.reason))
	}
	return o, slot, fine
}

// limited is the closure of one of the visit's products that touches the stretch in a mode, or nil.
func (d *Day) limited(m Mode, v visit, s span) *limit {
	for i := range d.limits {
		if l := &d.limits[i]; l.modes.Has(m) && l.overlaps(s) && l.products.meets(v.want) {
			return l
		}
	}
	return nil
}

// place writes down the place that begins at a slot of a desk.
func (d *Day) place(o *Opening, desk office.Desk, slot int, v visit, warnings []string) Place {
	n := o.need(v.minutes)
	seats := make([]office.SeatID, n)
	for i := range seats {
		seats[i] = o.seat(d, desk, slot+i)
	}
	return Place{Site: d.Site, Date: d.Date, Start: o.start(slot), Until: o.start(slot + n), Desk: desk,
		Slot: o.Slot, Seats: seats, Minutes: v.minutes, Warnings: warnings}
}

// CodeOf is the code that refused, or Fine when err is no refusal of this package.
func CodeOf(err error) Code {
	var c Code
	errors.As(err, &c)
	return c
}
