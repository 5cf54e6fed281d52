package explore_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/buurtloket/buurtloket/sync/custody"
	"github.com/buurtloket/buurtloket/sync/office"
)

// model is a scope under rules.
type model struct {
	scope
	rules
}

// op is what a step does; a and b of a step are its operands.
type op uint8

const (
	give       op = iota // a seat
	resend               // a seat
	hqBook               // a seat
	hqCancel             // a seat
	moveAway             // a seat, b new seat
	refuse               // a seat
	ingest               // a box, b record
	hello                // a box
	declare              // a site
	backup               //
	restoreHQ            //
	takeReport           // a report, b signed
	accept               // a box, b offer
	book                 // a box, b seat
	cancel               // a box, b seat
	release              // a box, b seat
	freeze               // a box, b seat
	answer               // a box, b answer
	report               // a box
	image                // a box
	restore              // a box
	clone                // a box
	replace              // a site
)

var opText = [...]string{"HQ grants seat %d", "HQ sends the grant of seat %d again", "HQ books seat %d",
	"HQ cancels on seat %d", "HQ moves the appointment of seat %d to seat %d", "HQ refuses to move from seat %d",
	"HQ takes in of box %d record %d", "HQ hears of box %d", "two planners declare site %d lost", "HQ is backed up",
	"HQ is restored from the backup", "HQ takes report %d (signed by planners: %d)", "box %d accepts offer %d", "box %d books seat %d",
	"box %d cancels on seat %d", "box %d releases seat %d", "box %d asks to move from seat %d",
	"box %d hears answer %d", "box %d reports", "the disk of box %d is imaged",
	"box %d is restored: it dies, a new one lives", "box %d is cloned: both live", "site %d gets a new box"}

type step struct {
	op   op
	a, b int8
}

func (s step) String() string {
	t := opText[s.op]
	switch strings.Count(t, "%d") {
	case 0:
		return t
	case 1:
		return fmt.Sprintf(t, s.a)
	}
	return fmt.Sprintf(t, s.a, s.b)
}

type emit func(step, *world)

func st(o op, operands ...int) step {
	s := step{op: o}
	if len(operands) > 0 {
		s.a = int8(operands[0])
	}
	if len(operands) > 1 {
		s.b = int8(operands[1])
	}
	return s
}

// next emits every world one step away.
func (m *model) next(w *world, out emit) {
	for s := range w.seats {
		if w.stations[m.seatSite[s]].Check(w.gate) == nil {
			m.hqGrant(w, s, out)
			m.hqSeat(w, s, out)
			m.hqMove(w, s, out)
		}
	}
	m.hqIntake(w, out)
	for b := range w.boxes {
		if w.boxes[b].alive {
			m.siteCustody(w, b, out)
			m.siteSeats(w, b, out)
			m.siteFaults(w, b, out)
		}
	}
	m.hqFaults(w, out)
}

func (m *model) hqGrant(w *world, s int, out emit) {
	seat, st1 := m.seat(w, s), w.stations[m.seatSite[s]]
	if w.used.grants < m.grants {
		if given, err := seat.Give(st1.Current.Incarnation, seat.Next(w.gate.Era)); err == nil {
			c := w.clone()
			c.used.grants++
			if !w.high[s].Less(given.Grant) {
				c.broken = "I4: an identity of the seat did not grow"
			}
			c.high = with(c.high, s, given.Grant)
			c.setSeat(s, given)
			o, _ := given.Offer()
			c.offers = add(c.offers, offerMsg{s, o})
			out(st(give, s), c)
		}
	}
	if sent, o, ok := m.resend(seat, w.gate.Era); ok && !slices.Contains(w.offers, offerMsg{s, o}) {
		c := w.clone()
		c.setSeat(s, sent)
		c.offers = add(c.offers, offerMsg{s, o})
		out(st(resend, s), c)
	}
}

func (m *model) hqSeat(w *world, s int, out emit) {
	seat := m.seat(w, s)
	if w.used.books < m.books {
		c := w.clone()
		a := c.newAppointment()
		if booked, err := seat.Book(a); err == nil {
			c.setSeat(s, booked)
			c.promise(s, a)
			c.ack(s, a)
			out(st(hqBook, s), c)
		}
	}
	if freed, err := m.rules.cancel(seat, seat.Booking); err == nil {
		c := w.clone()
		c.setSeat(s, freed)
		c.end(s, seat.Booking)
		out(st(hqCancel, s), c)
	}
}

func (m *model) hqMove(w *world, s int, out emit) {
	seat := m.seat(w, s)
	if seat.Ask == (office.RequestID{}) {
		return
	}
	said := custody.Answer{Ask: seat.Ask, Era: w.gate.Era}
	if left, err := seat.MoveAway(seat.Ask); err == nil {
		for t := range w.seats {
			booked, err := m.seat(w, t).Book(seat.Booking)
			if err != nil || t == s || !w.stations[m.seatSite[t]].Open(w.gate) {
				continue
			}
			c := w.clone()
			c.setSeat(t, booked)
			c.setSeat(s, left)
			c.retract(s, seat.Booking)
			c.left = with(c.left, s, c.left[s]|bit(seat.Booking))
			c.promise(t, seat.Booking)
			c.ack(t, seat.Booking)
			c.answers = add(c.answers, answerMsg{s, true, said})
			out(st(moveAway, s, t), c)
		}
	}
	if kept, err := seat.Refuse(seat.Ask); err == nil {
		c := w.clone()
		c.setSeat(s, kept)
		c.answers = add(c.answers, answerMsg{s, false, said})
		out(st(refuse, s), c)
	}
}

func (m *model) hqIntake(w *world, out emit) {
	for b, x := range w.boxes {
		for k := range x.journal {
			if m.exact && uint64(k) != life(w.stations[x.site], x.me).Cursor {
				continue // a gap or a duplicate
			}
			station, in, err := m.rules.ingest(w.stations[x.site], w.gate, custody.Batch{Incarnation: x.me, First: uint64(k + 1), Count: 1})
			if err != nil {
				continue
			}
			c := w.clone()
			c.stations = with(c.stations, x.site, station)
			m.acknowledge(w, c, x.site)
			m.takeRecord(c, x.me, x.journal[k], in)
			out(st(ingest, b, k), c)
		}
		if !x.alive || x.reported > w.gate.Era {
			continue
		}
		granted := slices.ContainsFunc(x.hands, func(h custody.Hand) bool { return !h.Grant.IsZero() })
		station, sweep, err := m.rules.begin(w.stations[x.site], w.gate, custody.Arrival{Incarnation: x.me, Era: w.gate.Era, Granted: granted, Through: through})
		if err == nil && station.Current != w.stations[x.site].Current {
			c := w.clone()
			x.reported = m.arrive(x.reported, w.gate.Era)
			c.boxes = with(c.boxes, b, x)
			m.sweep(c, x.site, station, sweep)
			out(st(hello, b), c)
		}
	}
	for i, r := range w.reports {
		for signed, sole := range []custody.Planners{{}, planners} {
			if signed == 1 && !w.sole(r.site) {
				continue
			}
			station, sweep, err := m.rules.report(w.stations[r.site], w.gate, r.Report, custody.Witness{Sole: sole, Through: through})
			if err != nil {
				continue
			}
			c := w.clone()
			c.stations = with(c.stations, r.site, station)
			m.takeHands(c, r)
			m.sweep(c, r.site, station, sweep)
			out(st(takeReport, i, signed), c)
		}
	}
}

// sole tells whether two honest planners can state that HQ knows every box of the site.
func (w *world) sole(site int) bool {
	return !slices.ContainsFunc(w.boxes, func(x box) bool {
		return x.site == site && life(w.stations[site], x.me).Incarnation == 0
	})
}

// acknowledge notes the bookings that HQ has answered for between w and c, by its cursors.
func (m *model) acknowledge(w, c *world, site int) {
	for _, x := range c.boxes {
		if x.site != site {
			continue
		}
		from, to := life(w.stations[site], x.me).Cursor, life(c.stations[site], x.me).Cursor
		for l := from; l < min(to, uint64(len(x.journal))); l++ {
			if e := x.journal[l]; e.Act == custody.DidBook {
				c.ack(e.seat, e.Booking)
			}
		}
	}
}

func (m *model) takeRecord(c *world, from office.Incarnation, e entry, in custody.Intake) {
	if in.Silent > 0 {
		c.outcome(e.seat, custody.Spoken(e.Record))
		return
	}
	seat, o := m.take(m.seat(c, e.seat), from, e.Record)
	c.setSeat(e.seat, seat)
	c.outcome(e.seat, o)
}

func (m *model) takeHands(c *world, r reportMsg) {
	for s, h := range r.hands {
		if m.seatSite[s] != r.site {
			continue
		}
		seat, o := m.rules.takeReport(m.seat(c, s), r.Incarnation, h)
		c.setSeat(s, seat)
		c.outcome(s, o)
		if h.State == custody.Booked {
			c.ack(s, h.Booking)
		}
		// An appointment that turns up on a second seat is for a person.
		for t := range c.seats {
			if a := seat.Booking; t != s && bit(a) != 0 && c.seats[t].Booking == a {
				c.outcome(s, custody.Outcome{Verdict: custody.Conflict, Booking: a})
				c.outcome(t, custody.Outcome{Verdict: custody.Conflict, Booking: a})
			}
		}
	}
}

func (m *model) sweep(c *world, site int, station custody.Station, w custody.Sweep) {
	for s := range c.seats {
		if m.seatSite[s] == site && c.seats[s] != (custody.Seat{}) {
			c.setSeat(s, m.over(w, c.seats[s]))
		}
	}
	c.stations = with(c.stations, site, station)
}

func (m *model) hqFaults(w *world, out emit) {
	for site, station := range w.stations {
		if station.Current.Incarnation == 0 && m.room(w, site) {
			c := w.clone()
			m.born(c, site)
			out(st(replace, site), c)
		}
		if !m.fault(w, "l") {
			continue
		}
		if closed, sweep, err := m.lost(station, w.gate); err == nil {
			c := w.clone()
			c.used.faults++
			m.sweep(c, site, closed, sweep)
			out(st(declare, site), c)
		}
	}
	if !m.fault(w, "h") {
		return
	}
	if w.backup == nil {
		c := w.clone()
		b := w.hq
		c.backup = &b
		out(st(backup), c)
		return
	}
	c := w.clone()
	c.used.faults++
	c.hq = m.restored(*w.backup, w.maxEra)
	c.maxEra = max(c.maxEra, c.gate.Era)
	m.forget(c)
	out(st(restoreHQ), c)
}

// forget drops the promises that were HQ's alone and are gone with it: those that neither the backup nor any
// site has on paper. An appointment whose move is forgotten is back on the seat where its site still has it.
func (m *model) forget(c *world) {
	var somewhere mask
	for s := range c.seats {
		keep := bit(c.seats[s].Booking)
		for _, x := range c.boxes {
			if x.alive {
				keep |= bit(x.hands[s].Booking)
			}
			for _, e := range x.journal {
				if e.seat == s && e.Act == custody.DidBook {
					keep |= bit(e.Booking)
				}
			}
		}
		c.promises = with(c.promises, s, c.promises[s]&keep)
		somewhere |= c.promises[s]
	}
	for s := range c.seats {
		for _, x := range c.boxes {
			if h := x.hands[s]; x.alive && h.State == custody.Booked && h.Ask[0] != 0 && somewhere&bit(h.Booking) == 0 {
				c.promise(s, h.Booking)
				c.left = with(c.left, s, c.left[s]&^bit(h.Booking))
			}
		}
	}
}

func (m *model) fault(w *world, kind string) bool {
	return w.used.faults < m.faults && strings.Contains(m.faultSet, kind)
}

func (m *model) room(w *world, site int) bool {
	n := 0
	for _, x := range w.boxes {
		if x.site == site {
			n++
		}
	}
	return n < m.boxes
}
