package calendar

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/buurtloket/buurtloket/sync/office"
)

// Day is one site on one civil date under one plan. It is immutable and shared: read it from any
// goroutine, change nothing in it.
type Day struct {
	Site    office.SiteID
	Date    office.Date
	Version uint64 // of the plan

	Openings []Opening // by start, then by first desk; of every mode
	Closed   string    // why there is no place by appointment, a Dutch sentence; empty when there are seats
	Notes    []string  // closures of a part of the day or of single products, Dutch sentences

	plan   *Plan
	site   *site
	words  int                                // length of a bitmap of the day's seats
	seats  int                                // how many seats
	limits []limit                            // closures of single products
	cuts   []cut                              // closures of everything, with the change of the clock
	said   [modeCount]atomic.Pointer[Verdict] // why, once somebody asked; the same whoever stores it first
}

// Opening is an unbroken stretch in which a rule serves visitors in one way.
type Opening struct {
	Rule      string // id of the rule it comes from
	Mode      Mode
	From, To  office.Minute // local wall time; To is the hour of closing
	FirstDesk office.Desk   // Appointment: the first of the desks
	Desks     uint8         // Appointment: how many desks
	Slot      office.Minute // Appointment: length of a slot in minutes
	Slots     int           // Appointment: how many slots each desk has

	// Bitmap of the seats: desk FirstDesk+k has the words from at+k*words on, one bit per slot. Each desk
	// begins in a word of its own, so a run never continues on the next desk.
	at, words int
	serves    set // products
}

// limit closes a part of a day for some products, in some modes.
type limit struct {
	span
	products set
	modes    Modes
	reason   string
}

// cut is closed time with its reason, in some modes; a change of the clock is a cut without a reason.
type cut struct {
	span
	modes  Modes
	reason string
}

// Len is the number of seats of the day.
func (d *Day) Len() int { return d.seats }

// Seats lists the day's seats in the order of an agenda: by start, then by desk.
func (d *Day) Seats() []office.SeatID {
	list := make([]office.SeatID, 0, d.seats)
	for i := range d.Openings {
		o := &d.Openings[i]
		for k := range o.Slots {
			for desk := range int(o.Desks) {
				list = append(list, o.seat(d, o.FirstDesk+office.Desk(desk), k))
			}
		}
	}
	slices.SortFunc(list, office.SeatID.Compare)
	return list
}

// Has reports whether the seat of this desk and start exists.
func (d *Day) Has(desk office.Desk, start office.Minute) bool {
	o, slot := d.find(desk, start)
	return o != nil && slot >= 0
}

// SlotAt is the length in minutes of the seat of this desk and start; 0 when there is none.
func (d *Day) SlotAt(desk office.Desk, start office.Minute) office.Minute {
	if o, slot := d.find(desk, start); o != nil && slot >= 0 {
		return o.Slot
	}
	return 0
}

// find is the opening of a desk that holds the minute, and which slot starts there: -1 when none does,
// because the minute lies between two starts or in the rest after the last whole slot.
func (d *Day) find(desk office.Desk, start office.Minute) (*Opening, int) {
	for i := range d.Openings {
		o := &d.Openings[i]
		if o.Mode != Appointment || desk < o.FirstDesk || int(desk) >= int(o.FirstDesk)+int(o.Desks) ||
			start < o.From || start >= o.To {
			continue
		}
		if k := int(start-o.From) / int(o.Slot); (start-o.From)%o.Slot == 0 && k < o.Slots {
			return o, k
		}
		return o, -1
	}
	return nil, -1
}

// seat names the seat of a desk and slot of the opening.
func (o *Opening) seat(d *Day, desk office.Desk, slot int) office.SeatID {
	return office.SeatID{Site: d.Site, Date: d.Date, Desk: desk, Start: o.start(slot)}
}

// start is the local minute at which a slot begins.
func (o *Opening) start(slot int) office.Minute { return o.From + office.Minute(slot)*o.Slot }

// need is how many slots of this opening so many minutes take: whole ones, at least one.
func (o *Opening) need(minutes int) int {
	return max(1, (minutes+int(o.Slot)-1)/int(o.Slot))
}

// word is where the bits of a desk begin in a bitmap of the day.
func (o *Opening) word(desk office.Desk) int { return o.at + int(desk-o.FirstDesk)*o.words }

// build makes the day of a site: its rules of that date, less what is closed.
func (p *Plan) build(s *site, date office.Date) *Day {
	d := &Day{Site: s.ID, Date: date, Version: p.version, plan: p, site: s}
	d.cuts = p.cuts(s, d)
	regimes := p.regimesOn(s, d)
	for i := range s.rules {
		if r := &s.rules[i]; r.Opens(date) {
			d.follow(r, regimes)
		}
	}
	slices.SortStableFunc(d.Openings, func(a, b Opening) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.FirstDesk, b.FirstDesk), cmp.Compare(a.Mode, b.Mode))
	})
	for i := range d.Openings {
		o := &d.Openings[i]
		o.at = d.words
		d.words += o.words * int(o.Desks)
		d.seats += o.Slots * int(o.Desks)
	}
	if d.seats == 0 {
		d.Closed = d.sayWhy(Appointment).Reason
	}
	return d
}

// follow adds the openings of a rule in what its hours leave. Neighbouring desks that a regime leaves the same hours
// share openings; nearly always that is all of them.
func (d *Day) follow(r *rule, regimes []*Regime) {
	var buffer [4]span
	open := append(buffer[:0], span{r.From, r.To})
	for _, c := range d.cuts {
		if c.modes.Has(r.Mode) && c.overlaps(span{r.From, r.To}) {
			open = without(open, c.span)
		}
	}
	if r.Mode != Appointment || len(regimes) == 0 {
		for _, s := range open {
			d.open(r, s, r.FirstDesk, r.Desks)
		}
		return
	}
	for k := uint8(0); k < r.Desks; {
		left, same := deskHours(open, regimes, r.FirstDesk+office.Desk(k), d.Date), uint8(1)
		for k+same < r.Desks && slices.Equal(left, deskHours(open, regimes, r.FirstDesk+office.Desk(k+same), d.Date)) {
			same++
		}
		for _, s := range left {
			d.open(r, s, r.FirstDesk+office.Desk(k), same)
		}
		k += same
	}
}

// deskHours is what regimes leave a desk of the hours.
func deskHours(open []span, regimes []*Regime, desk office.Desk, on office.Date) []span {
	for _, g := range regimes {
		for _, c := range g.closed(desk, on) {
			open = without(open, c)
		}
	}
	return open
}

// open adds the opening of a rule in what remains of its hours. Slots stay where the rule put them, so a
// closure never moves a seat, and a seat that it touches is gone as a whole.
func (d *Day) open(r *rule, s span, first office.Desk, desks uint8) {
	o := Opening{Rule: r.ID, Mode: r.Mode, From: s.from, To: s.to, serves: r.serves}
	if r.Mode == Appointment {
		late := (s.from - r.From) % r.Slot
		if late > 0 {
			o.From += r.Slot - late
		}
		if o.From+r.Slot > o.To {
			return
		}
		o.FirstDesk, o.Desks, o.Slot = first, desks, r.Slot
		o.Slots = int(o.To-o.From) / int(o.Slot)
		o.words = (o.Slots + 63) / 64
	}
	d.Openings = append(d.Openings, o)
}
